"""What a panel says together where it rates no items: compromises between bounds, groups of candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Whole, frozen
from tauliah.core.psychometrics.presmoothing import ScoreDistribution
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.standards import hofstee_cut

UNSORTED = -1


def hofstee_error(
    distribution: ScoreDistribution,
    *,
    lowest_cuts: ArrayLike,
    highest_cuts: ArrayLike,
    lowest_fail_rates: ArrayLike,
    highest_fail_rates: ArrayLike,
) -> float:
    """The standard error over judges of a Hofstee cut, in points: each argument has one value a judge.

    The jackknife of Tukey (1958): the root of (n - 1) / n times the squares of what the cut without
    each of the n judges lies from their mean. NaN for one judge, and where without some judge there is
    no cut.
    """
    bounds = [
        np.atleast_1d(np.asarray(one, np.float64))
        for one in (lowest_cuts, highest_cuts, lowest_fail_rates, highest_fail_rates)
    ]
    judges = bounds[0].size
    if judges < 2:
        return float("nan")
    cuts = []
    for judge in range(judges):
        low, high, least, most = (np.delete(one, judge) for one in bounds)
        try:
            found = hofstee_cut(
                distribution,
                lowest_cuts=low,
                highest_cuts=high,
                lowest_fail_rates=least,
                highest_fail_rates=most,
            )
        except NotEstimable:
            return float("nan")
        cuts.append(found.cut)
    spread = np.array(cuts) - np.mean(cuts)
    return float(np.sqrt((judges - 1) / judges * (spread @ spread)))


@dataclass(frozen=True, slots=True, eq=False)
class PanelGroups:
    """The group of each candidate by most of the judges who know them, (candidates,); -1 where nobody
    does or as many say one as another. `unsettled` counts the latter.

    `agreement` is the kappa of the judges: 1 where they always agree, 0 where no more than by chance;
    NaN where no two judge one candidate or all are in one group.
    """

    groups: Whole
    unsettled: int
    agreement: float


def groups_by_most(judgements: ArrayLike, *, of: int) -> PanelGroups:
    """The groups that judges put candidates into; `judgements` (judges, candidates) are numbers from 0
    to below `of`, and -1 for whom a judge does not know.

    Kappa of Fleiss (1971), over the candidates of two judges or more, each by the share of pairs of
    its judges that agree. Raises ValueError for a number that is no group.
    """
    said = np.asarray(judgements, np.int64)
    if said.ndim != 2 or not ((said >= UNSORTED) & (said < of)).all():
        raise ValueError(f"expected judges x candidates with groups from 0 to {of - 1}, or -1")
    counts = np.stack([(said == group).sum(0) for group in range(of)], axis=1)
    most = counts.max(1) if said.shape[1] else np.zeros(0, np.int64)
    is_known = most > 0
    is_single = (counts == most[:, None]).sum(1) == 1
    groups = np.where(is_known & is_single, counts.argmax(1), UNSORTED)
    return PanelGroups(
        frozen(groups.astype(np.int64)),
        unsettled=int((is_known & ~is_single).sum()),
        agreement=_kappa(counts),
    )


def _kappa(counts: Whole) -> float:
    judges = counts.sum(1)
    several = counts[judges >= 2].astype(np.float64)
    if not len(several):
        return float("nan")
    each = several.sum(1)
    agreed = ((several * (several - 1)).sum(1) / (each * (each - 1))).mean()
    chance = float(((several / each[:, None]).mean(0) ** 2).sum())
    return float((agreed - chance) / (1 - chance)) if chance < 1 - 1e-12 else float("nan")
