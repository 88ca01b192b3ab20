"""Tokens with which programs act in one's own name: given, shown once, listed, revoked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.access.actions import MOST_DAYS, make_token, revoke_token
from tauliah.apps.access.queries import OwnToken, permitted_to_programs_of, tokens_of
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse, said

_USUAL_DAYS = 90
_WORDS = {
    Permission.AWARD_REVOKE: gettext_lazy("Revoke, suspend and reinstate awards"),
    Permission.TRIAL_ISSUE: gettext_lazy("Have trial credentials signed, and set their status"),
}


class TokenWish(forms.Form):
    """For which program a token is, what it may do, and for how long."""

    name = forms.CharField(
        max_length=80,
        label=gettext_lazy("The program"),
        help_text=gettext_lazy(
            "By this name you will know it again, such as the learning platform."
        ),
    )
    permissions = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What it may do"),
        error_messages={"required": gettext_lazy("Choose what the program may do.")},
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=MOST_DAYS,
        initial=_USUAL_DAYS,
        label=gettext_lazy("Days until it ends"),
        help_text=gettext_lazy("As few as the work takes, at most 366."),
    )

    def __init__(self, *args: Any, permitted: list[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, _WORDS[one]) for one in permitted]
        field = self.fields["permissions"]
        field.choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            field.initial = [choices[0][0]]


@requires(Permission.TOKENS_MANAGE)
@require_safe
def own_tokens(request: PersonRequest) -> HttpResponse:
    """Every token that was made in one's name, and what became of it."""
    return render(request, "account/tokens.html", _context(request))


@requires(Permission.TOKENS_MANAGE)
@never_cache
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: PersonRequest) -> HttpResponse:
    """Make a token, once the person has proven again who they are, and show it in this answer alone.

    It is not shown after a redirect: it would have to be kept in between.
    """
    permitted = permitted_to_programs_of(request.user)
    form = TokenWish(request.POST or None, permitted=permitted)
    if not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return _form_page(request, form, status=status)
    wish = form.cleaned_data
    made = make_token(
        request.user,
        name=wish["name"],
        permissions=wish["permissions"],
        days=wish["days"],
        at=now(),
        actor=request.user,
    )
    if isinstance(made, Refused):
        form.add_error(None, said(made.message))
        return _form_page(request, form, status=400)
    token, text = made
    return render(request, "account/tokens.html", {**_context(request), "new": token, "text": text})


@requires(Permission.TOKENS_MANAGE)
@require_POST
def revoke(request: PersonRequest, token: UUID) -> HttpResponse:
    """End one of one's own tokens at once."""
    ended = revoke_token(token, at=now(), actor=request.user)
    if isinstance(ended, Refused):
        return refuse(request, ended, "account-tokens")
    messages.success(
        request,
        _("The token for %(program)s is revoked: it opens nothing more.") % {"program": ended.name},
    )
    return redirect("account-tokens")


def _form_page(request: PersonRequest, form: TokenWish, *, status: int) -> HttpResponse:
    steps = [_step(_("My account"), "account"), _step(_("Tokens for programs"), "account-tokens")]
    context = {"form": form, "breadcrumbs": steps}
    return render(request, "account/token-give.html", context, status=status)


def _context(request: PersonRequest) -> dict[str, Any]:
    found = tokens_of(request.user, at=now())
    return {
        "tokens": [{"row": one, "may": _told(one)} for one in found],
        "breadcrumbs": [_step(_("My account"), "account")],
    }


def _told(token: OwnToken) -> list[Any]:
    return [words for permission, words in _WORDS.items() if permission.value in token.permissions]


def _step(label: str, name: str) -> dict[str, str]:
    return {"label": label, "url": reverse(name)}


urlpatterns = [
    path("accounts/tokens/", own_tokens, name="account-tokens"),
    path("accounts/tokens/new/", give, name="account-token-give"),
    path("accounts/tokens/<uuid:token>/revoke/", revoke, name="account-token-revoke"),
]
