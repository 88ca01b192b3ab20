"""What a person takes along to practise without a network: the choice of today and of the next days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.people.queries import User
from tauliah.apps.study.decks import PersonalDeck, Unit, deck_of
from tauliah.apps.study.practising import PracticeAim, aim_of, today_in
from tauliah.core.practice import days_ahead, interleaved, is_leech
from tauliah.core.programme import Course

DAYS_ALONG = 7
"""Today and the six days after it."""
MOST_ALONG = 400
"""More than anybody practises in a week; a telephone shall not load for minutes."""


@dataclass(frozen=True, slots=True)
class DayAlong:
    """What is practised on a day, in the order in which it comes."""

    day: date
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """The cards and practice items of the next days, as they are chosen now.

    It assumes that each day's are known on their day. `reviews` were made today before it, `leeches`
    are the codes of those that do not stick.
    """

    course: Course
    aim: PracticeAim
    made_at: datetime
    reviews: int
    days: tuple[DayAlong, ...]
    leeches: frozenset[str]

    @property
    def until(self) -> date:
        """The last day that it goes for: the first day is always there."""
        return self.days[-1].day

    @property
    def units(self) -> tuple[Unit, ...]:
        """Each card and item once, in the order of its first day."""
        return tuple({one.code: one for day in self.days for one in day.units}.values())


def taken_along(person: User, course: Course, *, at: datetime) -> TakenAlong:
    """What to practise in a course today and on the next days, from the practice pool alone."""
    own, aim = deck_of(person, course, at=at), aim_of(person, course, at=at)
    today = today_in(own, aim, person, at=at)
    places = {(one.kind, one.code): place for place, one in enumerate(own.units)}
    rows = [own.memory(place) for place in range(len(own.units))]
    later = days_ahead(
        own.deck,
        [places[one.kind, one.code] for one in today.ahead],
        aim.core,
        days=DAYS_ALONG - 1,
        seconds_a_day=60.0 * today.minutes,
        reviews=np.array([row.reviews if row else 0 for row in rows], dtype=np.int64),
        lapses=np.array([row.lapses if row else 0 for row in rows], dtype=np.int64),
        allowed=own.is_open,
        curve=own.curve,
    )
    first = local_day(at)
    days = [DayAlong(first, today.ahead)]
    for passed, chosen in enumerate(later, start=1):
        day = first + timedelta(days=passed)
        days.append(DayAlong(day, _mixed(own, chosen, day)))
    return TakenAlong(
        course=course,
        aim=aim,
        made_at=at,
        reviews=today.reviews,
        days=_bounded(days),
        leeches=frozenset(
            row.unit for row in rows if row and is_leech(reviews=row.reviews, lapses=row.lapses)
        ),
    )


def _mixed(own: PersonalDeck, chosen: np.ndarray, day: date) -> tuple[Unit, ...]:
    places = [int(place) for place in chosen]
    topics = [own.units[place].topic for place in places]
    order = interleaved(places, topics, after=None, seed=day.toordinal())
    return tuple(own.units[place] for place in order)


def _bounded(days: list[DayAlong]) -> tuple[DayAlong, ...]:
    """The days until there would be more than may be taken along; the first day is cut instead."""
    kept = [DayAlong(days[0].day, days[0].units[:MOST_ALONG])]
    count = len(kept[0].units)
    for one in days[1:]:
        count += len(one.units)
        if count > MOST_ALONG:
            break
        kept.append(one)
    return tuple(kept)
