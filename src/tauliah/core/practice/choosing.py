"""What to practise today: the most expected score for the minutes, new material paced, topics mixed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from tauliah.core.practice.arrays import Floats, Truths, Whole
from tauliah.core.practice.exam_day import Deck, chances, expected_seconds, gains
from tauliah.core.practice.memory import AVERAGE, Curve

PART_FOR_NEW = 0.6
"""New material is spread over this part of the days that are left; the rest is for repetition."""
KEPT_RECALL = 0.85
"""After the exam, what falls below this probability of recall is practised again."""
KEPT_DAYS = 180
"""After the exam, how many days ahead a review shall still help."""
MOST_RUNS = 200
"""More runs of equals than that are sorted the plain way."""
LEECH_LAPSES = 6
LEECH_REST_DAYS = 7
LEECH_PART = 0.4


@dataclass(frozen=True, slots=True)
class Aim:
    """What practice is for: the exam in so many days, or (`days` is None) to keep what was learnt."""

    days: int | None

    @property
    def ahead(self) -> int:
        """The days after which what is practised shall be remembered, at least one."""
        return KEPT_DAYS if self.days is None else max(self.days, 1)


def new_a_day(new: int, aim: Aim) -> int:
    """How many that were never practised are due each day, so that all are met in time."""
    return math.ceil(new / max(1.0, aim.ahead * PART_FOR_NEW))


def in_order_of_gain(
    deck: Deck,
    aim: Aim,
    *,
    new_today: int,
    curve: Curve = AVERAGE,
    allowed: Truths | None = None,
) -> Whole:
    """What is worth a review now, by what a minute of it adds to the expected score; places in deck.

    No more than `new_today` that were never practised stand among the others; further ones follow at
    the end. After the exam only what is about to be forgotten, and nothing new, is there. `allowed`
    (n,) leaves out what cannot be practised today; without it, everything can.
    """
    chance = chances(deck, curve)
    gained = gains(deck, aim.ahead, curve, chance=chance)
    a_second = gained / expected_seconds(deck, curve, chance=chance)
    is_wanted = a_second > 0
    if allowed is not None:
        is_wanted &= allowed
    if aim.days is None:
        is_wanted &= ~deck.is_new & (chance < KEPT_RECALL)
    wanted = np.flatnonzero(is_wanted)
    order = wanted[_ascending(-a_second[wanted])]
    if aim.days is None:
        return np.asarray(order)
    is_new = deck.is_new[order]
    early = ~is_new | (np.cumsum(is_new) <= new_today)
    return np.concatenate([order[early], order[~early]])


def _ascending(values: Floats) -> Whole:
    """The places of some values from the least on, equals in their order: numpy's stable argsort.

    Its other sort is several times as fast on many processors, so that is asked, and equals are put
    in their order afterwards; they are many where much is new, and stand in few runs.
    """
    order = np.argsort(values)
    found = values[order]
    same = np.flatnonzero(found[1:] == found[:-1])
    if not len(same):
        return order
    breaks = np.flatnonzero(np.diff(same) > 1)
    if len(breaks) >= MOST_RUNS:
        return np.argsort(values, kind="stable")
    firsts, lasts = same[np.append(0, breaks + 1)], same[np.append(breaks, -1)]
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        order[first : last + 2].sort()
    return order


def chosen_for(deck: Deck, order: Whole, seconds: float, *, curve: Curve = AVERAGE) -> Whole:
    """The first of an order that fit into so many seconds; at least one while there is any time.

    To take what adds most a minute is best for what fits exactly (Dantzig, 1957): gains add up, so
    the loss against the best choice is less than the gain of the one that no longer fits.
    """
    if seconds <= 0:
        return np.asarray(order[:0])
    ends = np.cumsum(expected_seconds(deck, curve)[order])
    return np.asarray(order[: max(1, int(np.searchsorted(ends, seconds, side="right")))])


def interleaved(
    chosen: Sequence[int], topics: Sequence[int], *, after: int | None, seed: int
) -> tuple[int, ...]:
    """The same in an order in which a topic follows itself as rarely as can be.

    `topics` has the topic of each of `chosen`; `after` is the topic of what came before. Always takes
    one of the topic with most left, except that of the one before; equals are drawn by the seed.
    """
    chance = Random(seed)  # noqa: S311 - an order, no secret
    piles: dict[int, list[int]] = {}
    for one, topic in zip(chosen, topics, strict=True):
        piles.setdefault(topic, []).append(one)
    shuffled = sorted(piles)
    chance.shuffle(shuffled)
    found: list[int] = []
    last = after
    while piles:
        others = [topic for topic in shuffled if topic in piles and topic != last]
        last = max(others, key=lambda topic: len(piles[topic])) if others else next(iter(piles))
        found.append(piles[last].pop(0))
        if not piles[last]:
            del piles[last]
    return tuple(found)


def is_leech(*, reviews: int, lapses: int) -> bool:
    """Whether something is forgotten again and again, so that more of the same does not help."""
    return lapses >= LEECH_LAPSES and lapses >= reviews * LEECH_PART


def resting_leeches(reviews: Whole, lapses: Whole, elapsed: np.ndarray) -> Truths:
    """Which are leeches that were met in the last week: they wait, for other things gain more; (n,)."""
    leeches = (lapses >= LEECH_LAPSES) & (lapses >= reviews * LEECH_PART)
    return np.asarray(leeches & (elapsed < LEECH_REST_DAYS))
