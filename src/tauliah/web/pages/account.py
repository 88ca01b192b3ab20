"""One's own account: the overview, the language, allauth's pages, and where a log-in leads."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.people.actions import choose_language
from tauliah.apps.people.permissions import Permission
from tauliah.web.accounts import LanguageChoice
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, permissions_in, requires


@requires(Permission.ACCOUNT_MANAGE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of the person's role."""
    if Permission.CANDIDATES_READ in permissions_in(request):
        return redirect("registrar-candidates")
    if Permission.ROOM_WATCH in permissions_in(request):
        return redirect("invigilation")
    if Permission.RESPONSE_MARK in permissions_in(request):
        return redirect("marking")
    if Permission.BANK_READ in permissions_in(request):
        return redirect("bank-queue")
    if Permission.STANDARD_RATE in permissions_in(request):
        return redirect("rating")
    return redirect("candidate-home")


@requires(Permission.ACCOUNT_MANAGE)
@require_safe
def account(request: PersonRequest) -> HttpResponse:
    """The overview of one's account."""
    form = LanguageChoice(initial={"language": request.user.language})
    return render(request, "account/overview.html", {"form": form})


@requires(Permission.ACCOUNT_MANAGE)
@require_POST
def language(request: PersonRequest) -> HttpResponse:
    """Keep the language that a person chose, and go on in it."""
    form = LanguageChoice(request.POST)
    if not form.is_valid():
        return render(request, "account/overview.html", {"form": form}, status=400)
    chosen = form.cleaned_data["language"]
    choose_language(request.user, chosen, at=now())
    with override(chosen):
        messages.success(request, _("Your language is kept."))
        return HttpResponseRedirect(reverse("account"))


urlpatterns = [
    path("home/", home, name="home"),
    path("accounts/", account, name="account"),
    path("accounts/language/", language, name="account-language"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/security/", include("allauth.mfa.urls")),
]
