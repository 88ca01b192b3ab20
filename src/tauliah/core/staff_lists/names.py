"""Whether two spellings of a name may be of one person.

Tolerant of large and small letters, of the order of words, of punctuation and Latin diacritics, of
forms of address in front, and of the words between a name and the father's (bin, binti, a/l ...).
A word that is missing or another word is another name.
"""

from __future__ import annotations

import re
import unicodedata

MOST_LETTERS = 300
"""Of a longer text no more is looked at."""

_APOSTROPHES = re.compile(r"['’‘ʼ`´ʻ]")
# a/l and a/p (anak lelaki, anak perempuan), s/o and d/o (son of, daughter of)
_CHILD_OF = re.compile(r"\b(?:a\s*[/\\]\s*[lp]|[sd]\s*[/\\]\s*o)\b")
_LATIN_MARKS = re.compile(r"[\u0300-\u036f]")
_ARABIC_MARKS = re.compile(r"[\u064b-\u0652\u0670\u0640]")
# letters that no decomposition takes apart
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_BETWEEN = frozenset({"bin", "binti", "binte", "bte", "bt", "bn", "b", "ibni", "ibn"})
_ADDRESSES = frozenset(
    {"mr", "mrs", "ms", "mdm", "madam", "miss", "dr", "encik", "puan", "pn", "cik", "tuan",
     "dato", "datuk", "datin"}
)  # fmt: skip
_MOST_ALIASES = 4


def name_key(name: str) -> str:
    """The same for all spellings of a name that count as one; empty for a text without letters."""
    return " ".join(sorted(_words(name)))


def is_same_name(one: str, other: str) -> bool:
    """Whether both spellings may be of one person.

    A name with an alias (`Lim Siew Ling @ Jenny Lim`) is the same as each of its two. A name that
    is spaced in another way (`Nurul Huda`, `Nurulhuda`) is the same.
    """
    return any(_agree(a, b) for a in _spellings(one) for b in _spellings(other))


def _agree(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    return sorted(first) == sorted(second) or "".join(first) == "".join(second)


def _spellings(name: str) -> list[str]:
    parts = [part for part in name[:MOST_LETTERS].split("@")[:_MOST_ALIASES] if part.strip()]
    return [name, *parts] if len(parts) > 1 else [name]


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKD", name[:MOST_LETTERS]).casefold()
    text = _LATIN_MARKS.sub("", _ARABIC_MARKS.sub("", text)).translate(_LETTERS)
    text = _CHILD_OF.sub(" ", _APOSTROPHES.sub("", text))
    words = "".join(sign if sign.isalnum() or _is_mark(sign) else " " for sign in text).split()
    while len(words) > 1 and words[0] in _ADDRESSES:
        del words[0]
    # never the first: `B. Kumar` is not `Kumar`
    return [word for place, word in enumerate(words) if not place or word not in _BETWEEN]


def _is_mark(sign: str) -> bool:
    """A sign that belongs to the letter before it, as the vowels of Tamil do."""
    return unicodedata.category(sign) in ("Mn", "Mc")
