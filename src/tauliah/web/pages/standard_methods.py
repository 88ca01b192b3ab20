"""Where studies by other methods than Angoff's are opened: by a calibration, or by scores of candidates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tauliah.apps.analyses.booklets import IN_BANK, Calibrated, calibrations, open_study_from
from tauliah.apps.people.permissions import Permission
from tauliah.apps.results.standard_scores import Reference, open_study_on, references_of_courses
from tauliah.core.exam.study_methods import FEWEST_SCORES
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.standard_forms import NewBookmarkStudy, NewStudyOfScores
from tauliah.web.telling import said


@requires(Permission.STANDARDS_MANAGE)
@never_cache
def new_bookmark(request: PersonRequest) -> HttpResponse:
    """Open a Bookmark study by a calibration."""
    choices = [_calibration(one) for one in calibrations(at=now())]
    form = NewBookmarkStudy(choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        course, _slash, chosen = form.cleaned_data["calibration"].partition("/")
        opened = open_study_from(
            request.user, course, chosen, border=form.cleaned_data["border"], at=now()
        )
        if not isinstance(opened, Refused):
            messages.success(request, _("The study is open. Appoint its judges."))
            return redirect("standards-study", opened)
        form.add_error(None, said(opened.message))
    context = {"form": form, "has_choices": bool(choices), **_way()}
    return render(
        request, "standards/new-bookmark.html", context, status=409 if form.errors else 200
    )


@requires(Permission.STANDARDS_MANAGE)
@never_cache
def new_scores(request: PersonRequest) -> HttpResponse:
    """Open a study by scores of candidates: Hofstee, borderline group, contrasting groups."""
    choices = [_reference(one) for one in references_of_courses(at=now())]
    form = NewStudyOfScores(choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        course, _slash, content = form.cleaned_data["scores"].partition("/")
        opened = open_study_on(
            request.user,
            course,
            content,
            form.cleaned_data["method"],
            border=form.cleaned_data["border"],
            at=now(),
        )
        if not isinstance(opened, Refused):
            messages.success(request, _("The study is open. Appoint its judges."))
            return redirect("standards-study", opened)
        form.add_error(None, said(opened.message))
    context = {"form": form, "has_choices": bool(choices), "fewest": FEWEST_SCORES, **_way()}
    return render(request, "standards/new-scores.html", context, status=409 if form.errors else 200)


def _calibration(one: Calibrated) -> tuple[str, str]:
    if one.run is None:
        told = _("{course} · parameters in the bank · {items} items")
        return f"{one.course}/{IN_BANK}", told.format(course=one.course, items=one.items)
    told = _("{course} · {window} · {model}, {persons} candidates · {items} items")
    return f"{one.course}/{one.run.id}", told.format(
        course=one.course,
        window=one.run.window or _("all windows"),
        model=one.run.results["model"],
        persons=one.run.persons,
        items=one.items,
    )


def _reference(one: Reference) -> tuple[str, str]:
    told = (
        _("{course} · equated to {form} · {items} items · {candidates} candidates")
        if one.is_equated
        else _("{course} · form {form} · {items} items · {candidates} candidates")
    )
    return f"{one.course}/{one.content}", told.format(
        course=one.course, form=one.name, items=one.items, candidates=one.candidates
    )


def _way() -> dict[str, Any]:
    return {"breadcrumbs": [{"label": _("Cut scores"), "url": reverse("standards")}]}


urlpatterns = [
    path("standards/new/bookmark/", new_bookmark, name="standards-new-bookmark"),
    path("standards/new/scores/", new_scores, name="standards-new-scores"),
]
