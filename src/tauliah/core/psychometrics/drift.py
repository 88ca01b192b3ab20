"""Anchors that are no longer what they were: common items of two calibrations that moved apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Truths, frozen
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items, probability
from tauliah.core.psychometrics.linking import Link, LinkMethod, link
from tauliah.core.psychometrics.refusals import NotEstimable

LARGEST_Z = 1.96
MOST_REMOVED = 0.2  # of the anchors: Huynh and Meyer (2010)
FEWEST = 4
# Of a normal sample, 0.74 times the distance between quartiles is the standard deviation.
QUARTILES_TO_DEVIATION = 0.74


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """One value for each common item, (items,).

    `difficulty_z` and `discrimination_z` are robust z: how far an item moved against the middle of
    all, in robust standard deviations; they need no standard errors. `displacement` is the new
    difficulty on the base scale less the old one, in logits, above 0 where the item has become
    harder; with `displacement_error` and their ratio `displacement_z`, NaN where no errors were
    given. `curve_difference` is the root of the mean squared difference of the two curves over a
    population. `is_drifting` where a robust z is beyond its limit.
    """

    difficulty_z: Floats
    discrimination_z: Floats
    displacement: Floats
    displacement_error: Floats
    displacement_z: Floats
    curve_difference: Floats
    is_drifting: Truths


def anchor_drift(
    new: Items,
    base: Items,
    *,
    by: Link | None = None,
    new_errors: ArrayLike | None = None,
    base_errors: ArrayLike | None = None,
    largest_z: float = LARGEST_Z,
    grid: Grid | None = None,
) -> Drift:
    """How each common item moved between two calibrations; both name the same items in one order.

    Robust z: Huynh and Meyer (2010): differences of log a, then of b after the unit that the stable
    log a give, less their median, over 0.74 times the distance of their quartiles; beyond 1.645 is
    suspect at 0.10, beyond 1.96 at 0.05. `by` is the link that displacements are measured by, by
    default mean-sigma over the items whose robust z is within the limit. `new_errors` and
    `base_errors` are standard errors of difficulty; the error of a displacement combines both,
    calibrations being independent (Lord, 1980, section 14.4, for b alone), and takes the link as
    exact. `grid` is the population, by default standard normal. Raises NotEstimable for fewer than
    four items, and as `link` does.
    """
    if len(new) != len(base):
        raise ValueError(f"expected the same items twice, got {len(new)} and {len(base)}")
    if len(new) < FEWEST:
        raise NotEstimable(
            "too-few-anchors",
            en=f"Drift needs at least {FEWEST} common items: with fewer there is no middle to move "
            "from.",
            ms=f"Anjakan memerlukan sekurang-kurangnya {FEWEST} item yang sama: dengan bilangan "
            "yang lebih kecil tiada nilai tengah untuk dibandingkan.",
        )
    if (new.discrimination <= 0).any() or (base.discrimination <= 0).any():
        raise NotEstimable(
            "anchor-not-rising",
            en="A common item has a discrimination that is not above 0; remove it before linking.",
            ms="Satu item yang sama mempunyai diskriminasi yang tidak melebihi 0; keluarkan item "
            "itu sebelum memautkan.",
        )
    log_gap = np.log(new.discrimination) - np.log(base.discrimination)
    discrimination_z = _robust_z(log_gap)
    stable = np.abs(discrimination_z) <= largest_z
    slope = float(np.exp(log_gap[stable].mean()))
    difficulty_z = _robust_z(slope * new.difficulty - base.difficulty)
    is_drifting = ~stable | (np.abs(difficulty_z) > largest_z)
    kept = ~is_drifting if (~is_drifting).sum() >= 2 else np.ones(len(new), np.bool_)
    by = by or link(_some(new, kept), _some(base, kept), method="mean-sigma")
    moved = by.items(new)
    displacement = moved.difficulty - base.difficulty
    error = np.full(len(new), np.nan)
    if new_errors is not None and base_errors is not None:
        error = np.hypot(
            by.slope * np.asarray(new_errors, np.float64), np.asarray(base_errors, np.float64)
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = displacement / error
    grid = grid or normal_grid()
    difference = probability(grid.nodes, moved) - probability(grid.nodes, base)
    return Drift(
        difficulty_z=frozen(difficulty_z),
        discrimination_z=frozen(discrimination_z),
        displacement=frozen(displacement),
        displacement_error=frozen(error),
        displacement_z=frozen(ratio),
        curve_difference=frozen(np.sqrt(grid.weights @ difference**2)),
        is_drifting=frozen(is_drifting),
    )


def _robust_z(gaps: Floats) -> Floats:
    """0 for items that stand in the middle; infinite for one that left a middle without spread."""
    centred = gaps - np.median(gaps)
    low, high = np.quantile(centred, [0.25, 0.75])
    spread = QUARTILES_TO_DEVIATION * (high - low)
    if spread < 1e-9:
        return np.where(np.abs(centred) < 1e-9, 0.0, np.copysign(np.inf, centred))
    return np.asarray(centred / spread)


def _some(of: Items, kept: Truths) -> Items:
    return Items(of.discrimination[kept], of.difficulty[kept], of.floor[kept], of.ceiling[kept])


@dataclass(frozen=True, slots=True, eq=False)
class StableLink:
    """A link over the anchors that stayed, `kept` (items,), and the `drift` of all by this link.

    `is_within_limit` is whether what was left out is no more than may be; where it is not, so many
    anchors moved that the two forms may measure something different.
    """

    link: Link
    kept: Truths
    drift: Drift
    is_within_limit: bool


def stable_link(
    new: Items,
    base: Items,
    *,
    method: LinkMethod = "stocking-lord",
    new_errors: ArrayLike | None = None,
    base_errors: ArrayLike | None = None,
    largest_z: float = LARGEST_Z,
    most_removed: float = MOST_REMOVED,
) -> StableLink:
    """The link without the anchors that drift: the worst ones go first, as long as no more than the
    share `most_removed` of all is left out.

    Huynh and Meyer (2010); the arguments are those of `link` and `anchor_drift`.
    """
    first = anchor_drift(new, base, largest_z=largest_z)
    worst = np.maximum(np.abs(first.difficulty_z), np.abs(first.discrimination_z))
    drifting = np.flatnonzero(first.is_drifting)
    ranked = drifting[np.argsort(-worst[drifting], kind="stable")]
    removed = ranked[: int(most_removed * len(new) + 1e-9)]
    kept = np.ones(len(new), np.bool_)
    kept[removed] = False
    found = link(_some(new, kept), _some(base, kept), method=method)
    drift = anchor_drift(
        new,
        base,
        by=found,
        new_errors=new_errors,
        base_errors=base_errors,
        largest_z=largest_z,
    )
    return StableLink(found, frozen(kept), drift, removed.size == ranked.size)
