"""Mock exams: a form from a pool that may be smaller than an exam, its time, and how sure its score is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tauliah.core.exam.forms import PoolItem, Shortage, draw_form

LEAST_ITEMS = 10
"""A form of fewer items is practice, and no exam."""


@dataclass(frozen=True, slots=True)
class MockForm:
    """The items of a mock exam in the order of their draw; none where the pool is too small.

    `asked` is how many items the exam has, `elsewhere` how many of the form's stand at another
    cognitive level than the blueprint wants, because the pool has no more at the wanted one.
    """

    items: tuple[str, ...]
    asked: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class ErrorBand:
    """Between how many points the true score lies in about two of three cases."""

    low: int
    high: int

    def beside(self, mark: Decimal) -> Literal["above", "below", "across"]:
        """Where the band lies beside a pass mark: above or below it, or with the mark inside."""
        if self.low >= mark:
            return "above"
        return "below" if self.high < mark else "across"


def draw_mock(
    pool: Iterable[PoolItem],
    blueprint: Mapping[str, int],
    *,
    seed: str,
    levels: Mapping[str, Mapping[str, int]],
    level_order: Sequence[str],
    enemies: Collection[tuple[str, str]] = (),
    met: Collection[str] = frozenset(),
) -> MockForm:
    """The longest form, at most that of the exam, that the pool gives with the blueprint's weights.

    Each topic has its share of the items, rounded to whole ones by largest remainders (Hamilton's
    method). Within a topic the items are spread over the levels likewise; what a level lacks comes
    from the nearest one in `level_order`, the higher of two. Items that were `met` before are taken
    only where the others do not suffice.
    """
    items = list(pool)
    asked = sum(blueprint.values())
    held = Counter(item.topic for item in items)
    for total in range(asked, LEAST_ITEMS - 1, -1):
        counts = apportioned(blueprint, total)
        if any(count > held[topic] for topic, count in counts.items()):
            continue
        wanted = {
            topic: apportioned(levels[topic], count)
            for topic, count in counts.items()
            if levels.get(topic)
        }
        form = _drawn(items, counts, wanted, level_order, seed=seed, enemies=enemies, met=met)
        if form:
            return MockForm(form, asked, _elsewhere(items, form, wanted))
    return MockForm((), asked, 0)


def apportioned(weights: Mapping[str, int], total: int) -> dict[str, int]:
    """A whole number in proportion to weights, by largest remainders; of equal ones the first."""
    whole = sum(weights.values())
    shares = {name: divmod(total * weight, whole) for name, weight in weights.items()}
    left = total - sum(share for share, _ in shares.values())
    by_remainder = sorted(shares, key=lambda name: -shares[name][1])
    more = set(by_remainder[:left])
    return {name: share + (name in more) for name, (share, _) in shares.items()}


def mock_minutes(exam_minutes: int, *, items: int, asked: int) -> int:
    """The time of a shorter form in proportion to that of the exam, in whole minutes, rounded up."""
    return -(-exam_minutes * items // asked)


def error_band(points: Decimal, of: int, *, items: int) -> ErrorBand:
    """The band of one standard error around a score, to the nearest whole points.

    By the score interval of Wilson (1927), which stays within 0 and `of` and does not close at either
    end, with as many trials as there are items. For items with partial credit it is too wide rather
    than too narrow: no share between 0 and 1 varies more than right and wrong do. Without items
    nothing is known: from 0 to `of`.
    """
    if not items or not of:
        return ErrorBand(0, of)
    share = float(points) / of
    shrunk = 1 + 1 / items
    middle = (share + 1 / (2 * items)) / shrunk
    half = math.sqrt(share * (1 - share) / items + 1 / (4 * items**2)) / shrunk
    return ErrorBand(max(0, round(of * (middle - half))), min(of, round(of * (middle + half))))


def _drawn(
    items: Sequence[PoolItem],
    counts: Mapping[str, int],
    wanted: Mapping[str, Mapping[str, int]],
    level_order: Sequence[str],
    *,
    seed: str,
    enemies: Collection[tuple[str, str]],
    met: Collection[str],
) -> tuple[str, ...]:
    """A form of exactly these counts; where sets or enemies forbid the levels, without them."""
    held = Counter((item.topic, item.level) for item in items)
    fitted = {
        topic: _fitted(cells, {level: held[topic, level] for level in level_order}, level_order)
        for topic, cells in wanted.items()
    }
    while True:
        drawn = draw_form(items, counts, seed=seed, levels=fitted, enemies=enemies, last=met)
        short = {one.topic for one in drawn if isinstance(one, Shortage)}
        if not short:
            return tuple(str(one) for one in drawn)
        if short.isdisjoint(fitted):
            return ()
        fitted = {topic: cells for topic, cells in fitted.items() if topic not in short}


def _fitted(
    wanted: Mapping[str, int], held: Mapping[str, int], level_order: Sequence[str]
) -> dict[str, int]:
    """As many items at each level as are held; what one lacks is taken from the nearest with room."""
    fitted = {level: min(wanted.get(level, 0), held[level]) for level in level_order}
    for place, level in enumerate(level_order):
        by_nearness = sorted(
            level_order,
            key=lambda other: (abs(level_order.index(other) - place), -level_order.index(other)),
        )
        lacks = max(0, wanted.get(level, 0) - held[level])
        for other in by_nearness:
            taken = min(lacks, held[other] - fitted[other])
            fitted[other] += taken
            lacks -= taken
    return {level: count for level, count in fitted.items() if count}


def _elsewhere(
    items: Iterable[PoolItem], form: Collection[str], wanted: Mapping[str, Mapping[str, int]]
) -> int:
    chosen = set(form)
    drawn = Counter((item.topic, item.level) for item in items if item.id in chosen)
    return sum(
        max(0, count - drawn[topic, level])
        for topic, cells in wanted.items()
        for level, count in cells.items()
    )
