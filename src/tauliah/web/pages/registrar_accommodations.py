"""What is adapted for a candidate in exams: granted and ended by a registrar."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tauliah.apps.catalogue.queries import zone
from tauliah.apps.people.accommodations import accommodations_of, end_accommodation
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User, candidate
from tauliah.apps.sittings.actions import grant_accommodation
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.invigilation_forms import GrantForm
from tauliah.web.permissions import PersonRequest, requires


@requires(Permission.ACCOMMODATION_GRANT)
@require_http_methods(["GET", "HEAD", "POST"])
def accommodations(request: PersonRequest, id: UUID) -> HttpResponse:
    """What is and was adapted for one person; posting grants."""
    person = _candidate_or_404(id)
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outcome = grant_accommodation(person, form.grant(), actor=request.user, at=now())
        if not isinstance(outcome, Refused):
            messages.success(request, _("It is granted, also for an exam that runs now."))
            return redirect("registrar-candidate-accommodations", id)
        form.add_error(None, outcome.message.in_language(get_language() or "en"))
    context = {
        "person": person,
        "granted": accommodations_of(person),
        "form": form,
        "zone": zone(),
        "breadcrumbs": [{"label": _("Candidates"), "url": reverse("registrar-candidates")}],
    }
    status = 400 if form.errors else 200
    return render(request, "registrar/candidate-accommodations.html", context, status=status)


@requires(Permission.ACCOMMODATION_GRANT)
@require_POST
def end(request: PersonRequest, id: UUID, accommodation: UUID) -> HttpResponse:
    """End what is adapted."""
    person = _candidate_or_404(id)
    refused = end_accommodation(person, accommodation, actor=request.user, at=now())
    if refused:
        messages.warning(request, refused.message.in_language(get_language() or "en"))
    else:
        messages.success(request, _("It has ended. An exam that runs keeps the time it was given."))
    return redirect("registrar-candidate-accommodations", id)


def _candidate_or_404(id: UUID) -> User:
    person = candidate(id)
    if person is None:
        raise Http404
    return person


_PAGE = "registrar/candidates/<uuid:id>/accommodations/"
urlpatterns = [
    path(_PAGE, accommodations, name="registrar-candidate-accommodations"),
    path(f"{_PAGE}<uuid:accommodation>/end/", end, name="registrar-accommodation-end"),
]
