"""The writers of analyses that people ask for: ordered, cancelled, gone on with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from tauliah import __version__
from tauliah.apps.analyses.asking import Asked
from tauliah.apps.analyses.models import AnalysisRun, RunOutcome, RunProgress
from tauliah.apps.analyses.queries import SILENCE
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, System, require
from tauliah.core.kernel import LocalText, Refused


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
    write_audit_entry(actor, "analysis.ordered", subject=subject_of(run.pk), at=at, details=details)
    return run.pk


def tell_waiting(id: UUID, *, at: datetime) -> bool:
    """A sign of a run that waits for its turn; whether it is still wanted."""
    return bool(RunProgress.objects.filter(run=id, is_cancelled=False).update(told_at=at))


@transaction.atomic
def cancel_run(actor: Actor, id: UUID, *, at: datetime) -> Refused | None:
    """Ask a run to stop; it does at its next sign. One that has stopped or ended stays as it is."""
    require(actor, Permission.ANALYSIS_MAKE)
    under_way = RunProgress.objects.filter(run=id, stopped_at=None)
    if not under_way.update(is_cancelled=True):
        return Refused(
            "ended",
            LocalText(en="This analysis has ended already.", ms="Analisis ini telah pun berakhir."),
        )
    write_audit_entry(actor, "analysis.cancelled", subject=subject_of(id), at=at, details={})
    return None


@transaction.atomic
def go_on(actor: Actor, id: UUID, *, at: datetime) -> Refused | None:
    """Let a run that was cancelled, or whose program ended, go on; `make_run` then makes the rest.

    Refused for one that is under way or has ended. Whoever still works for the earlier turn loses it.
    """
    require(actor, Permission.ANALYSIS_MAKE)
    stopped = Q(stopped_at__isnull=False) | Q(told_at__lt=at - SILENCE)
    begun = RunProgress.objects.filter(stopped, run=id).update(
        turn=F("turn") + 1, is_cancelled=False, stopped_at=None, told_at=at
    )
    if not begun:
        ended = RunOutcome.objects.filter(run=id).exists()
        return _ENDED if ended else _UNDER_WAY
    write_audit_entry(actor, "analysis.gone-on", subject=subject_of(id), at=at, details={})
    return None


def subject_of(id: UUID) -> str:
    """How a run is named in the audit trail."""
    return f"analysis:{id}"


_ENDED = Refused(
    "ended",
    LocalText(
        en="This analysis has ended, and a run never changes. Ask for a new one.",
        ms="Analisis ini telah berakhir dan tidak berubah lagi. Minta yang baharu.",
    ),
)
_UNDER_WAY = Refused(
    "under-way",
    LocalText(
        en="This analysis is under way. It can go on when it was cancelled, or two minutes after its "
        "last sign.",
        ms="Analisis ini sedang berjalan. Ia boleh diteruskan apabila telah dibatalkan, atau dua minit "
        "selepas tanda terakhirnya.",
    ),
)
