"""What the runs that calibrate have in common: which items go in, and how a fit is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Scores, Whole
from tauliah.core.psychometrics.calibrated import Calibration, CategoryCalibration
from tauliah.core.psychometrics.category_items import CategoryItems
from tauliah.core.psychometrics.expectation import Grid
from tauliah.core.psychometrics.item_curves import observed_shares
from tauliah.core.psychometrics.item_fit import (
    MeanSquares,
    local_dependence,
    mean_squares,
    score_group_fit,
)
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.precision import empirical_reliability
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.groups import abilities_in, grid_of, populations_told
from tauliah.core.psychometrics.runs.needs import Need, too_few
from tauliah.core.psychometrics.runs.plain import number, numbers, words
from tauliah.core.psychometrics.runs.response_table import ResponseTable
from tauliah.core.psychometrics.scoring import Abilities, ability

SHARES_BELOW = (np.arange(200) + 0.5) / 200  # abilities that stand for those of all persons
DEPENDENT = 0.2  # above the mean of all pairs: Yen (1993)
FEWEST_OF_PAIR = 100
MOST_PAIRS = 20


def with_enough(table: ResponseTable, need: Need) -> Whole:
    """The places of the items with enough responses; raises NotEstimable where there are no two."""
    counts = (table.scores >= 0).sum(0)
    kept = np.flatnonzero(counts >= need.fewest)
    if kept.size < 2:
        most = int(counts.max()) if counts.size else 0
        raise too_few(
            need,
            en=f"{len(table.persons)} sittings are scored, and no two items have "
            f"{need.fewest:,} responses; the most that one has is {most}.",
            ms=f"{len(table.persons)} peperiksaan telah diberi markah dan tiada dua item yang "
            f"mempunyai {need.fewest:,} respons; paling banyak bagi satu item ialah {most}.",
        )
    return kept


def require_some(settled: int) -> None:
    """Raises NotEstimable where a fit has no item with an estimate."""
    if not settled:
        raise NotEstimable(
            "no-item",
            en="No item of these responses can be estimated.",
            ms="Tiada item daripada respons ini yang dapat dianggarkan.",
        )


def too_few_told(table: ResponseTable, need: Need) -> list[dict[str, Any]]:
    """The items that were left out, with how many responses each has."""
    counts = (table.scores >= 0).sum(0)
    return [
        {"item": table.items[place], "responses": int(counts[place])}
        for place in np.flatnonzero(counts < need.fewest).tolist()
    ]


def fit_told(found: Calibration | CategoryCalibration, names: list[str]) -> dict[str, Any]:
    """How a fit went, and where it puts the groups."""
    return {
        "populations": populations_told(found.populations),
        "log_likelihood": number(found.log_likelihood),
        "parameters": found.parameters,
        "akaike": number(found.akaike),
        "bayesian": number(found.bayesian),
        "has_converged": found.has_converged,
        "errors_by": found.errors_by,
        "nodes": found.nodes,
        "remarks": [
            {"item": names[remark.item], **words(remark.message)} for remark in found.remarks
        ],
        "trace": [
            [number(step.persons), number(step.log_likelihood), number(step.change)]
            for step in found.trace
        ],
    }


@dataclass(frozen=True, slots=True, eq=False)
class ItemsTold:
    """How the items of a fit, by their places among those that were calibrated, agree with the persons
    who answered some that were `kept`: `scores` (persons, kept) and abilities by "EAP" and "WL".
    """

    of: Items | CategoryItems
    kept: list[int]
    scores: Scores
    scored: Abilities
    weighted: Abilities
    squares: MeanSquares
    by_score: Floats | None

    def fit_of(self, place: int) -> dict[str, Any]:
        """Infit, outfit and the probability of S-X2; None where there is none."""
        if place not in self.kept:
            return {"infit": None, "outfit": None, "fit_p": None}
        at = self.kept.index(place)
        return {
            "infit": number(self.squares.infit[at]),
            "outfit": number(self.squares.outfit[at]),
            "fit_p": None if self.by_score is None else number(self.by_score[at]),
        }

    def observed_of(self, place: int) -> list[list[float | None]]:
        """What the item's curve must go through; nothing for one that was not kept."""
        if place not in self.kept:
            return []
        return _observed_told(self.scores[:, self.kept.index(place)], self.scored.theta)

    def of_all(self, names: list[str]) -> dict[str, Any]:
        """Abilities, and pairs that hang together."""
        kept_names = [names[place] for place in self.kept]
        return {
            **_abilities_told(self.scored),
            "pairs": _dependent_pairs(self.scores, self.of, self.weighted, kept_names),
        }


