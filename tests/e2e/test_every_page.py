"""Every page that a link leads to, in both languages: whole, accessible, and fit for a phone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from tauliah.apps.awards.queries import awards_of
from tauliah.apps.sittings.actions import book
from tauliah.apps.study.actions import answer_practice_item, mark_lesson_read
from tauliah.apps.study.queries import practice_items
from tests.e2e.accessibility import violations, violations_in_the_dark
from tests.e2e.institute import Institute

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
OTHER = {"en": "ms", "ms": "en"}
PUBLIC = ("", "designations/", "courses/", "glossary/", "pages/", "ethics/", "verify/")
# What the head and the body of a page say, and how wide it is.
LOOK = """() => ({
  language: document.documentElement.lang,
  title: document.title.split(" – ")[0].trim(),
  headings: [...document.querySelectorAll("h1")].map(one => one.textContent.trim()),
  canonical: document.querySelector("link[rel=canonical]")?.href ?? "",
  isIndexed: !document.querySelector("meta[name=robots][content*=noindex]"),
  alternates: Object.fromEntries([...document.querySelectorAll("link[rel=alternate][hreflang]")]
    .map(one => [one.hreflang, one.href])),
  links: [...document.querySelectorAll("a[href]")].map(one => one.href),
  downloads: [...document.querySelectorAll("a[download]")].map(one => one.href),
  lost: [...document.querySelectorAll("a[href^='#']")].map(one => one.hash)
    .filter(hash => hash && !document.getElementById(hash.slice(1))),
})"""
WIDTH = "document.scrollingElement.scrollWidth"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone with a browser: where they begin, and below which paths of a language they look."""

    page: Page
    starts: tuple[str, ...]
    within: tuple[str, ...]

    def looks_at(self, path: str, language: str) -> bool:
        rest = path.removeprefix(f"/{language}/")
        return rest != path and (rest == "" or rest.startswith(self.within))


def anyone(institute: Institute, page: Page) -> Visitor:
    aisyah = institute.holder("Aisyah Rahman")
    [award] = awards_of(aisyah.user)
    starts = ("", "glossary/?q=insur", "glossary/?q=zzz", f"verify/{award.number}/")
    return Visitor(page, starts, (*PUBLIC[1:], "accounts/"))


def newcomer(institute: Institute, page: Page) -> Visitor:
    nurul = institute.newcomer("Nurul Huda")
    item = practice_items("PUM")[0].code
    answer_practice_item(nurul, "PUM", item, option="a", at=institute.now)
    institute.let_in(page, nurul)
    starts = ("", "my/", f"study/pum/practice/all-topics/{item}/")
    return Visitor(page, starts, ("my/", "study/", "exams/", "accounts/", "courses/pum/"))


def holder(institute: Institute, page: Page) -> Visitor:
    aisyah = institute.holder("Aisyah Rahman")
    institute.let_in(page, aisyah.user)
    return Visitor(page, ("my/", "study/pum/"), ("my/", "exams/", "verify/"))


def registrar(institute: Institute, page: Page) -> Visitor:
    institute.holder("Aisyah Rahman")
    institute.newcomer("Nurul Huda")
    institute.let_in(page, institute.farid)
    return Visitor(page, ("", "home/"), ("registrar/",))


@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize("who", [anyone, newcomer, holder, registrar])
def test_every_page_that_a_link_leads_to_is_sound(
    open_page: Callable[..., Page],
    institute: Institute,
    who: Callable[[Institute, Page], Visitor],
    language: str,
) -> None:
    # colours that glide from light to dark would be measured on their way
    visitor = who(institute, open_page(reduced_motion="reduce"))

    faults = [
        f"{path}: {fault}"
        for path, look in pages_of(visitor, language)
        for fault in faults_of(visitor.page, path, look, language)
    ]

    assert not faults, "\n".join(faults)


def pages_of(visitor: Visitor, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each page once, where addresses differ only in the values of their questions."""
    page = visitor.page
    waiting = deque(f"/{language}/{start}" for start in visitor.starts)
    seen = {asked(address) for address in waiting}
    while waiting:
        address = waiting.popleft()
        response = page.goto(address)
        assert response is not None
        assert response.ok, f"{address}: {response.status}"
        path = urlsplit(page.url).path
        look = page.evaluate(LOOK)
        yield path, look
        for link in look["links"]:
            new = urlsplit(link)
            if link in look["downloads"]:
                if link not in seen:
                    seen.add(link)
                    assert page.request.get(link).ok, f"{path}: {link} cannot be downloaded"
            elif visitor.looks_at(new.path, language) and asked(link) not in seen:
                seen.add(asked(link))
                waiting.append(link)


def asked(address: str) -> tuple[str, ...]:
    parts = urlsplit(address)
    return (parts.path, *sorted(parse_qs(parts.query)))


def faults_of(page: Page, path: str, look: dict[str, Any], language: str) -> Iterator[str]:
    if look["language"] != language:
        yield f"says that it is in {look['language']!r}"
    if not look["title"]:
        yield "has no title"
    if len(look["headings"]) != 1 or not look["headings"][0]:
        yield f"has these headings of the first level: {look['headings']}"
    if look["lost"]:
        yield f"has links to places that are not on it: {look['lost']}"
    yield from violations(page)
    yield from violations_in_the_dark(page)
    page.set_viewport_size(PHONE)
    width = page.evaluate(WIDTH)
    if width > PHONE["width"]:
        yield f"is {width} px wide on a phone of {PHONE['width']} px"
    page.set_viewport_size(DESKTOP)
