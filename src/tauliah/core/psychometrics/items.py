"""What is known of calibrated items, and how the ways of writing their parameters convert.

One parametrisation everywhere: P(right) = c + (d - c) / (1 + exp(-a (theta - b))), the four-
parameter logistic model of Barton and Lord (1981), with theta in logits on the scale on which the
calibrated population has mean 0 and standard deviation 1. There is no constant 1.7 in it. The model
of two parameters (Birnbaum, 1968) has c = 0 and d = 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.logits import logistic

# Largest difference between normal and logistic ogive: Haley (1952), as in Birnbaum (1968).
NORMAL_METRIC = 1.702


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """Parameters of items, each (items,): discrimination a, difficulty b, floor c and ceiling d.

    Made by `items`, which checks them.
    """

    discrimination: Floats
    difficulty: Floats
    floor: Floats
    ceiling: Floats

    def __len__(self) -> int:
        return self.discrimination.size


def items(
    discrimination: ArrayLike,
    difficulty: ArrayLike,
    *,
    floor: ArrayLike = 0.0,
    ceiling: ArrayLike = 1.0,
) -> Items:
    """Items from a, b and, where they differ from 0 and 1, c and d.

    Raises ValueError naming the items whose parameters are no finite numbers, or whose floor is
    not below their ceiling within 0 to 1.
    """
    b = np.atleast_1d(np.asarray(difficulty, np.float64))
    a, c, d = (
        np.broadcast_to(np.asarray(value, np.float64), b.shape).copy()
        for value in (discrimination, floor, ceiling)
    )
    good = np.isfinite(a) & np.isfinite(b) & (c >= 0) & (c < d) & (d <= 1)
    if b.ndim != 1 or not b.size or not good.all():
        wrong = ", ".join(str(place + 1) for place in np.flatnonzero(~good)) or "none given"
        raise ValueError(
            "expected finite discrimination and difficulty and 0 <= floor < ceiling <= 1; "
            f"not so for item {wrong}"
        )
    return Items(frozen(a), frozen(b.copy()), frozen(c), frozen(d))


def probability(theta: ArrayLike, of: Items) -> Floats:
    """P(right) at each theta (points,) for each item: (points, items)."""
    z = of.discrimination * (np.atleast_1d(np.asarray(theta, np.float64))[:, None] - of.difficulty)
    return np.asarray(of.floor + (of.ceiling - of.floor) * logistic(z))


def slope(theta: ArrayLike, of: Items) -> Floats:
    """dP/dtheta at each theta for each item: (points, items)."""
    z = of.discrimination * (np.atleast_1d(np.asarray(theta, np.float64))[:, None] - of.difficulty)
    share = logistic(z)
    return np.asarray(of.discrimination * (of.ceiling - of.floor) * share * (1 - share))


def curvature(theta: ArrayLike, of: Items) -> Floats:
    """The second derivative of P by theta at each theta for each item: (points, items)."""
    z = of.discrimination * (np.atleast_1d(np.asarray(theta, np.float64))[:, None] - of.difficulty)
    share = logistic(z)
    wave = share * (1 - share) * (1 - 2 * share)
    return np.asarray(of.discrimination**2 * (of.ceiling - of.floor) * wave)


def information(theta: ArrayLike, of: Items) -> Floats:
    """Fisher information of each item at each theta: (points, items); Lord (1980), equation 5-9."""
    p = probability(theta, of)

    return np.asarray(slope(theta, of) ** 2 / np.maximum(p * (1 - p), 1e-300))


def intercepts(of: Items) -> Floats:
    """The d of the slope-intercept form a theta + d, which other programs report: d = -a b."""
    return np.asarray(-of.discrimination * of.difficulty)


def items_from_intercepts(
    slopes: ArrayLike, intercepts: ArrayLike, *, floor: ArrayLike = 0.0, ceiling: ArrayLike = 1.0
) -> Items:
    """Items from the slope-intercept form: b = -d / a; a slope of 0 has no difficulty."""
    a = np.atleast_1d(np.asarray(slopes, np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        return items(a, -np.asarray(intercepts, np.float64) / a, floor=floor, ceiling=ceiling)


def items_from_normal_metric(
    discrimination: ArrayLike,
    difficulty: ArrayLike,
    *,
    floor: ArrayLike = 0.0,
    ceiling: ArrayLike = 1.0,
) -> Items:
    """Items whose a was written for 1 / (1 + exp(-1.702 a (theta - b))): a is 1.702 times larger."""
    a = np.asarray(discrimination, np.float64) * NORMAL_METRIC
    return items(a, difficulty, floor=floor, ceiling=ceiling)
