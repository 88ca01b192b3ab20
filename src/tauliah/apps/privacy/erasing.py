"""The only writers of requests to be erased: asked by a person, decided by a registrar."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, require, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.privacy.declared import erasers, erasure_refusals
from tauliah.apps.privacy.models import ErasureRequest
from tauliah.apps.privacy.overview import Staying, overview_of
from tauliah.core.kernel import LocalText, Refused

LONGEST_WORDS = 2000

log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_erasure(
    person: User, *, words: str, actor: Actor, at: datetime
) -> ErasureRequest | Refused:
    """Keep a person's wish to be erased, for a registrar to decide."""
    require_own(actor, Permission.ACCOUNT_MANAGE, person=person)
    wait_for_others(person)
    if _open(person) is not None:
        return Refused(
            "asked-already",
            LocalText(
                en="You have asked already. A registrar decides it.",
                ms="Anda sudah memohon. Pendaftar akan memutuskannya.",
            ),
        )
    made = ErasureRequest.objects.create(
        person=person, words=words.strip()[:LONGEST_WORDS], asked_at=at
    )
    write_audit_entry(actor, "erasure.asked", subject=str(person.pk), at=at)
    return made


@transaction.atomic
def withdraw_erasure(person: User, *, actor: Actor, at: datetime) -> ErasureRequest | Refused:
    """Take the wish back, while nobody has decided it."""
    require_own(actor, Permission.ACCOUNT_MANAGE, person=person)
    wait_for_others(person)
    found = _open(person)
    if found is None:
        return Refused(
            "nothing-asked",
            LocalText(
                en="There is no request that waits.", ms="Tiada permohonan yang menunggu keputusan."
            ),
        )
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    write_audit_entry(actor, "erasure.withdrawn", subject=str(person.pk), at=at)
    return found


@transaction.atomic
def grant_erasure(id: UUID, *, reason: str, actor: Actor, at: datetime) -> ErasureRequest | Refused:
    """Erase a person who asked for it, all in this transaction: what is proof stays without a name.

    A letter tells the person, to the address that goes.
    """
    found = _to_decide(id, reason, actor=actor)
    if isinstance(found, Refused):
        return found
    for refused in erasure_refusals(found.person):
        return refused
    decided = _decide(found, is_granted=True, reason=reason, actor=actor, at=at)
    person = User.objects.get(pk=found.person_id)
    staying = overview_of(person).staying
    for erase in erasers():
        erase(found.person, at)
    # `person` is as it was: the letter goes to the address that is no longer kept
    transaction.on_commit(lambda: _send_farewell(person, staying))
    return decided


@transaction.atomic
def decline_erasure(
    id: UUID, *, reason: str, actor: Actor, at: datetime
) -> ErasureRequest | Refused:
    """Decline a wish to be erased, with a reason that the person reads."""
    found = _to_decide(id, reason, actor=actor)
    if isinstance(found, Refused):
        return found
    return _decide(found, is_granted=False, reason=reason, actor=actor, at=at)


def _open(person: User) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(person=person, withdrawn_at=None, decided_at=None).first()


def _to_decide(id: UUID, reason: str, *, actor: Actor) -> ErasureRequest | Refused:
    """The wish, if this registrar may decide it; the person is locked from then on."""
    require(actor, Permission.ERASURE_DECIDE)
    if not isinstance(actor, User):
        return Refused(
            "a-registrar-decides",
            LocalText(
                en="A registrar decides this, by name.",
                ms="Pendaftar yang dinamakan memutuskan perkara ini.",
            ),
        )
    if not reason.strip():
        return Refused(
            "no-reason",
            LocalText(
                en="Give the reason: it is kept, so that the decision can be explained.",
                ms="Berikan sebab: ia disimpan supaya keputusan dapat diterangkan.",
            ),
        )
    found = ErasureRequest.objects.select_related("person").filter(pk=id).first()
    if found is not None:
        wait_for_others(found.person)
        found.refresh_from_db(fields=["withdrawn_at", "decided_at", "is_granted"])
    if found is None or found.state != "waiting":
        return Refused(
            "not-waiting",
            LocalText(
                en="This request does not wait for a decision.",
                ms="Permohonan ini tidak menunggu keputusan.",
            ),
        )
    if found.person_id == actor.pk:
        return Refused(
            "own-erasure",
            LocalText(
                en="This is about you. Another registrar decides it.",
                ms="Ini tentang diri anda. Pendaftar lain memutuskannya.",
            ),
        )
    return found


def _decide(
    found: ErasureRequest, *, is_granted: bool, reason: str, actor: Actor, at: datetime
) -> ErasureRequest:
    found.decided_by = actor if isinstance(actor, User) else None
    found.decided_at, found.is_granted, found.reason = at, is_granted, reason.strip()
    found.save(update_fields=["decided_by", "decided_at", "is_granted", "reason"])
    # the reason stays with the request: the trail is kept for ever
    event = "erasure.granted" if is_granted else "erasure.declined"
    details = {"request": str(found.pk)}
    write_audit_entry(actor, event, subject=str(found.person_id), at=at, details=details)
    return found


_SUBJECT = LocalText(en="Your data are erased", ms="Data anda telah dipadamkan")
_LETTER = LocalText(
    en="""Dear {name},

As you asked, your account is closed and your data are erased. This is the last letter to this address, which we have erased as well.

What stays, and why:

{stays}

An award can still be checked by its number, without your name. Files and badges that you have keep their signature.
""",
    ms="""{name},

Seperti yang anda mohon, akaun anda telah ditutup dan data anda telah dipadamkan. Ini surat terakhir ke alamat ini, yang juga telah kami padamkan.

Perkara yang kekal, dan sebabnya:

{stays}

Anugerah masih boleh disemak melalui nombornya, tanpa nama anda. Fail dan lencana yang ada pada anda mengekalkan tandatangannya.
""",
)


def _send_farewell(person: User, staying: tuple[Staying, ...]) -> None:
    """Tell somebody, as they were before the erasure, that it is done and what stays."""
    language = person.language
    stays = "\n\n".join(
        f"{', '.join(kind.title.in_language(language) for kind in one.kinds)}:\n"
        f"{one.reason.in_language(language)}"
        for one in staying
    )
    text = _LETTER.in_language(language).format(name=person.full_name, stays=stays)
    subject = _SUBJECT.in_language(language)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
    except OSError:
        # the address is gone: there is nowhere to try again, and no address belongs into a log
        log.warning("the letter after an erasure was not sent")
