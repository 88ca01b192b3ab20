"""What a person may book and start, and why not: windows, limits, timetables and prerequisites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import entries_of
from tauliah.apps.sittings.models import Attempt, Booking
from tauliah.core.audit import Standing, attempt_warnings, prerequisite_refusal
from tauliah.core.audit.auditing import Person
from tauliah.core.exam import (
    EarlierSitting,
    PaperTime,
    Window,
    booking_refusal,
    next_window,
    paper_start_refusal,
    paper_time,
    timetable_refusal,
    window_on,
)
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Programme


@dataclass(frozen=True, slots=True)
class ExamOffer:
    """An exam in the open window: why it cannot be booked, or None where it can.

    `booking` can be started now, or at the time of its paper; `running` was started and is not
    submitted. `fee` is what a sitting costs this person, in minor units; `paper` is the fixed time
    of the exam in the open or else the next window; `warnings` say what failing would mean.
    """

    course: str
    window: Window | None
    refusal: Refused | None
    booking: Booking | None
    running: Attempt | None
    fee: int
    paper: PaperTime | None
    warnings: tuple[LocalText, ...]


def window_at(moment: datetime) -> Window | None:
    """The window open at a moment."""
    return window_on(programme().about.windows, local_day(moment))


def bookings_of(person: User) -> list[Booking]:
    """A person's bookings, newest first."""
    return list(Booking.objects.filter(person=person).order_by("-booked_at"))


def open_booking(person: User, course: str, *, at: datetime) -> Booking | None:
    """The booking of an exam that can still be started in its window."""
    return _past_of(person, at=at).open_booking(course)


def start_obstacle(booking: Booking, *, at: datetime) -> Refused | None:
    """Why a booked exam cannot be started now; None where it can, or was already."""
    if booking.state == "started":
        return None
    window = window_at(at)
    if booking.state == "booked" and window is not None and window.code == booking.window:
        paper = paper_of(booking)
        return paper_start_refusal(booking.course, paper, at=at) if paper else None
    return Refused(
        "window-closed",
        LocalText(
            en="The window of this booking is not open. Book the exam in an open window.",
            ms="Tetingkap peperiksaan bagi tempahan ini tidak dibuka. Tempah peperiksaan dalam "
            "tetingkap yang dibuka.",
        ),
    )


def paper_of(booking: Booking) -> PaperTime | None:
    """The fixed time of a booked exam; None where it has none."""
    return paper_time(
        programme().about.windows, window=booking.window, exam=booking.course, zone=zone()
    )


def latest_end(booking: Booking) -> datetime | None:
    """The moment at which the paper of a booked exam ends for everybody; None without a paper."""
    paper = paper_of(booking)
    return paper.ends if paper else None


def attempts_of(person: User) -> list[Attempt]:
    """A person's attempts, newest first."""
    found = Attempt.objects.select_related("booking").filter(booking__person=person)
    return list(found.order_by("-started_at"))


def booking_obstacle(person: User, course: str, *, window: str, at: datetime) -> Refused | None:
    """Why a person may not book an exam in a window now; None where they may."""
    return _obstacle(_past_of(person, at=at), course, window=window)


def exam_offers(person: User, *, at: datetime) -> tuple[ExamOffer, ...]:
    """Every open course's exam: bookable in the open window, booked, running, or why not."""
    past = _past_of(person, at=at)
    published, standing, day = past.published, past.standing, past.day
    spans = published.about.windows
    window = window_on(spans, day)
    is_member = standing.member_on(day)
    wanted = window.code if window else next_window(spans, day).code
    return tuple(
        ExamOffer(
            course=course.code,
            window=window,
            refusal=_obstacle(past, course.code, window=wanted),
            booking=past.open_booking(course.code),
            running=past.running(course.code),
            fee=published.exam_fee(course.code, member=is_member),
            paper=paper_time(spans, window=wanted, exam=course.code, zone=past.zone),
            warnings=attempt_warnings(published, standing, course.code, on=day),
        )
        for course in published.courses
        if course.is_open
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """What a person has done until now, and the programme by which it decides about booking."""

    published: Programme
    zone: ZoneInfo
    now: datetime
    standing: Standing
    bookings: Sequence[Booking]
    attempts: Sequence[Attempt]

    @property
    def day(self) -> date:
        return self._day_of(self.now)

    def open_booking(self, course: str) -> Booking | None:
        """The booking of an exam that can still be started in its window."""
        return next((one for one in self.still_booked() if one.course == course), None)

    def still_booked(self) -> tuple[Booking, ...]:
        """The bookings that can still be started in the open window."""
        spans = self.published.about.windows
        window = window_on(spans, self.day)
        booked = (
            b for b in self.bookings if window and (b.state, b.window) == ("booked", window.code)
        )
        return tuple(one for one in booked if not self._is_over(one))

    def _is_over(self, booking: Booking) -> bool:
        """Whether a booking's paper was held without its candidate."""
        spans = self.published.about.windows
        paper = paper_time(spans, window=booking.window, exam=booking.course, zone=self.zone)
        return paper is not None and paper.ends <= self.now

    def running(self, course: str) -> Attempt | None:
        """The attempt of an exam that was started and not submitted."""
        attempts = (one for one in self.attempts if one.booking.course == course)
        return next((attempt for attempt in attempts if attempt.submitted_at is None), None)

    def sittings(self) -> tuple[EarlierSitting, ...]:
        """What counts towards retake limits: what was started, and what can be started today."""
        sat = [
            EarlierSitting(one.booking.course, one.booking.window, self._day_of(one.started_at))
            for one in self.attempts
            # an attempt that was voided is none
            if one.sealed_as != "voided"
        ]
        booked = [
            EarlierSitting(one.course, one.window, self._day_of(one.booked_at))
            for one in self.still_booked()
        ]
        return (*sat, *booked)

    def placed(self) -> tuple[str, ...]:
        """The exams that the person has booked in the open window, or is sitting."""
        sitting = (one.booking.course for one in self.attempts if one.submitted_at is None)
        return (*(one.course for one in self.still_booked()), *sitting)

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _past_of(person: User, *, at: datetime) -> _Past:
    published = programme()
    # the days of a standing are those of the programme's calendar
    standing = Person.of(published, entries_of(person), on=local_day(at)).standing
    return _Past(published, zone(), at, standing, bookings_of(person), attempts_of(person))


def _obstacle(past: _Past, course: str, *, window: str) -> Refused | None:
    published, day = past.published, past.day
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
    if past.open_booking(course):
        return Refused(
            "already-booked",
            LocalText(
                en=f"You have booked the exam {course} already. Sit it, or cancel the booking.",
                ms=f"Anda sudah menempah peperiksaan {course}. Dudukinya, atau batalkan tempahan.",
            ),
        )
    spans = published.about.windows
    return (
        prerequisite_refusal(published, past.standing, course, on=day)
        or booking_refusal(
            published.about.exam_policy,
            spans,
            exam=course,
            window=window,
            on=day,
            earlier=past.sittings(),
        )
        or timetable_refusal(
            spans,
            exam=course,
            window=window,
            at=past.now,
            zone=past.zone,
            booked=past.placed(),
        )
    )
