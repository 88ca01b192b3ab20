"""What a simulated programme tells: exposure and overlap, and bias and error by ability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.adaptive.simulation import Simulation
from tauliah.core.psychometrics.arrays import Floats, Whole, frozen


@dataclass(frozen=True, slots=True, eq=False)
class ProgrammeFigures:
    """How an adaptive programme behaves, over all simulees and by ability.

    `exposure` (items,) is the share of simulees who saw each item; `overlap` the mean share of an
    exam's items that another simulee saw, too (Chen, Ankenmann and Spray, 2003); `unused` the
    number of items nobody saw. `bias` and `rmse` are the mean and the root of the mean square of
    estimate less truth, `mean_error` the root of the mean square of the errors reported,
    `mean_length` items. What is `by_ability` has one value for each interval of `edges`
    (intervals + 1,), NaN where nobody is. `false_pass` and `false_fail` are shares of all simulees;
    NaN without a cut.
    """

    exposure: Floats
    overlap: float
    unused: int
    bias: float
    rmse: float
    mean_error: float
    mean_length: float
    edges: Floats
    persons_by_ability: Whole
    bias_by_ability: Floats
    rmse_by_ability: Floats
    error_by_ability: Floats
    length_by_ability: Floats
    false_pass: float
    false_fail: float


def programme_figures(
    of: Simulation, *, edges: ArrayLike = (-np.inf, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, np.inf)
) -> ProgrammeFigures:
    """The figures of a simulation by intervals of true ability, the lower edge within.

    Raises ValueError for no simulees, edges that do not rise, or estimates that are not finite
    (score by EAP, MAP or WL, or leave those out who have all right or all wrong).
    """
    bounds = np.asarray(edges, np.float64)
    if bounds.ndim != 1 or bounds.size < 2 or not (np.diff(bounds) > 0).all():
        raise ValueError("expected two or more edges that rise")
    persons = of.theta.size
    if not persons or not np.isfinite(of.estimate).all():
        raise ValueError("expected simulees whose estimates are finite")
    seen = np.bincount(of.administered[of.administered >= 0], minlength=len(of.design.bank))
    gap = of.estimate - of.theta
    interval = np.searchsorted(bounds, of.theta, side="right") - 1
    inside = (interval >= 0) & (interval < bounds.size - 1)
    count = np.bincount(interval[inside], minlength=bounds.size - 1)

    def mean(values: Floats) -> Floats:
        total = np.bincount(interval[inside], values[inside], minlength=bounds.size - 1)
        with np.errstate(invalid="ignore"):
            return np.asarray(total / count)

    false_pass = false_fail = float("nan")
    if of.is_passed is not None and of.design.cut is not None:
        is_above = of.theta >= of.design.cut.theta
        false_pass = float(np.mean(of.is_passed & ~is_above))
        false_fail = float(np.mean(~of.is_passed & is_above))
    return ProgrammeFigures(
        exposure=frozen(seen / persons),
        overlap=_overlap(seen, of.lengths),
        unused=int((seen == 0).sum()),
        bias=float(gap.mean()),
        rmse=float(np.sqrt(np.mean(gap**2))),
        mean_error=float(np.sqrt(np.mean(of.error**2))),
        mean_length=float(of.lengths.mean()),
        edges=frozen(bounds.copy()),
        persons_by_ability=frozen(count),
        bias_by_ability=frozen(mean(gap)),
        rmse_by_ability=frozen(np.sqrt(mean(gap**2))),
        error_by_ability=frozen(np.sqrt(mean(of.error**2))),
        length_by_ability=frozen(mean(of.lengths.astype(np.float64))),
        false_pass=false_pass,
        false_fail=false_fail,
    )


def _overlap(seen: Whole, lengths: Whole) -> float:
    """Items common to two simulees, averaged over all pairs, in shares of the mean length."""
    persons = lengths.size
    if persons < 2:
        return float("nan")
    common = float((seen * (seen - 1)).sum()) / (persons * (persons - 1))
    return common / float(lengths.mean())
