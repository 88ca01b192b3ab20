"""Equating of two forms by the items that both have: each calibrated, linked, then equated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Whole
from tauliah.core.psychometrics.calibrated import Calibration
from tauliah.core.psychometrics.irt_equating import observed_score_equating, true_score_equivalents
from tauliah.core.psychometrics.irt_equating_errors import irt_equating_errors
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.linking import Link, LinkMethod, link, way_between
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.fitting import fitted
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.needs import COMMON_ITEMS, COMMON_SHARE, EQUATING, too_few
from tauliah.core.psychometrics.runs.plain import number
from tauliah.core.psychometrics.runs.response_table import (
    ResponseTable,
    Watch,
    distribution_facts,
    unwatched,
)

_Equated: TypeAlias = Callable[[Items, Items], Floats]


def equate_forms(
    table: ResponseTable,
    *,
    new: str,
    base: str,
    model: Literal["1PL", "2PL"],
    method: LinkMethod = "stocking-lord",
    replications: int = 0,
    seed: int = 0,
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
) -> dict[str, Any]:
    """What each score of the form `new` is worth on the form `base`, as plain values.

    The two are calibrated apart and linked by their common items (Kolen and Brennan, 2014, chapter
    6). `equivalents`: [score, by true scores, by observed scores]. `errors`: the standard errors of
    both for each score, by so many `replications` of a parametric bootstrap from `seed`, the error of
    the link in them; empty without. `common`: the difficulty of each common item on the base scale in
    both, and the difference, in which drift shows. Raises NotEstimable for too few candidates or common
    items, or an item without an estimate.
    """
    columns = {name: table.columns_of(name) for name in (new, base)}
    rows = {name: table.rows_of(name) for name in (new, base)}
    fewest = min(found.size for found in rows.values())
    if fewest < EQUATING.fewest:
        raise too_few(
            EQUATING,
            en=f"One of the two forms was sat by {fewest} candidates.",
            ms=f"Satu daripada dua set soalan ini diduduki oleh {fewest} orang calon.",
        )
    common = np.intersect1d(columns[new], columns[base])
    longest = max(found.size for found in columns.values())
    if common.size < max(1.0, COMMON_SHARE * longest):
        raise NotEstimable(
            "too-few-common",
            en=f"The forms have {common.size} items in common, of {longest}. {COMMON_ITEMS.en}",
            ms=f"Kedua-dua set soalan mempunyai {common.size} item yang sama daripada {longest}. "
            f"{COMMON_ITEMS.ms}",
        )
    fits = {
        name: fitted(
            table.scores[np.ix_(rows[name], columns[name])],
            model,
            watch=watch,
            steps=steps,
            name=role,
        )
        for role, name in (("base", base), ("new", new))
    }
    for name, fit in fits.items():
        _require_all(fit, [table.items[place] for place in columns[name].tolist()])
    places = {name: np.searchsorted(columns[name], common) for name in (new, base)}
    way = link(
        _some(fits[new].items, places[new]), _some(fits[base].items, places[base]), method=method
    )
    equated = _equated(places[new], places[base], method)
    by_true, by_observed = equated(fits[new].items, fits[base].items)
    watch(len(fits[base].trace) + len(fits[new].trace), 0)
    errors = _errors(fits[new], fits[base], equated, replications, seed, watch=watch, steps=steps)
    cuts = {table.pass_marks[row] for row in rows[base].tolist()}
    return {
        "model": model,
        "method": method,
        "forms": {
            role: {
                "form": name,
                "persons": int(rows[name].size),
                "items": int(columns[name].size),
                "log_likelihood": number(fits[name].log_likelihood),
                "has_converged": fits[name].has_converged,
                **{
                    key: number(value)
                    for key, value in distribution_facts(table.totals[rows[name]]).items()
                },
            }
            for role, name in (("new", new), ("base", base))
        },
        "link": {
            "slope": number(way.slope),
            "slope_error": number(way.slope_error),
            "intercept": number(way.intercept),
            "intercept_error": number(way.intercept_error),
        },
        "common": _common(table, common, fits=fits, places=places, names=(new, base), way=way),
        "cut": cuts.pop() if len(cuts) == 1 else 0,
        "equivalents": [
            [score, number(true), number(observed)]
            for score, (true, observed) in enumerate(zip(by_true, by_observed, strict=True))
        ],
        "errors": errors,
        "replications": replications,
        "seed": seed,
    }


def _equated(new: Whole, base: Whole, method: LinkMethod) -> _Equated:
    """From the items of both forms, whose common ones stand at these places, to what each score of the
    new form is worth: (2, scores), by true and by observed scores.
    """

    def equated(of_new: Items, of_base: Items) -> Floats:
        on_base = way_between(_some(of_new, new), _some(of_base, base), method=method).items(of_new)
        scores = np.arange(len(of_new) + 1)
        return np.stack(
            [
                true_score_equivalents(on_base, of_base, scores),
                observed_score_equating(on_base, of_base).equivalents,
            ]
        )

    return equated


def _errors(
    new: Calibration,
    base: Calibration,
    equated: _Equated,
    replications: int,
    seed: int,
    *,
    watch: Watch,
    steps: KeptSteps,
) -> list[list[float | None]]:
    """The standard errors of both ways for each score; nothing without replications.

    A seed draws the same items each time, so what earlier turns equated is not equated again.
    """
    if not replications:
        return []
    kept: list[Any] = list(steps.found("replications") or ())
    count = 0

    def replicated(of_new: Items, of_base: Items) -> Floats:
        nonlocal count
        place, count = count, count + 1
        watch(min(place, replications), replications)
        if place == len(kept):
            kept.append(_or_none(equated, of_new, of_base))
            steps.keep("replications", kept)
        if kept[place] is None:
            raise NotEstimable(
                "draw-not-equated",
                en="This draw cannot be equated.",
                ms="Cabutan ini tidak dapat disamakan.",
            )
        return np.array(kept[place], np.float64)

    found = irt_equating_errors(
        [new, base],
        replicated,
        replications=replications,
        chance=np.random.default_rng(seed),
    )
    watch(replications, replications)
    return [[number(true), number(observed)] for true, observed in found.T]


def _or_none(equated: _Equated, new: Items, base: Items) -> list[list[float]] | None:
    try:
        found: list[list[float]] = equated(new, base).tolist()
    except NotEstimable:
        return None
    return found


def _require_all(fit: Calibration, names: list[str]) -> None:
    without = [name for place, name in enumerate(names) if place not in set(fit.kept.tolist())]
    if without:
        told = ", ".join(without)
        raise NotEstimable(
            "item-without-estimate",
            en=f"These items have no estimate, since all were right or all wrong: {told}.",
            ms=f"Item ini tiada anggaran kerana semua betul atau semua salah: {told}.",
        )


def _some(of: Items, places: Whole) -> Items:
    return Items(
        of.discrimination[places], of.difficulty[places], of.floor[places], of.ceiling[places]
    )


def _common(
    table: ResponseTable,
    common: Whole,
    *,
    fits: dict[str, Calibration],
    places: dict[str, Whole],
    names: tuple[str, str],
    way: Link,
) -> list[dict[str, Any]]:
    new, base = names
    moved = way.items(_some(fits[new].items, places[new])).difficulty
    stayed = fits[base].difficulty[places[base]]
    new_errors = way.slope * fits[new].difficulty_error[places[new]]
    errors = np.hypot(new_errors, fits[base].difficulty_error[places[base]])
    return [
        {
            "item": table.items[place],
            "new": number(moved[at]),
            "base": number(stayed[at]),
            "difference": number(moved[at] - stayed[at]),
            "error": number(errors[at]),
        }
        for at, place in enumerate(common.tolist())
    ]
