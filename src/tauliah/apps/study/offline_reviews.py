"""The only writer of reviews that were made without a network and are sent later, by one or more devices.

The browser gives each act an id, so that what is sent twice is kept once. Each is kept under the
moment at which it was made, which is bounded: the clock of a device is nobody's witness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import numpy as np
from django.db import transaction

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.actions import keep_answer
from tauliah.apps.study.decks import PersonalDeck, Unit, deck_of
from tauliah.apps.study.models import PracticeAnswer, Review, UnitMemory
from tauliah.apps.study.reviewing import RATINGS, keep_review, keep_undoing, rating_of
from tauliah.core.exam.answers import Answer, answer_refusal
from tauliah.core.kernel import LANGUAGES, LocalText, Refused
from tauliah.core.practice import topic_recall

MOST_AT_ONCE = 100
OLDEST = timedelta(days=30)
"""What was made longer ago is no longer taken."""
AHEAD = timedelta(minutes=10)
"""How far a device's clock may be ahead; what it then dates into the future is kept as of now."""

_GONE = Refused(
    "no-such-unit",
    LocalText(
        en="This course has no such card or practice item, or none any more. Nothing was changed.",
        ms="Kursus ini tidak mempunyai kad atau item latihan sedemikian, atau tidak lagi. "
        "Tiada apa-apa diubah.",
    ),
)
_UNFIT = Refused(
    "no-such-rating",
    LocalText(
        en="This is no rating of a card and no answer to an item. Nothing was changed.",
        ms="Ini bukan penilaian kad dan bukan jawapan item. Tiada apa-apa diubah.",
    ),
)
_FUTURE = Refused(
    "in-the-future",
    LocalText(
        en="By the clock of the device this was made in the future. Set its clock and rate it again.",
        ms="Mengikut jam peranti, ini dibuat pada masa hadapan. Betulkan jamnya dan nilai semula.",
    ),
)
_OLD = Refused(
    "too-old",
    LocalText(
        en=f"This was made more than {OLDEST.days} days ago and is no longer taken.",
        ms=f"Ini dibuat lebih {OLDEST.days} hari yang lalu dan tidak diterima lagi.",
    ),
)
_TAKEN = Refused(
    "id-taken",
    LocalText(
        en="Something else was kept under the same number. Nothing was changed.",
        ms="Perkara lain telah disimpan di bawah nombor yang sama. Tiada apa-apa diubah.",
    ),
)
_NOT_UNDONE = Refused(
    "nothing-to-undo",
    LocalText(
        en="There is no rating to take back: it was made on another day, or was taken back already.",
        ms="Tiada penilaian untuk ditarik balik: ia dibuat pada hari lain, atau sudah ditarik balik.",
    ),
)


@dataclass(frozen=True, slots=True)
class CardRated:
    """A card was rated; `id` is the browser's, `at` the moment by its clock."""

    id: UUID
    course: str
    card: str
    rating: int
    seconds: float
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemAnswered:
    """A practice item was answered; what it is worth is judged here."""

    id: UUID
    course: str
    item: str
    value: Answer | None
    seconds: float
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RatingTakenBack:
    """The rating of a card, by its id, was taken back."""

    id: UUID
    course: str
    review: UUID
    at: datetime


Made: TypeAlias = CardRated | ItemAnswered | RatingTakenBack


@dataclass(frozen=True, slots=True)
class KeptReview:
    """It is kept; `is_new` is false where it was kept before."""

    is_new: bool


@transaction.atomic
def keep_made_offline(
    person: User, made: Sequence[Made], *, at: datetime
) -> tuple[KeptReview | Refused, ...]:
    """Keep what a person did without a network, in this order; what is refused holds up nothing else."""
    require(person, Permission.PRACTISE)
    # two devices that send at the same time are told apart by nobody else
    wait_for_others(person)
    batch = _Batch(person, made, at)
    return tuple(batch.keep(one) for one in made)


