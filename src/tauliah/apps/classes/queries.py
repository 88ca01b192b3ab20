"""What may be read of classes: the list, one class, what a person has in them, and who is on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet

from tauliah.apps.catalogue.queries import programme, zone
from tauliah.apps.classes.attendance import attended_entry
from tauliah.apps.classes.keeping import entries_of
from tauliah.apps.classes.models import (
    LIVE,
    AttendanceMark,
    ClassBooking,
    ScheduledClass,
    SeatEntry,
)
from tauliah.apps.people.queries import User
from tauliah.core.classes import Seating, class_calendar, seating_of, settle
from tauliah.core.kernel import Language, LocalText

ROWS_PER_PAGE = 20

__all__ = [
    "ClassBooking",
    "ListedClass",
    "MyClass",
    "RollLine",
    "ScheduledClass",
    "calendar_file",
    "class_called",
    "class_of",
    "courses_with_classes",
    "every_class",
    "my_class",
    "my_classes",
    "page_of_all_classes",
    "page_of_classes",
    "places_of_classes",
    "roll_of",
    "seat_entries",
    "seating_now",
    "title_of",
]


@dataclass(frozen=True, slots=True)
class ListedClass:
    """A class under the title of its course, and what the reader has in it."""

    scheduled: ScheduledClass
    title: LocalText
    mine: MyClass | None = None


@dataclass(frozen=True, slots=True)
class MyClass:
    """What a person has in a class at a moment.

    `state` is that of the booking but for what time has ended and nobody has noted yet. `turn` is
    the place in the waiting list, from 1. `attended` is None while nobody has marked it.
    """

    booking: ClassBooking
    title: LocalText
    state: str
    turn: int | None
    attended: bool | None

    @property
    def is_live(self) -> bool:
        """Whether there is something to give up, or to accept."""
        return self.state in LIVE

    @property
    def scheduled(self) -> ScheduledClass:
        """The class that it is about."""
        return self.booking.scheduled_class


@dataclass(frozen=True, slots=True)
class RollLine:
    """One person on the list of a class, as a registrar sees it.

    `mark` is the newest of attendance. `stands_in_record` is told only where a withdrawal was
    proposed: whether the record still says that the person attended.
    """

    booking: ClassBooking
    turn: int | None
    mark: AttendanceMark | None
    stands_in_record: bool | None

    @property
    def person(self) -> User:
        """Who it is."""
        found: User = self.booking.person
        return found


def class_of(id: UUID) -> ScheduledClass | None:
    """The class of that id, if there is one."""
    return ScheduledClass.objects.filter(pk=id).first()


def class_called(start: str) -> ScheduledClass | None:
    """The one class whose id begins so; None where there is none, or more than one."""
    asked = start.replace("-", "").lower()
    if len(asked) < 4 or not set(asked) <= set("0123456789abcdef"):
        return None
    ids = ScheduledClass.objects.values_list("pk", flat=True)
    found = [id for id in ids if id.hex.startswith(asked) or id.hex.endswith(asked)]
    return class_of(found[0]) if len(found) == 1 else None


def every_class() -> QuerySet[ScheduledClass]:
    """Every class that was ever opened, by its first day."""
    return ScheduledClass.objects.order_by("starts", "pk")


def page_of_classes(
    *,
    person: User | None,
    at: datetime,
    course: str = "",
    place: str = "",
    only_free: bool = False,
    number: int | str = 1,
) -> Page[ListedClass]:
    """One page of the classes that can be booked or waited for, the next one first."""
    found = ScheduledClass.objects.filter(state="open", begins_at__gt=at)
    if course:
        found = found.filter(course=course)
    if place:
        found = found.filter(Q(place_en=place) | Q(place_ms=place))
    if only_free:
        found = found.filter(taken__lt=F("seats"))
    return _page(found.order_by("starts", "pk"), number=number, person=person, at=at)


def page_of_all_classes(*, at: datetime, number: int | str = 1) -> Page[ListedClass]:
    """One page of every class that was ever opened, the latest day first."""
    found = ScheduledClass.objects.order_by("-starts", "-pk")
    return _page(found, number=number, person=None, at=at)


def title_of(scheduled: ScheduledClass) -> LocalText:
    """The title of the course of a class."""
    return _title(_titles(), scheduled.course)


def places_of_classes() -> tuple[LocalText, ...]:
    """The towns in which a class is open."""
    open_ones = ScheduledClass.objects.filter(state="open")
    found = open_ones.order_by("place_en").values_list("place_en", "place_ms").distinct()
    return tuple(LocalText(en=en, ms=ms) for en, ms in found)


def courses_with_classes() -> tuple[tuple[str, LocalText], ...]:
    """The courses of which a class is open, by code, with their titles."""
    open_ones = ScheduledClass.objects.filter(state="open")
    codes = open_ones.order_by("course").values_list("course", flat=True).distinct()
    titles = _titles()
    return tuple((code, _title(titles, code)) for code in codes)


def my_classes(person: User, *, at: datetime) -> tuple[MyClass, ...]:
    """All that a person has or had in classes, the next class first and what is over last."""
    found = ClassBooking.objects.filter(person=person).select_related("scheduled_class")
    rows = _mine(found.order_by("scheduled_class__starts", "arrival"), at=at)
    return (
        *(one for one in rows if one.is_live),
        *(one for one in reversed(rows) if not one.is_live),
    )


def my_class(person: User, scheduled: ScheduledClass, *, at: datetime) -> MyClass | None:
    """What a person has or last had in one class."""
    found = ClassBooking.objects.filter(person=person, scheduled_class=scheduled)
    newest = found.select_related("scheduled_class").order_by("-arrival")[:1]
    return next(iter(_mine(newest, at=at)), None)


def roll_of(scheduled: ScheduledClass) -> dict[str, tuple[RollLine, ...]]:
    """Everybody who is or was on the list of a class, by state; those who wait in their order."""
    found = (
        ClassBooking.objects.filter(scheduled_class=scheduled)
        .select_related("person", "scheduled_class")
        .prefetch_related("marks")
    )
    lines: dict[str, list[RollLine]] = {}
    for booking in found.order_by("person__full_name", "arrival"):
        marks = sorted(booking.marks.all(), key=lambda mark: mark.number)
        mark = marks[-1] if marks else None
        lines.setdefault(booking.state, []).append(
            RollLine(booking, None, mark, _stands(booking, mark))
        )
    waiting = sorted(lines.get("waiting", []), key=lambda line: line.booking.arrival)
    in_turn = [
        RollLine(line.booking, turn, line.mark, None) for turn, line in enumerate(waiting, start=1)
    ]
    by_state = {state: tuple(some) for state, some in lines.items()}
    return by_state | ({"waiting": tuple(in_turn)} if in_turn else {})


def seat_entries(scheduled: ScheduledClass) -> QuerySet[SeatEntry]:
    """All that happened to the seats of a class, in order, with the people it was about."""
    found = SeatEntry.objects.filter(scheduled_class=scheduled)
    return found.select_related("person").order_by("number")


def seating_now(scheduled: ScheduledClass, *, at: datetime) -> Seating:
    """Who sits and who waits at a moment, also where nobody has noted yet what time has done."""
    seating, _ = settle(seating_of(entries_of(scheduled)), at=at)
    return seating


def calendar_file(
    scheduled: ScheduledClass, *, title: LocalText, language: Language, address: str, at: datetime
) -> bytes:
    """A class for the calendar of a person's telephone (RFC 5545)."""
    return class_calendar(
        str(scheduled.pk),
        title=title.in_language(language),
        where=f"{scheduled.venue}, {scheduled.place.in_language(language)}",
        starts=scheduled.starts,
        ends=scheduled.ends,
        hours=scheduled.hours,
        zone=zone(),
        address=address,
        made_at=at,
    )


