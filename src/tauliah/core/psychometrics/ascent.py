"""Steps towards the maximum of the marginal likelihood that know how much of the information is
missing because abilities are not seen.

Expectation-maximisation goes as if they were seen, so that it is slow where they matter: in the
place and the width of the scale it covers a tenth of the way with each step. Here the missing part
of the information (Louis, 1982) is taken off; not summed over persons, but as the items let it be
expected: a posterior around theta has the variance 1 / (1 + test information), and moves the
gradients of all items together. The gradient itself is exact, so that these steps end where those of
expectation-maximisation end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.expectation import Counts, Grid
from tauliah.core.psychometrics.logits import logistic
from tauliah.core.psychometrics.maximisation import Derivatives, Priors, derivatives

LEAST_LEFT = 0.05  # of an item's own information; below it the approximation says nothing


@dataclass(frozen=True, slots=True, eq=False)
class _Left:
    """Information of each item by itself, after what it loses by itself: (items,) each."""

    slope_slope: Floats
    slope_intercept: Floats
    intercept_intercept: Floats

    def solved(self, by_slope: Floats, by_intercept: Floats) -> tuple[Floats, Floats]:
        """The inverse of the information times such columns, (items, columns) each."""
        h, k, m = (
            part[:, None]
            for part in (self.slope_slope, self.slope_intercept, self.intercept_intercept)
        )
        determinant = np.maximum(h * m - k**2, 1e-300)
        return (
            (m * by_slope - k * by_intercept) / determinant,
            (h * by_intercept - k * by_slope) / determinant,
        )

    def solved_with_one_slope(
        self, by_slope: Floats, by_intercept: Floats
    ) -> tuple[Floats, Floats]:
        """The same where all slopes are one parameter, whose step each item then has."""
        own = np.maximum(self.intercept_intercept, 1e-300)
        ratio = self.slope_intercept / own
        room = max(self.slope_slope.sum() - ratio @ self.slope_intercept, 1e-300)
        slope = (by_slope.sum(0) - ratio @ by_intercept) / room
        intercepts = (by_intercept - self.slope_intercept[:, None] * slope) / own[:, None]
        return np.broadcast_to(slope, by_slope.shape), intercepts


def ascent(
    counts: Counts,
    slopes: Floats,
    intercepts: Floats,
    *,
    grid: Grid,
    persons: float,
    priors: Priors | None,
    is_tied: bool = False,
) -> tuple[Floats, Floats] | None:
    """The step (of slopes, of intercepts) to the maximum, by counts made at these parameters.

    `persons` is the weight of all persons; `is_tied` is whether all slopes are one. Nothing where
    the information that is left is not positive definite, as may be far from the maximum.
    """
    at = derivatives(counts, slopes, intercepts, grid=grid, priors=priors)
    theta = grid.nodes
    share = logistic(np.outer(slopes, theta) + intercepts[:, None])
    spread = share * (1 - share)
    expected = persons * grid.weights
    seen = np.minimum(counts.seen / expected, 1.0)
    variance = 1 / (1 + slopes**2 @ (seen * spread))
    # How the gradients by intercept, at each node, move with the abilities around it.
    moved = slopes[:, None] * spread
    # Posteriors stand nearer to 0 than the abilities that they are of.
    place = theta * (1 - variance)
    left = _left(at, counts.seen, spread, moved=moved, seen=seen, variance=variance, theta=place)
    solved = left.solved_with_one_slope if is_tied else left.solved
    by_intercept = moved * seen * np.sqrt(expected * variance)
    by_slope = by_intercept * place
    slope_columns, intercept_columns = solved(by_slope, by_intercept)
    own_slope, own_intercept = solved(at.slope[:, None], at.intercept[:, None])
    # Woodbury's identity: what is missing has one column for each node.
    kept = np.eye(theta.size) - by_slope.T @ slope_columns - by_intercept.T @ intercept_columns
    try:
        root = np.linalg.cholesky(kept)
    except np.linalg.LinAlgError:
        return None
    lost = by_slope.T @ own_slope + by_intercept.T @ own_intercept
    back = np.linalg.solve(root.T, np.linalg.solve(root, lost))
    return (
        (own_slope + slope_columns @ back)[:, 0],
        (own_intercept + intercept_columns @ back)[:, 0],
    )


def _left(
    at: Derivatives,
    counted: Floats,
    spread: Floats,
    *,
    moved: Floats,
    seen: Floats,
    variance: Floats,
    theta: Floats,
) -> _Left:
    """What an item's information is without the part that it loses whatever the others do: by the
    chance in its responses, and by persons who do not have it.
    """
    apart = counted * (1 - seen) * moved**2 * variance
    h = at.slope_slope - apart @ theta**2 - (counted * spread) @ variance
    k = at.slope_intercept - apart @ theta
    m = at.intercept_intercept - apart.sum(1)
    whole = at.slope_slope * at.intercept_intercept - at.slope_intercept**2
    is_good = (m > 0) & (h > 0) & (h * m - k**2 > LEAST_LEFT * whole)
    return _Left(
        np.where(is_good, h, at.slope_slope),
        np.where(is_good, k, at.slope_intercept),
        np.where(is_good, m, at.intercept_intercept),
    )
