"""What JSON-LD lets a document say of its own words: their meaning, and the language of a text."""

from __future__ import annotations

import re
from typing import Any

from tauliah.core.credentials.quads import has_detour, is_absolute

MOST_OWN_WORDS = 50
"""Words that one vocabulary written into a file may define."""

_OWN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_LANGUAGE_VALUE = frozenset({"@value", "@language", "@direction"})
_DIRECTIONS = (None, "ltr", "rtl")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def is_language_value(value: object) -> bool:
    """Whether this is a text with its language (BCP 47), and nothing else in it."""
    if not isinstance(value, dict) or not value.keys() <= _LANGUAGE_VALUE:
        return False
    text, language = value.get("@value"), value.get("@language")
    return (
        isinstance(text, str)
        and isinstance(language, str)
        and _LANGUAGE.fullmatch(language) is not None
        and value.get("@direction") in _DIRECTIONS
    )


def is_own_vocabulary(value: object) -> bool:
    """Whether this defines words within the file, each by one full address and nothing else.

    A JSON-LD context of the simplest kind: a word is a text, or an object of `@id` and the `@type`
    of its values. Some write it as the document that it would be elsewhere, as `@context`.
    """
    words = words_of(value)
    if not isinstance(words, dict) or not 0 < len(words) <= MOST_OWN_WORDS:
        return False
    return all(
        isinstance(name, str)
        and _OWN_WORD.fullmatch(name) is not None
        and all(map(_is_address, _addresses_of(meaning)))
        for name, meaning in words.items()
    )


def words_of(value: Any) -> Any:
    """The words of a vocabulary that may stand in a document of its own, within `@context`."""
    return value["@context"] if isinstance(value, dict) and set(value) == {"@context"} else value


def _addresses_of(meaning: object) -> list[object]:
    if not isinstance(meaning, dict):
        return [meaning]
    kind = meaning.get("@type", "@id")
    if "@id" not in meaning or not meaning.keys() <= {"@id", "@type"}:
        return [None]
    return [meaning["@id"], *([] if kind == "@id" else [kind])]


def _is_address(value: object) -> bool:
    return isinstance(value, str) and is_absolute(value) and not has_detour(value)
