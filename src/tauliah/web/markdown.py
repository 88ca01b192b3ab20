"""The programme's Markdown as safe HTML, its links turned into addresses of this site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import nh3
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it.token import Token

from tauliah.core.programme import (
    MARKDOWN,
    Heading,
    PlacedParagraph,
    name_headings,
    place_paragraphs,
)

_ALLOWED_TAGS = {
    "a", "blockquote", "br", "code", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "img",
    "li", "mark", "ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ALLOWED_ATTRIBUTES = {
    "a": {"aria-label", "class", "href", "id"},
    "figcaption": {"aria-hidden"},
    "figure": {"class"},
    "img": {"alt", "height", "loading", "src", "width"},
    "h2": {"id"},
    "h3": {"id"},
    "li": {"id"},
    "mark": {"class", "id"},
    "ol": {"start"},
    "p": {"id"},
    "td": {"class"},
    "th": {"class"},
    "tr": {"id"},
}


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """Where a figure is fetched from, and its size, so that the text does not jump when it comes."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, and its headings of the second level for a table of contents."""

    html: SafeString
    headings: tuple[Heading, ...]


def render_markdown(
    text: str,
    *,
    figures: Mapping[str, ShownFigure] | None = None,
    annotate: Callable[[Iterable[PlacedParagraph]], None] | None = None,
) -> Rendered:
    """Safe HTML in the language that is active; raw HTML in the text stays text.

    Of images only those of the form `figure:NAME` are shown, where `figures` knows the name; of
    others the text alternative is left. `annotate` may add to the paragraphs before they are made
    HTML.
    """
    parsed = MARKDOWN.parse(text)
    named = name_headings(parsed)
    for place, heading in named.items():
        parsed[place].attrSet("id", heading.id)
    if annotate:
        annotate(place_paragraphs(parsed, named))
    tokens = list(_with_figures(parsed, figures or {}))
    headings = tuple(one for one in named.values() if one.level == 2)
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


def _with_figures(tokens: list[Token], figures: Mapping[str, ShownFigure]) -> Iterator[Token]:
    """The tokens with each paragraph that is a figure turned into one, and no other image."""
    left_out = 0
    for position, token in enumerate(tokens):
        if left_out:
            left_out -= 1
            continue
        inside = tokens[position + 1].children if token.type == "paragraph_open" else None
        if inside and len(inside) == 1 and inside[0].type == "image":
            name = str(inside[0].attrGet("src") or "").removeprefix("figure:")
            if name in figures:
                yield Token("html_block", "", 0, content=_figure(inside[0], figures[name]))
                left_out = 2
                continue
        for part in token.children or ():
            if part.type == "image":
                part.type, part.children = "text", None
        yield token


def _figure(image: Token, shown: ShownFigure) -> str:
    """The figure with its caption, which is the title or else the text alternative.

    What is heard as the alternative already is not read out as the caption once more.
    """
    title = str(image.attrGet("title") or "")
    caption = f"<figcaption>{escape(title)}</figcaption>"
    if not title:
        caption = f'<figcaption aria-hidden="true">{escape(image.content)}</figcaption>'
    return (
        f'<figure class="figure"><img src="{escape(shown.url)}" alt="{escape(image.content)}" '
        f'width="{shown.width}" height="{shown.height}" loading="lazy">{caption}</figure>\n'
    )


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
        case "ethics" if name.endswith("/course"):
            return reverse("study-course", args=[name.removesuffix("/course").lower()])
        case "ethics":
            return reverse("ethics")
        case _:
            return reverse("page", args=[name])


def _flat(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or ())


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
