"""Digests by which a credential names what it refers to: `digestSRI` and `digestMultibase`.

Sources: W3C Subresource Integrity, section 3.5; multihash as in W3C Controlled Identifiers 1.0,
section 2.5; both as Verifiable Credentials 2.0, section 5.3, asks for them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.multibase import decode_base58, decode_base64url

_WEAKEST_FIRST = ("sha256", "sha384", "sha512")
_CODES = {0x12: "sha256", 0x20: "sha384", 0x13: "sha512"}
_HEX = re.compile(r"[0-9a-f]*")
_LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True, slots=True)
class Digest:
    """The name of a hash function and what it gave."""

    name: str
    value: bytes

    def fits(self, data: bytes) -> bool:
        """Whether these are the bytes that were hashed."""
        return hmac.compare_digest(hashlib.new(self.name, data).digest(), self.value)


def digest_of_sri(text: object) -> Digest:
    """The strongest digest of a `digestSRI`; CredentialFault `bad-digest` for anything else."""
    found: list[Digest] = []
    for part in text.split() if isinstance(text, str) else []:
        name, _, rest = part.partition("-")
        found.append(_digest(name, _base64(rest.partition("?")[0])))
    if not found:
        raise _bad_digest(text)
    return max(found, key=lambda digest: _WEAKEST_FIRST.index(digest.name))


def digest_of_multibase(text: object) -> Digest:
    """The digest of a `digestMultibase`; CredentialFault `bad-digest` for anything else."""
    if not isinstance(text, str):
        raise _bad_digest(text)
    try:
        data = decode_base58(text) if text.startswith("z") else decode_base64url(text)
    except CredentialFault:
        raise _bad_digest(text) from None
    # some leave out the two bytes that name the hash, as the W3C's own test suite does; no length
    # of the one is a length of the other
    for bare, length in _LENGTHS.items():
        if len(data) == length:
            return _digest(bare, data)
    name = _CODES.get(data[0], "") if len(data) > 1 else ""
    if not name or data[1] != _LENGTHS[name]:
        raise _bad_digest(text)
    return _digest(name, data[2:])


def _digest(name: str, value: bytes) -> Digest:
    if len(value) != _LENGTHS.get(name):
        raise _bad_digest(f"{name}-{value.hex()}")
    return Digest(name, value)


def _base64(text: str) -> bytes:
    # some write the digest as sha256sum prints it; no length of the one is a length of the other
    if _HEX.fullmatch(text) and len(text) // 2 in _LENGTHS.values():
        return bytes.fromhex(text)
    # and some put the sign of multibase in front of it, which no length of base64 leaves room for
    if len(text) % 4 == 1 and text.startswith("M"):
        text = text[1:]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _bad_digest(text) from None


def _bad_digest(text: object) -> CredentialFault:
    return CredentialFault(
        "bad-digest",
        en=f"A digest of a related file is not spelled as it should be: {str(text)[:80]!r}",
        ms=f"Cerna satu fail berkaitan tidak dieja sebagaimana sepatutnya: {str(text)[:80]!r}",
    )
