"""The only writers of awards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tauliah.apps.awards.issuer import key_in_use
from tauliah.apps.awards.issuing import Issue, award_number, signed_credential
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.scores import scores_of
from tauliah.apps.awards.statuses import begin_lists, free_places, list_number_of, publish
from tauliah.apps.catalogue.queries import current_release, local_day, programme
from tauliah.apps.people.actions import next_number, wait_for_others
from tauliah.apps.people.permissions import Actor, Permission, require, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry, own_record_refusal
from tauliah.apps.record.queries import joint_audit
from tauliah.core.audit import conferral_refusal, grounds_of
from tauliah.core.credentials import EvidenceFacts
from tauliah.core.kernel import EntryKind, LocalText, Refused


@transaction.atomic
def confer(
    person: User,
    designation: str,
    *,
    actor: Actor,
    at: datetime,
    language: str,
    show_name: bool,
    show_scores: bool = False,
    evidence: EvidenceFacts | None = None,
) -> Award | Refused:
    """Confer a designation whose requirements are met, and issue its credential.

    `show_name`: whether the holder agrees that the name stands in the credential and is shown to
    who checks its number; `show_scores` and `evidence`: what else stands there by the holder's
    choice. Raises CredentialFault where the evidence holds what may not be signed.
    """
    require_own(actor, Permission.AWARD_CLAIM, person=person)
    # two claims at once wait for each other here
    wait_for_others(person)
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
    number = award_number(designation, serial, day=local_day(at))
    list_number = list_number_of(serial)
    place = list_number, free_places(list_number, 1)[0]
    facts = {"designation": designation, "credential": number}
    entry = append_entry(person, EntryKind.CONFERRED, facts=facts, actor=actor, at=at)
    key = key_in_use(at=at)
    begin_lists(list_number, at=at)
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
        signed_by=key.public,
        names_suspensions=True,
        credential=signed_credential(
            programme(),
            designation,
            grounds_of(audit),
            Issue(
                number=number,
                email=person.email,
                candidate_number=person.candidate_number,
                name=person.full_name if show_name else "",
                language=language,
                place=place,
                scores=scores_of(person) if show_scores else {},
                evidence=(evidence,) if evidence else (),
            ),
            at=at,
        ),
    )


@transaction.atomic
def revoke(number: str, *, reason: str, actor: Actor, at: datetime) -> Award | Refused:
    """Revoke an award with a reason; its credential is known as revoked from then on."""
    require(actor, Permission.AWARD_REVOKE)
    return _turn(number, EntryKind.REVOKED, reason=reason, actor=actor, at=at)


@transaction.atomic
def suspend(number: str, *, reason: str, actor: Actor, at: datetime) -> Award | Refused:
    """Suspend an award for a time with a reason; it is held, but its letters may not be used."""
    require(actor, Permission.AWARD_REVOKE)
    return _turn(number, EntryKind.SUSPENDED, reason=reason, actor=actor, at=at)


@transaction.atomic
def reinstate(number: str, *, reason: str, actor: Actor, at: datetime) -> Award | Refused:
    """Put a revoked or suspended award back in force with a reason."""
    require(actor, Permission.AWARD_REVOKE)
    return _turn(number, EntryKind.REINSTATED, reason=reason, actor=actor, at=at)


_FROM = {
    EntryKind.REVOKED: ("in-force", "suspended"),
    EntryKind.SUSPENDED: ("in-force",),
    EntryKind.REINSTATED: ("suspended", "revoked"),
}
"""In which states each act is possible."""


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
    if award is None or award.state not in _FROM[kind]:
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
    was_revoked, was_suspended = award.is_revoked, award.is_suspended
    award.is_revoked = kind is EntryKind.REVOKED
    award.revoked_at = at if award.is_revoked else None
    award.is_suspended = kind is EntryKind.SUSPENDED
    award.suspended_at = at if award.is_suspended else None
    award.save(update_fields=["is_revoked", "revoked_at", "is_suspended", "suspended_at"])
    if was_revoked is not award.is_revoked or not award.names_suspensions:
        publish(award.status_list, "revocation", at=at)
    if was_suspended is not award.is_suspended:
        publish(award.status_list, "suspension", at=at)
    return award
