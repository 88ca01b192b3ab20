"""Memory states by FSRS-6: how well one remembers, and how a review changes that.

The formulas are those that the Open Spaced Repetition project published as FSRS-6 (Ye, Su and Cao,
2022, on the DSR model; the open-spaced-repetition wiki, "The Algorithm", FSRS-6, 2025), with its
default parameters w. They are written for arrays, because a choice asks of many cards at once what a
review would do; the tests hold them against the project's own library.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.practice.arrays import Floats, Whole

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

W = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""The 21 default parameters of FSRS-6, w[0] to w[20]."""

LEAST_STABILITY = 0.001
LEAST_DIFFICULTY, MOST_DIFFICULTY = 1.0, 10.0


@dataclass(frozen=True, slots=True)
class Curve:
    """How a person forgets between two reviews.

    `decay` is w[20] of FSRS-6: the larger, the less is left after a long time. `pace` is how many
    days of forgetting a day is: 1 for those of whom the parameters are an average.
    """

    decay: float = W[20]
    pace: float = 1.0

    @property
    def factor(self) -> float:
        """What makes the recall 0.9 where as many days have passed as the stability is."""
        return float(0.9 ** (-1 / self.decay) - 1)


AVERAGE = Curve()


@dataclass(frozen=True, slots=True)
class MemoryStates:
    """What is remembered of several things: stability in days and difficulty, 1 to 10; each (n,)."""

    stability: Floats
    difficulty: Floats


def recall(days: ArrayLike, stability: ArrayLike, curve: Curve = AVERAGE) -> Floats:
    """The probability of recall some days after the last review: R(t, S) of FSRS-6."""
    passed = np.maximum(np.asarray(days, dtype=np.float64), 0) * curve.pace
    forgotten = curve.factor * passed / np.asarray(stability, dtype=np.float64)
    return np.asarray((1 + forgotten) ** -curve.decay)


def first_states(ratings: ArrayLike) -> MemoryStates:
    """The states after the first review, by its rating: S0(G) and D0(G); ratings (n,), or one."""
    given = np.asarray(ratings, dtype=np.int64)
    stability = np.asarray(np.asarray(W[:4], dtype=np.float64)[given - 1])
    return MemoryStates(stability, _within(_first_difficulty(given)))


def next_states(states: MemoryStates, *, days: ArrayLike, ratings: ArrayLike) -> MemoryStates:
    """The states after one more review, `days` after the last; days and ratings (n,), or one for all.

    Within one day the formula of short-term memory holds, later those of recall and of forgetting.
    """
    given, passed = np.asarray(ratings, dtype=np.int64), np.asarray(days, dtype=np.float64)
    before = states.stability
    is_same_day = passed < 1
    if is_same_day.all():
        stability = _same_day(before, given)
    else:
        stability = _later(states, recall(passed, before), given)
        if is_same_day.any():
            stability = np.where(is_same_day, _same_day(before, given), stability)
    return MemoryStates(
        np.maximum(stability, LEAST_STABILITY), _next_difficulty(states.difficulty, given)
    )


def _later(states: MemoryStates, remembered: Floats, ratings: Whole) -> Floats:
    """On a later day. Where all have one rating, the formula of the other outcome is not worked out."""
    before, difficulty = states.stability, states.difficulty
    if ratings.ndim == 0:
        if ratings == AGAIN:
            return _forgotten(before, difficulty, remembered)
        return _recalled(before, difficulty, remembered, ratings)
    return np.where(
        ratings == AGAIN,
        _forgotten(before, difficulty, remembered),
        _recalled(before, difficulty, remembered, ratings),
    )


def _first_difficulty(ratings: ArrayLike) -> Floats:
    return np.asarray(W[4] - np.exp(W[5] * (np.asarray(ratings) - 1.0)) + 1)


def _next_difficulty(difficulty: Floats, ratings: ArrayLike) -> Floats:
    change = -W[6] * (np.asarray(ratings) - 3.0)
    damped = difficulty + change * (10 - difficulty) / 9
    return _within(W[7] * _first_difficulty(EASY) + (1 - W[7]) * damped)


def _recalled(
    stability: Floats, difficulty: Floats, remembered: Floats, ratings: ArrayLike
) -> Floats:
    given = np.asarray(ratings)
    by_rating = np.where(given == HARD, W[15], 1.0) * np.where(given == EASY, W[16], 1.0)
    growth = (
        math.exp(W[8])
        * (11 - difficulty)
        * stability ** -W[9]
        * (np.exp((1 - remembered) * W[10]) - 1)
        * by_rating
    )
    return np.asarray(stability * (1 + growth))


def _forgotten(stability: Floats, difficulty: Floats, remembered: Floats) -> Floats:
    left = (
        W[11]
        * difficulty ** -W[12]
        * ((stability + 1) ** W[13] - 1)
        * np.exp((1 - remembered) * W[14])
    )
    return np.minimum(left, stability / math.exp(W[17] * W[18]))


def _same_day(stability: Floats, ratings: ArrayLike) -> Floats:
    given = np.asarray(ratings)
    growth = np.exp(W[17] * (given - 3 + W[18])) * stability ** -W[19]
    # what was remembered, however hard, does not become weaker by it
    return np.asarray(stability * np.where(given == AGAIN, growth, np.maximum(growth, 1)))


def _within(difficulty: ArrayLike) -> Floats:
    return np.clip(np.asarray(difficulty, dtype=np.float64), LEAST_DIFFICULTY, MOST_DIFFICULTY)
