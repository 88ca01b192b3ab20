"""The same model of whole numbers, solved by CP-SAT: better forms, proof, or that there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.assembly.model import Model

FINEST = 1_000_000  # parts of the target, and of a row whose numbers are not whole


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What CP-SAT knows: forms (units of each), and the value that none can better."""

    status: Literal["optimal", "found", "impossible", "unknown"]
    forms: tuple[tuple[int, ...], ...]
    bound: float


def solved(
    model: Model,
    *,
    hint: Sequence[Sequence[int]] = (),
    effort: float,
    gap: float = 0.0,
    seed: int = 0,
) -> Solution:
    """The best forms within so much deterministic time, from known ones if there are any.

    One worker and a seed, so that the same request has the same answer. Stops where no forms can
    be better by more than `gap`. Rows whose numbers are not whole are kept strictly, to a millionth
    of their largest.
    """
    from ortools.sat.python import cp_model

    whole, chosen = whole_model(model)
    if hint:
        for form, known in zip(chosen, hint, strict=True):
            inside = set(known)
            for unit, variable in enumerate(form):
                whole.add_hint(variable, unit in inside)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = effort
    solver.parameters.absolute_gap_limit = gap * FINEST
    status = solver.solve(whole)
    if status == cp_model.INFEASIBLE:
        return Solution("impossible", (), np.inf)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solution("unknown", (), -np.inf)
    forms = tuple(
        tuple(unit for unit, variable in enumerate(form) if solver.value(variable))
        for form in chosen
    )
    bound = solver.best_objective_bound / FINEST if model.share.shape[1] else 0.0
    return Solution("optimal" if status == cp_model.OPTIMAL else "found", forms, bound)


def whole_model(model: Model) -> tuple[Any, list[list[Any]]]:
    """The model as CP-SAT has it, with a variable for each form and unit."""
    from ortools.sat.python import cp_model

    whole = cp_model.CpModel()
    chosen = _chosen(whole, model)
    for row, low, high in zip(model.rows, model.low, model.high, strict=True):
        for form in chosen:
            _add_row(whole, form, row, low, high)
    _add_overlap(whole, model, chosen)
    if model.share.shape[1]:
        whole.minimize(_value(whole, model, chosen))
    return whole, chosen


def _chosen(whole: Any, model: Model) -> list[list[Any]]:
    """A variable for each form and unit; no unit in more forms than it may be."""
    chosen = [
        [whole.new_bool_var(f"{form}/{unit}") for unit in range(model.sizes.size)]
        for form in range(model.forms)
    ]
    cap = model.most_forms
    for unit in np.flatnonzero(cap < model.forms):
        own = [form[unit] for form in chosen]
        if cap[unit] == 1:
            whole.add_at_most_one(own)
        else:
            whole.add(sum(own) <= int(cap[unit]))
    return chosen


def _add_row(whole: Any, form: list[Any], row: Floats, low: float, high: float) -> None:
    units = np.flatnonzero(row)
    values, own = row[units], [form[unit] for unit in units]
    is_whole = bool((values == np.round(values)).all())
    scale = 1.0 if is_whole else FINEST / float(values.max())
    if low > 0:
        floors = np.floor(values * scale + 1e-9).astype(int).tolist()
        whole.add(sum(c * x for c, x in zip(floors, own, strict=True)) >= int(np.ceil(low * scale)))
    if np.isfinite(high):
        ceilings = np.ceil(values * scale - 1e-9).astype(int).tolist()
        whole.add(
            sum(c * x for c, x in zip(ceilings, own, strict=True)) <= int(np.floor(high * scale))
        )


def _add_overlap(whole: Any, model: Model, chosen: list[list[Any]]) -> None:
    shared = np.flatnonzero(model.most_forms > 1)
    if not model.overlap or model.overlap >= model.sizes[shared].sum():
        return
    for left, right in combinations(range(model.forms), 2):
        common = []
        for unit in shared:
            both = whole.new_bool_var(f"{left}&{right}/{unit}")
            whole.add_bool_or([~chosen[left][unit], ~chosen[right][unit], both])
            common.append(int(model.sizes[unit]) * both)
        whole.add(sum(common) <= model.overlap)


def _value(whole: Any, model: Model, chosen: list[list[Any]]) -> Any:
    parts = np.round(model.share * FINEST).astype(np.int64)
    furthest = int(parts.sum(0).max()) + FINEST
    value = whole.new_int_var(-furthest, furthest, "value")
    for form in chosen:
        for point in range(parts.shape[1]):
            total = sum(int(c) * x for c, x in zip(parts[:, point], form, strict=True) if c)
            if model.is_near:
                whole.add(value >= total - FINEST)
                whole.add(value >= FINEST - total)
            else:
                whole.add(value >= -total)
    return value
