"""People's own words in the ledger: sealed as cipher, read by a key of each person that can be dropped.

The seals cover the cipher, so that a chain holds as before when the key is gone and nobody can read
the words any more.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tauliah.apps.people.queries import User
from tauliah.apps.record.models import WordsKey
from tauliah.core.kernel import Entry

WORDS = frozenset({"employer", "evidence", "evidence_title", "issued_by", "source", "title"})
"""Facts that are words about a person, of whatever kind of entry; the others are codes and figures."""

GONE = "[…]"
"""What stands for words that nobody can read any more, in either language."""

_CONCEALED = "concealed"
_PREFIX = f"{_CONCEALED}:"
_NONCE = 12
"""Bytes, as NIST SP 800-38D, section 8.2, recommends for GCM; drawn by chance for each text."""


def concealed(
    person: User, number: int, facts: Mapping[str, Any], reason: str
) -> tuple[dict[str, Any], str]:
    """Facts and reason of the entry of that number as the ledger holds them. Needs a transaction."""
    if not reason and not has_words(facts):
        return dict(facts), reason
    kept, _ = WordsKey.objects.get_or_create(
        person=person, defaults={"key": AESGCM.generate_key(bit_length=256)}
    )
    key = AESGCM(bytes(kept.key))

    def cipher(name: str, text: str) -> str:
        nonce = os.urandom(_NONCE)
        return b64encode(nonce + key.encrypt(nonce, text.encode(), _place(number, name))).decode()

    hidden = _with_words(facts, lambda name, text: {_CONCEALED: cipher(name, text)})
    return hidden, _PREFIX + cipher("reason", reason) if reason else ""


def revealed(person: User, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries of one person with their words as they were written; `GONE` where the key is gone.

    Their seals are those of the entries as stored: a chain is checked before it is revealed.
    """
    stored = tuple(entries)
    if not any(is_concealed(one) for one in stored):
        return stored
    kept = WordsKey.objects.filter(person=person).first()
    key = AESGCM(bytes(kept.key)) if kept else None
    return tuple(_revealed(one, key) if is_concealed(one) else one for one in stored)


def is_concealed(entry: Entry) -> bool:
    """Whether any words of an entry are cipher."""
    # an altered entry may hold anything at all: its seal tells of it, not this
    has_cipher = isinstance(entry.facts, Mapping) and _holds(entry.facts, is_word=_is_cipher)
    return has_cipher or entry.reason.startswith(_PREFIX)


def has_words(facts: Mapping[str, Any]) -> bool:
    """Whether facts hold words that can be read."""
    return _holds(facts, is_word=lambda value: isinstance(value, str) and bool(value))


def without_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts without the words about a person, such as the audit trail keeps for ever."""
    return {
        name: without_words(value) if isinstance(value, Mapping) else value
        for name, value in facts.items()
        if name not in WORDS
    }


def words_gone(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with `GONE` in the place of each word about a person."""
    return _with_words(facts, lambda _name, _text: GONE)


def _revealed(entry: Entry, key: AESGCM | None) -> Entry:
    def read(name: str, cipher: str) -> str:
        if key is None:
            return GONE
        try:
            data = b64decode(cipher)
            place = _place(entry.number, name)
            return key.decrypt(data[:_NONCE], data[_NONCE:], place).decode()
        except (InvalidTag, ValueError):
            return GONE

    facts = _with_ciphers(entry.facts, read) if isinstance(entry.facts, Mapping) else entry.facts
    reason = entry.reason
    if reason.startswith(_PREFIX):
        reason = read("reason", reason.removeprefix(_PREFIX))
    return replace(entry, facts=facts, reason=reason)


def _place(number: int, name: str) -> bytes:
    """A cipher that was moved to another entry or fact is not read there."""
    return f"{number}/{name}".encode()


def _is_cipher(value: Any) -> bool:
    return isinstance(value, Mapping) and _CONCEALED in value


def _holds(facts: Mapping[str, Any], *, is_word: Any) -> bool:
    return any(
        is_word(value)
        if name in WORDS
        else isinstance(value, Mapping) and _holds(value, is_word=is_word)
        for name, value in facts.items()
    )


def _with_words(facts: Mapping[str, Any], change: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in facts.items():
        if name in WORDS and isinstance(value, str) and value:
            made[name] = change(name, value)
        elif isinstance(value, Mapping):
            made[name] = _with_words(value, change)
        else:
            made[name] = value
    return made


def _with_ciphers(facts: Mapping[str, Any], read: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in facts.items():
        if name in WORDS and _is_cipher(value):
            made[name] = read(name, str(value[_CONCEALED]))
        elif isinstance(value, Mapping):
            made[name] = _with_ciphers(value, read)
        else:
            made[name] = value
    return made
