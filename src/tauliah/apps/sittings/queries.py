"""What may be read of bookings and attempts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from tauliah.apps.catalogue.queries import local_day, programme, programme_of
from tauliah.apps.itembank.queries import BankItem, form_items, form_release, pool_item
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.chains import (
    Seen,
    answers_in_chain,
    chain_of,
    deadline_at,
    language_of,
    last_link,
    saved_link,
    seconds_left,
    seen,
    state_of,
)
from tauliah.apps.sittings.clock import exam_time
from tauliah.apps.sittings.models import Attempt, AttemptEvent, Booking, CurrentAnswer
from tauliah.apps.sittings.offers import (
    ExamOffer,
    attempts_of,
    booking_obstacle,
    bookings_of,
    exam_offers,
    latest_end,
    open_booking,
    paper_of,
    start_obstacle,
    window_at,
)
from tauliah.core.exam import (
    HELD_OPEN,
    Value,
    Window,
    arranged,
    next_window,
    shuffled,
    time_added,
    time_allowed,
    windows_around,
)
from tauliah.core.exam.answers import names_of
from tauliah.core.kernel import LocalText
from tauliah.core.programme import ExamPolicy

__all__ = [
    "Attempt",
    "Booking",
    "ExamOffer",
    "Seat",
    "Seen",
    "Sitting",
    "answers_in_chain",
    "answers_of_attempts",
    "attempt_by_id",
    "attempt_of",
    "attempts_of",
    "blueprint_of",
    "booking_obstacle",
    "booking_of",
    "bookings_of",
    "chain_of",
    "coming_windows",
    "deadline_at",
    "deadline_of_start",
    "exam_offers",
    "exam_time",
    "language_of",
    "languages_of_attempts",
    "last_link",
    "latest_end",
    "may_switch_language",
    "open_booking",
    "overdue_attempts",
    "paper_of",
    "policy_of",
    "running_attempt",
    "saved_link",
    "sealed_attempts",
    "seats_of",
    "seconds_left",
    "seen",
    "sittings_of",
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
    answer: Value
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt as an analysis sees it: whose, in which window, by which form, since when."""

    attempt: UUID
    person: UUID
    window: str
    form: UUID
    started_at: datetime


def window_after(moment: datetime) -> Window:
    """The next window to open after a moment."""
    return next_window(programme().about.windows, local_day(moment))


def coming_windows(moment: datetime) -> tuple[Window, ...]:
    """The windows that open after a moment, soonest first, a year of them."""
    spans, day = programme().about.windows, local_day(moment)
    coming = sorted(w for w in windows_around(spans, day) if w.opens > day)
    return tuple(coming[: len(spans)])


def booking_of(person: User, id: UUID) -> Booking | None:
    """One booking, if it is that person's."""
    return Booking.objects.filter(person=person, pk=id).first()


def policy_of(booking: Booking) -> ExamPolicy:
    """The exam policy of the release from which the booking's form was drawn."""
    return programme_of(form_release(booking.form)).about.exam_policy


def deadline_of_start(booking: Booking, *, extra_time_percent: int, at: datetime) -> datetime:
    """When the time of an exam ends that is started at this moment.

    A paper that is held at a fixed time ends for everybody at once; what is adapted outranks it.
    """
    minutes = policy_of(booking).minutes
    end = min(
        at + time_allowed(minutes, 0), latest_end(booking) or datetime.max.replace(tzinfo=UTC)
    )
    return end + time_added(minutes, before=0, after=extra_time_percent)


def may_switch_language(attempt: Attempt) -> bool:
    """Whether the programme lets a candidate change the language of a running exam."""
    return policy_of(attempt.booking).languages_in_attempt


def attempt_of(person: User, id: UUID) -> Attempt | None:
    """One attempt, if it is that person's."""
    return Attempt.objects.select_related("booking").filter(booking__person=person, pk=id).first()


def attempt_by_id(id: UUID) -> Attempt:
    """One attempt, whoever's; Attempt.DoesNotExist where there is none."""
    return Attempt.objects.select_related("booking", "booking__person").get(pk=id)


def running_attempt(person: User) -> Attempt | None:
    """The attempt that a person has started and not submitted, the oldest where there are two."""
    found = Attempt.objects.select_related("booking").filter(booking__person=person)
    return found.filter(submitted_at=None).order_by("started_at").first()


def seats_of(attempt: Attempt) -> tuple[Seat, ...]:
    """The items of an attempt in its own order, options shuffled, with the answers so far."""
    items = {item.code: item for item in form_items(attempt.booking.form)}
    order = arranged(map(pool_item, items.values()), seed=attempt.seed)
    answers = {answer.item: answer for answer in CurrentAnswer.objects.filter(attempt=attempt)}
    seats: list[Seat] = []
    for position, code in enumerate(order, start=1):
        answer = answers.get(code)
        seats.append(
            Seat(
                position=position,
                item=items[code],
                options=shuffled(names_of(items[code].text), seed=f"{attempt.seed}/{code}"),
                answer=answer.answer if answer else None,
                is_flagged=bool(answer and answer.is_flagged),
            )
        )
    return tuple(seats)


def sittings_of(attempts: Iterable[UUID]) -> tuple[Sitting, ...]:
    """Each attempt with its person, window and form, oldest first; attempts may be a query."""
    found = Attempt.objects.filter(pk__in=attempts).order_by("started_at", "pk")
    facts = ("pk", "booking__person", "booking__window", "booking__form", "started_at")
    return tuple(Sitting(*row) for row in found.values_list(*facts))


def sealed_attempts(course: str) -> tuple[UUID, ...]:
    """The attempts of a course that were handed in or ran out, without those that were voided."""
    found = Attempt.objects.filter(booking__course=course, submitted_at__isnull=False)
    return tuple(found.exclude(sealed_as="voided").values_list("pk", flat=True))


def languages_of_attempts(attempts: Iterable[UUID]) -> dict[UUID, str]:
    """The language in which each attempt ended, where its chain says one."""
    rows = AttemptEvent.objects.filter(attempt__in=attempts, act__in=["started", "language"])
    found: dict[UUID, str] = {}
    for attempt, facts in rows.order_by("number").values_list("attempt", "facts"):
        if facts and facts.get("language"):
            found[attempt] = str(facts["language"])
    return found


def answers_of_attempts(attempts: Iterable[UUID]) -> dict[UUID, dict[str, Value]]:
    """The last answers of some attempts by item, without those that were cleared."""
    answers: dict[UUID, dict[str, Value]] = {}
    for row in CurrentAnswer.objects.filter(attempt__in=attempts):
        if row.answer is not None:
            answers.setdefault(row.attempt_id, {})[row.item] = row.answer
    return answers


def blueprint_of(attempt: Attempt) -> dict[str, LocalText]:
    """Topic titles of the exam by the release from which its form was drawn."""
    course = programme_of(form_release(attempt.booking.form)).course(attempt.booking.course)
    return {row.topic: row.title for row in course.blueprint}


def overdue_attempts(at: datetime) -> list[Attempt]:
    """Attempts that nobody handed in, once their time is over and no emergency file came for them.

    One in a pause is not overdue before the pause and the time left after it are over.
    """
    found = Attempt.objects.select_related("booking", "booking__person")
    late = found.filter(submitted_at=None, deadline__lt=at - HELD_OPEN)
    over = late.filter(Q(paused_at=None) | Q(paused_until__lt=at))
    return [one for one in over if seconds_left(one, at=at - HELD_OPEN) == 0]
