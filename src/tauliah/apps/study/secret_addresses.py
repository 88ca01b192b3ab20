"""Secrets that stand in addresses: an id with a code that only the house's own key gives."""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac


def secret_for(id: UUID, *, salt: str) -> str:
    """The secret of a row, so that nobody who reads the table has it; `salt` says what it opens."""
    return f"{id.hex}-{_code(id, salt)}"


def id_in(secret: str, *, salt: str) -> UUID | None:
    """The id that a secret names; None for a wrong one."""
    id_, _hyphen, code = secret.partition("-")
    try:
        id = UUID(hex=id_)
    except ValueError:
        return None
    return id if constant_time_compare(code, _code(id, salt)) else None


def _code(id: UUID, salt: str) -> str:
    return salted_hmac(salt, id.hex, algorithm="sha256").hexdigest()[:40]
