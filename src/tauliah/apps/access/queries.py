"""What may be read of tokens, and who stands behind one that a program shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tauliah.apps.access.models import AccessToken
from tauliah.apps.people.permissions import Permission, permissions_of
from tauliah.apps.people.queries import User

PREFIX = "tau_"
"""Begins every token, so that one that was published by mistake can be found."""

FOR_PROGRAMS = (Permission.AWARD_REVOKE, Permission.TRIAL_ISSUE)
"""What a program may be permitted; nothing else can be asked for with a token."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who acts through a program, and what both the token and the person permit."""

    token: AccessToken
    person: User
    permissions: frozenset[Permission]


def bearer_of(text: str, *, at: datetime) -> Bearer | None:
    """Who stands behind a token that is in force; None for any other text.

    What a person may not do any more, no token of theirs may do.
    """
    if not text.startswith(PREFIX):
        return None
    found = (
        AccessToken.objects.select_related("person")
        .filter(digest=digest_of(text), revoked_at=None, expires_at__gt=at)
        .first()
    )
    if found is None or not found.person.is_active:
        return None
    named = {one for one in FOR_PROGRAMS if one.value in found.permissions}
    return Bearer(found, found.person, frozenset(named & permissions_of(found.person)))


def tokens() -> list[AccessToken]:
    """Every token that was ever made, newest first."""
    return list(AccessToken.objects.select_related("person").order_by("-made_at", "-id"))


@dataclass(frozen=True, slots=True)
class OwnToken:
    """A token as its owner sees it, and `in-force`, `ended` or `revoked` at a moment."""

    id: UUID
    name: str
    beginning: str
    permissions: tuple[str, ...]
    expires_at: datetime
    revoked_at: datetime | None
    state: str


def tokens_of(person: User, *, at: datetime) -> list[OwnToken]:
    """The tokens that were made in a person's name, newest first."""
    found = AccessToken.objects.filter(person=person).order_by("-made_at", "-id")
    return [
        OwnToken(
            one.pk,
            one.name,
            one.beginning,
            tuple(one.permissions),
            one.expires_at,
            one.revoked_at,
            _state(one, at),
        )
        for one in found
    ]


def _state(token: AccessToken, at: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "ended" if token.expires_at <= at else "in-force"


def permitted_to_programs_of(person: User) -> list[Permission]:
    """What a person may let a program do in their name, in the order of FOR_PROGRAMS."""
    own = permissions_of(person)
    return [one for one in FOR_PROGRAMS if one in own]


def digest_of(text: str) -> str:
    """By what a token is found: it is drawn by chance, so a plain hash hides it."""
    return hashlib.sha256(text.encode()).hexdigest()