class _Batch:
    """What is known while one batch is kept: the ids in use, and each course as it has become."""

    def __init__(self, person: User, made: Sequence[Made], at: datetime) -> None:
        self.person, self.at = person, at
        self.courses: dict[str, _Walk | None] = {}
        ids = [one.id for one in made]
        self.kept: dict[UUID, tuple[object, ...]] = {
            row.pk: (row.person_id, row.course, row.unit, row.rating, row.undoes_id)
            for row in Review.objects.filter(pk__in=ids)
        }
        # an item has both rows; the answer tells more
        self.kept |= {
            row.pk: (row.person_id, row.course, row.item, row.value)
            for row in PracticeAnswer.objects.filter(pk__in=ids)
        }

    def keep(self, one: Made) -> KeptReview | Refused:
        """Keep one; what was kept before is not looked at again."""
        sign = self._sign(one)
        if one.id in self.kept:
            return KeptReview(is_new=False) if self.kept[one.id] == sign else _TAKEN
        if one.at > self.at + AHEAD:
            return _FUTURE
        if one.at < self.at - OLDEST:
            return _OLD
        dated = replace(one, at=min(one.at, self.at))
        refused = self._done(dated)
        if refused:
            return refused
        self.kept[one.id] = sign
        return KeptReview(is_new=True)

    def _sign(self, one: Made) -> tuple[object, ...]:
        match one:
            case CardRated():
                return (self.person.pk, one.course, one.card, one.rating, None)
            case ItemAnswered():
                return (self.person.pk, one.course, one.item, one.value)
            case RatingTakenBack():
                found = Review.objects.filter(pk=one.review).values_list("unit", flat=True).first()
                return (self.person.pk, one.course, found, 0, one.review)

    def _done(self, one: Made) -> Refused | None:
        walk = self._walk(one.course)
        if walk is None:
            return _GONE
        match one:
            case CardRated():
                return self._rated(walk, one)
            case ItemAnswered():
                return self._answered(walk, one)
            case RatingTakenBack():
                return self._taken_back(walk, one)

    def _rated(self, walk: _Walk, one: CardRated) -> Refused | None:
        place = walk.places.get(("card", one.card))
        if place is None:
            return _GONE
        if one.rating not in RATINGS or one.language not in LANGUAGES:
            return _UNFIT
        self._reviewed(walk, place, one, rating=one.rating)
        self._note("card.reviewed", one, card=one.card, rating=one.rating)
        return None

    def _answered(self, walk: _Walk, one: ItemAnswered) -> Refused | None:
        place = walk.places.get(("item", one.item))
        item = walk.own.units[place].item if place is not None else None
        if place is None or item is None:
            return _GONE
        if one.value is None or answer_refusal(item.text, one.value):
            return _UNFIT
        if one.language not in LANGUAGES:
            return _UNFIT
        score = keep_answer(self.person, one.course, item, one.value, at=one.at, id=one.id)
        if score.points is not None:
            self._reviewed(walk, place, one, rating=rating_of(score))
        self._note("practice.answered", one, item=one.item, is_right=score.is_right)
        return None

    def _taken_back(self, walk: _Walk, one: RatingTakenBack) -> Refused | None:
        rows = Review.objects.filter(person=self.person, course=one.course, kind="card")
        found = rows.filter(pk=one.review, rating__gt=0, undone=None).first()
        if found is None or local_day(found.reviewed_at) != local_day(one.at):
            return _NOT_UNDONE
        left = keep_undoing(found, at=max(one.at, found.reviewed_at), id=one.id)
        walk.remember("card", found.unit, left)
        self._note("review.undone", one, card=found.unit, rating=found.rating)
        return None

    def _reviewed(
        self, walk: _Walk, place: int, one: CardRated | ItemAnswered, *, rating: int
    ) -> None:
        unit = walk.own.units[place]
        memory = keep_review(
            self.person,
            one.course,
            unit.kind,
            unit.code,
            rating=rating,
            seconds=one.seconds,
            language=one.language,
            known=walk.topic_recall(unit, one.at),
            held=walk.memories.get(unit.code),
            at=one.at,
            id=one.id,
        )
        walk.remember(unit.kind, unit.code, memory)

    def _note(self, event: str, one: Made, **details: object) -> None:
        write_audit_entry(
            self.person,
            event,
            subject=str(self.person.pk),
            at=self.at,
            details={**details, "made_offline_at": one.at.isoformat()},
        )

    def _walk(self, course: str) -> _Walk | None:
        if course not in self.courses:
            found = programme().course_by_code.get(course)
            is_open = found is not None and found.is_open
            self.courses[course] = (
                _Walk(deck_of(self.person, found, at=self.at)) if found and is_open else None
            )
        return self.courses[course]


class _Walk:
    """The memory of a course while reviews of several days are kept one after another."""

    def __init__(self, own: PersonalDeck) -> None:
        self.own = own
        self.places = {(one.kind, one.code): place for place, one in enumerate(own.units)}
        self.memories: dict[str, UnitMemory] = dict(own.memories)
        self._stability = own.deck.stability.copy()
        self._difficulty = own.deck.difficulty.copy()
        rows = [own.memory(place) for place in range(len(own.units))]
        self._last = np.array([local_day(row.last_at).toordinal() if row else 0 for row in rows])

    def topic_recall(self, unit: Unit, at: datetime) -> float:
        """The mean recall of a unit's topic on a day, by what is remembered so far."""
        passed = np.maximum(0, local_day(at).toordinal() - self._last).astype(np.float64)
        deck = replace(
            self.own.deck,
            stability=self._stability,
            difficulty=self._difficulty,
            elapsed=np.where(np.isnan(self._stability), 0.0, passed),
        )
        topics = len(self.own.course.blueprint)
        return float(topic_recall(deck, 0, topics, self.own.curve)[unit.topic])

    def remember(self, kind: str, code: str, memory: UnitMemory | None) -> None:
        """Take note of what the reviews of a unit come to now; None where none is left."""
        place = self.places.get((kind, code))
        if memory is None:
            self.memories.pop(code, None)
        else:
            self.memories[code] = memory
        if place is not None:
            self._stability[place] = memory.stability if memory else np.nan
            self._difficulty[place] = memory.difficulty if memory else np.nan
            self._last[place] = local_day(memory.last_at).toordinal() if memory else 0
