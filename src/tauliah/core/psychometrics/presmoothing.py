"""Score distributions: as counted, and smoothed without moving their first moments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.refusals import NotEstimable

MOST_STEPS = 100


@dataclass(frozen=True, slots=True, eq=False)
class ScoreDistribution:
    """How many persons have each number-right score 0, 1, ..., K: `counts` (K + 1,).

    Made by `distribution_of_counts`, `distribution_of_scores` or `smoothed`; counts need not be whole.
    """

    counts: Floats

    @property
    def persons(self) -> float:
        """How many there are."""
        return float(self.counts.sum())

    @property
    def highest(self) -> int:
        """The highest possible score, K."""
        return self.counts.size - 1

    @property
    def mean(self) -> float:
        """The mean score."""
        return float(self.counts @ np.arange(self.counts.size) / self.persons)

    @property
    def deviation(self) -> float:
        """The standard deviation of scores in the population: 0 for one person."""
        squares = self.counts @ (np.arange(self.counts.size) - self.mean) ** 2
        return float(np.sqrt(squares / max(self.persons - 1, 1.0)))


def distribution_of_counts(counts: ArrayLike) -> ScoreDistribution:
    """The distribution with these counts of the scores 0, 1, ...

    Raises ValueError for a count that is negative or no number, or when there is nobody.
    """
    values = np.array(counts, dtype=np.float64)
    if values.ndim != 1 or values.size < 2 or not (values >= 0).all() or not values.sum() > 0:
        raise ValueError("expected a count of 0 or more for each score from 0 up, and somebody")
    if not np.isfinite(values).all():
        raise ValueError("expected finite counts")
    return ScoreDistribution(frozen(values))


def distribution_of_scores(scores: ArrayLike, *, highest: int) -> ScoreDistribution:
    """The distribution of these number-right scores of persons, of `highest` at most.

    Raises ValueError naming the first persons whose score is not a whole number from 0 to highest.
    """
    values = np.asarray(scores, np.float64)
    wrong = np.flatnonzero(~((values >= 0) & (values <= highest) & (values == np.floor(values))))
    if wrong.size:
        rows = ", ".join(map(str, wrong[:10] + 1))
        raise ValueError(f"expected whole scores from 0 to {highest}; not so in row {rows}")
    return distribution_of_counts(np.bincount(values.astype(np.int64), minlength=highest + 1))


def smoothed(distribution: ScoreDistribution, *, degree: int) -> ScoreDistribution:
    """Log-linear smoothing: log counts are a polynomial of this degree in the score.

    Holland and Thayer (1987; 2000, equation 6), by maximum likelihood, which keeps the number of
    persons and the first `degree` moments. Raises NotEstimable when there are fewer different
    scores than the polynomial needs.
    """
    counts, scores = distribution.counts, np.arange(distribution.counts.size)
    if not 1 <= degree < np.count_nonzero(counts):
        raise NotEstimable(
            "too-few-scores",
            en=f"A polynomial of degree {degree} needs more than {degree} different scores.",
            ms=f"Polinomial berdarjah {degree} memerlukan lebih daripada {degree} skor berbeza.",
        )
    # Powers of a score are nearly the same line; their orthogonal combinations are not.
    scaled = 2 * scores / scores[-1] - 1
    basis, _ = np.linalg.qr(np.vander(scaled, degree + 1, increasing=True))
    beta = np.linalg.lstsq(basis, np.log(counts + 0.5), rcond=None)[0]
    deviance = np.inf
    for _ in range(MOST_STEPS):
        fitted = np.exp(basis @ beta)
        step = np.linalg.solve(basis.T @ (basis * fitted[:, None]), basis.T @ (counts - fitted))
        beta, deviance = _shortened(basis, counts, beta, step, deviance)
        if np.abs(step).max() < 1e-11 * max(1.0, np.abs(beta).max()):
            return ScoreDistribution(frozen(np.exp(basis @ beta)))
    raise NotEstimable(
        "not-smoothed",
        en="The smoothing polynomial did not settle; take a lower degree.",
        ms="Polinomial pelicinan tidak menumpu; gunakan darjah yang lebih rendah.",
    )


def _shortened(
    basis: Floats, counts: Floats, beta: Floats, step: Floats, before: float
) -> tuple[Floats, float]:
    """The Newton step, halved until the fit is no worse."""
    for _ in range(40):
        line = basis @ (beta + step)
        if line.max() < 700:
            deviance = float(np.exp(line).sum() - counts @ line)
            if deviance <= before + 1e-9 * abs(before if np.isfinite(before) else 1.0):
                return beta + step, deviance
        step = step / 2
    return beta, before
