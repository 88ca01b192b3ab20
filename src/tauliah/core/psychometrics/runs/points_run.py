"""A calibration of items whose answers are worth some of their points: ordered categories."""

from __future__ import annotations

from typing import Any

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Scores, Whole
from tauliah.core.psychometrics.calibrated import CategoryCalibration
from tauliah.core.psychometrics.category_items import CategoryModel
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.fits_told import (
    fit_told,
    items_told,
    require_some,
    too_few_told,
    with_enough,
)
from tauliah.core.psychometrics.runs.fitting import fitted_categories
from tauliah.core.psychometrics.runs.groups import GroupedBy, groups_of
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.needs import CALIBRATION
from tauliah.core.psychometrics.runs.plain import number, numbers
from tauliah.core.psychometrics.runs.response_table import ResponseTable, Watch, unwatched

FEWEST_IN_CATEGORY = 10  # Linacre (2002): with fewer, a threshold is mostly chance


def calibrate_points(
    table: ResponseTable,
    model: CategoryModel,
    *,
    has_priors: bool = False,
    grouped_by: GroupedBy = "",
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
) -> dict[str, Any]:
    """Every figure of a calibration by points as plain values, shaped as by `calibrate_items`.

    The points that answers to an item were worth are its categories, in their order; those that fewer
    than 10 answers were worth are joined with the next below (Linacre, 2002). `items`: a, the
    `thresholds` between neighbouring categories with their errors, their mean `b`, and `points`, what
    each category is worth. Needs of each item what the 2PL needs. Raises NotEstimable where no answer
    was worth some of the points.
    """
    if not table.in_parts.size:
        raise NotEstimable(
            "no-parts",
            en="Every answer to these items was worth all of the points or none, so there are no "
            "categories between. Take the 2PL, which says the same of such items.",
            ms="Setiap jawapan bagi item ini bernilai semua markah atau tiada langsung, maka tiada "
            "kategori di tengah. Gunakan 2PL, yang menyatakan perkara yang sama tentang item begini.",
        )
    need = CALIBRATION["2PL"]
    kept = with_enough(table, need)
    groups = groups_of(table, grouped_by)
    rows = (table.scores[:, kept] >= 0).any(1) & groups.belongs(len(table.persons))
    own = groups.of_rows(rows)
    scores, worth = _categories(table.points[rows][:, kept])
    found = fitted_categories(
        scores,
        model,
        categories=[len(one) for one in worth],
        has_priors=has_priors,
        groups=own,
        reference=groups.reference if own else None,
        watch=watch,
        steps=steps,
    )
    require_some(found.kept.size)
    watch(len(found.trace), 0)
    names = [table.items[place] for place in kept.tolist()]
    return {
        "model": model,
        "has_priors": has_priors,
        "grouped_by": grouped_by,
        "held": 0,
        "persons": len(scores),
        "too_few": too_few_told(table, need),
        **fit_told(found, names),
        "marginal_reliability": None,
        **_of_items(scores, found, own, names, worth),
    }


def _categories(points: Floats) -> tuple[Scores, list[list[float]]]:
    """Points as categories 0, 1, ..., -1 for missing; and what each category of each item is worth,
    the lowest of the points that are joined in it.
    """
    scores = np.full(points.shape, -1, np.int8)
    worth = []
    for column in range(points.shape[1]):
        seen = points[:, column] >= 0
        values, counts = np.unique(points[seen, column], return_counts=True)
        kept = [float(values[0])]
        for value, count in zip(values[1:].tolist(), counts[1:].tolist(), strict=True):
            if count >= FEWEST_IN_CATEGORY:
                kept.append(value)
        if len(kept) == 1:
            kept.append(float(values[-1]) if values.size > 1 else kept[0] + 1)
        scores[seen, column] = np.searchsorted(kept, points[seen, column], side="right") - 1
        worth.append(kept)
    return scores, worth


def _of_items(
    scores: Scores,
    found: CategoryCalibration,
    own: list[str] | None,
    names: list[str],
    worth: list[list[float]],
) -> dict[str, Any]:
    told = items_told(
        scores,
        found,
        own,
        estimated=[int(found.categories[place]) for place in found.kept.tolist()],
    )
    items = []
    for place, name in enumerate(names):
        seen = scores[:, place] >= 0
        inner = slice(0, int(found.categories[place]) - 1)
        thresholds = found.thresholds[place, inner]
        items.append(
            {
                "item": name,
                "responses": int(seen.sum()),
                "is_held": False,
                "points": [number(one) for one in worth[place]],
                "shares": _shares(scores[seen, place], len(worth[place])),
                "a": number(found.discrimination[place]),
                "a_error": number(found.discrimination_error[place]),
                "b": number(thresholds.mean()),
                "thresholds": numbers(thresholds),
                "threshold_errors": numbers(found.threshold_errors[place, inner]),
                **told.fit_of(place),
            }
        )
    return {"items": items, **told.of_all(names)}


def _shares(categories: Any, of: int) -> list[float | None]:
    counts: Whole = np.bincount(categories, minlength=of)
    return numbers(counts / max(1, int(counts.sum())))
