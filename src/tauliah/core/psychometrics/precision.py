"""How precise a set of calibrated items is: along the scale, and over a population."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items, information, probability
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.scoring import Abilities


def total_information(theta: ArrayLike, of: Items) -> Floats:
    """Fisher information of all items together at each theta; Lord (1980), equation 5-6."""
    return np.asarray(information(theta, of).sum(1))


def expected_score(theta: ArrayLike, of: Items) -> Floats:
    """The number-right true score at each theta, the test characteristic curve: Lord (1980)."""
    return np.asarray(probability(theta, of).sum(1))


def score_distribution(theta: ArrayLike, of: Items) -> Floats:
    """Probability of each number-right score at each theta: (points, items + 1).

    Lord and Wingersky (1984), their recursion over items.
    """
    p = probability(theta, of)
    found = np.zeros((len(p), len(of) + 1))
    found[:, 0] = 1
    for item in range(len(of)):
        right = p[:, item, None]
        found[:, 1 : item + 2] = found[:, 1 : item + 2] * (1 - right) + found[:, : item + 1] * right
        found[:, :1] *= 1 - right
    return found


def marginal_reliability(of: Items, *, grid: Grid | None = None) -> float:
    """Reliability of a Bayesian score over a population of variance 1.

    Green, Bock, Humphreys, Linn and Reckase (1984): 1 less the mean error variance, which is
    1 / (1 + I) at each theta.
    """
    grid = grid or normal_grid()
    inform = total_information(grid.nodes, of)
    return float(grid.weights @ (inform / (1 + inform)))


def empirical_reliability(scored: Abilities) -> float:
    """Reliability of these persons' scores from their own errors.

    For EAP and MAP var(theta) / (var(theta) + mean error variance), because the estimates are
    shrunk; for ML and WL 1 less mean error variance / var(theta), never below 0. Persons whose
    estimate is not finite are left out; raises NotEstimable when fewer than two are left, or all
    are equal.
    """
    kept = np.isfinite(scored.theta) & np.isfinite(scored.error)
    theta, error = scored.theta[kept], scored.error[kept]
    if kept.sum() < 2 or np.ptp(theta) < 1e-12:
        raise NotEstimable(
            "no-spread",
            en="Reliability needs at least two persons with different finite scores.",
            ms="Kebolehpercayaan memerlukan sekurang-kurangnya dua orang dengan skor terhingga "
            "yang berbeza.",
        )
    spread, noise = float(theta.var(ddof=1)), float(np.mean(error**2))
    if scored.method in {"EAP", "MAP"}:
        return spread / (spread + noise)
    return max(0.0, 1 - noise / spread)
