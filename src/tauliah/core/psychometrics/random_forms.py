"""Reliability where each person has a form of their own, drawn at random from one pool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.refusals import NotEstimable


@dataclass(frozen=True, slots=True)
class RandomForms:
    """`reliability` of the number of right answers, and its standard `error` in points."""

    reliability: float
    error: float


def random_forms_reliability(totals: ArrayLike, *, length: int) -> RandomForms:
    """Reliability of numbers of right answers `totals` (persons,) to `length` items each.

    Where items are drawn anew for each person, the errors of their scores are binomial: Lord (1957),
    error variance x (k - x) / (k - 1), in the mean over persons. The reliability is then formula 21
    of Kuder and Richardson (1937). It counts differences in the difficulty of forms as error, as it
    must be where a raw score decides. Raises NotEstimable for one item, one person, or scores that do
    not spread more than chance alone would make them: the reliability is then not above 0.
    """
    scores = np.asarray(totals, np.float64)
    if length < 2 or scores.size < 2:
        raise NotEstimable(
            "too-few",
            en="Reliability needs at least two items and two persons.",
            ms="Kebolehpercayaan memerlukan sekurang-kurangnya dua item dan dua orang.",
        )
    if (scores < 0).any() or (scores > length).any():
        raise ValueError(f"expected numbers of right answers from 0 to {length}")
    noise = float(np.mean(scores * (length - scores)) / (length - 1))
    spread = float(scores.var(ddof=1))
    if spread <= noise:
        raise NotEstimable(
            "no-spread",
            en="Scores differ no more than chance alone would make them, so they have no "
            "reliability.",
            ms="Skor tidak berbeza lebih daripada yang dijangka secara kebetulan, maka tiada "
            "kebolehpercayaan.",
        )
    return RandomForms(1 - noise / spread, float(np.sqrt(noise)))
