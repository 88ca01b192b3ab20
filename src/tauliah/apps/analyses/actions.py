"""The only writers of analyses: asked for, made beside the pages, cancelled."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah import __version__
from tauliah.apps.analyses.asking import Asked
from tauliah.apps.analyses.models import AnalysisRun, RunOutcome, RunProgress
from tauliah.apps.analyses.tables import table_of
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM, Actor, Permission, System, require
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.psychometrics import NotEstimable
from tauliah.core.psychometrics.runs import (
    ResponseTable,
    Watch,
    analyse_items,
    calibrate_items,
    compare_languages,
    equate_forms,
)

BETWEEN_SIGNS = timedelta(seconds=1)

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody asked to stop."""


@transaction.atomic
def order_run(actor: Actor, asked: Asked, *, at: datetime) -> UUID:
    """Keep an analysis that is to be made; the id of its run. `make_run` makes it."""
    require(actor, Permission.ANALYSIS_MAKE)
    run = AnalysisRun.objects.create(
        kind=asked.kind,
        course=asked.course,
        window=asked.window,
        settings=asked.settings,
        code_version=__version__,
        asked_by=None if isinstance(actor, System) else actor,
        asked_at=at,
    )
    RunProgress.objects.create(run=run, told_at=at)
    details = {
        "kind": asked.kind,
        "course": asked.course,
        "window": asked.window,
        "settings": asked.settings,
    }
    write_audit_entry(actor, "analysis.ordered", subject=_subject(run.pk), at=at, details=details)
    return run.pk


def make_run(
    id: UUID, *, clock: Callable[[], datetime], told: Callable[[int, int], None] | None = None
) -> str:
    """Do the work of a run, whatever comes of it; its outcome, as `RunOutcome.state` has it.

    `told` hears of every step, of how many (0 where nobody knows). It is not for a transaction: each
    sign of progress is to be seen at once.
    """
    run = AnalysisRun.objects.get(pk=id)
    watch = _watch(id, clock, told)
    responses: dict[str, Any] | None = None
    try:
        watch(0, 0)
        found = table_of(run.course, run.window, watch=watch)
        if found is None:
            return _end(id, "refused", at=clock(), reason=_NO_SITTINGS)
        table, responses = found
        results = _results(run, table, watch)
    except NotEstimable as refusal:
        reason = refusal.refused.message
        return _end(id, "refused", at=clock(), responses=responses, reason=reason)
    except (Cancelled, KeyboardInterrupt):
        return _end(id, "cancelled", at=clock(), responses=responses, reason=_CANCELLED)
    except Exception as error:
        log.exception("an analysis was not made")
        return _end(id, "failed", at=clock(), responses=responses, reason=_failed(error))
    return _end(id, "made", at=clock(), responses=responses, results=results)


def tell_waiting(id: UUID, *, at: datetime) -> bool:
    """A sign of a run that waits for its turn; whether it is still wanted."""
    return bool(RunProgress.objects.filter(run=id, is_cancelled=False).update(told_at=at))


def _results(run: AnalysisRun, table: ResponseTable, watch: Watch) -> dict[str, Any]:
    settings = run.settings
    if run.kind == "items":
        return analyse_items(table, watch=watch)
    if run.kind == "languages":
        return compare_languages(table, focal=settings["focal"], watch=watch)
    if run.kind == "calibration":
        return calibrate_items(
            table, settings["model"], has_priors=settings["has_priors"], watch=watch
        )
    return equate_forms(
        table,
        new=settings["new"],
        base=settings["base"],
        model=settings["model"],
        method=settings["method"],
        watch=watch,
    )


def _watch(
    id: UUID, clock: Callable[[], datetime], told: Callable[[int, int], None] | None
) -> Watch:
    """Tells how far a run is, not more often than each second, and stops it where that was asked."""
    last: datetime | None = None

    def watch(done: int, of: int) -> None:
        nonlocal last
        if told is not None:
            told(done, of)
        moment = clock()
        if last is not None and moment - last < BETWEEN_SIGNS:
            return
        last = moment
        going_on = RunProgress.objects.filter(run=id, is_cancelled=False)
        if not going_on.update(done=done, of=of, told_at=moment):
            raise Cancelled

    return watch


@transaction.atomic
def _end(
    id: UUID,
    state: str,
    *,
    at: datetime,
    responses: dict[str, Any] | None = None,
    results: dict[str, Any] | None = None,
    reason: LocalText | None = None,
) -> str:
    RunOutcome.objects.create(
        run_id=id,
        state=state,
        responses=responses,
        results=results,
        reason={"en": reason.en, "ms": reason.ms} if reason else None,
        ended_at=at,
    )
    RunProgress.objects.filter(run=id).delete()
    details = {"outcome": state, "digest": responses["digest"] if responses else ""}
    write_audit_entry(SYSTEM, "analysis.ended", subject=_subject(id), at=at, details=details)
    return state


@transaction.atomic
def cancel_run(actor: Actor, id: UUID, *, at: datetime) -> Refused | None:
    """Ask a run to stop; it does at its next sign. One that has ended stays as it is."""
    require(actor, Permission.ANALYSIS_MAKE)
    if not RunProgress.objects.filter(run=id).update(is_cancelled=True):
        return Refused(
            "ended",
            LocalText(en="This analysis has ended already.", ms="Analisis ini telah pun berakhir."),
        )
    write_audit_entry(actor, "analysis.cancelled", subject=_subject(id), at=at, details={})
    return None


def _subject(id: UUID) -> str:
    return f"analysis:{id}"


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
_CANCELLED = LocalText(
    en="It was cancelled before it was done.", ms="Ia dibatalkan sebelum selesai."
)
