"""What a candidate asks the registrar to record, and how it stands; a holder's retirement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.record.applications import (
    apply_for_exemption,
    declare_education,
    declare_experience,
)
from tauliah.apps.record.queries import audits_of
from tauliah.apps.record.recording import resume, retire
from tauliah.apps.record.waiting import applications_of, proposals_about
from tauliah.core.audit import Audit
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.desk import is_done
from tauliah.web.granting_forms import (
    ApplyForExemption,
    DeclareEducation,
    DeclareExperience,
)
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse, trail


@requires(Permission.APPLY)
@require_safe
def applications(request: PersonRequest) -> HttpResponse:
    """What the person has asked for, what registrars have proposed, and what can be asked for."""
    person = request.user
    made = applications_of(person)
    answering = {one.application.pk for one in made}
    context = {
        "applications": made,
        # what answers an application is told there
        "proposals": [
            one for one in proposals_about(person) if one.proposal.application_id not in answering
        ],
        "continuing": [one for one in audits_of(person, at=now()) if _shows_hours(one)],
        "breadcrumbs": trail(),
    }
    return render(request, "candidate/applications.html", context)


@requires(Permission.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def exemption(request: PersonRequest) -> HttpResponse:
    """Ask to be exempted from an exam."""
    form = ApplyForExemption(programme(), *_given(request))
    if request.method == "POST" and form.is_valid():
        outcome = apply_for_exemption(
            request.user,
            form.cleaned_data["exam"],
            evidence=form.evidence(),
            words=form.cleaned_data["words"],
            file=form.cleaned_data["file"],
            actor=request.user,
            at=now(),
        )
        if is_done(outcome, form):
            return _sent(request)
    return _page(request, "candidate/apply-exemption.html", form)


@requires(Permission.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def education(request: PersonRequest) -> HttpResponse:
    """Declare hours of continuing education."""
    form = DeclareEducation(programme(), *_given(request))
    held = [one for one in audits_of(request.user, at=now()) if _shows_hours(one)]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        designation = given.pop("designation")
        outcome = declare_education(
            request.user, designation, **given, actor=request.user, at=now()
        )
        if is_done(outcome, form):
            return _sent(request)
    return _page(request, "candidate/declare-education.html", form, held=held)


@requires(Permission.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def experience(request: PersonRequest) -> HttpResponse:
    """Declare work."""
    form = DeclareExperience(programme(), *_given(request))
    if request.method == "POST" and form.is_valid():
        outcome = declare_experience(
            request.user, **form.cleaned_data, actor=request.user, at=now()
        )
        if is_done(outcome, form):
            return _sent(request)
    return _page(request, "candidate/declare-experience.html", form)


@requires(Permission.RETIRE)
@require_http_methods(["GET", "HEAD", "POST"])
def retirement(request: PersonRequest, code: str) -> HttpResponse:
    """A holder retires, or works again, after reading what that means."""
    person, at = request.user, now()
    audit = next(
        (
            one
            for one in audits_of(person, at=at)
            if one.designation.code == code.upper() and _shows_hours(one)
        ),
        None,
    )
    if audit is None:
        raise Http404
    is_retired = audit.continuing.state == "retired"
    if request.method == "POST":
        act = resume if is_retired else retire
        outcome = act(person, audit.designation.code, actor=person, at=at)
        if isinstance(outcome, Refused):
            return refuse(request, outcome, "candidate-applications")
        messages.success(
            request,
            _("It is recorded that you work again.")
            if is_retired
            else _("It is recorded that you are retired."),
        )
        return redirect("candidate-applications")
    context = {
        "audit": audit,
        "is_retired": is_retired,
        "breadcrumbs": trail((_("Applications"), reverse("candidate-applications"))),
    }
    return render(request, "candidate/retirement.html", context)


def _given(request: PersonRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _shows_hours(audit: Audit) -> bool:
    """Whether the person holds it and it has continuing education."""
    return audit.held and audit.continuing.state not in ("not-asked", "not-held")


def _sent(request: PersonRequest) -> HttpResponse:
    messages.success(
        request, _("It is sent. The registrar answers it, and you see the answer here.")
    )
    return redirect("candidate-applications")


def _page(request: PersonRequest, template: str, form: Form, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        **more,
        "breadcrumbs": trail((_("Applications"), reverse("candidate-applications"))),
    }
    return render(request, template, context, status=400 if form.errors else 200)


urlpatterns = [
    path("my/applications/", applications, name="candidate-applications"),
    path("my/applications/exemption/", exemption, name="candidate-apply-exemption"),
    path("my/applications/education/", education, name="candidate-declare-education"),
    path("my/applications/work/", experience, name="candidate-declare-experience"),
    path("my/retirement/<slug:code>/", retirement, name="candidate-retirement"),
]
