"""What may be read of analyses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from tauliah.apps.analyses.asking import (
    GROUP_NAMES,
    LANGUAGE_NAMES,
    LINK_NAMES,
    MODEL_NAMES,
    MODELS,
    POINT_MODELS,
)
from tauliah.apps.analyses.models import AnalysisRun, RunAdoption
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
    en="The program that made it ended before it was done. It can go on from the last step that was "
    "kept.",
    ms="Atur cara yang membuatnya berakhir sebelum selesai. Ia boleh diteruskan daripada langkah "
    "terakhir yang disimpan.",
)
_CANCELLED = LocalText(
    en="It was cancelled before it was done. It can go on from the last step that was kept.",
    ms="Ia dibatalkan sebelum selesai. Ia boleh diteruskan daripada langkah terakhir yang disimpan.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was asked, what went in, what came out.

    `state` is that of its outcome, or "under-way", "cancelled", or "stopped" where it has given no sign
    for two minutes. `done` of `of` steps (0 where nobody knows) are done. `responses` and `results` are
    empty where there are none; `reason` says why it was not made. `asker` is the account of who asked
    for it, empty where the command line did. It took `seconds` in so many `turns`, and its program had
    `memory` bytes at most (0 where that is not told). `may_go_on` where another turn can begin.
    """

    id: UUID
    kind: str
    course: str
    window: str
    settings: dict[str, Any]
    code_version: str
    asked_by: str
    asker: str
    asked_at: datetime
    state: str
    responses: dict[str, Any]
    results: dict[str, Any]
    reason: LocalText | None
    ended_at: datetime | None
    done: int = 0
    of: int = 0
    is_cancelled: bool = False
    seconds: float = 0.0
    memory: int = 0
    turns: int = 1
    may_go_on: bool = False

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
    is_open = Q(outcome=None, progress__stopped_at=None)
    if wanted.state == "under-way":
        found = found.filter(is_open, progress__told_at__gte=silent)
    elif wanted.state == "stopped":
        found = found.filter(is_open).exclude(progress__told_at__gte=silent)
    elif wanted.state == "cancelled":
        found = found.filter(Q(outcome__state="cancelled") | Q(progress__stopped_at__isnull=False))
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
    """The newest made run of each kind over a course's window; of equatings, of each pair of forms.

    Of calibrations the newest by right and wrong and the newest by points; one that did not settle
    takes the place of none that did.
    """
    found = _runs().filter(course=course, window=window, outcome__state="made")
    newest: dict[tuple[str, ...], Run] = {}
    for row in found.order_by("asked_at", "pk"):
        run, part = _run(row, at=at), (row.kind, *_part(row))
        has_settled = run.results.get("has_converged", True)
        if has_settled or not (part in newest and newest[part].results.get("has_converged")):
            newest[part] = run
    kinds: dict[str, tuple[Run, ...]] = {}
    for key, run in newest.items():
        kinds[key[0]] = (*kinds.get(key[0], ()), run)
    return kinds


def newest_run(course: str, window: str, kind: str, *, at: datetime) -> Run | None:
    """The newest made run of a kind over a course's window."""
    found = _runs().filter(course=course, window=window, kind=kind, outcome__state="made")
    row = found.order_by("asked_at", "pk").last()
    return _run(row, at=at) if row else None


def newest_settled_calibration(course: str, window: str, *, at: datetime) -> Run | None:
    """The newest calibration of an exam by a model of right and wrong that settled, whatever was made
    since.
    """
    found = _runs().filter(course=course, window=window, kind="calibration", outcome__state="made")
    settled = found.filter(settings__model__in=MODELS, outcome__results__has_converged=True)
    row = settled.order_by("asked_at", "pk").last()
    return _run(row, at=at) if row else None


def exams_with_runs() -> tuple[tuple[str, str], ...]:
    """Course and window of every exam that has a made run, newest window first."""
    found = AnalysisRun.objects.filter(outcome__state="made")
    pairs = found.order_by("-window", "course").values_list("course", "window").distinct()
    return tuple(pairs)


