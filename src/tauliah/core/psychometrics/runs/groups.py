"""Groups of candidates for a calibration: who is in which, and whether each is large enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.arrays import Floats, Scores, Truths
from tauliah.core.psychometrics.calibrated import Population
from tauliah.core.psychometrics.category_items import CategoryItems
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.needs import GROUP, too_few
from tauliah.core.psychometrics.runs.plain import number
from tauliah.core.psychometrics.runs.response_table import ResponseTable
from tauliah.core.psychometrics.scoring import Abilities, ability

GroupedBy = Literal["", "language", "window", "form"]
_GROUPS: Mapping[GroupedBy, LocalText] = {
    "language": LocalText(en="languages", ms="bahasa"),
    "window": LocalText(en="windows", ms="tetingkap"),
    "form": LocalText(en="forms", ms="set soalan"),
}


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each person, "" of one that belongs to none; nothing where all are one group.

    `reference` is the group with mean 0 and standard deviation 1: the largest one.
    """

    of: tuple[str, ...]
    reference: str

    def belongs(self, persons: int) -> Truths:
        """Who belongs to a group, of so many persons."""
        if not self.of:
            return np.ones(persons, np.bool_)
        return np.array([bool(one) for one in self.of])

    def of_rows(self, rows: Truths) -> list[str] | None:
        """The groups of some persons; None where all are one."""
        if not self.of:
            return None
        return [self.of[row] for row in np.flatnonzero(rows).tolist()]


ONE_GROUP = Groups((), "")


def groupings(table: ResponseTable) -> dict[GroupedBy, tuple[str, ...]]:
    """The group of each of a table's persons, "" for none, by each way of grouping them."""
    return {"language": table.languages, "window": table.windows, "form": table.forms}


def groups_of(table: ResponseTable, by: GroupedBy) -> Groups:
    """The groups of a table's persons; raises NotEstimable for a single one, or one that is small."""
    if not by:
        return ONE_GROUP
    of = groupings(table)[by]
    names = sorted(set(of) - {""})
    counts = {name: of.count(name) for name in names}
    if len(names) < 2:
        many = _GROUPS[by]
        only = names[0] if names else "–"
        raise NotEstimable(
            "one-group",
            en=f"All candidates are in one group ({only}): several {many.en} are needed. Calibrate "
            "them as one population.",
            ms=f"Semua calon berada dalam satu kumpulan ({only}): beberapa {many.ms} diperlukan. "
            "Tentukurkan mereka sebagai satu populasi.",
        )
    small = {name: count for name, count in counts.items() if count < GROUP.fewest}
    if small:
        told = ", ".join(f"{name} ({count})" for name, count in list(small.items())[:10])
        raise too_few(
            GROUP,
            en=f"{len(small)} of {len(names)} groups are too small: {told}.",
            ms=f"{len(small)} daripada {len(names)} kumpulan terlalu kecil: {told}.",
        )
    return Groups(of, max(names, key=lambda name: (counts[name], name)))


def grid_of(populations: Sequence[Population]) -> Grid:
    """The abilities of all groups together: a mixture of their normal distributions."""
    whole = sum(one.persons for one in populations)
    grid = normal_grid()
    nodes = [one.mean + one.deviation * grid.nodes for one in populations]
    weights = [one.persons / whole * grid.weights for one in populations]
    return Grid(np.concatenate(nodes), np.concatenate(weights))


def abilities_in(
    scores: Scores,
    of: Items | CategoryItems,
    groups: Sequence[str] | None,
    populations: Sequence[Population],
) -> Abilities:
    """Each person's ability by "EAP", with the distribution of their own group as the prior."""
    theta: Floats = np.full(len(scores), np.nan)
    error: Floats = np.full(len(scores), np.nan)
    names = np.array([""] * len(scores) if groups is None else groups)
    for one in populations:
        rows = np.flatnonzero(names == one.label)
        if rows.size:
            found = ability(scores[rows], of, method="EAP", mean=one.mean, deviation=one.deviation)
            theta[rows], error[rows] = found.theta, found.error
    return Abilities("EAP", theta, error)


def populations_told(populations: Sequence[Population]) -> list[dict[str, Any]]:
    """Mean and standard deviation of each group with their errors, as plain values."""
    return [
        {
            "group": one.label,
            "persons": number(one.persons),
            "mean": number(one.mean),
            "mean_error": number(one.mean_error),
            "deviation": number(one.deviation),
            "deviation_error": number(one.deviation_error),
        }
        for one in populations
    ]
