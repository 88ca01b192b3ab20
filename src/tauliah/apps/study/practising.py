"""What to practise today: the aim, the minutes, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import standing
from tauliah.apps.sittings.queries import exam_offers
from tauliah.apps.study.decks import PersonalDeck, Unit, deck_of
from tauliah.apps.study.models import PracticeBudget, Review, UnitMemory
from tauliah.core.exam import next_window, window_on
from tauliah.core.practice import (
    AGAIN,
    Aim,
    chosen_for,
    expected_score,
    in_order_of_gain,
    interleaved,
    is_leech,
    new_a_day,
    resting_leeches,
)
from tauliah.core.programme import Course

USUAL_MINUTES = 15
MINUTES_OFFERED = (5, 10, 15, 20, 30, 45, 60)
SHORTEST_PREPARATION = timedelta(days=28)
"""A window that closes sooner is no aim for somebody who has not booked in it."""


@dataclass(frozen=True, slots=True)
class PracticeAim:
    """The day that practice aims at, and why: `booked`, `window` (not booked), or `kept` (passed).

    After the exam there is no day: what was learnt is kept.
    """

    why: str
    day: date | None
    days: int | None

    @property
    def core(self) -> Aim:
        """The same as the choice takes it."""
        return Aim(self.days)


@dataclass(frozen=True, slots=True)
class Today:
    """Today's practice of a course.

    `ahead` are the units that fit into what is left of today's minutes, in the order in which they
    come; `more` says whether others would still gain something. The scores are the expected shares of
    the exam that are known on the day: without any more practice, and with the minutes of every day.
    """

    aim: PracticeAim
    course: Course
    minutes: int
    seconds: float
    reviews: int
    ahead: tuple[Unit, ...]
    more: bool
    waiting: int
    known: float
    untouched: float
    may_undo: bool
    leech: UnitMemory | None
    memory: UnitMemory | None

    @property
    def next(self) -> Unit | None:
        """What comes next; None where nothing is left."""
        return self.ahead[0] if self.ahead else None

    @property
    def minutes_done(self) -> int:
        """Whole minutes practised today."""
        return int(self.seconds // 60)

    @property
    def minutes_left(self) -> int:
        """Minutes left of today's, rounded up."""
        return max(0, -int((self.seconds - 60 * self.minutes) // 60))


def aim_of(person: User, course: Course, *, at: datetime) -> PracticeAim:
    """What practice of a course is for now."""
    if course.code in standing(person).exams_passed:
        return PracticeAim("kept", None, None)
    today = local_day(at)
    offer = next((one for one in exam_offers(person, at=at) if one.course == course.code), None)
    if offer and offer.booking and offer.window:
        # without a fixed time it may be sat on any day of the window: the last leaves most for study
        day = local_day(offer.paper.starts) if offer.paper else offer.window.closes
        return PracticeAim("booked", day, (day - today).days)
    windows = programme().about.windows
    window = window_on(windows, today)
    if window is None or window.closes - today < SHORTEST_PREPARATION:
        window = next_window(windows, today)
    return PracticeAim("window", window.closes, (window.closes - today).days)


def minutes_of(person: User, course: str) -> int:
    """How many minutes a day a person gives to a course."""
    found = PracticeBudget.objects.filter(person=person, course=course)
    return found.values_list("minutes", flat=True).first() or USUAL_MINUTES


def today_of(person: User, course: Course, *, at: datetime) -> Today:
    """What to practise today in a course."""
    own, aim = deck_of(person, course, at=at), aim_of(person, course, at=at)
    return today_in(own, aim, person, at=at)


def today_in(own: PersonalDeck, aim: PracticeAim, person: User, *, at: datetime) -> Today:
    """The same for whoever has looked up the deck and the aim already."""
    course = own.course
    minutes = minutes_of(person, course.code)
    done = reviews_today(person, course.code, at=at)
    seconds = sum(one.seconds for one in done)
    last = done[-1] if done else None
    order = _worth_now(own, aim, at=at)
    if len(order) > 1 and last and own.units[order[0]].code == last.unit:
        order = np.concatenate([order[1:], order[:1]])
    chosen = chosen_for(own.deck, order, 60 * minutes - seconds, curve=own.curve)
    ahead = interleaved(
        [int(place) for place in chosen],
        [own.units[place].topic for place in chosen],
        after=_topic_of(own, last.unit) if last else None,
        seed=local_day(at).toordinal(),
    )
    memory = own.memory(ahead[0]) if ahead else None
    leech = memory if memory and is_leech(reviews=memory.reviews, lapses=memory.lapses) else None
    return Today(
        aim=aim,
        course=course,
        minutes=minutes,
        seconds=seconds,
        reviews=len(done),
        ahead=tuple(own.units[place] for place in ahead),
        more=bool(len(order)),
        waiting=own.waiting,
        known=expected_score(own.deck, 0, own.curve),
        untouched=expected_score(own.deck, aim.days or 0, own.curve),
        may_undo=bool(last and last.kind == "card"),
        leech=leech,
        memory=memory,
    )


def reviews_today(person: User, course: str, *, at: datetime) -> list[Review]:
    """Today's reviews that were not taken back, in their order."""
    rows = Review.objects.filter(
        person=person,
        course=course,
        rating__gt=0,
        undone=None,
        reviewed_at__gte=_beginning_of_day(at),
    )
    return list(rows.order_by("reviewed_at", "id"))


def _worth_now(own: PersonalDeck, aim: PracticeAim, *, at: datetime) -> np.ndarray:
    """What is worth practising now.

    Not what was right today, nor an item answered today, nor a leech that rests, nor what belongs to
    a lesson that was not read.
    """
    begins = _beginning_of_day(at)
    rows = [own.memory(place) for place in range(len(own.units))]
    begun_today = sum(row is not None and row.first_at >= begins for row in rows)
    new = int(own.deck.is_new.sum())
    met = np.array(
        [
            row is not None
            and row.last_at >= begins
            and (row.last_rating != AGAIN or row.kind == "item")
            for row in rows
        ],
        dtype=bool,
    )
    resting = resting_leeches(
        np.array([row.reviews if row else 0 for row in rows], dtype=np.int64),
        np.array([row.lapses if row else 0 for row in rows], dtype=np.int64),
        own.deck.elapsed,
    )
    return in_order_of_gain(
        own.deck,
        aim.core,
        # what was begun today was still new this morning
        new_today=max(0, new_a_day(new + begun_today, aim.core) - begun_today),
        curve=own.curve,
        allowed=own.is_open & ~met & ~resting,
    )


def _beginning_of_day(at: datetime) -> datetime:
    return datetime.combine(local_day(at), time.min, tzinfo=zone())


def _topic_of(own: PersonalDeck, code: str) -> int | None:
    return next((one.topic for one in own.units if one.code == code), None)
