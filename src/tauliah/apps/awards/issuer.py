"""The public keys of this body: which are listed, since when, and which are believed no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Count

from tauliah.apps.awards.keys import (
    is_key_kept_in_files,
    make_next_key,
    put_away,
    signing_key,
)
from tauliah.apps.awards.models import Award, IssuerKey
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.credentials import PublicKey, did_document
from tauliah.core.kernel import LocalText, Refused

YEAR = timedelta(days=365)
"""A key is rotated after it: a thief of one signs for a year at most, not for decades."""


def issuer_document() -> dict[str, Any]:
    """The did:web document of the issuer: every key whose signatures are believed, newest first.

    The key in use is named even where no credential was signed with it yet. ImproperlyConfigured
    where there is none, or only one that is compromised.
    """
    listed = {key.public: key.compromised_at for key in keys()}
    now_used = signing_key().public.multibase
    believed = [public for public, compromised in listed.items() if compromised is None]
    if now_used not in listed:
        believed.insert(0, now_used)
    if not believed:
        raise _compromised(now_used)
    return did_document(settings.ISSUER, map(PublicKey.from_multibase, believed))


def keys() -> list[IssuerKey]:
    """Every key that signs or has signed, newest first."""
    return list(IssuerKey.objects.order_by("-since", "-public"))


def counts_by_key() -> dict[str, int]:
    """How many credentials each key has signed, by public key."""
    counted = Award.objects.values("signed_by").annotate(awards=Count("pk"))
    return {row["signed_by"]: row["awards"] for row in counted}


def key_in_use(*, at: datetime) -> IssuerKey:
    """The key that signs now, listed from now on where it is new; the one before is retired.

    ImproperlyConfigured where it is compromised: a copy brought back by mistake signs nothing.
    """
    public = signing_key().public.multibase
    with transaction.atomic():
        key, is_new = IssuerKey.objects.get_or_create(public=public, defaults={"since": at})
        if is_new:
            earlier = IssuerKey.objects.filter(retired_at=None).exclude(public=public)
            earlier.update(retired_at=at)
            write_audit_entry(SYSTEM, "key.taken-into-use", subject=public, at=at)
    if key.compromised_at is not None:
        raise _compromised(public)
    return key


def rotate(*, at: datetime) -> IssuerKey | Refused:
    """Make another key, which signs from now on; what earlier ones have signed stays valid."""
    if not is_key_kept_in_files():
        known = signing_key().public.multibase
        if not IssuerKey.objects.filter(public=known).exists():
            return key_in_use(at=at)
        return Refused(
            "key-kept-elsewhere",
            LocalText(
                en="The key is kept in the environment or in a key service. Make another there, "
                "start Tauliah with it, and run this command again.",
                ms="Kunci ini disimpan dalam persekitaran atau perkhidmatan kunci. Buat kunci lain "
                "di sana, mulakan Tauliah dengannya, dan jalankan arahan ini semula.",
            ),
        )
    # what was in use and never signed is listed first, so that its time is known
    key_in_use(at=at)
    make_next_key()
    return key_in_use(at=at)


def declare_compromised(public: str, *, reason: str, at: datetime) -> IssuerKey | Refused:
    """Believe a key no more: it leaves the did:web document at once, and its file is put away.

    A key in use is followed by another first. Its credentials are signed anew by `re_sign`. Run
    again after a process was killed, it does what is left.
    """
    key = IssuerKey.objects.filter(public=public).first()
    if key is None:
        return Refused(
            "no-such-key",
            LocalText(
                en=f"{public}: no key of this body. `tauliah keys list` names them.",
                ms=f"{public}: bukan kunci badan ini. `tauliah keys list` menyenaraikannya.",
            ),
        )
    if not reason.strip() and key.compromised_at is None:
        return Refused(
            "no-reason",
            LocalText(
                en="Give the reason: it is kept for ever.",
                ms="Berikan sebab: ia disimpan selama-lamanya.",
            ),
        )
    if signing_key().public.multibase == public:
        if not is_key_kept_in_files():
            return rotate(at=at)
        make_next_key()
    key_in_use(at=at)
    with transaction.atomic():
        key = IssuerKey.objects.select_for_update().get(public=public)
        if key.compromised_at is None:
            key.compromised_at, key.reason = at, reason.strip()
            key.retired_at = key.retired_at or at
            key.save(update_fields=["compromised_at", "reason", "retired_at"])
            write_audit_entry(
                SYSTEM, "key.compromised", subject=public, at=at, details={"reason": key.reason}
            )
    put_away(PublicKey.from_multibase(public))
    return key


def is_overdue(key: IssuerKey, *, at: datetime) -> bool:
    """Whether a key that signs has done so for more than a year."""
    return key.retired_at is None and at - key.since > YEAR


def key_files() -> Path:
    """The folder in which keys are kept as files."""
    file: Path = settings.SIGNING_KEY_FILE
    return file.parent


def _compromised(public: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{public}: this key is compromised and signs nothing; run `tauliah keys rotate`"
    )
