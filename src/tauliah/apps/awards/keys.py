"""The issuer's signing key: a file outside the database that only its owner can read."""

from __future__ import annotations

import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tauliah.core.credentials import SigningKey, did_document


def signing_key() -> SigningKey:
    """The key that signs; ImproperlyConfigured where its file is missing, open or broken."""
    return _read(settings.SIGNING_KEY_FILE)


def issuer_document() -> dict[str, Any]:
    """The did:web document of the issuer with its public key."""
    return did_document(settings.ISSUER, [signing_key().public])


def make_signing_key(file: Path) -> bool:
    """Make the key file where there is none; whether it was made."""
    if file.exists():
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as target:
        target.write(SigningKey(secrets.token_bytes(32)).secret_multibase + "\n")
    _read.cache_clear()
    return True


@lru_cache(maxsize=4)
def _read(file: Path) -> SigningKey:
    if not file.exists():
        raise ImproperlyConfigured(f"{file}: no signing key; `tauliah init` makes one")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{file}: others can read the signing key; chmod 600 it")
    try:
        return SigningKey.from_multibase(file.read_text(encoding="ascii").strip())
    except ValueError:
        # not what was read: a secret that is only cut short must not reach a log
        message = f"{file}: holds no signing key; put back the copy that you keep"
        raise ImproperlyConfigured(message) from None
