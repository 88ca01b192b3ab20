"""What a person can practise in a course, and what is remembered of each part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Count, Sum

from tauliah.apps.catalogue.queries import programme, zone
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import Review, UnitMemory
from tauliah.apps.study.queries import lessons_read, practice_items
from tauliah.core.practice import AGAIN, AVERAGE, Curve, Deck, exam_weights, fitted_curve
from tauliah.core.practice.arrays import Truths
from tauliah.core.programme import Card, Course

CARD_SECONDS, ITEM_SECONDS = 10.0, 75.0
SURE_OF_SECONDS = 10
"""As if so many reviews of the usual length had been measured already."""
MOST_REVIEWS_FITTED = 3_000
RECALLED_WITHOUT_LEVELS = 0.5
_RECALLED_LEVELS = ("remember", "understand")


@dataclass(frozen=True, slots=True)
class Unit:
    """A card or a practice item: exactly one of `card` and `item`; `topic` is a place in the blueprint."""

    topic: int
    lesson: str
    card: Card | None = None
    item: BankItem | None = None

    @property
    def kind(self) -> str:
        """`card` or `item`, as a review keeps it."""
        return "card" if self.card else "item"

    @property
    def code(self) -> str:
        """The code of the card or item."""
        return self.card.id if self.card else self.item.code if self.item else ""


@dataclass(frozen=True, slots=True)
class PersonalDeck:
    """The units of a course, a person's memory of them, and how the person forgets.

    What belongs to a lesson `is_open` (n,) when that was read, or when it was practised already.
    `memories` has the row of each unit by its code; one never practised has none.
    """

    course: Course
    units: tuple[Unit, ...]
    memories: Mapping[str, UnitMemory]
    deck: Deck
    curve: Curve
    is_open: Truths

    @property
    def waiting(self) -> int:
        """How many units wait for their lesson to be read."""
        return int((~self.is_open).sum())

    def unit(self, kind: str, code: str) -> Unit | None:
        """The card or item of that code; None where the course has none."""
        return next((one for one in self.units if (one.kind, one.code) == (kind, code)), None)

    def memory(self, place: int) -> UnitMemory | None:
        """What is remembered of one unit; None where it was never practised."""
        return self.memories.get(self.units[place].code)


def deck_of(person: User, course: Course, *, at: datetime) -> PersonalDeck:
    """The deck of a course as it is for a person now."""
    memories = {
        row.unit: row for row in UnitMemory.objects.filter(person=person, course=course.code)
    }
    read = lessons_read(person, course.code)
    units = _units(course)
    topic = np.array([one.topic for one in units], dtype=np.int64)
    is_card = np.array([one.card is not None for one in units], dtype=bool)
    there = zone()
    today = at.astimezone(there).date()
    rows = [memories.get(one.code) for one in units]
    seconds = _seconds(person, course.code)
    deck = Deck(
        topic=topic,
        weight=exam_weights([_asked(course, place) for place in range(len(course.blueprint))], topic, is_card),
        seconds=np.where(is_card, seconds["card"], seconds["item"]),
        stability=np.array([row.stability if row else np.nan for row in rows], dtype=np.float64),
        difficulty=np.array([row.difficulty if row else np.nan for row in rows], dtype=np.float64),
        elapsed=np.array(
            # a mock exam that ended by its time may be kept after a later review
            [max(0, (today - row.last_at.astimezone(there).date()).days) if row else 0 for row in rows], dtype=np.float64
        ),
    )  # fmt: skip
    is_open = np.array([one.lesson in read or one.code in memories for one in units], dtype=bool)
    return PersonalDeck(course, units, memories, deck, _curve(person, course.code), is_open)


def _units(course: Course) -> tuple[Unit, ...]:
    places = {row.topic: place for place, row in enumerate(course.blueprint)}
    published = programme()
    cards = (
        Unit(places[lesson.topic], lesson.slug, card=card)
        for lesson in published.lessons_of(course.code)
        for card in published.cards_of(course.code, lesson.slug)
    )
    items = (
        Unit(places[item.topic], item.text.lesson, item=item)
        for item in practice_items(course.code)
    )
    return (*cards, *items)


def _asked(course: Course, place: int) -> tuple[int, float]:
    """How many items of a form a topic takes, and which part of them asks to remember."""
    row = course.blueprint[place]
    if not row.levels:
        return row.items, RECALLED_WITHOUT_LEVELS
    recalled = sum(n for level, n in row.levels.items() if level in _RECALLED_LEVELS)
    return row.items, recalled / row.items


def _seconds(person: User, course: str) -> dict[str, float]:
    """How long this person takes for a card and for an item, from measured ones and the usual."""
    usual = {"card": CARD_SECONDS, "item": ITEM_SECONDS}
    # those of mock exams have no time of their own
    rated = Review.objects.filter(person=person, course=course, rating__gt=0, seconds__gt=0)
    measured = {
        kind: (count, total)
        for kind, count, total in rated.values_list("kind").annotate(Count("id"), Sum("seconds"))
    }
    return {
        kind: (SURE_OF_SECONDS * one + measured.get(kind, (0, 0))[1])
        / (SURE_OF_SECONDS + measured.get(kind, (0, 0))[0])
        for kind, one in usual.items()
    }


def _curve(person: User, course: str) -> Curve:
    """How this person forgets, by the newest reviews that were not the first of their unit."""
    rows = Review.objects.filter(
        person=person, course=course, rating__gt=0, undone=None, days__gte=1
    ).order_by("-reviewed_at", "-id")
    found = [
        (days, stability, rating > AGAIN)
        for days, stability, rating in rows.values_list("days", "stability", "rating")[
            :MOST_REVIEWS_FITTED
        ]
        if days is not None and stability is not None
    ]
    return fitted_curve(*zip(*found, strict=True)) if found else AVERAGE
