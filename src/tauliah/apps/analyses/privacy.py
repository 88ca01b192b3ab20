"""What analyses hold of a person: who asked for them. Figures are about items, and of nobody."""

from __future__ import annotations

from tauliah.apps.holdings import FOR_GOOD, TRAIL, Table, describes, impersonal, nothing, whose
from tauliah.core.kernel import LocalText

HELD = (
    Table(
        model="analyses.AnalysisRun",
        title=LocalText(en="Analyses that you asked for", ms="Analisis yang anda minta"),
        purpose=LocalText(
            en="so that it is known who made a figure of a technical report",
            ms="supaya diketahui siapa yang membuat sesuatu angka dalam laporan teknikal",
        ),
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"asked_by": ("kind", "course", "window", "asked_at")},
        fields={
            "id": nothing,
            "kind": describes("Kind", "Jenis"),
            "course": describes("Course", "Kursus"),
            "window": describes("Window", "Tetingkap"),
            "settings": nothing,
            "code_version": nothing,
            "asked_by": whose("Asked for by", "Diminta oleh"),
            "asked_at": describes("Asked for on", "Diminta pada"),
        },
    ),
    Table(
        model="analyses.RunAdoption",
        title=LocalText(
            en="Analyses whose figures you adopted", ms="Analisis yang angkanya anda terima pakai"
        ),
        purpose=LocalText(
            en="so that it is known who decided that forms and results rest on an analysis",
            ms="supaya diketahui siapa yang memutuskan bahawa set soalan dan keputusan bersandar "
            "pada sesuatu analisis",
        ),
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"adopted_by": ("what", "reason", "adopted_at")},
        fields={
            "id": nothing,
            "run": nothing,
            "what": describes("What", "Perkara"),
            "reason": describes("Reason", "Sebab"),
            "details": nothing,
            "adopted_by": whose("Adopted by", "Diterima pakai oleh"),
            "adopted_at": describes("Adopted on", "Diterima pakai pada"),
        },
    ),
    # counts, shares and parameters over many sittings; a digest names no candidate
    impersonal(
        "analyses.RunOutcome", "run", "state", "responses", "results", "reason", "used", "ended_at"
    ),
    impersonal(
        "analyses.RunProgress",
        "run",
        "done",
        "of",
        "told_at",
        "is_cancelled",
        "turn",
        "stopped_at",
        "seconds",
        "memory",
    ),
    # where fits and replications stand: figures of items, of nobody
    impersonal("analyses.RunSteps", "run", "basis", "steps", "kept_at"),
)
