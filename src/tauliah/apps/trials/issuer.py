"""The trial issuer: a did:key of its own, which no page of the house believes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from tauliah.apps.awards.keys import key_in_file, make_signing_key
from tauliah.core.credentials import SigningKey, did_key, sign, sign_token, verification_method
from tauliah.core.credentials.envelopes import enveloping

OFF, OPEN = "off", "open"


def is_on() -> bool:
    """Whether there is a trial issuer here at all."""
    return settings.TRIAL_ISSUER != OFF


def is_open() -> bool:
    """Whether it signs for whoever asks, as on a machine that nobody else reaches."""
    return settings.TRIAL_ISSUER == OPEN


def trial_issuer() -> str:
    """The identifier under which trial credentials are issued; made at the first use."""
    return did_key(_key().public)


def signed_by_trial_issuer(
    document: dict[str, Any], *, at: datetime, cryptosuite: str
) -> dict[str, Any]:
    """The document with the proof of the trial issuer; CredentialFault for what may not be signed."""
    key = _key()
    method = verification_method(did_key(key.public), key.public)
    return sign(document, key, verification_method=method, created=at, cryptosuite=cryptosuite)


def enveloped_by_trial_issuer(document: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """The same as a token, as the object that carries it; faults as above."""
    key = _key()
    method = verification_method(did_key(key.public), key.public)
    return enveloping(sign_token(document, key, verification_method=method, created=at))


def _key() -> SigningKey:
    # beside the keys of the house, and never one of them
    file = settings.DATA / "trial.key"
    make_signing_key(file)
    return key_in_file(file)
