"""Links and structure in the Markdown of a programme: what it may use, and that nothing is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tauliah.core.kernel import LANGUAGES, Problem
from tauliah.core.programme.model import Page, Programme

_SCHEMES = ("glossary", "lesson", "course", "designation", "page")
_FEWEST_GLOSSARY_WORDS = 150

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def link_targets(programme: Programme) -> frozenset[str]:
    """Every target that a link in the programme's Markdown may name."""
    return frozenset(
        [
            *(f"glossary:{term.slug}" for term in programme.glossary),
            *(f"lesson:{lesson.course}/{lesson.slug}" for lesson in programme.lessons),
            *(f"course:{course.code}" for course in programme.courses),
            *(f"designation:{designation.code}" for designation in programme.designations),
            *(f"page:{page.slug}" for page in programme.pages),
        ]
    )


def markdown_problems(programme: Programme, first_lines: Mapping[str, int]) -> Iterator[Problem]:
    """Dead links, raw HTML and thin glossary pages; `first_lines`: file -> line of its body."""
    targets = link_targets(programme)
    for file_stem, page in _all_pages(programme):
        for language in LANGUAGES:
            file = f"{file_stem}.{language}.md"
            text = page.in_language(language)
            first = first_lines.get(file, 1)
            for line, message in _body_problems(text.body, targets):
                yield Problem(file, first + line, "", message)
            words = len(re.findall(r"\w+(?:[-'’]\w+)*", text.body))
            if file_stem.startswith("glossary/") and words < _FEWEST_GLOSSARY_WORDS:
                message = f"a glossary page has at least {_FEWEST_GLOSSARY_WORDS} words, got {words}"
                yield Problem(file, first, "", message)


def _all_pages(programme: Programme) -> Iterator[tuple[str, Page]]:
    for page in programme.pages:
        yield page.slug, page
    for term in programme.glossary:
        yield f"glossary/{term.slug}", term
    for lesson in programme.lessons:
        yield f"courses/{lesson.course}/lessons/{lesson.slug}", lesson


def _body_problems(body: str, targets: frozenset[str]) -> Iterator[tuple[int, str]]:
    for block in MARKDOWN.parse(body):
        line = block.map[0] if block.map else 0
        if block.type == "heading_open" and block.tag == "h1":
            yield line, "headings start at ##: the title stands in the front matter"
        for token in block.children or ():
            yield from ((line, message) for message in _inline_problems(token, targets))


def _inline_problems(token: Token, targets: frozenset[str]) -> Iterator[str]:
    if token.type == "image":
        yield "images are not used in this programme yet"
    if token.type == "text" and re.search(r"</?[a-zA-Z][^>]*>", token.content):
        yield "raw HTML is not used here"
    if token.type != "link_open":
        return
    target = str(token.attrs.get("href", ""))
    scheme = target.partition(":")[0]
    if scheme not in _SCHEMES:
        yield f"expected a link to {', '.join(_SCHEMES)}, got {target}"
    elif target not in targets:
        yield f"dead link: {target}"
