"""Seats that a person holds in classes of the courses of a plan: on which days, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.classes.queries import my_classes
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText
from tauliah.core.practice import Hours

HELD = ("booked", "attending")
"""Who was offered a seat, or waits for one, has none yet."""


@dataclass(frozen=True, slots=True)
class ClassSeat:
    """A seat in a class that is not over. `hours` are those of each session, such as 09:00-17:00.

    `days` are those on which it meets: of a class that meets less often than daily nobody can tell.
    """

    id: UUID
    course: str
    title: LocalText
    place: LocalText
    starts: date
    ends: date
    hours: str
    days: tuple[date, ...]

    @property
    def minutes(self) -> int:
        """How long a session is."""
        first, last = (time.fromisoformat(clock) for clock in self.hours.split("-"))
        return max(0, 60 * (last.hour - first.hour) + last.minute - first.minute)


def seats_held(
    person: User, courses: Iterable[str], *, at: datetime
) -> tuple[ClassSeat, ...]:  # fmt: skip
    """The seats of a person in classes of these courses that are not over, the next one first."""
    wanted, today = set(courses), local_day(at)
    found = []
    for one in my_classes(person, at=at):
        scheduled = one.scheduled
        if one.state in HELD and scheduled.course in wanted and scheduled.ends >= today:
            length = (scheduled.ends - scheduled.starts).days + 1
            meets_daily = scheduled.sessions >= length
            days = (scheduled.starts + timedelta(days=n) for n in range(length))
            found.append(
                ClassSeat(
                    id=scheduled.pk,
                    course=scheduled.course,
                    title=one.title,
                    place=scheduled.place,
                    starts=scheduled.starts,
                    ends=scheduled.ends,
                    hours=scheduled.hours,
                    days=tuple(days) if meets_daily else (),
                )
            )
    return tuple(sorted(found, key=lambda seat: (seat.starts, seat.course)))


def hours_beside(hours: Hours, seats: Iterable[ClassSeat]) -> Hours:
    """The hours that are left for study when sessions have taken theirs."""
    taken = [(day, seat.minutes) for seat in seats for day in seat.days]
    return replace(hours, taken=(*hours.taken, *taken))
