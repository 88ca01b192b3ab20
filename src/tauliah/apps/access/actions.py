"""The only writers of tokens: who runs the installation makes them for anybody, people for themselves."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tauliah.apps.access.models import AccessToken
from tauliah.apps.access.queries import FOR_PROGRAMS, PREFIX, digest_of
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import (
    SYSTEM,
    Actor,
    Permission,
    permissions_of,
    require,
    require_own,
)
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText, Refused

MOST_DAYS = 366
"""A token that is good for longer is forgotten before it ends."""

MOST_IN_FORCE = 20
"""Tokens in force in one name; who needs more has lost sight of them."""

NOT_YOURS = Refused(
    "no-such-token",
    LocalText(
        en="No token of yours is meant: it may have been erased. The list below is up to date.",
        ms="Tiada token anda yang dimaksudkan: token itu mungkin telah dipadamkan. Senarai di bawah adalah yang terkini.",
    ),
)

_SHOWN = len(PREFIX) + 6


@transaction.atomic
def make_token(
    person: User,
    *,
    name: str,
    permissions: Iterable[str],
    days: int,
    at: datetime,
    actor: Actor = SYSTEM,
) -> tuple[AccessToken, str] | Refused:
    """A token in somebody's name, and its text, which is told this once.

    Refused are permissions that are for no program or that the person does not have, tokens without
    an end within MOST_DAYS, and more of them in force than MOST_IN_FORCE. PermissionDenied for an
    actor who makes one in the name of somebody else.
    """
    require_own(actor, Permission.TOKENS_MANAGE, person=person)
    asked = sorted(set(permissions))
    refused = _refusal(person, name, asked, days) or _refusal_of_more(person, at)
    if refused:
        return refused
    text = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        person=person,
        name=" ".join(name.split()),
        digest=digest_of(text),
        beginning=text[:_SHOWN],
        permissions=asked,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    details = {"permissions": ", ".join(asked), "days": days, "for": str(person.pk)}
    write_audit_entry(actor, "token.made", subject=str(token.pk), at=at, details=details)
    return token, text


@transaction.atomic
def revoke_token(id: UUID, *, at: datetime, actor: Actor = SYSTEM) -> AccessToken | Refused:
    """End a token at once; one that was revoked before stays as it is.

    Of somebody else's tokens an actor is told nothing, as if there were none.
    """
    found = AccessToken.objects.select_for_update().filter(pk=id)
    if isinstance(actor, User):
        require(actor, Permission.TOKENS_MANAGE)
        found = found.filter(person=actor)
    token = found.first()
    if token is None and isinstance(actor, User):
        return NOT_YOURS
    if token is None:
        return Refused(
            "no-such-token",
            LocalText(
                en=f"{id}: no token has this id. `tauliah tokens list` names them.",
                ms=f"{id}: tiada token dengan id ini. `tauliah tokens list` menyenaraikannya.",
            ),
        )
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        write_audit_entry(actor, "token.revoked", subject=str(token.pk), at=at)
    return token


def _refusal_of_more(person: User, at: datetime) -> Refused | None:
    in_force = AccessToken.objects.filter(person=person, revoked_at=None, expires_at__gt=at)
    if in_force.count() < MOST_IN_FORCE:
        return None
    return Refused(
        "too-many-tokens",
        LocalText(
            en=f"{MOST_IN_FORCE} tokens are in force in this name. Revoke one that no program needs any more.",
            ms=f"{MOST_IN_FORCE} token masih sah atas nama ini. Batalkan token yang tidak lagi diperlukan oleh mana-mana program.",
        ),
    )


def _refusal(person: User, name: str, asked: list[str], days: int) -> Refused | None:
    if not name.split() or len(name) > 80:
        return Refused(
            "no-name",
            LocalText(
                en="Name the program that is to have the token, in at most 80 letters.",
                ms="Namakan program yang akan memiliki token ini, paling banyak 80 huruf.",
            ),
        )
    if not 1 <= days <= MOST_DAYS:
        return Refused(
            "no-such-term",
            LocalText(
                en=f"A token is good for 1 to {MOST_DAYS} days.",
                ms=f"Token sah selama 1 hingga {MOST_DAYS} hari.",
            ),
        )
    known = [one.value for one in FOR_PROGRAMS]
    if not asked or not set(asked) <= set(known):
        return Refused(
            "no-such-permission",
            LocalText(
                en=f"Name what the program may do, one or more of: {', '.join(known)}.",
                ms=f"Nyatakan apa yang boleh dilakukan oleh program itu, satu atau lebih daripada: "
                f"{', '.join(known)}.",
            ),
        )
    lacking = sorted(set(asked) - {one.value for one in permissions_of(person)})
    if lacking:
        return Refused(
            "permission-lacking",
            LocalText(
                en=f"{person.email} may not do this: {', '.join(lacking)}. "
                "A program may do no more than the person in whose name it acts.",
                ms=f"{person.email} tidak dibenarkan melakukan ini: {', '.join(lacking)}. "
                "Program tidak boleh melakukan lebih daripada orang yang diwakilinya.",
            ),
        )
    return None
