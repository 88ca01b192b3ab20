"""The key to which browsers encrypt emergency files, and how such a file is opened."""

from __future__ import annotations

import base64
import binascii
import json
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.exceptions import ImproperlyConfigured

from tauliah.apps.awards.keys import earlier_house_keys, house_key
from tauliah.core.credentials import SigningKey
from tauliah.core.exam import EmergencyFile, read_emergency_file
from tauliah.core.kernel import LocalText, Refused

PURPOSE = b"tauliah exam emergency 1"
FORMAT = PURPOSE.decode()
LARGEST_FILE_BYTES = 8_000_000
_ENVELOPE = {"format", "ephemeral", "iv", "sealed"}
_POINT_BYTES, _IV_BYTES = 65, 12
# The order of P-256 (NIST SP 800-186, 3.2.1.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def emergency_key() -> EllipticCurvePrivateKey:
    """The key that opens emergency files, drawn from the signing key of the house for this alone.

    Raises ImproperlyConfigured where the house has no signing key.
    """
    return _drawn(house_key())


def emergency_public_key() -> str:
    """The point that browsers encrypt to, as base64url; "" where the house has no key."""
    try:
        return _text(point_of(emergency_key().public_key()))
    except ImproperlyConfigured:
        return ""


def open_emergency_file(data: bytes) -> EmergencyFile | Refused:
    """What a file says, decrypted; refused where it is none, altered, or meant for another house."""
    envelope = _envelope(data)
    if envelope is None:
        return _refused("not-a-file")
    ephemeral, iv, sealed = envelope
    try:
        # a file may be older than a key that was changed since
        keys = [emergency_key(), *map(_drawn, earlier_house_keys())]
    except ImproperlyConfigured:
        return _refused("no-key")
    for key in keys:
        try:
            other = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), ephemeral)
            plain = AESGCM(shared_key(key, other)).decrypt(iv, sealed, PURPOSE + ephemeral)
        except (ValueError, InvalidTag):
            continue
        return read_emergency_file(plain)
    return _refused("altered")


def shared_key(
    mine: EllipticCurvePrivateKey,
    other: EllipticCurvePublicKey,
    *,
    is_house: bool = True,
) -> bytes:
    """The key of one file, the same from both ends: ECDH, then HKDF (RFC 5869) over both points."""
    own = mine.public_key()
    house, ephemeral = (own, other) if is_house else (other, own)
    info = PURPOSE + point_of(house) + point_of(ephemeral)
    return HKDF(SHA256(), 32, salt=None, info=info).derive(mine.exchange(ECDH(), other))


def point_of(key: EllipticCurvePublicKey) -> bytes:
    """A public key as browsers write it: the uncompressed point."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@lru_cache(maxsize=4)
def _drawn(house: SigningKey) -> EllipticCurvePrivateKey:
    # 48 bytes, so that the remainder is spread evenly (FIPS 186-5, A.2.1)
    seed = HKDF(SHA256(), 48, salt=None, info=PURPOSE).derive(house.seed)
    return derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, SECP256R1())


def _envelope(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    if len(data) > LARGEST_FILE_BYTES:
        return None
    try:
        said = json.loads(data)
        if not isinstance(said, dict) or said.keys() != _ENVELOPE or said["format"] != FORMAT:
            return None
        ephemeral, iv, sealed = (_bytes(said[name]) for name in ("ephemeral", "iv", "sealed"))
    except (ValueError, TypeError, RecursionError):
        return None
    if len(ephemeral) != _POINT_BYTES or len(iv) != _IV_BYTES:
        return None
    return ephemeral, iv, sealed


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise TypeError(text)
    try:
        return base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _refused(code: str) -> Refused:
    return Refused(code, _SENTENCES[code])


_SENTENCES = {
    "not-a-file": LocalText(
        en="This is no emergency file of an exam. Nothing was changed.",
        ms="Ini bukan fail kecemasan peperiksaan. Tiada apa-apa diubah.",
    ),
    "altered": LocalText(
        en="This file cannot be opened: it was altered, or it is meant for another institute. "
        "Nothing was changed.",
        ms="Fail ini tidak dapat dibuka: ia diubah atau ditujukan kepada institut lain. "
        "Tiada apa-apa diubah.",
    ),
    "no-key": LocalText(
        en="The institute's key is missing, so the file cannot be opened now. Ask an operator.",
        ms="Kunci institut tiada, maka fail ini tidak dapat dibuka sekarang. Tanya operator.",
    ),
}
