"""Finding a quoted place again in a text that changes, and words that are spelled nearly right."""

from tauliah.core.reading.excerpts import Excerpt, Piece, excerpt_of
from tauliah.core.reading.families import roots_of
from tauliah.core.reading.likeness import similarity, trigrams
from tauliah.core.reading.quotes import Anchor, Place, anchor_at, find_anchor
from tauliah.core.reading.vocabulary import Vocabulary, Wanted
from tauliah.core.reading.words import words_of

__all__ = [
    "Anchor",
    "Excerpt",
    "Piece",
    "Place",
    "Vocabulary",
    "Wanted",
    "anchor_at",
    "excerpt_of",
    "find_anchor",
    "roots_of",
    "similarity",
    "trigrams",
    "words_of",
]
