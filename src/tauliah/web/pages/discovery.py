"""How the pages are found: the way in by language, robots.txt and the map of all addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.core.programme import Programme
from tauliah.web.permissions import requires


@requires(Permission.PUBLIC_READ)
def root(request: HttpRequest) -> HttpResponse:
    """To the front page in the person's own language, else in the one the browser prefers."""
    language = getattr(request.user, "language", None) or get_language() or settings.LANGUAGE_CODE
    with override(language):
        response = HttpResponseRedirect(reverse("front"))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@requires(Permission.PUBLIC_READ)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """All that is public may be indexed; accounts may not."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{code}/accounts/" for code, _ in settings.LANGUAGES]
    lines += [f"Sitemap: {settings.ADDRESS}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@requires(Permission.PUBLIC_READ)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in each language, each naming the others."""
    pages = []
    for name, arguments in _public_pages(programme()):
        addresses = []
        for code, _ in settings.LANGUAGES:
            with override(code):
                addresses.append((code, settings.ADDRESS + reverse(name, args=arguments)))
        pages.append(addresses)
    return render(request, "public/sitemap.xml", {"pages": pages}, content_type="application/xml")


def _public_pages(programme: Programme) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "front", ()
    yield "designations", ()
    for designation in programme.designations:
        yield "designation", (designation.code.lower(),)
    yield "courses", ()
    for course in programme.courses:
        yield "course", (course.code.lower(),)
    yield "glossary", ()
    for term in programme.glossary:
        yield "glossary-term", (term.slug,)
    for page in programme.pages:
        if page.slug.startswith("pages/"):
            yield "page", (page.slug.removeprefix("pages/"),)
    yield "ethics", ()
    yield "verify", ()
    yield "check-list", ()
    yield "register", ()
