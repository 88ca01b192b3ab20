"""The decision on a designation as a letter: for its candidate, and for registrars."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import faults_of, letter_of
from tauliah.core.audit import Letter
from tauliah.web.clock import now
from tauliah.web.desk import about, candidate_or_404
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import trail


@requires(Permission.RECORD_READ_OWN)
@require_safe
def own_letter(request: PersonRequest, code: str) -> HttpResponse:
    """The letter about one's own way to a designation, as of today or an earlier day."""
    steps = trail((_("Your way"), reverse("candidate-pathways", args=[code.lower()])))
    return _page(
        request, "candidate/letter.html", request.user, code, context={"breadcrumbs": steps}
    )


@requires(Permission.RECORDS_READ)
@require_safe
def candidate_letter(request: PersonRequest, id: UUID, code: str) -> HttpResponse:
    """The letter about a candidate's way, as the candidate reads it."""
    person = candidate_or_404(id)
    step = person.full_name, reverse("registrar-candidate", args=[person.pk])
    return _page(request, "registrar/letter.html", person, code, context=about(person, step))


def _page(
    request: PersonRequest, template: str, person: User, code: str, *, context: dict[str, object]
) -> HttpResponse:
    at = now()
    on = _day(request.GET.get("on", ""), last=local_day(at))
    # a record that is not whole is no ground to decide on
    is_whole = not faults_of(person)
    found = _letter_or_404(person, code, on, at=at) if is_whole else None
    shown = {
        "letter": found,
        "addressee": person,
        "about": programme().about,
        "on": on,
        "today": local_day(at),
        "code": code.upper(),
    }
    return render(request, template, {**context, **shown})


def _letter_or_404(person: User, code: str, on: date, *, at: datetime) -> Letter:
    try:
        found = letter_of(person, code.upper(), on=on, at=at)
    except KeyError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _day(text: str, *, last: date) -> date:
    """The day that is asked for, at the latest today; today where it is none."""
    try:
        return min(date.fromisoformat(text), last)
    except ValueError:
        return last


urlpatterns = [
    path("my/letters/<slug:code>/", own_letter, name="candidate-letter"),
    path(
        "registrar/candidates/<uuid:id>/letters/<slug:code>/",
        candidate_letter,
        name="registrar-candidate-letter",
    ),
]
