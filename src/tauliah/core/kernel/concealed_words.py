"""People's own words in entries, as they are sealed: cipher under a key of each person.

What makes a cipher draws by chance and stands with the ledger; reading one needs only its key.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tauliah.core.kernel.entries import Entry

WORDS = frozenset({"employer", "evidence", "evidence_title", "issued_by", "source", "title"})
"""Facts that are words about a person, of whatever kind of entry; the others are codes and figures."""

GONE = "[…]"
"""What stands for words that nobody can read any more, in either language."""

CONCEALED = "concealed"
"""The name under which facts hold a cipher; a reason that is one begins with it and a colon."""

NONCE = 12
"""Bytes, as NIST SP 800-38D, section 8.2, recommends for GCM; drawn by chance for each text."""

_PREFIX = f"{CONCEALED}:"


def revealed(entries: Iterable[Entry], key: bytes | None) -> tuple[Entry, ...]:
    """Entries of one person with their words as they were written; `GONE` where there is no key.

    Their seals are those of the entries as stored: a chain is checked before it is revealed.
    """
    stored = tuple(entries)
    if not any(is_concealed(one) for one in stored):
        return stored
    cipher = AESGCM(key) if key else None
    return tuple(_revealed(one, cipher) if is_concealed(one) else one for one in stored)


def is_concealed(entry: Entry) -> bool:
    """Whether any words of an entry are cipher."""
    # an altered entry may hold anything at all: its seal tells of it, not this
    facts: Any = entry.facts
    has_cipher = isinstance(facts, Mapping) and holds(facts, is_word=_is_cipher)
    return has_cipher or entry.reason.startswith(_PREFIX)


def holds(facts: Mapping[str, Any], *, is_word: Callable[[Any], bool]) -> bool:
    """Whether any of the words in facts, on whatever level, is such a word."""
    return any(
        is_word(value)
        if name in WORDS
        else isinstance(value, Mapping) and holds(value, is_word=is_word)
        for name, value in facts.items()
    )


def cipher_place(number: int, name: str) -> bytes:
    """What a cipher is bound to: moved to another entry or fact, it is not read there."""
    return f"{number}/{name}".encode()


def _revealed(entry: Entry, key: AESGCM | None) -> Entry:
    def read(name: str, cipher: str) -> str:
        if key is None:
            return GONE
        try:
            data = b64decode(cipher)
            place = cipher_place(entry.number, name)
            return key.decrypt(data[:NONCE], data[NONCE:], place).decode()
        except (InvalidTag, ValueError):
            return GONE

    stored: Any = entry.facts
    facts = _with_ciphers(stored, read) if isinstance(stored, Mapping) else stored
    reason = entry.reason
    if reason.startswith(_PREFIX):
        reason = read("reason", reason.removeprefix(_PREFIX))
    return replace(entry, facts=facts, reason=reason)


def _is_cipher(value: Any) -> bool:
    return isinstance(value, Mapping) and CONCEALED in value


def _with_ciphers(facts: Mapping[str, Any], read: Callable[[str, str], str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in facts.items():
        if name in WORDS and _is_cipher(value):
            made[name] = read(name, str(value[CONCEALED]))
        elif isinstance(value, Mapping):
            made[name] = _with_ciphers(value, read)
        else:
            made[name] = value
    return made
