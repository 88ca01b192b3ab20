"""What may be read of bookings and attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from tauliah.apps.catalogue.queries import local_day, programme, programme_of, zone
from tauliah.apps.itembank.queries import BankItem, form_items, form_options, form_release
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import standing
from tauliah.apps.sittings.models import Attempt, AttemptEvent, Booking, CurrentAnswer
from tauliah.core.audit import Standing
from tauliah.core.exam import (
    GRACE,
    Act,
    AttemptState,
    EarlierSitting,
    Window,
    booking_refusal,
    next_window,
    shuffled,
    window_on,
    windows_around,
)
from tauliah.core.exam import AttemptEvent as Link
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import ExamPolicy, Programme

__all__ = [
    "Attempt",
    "Booking",
    "ExamOffer",
    "Seat",
    "answers_in_chain",
    "attempt_by_id",
    "attempt_of",
    "attempts_of",
    "blueprint_of",
    "booking_obstacle",
    "booking_of",
    "bookings_of",
    "chain_of",
    "coming_windows",
    "exam_offers",
    "last_link",
    "open_booking",
    "overdue_attempts",
    "policy_of",
    "running_attempt",
    "seats_of",
    "seconds_left",
    "start_obstacle",
    "state_of",
    "window_after",
    "window_at",
]


@dataclass(frozen=True, slots=True)
class Seat:
    """One place of an attempt as its candidate sees it: item, shuffled options, answer, flag."""

    position: int
    item: BankItem
    options: tuple[str, ...]
    answer: str | None
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class ExamOffer:
    """An exam in the open window: why it cannot be booked, or None where it can.

    `booking` can be started now, `running` was started and is not submitted.
    """

    course: str
    window: Window | None
    refusal: Refused | None
    booking: Booking | None
    running: Attempt | None


def window_at(moment: datetime) -> Window | None:
    """The window open at a moment."""
    return window_on(programme().about.windows, local_day(moment))


def window_after(moment: datetime) -> Window:
    """The next window to open after a moment."""
    return next_window(programme().about.windows, local_day(moment))


def coming_windows(moment: datetime) -> tuple[Window, ...]:
    """The windows that open after a moment, soonest first, a year of them."""
    spans, day = programme().about.windows, local_day(moment)
    coming = sorted(w for w in windows_around(spans, day) if w.opens > day)
    return tuple(coming[: len(spans)])


def bookings_of(person: User) -> list[Booking]:
    """A person's bookings, newest first."""
    return list(Booking.objects.filter(person=person).order_by("-booked_at"))


def booking_of(person: User, id: UUID) -> Booking | None:
    """One booking, if it is that person's."""
    return Booking.objects.filter(person=person, pk=id).first()


def open_booking(person: User, course: str, *, on: date) -> Booking | None:
    """The booking of an exam that can still be started in its window."""
    return _past_of(person).open_booking(course, on)


def start_obstacle(booking: Booking, *, at: datetime) -> Refused | None:
    """Why a booked exam cannot be started now; None where it can, or was already."""
    if booking.state == "started":
        return None
    window = window_at(at)
    if booking.state == "booked" and window is not None and window.code == booking.window:
        return None
    return Refused(
        "window-closed",
        LocalText(
            en="The window of this booking is not open. Book the exam in an open window.",
            ms="Tetingkap peperiksaan bagi tempahan ini tidak dibuka. Tempah peperiksaan dalam "
            "tetingkap yang dibuka.",
        ),
    )


def policy_of(booking: Booking) -> ExamPolicy:
    """The exam policy of the release from which the booking's form was drawn."""
    return programme_of(form_release(booking.form)).about.exam_policy


def attempt_of(person: User, id: UUID) -> Attempt | None:
    """One attempt, if it is that person's."""
    return Attempt.objects.select_related("booking").filter(booking__person=person, pk=id).first()


def attempt_by_id(id: UUID) -> Attempt:
    """One attempt, whoever's; Attempt.DoesNotExist where there is none."""
    return Attempt.objects.select_related("booking", "booking__person").get(pk=id)


def attempts_of(person: User) -> list[Attempt]:
    """A person's attempts, newest first."""
    found = Attempt.objects.select_related("booking").filter(booking__person=person)
    return list(found.order_by("-started_at"))


def running_attempt(person: User) -> Attempt | None:
    """The attempt that a person has started and not submitted, the oldest where there are two."""
    found = Attempt.objects.select_related("booking").filter(booking__person=person)
    return found.filter(submitted_at=None).order_by("started_at").first()


def booking_obstacle(person: User, course: str, *, window: str, at: datetime) -> Refused | None:
    """Why a person may not book an exam in a window now; None where they may."""
    past = _past_of(person)
    return _obstacle(past, course, window=window, day=past.day_of(at))


