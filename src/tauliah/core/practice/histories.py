"""What many reviews come to, worked out for all cards and items together.

A history that comes from elsewhere has thousands of reviews. One after another they would take
seconds; here the first reviews of all units are one step, the second ones the next, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.practice.arrays import Floats
from tauliah.core.practice.memory import MemoryStates, first_states, next_states


@dataclass(frozen=True, slots=True)
class Histories:
    """What stood before each of n reviews, and the states of each of k units after its last.

    `passed` are the days since the review before and `before` is the stability then; both are not
    numbers (NaN) at the first review of a unit.
    """

    passed: Floats
    before: Floats
    after: MemoryStates


def histories(units: ArrayLike, days: ArrayLike, ratings: ArrayLike) -> Histories:
    """Go through reviews in the order given; each (n,).

    `units` are 0 to k - 1 and none is left out, `days` count whole days from any one on, and within
    a unit they never fall. ValueError where they do.
    """
    unit = np.asarray(units, dtype=np.int64)
    day = np.asarray(days, dtype=np.float64)
    given = np.asarray(ratings, dtype=np.int64)
    count = int(unit.max()) + 1 if len(unit) else 0
    passed, before = np.full(len(unit), np.nan), np.full(len(unit), np.nan)
    stability, difficulty, last = (np.full(count, np.nan) for _ in range(3))
    for here in _rounds(unit):
        which = unit[here]
        known = ~np.isnan(stability[which])
        first, later = here[~known], here[known]
        if len(first):
            states = first_states(given[first])
            stability[unit[first]], difficulty[unit[first]] = states.stability, states.difficulty
        if len(later):
            of = unit[later]
            passed[later], before[later] = day[later] - last[of], stability[of]
            if (passed[later] < 0).any():
                raise ValueError("reviews of a unit come in the order of their days")
            held = MemoryStates(stability[of], difficulty[of])
            states = next_states(held, days=passed[later], ratings=given[later])
            stability[of], difficulty[of] = states.stability, states.difficulty
        last[which] = day[here]
    return Histories(passed, before, MemoryStates(stability, difficulty))


def _rounds(unit: np.ndarray) -> list[np.ndarray]:
    """The places of all first reviews, then of all second ones, and so on."""
    if not len(unit):
        return []
    order = np.argsort(unit, kind="stable")
    begins = np.concatenate([[0], np.flatnonzero(np.diff(unit[order])) + 1])
    sizes = np.diff(np.concatenate([begins, [len(unit)]]))
    rank = np.arange(len(unit)) - np.repeat(begins, sizes)
    by_rank = np.argsort(rank, kind="stable")
    ends = np.cumsum(np.bincount(rank))[:-1]
    return [order[places] for places in np.split(by_rank, ends)]
