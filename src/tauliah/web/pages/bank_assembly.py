"""Forms of exams: the blueprint against the bank, requests, their answers, approval, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.catalogue.queries import current_release, programme
from tauliah.apps.itembank.assembly.approving import (
    approval_obstacle,
    approve_forms,
    withdraw_form,
)
from tauliah.apps.itembank.assembly.asked import ANY_LEVEL, Asked, Between, asked_from
from tauliah.apps.itembank.assembly.pools import CoursePool, linked_to, pool_of, suggested
from tauliah.apps.itembank.assembly.runs import (
    AssemblyRun,
    assembly,
    cancel_assembly,
    page_of_assemblies,
)
from tauliah.apps.itembank.assembly.taking import (
    forms_of_use,
    is_approved,
    page_of_approved,
)
from tauliah.apps.itembank.assembly.told import distance_in_words, text_in
from tauliah.apps.itembank.coverage import STAGES, coverage_of
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.core.programme import Course
from tauliah.web import assemblies
from tauliah.web.assembly_forms import AskedForms
from tauliah.web.assembly_picture import difficulty_picture, information_picture
from tauliah.web.assembly_words import ASSEMBLY_STATES, FORM_STATES
from tauliah.web.bank_desk import way
from tauliah.web.bank_words import LEVELS
from tauliah.web.clock import now
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, permissions_in, requires
from tauliah.web.telling import refuse, said


@requires(Permission.FORMS_ASSEMBLE)
@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Courses with their approved forms, those forms, and all requests, the newest first."""
    asked = {request.GET.get("list", ""): request.GET.get("page", 1)}
    courses = _courses()
    approved = page_of_approved(courses, number=asked.get("approved", 1))
    runs = page_of_assemblies(number=asked.get("requests", 1))
    of_use = forms_of_use(courses)
    context = {
        "courses": [(course, of_use.get(course.code, 0)) for course in courses],
        "approved": [(form, FORM_STATES[form.state]) for form in approved],
        "approved_pages": pages_of(approved, list="approved"),
        "runs": [(run, *_state(run)) for run in runs],
        "run_pages": pages_of(runs, list="requests"),
        "breadcrumbs": way(),
    }
    return render(request, "bank/forms.html", context)


@requires(Permission.BANK_READ)
@require_safe
@never_cache
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """One course's blueprint against its exam items by state, and what is thin."""
    course = _course_or_404(code)
    found = coverage_of(course)
    context = {
        "course": course,
        "courses": _courses(),
        "found": found,
        "cells": [(cell, LEVELS.get(cell.level, _("any level"))) for cell in found.cells],
        "thin": [(cell, LEVELS.get(cell.level, _("any level"))) for cell in found.thin],
        "stages": STAGES.values(),
        "may_assemble": Permission.FORMS_ASSEMBLE in permissions_in(request),
        "breadcrumbs": way(),
    }
    return render(request, "bank/coverage.html", context)


@requires(Permission.FORMS_ASSEMBLE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: PersonRequest, code: str) -> HttpResponse:
    """The request for forms of a course, filled in by its blueprint or by an earlier request."""
    course = _course_or_404(code)
    pool = pool_of(course)
    if request.method != "POST":
        form = AskedForms(course, _filled_in(request, course, pool))
        return _ask_page(request, form, pool)
    form = AskedForms(course, suggested(pool), request.POST)
    if not form.is_valid():
        return _ask_page(request, form, pool, status=400)
    begun = assemblies.begin(request.user, course, form.asked(), release=current_release())
    if isinstance(begun, Refused):
        messages.warning(request, said(begun.message))
        return _ask_page(request, form, pool, status=400)
    return redirect("bank-assembly", begun)


@requires(Permission.FORMS_ASSEMBLE)
@require_safe
@never_cache
def answer(request: PersonRequest, id: UUID) -> HttpResponse:
    """One request: how far it is, its forms side by side, or what conflicts."""
    run = _run_or_404(id)
    course = programme().course_by_code.get(run.course)
    context: dict[str, Any] = {
        "run": run,
        "course": course,
        "has_stopped": run.has_stopped(now()),
        "breadcrumbs": _trail(),
    }
    if run.state == "under-way" and not context["has_stopped"]:
        return render(request, "bank/assembly-under-way.html", context)
    if run.state == "assembled":
        context |= _side_by_side(run, course)
        if course and not run.approved:
            context["obstacle"] = approval_obstacle(request.user, run.id, course)
    elif run.answer:
        context |= _conflicts(run)
    return render(request, "bank/assembly.html", context)


@requires(Permission.FORMS_ASSEMBLE)
@require_POST
def cancel(request: PersonRequest, id: UUID) -> HttpResponse:
    """End an assembly that is under way."""
    run = _run_or_404(id)
    refused = cancel_assembly(request.user, run.id, at=now())
    if refused:
        return refuse(request, refused, "bank-assembly", str(id))
    messages.success(request, _("The assembly is cancelled."))
    return redirect("bank-assembly", id)


@requires(Permission.FORMS_APPROVE)
@require_POST
def approve(request: PersonRequest, id: UUID) -> HttpResponse:
    """Freeze the forms of a request for exams from now on."""
    run = _run_or_404(id)
    course = _course_or_404(run.course)
    outcome = approve_forms(request.user, run.id, course, release=current_release(), at=now())
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "bank-assembly", str(id))
    numbers = ", ".join(map(str, outcome))
    told = _(
        "Approved as forms {numbers} of {course}. Exams that are booked take them from now on."
    )
    messages.success(request, told.format(numbers=numbers, course=run.course))
    return redirect("bank-forms")


