"""What takes two persons: exemptions, credits and corrections, proposed by one, decided by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry, own_record_refusal
from tauliah.apps.record.concealing import without_words
from tauliah.apps.record.correcting import correction_refusal, facts_now
from tauliah.apps.record.facts import Evidence, checked_evidence, checked_facts, to_come
from tauliah.apps.record.models import Application, Proposal
from tauliah.apps.record.queries import entries_of, standing
from tauliah.apps.record.recording import moment_of
from tauliah.core.kernel import Entry, EntryKind, LocalText, Refused

LONGEST_REASON = 2000


@transaction.atomic
def propose_exemption(
    person: User,
    exam: str,
    *,
    evidence: Evidence,
    reason: str,
    actor: User,
    at: datetime,
    application: UUID | None = None,
) -> Proposal | Refused:
    """Propose to exempt a person from an exam; `application` is the one that this answers."""
    require(actor, Permission.EXEMPTION_PROPOSE)
    facts = {"exam": exam, **evidence.facts()}
    return _propose(
        person,
        EntryKind.EXEMPTION_GRANTED,
        facts,
        refused=checked_evidence(evidence, today=local_day(at)),
        reason=reason,
        actor=actor,
        at=at,
        application=application,
    )


@transaction.atomic
def propose_credit(
    person: User,
    exam: str,
    *,
    source: str,
    earned_on: date | None,
    reason: str,
    actor: User,
    at: datetime,
) -> Proposal | Refused:
    """Propose credit for an exam, or for a course of another body that the programme names.

    `earned_on` is the day on which it was earned there, from which it then counts; None for now.
    """
    require(actor, Permission.CREDIT_GRANT)
    facts = {"exam": exam, "source": source.strip()}
    is_to_come = earned_on is not None and earned_on > local_day(at)
    return _propose(
        person,
        EntryKind.CREDIT_GRANTED,
        facts,
        refused=to_come(earned_on) if earned_on and is_to_come else None,
        happened_at=moment_of(earned_on, at=at) if earned_on else None,
        reason=reason,
        actor=actor,
        at=at,
    )


@transaction.atomic
def propose_correction(
    person: User,
    number: int,
    *,
    facts: Mapping[str, Any] | None,
    reason: str,
    actor: User,
    at: datetime,
) -> Proposal | Refused:
    """Propose that an entry says something else from now on; None for the facts withdraws it."""
    require(actor, Permission.ENTRY_CORRECT)
    chain = entries_of(person)
    return _propose(
        person,
        EntryKind.CORRECTED,
        {"supersedes": number, "with": dict(facts) if facts is not None else None},
        refused=correction_refusal(programme(), chain, number, facts=facts, today=local_day(at)),
        before=facts_now(chain, number),
        reason=reason,
        actor=actor,
        at=at,
    )


@transaction.atomic
def approve(proposal_id: UUID, *, actor: User, at: datetime) -> Entry | Refused:
    """Make the entry that another registrar has proposed; it names both."""
    require(actor, Permission.PROPOSAL_DECIDE)
    found = _open_proposal(proposal_id, actor=actor)
    if isinstance(found, Refused):
        return found
    kind, person = EntryKind(found.kind), found.person
    # what was right when it was proposed may not be so any more
    refused = _standing_refusal(person, kind, found.facts, at=at) or _changed_since(found)
    if refused:
        return refused
    entry = append_entry(
        person,
        kind,
        facts={**found.facts, "approved_by": str(actor.pk)},
        reason=found.reason,
        actor=actor,
        at=at,
        happened_at=found.happened_at,
        recorded_by=found.proposed_by,
    )
    _decide(found, actor=actor, at=at, is_approved=True, entry=entry.number)
    return entry


@transaction.atomic
def decline(proposal_id: UUID, *, reason: str, actor: User, at: datetime) -> Proposal | Refused:
    """Decline what another registrar has proposed, with a reason; nothing enters the record."""
    require(actor, Permission.PROPOSAL_DECIDE)
    found = _open_proposal(proposal_id, actor=actor)
    if isinstance(found, Refused):
        return found
    refused = reason_refusal(reason)
    if refused:
        return refused
    _decide(found, actor=actor, at=at, is_approved=False, reason=reason.strip())
    return found


def reason_refusal(reason: str) -> Refused | None:
    """Why this is no reason; None where it is one."""
    if reason.strip() and len(reason) <= LONGEST_REASON:
        return None
    return Refused(
        "no-reason",
        LocalText(
            en=f"Give the reason in words, at most {LONGEST_REASON} letters: it is kept and shown "
            "to the person.",
            ms=f"Berikan sebab dalam perkataan, paling banyak {LONGEST_REASON} huruf: ia disimpan "
            "dan ditunjukkan kepada orang itu.",
        ),
    )


def _propose(
    person: User,
    kind: EntryKind,
    facts: dict[str, Any],
    *,
    refused: Refused | None,
    reason: str,
    actor: User,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    happened_at: datetime | None = None,
    application: UUID | None = None,
) -> Proposal | Refused:
    """The proposal, unless something speaks against it; `refused` is what was found before."""
    wait_for_others(person)
    refused = (
        own_record_refusal(actor, person)
        or refused
        or reason_refusal(reason)
        or _standing_refusal(person, kind, facts, at=at)
        or _proposed_already(person, kind, facts)
    )
    if refused:
        return refused
    answered = _application(application, person, kind) if application else None
    if isinstance(answered, Refused):
        return answered
    made = Proposal.objects.create(
        person=person,
        kind=kind.value,
        facts=facts,
        before=dict(before) if before is not None else None,
        happened_at=happened_at,
        reason=reason.strip(),
        application=answered,
        proposed_by=actor,
        proposed_at=at,
    )
    _note(made, "proposal.made", actor=actor, at=at)
    return made


def _standing_refusal(
    person: User, kind: EntryKind, facts: Mapping[str, Any], *, at: datetime
) -> Refused | None:
    """What in the record, or in the programme, speaks against the entry now."""
    if kind is EntryKind.CORRECTED:
        return correction_refusal(
            programme(),
            entries_of(person),
            facts["supersedes"],
            facts=facts["with"],
            today=local_day(at),
        )
    refused = checked_facts(programme(), kind, facts, today=local_day(at))
    if refused:
        return refused
    exam = facts["exam"]
    if exam in standing(person).exams_passed or _is_exempt(person, exam, at=at):
        return Refused(
            "already-counts",
            LocalText(
                en=f"The exam {exam} counts for this person already.",
                ms=f"Peperiksaan {exam} sudah dikira bagi orang ini.",
            ),
        )
    return None


def _is_exempt(person: User, exam: str, *, at: datetime) -> bool:
    """Whether an exemption without end, or of a later one than today, is in force."""
    until = [
        one.facts.get("expires")
        for one in standing(person).of(EntryKind.EXEMPTION_GRANTED, exam)
        if one.facts.get("approved_by") not in (None, one.recorded_by)
    ]
    today = local_day(at).isoformat()
    return any(day is None or day >= today for day in until)


def _proposed_already(person: User, kind: EntryKind, facts: Mapping[str, Any]) -> Refused | None:
    name = "supersedes" if kind is EntryKind.CORRECTED else "exam"
    waiting = Proposal.objects.filter(person=person, decided_at=None)
    if kind is EntryKind.CORRECTED:
        waiting = waiting.filter(kind=kind.value)
    if all(one.facts.get(name) != facts[name] for one in waiting):
        return None
    return Refused(
        "proposed-already",
        LocalText(
            en="This is proposed already and waits for a second person. Let that be decided first.",
            ms="Perkara ini telah dicadangkan dan menunggu orang kedua. Biarkan cadangan itu "
            "diputuskan dahulu.",
        ),
    )


def _application(id: UUID, person: User, kind: EntryKind) -> Application | Refused:
    found = (
        Application.objects.select_for_update(of=("self",))
        .filter(pk=id, person=person, kind=kind.value, answered_at=None, proposal=None)
        .first()
    )
    return found or Refused(
        "no-such-application",
        LocalText(
            en="This application is answered already, or a proposal answers it.",
            ms="Permohonan ini telah dijawab, atau sedang dijawab oleh satu cadangan.",
        ),
    )


def _open_proposal(id: UUID, *, actor: User) -> Proposal | Refused:
    """The proposal, locked with its person, if this registrar may decide it."""
    person = User.objects.filter(pk__in=Proposal.objects.filter(pk=id).values("person")).first()
    if person is not None:
        wait_for_others(person)
    found = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("person", "proposed_by")
        .filter(pk=id, decided_at=None)
        .first()
    )
    if found is None:
        return Refused(
            "decided-already",
            LocalText(
                en="This proposal is decided already, or there is none of this number.",
                ms="Cadangan ini telah diputuskan, atau tiada cadangan dengan nombor ini.",
            ),
        )
    if found.proposed_by_id == actor.pk:
        return Refused(
            "second-person-needed",
            LocalText(
                en="You proposed this yourself. A second registrar must decide it.",
                ms="Anda sendiri yang mencadangkannya. Pendaftar kedua mesti memutuskannya.",
            ),
        )
    return own_record_refusal(actor, found.person) or found


def _changed_since(proposal: Proposal) -> Refused | None:
    """Whether a corrected entry reads otherwise than when its correction was proposed."""
    if proposal.kind != EntryKind.CORRECTED:
        return None
    chain = entries_of(proposal.person)
    if facts_now(chain, proposal.facts["supersedes"]) == proposal.before:
        return None
    return Refused(
        "changed-since",
        LocalText(
            en="The entry was corrected again after this was proposed. Decline it, and propose it "
            "anew where it is still right.",
            ms="Entri ini telah dibetulkan semula selepas cadangan dibuat. Tolak cadangan ini, dan "
            "cadangkan semula jika ia masih betul.",
        ),
    )


def _decide(
    proposal: Proposal,
    *,
    actor: User,
    at: datetime,
    is_approved: bool,
    reason: str = "",
    entry: int | None = None,
) -> None:
    proposal.decided_by, proposal.decided_at, proposal.is_approved = actor, at, is_approved
    proposal.decision_reason, proposal.entry = reason, entry
    proposal.save(
        update_fields=["decided_by", "decided_at", "is_approved", "decision_reason", "entry"]
    )
    _note(proposal, "proposal.approved" if is_approved else "proposal.declined", actor=actor, at=at)
    if proposal.application_id is not None:
        Application.objects.filter(pk=proposal.application_id).update(
            answered_by=actor, answered_at=at, is_granted=is_approved, answer=reason, entry=entry
        )


def _note(proposal: Proposal, event: str, *, actor: User, at: datetime) -> None:
    facts = without_words(proposal.facts)
    details = {"proposal": str(proposal.pk), "kind": proposal.kind, **facts}
    write_audit_entry(actor, event, subject=str(proposal.person_id), at=at, details=details)
