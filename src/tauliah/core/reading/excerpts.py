"""The part of a text that shows best what was looked for, with the words marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tauliah.core.reading.words import PlacedWord, placed_words

MOST_LETTERS = 260


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of an excerpt's text, and whether it is a word that was looked for."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text in pieces, and whether there is more before and behind it."""

    pieces: tuple[Piece, ...]
    begins_later: bool
    ends_earlier: bool


def excerpt_of(
    text: str, wanted: Collection[frozenset[str]], *, most: int = MOST_LETTERS
) -> Excerpt:
    """The part of at most so many letters in which the most of what is wanted stands, the earliest.

    `wanted` has for each word that was typed the words that it means. Where nothing of it stands in
    the text, its beginning. Words are never cut, unless one alone is longer than all that may be.
    """
    words = list(placed_words(text))
    kinds = [_kind(one.word, wanted) for one in words]
    first, last = _best_window(words, kinds, most)
    if not words:
        only = (Piece(text[:most], is_marked=False),) if text else ()
        return Excerpt(only, begins_later=False, ends_earlier=len(text) > most)
    begin = 0 if first == 0 else words[first].start
    end = len(text) if last == len(words) - 1 else words[last].end
    pieces: list[Piece] = []
    at = begin
    for word, kind in zip(words[first : last + 1], kinds[first : last + 1], strict=True):
        if kind is None:
            continue
        if word.start > at:
            pieces.append(Piece(text[at : word.start], is_marked=False))
        pieces.append(Piece(text[word.start : word.end], is_marked=True))
        at = word.end
    if end > at:
        pieces.append(Piece(text[at:end], is_marked=False))
    return Excerpt(tuple(pieces), begin > 0, end < len(text))


def _kind(word: str, wanted: Collection[frozenset[str]]) -> int | None:
    """Which of the words that were typed a word of the text is."""
    return next((at for at, meant in enumerate(wanted) if word in meant), None)


def _best_window(words: list[PlacedWord], kinds: list[int | None], most: int) -> tuple[int, int]:
    """The first and the last word of the window with the most different kinds, then the most marks."""
    best, best_window = (-1, -1), (0, 0)
    last = 0
    for first in range(len(words)):
        last = max(last, first)
        while last + 1 < len(words) and words[last + 1].end - words[first].start <= most:
            last += 1
        inside = [kind for kind in kinds[first : last + 1] if kind is not None]
        score = (len(set(inside)), len(inside))
        if score > best:
            best, best_window = score, (first, last)
    return _widened(words, kinds, best_window, most) if words else best_window


def _widened(
    words: list[PlacedWord], kinds: list[int | None], window: tuple[int, int], most: int
) -> tuple[int, int]:
    """A window that begins a few words earlier, so that it does not begin with a mark.

    It ends earlier for it, but not before the last mark.
    """
    first, last = window
    marked = [at for at in range(first, last + 1) if kinds[at] is not None]
    kept = marked[-1] if marked else first
    while (
        first > 0
        and words[kept].end - words[first - 1].start <= most
        and words[window[0]].start - words[first - 1].start <= most // 5
    ):
        first -= 1
    while last > kept and words[last].end - words[first].start > most:
        last -= 1
    return first, last
