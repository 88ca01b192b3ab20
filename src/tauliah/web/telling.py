"""How a candidate's pages say things in the active language: texts, refusals, where one is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tauliah.core.kernel import LocalText, Refused


def active_language() -> str:
    """The language of the page."""
    return get_language() or "en"


def said(text: LocalText) -> str:
    """A text in the language of the page."""
    return text.in_language(active_language())


def refuse(request: HttpRequest, refused: Refused, to: str, *arguments: str) -> HttpResponse:
    """Go to a page that says why something was refused."""
    messages.warning(request, said(refused.message))
    return redirect(to, *arguments)


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The breadcrumbs from a person's own programme on, as (label, address)."""
    home = (_("My programme"), reverse("candidate-home"))
    return [{"label": label, "url": url} for label, url in (home, *steps)]
