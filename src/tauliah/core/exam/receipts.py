"""What a candidate is given when an attempt is sealed: the receipt, its number, and what is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from tauliah.core.kernel import canonical_json

# Letters that are not mistaken for each other when read aloud: those of Crockford's base 32.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PURPOSE = b"tauliah sitting receipt 1\n"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the house states of a sealed attempt; times are UTC text.

    `events` is the count of links and `head` the digest of the last one: no link can be added,
    removed or altered without one of them being wrong. `answers` counts items with an answer.
    """

    number: str
    issuer: str
    attempt: str
    candidate: str
    exam: str
    form: str
    window: str
    started_at: str
    sealed_at: str
    sealed_as: str
    answers: int
    events: int
    head: str

    def facts(self) -> dict[str, Any]:
        """The receipt as plain data."""
        return asdict(self)

    def signed_text(self) -> bytes:
        """The bytes under the signature: a purpose of their own, so that it fits nothing else."""
        return _PURPOSE + canonical_json(self.facts())


def receipt_of(facts: Mapping[str, Any]) -> Receipt | None:
    """The receipt of such plain data; None where it is not exactly one."""
    wanted = {
        one.name: int if one.name in {"answers", "events"} else str for one in fields(Receipt)
    }
    if facts.keys() != wanted.keys():
        return None
    if any(type(facts[name]) is not kind for name, kind in wanted.items()):
        return None
    return Receipt(**facts)


def receipt_number(attempt: str) -> str:
    """The number that people say aloud, `R-XXXX-XXXX-XXXX`: 60 bits of the attempt's own digest."""
    bits = int.from_bytes(hashlib.sha256(attempt.encode()).digest()[:8], "big") >> 4
    letters = "".join(_LETTERS[bits >> shift & 31] for shift in range(55, -1, -5))
    return f"R-{letters[:4]}-{letters[4:8]}-{letters[8:]}"
