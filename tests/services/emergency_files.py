"""Emergency files as a browser makes them, honest and forged, for tests."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def contents(
    attempt: str, *, lease: str, known: str, saves: Sequence[Mapping[str, Any]], made_at: datetime
) -> dict[str, Any]:
    """What stands in a file before it is encrypted."""
    return {
        "format": "tauliah exam emergency 1",
        "attempt": attempt,
        "lease": lease,
        "known": known,
        "made_at": made_at.isoformat(),
        "saves": [dict(one) for one in saves],
    }


def answer(sequence: int, item: str, value: Any, *, at: datetime) -> dict[str, Any]:
    """One answer that waited."""
    return {"client_sequence": sequence, "item": item, "value": value, "at": at.isoformat()}


def sealed(said: Mapping[str, Any], *, public_key: str) -> bytes:
    """The file, encrypted to a house's public key as it stands in the exam room."""
    from tauliah.apps.sittings.emergency import PURPOSE, point_of, shared_key

    point = base64.urlsafe_b64decode(public_key)
    house = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    own = generate_private_key(SECP256R1())
    ephemeral, iv = point_of(own.public_key()), os.urandom(12)
    plain = json.dumps(said).encode()
    hidden = AESGCM(shared_key(own, house, is_house=False)).encrypt(iv, plain, PURPOSE + ephemeral)
    parts = {"ephemeral": ephemeral, "iv": iv, "sealed": hidden}
    spelled = {name: base64.urlsafe_b64encode(part).decode() for name, part in parts.items()}
    return json.dumps({"format": PURPOSE.decode(), **spelled}).encode()
