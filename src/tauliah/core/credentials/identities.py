"""By what the holder of a credential is known again: Open Badges 3.0, IdentityObject."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST_SALT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderFacts:
    """The person who earned it.

    `email` and `candidate_number` (may be empty) appear only hashed with `salt`, at least
    SHORTEST_SALT characters drawn by chance for this credential; `name` appears as it is, and only
    when the holder consented: empty otherwise.
    """

    email: str
    salt: str
    candidate_number: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        if len(self.salt) < SHORTEST_SALT:
            raise ValueError(f"a salt has at least {SHORTEST_SALT} characters")


def identity_hash(identity: str, salt: str) -> str:
    """Open Badges IdentityHash: `sha256$` and the hex digest of identity and salt in UTF-8."""
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


def is_about_email(document: Mapping[str, Any], email: str) -> bool:
    """Whether the credential was issued to this e-mail address, large and small letters alike.

    Says nothing about signature or status; a document of another shape is about nobody.
    """
    subject = document.get("credentialSubject")
    identities = subject.get("identifier") if isinstance(subject, dict) else None
    for identity in identities if isinstance(identities, list) else []:
        if isinstance(identity, dict) and identity.get("identityType") == "emailAddress":
            salt, stated = identity.get("salt", ""), identity.get("identityHash")
            if isinstance(salt, str) and isinstance(stated, str):
                expected = identity_hash(_plain_email(email), salt)
                if hmac.compare_digest(expected.encode(), stated.lower().encode()):
                    return True
    return False


def identities_of(holder: HolderFacts) -> list[dict[str, Any]]:
    """By what the holder is known again: hashed, but for a name that may be said."""
    identities = [_hashed("emailAddress", _plain_email(holder.email), holder.salt)]
    if holder.candidate_number:
        identities.append(_hashed("identifier", holder.candidate_number, holder.salt))
    if holder.name:
        identities.append(
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": holder.name,
                "identityType": "name",
            }
        )
    return identities


def _hashed(kind: str, identity: str, salt: str) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(identity, salt),
        "identityType": kind,
        "salt": salt,
    }


def _plain_email(email: str) -> str:
    return email.strip().lower()
