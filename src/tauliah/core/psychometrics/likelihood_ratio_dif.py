"""Items whose curve differs between two groups, by the likelihood of calibrations with and without
the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Scores, Truths, Whole, frozen
from tauliah.core.psychometrics.calibrated import Calibration
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import items, probability
from tauliah.core.psychometrics.model_fits import fit_1pl, fit_2pl
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.responses import MISSING, Responses, scores_of, weights_in

_FITS = {"1PL": fit_1pl, "2PL": fit_2pl}
_LABELS = ("reference", "focal")
TOLERANCE = (
    1e-6  # a difference of log-likelihoods needs both nearer to their maximum than estimates do
)


@dataclass(frozen=True, slots=True, eq=False)
class LikelihoodRatioDif:
    """One value for each studied item, whose columns (from 0) are `places`.

    `statistic` is twice the gain in log-likelihood when the item has parameters of its own in each
    group, chi-square with `degrees` of freedom under no difference, and `p_value` its probability.
    `discrimination` and `difficulty` (studied, 2) are those in the reference and in the focal
    group. `difficulty_gap` is focal less reference, in logits, above 0 where the item is harder for
    the focal group, with its standard error. `signed` is the mean difference of P(right), focal
    less reference, over the abilities of the focal group, and `unsigned` that of its size, which is
    larger where curves cross. NaN where a group's responses to the item do not vary.
    """

    places: Whole
    statistic: Floats
    degrees: int
    p_value: Floats
    discrimination: Floats
    difficulty: Floats
    difficulty_gap: Floats
    difficulty_gap_error: Floats
    signed: Floats
    unsigned: Floats


def likelihood_ratio_dif(
    responses: ArrayLike | Responses,
    is_focal: ArrayLike,
    *,
    model: Literal["1PL", "2PL"] = "2PL",
    studied: Sequence[int] | None = None,
    anchors: Sequence[int] | None = None,
    weights: ArrayLike | None = None,
) -> LikelihoodRatioDif:
    """The likelihood-ratio test of Thissen, Steinberg and Wainer (1993), section 4.

    Both groups are calibrated at once, the moments of the focal group free; each of the `studied`
    items (by default all) in turn is given parameters of its own in each group, while the `anchors`
    (places from 0; by default all others) have the same in both, and the rest are left out. Signed
    and unsigned differences: Meade (2010). Missing responses are allowed. Raises NotEstimable for
    one group, and as `fit_2pl` does.
    """
    scores = scores_of(responses)
    focal = np.asarray(is_focal, np.bool_)
    if focal.shape != (len(scores),):
        raise ValueError(f"expected a group for each of {len(scores)} persons")
    if not focal.any() or focal.all():
        raise NotEstimable(
            "one-group",
            en="Differential functioning compares two groups, and there is only one.",
            ms="Perbezaan fungsi item membandingkan dua kumpulan, dan hanya ada satu.",
        )
    places = np.arange(scores.shape[1]) if studied is None else np.asarray(studied, np.int64)
    trusted = np.arange(scores.shape[1]) if anchors is None else np.asarray(anchors, np.int64)
    counted = _Comparison(scores, focal, model, weights_in(responses, weights))
    found = [counted.of(int(item), trusted[trusted != item]) for item in places]
    statistic = np.array([one.statistic for one in found])
    degrees = 1 if model == "1PL" else 2
    from scipy.special import chdtrc

    p_value = chdtrc(degrees, np.nan_to_num(statistic))
    return LikelihoodRatioDif(
        places=frozen(places.copy()),
        statistic=frozen(statistic),
        degrees=degrees,
        p_value=frozen(np.where(np.isnan(statistic), np.nan, p_value)),
        discrimination=frozen(np.array([one.discrimination for one in found])),
        difficulty=frozen(np.array([one.difficulty for one in found])),
        difficulty_gap=frozen(np.array([one.gap for one in found])),
        difficulty_gap_error=frozen(np.array([one.gap_error for one in found])),
        signed=frozen(np.array([one.signed for one in found])),
        unsigned=frozen(np.array([one.unsigned for one in found])),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _OfItem:
    statistic: float
    discrimination: Floats
    difficulty: Floats
    gap: float
    gap_error: float
    signed: float
    unsigned: float


_UNKNOWN = _OfItem(
    *(np.nan, np.full(2, np.nan), np.full(2, np.nan)), *(np.nan, np.nan, np.nan, np.nan)
)


@dataclass(frozen=True, slots=True, eq=False)
class _Comparison:
    """The persons, in their two groups, whose calibrations are compared."""

    scores: Scores
    focal: Truths
    model: Literal["1PL", "2PL"]
    weights: ArrayLike | None

    def of(self, item: int, anchors: Whole) -> _OfItem:
        """The item with the same parameters in both groups, and with two sets of them."""
        mine = self.scores[:, item]
        if any(
            np.unique(group[group >= 0]).size < 2 for group in (mine[self.focal], mine[~self.focal])
        ):
            return _UNKNOWN
        others = self.scores[:, anchors]
        apart = [np.where(self.focal == group, mine, MISSING) for group in (False, True)]
        compact = self.fit(np.column_stack([mine, others]), errors="none")
        free = self.fit(np.column_stack([*apart, others]), errors="observed")
        a, b = free.discrimination[:2], free.difficulty[:2]
        if not np.isfinite(b).all():
            return _UNKNOWN
        there = next(one for one in free.populations if one.label == _LABELS[1])
        standard = normal_grid()
        grid = Grid(there.mean + there.deviation * standard.nodes, standard.weights)
        curves = probability(grid.nodes, items(a, b))
        difference = curves[:, 1] - curves[:, 0]
        return _OfItem(
            statistic=max(0.0, 2 * (free.log_likelihood - compact.log_likelihood)),
            discrimination=a,
            difficulty=b,
            gap=float(b[1] - b[0]),
            gap_error=_gap_error(free),
            signed=float(grid.weights @ difference),
            unsigned=float(grid.weights @ np.abs(difference)),
        )

    def fit(self, scores: Scores, *, errors: Literal["observed", "none"]) -> Calibration:
        labels = np.where(self.focal, _LABELS[1], _LABELS[0]).tolist()
        return _FITS[self.model](
            scores,
            groups=labels,
            reference=_LABELS[0],
            weights=self.weights,
            errors=errors,
            tolerance=TOLERANCE,
        )


def _gap_error(free: Calibration) -> float:
    """Of the second difficulty less the first, b = -d / a, by the delta method."""
    count = free.discrimination.size
    a, b = free.discrimination[:2], free.difficulty[:2]
    side = np.array([-1.0, 1.0])
    by_slope, by_intercept = side * -b / a, side * -1 / a
    gradient = np.concatenate([by_slope, by_intercept])
    here = np.array([0, 1, count, count + 1])
    variance = gradient @ free.covariance[np.ix_(here, here)] @ gradient
    return float(np.sqrt(variance)) if variance > 0 else float("nan")
