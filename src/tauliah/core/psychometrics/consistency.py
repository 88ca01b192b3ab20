"""Reliability of a number-right score from one sitting: alpha, omega and the error of measurement.

Complete responses only: a sum over different items has no one reliability. Where responses are
missing by design, use the marginal reliability of a calibrated scale (`reliability`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.responses import Responses, scores_of, weights_in, weights_of

MOST_ROUNDS = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Omega:
    """Omega of one factor; `loadings` (items,) are in the units of the scores."""

    omega: float
    loadings: Floats


def alpha(responses: ArrayLike | Responses, *, weights: ArrayLike | None = None) -> float:
    """Coefficient alpha: Cronbach (1951), equation 2; for 0/1 items the same as KR-20.

    Raises NotEstimable for one item, missing responses or scores that do not differ.
    """
    covariance = _covariance(responses, weights)
    items, total = len(covariance), covariance.sum()
    return float(items / (items - 1) * (1 - np.trace(covariance) / total))


def alpha_error(responses: ArrayLike | Responses, *, weights: ArrayLike | None = None) -> float:
    """Standard error of alpha in large samples of normal scores: van Zyl, Neudecker and Nel (2000),
    as Duhachek and Iacobucci (2004) write it, equations 3 and 4. Refused as `alpha` is.
    """
    covariance = _covariance(responses, weights)
    persons = float(
        weights_of(weights_in(responses, weights), persons=len(scores_of(responses))).sum()
    )
    items, trace, total = len(covariance), float(np.trace(covariance)), float(covariance.sum())
    square = covariance @ covariance
    spread = total * (float(np.trace(square)) + trace**2) - 2 * trace * float(square.sum())
    q = 2 * items**2 / ((items - 1) ** 2 * total**3) * spread
    return float(np.sqrt(max(q, 0.0) / persons))


def omega(responses: ArrayLike | Responses, *, weights: ArrayLike | None = None) -> Omega:
    """Omega by one common factor: McDonald (1999), chapter 6.

    The factor is taken from the covariances by iterated principal axes (Harman, 1976, chapter 8),
    not by maximum likelihood; at convergence both fit the same model, and principal axes need no
    normal scores. The denominator is the observed variance of the sum. Raises NotEstimable as
    `alpha` does, for fewer than three items, and where the axes do not settle.
    """
    covariance = _covariance(responses, weights)
    if len(covariance) < 3:
        raise NotEstimable(
            "too-few-items",
            en="Omega needs three items or more: two items do not determine a factor.",
            ms="Omega memerlukan tiga item atau lebih: dua item tidak menentukan satu faktor.",
        )
    # Start from each item's squared multiple correlation, the usual lower bound of its communality.
    variances, inverse = np.diag(covariance), np.diag(np.linalg.pinv(covariance))
    shared = np.where(inverse > 1e-12, variances - 1 / np.maximum(inverse, 1e-12), 0.0)
    for _ in range(MOST_ROUNDS):
        reduced = covariance.copy()
        np.fill_diagonal(reduced, shared)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        renewed = np.minimum(loadings**2, variances)
        if np.abs(renewed - shared).max() < 1e-10 * variances.max():
            loadings *= np.sign(loadings.sum()) or 1.0
            return Omega(float(loadings.sum() ** 2 / covariance.sum()), frozen(loadings))
        shared = renewed
    raise NotEstimable(
        "no-factor",
        en="The items do not settle on one common factor, so omega says nothing here.",
        ms="Item-item ini tidak membentuk satu faktor bersama, maka omega tidak bermakna di sini.",
    )


def measurement_error(
    responses: ArrayLike | Responses, *, reliability: float, weights: ArrayLike | None = None
) -> float:
    """Standard error of a number-right score, in points: Lord and Novick (1968), chapter 3."""
    return float(np.sqrt(_covariance(responses, weights).sum() * (1 - reliability)))


def _covariance(responses: ArrayLike | Responses, weights: ArrayLike | None) -> Floats:
    scores = scores_of(responses)
    if weights is None and isinstance(responses, Responses):
        weights = responses.weights
    weight = weights_of(weights, persons=len(scores))
    if (scores < 0).any():
        raise NotEstimable(
            "missing-responses",
            en="Some responses are missing; this coefficient needs every person on every item.",
            ms="Sesetengah respons tiada; pekali ini memerlukan setiap orang bagi setiap item.",
        )
    if scores.shape[1] < 2 or weight.sum() <= 1:
        raise NotEstimable(
            "too-few",
            en="Reliability needs at least two items and two persons.",
            ms="Kebolehpercayaan memerlukan sekurang-kurangnya dua item dan dua orang.",
        )
    centred = scores - np.average(scores, axis=0, weights=weight)
    covariance = np.asarray((centred * weight[:, None]).T @ centred / (weight.sum() - 1))
    if covariance.sum() <= 1e-12:
        raise NotEstimable(
            "no-spread",
            en="Every person has the same score, so there is nothing to be reliable about.",
            ms="Setiap orang mendapat skor yang sama, maka tiada kebolehpercayaan untuk dikira.",
        )
    return covariance
