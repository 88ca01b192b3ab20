"""Links and structure in the Markdown of a programme: what it may use, and that nothing is dead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.folder import Body
from tauliah.core.programme.model import Programme
from tauliah.core.programme.places import Names, names_of, place_of

_SCHEMES = ("glossary", "lesson", "course", "designation", "page")
_FEWEST_GLOSSARY_WORDS = 150

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
# Takes HTML for what it is, so that it can be found; pages are rendered without.
_MARKDOWN_AND_HTML = MarkdownIt("commonmark", {"html": True}).enable("table")

_Found = Iterator[tuple[int, LocalText]]
_Placed = Iterator[tuple[int, Token]]

_FIRST_LEVEL = LocalText(
    en="headings start at ##: the title stands in the front matter",
    ms="tajuk bermula pada ##: tajuk halaman berada dalam bahagian hadapan",
)
_NO_IMAGES = LocalText(
    en="a figure stands in a lesson only, written ![text alternative](figure:name)",
    ms="rajah hanya digunakan dalam pelajaran, ditulis ![teks alternatif](figure:nama)",
)
_NO_ALTERNATIVE = LocalText(
    en="the figure has no text alternative: say between the brackets what it shows",
    ms="rajah ini tiada teks alternatif: nyatakan antara kurungan siku apa yang ditunjukkannya",
)
_NOT_ALONE = LocalText(
    en="a figure stands in a paragraph of its own", ms="rajah berada dalam perenggannya sendiri"
)
_NO_LINK = LocalText(
    en="no link as written: expected [words](glossary:term)",
    ms="bukan pautan seperti yang ditulis: dijangka [kata](glossary:istilah)",
)
_NO_HTML = LocalText(en="raw HTML is not used here", ms="HTML mentah tidak digunakan di sini")


def link_targets(programme: Programme) -> frozenset[str]:
    """Every target that a link in the programme's Markdown may name."""
    return names_of(programme).link_targets


def markdown_problems(bodies: Iterable[Body], names: Names) -> Iterator[Problem]:
    """Dead links, raw HTML, flawed figures, headings of the first level, thin glossary pages."""
    targets = names.link_targets
    for body in bodies:
        for line, message in (
            *_body_problems(body.text, targets),
            *_figure_problems(body, names.figures),
        ):
            yield Problem(body.file, body.first_line + line, "", message)
        words = len(re.findall(r"\w+(?:[-'’]\w+)*", body.text))
        if body.file.startswith("glossary/") and words < _FEWEST_GLOSSARY_WORDS:
            fewest = _FEWEST_GLOSSARY_WORDS
            message = LocalText(
                en=f"a glossary page has at least {fewest} words, got {words}",
                ms=f"halaman glosari mengandungi sekurang-kurangnya {fewest} patah kata, diberi "
                f"{words}",
            )
            yield Problem(body.file, body.first_line, "", message)


def _body_problems(text: str, targets: frozenset[str]) -> _Found:
    lines = text.split("\n")
    for block in MARKDOWN.parse(text):
        if block.type == "heading_open" and block.tag == "h1" and block.map:
            yield block.map[0], _FIRST_LEVEL
        for line, token in _placed_tokens(block, lines):
            for message in _token_faults(token, targets):
                yield line, message
    if "<" in text:
        yield from _html_problems(text, lines)


def _token_faults(token: Token, targets: frozenset[str]) -> Iterator[LocalText]:
    if token.type == "text" and "](" in token.content:
        yield _NO_LINK
    elif token.type == "link_open":
        target = str(token.attrs["href"])
        if target.partition(":")[0] not in _SCHEMES:
            schemes = ", ".join(_SCHEMES)
            yield LocalText(
                en=f"expected a link to {schemes}, got {target}",
                ms=f"dijangka pautan kepada {schemes}, diberi {target}",
            )
        elif target not in targets:
            yield LocalText(en=f"dead link: {target}", ms=f"pautan mati: {target}")


def _figure_problems(body: Body, figures: frozenset[str]) -> _Found:
    """What is wrong with the figures of a text; outside of lessons there are none."""
    if "![" not in body.text:
        return
    place = place_of(body.file)
    lines = body.text.split("\n")
    # the block before a text is what it stands in
    for parent, block in pairwise(MARKDOWN.parse(body.text)):
        for line, token in _placed_tokens(block, lines):
            if token.type != "image":
                continue
            scheme, _, name = str(token.attrs["src"]).partition(":")
            if place is None or place.kind != "lesson" or scheme != "figure":
                yield line, _NO_IMAGES
                continue
            if not token.content.strip():
                yield line, _NO_ALTERNATIVE
            if parent.type != "paragraph_open" or parent.level or len(block.children or ()) > 1:
                yield line, _NOT_ALONE
            if f"{place.course}/{name}" not in figures:
                file = f"{place.folder}/figures/{name}"
                yield (
                    line,
                    LocalText(
                        en=f"no figure {name}: expected {file}.en.svg and {file}.ms.svg",
                        ms=f"tiada rajah {name}: dijangka {file}.en.svg dan {file}.ms.svg",
                    ),
                )


def _html_problems(text: str, lines: Sequence[str]) -> _Found:
    for block in _MARKDOWN_AND_HTML.parse(text):
        if block.type == "html_block" and block.map:
            yield block.map[0], _NO_HTML
        for line, token in _placed_tokens(block, lines):
            if token.type == "html_inline":
                yield line, _NO_HTML


def _placed_tokens(block: Token, lines: Sequence[str]) -> _Placed:
    """The inline tokens of a block, each with the line of the body on which it stands.

    Markdown keeps the lines of blocks only. Line breaks inside code or a link's title leave no
    trace, so a link is looked for from the line that is certain onwards.
    """
    certain, end = block.map or (0, 0)
    for token in block.children or ():
        if token.type in ("softbreak", "hardbreak"):
            certain += 1
        word = str(token.attrs.get("href") or token.attrs.get("src") or token.content)
        word = word.partition("\n")[0]
        yield next((n for n in range(certain, end) if word in lines[n]), certain), token
