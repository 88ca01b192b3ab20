"""What may be read of analyses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from tauliah.apps.analyses.asking import LANGUAGE_NAMES, LINK_NAMES
from tauliah.apps.analyses.models import AnalysisRun
from tauliah.core.kernel import LocalText

RUNS_A_PAGE = 25
SILENCE = timedelta(seconds=120)
"""After this time without a sign, a run is taken to have stopped: its program ended."""

STATE_NAMES = {
    "made": LocalText(en="Made", ms="Selesai"),
    "refused": LocalText(en="Not possible", ms="Tidak dapat dibuat"),
    "cancelled": LocalText(en="Cancelled", ms="Dibatalkan"),
    "failed": LocalText(en="Broke off", ms="Terhenti kerana ralat"),
    "stopped": LocalText(en="Stopped", ms="Terhenti"),
    "under-way": LocalText(en="Under way", ms="Sedang berjalan"),
}
_STOPPED = LocalText(
    en="The program that made it ended before it was done. Nothing was kept: ask for it again.",
    ms="Atur cara yang membuatnya berakhir sebelum selesai. Tiada apa-apa disimpan: minta semula.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was asked, what went in, what came out.

    `state` is that of its outcome, or "under-way", or "stopped" where it has given no sign for two
    minutes. `done` of `of` steps (0 where nobody knows) are done. `responses` and `results` are empty
    where there are none; `reason` says why it was not made.
    """

    id: UUID
    kind: str
    course: str
    window: str
    settings: dict[str, Any]
    code_version: str
    asked_by: str
    asked_at: datetime
    state: str
    responses: dict[str, Any]
    results: dict[str, Any]
    reason: LocalText | None
    ended_at: datetime | None
    done: int = 0
    of: int = 0
    is_cancelled: bool = False

    @property
    def digest(self) -> str:
        """The digest of the responses that went in; empty where none did."""
        return str(self.responses.get("digest", ""))

    @property
    def persons(self) -> int:
        """How many candidates' responses went in."""
        return int(self.responses.get("persons", 0))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs a list shows; what is empty is not asked for."""

    kind: str = ""
    course: str = ""
    window: str = ""
    state: str = ""


def page_of_runs(wanted: Wanted, *, at: datetime, number: Any = 1) -> Page[Run]:
    """A page of runs, newest first, without their results."""
    found = _runs().defer("outcome__results")
    for field in ("kind", "course", "window"):
        if value := getattr(wanted, field):
            found = found.filter(**{field: value})
    silent = at - SILENCE
    if wanted.state == "under-way":
        found = found.filter(outcome=None, progress__told_at__gte=silent)
    elif wanted.state == "stopped":
        found = found.filter(outcome=None).exclude(progress__told_at__gte=silent)
    elif wanted.state:
        found = found.filter(outcome__state=wanted.state)
    page = Paginator(found.order_by("-asked_at", "-pk"), RUNS_A_PAGE).get_page(number)
    runs = [_run(row, at=at, with_results=False) for row in page.object_list]
    return Page(runs, page.number, page.paginator)  # type: ignore[arg-type]


def run_of(id: UUID, *, at: datetime) -> Run | None:
    """One run with everything."""
    row = _runs().filter(pk=id).first()
    return _run(row, at=at) if row else None


def runs_of_exam(course: str, window: str, *, at: datetime) -> dict[str, tuple[Run, ...]]:
    """The newest made run of each kind over a course's window; of equatings, of each pair of forms."""
    found = _runs().filter(course=course, window=window, outcome__state="made")
    newest: dict[tuple[str, ...], Run] = {}
    for row in found.order_by("asked_at", "pk"):
        pair = (row.settings["new"], row.settings["base"]) if row.kind == "equating" else ()
        newest[row.kind, *pair] = _run(row, at=at)
    kinds: dict[str, tuple[Run, ...]] = {}
    for key, run in newest.items():
        kinds[key[0]] = (*kinds.get(key[0], ()), run)
    return kinds


def exams_with_runs() -> tuple[tuple[str, str], ...]:
    """Course and window of every exam that has a made run, newest window first."""
    found = AnalysisRun.objects.filter(outcome__state="made")
    pairs = found.order_by("-window", "course").values_list("course", "window").distinct()
    return tuple(pairs)


def courses_with_runs() -> tuple[str, ...]:
    """The courses of which any run was asked for."""
    return tuple(AnalysisRun.objects.order_by("course").values_list("course", flat=True).distinct())


def settings_in_words(kind: str, settings: dict[str, Any]) -> LocalText:
    """What was set, in one phrase; empty for an item analysis."""
    if kind == "languages":
        name = LANGUAGE_NAMES[settings["focal"]]
        return LocalText(en=f"{name.en} against the others", ms=f"{name.ms} berbanding yang lain")
    if kind == "calibration":
        model = settings["model"]
        if not settings["has_priors"]:
            return LocalText(en=model, ms=model)
        return LocalText(en=f"{model}, with weak priors", ms=f"{model}, dengan prior lemah")
    if kind == "equating":
        by = LINK_NAMES[settings["method"]]
        pair = f"{settings['new']} → {settings['base']}, {settings['model']}"
        return LocalText(en=f"{pair}, {by.en}", ms=f"{pair}, {by.ms}")
    return LocalText(en="all items", ms="semua item")


def _runs() -> QuerySet[AnalysisRun]:
    return AnalysisRun.objects.select_related("asked_by", "outcome", "progress")


def _run(row: AnalysisRun, *, at: datetime, with_results: bool = True) -> Run:
    outcome, progress = getattr(row, "outcome", None), getattr(row, "progress", None)
    if outcome is not None:
        state = outcome.state
    elif progress is not None and at - progress.told_at <= SILENCE:
        state = "under-way"
    else:
        state = "stopped"
    reason = LocalText(**outcome.reason) if outcome and outcome.reason else None
    return Run(
        id=row.pk,
        kind=row.kind,
        course=row.course,
        window=row.window,
        settings=row.settings,
        code_version=row.code_version,
        asked_by=row.asked_by.full_name if row.asked_by else "",
        asked_at=row.asked_at,
        state=state,
        responses=(outcome.responses or {}) if outcome else {},
        results=(outcome.results or {}) if outcome and with_results else {},
        reason=_STOPPED if state == "stopped" else reason,
        ended_at=outcome.ended_at if outcome else None,
        done=progress.done if progress else 0,
        of=progress.of if progress else 0,
        is_cancelled=progress.is_cancelled if progress else False,
    )
