"""How precise a set of calibrated items is: along the scale, and over a population."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Whole
from tauliah.core.psychometrics.category_items import (
    CategoryItems,
    category_curves,
    category_shares,
    highest_scores,
)
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items, information
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.scoring import Abilities

FURTHEST = 200.0  # where the curve of any item that discriminates has reached its floor or ceiling
HALVINGS = 60


def total_information(theta: ArrayLike, of: Items | CategoryItems) -> Floats:
    """Fisher information of all items together at each theta; Lord (1980), equation 5-6."""
    if isinstance(of, CategoryItems):
        return np.asarray(category_curves(theta, of).information.sum(1))
    return np.asarray(information(theta, of).sum(1))


def expected_score(theta: ArrayLike, of: Items | CategoryItems) -> Floats:
    """The true score at each theta, the test characteristic curve: Lord (1980).

    Items of several categories count by the numbers of the categories, 0, 1, 2, ...
    """
    shares = category_shares(theta, of)
    return np.asarray((shares @ np.arange(shares.shape[2])).sum(1))


def abilities_expecting(scores: Floats, of: Items) -> Floats:
    """The ability in logits at which each score is the expected one, of items whose discriminations
    are above 0; 200 or -200 for a score that no ability expects.
    """
    low, high = np.full(scores.shape, -FURTHEST), np.full(scores.shape, FURTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_below = expected_score(middle, of) < scores
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return np.asarray((low + high) / 2)


def score_distribution(theta: ArrayLike, of: Items | CategoryItems) -> Floats:
    """Probability of each sum score at each theta: (points, highest sum score + 1).

    Lord and Wingersky (1984), their recursion over items; Hanson (1994) for several categories.
    """
    return sum_scores(category_shares(theta, of), highest_scores(of))


def sum_scores(shares: Floats, tops: Whole) -> Floats:
    """Probability of each sum score, as above, from that of each category of each item, (points,
    items, categories), and the highest score of each item (items,).
    """
    found = np.zeros((len(shares), 1 + int(tops.sum())))
    found[:, 0] = 1
    highest = 0
    for item, top in enumerate(tops.tolist()):
        before = found[:, : highest + 1].copy()
        found[:, : highest + 1] = 0
        for score in range(top + 1):
            found[:, score : score + highest + 1] += before * shares[:, item, score, None]
        highest += top
    return found


def marginal_reliability(of: Items | CategoryItems, *, grid: Grid | None = None) -> float:
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
