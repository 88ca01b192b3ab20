"""The work of a run: from its settings and the scored responses to figures that are kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from tauliah.apps.analyses.asking import POINT_MODELS
from tauliah.apps.analyses.earlier import earlier_items
from tauliah.apps.analyses.models import AnalysisRun
from tauliah.apps.analyses.tables import table_of
from tauliah.apps.analyses.turns import Cancelled, Lost, Turn
from tauliah.apps.itembank.calibrated import BankParameters, parameters_beside
from tauliah.core.kernel import LocalText, digest
from tauliah.core.psychometrics import NotEstimable
from tauliah.core.psychometrics.calibrated import Model
from tauliah.core.psychometrics.runs import (
    Earlier,
    ResponseTable,
    analyse_items,
    anchors_that_drift,
    calibrate_items,
    calibrate_points,
    compare_languages,
    equate_forms,
    fit_of_persons,
)

log = logging.getLogger(__name__)


def make_run(
    id: UUID, *, clock: Callable[[], datetime], told: Callable[[int, int], None] | None = None
) -> str:
    """Do the work of a run, whatever comes of it; its outcome, as `RunOutcome.state` has it.

    "cancelled" where it was asked to stop: it can go on from the steps that are kept. "lost" where it
    went on elsewhere meanwhile. `told` hears of every step, of how many (0 where nobody knows). It is
    not for a transaction: each sign of progress is to be seen at once.
    """
    run = AnalysisRun.objects.get(pk=id)
    turn = Turn(id, clock, told)
    try:
        return _made(run, turn)
    except (Cancelled, KeyboardInterrupt):
        turn.stopped()
        return "cancelled"
    except Lost:
        return "lost"


def _made(run: AnalysisRun, turn: Turn) -> str:
    responses: dict[str, Any] | None = None
    try:
        turn.watch(0, 0)
        found = table_of(run.course, run.window, watch=turn.watch)
        if found is None:
            turn.ended("refused", reason=_NO_SITTINGS)
            return "refused"
        table, responses = found
        given = _given(run, table, responses)
        turn.over(digest(json.dumps([responses["digest"], given.told]).encode()))
        results = _results(run, table, given, turn)
    except NotEstimable as refusal:
        turn.ended("refused", responses=responses, reason=refusal.refused.message)
        return "refused"
    except (Cancelled, Lost):
        raise
    except Exception as error:
        log.exception("an analysis was not made")
        turn.ended("failed", responses=responses, reason=_failed(error))
        return "failed"
    turn.ended("made", responses=responses, results=results)
    return "made"


@dataclass(frozen=True, slots=True)
class _Given:
    """What goes in beside the responses, by the place of the item: parameters in the bank that are
    held, and those of an earlier run, with its model.
    """

    held: Mapping[int, BankParameters] = field(default_factory=dict)
    earlier: Mapping[int, Earlier] = field(default_factory=dict)
    model: Model = "1PL"

    @property
    def told(self) -> list[Any]:
        """All of it in plain values."""
        return [
            [[place, one.a, one.b, one.c] for place, one in self.held.items()],
            [[place, one.a, one.b, one.c, one.b_error] for place, one in self.earlier.items()],
        ]


def _given(run: AnalysisRun, table: ResponseTable, responses: dict[str, Any]) -> _Given:
    place_of = {UUID(id): table.items.index(name) for name, id in responses["versions"].items()}
    if run.settings.get("is_anchored"):
        beside = parameters_beside(place_of)
        # a pilot item is estimated anew with each window until it counts
        counting = frozenset(np.flatnonzero(table.is_scored.any(0)).tolist())
        held = sorted((place_of[version], one) for version, one in beside.items())
        return _Given(held={at: one for at, one in held if at in counting})
    if run.kind == "drift":
        model, before = earlier_items(run.course, run.settings["earlier"])
        known = {place_of[version]: one for version, one in before.items() if version in place_of}
        return _Given(earlier=dict(sorted(known.items())), model=model)
    return _Given()


def _results(run: AnalysisRun, table: ResponseTable, given: _Given, turn: Turn) -> dict[str, Any]:
    settings = run.settings
    how: dict[str, Any] = {"watch": turn.watch, "steps": turn}
    if run.kind == "items":
        return analyse_items(table, watch=turn.watch)
    if run.kind == "languages":
        return compare_languages(table, focal=settings["focal"], **how)
    if run.kind == "calibration":
        return _calibrated(settings, table, given, how)
    if run.kind == "persons":
        return fit_of_persons(table, settings["model"], has_priors=settings["has_priors"], **how)
    if run.kind == "drift":
        found = anchors_that_drift(table, given.earlier, given.model, **how)
        return {**found, "earlier": settings["earlier"]}
    return equate_forms(
        table,
        new=settings["new"],
        base=settings["base"],
        model=settings["model"],
        method=settings["method"],
        replications=settings.get("replications", 0),
        seed=settings.get("seed", 0),
        **how,
    )


def _calibrated(
    settings: dict[str, Any], table: ResponseTable, given: _Given, how: dict[str, Any]
) -> dict[str, Any]:
    how = {
        **how,
        "has_priors": settings["has_priors"],
        "grouped_by": settings.get("grouped_by", ""),
    }
    if settings["model"] in POINT_MODELS:
        return calibrate_points(table, settings["model"], **how)
    if not settings.get("is_anchored"):
        return calibrate_items(table, settings["model"], **how)
    if not given.held:
        raise NotEstimable("no-parameters", en=_NO_PARAMETERS.en, ms=_NO_PARAMETERS.ms)
    held = {place: (one.a, one.b, one.c) for place, one in given.held.items()}
    found = calibrate_items(table, settings["model"], held=held, **how)
    return {**found, "held_by": sorted({one.source for one in given.held.values()})}


def _failed(error: Exception) -> LocalText:
    told = f"{type(error).__name__}: {error}"
    return LocalText(
        en=f"The program broke off: {told}. Nothing was kept; tell the operator, who finds more in "
        "the log.",
        ms=f"Atur cara terhenti: {told}. Tiada apa-apa disimpan; maklumkan kepada pengendali, yang "
        "boleh mendapatkan butirannya dalam log.",
    )


_NO_SITTINGS = LocalText(
    en="No sitting of this exam is scored yet. Analyses start from scored sittings.",
    ms="Belum ada peperiksaan ini yang diberi markah. Analisis bermula daripada peperiksaan yang "
    "telah diberi markah.",
)
_NO_PARAMETERS = LocalText(
    en="No item of these responses that counts has parameters in the bank, so there is nothing to "
    "hold. Calibrate without holding items first, and have the parameters adopted.",
    ms="Tiada item yang dikira dalam respons ini mempunyai parameter dalam bank, maka tiada yang dapat "
    "ditetapkan. Tentukurkan tanpa menetapkan item dahulu, dan minta parameternya diterima pakai.",
)
