"""Cards and their progress in the terms of Anki, so that practice can go on there.

Anki keeps a card's interval in whole days, its ease in thousandths, and the state of FSRS as JSON in
a column of its own (`s` stability, `d` difficulty, `decay` of the forgetting curve, `lrt` the second
of the last review). Each review is a row whose id is its moment in milliseconds. The formats are
those of Anki's manual ("Packaged decks", "FSRS") and of the database that it writes, schema 11.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

from tauliah.core.kernel import LANGUAGES, LocalText
from tauliah.core.practice.memory import AGAIN, EASY, W

LEARN, REVIEW, RELEARN, FILTERED = 0, 1, 2, 3
"""What a row of the review log is about; above 2 nothing was learnt anew."""

_LEAST_EASE, _MOST_EASE = 1_300, 3_000
_IDS_FROM, _IDS = 1_600_000_000_000, 10**11
"""Ids of notes and cards are moments in milliseconds to Anki: ours lie between 2020 and 2023."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is remembered of a card: as a `UnitMemory` has it, with the day it was last reviewed."""

    stability: float
    difficulty: float
    reviews: int
    lapses: int
    last_at: datetime
    last_day: date

    @property
    def interval(self) -> int:
        """Whole days after which nine in ten are still remembered, at least 1."""
        return interval_of(self.stability)

    @property
    def due(self) -> date:
        """The day on which Anki shows the card again."""
        return self.last_day + timedelta(days=self.interval)

    @property
    def ease(self) -> int:
        """For who has FSRS switched off: 3,000 for the least difficulty to 1,300 for the most.

        A line of our own between the limits that Anki allows; FSRS has no ease.
        """
        share = (self.difficulty - 1) / 9
        return round(_MOST_EASE - share * (_MOST_EASE - _LEAST_EASE))

    @property
    def data(self) -> str:
        """The state as the column `data` has it."""
        state = {
            "s": round(self.stability, 4),
            "d": round(self.difficulty, 3),
            "decay": W[20],
            "lrt": int(self.last_at.timestamp()),
        }
        return json.dumps(state, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class AnkiReview:
    """One row of the review log of a card; `interval` and `before` are days after and before it."""

    at: datetime
    rating: int
    seconds: float
    interval: int
    before: int
    kind: int


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card with its tags and a person's progress; `held` is None where it was never practised."""

    guid: str
    code: str
    front: str
    back: str
    tags: tuple[str, ...]
    held: Held | None = None
    reviews: tuple[AnkiReview, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadReview:
    """A review that a package holds: of which note, when, how well, how long it took."""

    guid: str
    at_milliseconds: int
    rating: int
    seconds: float


def guid_of(course: str, card: str) -> str:
    """What names the note of a card in each package alike, so that another import changes it."""
    return hashlib.sha256(f"tauliah/{course}/{card}".encode()).hexdigest()[:20]


def interval_of(stability: float) -> int:
    """The interval of a stability in whole days: at least 1, at most a hundred years."""
    return min(max(1, round(stability)), 36_500)


def side(text: LocalText, languages: tuple[str, ...]) -> str:
    """One side of a card as HTML, a part for each language, so that a voice reads it rightly."""
    return "".join(
        f'<div lang="{one}">{escape(text.in_language(one), quote=False)}</div>'
        for one in LANGUAGES
        if one in languages
    )


def words_of(html: str) -> str:
    """A field without its tags, as Anki sorts and compares it."""
    return re.sub(r"<[^>]*>", "", html)


def checksum(html: str) -> int:
    """By which Anki finds first fields that stand twice: of SHA-1, the first 32 bits."""
    digest = hashlib.sha1(words_of(html).encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16)


def stable_ids(names: Iterable[str]) -> Iterator[int]:
    """An id for each name, the same in every package unless two of one package collide."""
    taken: set[int] = set()
    for name in names:
        id = _IDS_FROM + int(hashlib.sha256(name.encode()).hexdigest()[:12], 16) % _IDS
        while id in taken:
            id += 1
        taken.add(id)
        yield id


def kind_of(*, is_first: bool, days: float | None) -> int:
    """What a review of ours is to Anki: learning, reviewing, or learning anew on the same day."""
    if is_first or days is None:
        return LEARN
    return REVIEW if days >= 1 else RELEARN


def is_review(rating: int, kind: int) -> bool:
    """Whether a row of Anki's log is a rating of what was remembered.

    Rows without a rating note that somebody moved a card; of a filtered deck nothing is known that
    FSRS would count.
    """
    return AGAIN <= rating <= EASY and kind in (LEARN, REVIEW, RELEARN)
