"""What allauth asks of us: how an account is made, and what a sign-up asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tauliah.apps.people.actions import create_account
from tauliah.web.clock import now

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tauliah.apps.people.queries import User


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
            raise forms.ValidationError(_("A name is written in letters, on one line."))
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing is left to do: `AccountAdapter.save_user` has kept it all."""


class AccountAdapter(DefaultAccountAdapter):
    """Lets allauth make accounts only by the action that makes them."""

    def save_user(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        user: Any,
        form: Any,
        commit: bool = True,  # noqa: ARG002, FBT001, FBT002 - allauth's signature
    ) -> User:
        details = form.cleaned_data
        return create_account(
            email=details["email"],
            full_name=details["full_name"],
            language=details["language"],
            password=details.get("password1"),
            role="candidate",
            at=now(),
            unsaved=user,
        )
