"""Differential item functioning by the language in which an exam was sat."""

from __future__ import annotations

from typing import Any

import numpy as np

from tauliah.core.psychometrics.dif import logistic_dif, mantel_haenszel
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.needs import DIF, DIF_SMALLER_GROUP, too_few
from tauliah.core.psychometrics.runs.plain import number
from tauliah.core.psychometrics.runs.response_table import ResponseTable, Watch, unwatched


def compare_languages(
    table: ResponseTable,
    *,
    focal: str,
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
) -> dict[str, Any]:
    """Each item for candidates in the language `focal` against all others, as plain values.

    Persons are matched on their right answers to all items of their form that count, the studied one
    included; so an item is compared among those who had it, whatever else their forms hold. Items
    with fewer than 500 responses, or 200 in one group, stand in `too_few`. Raises NotEstimable where
    no item has enough.
    """
    languages = np.array(table.languages, dtype=object)
    is_known = languages != ""
    is_focal = languages == focal
    seen = (table.scores >= 0) & is_known[:, None]
    of_focal = (seen & is_focal[:, None]).sum(0)
    of_others = (seen & ~is_focal[:, None]).sum(0)
    has_enough = (of_focal + of_others >= DIF.fewest) & (
        np.minimum(of_focal, of_others) >= DIF_SMALLER_GROUP
    )
    if not has_enough.any():
        focals, others = int((is_focal & is_known).sum()), int((~is_focal & is_known).sum())
        raise too_few(
            DIF,
            en=f"{focals} scored sittings are in the language looked at and {others} in the other, "
            "and no item has enough responses in both.",
            ms=f"{focals} peperiksaan yang diberi markah adalah dalam bahasa yang diteliti dan "
            f"{others} dalam bahasa yang lain, dan tiada item mempunyai respons yang mencukupi "
            "dalam kedua-duanya.",
        )
    totals = table.totals
    items: list[dict[str, Any]] = list(steps.found("items") or ())
    places = np.flatnonzero(has_enough).tolist()
    for done, place in enumerate(places[len(items) :], start=len(items)):
        watch(done, len(places))
        rows = np.flatnonzero(seen[:, place])
        items.append(
            {
                "item": table.items[place],
                "reference": int(of_others[place]),
                "focal": int(of_focal[place]),
                **_compared(table.scores[rows, place], is_focal[rows], totals[rows]),
            }
        )
        steps.keep("items", items)
    watch(len(places), len(places))
    return {
        "focal": focal,
        "reference": sorted({str(one) for one in languages[is_known & ~is_focal]}),
        "persons": int(is_known.sum()),
        "items": items,
        "too_few": [
            {"item": table.items[place], "responses": int(of_focal[place] + of_others[place])}
            for place in np.flatnonzero(~has_enough).tolist()
        ],
    }


def _compared(right: Any, focal: Any, totals: Any) -> dict[str, Any]:
    scores = right[:, None]
    found = mantel_haenszel(scores, focal, matching=totals)
    told: dict[str, Any] = {
        "odds_ratio": number(found.odds_ratio[0]),
        "delta": number(found.delta[0]),
        "delta_error": number(found.delta_error[0]),
        "p": number(found.p_value[0]),
        "class": found.classes[0],
    }
    try:
        logistic = logistic_dif(scores, focal, matching=totals)
    except NotEstimable:
        return {
            **told,
            "uniform_p": None,
            "non_uniform_p": None,
            "effect": None,
            "effect_class": "?",
        }
    return {
        **told,
        "uniform_p": number(logistic.uniform_p[0]),
        "non_uniform_p": number(logistic.non_uniform_p[0]),
        "effect": number(logistic.effect[0]),
        "effect_class": logistic.classes[0],
    }
