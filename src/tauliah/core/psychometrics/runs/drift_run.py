"""Drift of anchors: items of an earlier calibration calibrated again, and which of them moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tauliah.core.psychometrics.calibrated import Calibration, Model
from tauliah.core.psychometrics.drift import StableLink, stable_link
from tauliah.core.psychometrics.items import Items, items
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.fits_told import too_few_told, with_enough
from tauliah.core.psychometrics.runs.fitting import fitted
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.needs import CALIBRATION
from tauliah.core.psychometrics.runs.plain import number
from tauliah.core.psychometrics.runs.response_table import ResponseTable, Watch, unwatched

SUSPECT_Z, DRIFTING_Z = 1.645, 1.96  # at 0.10 and 0.05: Huynh and Meyer (2010)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The parameters of an item by an earlier calibration, and the standard error of b."""

    a: float
    b: float
    c: float
    b_error: float


def anchors_that_drift(
    table: ResponseTable,
    earlier: Mapping[int, Earlier],
    model: Model,
    *,
    has_priors: bool = False,
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
) -> dict[str, Any]:
    """How each item of an earlier calibration (by its place in the table) moved, as plain values.

    These responses are calibrated by the same `model`, and linked to the earlier scale by the anchors
    that stayed (Huynh and Meyer, 2010). `items` with the class of each: "A" stays, "B" is suspect (a
    robust z beyond 1.645), "C" drifts (beyond 1.96). Raises NotEstimable for fewer than four.
    """
    need = CALIBRATION[model]
    kept = with_enough(table, need)
    scores = table.scores[:, kept]
    scores = scores[(scores >= 0).any(1)]
    found = fitted(scores, model, has_priors=has_priors, watch=watch, steps=steps)
    watch(len(found.trace), 0)
    common = [
        place
        for place in found.kept.tolist()
        if int(kept[place]) in earlier
        if found.discrimination[place] > 0 and np.isfinite(found.difficulty_error[place])
    ]
    _require_any(common)
    base = [earlier[int(kept[place])] for place in common]
    link = stable_link(
        items(found.discrimination[common], found.difficulty[common], floor=found.guessing[common]),
        items([one.a for one in base], [one.b for one in base], floor=[one.c for one in base]),
        new_errors=found.difficulty_error[common],
        base_errors=[one.b_error for one in base],
    )
    names = [table.items[int(kept[place])] for place in common]
    return {
        "model": model,
        "persons": len(scores),
        "has_converged": found.has_converged,
        "link": {
            "slope": number(link.link.slope),
            "slope_error": number(link.link.slope_error),
            "intercept": number(link.link.intercept),
            "intercept_error": number(link.link.intercept_error),
        },
        "is_within_limit": link.is_within_limit,
        "items": _moved(found, link, base, common=common, names=names),
        "too_few": too_few_told(table, need),
    }


def _require_any(common: list[int]) -> None:
    if not common:
        raise NotEstimable(
            "none-in-common",
            en="None of the items of the earlier calibration has enough responses here.",
            ms="Tiada item daripada penentukuran terdahulu yang mempunyai respons mencukupi di sini.",
        )


def _moved(
    found: Calibration,
    link: StableLink,
    base: list[Earlier],
    *,
    common: list[int],
    names: list[str],
) -> list[dict[str, Any]]:
    drift = link.drift
    new: Items = link.link.items(items(found.discrimination[common], found.difficulty[common]))
    worst = np.maximum(np.abs(drift.difficulty_z), np.abs(drift.discrimination_z))
    return [
        {
            "item": name,
            "base_a": number(base[at].a),
            "base_b": number(base[at].b),
            "new_a": number(new.discrimination[at]),
            "new_b": number(new.difficulty[at]),
            "displacement": number(drift.displacement[at]),
            "displacement_error": number(drift.displacement_error[at]),
            "difficulty_z": number(drift.difficulty_z[at]),
            "discrimination_z": number(drift.discrimination_z[at]),
            "curve_difference": number(drift.curve_difference[at]),
            "class": "C" if worst[at] > DRIFTING_Z else "B" if worst[at] > SUSPECT_Z else "A",
            "is_left_out": not bool(link.kept[at]),
        }
        for at, name in enumerate(names)
    ]
