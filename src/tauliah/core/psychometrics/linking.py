"""Two calibrations on one scale, by the items that both have.

theta on the base scale is A theta + B of the new one; items then have a / A and A b + B. Floors and
ceilings stay. Kolen and Brennan (2014), chapter 6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Truths
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items, items, probability
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.scoring import Abilities

LinkMethod = Literal["mean-sigma", "mean-mean", "haebara", "stocking-lord"]


@dataclass(frozen=True, slots=True)
class Link:
    """`slope` A and `intercept` B of the way from the new scale to the base scale, with standard
    errors from leaving out each common item in turn.
    """

    method: LinkMethod
    slope: float
    intercept: float
    slope_error: float
    intercept_error: float

    def items(self, of: Items) -> Items:
        """Items of the new scale on the base scale."""
        return items(
            of.discrimination / self.slope,
            self.slope * of.difficulty + self.intercept,
            floor=of.floor,
            ceiling=of.ceiling,
        )

    def theta(self, theta: ArrayLike) -> Floats:
        """Abilities of the new scale on the base scale."""
        return np.asarray(self.slope * np.asarray(theta, np.float64) + self.intercept)

    def abilities(self, scored: Abilities) -> Abilities:
        """Abilities and their errors on the base scale."""
        return Abilities(scored.method, self.theta(scored.theta), self.slope * scored.error)

    def inverse(self) -> tuple[float, float]:
        """A and B of the way back."""
        return 1 / self.slope, -self.intercept / self.slope


def link(new: Items, base: Items, *, method: LinkMethod = "stocking-lord") -> Link:
    """The way from the new scale to the base scale; both name the same items in the same order.

    "mean-sigma": Marco (1977). "mean-mean": Loyd and Hoover (1980). "haebara": Haebara (1980), the
    squared differences of item curves. "stocking-lord": Stocking and Lord (1983), those of test
    curves. The last two sum over a standard normal grid on both scales, so that exchanging the
    calibrations gives the inverse. Raises NotEstimable for fewer than two items, for difficulties
    or curves that do not determine a scale, and for discriminations that are not above 0.
    """
    _require_linkable(new, base)
    find = _METHODS[method]
    slope, intercept = find(new, base)
    others = [np.arange(len(new)) != item for item in range(len(new))]
    without = np.array(
        [find(_some(new, kept), _some(base, kept)) for kept in others] if len(new) > 2 else []
    )
    slope_error, intercept_error = _jackknife(without)
    return Link(method, slope, intercept, slope_error, intercept_error)


def way_between(new: Items, base: Items, *, method: LinkMethod = "stocking-lord") -> Link:
    """The same way without its errors, which are NaN: much sooner found, for who repeats it often."""
    _require_linkable(new, base)
    slope, intercept = _METHODS[method](new, base)
    return Link(method, slope, intercept, float("nan"), float("nan"))


def _require_linkable(new: Items, base: Items) -> None:
    if len(new) != len(base):
        raise ValueError(f"expected the same items twice, got {len(new)} and {len(base)}")
    if len(new) < 2:
        raise NotEstimable(
            "too-few-anchors",
            en="Linking needs at least two common items.",
            ms="Pemautan memerlukan sekurang-kurangnya dua item yang sama.",
        )
    if (new.discrimination <= 0).any() or (base.discrimination <= 0).any():
        raise NotEstimable(
            "anchor-not-rising",
            en="A common item has a discrimination that is not above 0; remove it before linking.",
            ms="Satu item yang sama mempunyai diskriminasi yang tidak melebihi 0; keluarkan item "
            "itu sebelum memautkan.",
        )


def _some(of: Items, kept: Truths) -> Items:
    return Items(of.discrimination[kept], of.difficulty[kept], of.floor[kept], of.ceiling[kept])


def _jackknife(without: Floats) -> tuple[float, float]:
    """Tukey's (1958) standard errors; infinite where too few items are left to tell."""
    if not without.size:
        return float("inf"), float("inf")
    count = len(without)
    errors = np.sqrt((count - 1) / count * ((without - without.mean(0)) ** 2).sum(0))
    return float(errors[0]), float(errors[1])


def _mean_sigma(new: Items, base: Items) -> tuple[float, float]:
    spread = new.difficulty.std()
    if spread < 1e-9 or base.difficulty.std() < 1e-9:
        raise NotEstimable(
            "anchors-alike",
            en="The common items are all equally difficult, so they do not fix a unit.",
            ms="Semua item yang sama mempunyai kesukaran yang serupa, maka unit skala tidak dapat "
            "ditetapkan.",
        )
    slope = float(base.difficulty.std() / spread)
    return slope, float(base.difficulty.mean() - slope * new.difficulty.mean())


def _mean_mean(new: Items, base: Items) -> tuple[float, float]:
    slope = float(new.discrimination.mean() / base.discrimination.mean())
    return slope, float(base.difficulty.mean() - slope * new.difficulty.mean())


def _by_curves(
    new: Items, base: Items, *, curves: Callable[[Floats], Floats]
) -> tuple[float, float]:
    from scipy.optimize import minimize

    grid = normal_grid(41, widest=4.0)

    def distance(log_slope_and_intercept: Floats) -> float:
        slope, intercept = float(np.exp(log_slope_and_intercept[0])), log_slope_and_intercept[1]
        there = _moved(new, slope, intercept)
        back = _moved(base, 1 / slope, -intercept / slope)
        return _squared(there, base, grid, curves) + _squared(back, new, grid, curves)

    start_slope, start_intercept = _mean_mean(new, base)
    found = minimize(
        distance,
        np.array([np.log(start_slope), start_intercept]),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-16, "maxiter": 2_000},
    )
    if not found.success:
        raise NotEstimable(
            "no-link",
            en="The curves of the common items do not settle on one link.",
            ms="Lengkung item-item yang sama tidak menumpu kepada satu pautan.",
        )
    return float(np.exp(found.x[0])), float(found.x[1])


def _moved(of: Items, slope: float, intercept: float) -> Items:
    return Items(of.discrimination / slope, slope * of.difficulty + intercept, of.floor, of.ceiling)


def _squared(left: Items, right: Items, grid: Grid, curves: Callable[[Floats], Floats]) -> float:
    difference = curves(probability(grid.nodes, left) - probability(grid.nodes, right))
    return float(grid.weights @ (difference**2).sum(1))


def _haebara(new: Items, base: Items) -> tuple[float, float]:
    return _by_curves(new, base, curves=lambda differences: differences)


def _stocking_lord(new: Items, base: Items) -> tuple[float, float]:
    return _by_curves(new, base, curves=lambda differences: differences.sum(1, keepdims=True))


_METHODS: dict[LinkMethod, Callable[[Items, Items], tuple[float, float]]] = {
    "mean-sigma": _mean_sigma,
    "mean-mean": _mean_mean,
    "haebara": _haebara,
    "stocking-lord": _stocking_lord,
}
