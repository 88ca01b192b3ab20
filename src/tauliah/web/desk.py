"""What pages at the registrar's desk share: whom they are about, and how an act ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tauliah.apps.people.queries import User, candidate
from tauliah.core.kernel import Refused
from tauliah.web.telling import said


def candidate_or_404(id: UUID) -> User:
    """The candidate of that id."""
    person = candidate(id)
    if person is None:
        raise Http404
    return person


def about(person: User, *steps: tuple[str, str]) -> dict[str, Any]:
    """The context of a page about a candidate, with the way to it as (label, address)."""
    trail = [(_("Candidates"), reverse("registrar-candidates")), *steps]
    return {
        "person": person,
        "breadcrumbs": [{"label": label, "url": url} for label, url in trail],
    }


def is_done(outcome: object, form: Form) -> bool:
    """Whether an act was done; a refusal is said at its form."""
    if isinstance(outcome, Refused):
        form.add_error(None, said(outcome.message))
        return False
    return True
