"""What every page owes its reader, whatever it is about, and what of it a page lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.e2e.accessibility import violations

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
WIDTH = "document.scrollingElement.scrollWidth"
LOOK = """() => ({
  language: document.documentElement.lang,
  title: document.title.split(" – ")[0].trim(),
  headings: [...document.querySelectorAll("h1")].map(one => one.textContent.trim()),
  canonical: document.querySelector("link[rel=canonical]")?.href ?? "",
  alternates: Object.fromEntries([...document.querySelectorAll("link[rel=alternate][hreflang]")]
    .map(one => [one.hreflang, one.href])),
  links: [...document.querySelectorAll("a[href]")].map(one => one.href),
  downloads: [...document.querySelectorAll("a[download]")].map(one => one.href),
  lost: [...document.querySelectorAll("a[href^='#']")].map(one => one.hash)
    .filter(hash => hash && !document.getElementById(hash.slice(1))),
})"""


@dataclass(frozen=True, slots=True)
class Look:
    """What the head of a page says, its headings of the first level, and where its links lead."""

    language: str
    title: str
    headings: list[str]
    canonical: str
    alternates: dict[str, str]
    links: list[str]
    downloads: list[str]
    lost: list[str]


def look_at(page: Page) -> Look:
    seen: dict[str, Any] = page.evaluate(LOOK)
    return Look(**seen)


def faults_of(page: Page, look: Look, *, language: str, within: str = "html") -> Iterator[str]:
    """What is wrong with a page on a desktop, and with its width on a phone.

    `within` is the part that axe looks at: of a page whose frame it has seen before, "main" will do.
    """
    if look.language != language:
        yield f"says that it is in {look.language!r}"
    if not look.title:
        yield "has no title"
    if len(look.headings) != 1 or not look.headings[0]:
        yield f"has these headings of the first level: {look.headings}"
    if look.lost:
        yield f"has links to places that are not on it: {look.lost}"
    yield from _faults_of_addresses(page, look)
    yield from violations(page, within=within)
    page.set_viewport_size(PHONE)
    width = page.evaluate(WIDTH)
    if width > PHONE["width"]:
        yield f"is {width} px wide on a phone of {PHONE['width']} px"
    page.set_viewport_size(DESKTOP)


def faults_on_a_phone(page: Page) -> list[str]:
    """What axe finds on a small screen, where other parts of the page are shown."""
    page.set_viewport_size(PHONE)
    found = violations(page)
    page.set_viewport_size(DESKTOP)
    return found


def _faults_of_addresses(page: Page, look: Look) -> Iterator[str]:
    """The page's own address, and those of the same page in each language and in the default."""
    here = urlsplit(page.url)
    site = f"{here.scheme}://{here.netloc}"
    _, language, rest = here.path.split("/", 2)
    same = {code: f"{site}/{code}/{rest}" for code in ("en", "ms")}
    if look.alternates != {**same, "x-default": same["en"]}:
        yield f"names these addresses in other languages: {look.alternates}"
    if look.canonical != same[language]:
        yield f"names itself {look.canonical}"
