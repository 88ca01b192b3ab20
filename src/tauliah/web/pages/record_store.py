"""What one decides about statements to the record store of the house."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tauliah.apps.experience.queries import counts_of
from tauliah.apps.experience.sharing import CONSENT, decide_sharing, decisions_of, sharing_of
from tauliah.apps.experience.store import store_address
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse


@requires(Permission.SHARE_EXPERIENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def record_store(request: PersonRequest) -> HttpResponse:
    """What is sent and to whom, in plain words; posting agrees or withdraws, at once."""
    person = request.user
    if request.method == "POST":
        agreed = request.POST.get("decision") == "agree"
        outcome = decide_sharing(person, agreed=agreed, actor=person, at=now())
        if isinstance(outcome, Refused):
            return refuse(request, outcome, "record-store")
        messages.success(request, _told(agreed=agreed))
        return redirect("record-store")
    decisions, sharing = decisions_of(person), sharing_of(person)
    context = {
        "store": store_address(),
        "host": urlsplit(store_address()).hostname or "",
        "consent": CONSENT,
        "sharing": sharing,
        # the words or the store are others by now
        "is_outdated": bool(decisions and decisions[0].agreed and sharing is None),
        "counts": counts_of(person),
        "decisions": decisions,
        "breadcrumbs": [
            {"label": _("My account"), "url": reverse("account")},
            {"label": _("My data"), "url": reverse("account-data")},
        ],
    }
    return render(request, "account/record-store.html", context)


def _told(*, agreed: bool) -> str:
    if agreed:
        return _("You have agreed. What you do from now on is sent.")
    return _("You have withdrawn. Nothing is sent any more, and what waited is deleted.")


urlpatterns = [path("accounts/data/record-store/", record_store, name="record-store")]
