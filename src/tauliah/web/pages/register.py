"""The register of holders: its search, a holder's page, and the holder's own word about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.awards.documents.cards import award_card, holder_card
from tauliah.apps.awards.queries import awards_of, public_award
from tauliah.apps.awards.register import (
    CONSENT,
    MOST_FOUND,
    Holder,
    decide_listing,
    decisions_of,
    fields_agreed_by,
    holder_at,
    holders_called,
    listing_of,
)
from tauliah.apps.catalogue.queries import programme_of
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.core.staff_lists import numbers_in
from tauliah.web.clock import now
from tauliah.web.limits import is_too_often
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.sharing import add_to_profile, links_to

SEARCHES_A_MINUTE = 20
CARDS_A_MINUTE = 60

_FIELDS = {
    "named-by-number": gettext_lazy("My name, to anyone who enters my credential number"),
    "credential": gettext_lazy(
        "My signed credentials, to any program that opens their addresses: with the exams, my name, scores and work if they stand in them, and my e-mail address and candidate number only hashed"
    ),
    "listed": gettext_lazy("My name in the register, to anyone who searches for it"),
    "designations": gettext_lazy("In the register, my designations and whether they are in force"),
    "dates": gettext_lazy("In the register, the dates on which they were conferred"),
    "numbers": gettext_lazy("In the register, my credential numbers"),
    "indexed": gettext_lazy("My page of the register in search engines"),
}


class Search(forms.Form):
    """A name, whole, or a credential number."""

    q = forms.CharField(
        max_length=200,
        label=gettext_lazy("Name or credential number"),
        help_text=gettext_lazy(
            "The whole name, as it stands on the certificate, or the number, such as API-2026-000123."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Consent(forms.Form):
    """What a holder agrees to, each field by itself."""

    fields_agreed = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("What may be shown"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(_FIELDS.items()),
    )


@requires(Permission.PUBLIC_VERIFY)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The search: a number leads to its award, a whole name to those who agreed to be found by it."""
    if "q" not in request.GET:
        return _register_page(request, Search())
    if is_too_often(request, "register", most=SEARCHES_A_MINUTE, at=now()):
        response = _register_page(request, Search(), is_too_often=True, status=429)
        response.headers["Retry-After"] = "60"
        return response
    form = Search(request.GET)
    if not form.is_valid():
        return _register_page(request, form, status=400)
    asked = form.cleaned_data["q"]
    numbers = numbers_in(asked)
    if len(numbers) == 1:
        return redirect("verify-award", numbers[0])
    return _register_page(request, form, found=holders_called(asked), asked=asked)


def _register_page(
    request: HttpRequest,
    form: Search,
    *,
    found: list[Holder] | None = None,
    asked: str = "",
    is_too_often: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "asked": asked,
        "most_found": MOST_FOUND,
        "is_too_often": is_too_often,
        "breadcrumbs": [],
    }
    return render(request, "register/search.html", context, status=status)


@requires(Permission.PUBLIC_VERIFY)
@require_safe
@never_cache
def holder(request: HttpRequest, key: str) -> HttpResponse:
    """A listed holder, as they agreed to be shown; nobody once they have withdrawn."""
    found = holder_at(key)
    if found is None:
        raise Http404
    says = _("%(name)s in the register of holders") % {"name": found.name}
    context = {
        "holder": found,
        "shares": links_to(request.path, says=says),
        "breadcrumbs": [{"label": _("Register of holders"), "url": reverse("register")}],
    }
    return render(request, "register/holder.html", context)


@requires(Permission.PUBLIC_VERIFY)
@require_safe
def holder_picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture that goes with a link to a holder's page."""
    found = holder_at(key)
    if found is None:
        raise Http404
    return _picture(request, lambda: holder_card(found, _language()))


@requires(Permission.PUBLIC_VERIFY)
@require_safe
def award_picture(request: HttpRequest, number: str) -> HttpResponse:
    """The picture that goes with a link to the page of an award in force."""
    found = public_award(number)
    if found is None or not found.is_in_force:
        raise Http404
    return _picture(request, lambda: award_card(found, _language()))


def _picture(request: HttpRequest, draw: Callable[[], bytes]) -> HttpResponse:
    if is_too_often(request, "card", most=CARDS_A_MINUTE, at=now()):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    # asked for anew each time: a withdrawal takes effect at once, and not when a copy is old
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(draw(), content_type="image/png", headers=headers)


@requires(Permission.LISTING_DECIDE_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def own_listing(request: PersonRequest) -> HttpResponse:
    """What a holder agrees to have shown; a withdrawal takes effect with the click."""
    person = request.user
    form = Consent(initial={"fields_agreed": sorted(fields_agreed_by(person))})
    if request.method == "POST":
        form = Consent(request.POST)
        if form.is_valid():
            is_withdrawal = "withdraw" in request.POST
            chosen = () if is_withdrawal else form.cleaned_data["fields_agreed"]
            outcome = decide_listing(person, chosen, actor=person, at=now())
            if not isinstance(outcome, Refused):
                messages.success(request, _told(is_withdrawal=not chosen))
                return redirect("own-listing")
            form.add_error(None, outcome.message.in_language(_language()))
    context = {
        "form": form,
        "consent": CONSENT,
        "listing": listing_of(person),
        "decisions": [
            (one, [_FIELDS[field] for field in one.fields]) for one in decisions_of(person)
        ],
        "awards": _shareable(person),
        "breadcrumbs": [{"label": _("My awards"), "url": reverse("candidate-awards")}],
    }
    return render(request, "register/own.html", context, status=400 if form.errors else 200)


def _shareable(person: Any) -> list[dict[str, Any]]:
    shown = []
    for award in awards_of(person):
        if award.is_in_force:
            designation = programme_of(award.release).designation(award.designation)
            shown.append(
                {
                    "award": award,
                    "designation": designation,
                    "add_to_profile": add_to_profile(
                        award.number,
                        designation,
                        conferred_at=award.conferred_at,
                        language=_language(),
                    ),
                    "shares": links_to(
                        reverse("verify-award", args=[award.number]),
                        says=designation.title.in_language(_language()),
                    ),
                }
            )
    return shown


def _told(*, is_withdrawal: bool) -> str:
    if is_withdrawal:
        return _(
            "Nothing is shown any more. Whoever has your number is told whether the award is in force, without your name."
        )
    return _("Your choice is kept. It is in effect now.")


def _language() -> str:
    return get_language() or "en"


urlpatterns = [
    path("register/", register, name="register"),
    path("register/<slug:key>/", holder, name="register-holder"),
    path("register/<slug:key>/card.png", holder_picture, name="register-card"),
    path("verify/<slug:number>/card.png", award_picture, name="award-card"),
    path("my/register/", own_listing, name="own-listing"),
]
