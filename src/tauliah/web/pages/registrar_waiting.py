"""What waits for a registrar: proposals for a second person, and what people have applied for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.people.permissions import Permission
from tauliah.apps.privacy.queries import requests_waiting
from tauliah.apps.record.applications import confirm_application, decline_application
from tauliah.apps.record.correcting import effect_of_entry
from tauliah.apps.record.evidence import content_of
from tauliah.apps.record.proposing import approve, decline
from tauliah.apps.record.waiting import (
    application_told,
    applications_waiting,
    own_proposals_waiting,
    proposal_told,
    proposals_waiting,
)
from tauliah.core.kernel import EntryKind, Refused
from tauliah.web.clock import now
from tauliah.web.entry_facts import shown_facts
from tauliah.web.granting_forms import Why
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse


@requires(Permission.PROPOSAL_DECIDE)
@require_safe
def waiting(request: PersonRequest) -> HttpResponse:
    """All that this registrar could decide or answer, and what they wait for themselves."""
    context = {
        "proposals": proposals_waiting(request.user),
        "applications": applications_waiting(request.user),
        "own": own_proposals_waiting(request.user),
        "erasures": requests_waiting(),
        "breadcrumbs": [],
    }
    return render(request, "registrar/waiting.html", context)


@requires(Permission.PROPOSAL_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: PersonRequest, id: UUID) -> HttpResponse:
    """One proposal: what it says, on what it rests, what it changes; and the decision."""
    found = proposal_told(id)
    if found is None:
        raise Http404
    one = found.proposal
    is_declined = request.POST.get("decision") == "decline"
    form = Why(request.POST if is_declined else None)
    if request.method == "POST" and (not is_declined or form.is_valid()):
        if is_declined:
            reason = form.cleaned_data["reason"]
            outcome: object = decline(id, reason=reason, actor=request.user, at=now())
            done = _("The proposal is declined. Nothing entered the record.")
        else:
            outcome = approve(id, actor=request.user, at=now())
            done = _("Approved. The entry stands in the record under both names.")
        return _ended(request, outcome, done, "registrar-proposal", id)
    is_mine = one.proposed_by_id == request.user.pk
    context = {
        "told": found,
        "proposal": one,
        "facts": shown_facts(EntryKind(one.kind), one.facts),
        "effect": _effect(found.proposal) if found.state == "waiting" else (),
        "form": form,
        "is_mine": is_mine,
        "is_own": one.person_id == request.user.pk,
        "breadcrumbs": _trail(),
    }
    status = 400 if form.errors else 200
    return render(request, "registrar/proposal.html", context, status=status)


@requires(Permission.APPLICATION_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: PersonRequest, id: UUID) -> HttpResponse:
    """What a person asks for, with the evidence; and the answer."""
    found = application_told(id)
    if found is None:
        raise Http404
    one = found.application
    is_declined = request.POST.get("decision") == "decline"
    form = Why(request.POST if is_declined else None)
    if request.method == "POST" and (not is_declined or form.is_valid()):
        if is_declined:
            reason = form.cleaned_data["reason"]
            outcome: object = decline_application(id, reason=reason, actor=request.user, at=now())
            done = _("The application is declined. The person reads your reason.")
        else:
            outcome = confirm_application(id, actor=request.user, at=now())
            done = _("Confirmed. It stands in the record.")
        return _ended(request, outcome, done, "registrar-application", id)
    context = {
        "told": found,
        "application": one,
        "facts": shown_facts(EntryKind(one.kind), one.facts),
        "is_exemption": one.kind == EntryKind.EXEMPTION_GRANTED,
        "form": form,
        "is_own": one.person_id == request.user.pk,
        "breadcrumbs": _trail(),
    }
    status = 400 if form.errors else 200
    return render(request, "registrar/application.html", context, status=status)


@requires(Permission.APPLICATION_ANSWER)
@require_safe
def evidence(request: PersonRequest, id: UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The file that a person has sent, to be kept and looked at, never shown as part of this site."""
    found = application_told(id)
    content = content_of(found.application.file_digest) if found else None
    if found is None or content is None:
        raise Http404
    one = found.application
    return HttpResponse(
        content,
        content_type=one.file_type,
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=one.file_name
            ),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def _ended(request: PersonRequest, outcome: object, done: str, to: str, id: UUID) -> HttpResponse:
    """Back to the list after an act; back to its page where it was refused."""
    if isinstance(outcome, Refused):
        return refuse(request, outcome, to, str(id))
    messages.success(request, done)
    return redirect("registrar-waiting")


def _effect(one: Any) -> Any:
    return effect_of_entry(
        one.person, EntryKind(one.kind), one.facts, at=now(), happened_at=one.happened_at
    )


def _trail() -> list[dict[str, str]]:
    return [{"label": _("Waiting"), "url": reverse("registrar-waiting")}]


urlpatterns = [
    path("registrar/waiting/", waiting, name="registrar-waiting"),
    path("registrar/proposals/<uuid:id>/", proposal, name="registrar-proposal"),
    path("registrar/applications/<uuid:id>/", application, name="registrar-application"),
    path(
        "registrar/applications/<uuid:id>/evidence/",
        evidence,
        name="registrar-application-evidence",
    ),
]