def courses_with_runs() -> tuple[str, ...]:
    """The courses of which any run was asked for."""
    return tuple(AnalysisRun.objects.order_by("course").values_list("course", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a second person made of a run, why, and what came of it."""

    what: str
    reason: str
    details: dict[str, Any]
    adopted_by: str
    adopted_at: datetime


def adoptions_of(run: UUID) -> tuple[Adoption, ...]:
    """What was made of a run, newest first."""
    rows = RunAdoption.objects.select_related("adopted_by").filter(run=run)
    return tuple(
        Adoption(
            what=row.what,
            reason=row.reason,
            details=row.details,
            adopted_by=row.adopted_by.full_name if row.adopted_by else "",
            adopted_at=row.adopted_at,
        )
        for row in rows.order_by("-adopted_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class EarlierCalibration:
    """A made calibration whose items can be looked at for drift."""

    id: UUID
    window: str
    settings: LocalText
    made_at: datetime
    persons: int


def earlier_calibrations(course: str) -> tuple[EarlierCalibration, ...]:
    """The made calibrations of a course by a model of right and wrong, newest first."""
    found = (
        _runs()
        .defer("outcome__results")
        .filter(kind="calibration", course=course, outcome__state="made")
    )
    return tuple(
        EarlierCalibration(
            id=row.pk,
            window=row.window,
            settings=settings_in_words(row.kind, row.settings),
            made_at=row.outcome.ended_at,
            persons=int((row.outcome.responses or {}).get("persons", 0)),
        )
        for row in found.order_by("-asked_at", "-pk")
        if row.settings["model"] not in POINT_MODELS
    )


def settings_in_words(kind: str, settings: dict[str, Any]) -> LocalText:
    """What was set, in one phrase; empty for an item analysis."""
    if kind == "languages":
        name = LANGUAGE_NAMES[settings["focal"]]
        return LocalText(en=f"{name.en} against the others", ms=f"{name.ms} berbanding yang lain")
    if kind in {"calibration", "persons"}:
        return _model_in_words(settings)
    if kind == "drift":
        run = settings["earlier"][-8:]
        return LocalText(en=f"since run …{run}", ms=f"sejak analisis …{run}")
    if kind == "equating":
        by = LINK_NAMES[settings["method"]]
        pair = f"{settings['new']} → {settings['base']}, {settings['model']}"
        return LocalText(en=f"{pair}, {by.en}", ms=f"{pair}, {by.ms}")
    return LocalText(en="all items", ms="semua item")


def _model_in_words(settings: dict[str, Any]) -> LocalText:
    parts = [MODEL_NAMES[settings["model"]]]
    if settings["has_priors"]:
        parts.append(LocalText(en="with weak priors", ms="dengan prior lemah"))
    if grouped_by := settings.get("grouped_by"):
        name = GROUP_NAMES[grouped_by]
        parts.append(LocalText(en=name.en.lower(), ms=name.ms.lower()))
    if settings.get("is_anchored"):
        parts.append(LocalText(en="items of the bank held", ms="item bank ditetapkan"))
    return LocalText(en=", ".join(one.en for one in parts), ms=", ".join(one.ms for one in parts))


def _part(row: AnalysisRun) -> tuple[str, ...]:
    """What tells runs of one kind apart that stand beside each other in a report."""
    if row.kind == "equating":
        return row.settings["new"], row.settings["base"]
    if row.kind == "calibration" and row.settings["model"] in POINT_MODELS:
        return ("points",)
    return ()


def _runs() -> QuerySet[AnalysisRun]:
    return AnalysisRun.objects.select_related("asked_by", "outcome", "progress")


def _run(row: AnalysisRun, *, at: datetime, with_results: bool = True) -> Run:
    outcome, progress = getattr(row, "outcome", None), getattr(row, "progress", None)
    state = _state(outcome, progress, at=at)
    reason = LocalText(**outcome.reason) if outcome and outcome.reason else None
    used = (outcome.used if outcome else None) or {}
    if progress is not None:
        used = {"seconds": progress.seconds, "memory": progress.memory, "turns": progress.turn}
    has_ended = outcome is not None
    return Run(
        id=row.pk,
        kind=row.kind,
        course=row.course,
        window=row.window,
        settings=row.settings,
        code_version=row.code_version,
        asked_by=row.asked_by.full_name if row.asked_by else "",
        asker=str(row.asked_by_id or ""),
        asked_at=row.asked_at,
        state=state,
        responses=(outcome.responses or {}) if outcome else {},
        results=(outcome.results or {}) if outcome and with_results else {},
        reason=reason if has_ended else {"stopped": _STOPPED, "cancelled": _CANCELLED}.get(state),
        ended_at=outcome.ended_at if outcome else None,
        done=progress.done if progress else 0,
        of=progress.of if progress else 0,
        is_cancelled=progress.is_cancelled if progress else False,
        seconds=used.get("seconds", 0.0),
        memory=used.get("memory", 0),
        turns=used.get("turns", 1),
        may_go_on=progress is not None and state in {"stopped", "cancelled"},
    )


def _state(outcome: Any, progress: Any, *, at: datetime) -> str:
    if outcome is not None:
        return str(outcome.state)
    if progress is None:
        return "stopped"
    if progress.stopped_at is not None:
        return "cancelled"
    return "under-way" if at - progress.told_at <= SILENCE else "stopped"