def _page(
    found: QuerySet[ScheduledClass], *, number: int | str, person: User | None, at: datetime
) -> Page[ListedClass]:
    paginator: Paginator[ScheduledClass] = Paginator(found, ROWS_PER_PAGE)
    page = paginator.get_page(number)
    rows = list(page.object_list)
    mine: dict[UUID, MyClass] = {}
    if person is not None:
        own = ClassBooking.objects.filter(
            person=person, scheduled_class__in=[row.pk for row in rows]
        ).select_related("scheduled_class")
        # the newest of a class comes last and stays
        mine = {one.scheduled.pk: one for one in _mine(own.order_by("arrival"), at=at)}
    titles = _titles()
    listed = [ListedClass(row, _title(titles, row.course), mine.get(row.pk)) for row in rows]
    return Page(listed, page.number, paginator)  # type: ignore[arg-type]  # a page of what is shown


def _mine(found: Iterable[ClassBooking], *, at: datetime) -> list[MyClass]:
    bookings = list(found)
    titles = _titles()
    turns = _turns(one for one in bookings if one.state == "waiting")
    marks = AttendanceMark.objects.filter(booking__in=[one.pk for one in bookings])
    # the newest mark of a booking comes last and stays
    attended = dict(marks.order_by("number").values_list("booking_id", "attended"))
    return [
        MyClass(
            booking=one,
            title=_title(titles, one.course),
            state=_state(one, at=at),
            turn=turns.get(one.pk),
            attended=attended.get(one.pk),
        )
        for one in bookings
    ]


def _state(booking: ClassBooking, *, at: datetime) -> str:
    """The state at a moment: the minute's look comes up to a minute late."""
    if booking.state == "offered" and booking.offer_until and booking.offer_until <= at:
        return "lapsed"
    if booking.scheduled_class.begins_at <= at:
        return {"booked": "attending", "waiting": "no-seat"}.get(booking.state, booking.state)
    return str(booking.state)


def _turns(waiting: Iterable[ClassBooking]) -> dict[UUID, int]:
    """The place of each of these in its waiting list: one more than who came before and waits."""
    mine = {one.pk: one for one in waiting}
    if not mine:
        return {}
    ahead = Count(
        "scheduled_class__bookings",
        filter=Q(
            scheduled_class__bookings__state="waiting",
            scheduled_class__bookings__arrival__lt=F("arrival"),
        ),
    )
    found = ClassBooking.objects.filter(pk__in=mine).annotate(ahead=ahead)
    return {id: before + 1 for id, before in found.values_list("pk", "ahead")}


def _stands(booking: ClassBooking, mark: AttendanceMark | None) -> bool | None:
    if mark is None or mark.proposal is None:
        return None
    return attended_entry(booking.person, booking.scheduled_class) is not None


def _titles() -> dict[str, LocalText]:
    return {course.code: course.title for course in programme().courses}


def _title(titles: dict[str, LocalText], code: str) -> LocalText:
    """The title of a course; its code where the newest release has it no more."""
    return titles.get(code) or LocalText(en=code, ms=code)
