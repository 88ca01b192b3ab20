"""Invented classes for the demonstration: one that is full, one with free seats, one that is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.classes.actions import book, give_up, open_class, settle_class
from tauliah.apps.classes.opening import Wanted
from tauliah.apps.classes.queries import ScheduledClass
from tauliah.apps.people.queries import User, person_by_email
from tauliah.cli.journeys.traveller import House, JourneyError, went_well
from tauliah.core.kernel import Refused

ONE_DAY = timedelta(days=1)


def open_classrooms(house: House, *, until: datetime) -> int:
    """Three classes with people on their lists; how many there are."""
    full = _open(
        house, "PUM", "Kuala Lumpur", seats=3, days=(21, 26), now=until, at=until - 9 * ONE_DAY
    )
    _book(full, ("weijie", "priya", "hafiz", "siti", "daniel", "ravi"), at=until - 8 * ONE_DAY)
    # the first who waits is asked, and has the time to accept before her
    give_up(_person("hafiz"), full.pk, at=until - timedelta(hours=2))
    free = _open(
        house, "PIN", "Hartford", seats=12, days=(35, 40), now=until, at=until - 6 * ONE_DAY
    )
    _book(free, ("aisyah", "emily", "james"), at=until - 5 * ONE_DAY)
    over = _open(house, "PUM", "Penang", seats=8, days=(-6, -1), now=until, at=until - 30 * ONE_DAY)
    _book(over, ("maria", "farah", "lakshmi"), at=until - 20 * ONE_DAY)
    settle_class(over.pk, at=until)
    return 3


def _open(
    house: House,
    course: str,
    place: str,
    *,
    seats: int,
    days: tuple[int, int],
    now: datetime,
    at: datetime,
) -> ScheduledClass:
    first, last = (local_day(now + after * ONE_DAY) for after in days)
    wanted = Wanted(
        course=course,
        place=place,
        venue="Invented Hall, Room 2",
        language="ms" if place == "Kuala Lumpur" else "en",
        starts=first,
        ends=last,
        hours="09:00-16:30",
        seats=seats,
    )
    return went_well(open_class(wanted, actor=house.registrar, at=at))


def _book(scheduled: ScheduledClass, names: Sequence[str], *, at: datetime) -> None:
    for minutes, name in enumerate(names):
        outcome = book(_person(name), scheduled.pk, at=at + timedelta(minutes=minutes))
        if isinstance(outcome, Refused):
            raise JourneyError(f"{name}: {outcome.message.en}")


def _person(name: str) -> User:
    found = person_by_email(f"{name}@example.org")
    if found is None:
        raise JourneyError(f"{name} is not in the house")
    return found
