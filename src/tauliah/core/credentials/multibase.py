"""Bytes as text that names its own alphabet: `z` base58btc, `u` base64url without padding.

Source: the multibase header table of W3C Controlled Identifiers 1.0, section 2.4.
"""

from __future__ import annotations

import base64
import binascii
import re

from tauliah.core.credentials.faults import CredentialFault

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {sign: digit for digit, sign in enumerate(_ALPHABET)}
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_PAIR = len(_PAIRS)
_TEN_DIGITS = _PAIR**5
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")

MOST_BASE58 = 200
"""Longest base58 text that is read, in characters: its cost grows with the square of the length."""


def encode_base58(data: bytes) -> str:
    """`z` and the base58btc digits; each leading zero byte is one `1`."""
    number = int.from_bytes(data, "big")
    digits: list[str] = []
    while number:
        # a long number is divided seldom, and its parts are small
        number, part = divmod(number, _TEN_DIGITS)
        for _ in range(5):
            part, pair = divmod(part, _PAIR)
            digits.append(_PAIRS[pair])
    digits.reverse()
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + "".join(digits).lstrip("1")


def decode_base58(text: str) -> bytes:
    """The bytes of a `z...` text; CredentialFault `bad-multibase` for anything else."""
    if not text.startswith("z") or len(text) > MOST_BASE58 or not _DIGITS.keys() >= set(text[1:]):
        raise _bad_multibase(text)
    digits = text[1:]
    number = 0
    for sign in digits:
        number = number * 58 + _DIGITS[sign]
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_base64url(data: bytes) -> str:
    """`u` and base64url without padding."""
    return "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode_base64url(text: str) -> bytes:
    """The bytes of a `u...` text; CredentialFault `bad-multibase` for anything else."""
    if not text.startswith("u") or not _BASE64URL.fullmatch(text, 1):
        raise _bad_multibase(text)
    try:
        return base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    except binascii.Error:
        raise _bad_multibase(text) from None


def _bad_multibase(text: str) -> CredentialFault:
    return CredentialFault(
        "bad-multibase",
        en=f"A key, a signature or a list is not spelled as it should be: {text[:40]!r}",
        ms=f"Kunci, tandatangan atau senarai tidak dieja sebagaimana sepatutnya: {text[:40]!r}",
    )