def items_told(
    scores: Scores,
    found: Calibration | CategoryCalibration,
    own: list[str] | None,
    *,
    estimated: list[int],
) -> ItemsTold:
    """How the items of a fit agree with the persons whose `scores` they were fitted to, who are in the
    groups `own`; so many parameters of each item that was kept were `estimated`.
    """
    some = scores[:, found.kept]
    is_there = (some >= 0).any(1)
    some = some[is_there]
    groups = None if own is None else [own[row] for row in np.flatnonzero(is_there).tolist()]
    weighted = ability(some, found.items, method="WL")
    return ItemsTold(
        found.items,
        found.kept.tolist(),
        some,
        abilities_in(some, found.items, groups, found.populations),
        weighted,
        mean_squares(some, found.items, weighted),
        _fit_by_score_groups(
            some, found.items, estimated=estimated, grid=grid_of(found.populations)
        ),
    )


def _abilities_told(scored: Abilities) -> dict[str, Any]:
    """The abilities of all persons together, and how reliable they are."""
    try:
        reliability = number(empirical_reliability(scored))
    except NotEstimable:
        reliability = None
    return {
        "empirical_reliability": reliability,
        "ability": {
            "mean": number(scored.theta.mean()),
            "deviation": number(scored.theta.std(ddof=1)),
            "quantiles": numbers(np.quantile(scored.theta, SHARES_BELOW)),
        },
    }


def _fit_by_score_groups(
    scores: Scores, of: Items | CategoryItems, *, estimated: list[int], grid: Grid
) -> Floats | None:
    """The probabilities of S-X2, which compares persons who answered every item; else None."""
    if (scores < 0).any() or scores.shape[1] < 3:
        return None
    return score_group_fit(scores, of, grid=grid, estimated=estimated).probability


def _observed_told(scores: Scores, theta: Floats) -> list[list[float | None]]:
    """What a curve must go through: [mean ability, share right, persons] of each group."""
    found = observed_shares(scores, theta)
    return [
        [number(place), number(share), number(persons)]
        for place, share, persons in zip(found.theta, found.share, found.persons, strict=True)
    ]


def _dependent_pairs(
    scores: Scores, of: Items | CategoryItems, scored: Abilities, names: list[str]
) -> list[dict[str, Any]]:
    """Pairs of items whose residuals correlate by more than 0.2 above the mean of all pairs."""
    if len(names) < 3:
        return []
    correlation = local_dependence(scores, of, scored)
    seen = (scores >= 0).astype(np.int64)
    above = np.triu(np.ones(correlation.shape, np.bool_), 1)
    is_known = above & np.isfinite(correlation) & (seen.T @ seen >= FEWEST_OF_PAIR)
    if not is_known.any():
        return []
    limit = float(correlation[is_known].mean()) + DEPENDENT
    flagged = np.argwhere(is_known & (correlation > limit))
    pairs = sorted(((float(correlation[i, j]), int(i), int(j)) for i, j in flagged), reverse=True)
    return [
        {"items": [names[i], names[j]], "q3": number(value)} for value, i, j in pairs[:MOST_PAIRS]
    ]
