"""Whether a person's responses are likely under the model: the standardised log-likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Scores, frozen
from tauliah.core.psychometrics.category_items import CategoryItems, category_curves
from tauliah.core.psychometrics.category_responses import scores_for
from tauliah.core.psychometrics.items import Items, curvature, probability, slope
from tauliah.core.psychometrics.responses import Responses
from tauliah.core.psychometrics.scoring import Abilities

PERSONS_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class PersonFit:
    """`lz` (persons,), far below 0 for patterns that the model makes unlikely, such as hard items
    right and easy ones wrong; and `lz_star`, which allows for the ability's being estimated and is
    nearly standard normal. Both NaN for persons without a finite ability or whose responses cannot
    surprise, and `lz_star` for "EAP", for which there is no such correction.
    """

    lz: Floats
    lz_star: Floats


def person_fit(
    responses: ArrayLike | Responses,
    of: Items | CategoryItems,
    scored: Abilities,
    *,
    mean: float = 0.0,
    deviation: float = 1.0,
) -> PersonFit:
    """The lz of Drasgow, Levine and Williams (1985), and lz* of Snijders (2001), equation 16, with the
    terms of Magis, Raiche and Beland (2012) and, for several categories, Sinharay (2016).

    `mean` and `deviation` are those of the prior by which "MAP" abilities were found.
    """
    scores = scores_for(responses, of)
    if len(scored.theta) != len(scores):
        raise ValueError(f"expected the abilities of {len(scores)} persons")
    lz, star = np.full(len(scores), np.nan), np.full(len(scores), np.nan)
    finite = np.flatnonzero(np.isfinite(scored.theta))
    for begin in range(0, finite.size, PERSONS_AT_ONCE):
        some = finite[begin : begin + PERSONS_AT_ONCE]
        theta, taken = scored.theta[some], scores[some]
        at = _at_own(theta, of, taken)
        with np.errstate(divide="ignore", invalid="ignore"):
            lz[some] = np.where(at.spread > 1e-12, at.surprise / np.sqrt(at.spread), np.nan)
        if scored.method == "EAP":
            continue
        pull = np.zeros(theta.size)
        if scored.method == "MAP":
            pull = (mean - theta) / deviation**2
        if scored.method == "WL":
            pull = at.bend / (2 * np.maximum(at.information, 1e-300))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = at.shared / at.information
            spread = at.spread - ratio * at.shared
            star[some] = np.where(
                spread > 1e-12, (at.surprise + ratio * pull) / np.sqrt(spread), np.nan
            )
    return PersonFit(frozen(lz), frozen(star))


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Over the items each person answered, (persons,): log-likelihood less its expectation
    (`surprise`), its variance (`spread`), its covariance with the gradient by ability (`shared`),
    Fisher's `information`, and Warm's (1989) J (`bend`).
    """

    surprise: Floats
    spread: Floats
    shared: Floats
    information: Floats
    bend: Floats


def _at_own(theta: Floats, of: Items | CategoryItems, scores: Scores) -> _Sums:
    if isinstance(of, CategoryItems):
        curves = category_curves(theta, of)
        share, log = curves.probability, np.where(np.isfinite(curves.log), curves.log, 0.0)
        first = curves.first
        bend = share * first * (first**2 + curves.second)
    else:
        p = np.clip(probability(theta, of), 1e-15, 1 - 1e-15)
        by_theta, bent = slope(theta, of), curvature(theta, of)
        share = np.stack([1 - p, p], axis=-1)
        log = np.log(share)
        first = np.stack([-by_theta / (1 - p), by_theta / p], axis=-1)
        bend = np.stack([by_theta * bent / (1 - p), by_theta * bent / p], axis=-1)
    seen = (scores >= 0).astype(np.float64)
    own = np.take_along_axis(log, np.maximum(scores, 0)[:, :, None].astype(np.int64), axis=2)
    mean = (share * log).sum(2)

    def over(items: Floats) -> Floats:
        return np.asarray((seen * items).sum(1))

    return _Sums(
        over(own[:, :, 0] - mean),
        over((share * log**2).sum(2) - mean**2),
        over((share * log * first).sum(2)),
        over((share * first**2).sum(2)),
        over(bend.sum(2)),
    )
