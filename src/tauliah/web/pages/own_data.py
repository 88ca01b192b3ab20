"""What the house holds of the person who reads it: to look at, to take away, to have erased."""

from __future__ import annotations

import tempfile

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.experience.store import store_address
from tauliah.apps.people.permissions import Permission
from tauliah.apps.privacy.erasing import LONGEST_WORDS, ask_for_erasure, withdraw_erasure
from tauliah.apps.privacy.exporting import note_export, write_export
from tauliah.apps.privacy.overview import overview_of
from tauliah.apps.privacy.queries import newest_request_of
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.limits import is_too_often
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse

EXPORTS_A_MINUTE = 3


class Wish(forms.Form):
    """The wish to be erased: words for the registrar, and that its end is understood."""

    words = forms.CharField(
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("What the registrar should know"),
    )
    is_understood = forms.BooleanField(
        label=gettext_lazy("I understand that an erasure cannot be taken back"),
        error_messages={
            "required": gettext_lazy("Tick this: after an erasure nobody can restore your account.")
        },
    )


@requires(Permission.ACCOUNT_MANAGE)
@require_safe
def own_data(request: PersonRequest) -> HttpResponse:
    """What is held of a person, for what and how long; the export; the wish to be erased."""
    return _page(request, Wish())


@requires(Permission.ACCOUNT_MANAGE)
@reauthentication_required
@require_POST
def export(request: PersonRequest) -> HttpResponse | FileResponse:
    """All that is held of a person as one archive, once they have proven again who they are."""
    at = now()
    if is_too_often(request, "export", most=EXPORTS_A_MINUTE, at=at):
        messages.warning(request, _("That was often. Wait a minute, and take your data then."))
        return redirect("account-data")
    note_export(request.user, actor=request.user, at=at)
    # a file without a name: it is gone from the disk when it is sent, or when the process ends
    archive = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    write_export(request.user, archive, at=at)
    archive.seek(0)
    response = FileResponse(archive, as_attachment=True, filename=f"tauliah-{at:%Y-%m-%d}.zip")
    response["Cache-Control"] = "private, no-store"
    return response


@requires(Permission.ACCOUNT_MANAGE)
@reauthentication_required
@require_POST
def ask(request: PersonRequest) -> HttpResponse:
    """Keep the wish to be erased."""
    form = Wish(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    words = form.cleaned_data["words"]
    outcome = ask_for_erasure(request.user, words=words, actor=request.user, at=now())
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "account-data")
    messages.success(request, _("You have asked to be erased. A registrar decides it."))
    return redirect("account-data")


@requires(Permission.ACCOUNT_MANAGE)
@require_POST
def withdraw(request: PersonRequest) -> HttpResponse:
    """Take the wish to be erased back."""
    outcome = withdraw_erasure(request.user, actor=request.user, at=now())
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "account-data")
    messages.success(request, _("Your request is withdrawn. Nothing is erased."))
    return redirect("account-data")


def _page(request: PersonRequest, form: Wish, *, status: int = 200) -> HttpResponse:
    context = {
        "held": overview_of(request.user),
        "wish": newest_request_of(request.user),
        "form": form,
        "record_store": store_address(),
        "breadcrumbs": [{"label": _("My account"), "url": reverse("account")}],
    }
    return render(request, "account/data.html", context, status=status)


urlpatterns = [
    path("accounts/data/", own_data, name="account-data"),
    path("accounts/data/export/", export, name="account-data-export"),
    path("accounts/data/erasure/", ask, name="account-erasure-ask"),
    path("accounts/data/erasure/withdraw/", withdraw, name="account-erasure-withdraw"),
]
