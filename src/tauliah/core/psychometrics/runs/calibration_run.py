"""A calibration: parameters with their errors, fit of each item, precision of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tauliah.core.psychometrics.arrays import Scores
from tauliah.core.psychometrics.calibrated import Calibration, Model
from tauliah.core.psychometrics.precision import marginal_reliability
from tauliah.core.psychometrics.runs.fits_told import (
    fit_told,
    items_told,
    require_some,
    too_few_told,
    with_enough,
)
from tauliah.core.psychometrics.runs.fitting import fitted
from tauliah.core.psychometrics.runs.groups import GroupedBy, groups_of
from tauliah.core.psychometrics.runs.held_items import Held, anchors_among
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.needs import CALIBRATION
from tauliah.core.psychometrics.runs.plain import number
from tauliah.core.psychometrics.runs.response_table import ResponseTable, Watch, unwatched

NOTHING_HELD: Held = MappingProxyType({})
_PARAMETERS: Mapping[Model, int] = {"1PL": 1, "2PL": 2, "3PL": 3}


def calibrate_items(
    table: ResponseTable,
    model: Model,
    *,
    has_priors: bool = False,
    grouped_by: GroupedBy = "",
    held: Held = NOTHING_HELD,
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
) -> dict[str, Any]:
    """Every figure of a calibration as plain values.

    Items with fewer responses than the model needs are named in `too_few` and left out. `items`:
    a, b and c with their errors, infit and outfit, S-X2 where everybody had every item (else None),
    and `observed`, [ability, share right, persons] of groups of candidates of like ability. `ability`
    has 200 quantiles. `pairs`: those whose residuals hang together (Q3). `has_priors` asks for the
    weak priors of `Priors` in the 1PL and 2PL; the 3PL has its own always.

    With `grouped_by` each group has a mean and a standard deviation of its own, 0 and 1 in the largest
    (Bock and Zimowski, 1997): `populations`. Items `held` keep their parameters, which then fix the
    scale of the others (Kim, 2006). Raises NotEstimable with the reason.
    """
    need = CALIBRATION[model]
    kept = with_enough(table, need)
    anchors = anchors_among(table, kept.tolist(), held, model)
    groups = groups_of(table, grouped_by)
    rows = (table.scores[:, kept] >= 0).any(1) & groups.belongs(len(table.persons))
    scores, own = table.scores[rows][:, kept], groups.of_rows(rows)
    found = fitted(
        scores,
        model,
        has_priors=has_priors,
        groups=own,
        reference=groups.reference if own and not anchors else None,
        anchors=anchors,
        watch=watch,
        steps=steps,
    )
    require_some(found.kept.size)
    watch(len(found.trace), 0)
    names = [table.items[place] for place in kept.tolist()]
    return {
        "model": model,
        "has_priors": has_priors or model == "3PL",
        "grouped_by": grouped_by,
        "held": int(found.anchored.size),
        "persons": len(scores),
        "too_few": too_few_told(table, need),
        **fit_told(found, names),
        "marginal_reliability": None
        if own or anchors
        else number(marginal_reliability(found.items)),
        **_of_items(scores, found, own, names),
    }


def _of_items(
    scores: Scores, found: Calibration, own: list[str] | None, names: list[str]
) -> dict[str, Any]:
    """Each item with its parameters and fit; abilities; and pairs that hang together."""
    anchored = frozenset(found.anchored.tolist())
    told = items_told(
        scores,
        found,
        own,
        estimated=[
            0 if place in anchored else _PARAMETERS[found.model] for place in found.kept.tolist()
        ],
    )
    items = []
    for place, name in enumerate(names):
        seen = scores[:, place] >= 0
        items.append(
            {
                "item": name,
                "responses": int(seen.sum()),
                "is_held": place in anchored,
                "share": number((scores[:, place] == 1).sum() / seen.sum()),
                "a": number(found.discrimination[place]),
                "a_error": number(found.discrimination_error[place]),
                "b": number(found.difficulty[place]),
                "b_error": number(found.difficulty_error[place]),
                "c": number(found.guessing[place]),
                "c_error": number(found.guessing_error[place]),
                **told.fit_of(place),
                "observed": told.observed_of(place),
            }
        )
    return {"items": items, **told.of_all(names)}
