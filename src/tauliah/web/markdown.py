"""The programme's Markdown as safe HTML, its links turned into addresses of this site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import nh3
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it.token import Token

from tauliah.core.programme import MARKDOWN

_ALLOWED_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ALLOWED_ATTRIBUTES = {
    "a": {"class", "href"},
    "h2": {"id"},
    "h3": {"id"},
    "ol": {"start"},
    "td": {"class"},
    "th": {"class"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second level: what to jump to, and what it says."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, and its headings for a table of contents."""

    html: SafeString
    headings: tuple[Heading, ...]


def render_markdown(text: str) -> Rendered:
    """Safe HTML in the language that is active; raw HTML in the text stays text."""
    tokens = MARKDOWN.parse(text)
    headings = tuple(_name_headings(tokens))
    for token in _flat(tokens):
        _point_links(token)
        _align_by_class(token)
    raw = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    clean = nh3.clean(
        raw,
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes={"https", "mailto"},
        link_rel="noopener",
    )
    return Rendered(mark_safe(_wrap_tables(clean)), headings)  # noqa: S308 - cleaned just above


def address_of(target: str) -> str:
    """Where a link of the programme leads, such as `glossary:premium`; others as they are."""
    scheme, _, name = target.partition(":")
    match scheme:
        case "glossary":
            return reverse("glossary-term", args=[name])
        case "course":
            return reverse("course", args=[name.lower()])
        case "designation":
            return reverse("designation", args=[name.lower()])
        case "lesson":
            course, _, lesson = name.partition("/")
            return reverse("lesson", args=[course.lower(), lesson])
        case "page":
            return _page_address(name)
        case _:
            return target


def _page_address(slug: str) -> str:
    folder, _, name = slug.partition("/")
    match folder:
        case "designations":
            return reverse("designation", args=[name])
        case "courses":
            return reverse("course", args=[name.removesuffix("/course").lower()])
        case "ethics":
            return reverse("ethics")
        case _:
            return reverse("page", args=[name])


def _flat(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or ())


def _name_headings(tokens: list[Token]) -> Iterable[Heading]:
    taken: set[str] = set()
    for position, token in enumerate(tokens):
        if token.type != "heading_open" or token.tag not in {"h2", "h3"}:
            continue
        spoken = "".join(
            part.content for part in _flat([tokens[position + 1]]) if not part.children
        )
        name = re.sub(r"\W+", "-", spoken.casefold()).strip("-") or "section"
        while name in taken:
            name += "-x"
        taken.add(name)
        token.attrSet("id", name)
        if token.tag == "h2":
            yield Heading(name, spoken)


def _point_links(token: Token) -> None:
    if token.type == "link_open":
        target = str(token.attrGet("href") or "")
        if target.startswith("glossary:"):
            token.attrSet("class", "term")
        token.attrSet("href", address_of(target))


def _align_by_class(token: Token) -> None:
    # markdown-it aligns columns by a style attribute, which the content security policy refuses
    if token.type in {"td_open", "th_open"} and token.attrs.pop("style", "") == "text-align:right":
        token.attrSet("class", "number")


def _wrap_tables(html: str) -> str:
    label = escape(_("Table"))
    opening = f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">'
    return html.replace("<table>", f'{opening}<table class="table">').replace(
        "</table>", "</table></div>"
    )
