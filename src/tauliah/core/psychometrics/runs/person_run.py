"""Person fit: how many candidates answered as the model says, altogether and group by group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Truths
from tauliah.core.psychometrics.calibrated import Model
from tauliah.core.psychometrics.person_fit import person_fit
from tauliah.core.psychometrics.runs.fits_told import require_some, with_enough
from tauliah.core.psychometrics.runs.fitting import fitted
from tauliah.core.psychometrics.runs.groups import groupings
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.needs import CALIBRATION, GROUP
from tauliah.core.psychometrics.runs.plain import number
from tauliah.core.psychometrics.runs.response_table import ResponseTable, Watch, unwatched
from tauliah.core.psychometrics.scoring import ability

LEVELS = ((-1.645, 0.05), (-2.326, 0.01))
"""Below which lz* a pattern is told, and how many such the model itself would have: one-sided."""
EDGES = tuple(value / 2 for value in range(-12, 13))


def fit_of_persons(
    table: ResponseTable,
    model: Model,
    *,
    has_priors: bool = False,
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
) -> dict[str, Any]:
    """How many response patterns are unlikely under the model, as plain values that name nobody.

    lz* of Snijders (2001) with abilities by weighted likelihood. `levels`: [limit, share expected,
    persons]; `counts` between `edges`, what lies outside counted at the ends; `groups`: languages,
    windows and forms of at least 100 candidates. Raises NotEstimable as a calibration does.
    """
    kept = with_enough(table, CALIBRATION[model])
    some = table.scores[:, kept]
    some = some[(some >= 0).any(1)]
    found = fitted(some, model, has_priors=has_priors, watch=watch, steps=steps)
    require_some(found.kept.size)
    watch(len(found.trace), 0)
    scores = table.scores[:, kept[found.kept]]
    fit = person_fit(scores, found.items, ability(scores, found.items, method="WL")).lz_star
    is_known = np.isfinite(fit)
    inside = np.clip(fit[is_known], EDGES[0], EDGES[-1])
    counts, _ = np.histogram(inside, EDGES)
    return {
        "model": model,
        "has_converged": found.has_converged,
        "persons": int(is_known.sum()),
        "not_told": int((~is_known).sum()),
        "mean": number(fit[is_known].mean()) if is_known.any() else None,
        "deviation": number(fit[is_known].std(ddof=1)) if is_known.sum() > 1 else None,
        "levels": [
            [limit, expected, int((fit[is_known] < limit).sum())] for limit, expected in LEVELS
        ],
        "edges": list(EDGES),
        "counts": [int(one) for one in counts.tolist()],
        "groups": list(_groups(table, fit, is_known)),
    }


def _groups(table: ResponseTable, fit: Floats, is_known: Truths) -> Iterable[dict[str, Any]]:
    """Groups that are large enough, where there are several of a kind."""
    for kind, of in groupings(table).items():
        names = np.array(of, dtype=object)
        found = sorted(set(of) - {""})
        if len(found) < 2:
            continue
        for name in found:
            own = fit[is_known & (names == name)]
            if own.size >= GROUP.fewest:
                yield {
                    "by": kind,
                    "group": name,
                    "persons": int(own.size),
                    "mean": number(own.mean()),
                    "below": [int((own < limit).sum()) for limit, _ in LEVELS],
                }
