"""Technical reports of exams: which there are, one as a page, and as PDF."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tauliah.apps.analyses.asking import KIND_NAMES
from tauliah.apps.analyses.documents import notes_of, report_pdf
from tauliah.apps.analyses.pictures import pictures_of_certainty
from tauliah.apps.analyses.queries import exams_with_runs
from tauliah.apps.analyses.report import NOT_IN_REPORT, TechnicalReport, technical_report
from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.web.analysis_forms import exam_in, exam_name
from tauliah.web.clock import now
from tauliah.web.drawn import on_page
from tauliah.web.pages.analyses import shown, way
from tauliah.web.permissions import requires
from tauliah.web.telling import active_language

_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


@requires(Permission.ANALYSIS_READ)
@require_safe
@never_cache
def reports(request: HttpRequest) -> HttpResponse:
    """Every exam of which a report can be made."""
    titles = {one.code: one.title for one in programme().courses}
    context = {
        "exams": [
            (course, titles.get(course, course), window, *_parts(course, window))
            for course, window in exams_with_runs()
        ],
        "breadcrumbs": way(),
    }
    return render(request, "analyses/reports.html", context)


@requires(Permission.ANALYSIS_READ)
@require_safe
@never_cache
def report(request: HttpRequest, course: str, window: str) -> HttpResponse:
    """The report of an exam, each part with the run that it comes from."""
    found = _report_or_404(course, window)
    context = {
        "report": found,
        "parts": [
            (
                part,
                KIND_NAMES[part.run.kind],
                [one for one in shown(part.run) if one[0].key not in NOT_IN_REPORT],
            )
            for part in found.parts
        ],
        "notes": notes_of(found),
        "behind_it": [(run, KIND_NAMES[run.kind]) for run in found.certainty.runs]
        if found.certainty
        else [],
        "at_cut": [
            on_page(one) for one in pictures_of_certainty(found.certainty, active_language())
        ],
        "window_in_address": window,
        "breadcrumbs": way((_("Technical reports"), reverse("technical-reports"))),
    }
    return render(request, "analyses/report.html", context)


@requires(Permission.ANALYSIS_READ)
@require_safe
@never_cache
def report_as_pdf(
    request: HttpRequest,  # noqa: ARG001 - as every page
    course: str,
    window: str,
    language: str,
) -> HttpResponse:
    """The report on paper."""
    if language not in _LANGUAGES:
        raise Http404
    found = _report_or_404(course, window)
    name = f"technical-report-{course.lower()}-{window}.{language}.pdf"
    return HttpResponse(
        report_pdf(found, language, at=now()),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or ""
        },
    )


def _report_or_404(course: str, window: str) -> TechnicalReport:
    found = technical_report(*exam_in(f"{course}/{window}"), at=now())
    if not found.parts:
        raise Http404
    return found


def _parts(course: str, window: str) -> tuple[str, str]:
    """The parts of an address."""
    code, _slash, period = exam_name(course, window).partition("/")
    return code, period


_EXAM = "analyses/reports/<slug:course>/<slug:window>/"
urlpatterns = [
    path("analyses/reports/", reports, name="technical-reports"),
    path(_EXAM, report, name="technical-report"),
    path(f"{_EXAM}report.<slug:language>.pdf", report_as_pdf, name="technical-report-pdf"),
]