def exam_offers(person: User, *, at: datetime) -> tuple[ExamOffer, ...]:
    """Every open course's exam: bookable in the open window, booked, running, or why not."""
    past = _past_of(person)
    spans, day = past.published.about.windows, past.day_of(at)
    window = window_on(spans, day)
    wanted = window.code if window else next_window(spans, day).code
    return tuple(
        ExamOffer(
            course=course.code,
            window=window,
            refusal=_obstacle(past, course.code, window=wanted, day=day),
            booking=past.open_booking(course.code, day),
            running=past.running(course.code),
        )
        for course in past.published.courses
        if course.is_open
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """What a person has done so far, and the programme by which it decides about booking."""

    published: Programme
    zone: ZoneInfo
    standing: Standing
    bookings: Sequence[Booking]
    attempts: Sequence[Attempt]

    def open_booking(self, course: str, day: date) -> Booking | None:
        """The booking of an exam that can still be started in its window."""
        window = window_on(self.published.about.windows, day)
        if window is None:
            return None
        fitting = (b for b in self.bookings if b.course == course and b.window == window.code)
        return next((booking for booking in fitting if booking.state == "booked"), None)

    def running(self, course: str) -> Attempt | None:
        """The attempt of an exam that was started and not submitted."""
        attempts = (one for one in self.attempts if one.booking.course == course)
        return next((attempt for attempt in attempts if attempt.submitted_at is None), None)

    def sittings(self, day: date) -> tuple[EarlierSitting, ...]:
        """What counts towards retake limits: what was started, and what can be started today."""
        window = window_on(self.published.about.windows, day)
        sat = [
            EarlierSitting(one.booking.course, one.booking.window, self.day_of(one.started_at))
            for one in self.attempts
        ]
        booked = [
            EarlierSitting(one.course, one.window, self.day_of(one.booked_at))
            for one in self.bookings
            if one.state == "booked" and window is not None and one.window == window.code
        ]
        return (*sat, *booked)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _past_of(person: User) -> _Past:
    return _Past(programme(), zone(), standing(person), bookings_of(person), attempts_of(person))


def _obstacle(past: _Past, course: str, *, window: str, day: date) -> Refused | None:
    published = past.published
    offered = [one for one in published.courses if one.code == course]
    if not offered or not offered[0].is_open:
        return Refused(
            "exam-not-offered",
            LocalText(
                en=f"The exam {course} is not offered yet.",
                ms=f"Peperiksaan {course} belum ditawarkan.",
            ),
        )
    if not past.standing.matriculated:
        return Refused(
            "not-matriculated",
            LocalText(
                en="Matriculate for a designation first; then its exams can be booked.",
                ms="Bermatrikulasi untuk satu gelaran dahulu; kemudian peperiksaannya boleh ditempah.",
            ),
        )
    if course in past.standing.exams_passed:
        return Refused(
            "already-passed",
            LocalText(
                en=f"You have passed the exam {course} already.",
                ms=f"Anda sudah lulus peperiksaan {course}.",
            ),
        )
    if past.running(course):
        return Refused(
            "already-running",
            LocalText(
                en=f"You have started the exam {course} and not submitted it yet. Submit it first.",
                ms=f"Anda sudah memulakan peperiksaan {course} dan belum menghantarnya. "
                "Hantarnya dahulu.",
            ),
        )
    if past.open_booking(course, day):
        return Refused(
            "already-booked",
            LocalText(
                en=f"You have booked the exam {course} already. Sit it, or cancel the booking.",
                ms=f"Anda sudah menempah peperiksaan {course}. Dudukinya, atau batalkan tempahan.",
            ),
        )
    return booking_refusal(
        published.about.exam_policy,
        published.about.windows,
        exam=course,
        window=window,
        on=day,
        earlier=past.sittings(day),
    )


def seats_of(attempt: Attempt) -> tuple[Seat, ...]:
    """The items of an attempt in its own order, options shuffled, with the answers so far."""
    items = {item.code: item for item in form_items(attempt.booking.form)}
    answers = {answer.item: answer for answer in CurrentAnswer.objects.filter(attempt=attempt)}
    seats: list[Seat] = []
    for position, code in enumerate(shuffled(items, seed=attempt.seed), start=1):
        answer = answers.get(code)
        seats.append(
            Seat(
                position=position,
                item=items[code],
                options=shuffled(items[code].text.options, seed=f"{attempt.seed}/{code}"),
                answer=answer.option if answer else None,
                is_flagged=bool(answer and answer.is_flagged),
            )
        )
    return tuple(seats)


def state_of(attempt: Attempt) -> AttemptState:
    """The attempt as the core decides about it."""
    return AttemptState(
        attempt=str(attempt.pk),
        options=form_options(attempt.booking.form),
        started_at=attempt.started_at,
        deadline=attempt.deadline,
        submitted_at=attempt.submitted_at,
        client_sequence=attempt.client_sequence,
        events=attempt.events,
        head=attempt.head,
    )


def seconds_left(attempt: Attempt, *, at: datetime) -> int:
    """Whole seconds to an attempt's deadline, never negative; 0 once submitted."""
    return state_of(attempt).seconds_left(at)


def answers_in_chain(attempt: Attempt) -> dict[str, str]:
    """The answers by the sealed chain alone, item -> option: what scoring reads."""
    answers: dict[str, str] = {}
    for link in chain_of(attempt):
        if link.act == "answered":
            answers.pop(link.item, None)
            if link.option is not None:
                answers[link.item] = link.option
    return answers


def chain_of(attempt: Attempt) -> tuple[Link, ...]:
    """Every link of an attempt's chain."""
    rows = AttemptEvent.objects.filter(attempt=attempt).order_by("number")
    return tuple(_link(row) for row in rows)


def last_link(attempt: Attempt) -> Link | None:
    """The newest link of an attempt's chain."""
    row = AttemptEvent.objects.filter(attempt=attempt).order_by("-number").first()
    return _link(row) if row else None


def blueprint_of(attempt: Attempt) -> dict[str, LocalText]:
    """Topic titles of the exam by the release from which its form was drawn."""
    course = programme_of(form_release(attempt.booking.form)).course(attempt.booking.course)
    return {row.topic: row.title for row in course.blueprint}


def overdue_attempts(at: datetime) -> list[Attempt]:
    """Attempts that nobody submitted and that no save on its way can change any more."""
    found = Attempt.objects.select_related("booking", "booking__person")
    return list(found.filter(submitted_at=None, deadline__lt=at - GRACE))


def _link(row: AttemptEvent) -> Link:
    return Link(
        row.number,
        cast("Act", row.act),
        row.item,
        row.option,
        row.client_sequence,
        row.server_time,
        row.previous,
        row.digest,
    )
