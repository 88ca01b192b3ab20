"""Accounts at the face: what allauth asks of us, the overview, and where a log-in leads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from allauth.account.adapter import DefaultAccountAdapter
from tauliah.apps.people.actions import choose_language, create_account
from tauliah.apps.people.models import Role, User
from tauliah.apps.people.permissions import Permission
from tauliah.web.clock import now
from tauliah.web.permissions import permissions_in, requires


class LanguageChoice(forms.Form):
    """The language in which a person is written to and certified."""

    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("For e-mail and your first page. You can change it at any time."),
    )


class SignUpDetails(LanguageChoice):
    """What allauth's sign-up form asks for besides e-mail address and password."""

    full_name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("As it shall stand on your certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("full_name", "language", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def clean_full_name(self) -> str:
        name = " ".join(str(self.cleaned_data["full_name"]).split())
        if not any(letter.isalpha() for letter in name) or not name.isprintable():
            raise forms.ValidationError(_("A name has letters."))
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing is left to do: `AccountAdapter.save_user` has kept it all."""


class AccountAdapter(DefaultAccountAdapter):
    """Lets allauth make accounts only by the action that makes them."""

    def save_user(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        user: User,
        form: forms.Form,
        commit: bool = True,  # noqa: ARG002, FBT001, FBT002 - allauth's signature
    ) -> User:
        details = form.cleaned_data
        return create_account(
            email=details["email"],
            full_name=details["full_name"],
            language=details["language"],
            password=details.get("password1"),
            role=Role.CANDIDATE,
            at=now(),
            unsaved=user,
        )


@requires(Permission.ACCOUNT_MANAGE)
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of the person's role."""
    if Permission.CANDIDATES_READ in permissions_in(request):
        return redirect("registrar-candidates")
    return redirect("candidate-home")


@requires(Permission.ACCOUNT_MANAGE)
def account(request: HttpRequest) -> HttpResponse:
    """The overview of one's account."""
    form = LanguageChoice(initial={"language": request.user.language})
    return render(request, "account/overview.html", {"form": form})


@requires(Permission.ACCOUNT_MANAGE)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that a person chose, and go on in it."""
    form = LanguageChoice(request.POST)
    if not form.is_valid():
        return render(request, "account/overview.html", {"form": form}, status=400)
    chosen = form.cleaned_data["language"]
    choose_language(request.user, chosen, at=now())
    with override(chosen):
        messages.success(request, _("Your language is kept."))
        return HttpResponseRedirect(reverse("account"))
