"""The paragraphs of a lesson or term as they are read: what each says, its name, and its section.

A name follows from what the paragraph says, so it stays when others around it change, and no other
text has it. What a paragraph says is spelled with one space between words, as a browser shows it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from tauliah.core.programme.links import MARKDOWN


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: what to jump to, what it says, and its level from 2 on."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, an entry of a list or a row of a table, under the heading that it stands below.

    `section` is the id of that heading and `heading` what it says, both empty before the first.
    """

    name: str
    text: str
    section: str
    heading: str


@dataclass(frozen=True, slots=True)
class PlacedParagraph:
    """A paragraph and its tokens: the one that opens it, and those that hold its words."""

    paragraph: Paragraph
    opening: Token
    words: tuple[Token, ...]


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a Markdown text, in order."""
    tokens = MARKDOWN.parse(text)
    return tuple(one.paragraph for one in place_paragraphs(tokens, name_headings(tokens)))


def name_headings(tokens: Sequence[Token]) -> dict[int, Heading]:
    """The headings of the second and third level, by the place of the token that opens them.

    Their ids are made of what they say, each used once in a text.
    """
    found: dict[int, Heading] = {}
    taken: set[str] = set()
    for place, token in enumerate(tokens):
        if token.type != "heading_open" or token.tag not in {"h2", "h3"}:
            continue
        spoken = spoken_words(tokens[place + 1])
        name = re.sub(r"\W+", "-", spoken.casefold()).strip("-") or "section"
        while name in taken:
            name += "-x"
        taken.add(name)
        found[place] = Heading(name, spoken, int(token.tag[1]))
    return found


def place_paragraphs(
    tokens: Sequence[Token], headings: dict[int, Heading]
) -> Iterator[PlacedParagraph]:
    """The paragraphs among the tokens of a text; figures and empty ones are none."""
    section, heading = "", ""
    seen: dict[str, int] = {}
    for place, token in enumerate(tokens):
        if place in headings:
            section, heading = headings[place].id, headings[place].text
        words = _words_of(tokens, place)
        said = normalised("\n".join(raw_text(one) for one in words))
        if not said:
            continue
        digest = hashlib.sha256(said.encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        name = f"p-{digest}" if seen[digest] == 1 else f"p-{digest}-{seen[digest]}"
        opening = tokens[place - 1] if token.hidden else token
        yield PlacedParagraph(Paragraph(name, said, section, heading), opening, words)


def raw_text(inline: Token) -> str:
    """What the words of a paragraph say, letter by letter as in the page, with its line breaks."""
    return "".join(raw_part(part) for part in inline.children or ())


def raw_part(part: Token) -> str:
    """What one part of a paragraph's words adds to the text of the page."""
    return "\n" if part.type in {"softbreak", "hardbreak"} else part.content


def normalised(text: str) -> str:
    """A text with one space between its words and none around them."""
    return " ".join(text.split())


def spoken_words(inline: Token) -> str:
    """What a heading says."""
    return "".join(part.content for part in inline.children or ())


def _words_of(tokens: Sequence[Token], place: int) -> tuple[Token, ...]:
    """The tokens with the words of the paragraph that is opened here; none where none is."""
    token = tokens[place]
    if token.type == "tr_open":
        closing = next(at for at in range(place, len(tokens)) if tokens[at].type == "tr_close")
        return tuple(one for one in tokens[place:closing] if one.type == "inline")
    if token.type != "paragraph_open" or _is_figure(tokens[place + 1]):
        return ()
    if token.hidden and tokens[place - 1].type != "list_item_open":
        return ()  # the rest of an entry, after a list in it: it has no element of its own
    return (tokens[place + 1],)


def _is_figure(inline: Token) -> bool:
    children = inline.children or []
    return len(children) == 1 and children[0].type == "image"
