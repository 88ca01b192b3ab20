"""People's own words in the ledger: sealed as cipher, read by a key of each person that can be dropped.

The seals cover the cipher, so that a chain holds as before when the key is gone and nobody can read
the words any more.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tauliah.apps.people.queries import User
from tauliah.apps.record.models import WordsKey
from tauliah.core.kernel import Entry
from tauliah.core.kernel.concealed_words import (
    CONCEALED,
    GONE,
    NONCE,
    WORDS,
    cipher_place,
    holds,
    is_concealed,
)
from tauliah.core.kernel.concealed_words import revealed as revealed_by

__all__ = [
    "GONE", "WORDS", "concealed", "has_words", "is_concealed", "keys_of", "revealed",
    "without_words", "words_gone",
]  # fmt: skip


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
        nonce = os.urandom(NONCE)
        place = cipher_place(number, name)
        return b64encode(nonce + key.encrypt(nonce, text.encode(), place)).decode()

    hidden = _with_words(facts, lambda name, text: {CONCEALED: cipher(name, text)})
    return hidden, f"{CONCEALED}:{cipher('reason', reason)}" if reason else ""


def revealed(person: User, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries of one person with their words as they were written; `GONE` where the key is gone.

    Their seals are those of the entries as stored: a chain is checked before it is revealed.
    """
    stored = tuple(entries)
    if not any(is_concealed(one) for one in stored):
        return stored
    return revealed_by(stored, keys_of([person.pk]).get(person.pk))


def keys_of(people: Iterable[UUID]) -> dict[UUID, bytes]:
    """The keys to the words of these people; of those who have any, and whose words are not erased."""
    kept = WordsKey.objects.filter(person__in=list(people))
    return {person: bytes(key) for person, key in kept.values_list("person_id", "key")}


def has_words(facts: Mapping[str, Any]) -> bool:
    """Whether facts hold words that can be read."""
    return holds(facts, is_word=lambda value: isinstance(value, str) and bool(value))


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
