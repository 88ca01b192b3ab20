"""Scores of two forms made exchangeable, for groups drawn at random from one population.

Kolen and Brennan (2014), chapter 2 for the methods and chapter 3 for smoothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.presmoothing import ScoreDistribution, smoothed
from tauliah.core.psychometrics.refusals import NotEstimable

EquatingMethod = Literal["mean", "linear", "equipercentile"]


@dataclass(frozen=True, slots=True, eq=False)
class Equating:
    """What each score of the new form is worth on the old one.

    `equivalents` (K + 1,) are for the scores 0 to K of the new form, in points of the old one, and
    may lie half a point outside its scores, or further by "mean" and "linear".
    """

    method: EquatingMethod
    new: ScoreDistribution
    old: ScoreDistribution
    equivalents: Floats

    def equivalent(self, scores: ArrayLike) -> Floats:
        """What any scores of the new form, whole or not, are worth on the old one."""
        return _METHODS[self.method](self.new, self.old, np.asarray(scores, np.float64))


def equate(
    new: ScoreDistribution,
    old: ScoreDistribution,
    *,
    method: EquatingMethod = "equipercentile",
    smoothing_degree: int | None = None,
) -> Equating:
    """Equate the scores of the new form to those of the old.

    "mean": Kolen and Brennan (2014), equation 2.4. "linear": equation 2.6; both distributions need
    spread, else NotEstimable. "equipercentile": equations 2.14 to 2.18 with scores spread evenly
    over half a point to both sides; where no score of the old form has a percentile rank, the
    middle between the nearest scores. `smoothing_degree` smooths both distributions before
    (`smoothed`). Exchanging the forms gives the inverse function, whatever the method.
    """
    if smoothing_degree is not None:
        new = smoothed(new, degree=smoothing_degree)
        old = smoothed(old, degree=smoothing_degree)
    scores = np.arange(new.highest + 1, dtype=np.float64)
    return Equating(method, new, old, frozen(_METHODS[method](new, old, scores)))


def percentile_rank(distribution: ScoreDistribution, scores: ArrayLike) -> Floats:
    """Share of persons below each score, 0 to 1: equation 2.14, divided by 100."""
    edges = np.arange(distribution.highest + 2) - 0.5
    return np.interp(np.asarray(scores, np.float64), edges, _cumulated(distribution))


def _cumulated(distribution: ScoreDistribution) -> Floats:
    shares = np.concatenate([[0.0], np.cumsum(distribution.counts)]) / distribution.persons
    shares[-1] = 1.0
    return np.asarray(shares)


def _mean(new: ScoreDistribution, old: ScoreDistribution, scores: Floats) -> Floats:
    return np.asarray(scores - new.mean + old.mean)


def _linear(new: ScoreDistribution, old: ScoreDistribution, scores: Floats) -> Floats:
    if new.deviation < 1e-9 or old.deviation < 1e-9:
        raise NotEstimable(
            "no-spread",
            en="All scores of a form are equal, so there is no unit to equate by.",
            ms="Semua skor bagi satu set soalan adalah sama, maka tiada unit untuk penyamaan.",
        )
    return np.asarray(old.deviation / new.deviation * (scores - new.mean) + old.mean)


def _equipercentile(new: ScoreDistribution, old: ScoreDistribution, scores: Floats) -> Floats:
    rank = percentile_rank(new, scores)
    shares = _cumulated(old)
    # With empty scores a rank may belong to a stretch: its two ends, then the middle between them.
    after = np.clip(np.searchsorted(shares, rank, side="right"), 1, shares.size - 1)
    before = np.clip(np.searchsorted(shares, rank, side="left"), 1, shares.size - 1)
    return np.asarray((_within(shares, after, rank) + _within(shares, before, rank)) / 2)


def _within(
    shares: Floats, place: np.ndarray[tuple[int], np.dtype[np.intp]], rank: Floats
) -> Floats:
    """The score in the interval that ends at `place`, at this rank."""
    below, width = shares[place - 1], shares[place] - shares[place - 1]
    inside = np.where(width > 0, (rank - below) / np.where(width > 0, width, 1), 0.0)
    return np.asarray(place - 1.5 + np.clip(inside, 0, 1))


_METHODS: dict[EquatingMethod, Callable[[ScoreDistribution, ScoreDistribution, Floats], Floats]] = {
    "mean": _mean,
    "linear": _linear,
    "equipercentile": _equipercentile,
}


def bootstrap_errors(
    new: ScoreDistribution,
    old: ScoreDistribution,
    *,
    method: EquatingMethod = "equipercentile",
    smoothing_degree: int | None = None,
    replications: int = 500,
    chance: np.random.Generator,
) -> Floats:
    """Standard error of each equivalent, by drawing both groups again: Kolen and Brennan (2014),
    section 7.2.

    Persons are drawn with replacement from each distribution; a draw that cannot be equated (all
    scores equal, or too few for the smoothing) is drawn again, at most as often as asked for.
    """
    found: list[Floats] = []
    for _ in range(2 * replications):
        if len(found) == replications:
            break
        draws = [_drawn(group, chance) for group in (new, old)]
        try:
            found.append(
                equate(*draws, method=method, smoothing_degree=smoothing_degree).equivalents
            )
        except NotEstimable:
            continue
    if len(found) < max(2, replications):
        raise NotEstimable(
            "not-equated",
            en="Most draws of so few persons cannot be equated, so there is no standard error.",
            ms="Kebanyakan cabutan daripada bilangan orang sekecil ini tidak dapat disamakan, maka "
            "tiada ralat piawai.",
        )
    return np.asarray(np.std(found, axis=0, ddof=1))


def _drawn(group: ScoreDistribution, chance: np.random.Generator) -> ScoreDistribution:
    shares = group.counts / group.persons
    return ScoreDistribution(chance.multinomial(round(group.persons), shares).astype(np.float64))
