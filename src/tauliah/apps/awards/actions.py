"""The only writers of awards."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from tauliah.apps.awards.issuing import signed_credential, signed_status_list
from tauliah.apps.awards.models import Award, StatusList
from tauliah.apps.catalogue.queries import current_release, local_day, programme
from tauliah.apps.people.actions import lock_person, next_number
from tauliah.apps.people.permissions import Actor, Permission, require, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry, own_record_refusal
from tauliah.apps.record.queries import joint_audit
from tauliah.core.audit import conferral_refusal
from tauliah.core.credentials import FEWEST_ENTRIES
from tauliah.core.kernel import EntryKind, LocalText, Refused

AWARDS_PER_LIST = FEWEST_ENTRIES // 2
"""A list is left half empty, so that a free place is found by chance at once."""


@transaction.atomic
def confer(
    person: User,
    designation: str,
    *,
    actor: Actor,
    at: datetime,
    language: str,
    show_name: bool,
) -> Award | Refused:
    """Confer a designation whose requirements are met, and issue its credential.

    `show_name`: whether the holder agrees that the name stands in the credential and is shown to
    who checks its number.
    """
    require_own(actor, Permission.AWARD_CLAIM, person=person)
    # two claims at once wait for each other here
    lock_person(person)
    joint = joint_audit(person, at=at)
    audit = next((one for one in joint.audits if one.designation.code == designation), None)
    if audit is None:
        return Refused(
            "no-such-designation",
            LocalText(
                en=f"There is no designation {designation}.",
                ms=f"Tiada gelaran {designation}.",
            ),
        )
    refused = conferral_refusal(audit, shortages=joint.shortages)
    if refused:
        return refused
    serial = next_number("award")
    number = f"{designation}-{local_day(at).year}-{serial:06d}"
    list_number = (serial - 1) // AWARDS_PER_LIST + 1
    place = list_number, _free_place(list_number)
    facts = {"designation": designation, "credential": number}
    entry = append_entry(person, EntryKind.CONFERRED, facts=facts, actor=actor, at=at)
    if not StatusList.objects.filter(number=list_number, published_at__lte=at).exists():
        _publish_status_list(list_number, at=at)
    return Award.objects.create(
        number=number,
        person=person,
        holder_name=person.full_name,
        is_name_public=show_name,
        language=language,
        designation=designation,
        conferred_at=at,
        release=current_release(),
        entry=entry.number,
        status_list=list_number,
        status_index=place[1],
        credential=signed_credential(
            programme(),
            audit,
            number=number,
            email=person.email,
            candidate_number=person.candidate_number,
            name=person.full_name if show_name else "",
            language=language,
            place=place,
            at=at,
        ),
    )


@transaction.atomic
def revoke(number: str, *, reason: str, actor: Actor, at: datetime) -> Award | Refused:
    """Revoke an award with a reason; its credential is known as revoked from then on."""
    require(actor, Permission.AWARD_REVOKE)
    return _turn(number, EntryKind.REVOKED, reason=reason, actor=actor, at=at)


@transaction.atomic
def reinstate(number: str, *, reason: str, actor: Actor, at: datetime) -> Award | Refused:
    """Put a revoked award back in force with a reason."""
    require(actor, Permission.AWARD_REVOKE)
    return _turn(number, EntryKind.REINSTATED, reason=reason, actor=actor, at=at)


def _turn(
    number: str, kind: EntryKind, *, reason: str, actor: Actor, at: datetime
) -> Award | Refused:
    reason = reason.strip()
    if not reason:
        return Refused(
            "no-reason",
            LocalText(
                en="Give the reason: it is kept in the record for ever.",
                ms="Berikan sebab: ia disimpan dalam rekod selama-lamanya.",
            ),
        )
    award = (
        Award.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(number=number)
        .first()
    )
    revoking = kind is EntryKind.REVOKED
    if award is None or award.is_revoked is revoking:
        return Refused(
            "not-in-this-state",
            LocalText(
                en=f"No award {number} can be changed in this way now.",
                ms=f"Tiada anugerah {number} yang boleh diubah dengan cara ini sekarang.",
            ),
        )
    own = own_record_refusal(actor, award.person)
    if own:
        return own
    facts = {"designation": award.designation, "credential": number}
    append_entry(award.person, kind, facts=facts, actor=actor, at=at, reason=reason)
    award.is_revoked = revoking
    award.revoked_at = at if revoking else None
    award.save(update_fields=["is_revoked", "revoked_at"])
    _publish_status_list(award.status_list, at=_next_in_turn(award.status_list, at=at))
    return award


def _publish_status_list(number: int, *, at: datetime) -> None:
    revoked = Award.objects.filter(status_list=number, is_revoked=True)
    places = revoked.values_list("status_index", flat=True)
    StatusList.objects.create(
        number=number,
        published_at=at,
        document=signed_status_list(number, revoked=places, at=at),
    )


def _next_in_turn(number: int, *, at: datetime) -> datetime:
    """The moment at which the next list of that number is published, after all before it.

    Waits for others who are about to publish one: of two revocations at once, the list that comes
    last must hold both.
    """
    published = StatusList.objects.filter(number=number)
    published.order_by("published_at", "id").select_for_update().first()
    newest = published.order_by("-published_at").values_list("published_at", flat=True).first()
    return at if newest is None or newest <= at else newest + timedelta(microseconds=1)


def _free_place(number: int) -> int:
    """A place drawn by chance, so that its index says nothing about when or to whom."""
    taken = set(Award.objects.filter(status_list=number).values_list("status_index", flat=True))
    while True:
        place = secrets.randbelow(FEWEST_ENTRIES)
        if place not in taken:
            return place
