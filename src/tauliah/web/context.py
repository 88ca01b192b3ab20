"""What every template knows: the languages, the house, and where this person may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

from tauliah.apps.catalogue.queries import NothingPublished, current_release, programme_of
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.privacy.queries import count_requests_waiting
from tauliah.apps.record.waiting import waiting_count
from tauliah.core.kernel import LocalText
from tauliah.web.navigation import Destination, destinations
from tauliah.web.permissions import permissions_in
from tauliah.web.person_mark import person_mark
from tauliah.web.templatetags.house import page_zone


@dataclass(frozen=True, slots=True)
class Alternate:
    """This page in one language: its code, the language's own name, path, and whole address."""

    code: str
    name: str
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a navigation; `waiting` is how much of it waits for the reader."""

    label: str
    url: str
    is_current: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """The awarding body as its newest release names it."""

    name: LocalText
    about: LocalText
    programme: LocalText
    zone: ZoneInfo
    release: int


def site(request: HttpRequest) -> dict[str, Any]:
    """The variable `here` of all templates that are rendered for a request."""
    language = get_language() or settings.LANGUAGE_CODE
    alternates = alternates_of(request)
    permissions = permissions_in(request)
    house = _house()
    page_zone.set(house.zone if house else None)
    return {
        "here": {
            "language": language,
            "alternates": alternates,
            "others": [alternate for alternate in alternates if alternate.code != language],
            "default_address": next(a.address for a in alternates if a.code == "en"),
            "canonical": settings.ADDRESS + request.path,
            "house": house,
            "mark": person_mark(request.user) if hasattr(request, "user") else "",
            "permissions": permissions,
            "navigation": _links(request, "main", permissions),
            "role_navigation": _links(request, "role", permissions),
            "footer_navigation": _links(request, "footer", permissions),
        }
    }


def alternates_of(request: HttpRequest) -> list[Alternate]:
    """The same page in each language; the front page where the address names no language."""
    _, _, rest = request.path.lstrip("/").partition("/")
    has_language = request.path.startswith(tuple(f"/{code}/" for code, _ in settings.LANGUAGES))
    query = request.META.get("QUERY_STRING", "")
    found = []
    for code, name in settings.LANGUAGES:
        if has_language:
            path = f"/{code}/{rest}"
        else:
            with override(code):
                path = reverse("front")
        full = f"{path}?{query}" if query and has_language else path
        found.append(Alternate(code, name, full, settings.ADDRESS + path))
    return found


def _house() -> House | None:
    try:
        release = current_release()
    except NothingPublished:
        return None
    programme = programme_of(release)
    about = programme.about
    zone = ZoneInfo(about.timezone)
    return House(about.body.name, about.body.about, about.title, zone, release)


def _links(request: HttpRequest, place: str, permissions: frozenset[Permission]) -> list[Link]:
    shown = [(one, _url(one)) for one in destinations(place) if one.permission in permissions]
    # of /en/my/ and /en/my/record/, only the longer one is where the reader is
    current = max((url for _, url in shown if request.path.startswith(url)), key=len, default="")
    return [
        Link(str(one.label), url, url == current, _waiting(request) if one.counts_waiting else 0)
        for one, url in shown
    ]


def _waiting(request: HttpRequest) -> int:
    """How much waits for the registrar behind a request; nobody else sees such an entry."""
    user = cast("User", request.user)
    return waiting_count(user) + count_requests_waiting(user)


def _url(destination: Destination) -> str:
    return reverse(destination.url_name, args=destination.arguments)
