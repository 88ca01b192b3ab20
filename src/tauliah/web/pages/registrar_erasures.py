"""Requests to be erased, and their decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.awards.queries import awards_of
from tauliah.apps.people.permissions import Permission
from tauliah.apps.privacy.declared import erasure_refusals
from tauliah.apps.privacy.erasing import decline_erasure, grant_erasure
from tauliah.apps.privacy.overview import overview_of
from tauliah.apps.privacy.queries import page_of_decided, request_of_id, requests_waiting
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.granting_forms import Why
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse


@requires(Permission.ERASURE_DECIDE)
@require_safe
def erasures(request: PersonRequest) -> HttpResponse:
    """What waits, and what was decided."""
    page = page_of_decided(request.GET.get("page", 1))
    context = {
        "waiting": requests_waiting(),
        "decided": page.object_list,
        "breadcrumbs": _trail()[:1],
        **pages_of(page),
    }
    return render(request, "registrar/erasures.html", context)


@requires(Permission.ERASURE_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: PersonRequest, id: UUID) -> HttpResponse:
    """One request: what goes, what stays and why; and the decision."""
    found = request_of_id(id)
    if found is None:
        raise Http404
    form = Why(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide, done = (
            (grant_erasure, _("The person is erased. Awards stay provable by their number."))
            if request.POST.get("decision") == "grant"
            else (decline_erasure, _("The request is declined. The person reads your reason."))
        )
        outcome = decide(id, reason=form.cleaned_data["reason"], actor=request.user, at=now())
        if isinstance(outcome, Refused):
            return refuse(request, outcome, "registrar-erasure", str(id))
        messages.success(request, done)
        return redirect("registrar-erasures")
    is_waiting = found.state == "waiting"
    context = {
        "wish": found,
        "form": form,
        "is_own": found.person_id == request.user.pk,
        "hindrances": list(erasure_refusals(found.person)) if is_waiting else (),
        "awards": awards_of(found.person),
        "held": overview_of(found.person) if is_waiting else None,
        "breadcrumbs": _trail(),
    }
    return render(request, "registrar/erasure.html", context, status=400 if form.errors else 200)


def _trail() -> list[dict[str, str]]:
    return [
        {"label": _("Waiting"), "url": reverse("registrar-waiting")},
        {"label": _("Requests to be erased"), "url": reverse("registrar-erasures")},
    ]


urlpatterns = [
    path("registrar/erasures/", erasures, name="registrar-erasures"),
    path("registrar/erasures/<uuid:id>/", erasure, name="registrar-erasure"),
]
