"""Where cut scores are set: the studies, one with its panel and rounds, and the decision about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.catalogue.queries import programme, zone
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import person
from tauliah.apps.results.equating_forms import (
    FEWEST_PERSONS,
    FormGroup,
    equate_form,
    forms_with_through,
    short_name,
)
from tauliah.apps.standards.actions import (
    appoint_judge,
    close_round,
    decide_study,
    open_round,
    open_study,
)
from tauliah.apps.standards.queries import StudyFile, page_of_studies, study_file
from tauliah.core.exam.standard_setting import STUDY_STATE_NAMES
from tauliah.core.exam.study_methods import METHOD_NAMES
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, permissions_in, requires
from tauliah.web.standard_forms import Decided, NewStudy
from tauliah.web.studies import shown_study
from tauliah.web.telling import refuse, said

NAMES_OF_EQUATINGS: Mapping[str, Any] = {
    "identity": gettext_lazy("it is the form of the standard"),
    "judgement": gettext_lazy("by what the judges said of its items"),
    "chained-linear": gettext_lazy("linear, through shared items"),
    "chained-equipercentile": gettext_lazy("equipercentile, through shared items"),
    "irt-true-score": gettext_lazy("true scores of calibrated items"),
    "irt-observed-score": gettext_lazy("observed scores of calibrated items"),
}
EQUATING_METHODS: Mapping[str, Any] = {
    "linear": gettext_lazy("Linear"),
    "equipercentile": gettext_lazy("Equipercentile"),
}


@requires(Permission.STANDARDS_READ)
@require_safe
@never_cache
def studies(request: HttpRequest) -> HttpResponse:
    """The standard-setting studies, newest first."""
    page = page_of_studies(number=request.GET.get("page", 1))
    context = {
        "lines": [
            (line, STUDY_STATE_NAMES[line.state], METHOD_NAMES[line.method]) for line in page
        ],
        "breadcrumbs": [],
        **pages_of(page),
    }
    return render(request, "standards/list.html", context)


@requires(Permission.STANDARDS_MANAGE)
@never_cache
def new(request: PersonRequest) -> HttpResponse:
    """Open a study; its address may name the course and the form to begin with."""
    published = programme()
    named = {name: request.GET.get(name, "") for name in ("course", "form")}
    form = NewStudy(published, request.POST if request.method == "POST" else None, initial=named)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        opened = open_study(
            request.user,
            asked["course"],
            border=asked["border"],
            form=asked["form"],
            codes=asked["items"],
            at=now(),
        )
        if not isinstance(opened, Refused):
            messages.success(request, _("The study is open. Appoint its judges."))
            return redirect("standards-study", opened)
        form.add_error(None, said(opened.message))
    context = {"form": form, "breadcrumbs": _way()}
    return render(request, "standards/new.html", context, status=409 if form.errors else 200)


@requires(Permission.STANDARDS_READ)
@require_safe
@never_cache
def study(request: PersonRequest, id: UUID) -> HttpResponse:
    """One study: where it stands, its panel, what each closed round says, and what was decided."""
    found = _file_or_404(id)
    return render(
        request,
        "standards/study.html",
        {**shown_study(request, found, Decided()), "breadcrumbs": _way()},
    )


@requires(Permission.STANDARDS_MANAGE)
@require_POST
def judges(request: PersonRequest, id: UUID) -> HttpResponse:
    """Put a judge on the panel."""
    chosen = person(request.POST.get("judge", ""))
    if chosen is None:
        raise Http404
    refused = appoint_judge(request.user, id, chosen, at=now())
    if refused:
        return refuse(request, refused, "standards-study", str(id))
    messages.success(request, _("{name} is on the panel.").format(name=chosen.full_name))
    return redirect("standards-study", id)


@requires(Permission.STANDARDS_MANAGE)
@require_POST
def round_of_study(request: PersonRequest, id: UUID) -> HttpResponse:
    """Open the next round, or close the one that is open."""
    if "close" in request.POST:
        refused = close_round(request.user, id, at=now())
        done = _("The round is closed. Look at what the judges say.")
    else:
        refused = open_round(
            request.user,
            id,
            shows_ratings="ratings" in request.POST,
            shows_difficulties="difficulties" in request.POST,
            at=now(),
        )
        done = _("The round is open. The judges can rate now.")
    if refused:
        return refuse(request, refused, "standards-study", str(id))
    messages.success(request, done)
    return redirect("standards-study", id)


@requires(Permission.STANDARD_ADOPT)
@require_POST
def decide(request: PersonRequest, id: UUID) -> HttpResponse:
    """Close a study with an adopted cut, or without one."""
    found = _file_or_404(id)
    form = Decided(request.POST)
    is_adopting = "end" not in request.POST
    if form.is_valid():
        cut = form.cleaned_data["cut"]
        if is_adopting and cut is None:
            form.add_error("cut", _("Write the cut score in points."))
        else:
            refused = decide_study(
                request.user,
                id,
                cut=cut if is_adopting else None,
                reason=form.cleaned_data["reason"],
                holds_from=form.moment(zone()),
                at=now(),
            )
            if refused is None:
                messages.success(request, _("The decision is kept with its reason."))
                return redirect("standards-study", id)
            form.add_error(None, said(refused.message))
    context = {**shown_study(request, found, form), "breadcrumbs": _way()}
    return render(request, "standards/study.html", context, status=409)


def _file_or_404(id: UUID) -> StudyFile:
    found = study_file(id)
    if found is None:
        raise Http404
    return found


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    home = (_("Cut scores"), reverse("standards"))
    return [{"label": label, "url": url} for label, url in (home, *steps)]


@requires(Permission.STANDARDS_READ)
@require_safe
@never_cache
def forms(request: HttpRequest, code: str) -> HttpResponse:
    """The forms of a course that candidates sat, and how each leads to the standard."""
    beside = forms_with_through(code.upper(), at=now(), number=request.GET.get("page", 1))
    if beside is None:
        raise Http404
    found, page, through = beside
    context = {
        "course": found.course,
        "standard": found.standard,
        "study": found.study,
        "groups": [(group, _method(group)) for group in page],
        "others": [group for group in page if group.content != found.standard.form],
        "through": [(one, short_name(one)) for one in through],
        "methods": EQUATING_METHODS.items(),
        "fewest_persons": FEWEST_PERSONS,
        "may_manage": Permission.STANDARDS_MANAGE in permissions_in(request),
        "breadcrumbs": _way(),
        **pages_of(page),
    }
    return render(request, "standards/forms.html", context)


@requires(Permission.STANDARDS_MANAGE)
@require_POST
def equate(request: PersonRequest, code: str) -> HttpResponse:
    """Equate a form to the standard's by the items that it shares with another."""
    method = request.POST.get("method", "")
    outcome = equate_form(
        request.user,
        code.upper(),
        request.POST.get("form", ""),
        through=request.POST.get("through", ""),
        method="equipercentile" if method == "equipercentile" else "linear",
        at=now(),
    )
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "standards-forms", code)
    messages.success(request, _("The form is equated, and the results that waited are made."))
    return redirect("standards-forms", code)


def _method(group: FormGroup) -> Any:
    """How a form leads to the standard, in words; empty where nothing does."""
    return NAMES_OF_EQUATINGS[group.equating.method] if group.equating else ""


_STUDY = "standards/<uuid:id>/"
_COURSE = "standards/courses/<slug:code>/"
urlpatterns = [
    path("standards/", studies, name="standards"),
    path("standards/new/", new, name="standards-new"),
    path(_STUDY, study, name="standards-study"),
    path(f"{_STUDY}judges/", judges, name="standards-judges"),
    path(f"{_STUDY}round/", round_of_study, name="standards-round"),
    path(f"{_STUDY}decision/", decide, name="standards-decide"),
    path(f"{_COURSE}forms/", forms, name="standards-forms"),
    path(f"{_COURSE}equate/", equate, name="standards-equate"),
]
