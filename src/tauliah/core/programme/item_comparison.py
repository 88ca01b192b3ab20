"""Two versions of an item laid side by side: which words went and came, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from tauliah.core.kernel import LANGUAGES, Language
from tauliah.core.programme.reading import Path, spoken

Fate = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions, in the older one only, or in the newer one only."""

    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text of an item at its path, by language: the pieces of both versions in order."""

    path: str
    pieces: Mapping[Language, tuple[Piece, ...]]

    @property
    def is_changed(self) -> bool:
        """Whether anything went or came in either language."""
        return any(one.fate != "same" for pieces in self.pieces.values() for one in pieces)


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """A value that is the same in both languages, such as the key; empty where it is not there."""

    path: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the versions differ in it."""
        return self.before != self.after


def compared(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[ComparedText, ...], tuple[ComparedFact, ...]]:
    """The texts and the facts of two versions, as `item_text` gives them, in the newer one's order."""
    old, new = dict(parts_of(before)), dict(parts_of(after))
    texts: list[ComparedText] = []
    facts: list[ComparedFact] = []
    for path in dict.fromkeys([*new, *old]):
        was, now = old.get(path), new.get(path)
        if isinstance(was, Mapping) or isinstance(now, Mapping):
            pieces = {
                language: words_compared(_said(was, language), _said(now, language))
                for language in LANGUAGES
            }
            texts.append(ComparedText(spoken(path), pieces))
        else:
            facts.append(ComparedFact(spoken(path), _told(was), _told(now)))
    return tuple(texts), tuple(facts)


def words_compared(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts, by whole words and blanks.

    What is the same and what went make the older text again; what is the same and what came, the
    newer one.
    """
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def parts_of(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every text and every single value of an item; a text of both languages is one part."""
    if isinstance(value, Mapping) and set(value) != set(LANGUAGES):
        for key, inner in value.items():
            yield from parts_of(inner, (*path, key))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for place, inner in enumerate(value):
            yield from parts_of(inner, (*path, place))
    elif isinstance(value, Mapping) and not all(isinstance(one, str) for one in value.values()):
        # lists of spellings in each language are compared as text
        yield path, {language: _told(spellings) for language, spellings in value.items()}
    else:
        yield path, value


def _said(value: Any, language: Language) -> str:
    return str(value.get(language, "")) if isinstance(value, Mapping) else _told(value)


def _told(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