@requires(Permission.FORMS_APPROVE)
@require_POST
def withdraw(request: PersonRequest, id: UUID) -> HttpResponse:
    """Take an approved form out of use."""
    if not is_approved(id):
        raise Http404
    refused = withdraw_form(request.user, id, reason=request.POST.get("reason", ""), at=now())
    if refused:
        return refuse(request, refused, "bank-forms")
    messages.success(request, _("The form is withdrawn: no exam takes it any more."))
    return redirect("bank-forms")


def _ask_page(
    request: HttpRequest, form: AskedForms, pool: CoursePool, *, status: int = 200
) -> HttpResponse:
    single = [
        form[name] for name in ("number", "length", "overlap", "anchors", "exposure", "key", "words_en",
                                "words_ms", "seed")
    ]  # fmt: skip
    context = {
        "form": form,
        "single": single,
        "course": form.course,
        "pool": pool,
        "calibrated": len(pool.parameters),
        "breadcrumbs": _trail(),
    }
    return render(request, "bank/forms-ask.html", context, status=status)


def _filled_in(request: HttpRequest, course: Course, pool: CoursePool) -> Asked:
    """The request of an earlier one, or of a way out of it, or one linked to an approved form, that the
    address names.
    """
    if form := _named(request, "with"):
        return linked_to(pool, form) or suggested(pool)
    earlier = _named(request, "from")
    run = assembly(earlier) if earlier else None
    if run is None or run.course != course.code:
        return suggested(pool)
    way_out = request.GET.get("way", "")
    kept = next((one["asked"] for name, one in _ways_out(run.answer) if name == way_out), None)
    return asked_from(kept) if kept else run.asked


def _named(request: HttpRequest, name: str) -> UUID | None:
    """The id that the address names; None where it is none."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _ways_out(told: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Each relaxing of an impossible request under its name in addresses."""
    found = [
        (f"{place}.{number}", one)
        for place, conflict in enumerate(told.get("conflicts", ()), start=1)
        for number, one in enumerate(conflict["relaxings"], start=1)
    ]
    together = told.get("together")
    return [*found, ("together", together)] if together else found


def _conflicts(run: AssemblyRun) -> dict[str, Any]:
    told = run.answer
    names = iter([name for name, _one in _ways_out(told)])
    together = told.get("together")
    return {
        "message": text_in(told["message"]),
        "conflicts": [
            {
                "message": text_in(conflict["message"]),
                "because": [text_in(one) for one in conflict["because"]],
                "relaxings": [
                    {
                        "message": text_in(one["message"]),
                        "enemies": one["enemies"],
                        "way": name if one["asked"] else "",
                    }
                    for one in conflict["relaxings"]
                    for name in [next(names)]
                ],
            }
            for conflict in told.get("conflicts", ())
        ],
        "together": {
            "messages": [text_in(one) for one in together["messages"]],
            "way": "together" if together["asked"] else "",
        }
        if together
        else None,
    }


def _side_by_side(run: AssemblyRun, course: Course | None) -> dict[str, Any]:
    forms = run.answer["forms"]
    titles = {row.topic: row.title for row in course.blueprint} if course else {}
    letters = sorted({letter for form in forms for letter in form["keys"]})
    codes = [set(form["codes"]) for form in forms]
    return {
        "forms": forms,
        "numbers": range(1, len(forms) + 1),
        "distance": distance_in_words(run.answer),
        "keys": [(letter, [form["keys"].get(letter, 0) for form in forms]) for letter in letters],
        "has_others": any(form["without_key"] for form in forms),
        "topics": [
            (titles.get(topic, topic), rows)
            for topic, row in run.asked.cells.items()
            if (rows := _levels(topic, row, forms))
        ],
        "shared": [
            (number, [len(one & other) for other in codes])
            for number, one in enumerate(codes, start=1)
        ],
        "information": information_picture(run.answer),
        "difficulty": difficulty_picture(run.answer),
    }


def _levels(
    topic: str, row: Mapping[str, Between], forms: Sequence[Mapping[str, Any]]
) -> list[tuple[Any, Between, list[int]]]:
    """Each level of a topic: what was asked for, and what every form has."""
    return [
        (
            LEVELS.get(level, _("any level")),
            wanted,
            [_counted(form["cells"].get(topic, {}), level) for form in forms],
        )
        for level, wanted in row.items()
        if wanted.high != 0
    ]


def _counted(row: Mapping[str, int], level: str) -> int:
    return sum(row.values()) if level == ANY_LEVEL else row.get(level, 0)


def _state(run: AssemblyRun) -> tuple[str, Any]:
    """The state of a request for a list, and in words."""
    state = "failed" if run.has_stopped(now()) else "approved" if run.approved else run.state
    return state, ASSEMBLY_STATES[state]


def _courses() -> list[Course]:
    """The courses whose exams can be sat."""
    return [course for course in programme().courses if course.is_open]


def _course_or_404(code: str) -> Course:
    course = programme().course_by_code.get(code.upper())
    if course is None:
        raise Http404
    return course


def _run_or_404(id: UUID) -> AssemblyRun:
    run = assembly(id)
    if run is None:
        raise Http404
    return run


def _trail() -> list[dict[str, str]]:
    return way((_("Forms"), reverse("bank-forms")))


_REQUEST = "bank/forms/requests/<uuid:id>/"
urlpatterns = [
    path("bank/forms/", overview, name="bank-forms"),
    path("bank/coverage/<slug:code>/", coverage, name="bank-coverage"),
    path("bank/forms/ask/<slug:code>/", ask, name="bank-forms-ask"),
    path(_REQUEST, answer, name="bank-assembly"),
    path(f"{_REQUEST}cancel/", cancel, name="bank-assembly-cancel"),
    path(f"{_REQUEST}approve/", approve, name="bank-assembly-approve"),
    path("bank/forms/<uuid:id>/withdraw/", withdraw, name="bank-form-withdraw"),
]
