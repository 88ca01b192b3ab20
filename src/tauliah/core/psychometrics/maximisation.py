"""The maximisation step: parameters of the items that fit expected counts best, by Newton steps.

Bock and Aitkin (1981), equations 14 and 15, in the slope-intercept form. With priors it maximises
the posterior instead (Mislevy, 1986).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.expectation import Counts, Grid
from tauliah.core.psychometrics.logits import logistic

LARGEST_SLOPE = 12.0
LARGEST_INTERCEPT = 60.0
LONGEST_STEP = 1.0
NEWTON_STEPS = 2


@dataclass(frozen=True, slots=True)
class Priors:
    """Normal priors of slopes and intercepts, in logits; the wider, the less they say."""

    slope_mean: float = 1.0
    slope_deviation: float = 1.0
    intercept_deviation: float = 3.0

    def log_density(self, slopes: Floats, intercepts: Floats) -> float:
        """The logarithm of the density, up to a constant."""
        return float(
            -0.5 * (((slopes - self.slope_mean) / self.slope_deviation) ** 2).sum()
            - 0.5 * ((intercepts / self.intercept_deviation) ** 2).sum()
        )


@dataclass(frozen=True, slots=True, eq=False)
class Derivatives:
    """First derivatives of the expected log-likelihood by slope and intercept, and the negative of
    the second ones; each (items,).
    """

    slope: Floats
    intercept: Floats
    slope_slope: Floats
    slope_intercept: Floats
    intercept_intercept: Floats


def derivatives(
    counts: Counts, slopes: Floats, intercepts: Floats, *, grid: Grid, priors: Priors | None
) -> Derivatives:
    """Of the expected log-likelihood, plus that of the priors where there are some."""
    theta = grid.nodes
    z = np.outer(slopes, theta) + intercepts[:, None]
    share = logistic(z)
    error = counts.right - counts.seen * share
    spread = counts.seen * share * (1 - share)
    found = Derivatives(
        error @ theta, error.sum(1), spread @ theta**2, spread @ theta, spread.sum(1)
    )
    if priors is None:
        return found
    slope_weight, intercept_weight = priors.slope_deviation**-2, priors.intercept_deviation**-2
    return Derivatives(
        found.slope - (slopes - priors.slope_mean) * slope_weight,
        found.intercept - intercepts * intercept_weight,
        found.slope_slope + slope_weight,
        found.slope_intercept,
        found.intercept_intercept + intercept_weight,
    )


def maximise(
    counts: Counts, slopes: Floats, intercepts: Floats, *, grid: Grid, priors: Priors | None
) -> tuple[Floats, Floats]:
    """Slopes and intercepts after some Newton steps, every item for itself."""
    for _ in range(NEWTON_STEPS):
        at = derivatives(counts, slopes, intercepts, grid=grid, priors=priors)
        h, k, m = at.slope_slope, at.slope_intercept, at.intercept_intercept
        determinant = np.maximum(h * m - k**2, 1e-9 + 1e-9 * h * m)
        slopes = slopes + _short((m * at.slope - k * at.intercept) / determinant)
        intercepts = intercepts + _short((h * at.intercept - k * at.slope) / determinant)
    return _within(slopes, LARGEST_SLOPE), _within(intercepts, LARGEST_INTERCEPT)


def maximise_with_one_slope(
    counts: Counts, slopes: Floats, intercepts: Floats, *, grid: Grid, priors: Priors | None
) -> tuple[Floats, Floats]:
    """The same with one slope for all items: Newton steps on items + 1 parameters, whose matrix of
    second derivatives is an arrow and is solved as one.
    """
    for _ in range(NEWTON_STEPS):
        at = derivatives(counts, slopes, intercepts, grid=grid, priors=priors)
        own = np.maximum(at.intercept_intercept, 1e-9)
        ratio = at.slope_intercept / own
        step = (at.slope.sum() - ratio @ at.intercept) / max(
            at.slope_slope.sum() - ratio @ at.slope_intercept, 1e-9
        )
        step = float(_short(np.array([step]))[0])
        slopes = slopes + step
        intercepts = intercepts + _short((at.intercept - at.slope_intercept * step) / own)
    return _within(slopes, LARGEST_SLOPE), _within(intercepts, LARGEST_INTERCEPT)


def _short(step: Floats) -> Floats:
    return np.clip(step, -LONGEST_STEP, LONGEST_STEP)


def _within(values: Floats, largest: float) -> Floats:
    return np.clip(values, -largest, largest)
