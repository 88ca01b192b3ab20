"""Analyses of exams: their list, a new one, one run with its tables and pictures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.analyses.actions import cancel_run
from tauliah.apps.analyses.adopting import adopt_equating, adopt_parameters, may_adopt
from tauliah.apps.analyses.asking import KIND_NAMES, POINT_MODELS
from tauliah.apps.analyses.pictures import (
    items_with_pictures,
    picture_of_item,
    pictures_of,
)
from tauliah.apps.analyses.queries import (
    STATE_NAMES,
    Run,
    Wanted,
    adoptions_of,
    courses_with_runs,
    earlier_calibrations,
    page_of_runs,
    run_of,
    settings_in_words,
)
from tauliah.apps.analyses.tables import exam_forms
from tauliah.apps.analyses.telling import Section, sections_of
from tauliah.apps.people.permissions import Permission
from tauliah.apps.results.item_statistics import courses_with_results
from tauliah.apps.results.responses import scored_windows
from tauliah.core.kernel import Refused
from tauliah.web import analyses_beside
from tauliah.web.analysis_forms import (
    AdoptedEquating,
    AdoptedParameters,
    AnalysisSettings,
    Choices,
    ChosenAnalysis,
    WantedRuns,
    exam_in,
    exam_name,
)
from tauliah.web.clock import now
from tauliah.web.drawn import on_page
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, permissions_in, requires
from tauliah.web.telling import active_language, refuse, said


@requires(Permission.ANALYSIS_READ)
@require_safe
@never_cache
def runs(request: HttpRequest) -> HttpResponse:
    """All runs, newest first."""
    form = WantedRuns(courses_with_runs(), request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(**{name: asked.get(name, "") for name in ("kind", "course", "window", "state")})
    page = page_of_runs(wanted, at=now(), number=request.GET.get("page", 1))
    query = {name: request.GET.get(name, "") for name in form.fields}
    is_filtered = any(query.values())
    context = {
        "form": form,
        "lines": [
            (run, KIND_NAMES[run.kind], settings_in_words(run.kind, run.settings), state_of(run))
            for run in page
        ],
        "is_empty": not page.paginator.count and not is_filtered,
        "is_filtered": is_filtered,
        "has_results": bool(courses_with_results()),
        "breadcrumbs": [],
        **pages_of(page, **query),
    }
    return render(request, "analyses/runs.html", context)


@requires(Permission.ANALYSIS_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonRequest) -> HttpResponse:
    """First which analysis of which exam, then how; posted, it begins beside the page."""
    exams = _exams()
    chosen = ChosenAnalysis(exams, request.GET if "kind" in request.GET else None)
    context: dict[str, Any] = {
        "chosen": chosen,
        "has_results": bool(exams),
        "breadcrumbs": way(),
    }
    if not chosen.is_bound or not chosen.is_valid():
        status = 400 if chosen.is_bound else 200
        return render(request, "analyses/new.html", context, status=status)
    kind = chosen.cleaned_data["kind"]
    course, window = exam_in(chosen.cleaned_data["exam"])
    found = exam_forms(course, window)
    earlier = earlier_calibrations(course) if kind == "drift" else ()
    choices = Choices(found, earlier)
    form = AnalysisSettings(kind, choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.asked(course, window)
        if not isinstance(asked, Refused):
            return redirect("analysis", analyses_beside.begin(request.user, asked))
        form.add_error(None, said(asked.message))
    context |= {
        "form": form,
        "kind_name": KIND_NAMES[kind],
        "course": course,
        "window": window,
        "persons": sum(one.persons for one in found),
        "forms": found,
        "lacks_earlier": kind == "drift" and not earlier,
    }
    return render(request, "analyses/settings.html", context, status=400 if form.errors else 200)


@requires(Permission.ANALYSIS_READ)
@require_safe
@never_cache
def run(request: PersonRequest, id: UUID) -> HttpResponse:
    """One run: how far it is, why it was not made, or its figures and pictures."""
    found = run_or_404(id)
    item = request.GET.get("item", "")
    drawn = items_with_pictures(found)
    picture = picture_of_item(found, item or next(iter(drawn), ""), active_language())
    context = {
        "run": found,
        "kind_name": KIND_NAMES[found.kind],
        "settings": settings_in_words(found.kind, found.settings),
        "state": state_of(found),
        "sections": shown(found),
        "items": drawn,
        "item": picture.title if picture else "",
        "picture": on_page(picture) if picture else None,
        "adoptions": adoptions_of(found.id),
        "adopts": _adopted_as(found),
        "adoption_form": _adoption_form(request, found),
        "may_adopt": may_adopt(request.user, found),
        "may_make": Permission.ANALYSIS_MAKE in permissions_in(request),
        "minutes": minutes_of(found),
        "mebibytes": found.memory >> 20,
        "breadcrumbs": way(),
    }
    return render(request, "analyses/run.html", context)


@requires(Permission.ANALYSIS_MAKE)
@require_POST
def cancel(request: PersonRequest, id: UUID) -> HttpResponse:
    """Ask a run under way to stop."""
    found = run_or_404(id)
    refused = cancel_run(request.user, found.id, at=now())
    if refused:
        return refuse(request, refused, "analysis", str(id))
    messages.success(request, _("The analysis stops at its next step."))
    return redirect("analysis", id)


@requires(Permission.ANALYSIS_MAKE)
@require_POST
def go_on(request: PersonRequest, id: UUID) -> HttpResponse:
    """Let a run that stopped go on from the last step that was kept."""
    refused = analyses_beside.begin_again(request.user, run_or_404(id).id)
    if refused:
        return refuse(request, refused, "analysis", str(id))
    messages.success(request, _("The analysis goes on."))
    return redirect("analysis", id)


@requires(Permission.BANK_MANAGE)
@require_POST
def adopt_into_bank(request: PersonRequest, id: UUID) -> HttpResponse:
    """Put the parameters of a calibration beside the versions in use."""
    reason = request.POST.get("reason", "")
    kept = adopt_parameters(request.user, run_or_404(id), reason=reason, at=now())
    if isinstance(kept, Refused):
        return refuse(request, kept, "analysis", str(id))
    told = ngettext(
        "{count} version in use has these parameters now; new forms are assembled by them.",
        "{count} versions in use have these parameters now; new forms are assembled by them.",
        kept,
    )
    messages.success(request, told.format(count=kept))
    return redirect("analysis", id)


@requires(Permission.STANDARDS_MANAGE)
@require_POST
def adopt_for_the_cut(request: PersonRequest, id: UUID) -> HttpResponse:
    """Let the cut reach the new form of an equating."""
    kept = adopt_equating(
        request.user,
        run_or_404(id),
        by=request.POST.get("by", ""),
        reason=request.POST.get("reason", ""),
        at=now(),
    )
    if isinstance(kept, Refused):
        return refuse(request, kept, "analysis", str(id))
    messages.success(request, _("The cut score reaches the new form by this equating from now on."))
    return redirect("analysis", id)


@requires(Permission.ANALYSIS_READ)
@require_safe
@never_cache
def as_file(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: ARG001 - as every page
    """Everything that is kept of a run, for other programs."""
    found = run_or_404(id)
    facts = {
        "run": str(found.id),
        "kind": found.kind,
        "course": found.course,
        "window": found.window,
        "settings": found.settings,
        "program": found.code_version,
        "asked_at": found.asked_at.isoformat(),
        "ended_at": found.ended_at.isoformat() if found.ended_at else None,
        "state": found.state,
        "seconds": found.seconds,
        "memory": found.memory,
        "turns": found.turns,
        "adopted": [
            {
                "what": one.what,
                "reason": one.reason,
                "by": one.adopted_by,
                "at": one.adopted_at.isoformat(),
                **one.details,
            }
            for one in adoptions_of(found.id)
        ],
        "responses": found.responses,
        "results": found.results,
    }
    name = f"{found.kind}-{found.course.lower()}-{found.id}.json"
    return JsonResponse(
        facts,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def run_or_404(id: UUID) -> Run:
    """The run of that id."""
    found = run_of(id, at=now())
    if found is None:
        raise Http404
    return found


def minutes_of(run: Run) -> str:
    """How long a run has worked, in minutes and seconds."""
    minutes, seconds = divmod(round(run.seconds), 60)
    if not minutes:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)


def _adopted_as(run: Run) -> str:
    """What may be adopted of a run: "parameters", "equating" or nothing."""
    if run.kind == "calibration" and run.results.get("has_converged"):
        return "" if run.results["model"] in POINT_MODELS else "parameters"
    return "equating" if run.kind == "equating" and run.results.get("errors") else ""


def _adoption_form(request: HttpRequest, run: Run) -> AdoptedEquating | AdoptedParameters | None:
    """What is asked of who adopts, where they may."""
    held = permissions_in(request)
    match _adopted_as(run):
        case "parameters" if Permission.BANK_MANAGE in held:
            return AdoptedParameters()
        case "equating" if Permission.STANDARDS_MANAGE in held:
            return AdoptedEquating()
    return None


def state_of(run: Run) -> tuple[Any, str]:
    """The state of a run in words, and the tone of its badge."""
    tones = {"made": "success", "refused": "warning", "failed": "danger", "under-way": "info"}
    return STATE_NAMES[run.state], tones.get(run.state, "")


def shown(run: Run) -> list[tuple[Section, list[tuple[str, SafeString]]]]:
    """The sections of a run, each with its pictures."""
    pictures = pictures_of(run, active_language())
    return [
        (section, [on_page(one) for one in pictures if one.section == section.key])
        for section in sections_of(run)
    ]


def way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The breadcrumbs from the analyses on, as (label, address)."""
    first = (_("Analyses"), reverse("analyses"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def _exams() -> list[tuple[str, str]]:
    """Every exam with scored sittings, by window and over all windows, with how many people sat it."""
    exams = []
    for course in courses_with_results():
        windows = scored_windows(course)
        if len(windows) > 1:
            exams.append((exam_name(course, ""), f"{course} · {_('all windows')}"))
        for window, people in windows.items():
            counted = ngettext("{count} candidate", "{count} candidates", people)
            label = f"{course} · {window} ({counted.format(count=people)})"
            exams.append((exam_name(course, window), label))
    return exams


urlpatterns = [
    path("analyses/", runs, name="analyses"),
    path("analyses/new/", new, name="analysis-new"),
    path("analyses/<uuid:id>/", run, name="analysis"),
    path("analyses/<uuid:id>/cancel/", cancel, name="analysis-cancel"),
    path("analyses/<uuid:id>/go-on/", go_on, name="analysis-go-on"),
    path("analyses/<uuid:id>/adopt-parameters/", adopt_into_bank, name="analysis-adopt-parameters"),
    path("analyses/<uuid:id>/adopt-equating/", adopt_for_the_cut, name="analysis-adopt-equating"),
    path("analyses/<uuid:id>/run.json", as_file, name="analysis-file"),
]
