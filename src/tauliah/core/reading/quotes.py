"""Where a note stands in a text, so that it is found again after the text has changed.

As the Web Annotation Data Model (W3C, 2017) selects text: the quote itself with what stood before
and behind it (TextQuoteSelector), beside its place in a named paragraph (TextPositionSelector).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tauliah.core.reading.likeness import trigrams

CONTEXT = 32
"""Letters before and behind a quote that are kept, as the data model's examples have it."""

LEAST_CONTEXT = 8
"""Letters beside a quote that must agree where the quote alone could mean another place."""

LONG_QUOTE = 40
"""Letters from which a quote that stands once in a text can be no other."""

LEAST_ALIKE = 0.6
"""Share of trigrams that a paragraph keeps whose note as a whole goes with it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote, its paragraph when it was made, and what stood beside it; offsets count letters.

    Of a note on a whole paragraph, the quote is all of it.
    """

    paragraph: str
    start: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a named paragraph, from its letter `start` up to before its letter `end`."""

    paragraph: str
    start: int
    end: int


def anchor_at(paragraph: str, text: str, start: int, end: int, *, is_whole: bool = False) -> Anchor:
    """The anchor of a part of a paragraph; ValueError where it is no part of it."""
    if not 0 <= start < end <= len(text):
        raise ValueError("no part of the paragraph")
    return Anchor(
        paragraph=paragraph,
        start=start,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        is_whole=is_whole,
    )


def find_anchor(anchor: Anchor, texts: Mapping[str, str]) -> Place | None:
    """Where the quote stands among paragraphs by name, in their order; None where that is not sure.

    In its own paragraph it stands where it stood. Elsewhere it is looked for letter by letter; the
    place is that whose neighbourhood agrees most. It is not sure where two agree alike, or where so
    little agrees that a short quote could be another's. A note on a whole paragraph goes with the
    paragraph that is most alike.
    """
    own = texts.get(anchor.paragraph, "")
    end = anchor.start + len(anchor.exact)
    if anchor.exact and own[anchor.start : end] == anchor.exact:
        return Place(anchor.paragraph, anchor.start, end)
    if anchor.is_whole:
        return _most_alike(anchor.exact, texts)
    found = sorted(
        (
            (_agreement(anchor, texts[place.paragraph], place), place)
            for place in _places(anchor, texts)
        ),
        key=lambda one: -one[0],
    )
    if not found:
        return None
    agreed, place = found[0]
    if len(found) > 1 and found[1][0] == agreed:
        return None
    is_alone = len(found) == 1 and len(anchor.exact) >= LONG_QUOTE
    return place if is_alone or agreed >= _least(anchor) else None


def _least(anchor: Anchor) -> int:
    # a short quote that had nothing beside it could be anything anywhere
    return min(LEAST_CONTEXT, len(anchor.prefix) + len(anchor.suffix)) or LEAST_CONTEXT


def _places(anchor: Anchor, texts: Mapping[str, str]) -> Iterator[Place]:
    if not anchor.exact:
        return
    for name, text in texts.items():
        at = text.find(anchor.exact)
        while at >= 0:
            yield Place(name, at, at + len(anchor.exact))
            at = text.find(anchor.exact, at + 1)


def _agreement(anchor: Anchor, text: str, place: Place) -> int:
    """How many letters beside a place are as they were beside the quote."""
    before, behind = text[: place.start], text[place.end :]
    return _alike(reversed(anchor.prefix), reversed(before)) + _alike(
        iter(anchor.suffix), iter(behind)
    )


def _alike(here: Iterator[str], there: Iterator[str]) -> int:
    count = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        count += 1
    return count


def _most_alike(exact: str, texts: Mapping[str, str]) -> Place | None:
    wanted = trigrams(exact)
    best, best_name = 0.0, ""
    for name, text in texts.items():
        there = trigrams(text)
        share = len(wanted & there) / len(wanted | there)
        if share > best:
            best, best_name = share, name
    return Place(best_name, 0, len(texts[best_name])) if best >= LEAST_ALIKE else None
