"""The words of a text as they are searched: small letters without accents, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 60
"""Letters of a word that are looked at; what is longer is no word of any language here."""

# letters and digits; an apostrophe or a hyphen parts words
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word as it is searched, and where it stands in its text."""

    word: str
    start: int
    end: int


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in order, as they are searched."""
    return tuple(one.word for one in placed_words(text))


def placed_words(text: str) -> Iterator[PlacedWord]:
    """The words of a text in order, each with its place."""
    for found in _WORD.finditer(text):
        word = folded(found.group())
        if word:
            yield PlacedWord(word, found.start(), found.end())


def folded(word: str) -> str:
    """A word in small letters, without accents and other signs, and not longer than the longest."""
    if word.isascii():
        return word.lower()[:LONGEST]
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in parts if one.isalnum())[:LONGEST]
