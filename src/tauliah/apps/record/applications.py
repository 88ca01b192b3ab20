"""What people ask the registrar to record: exemptions, hours, work; and how they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import own_record_refusal
from tauliah.apps.record.concealing import without_words
from tauliah.apps.record.evidence import File, keep
from tauliah.apps.record.facts import Evidence, checked_evidence, checked_facts
from tauliah.apps.record.models import Application
from tauliah.apps.record.proposing import reason_refusal
from tauliah.apps.record.recording import enter, entry_refusal, experience_facts
from tauliah.core.kernel import Entry, EntryKind, LocalText, Refused

MOST_WAITING = 20
"""Applications of one person that may wait at once."""
LONGEST_WORDS = 4000


@transaction.atomic
def apply_for_exemption(
    person: User,
    exam: str,
    *,
    evidence: Evidence,
    words: str,
    file: File | None,
    actor: User,
    at: datetime,
) -> Application | Refused:
    """Ask to be exempted from an exam, on evidence that is described and may be sent as a file."""
    facts = {"exam": exam, **evidence.facts()}
    refused = checked_evidence(evidence, today=local_day(at)) or checked_facts(
        programme(), EntryKind.EXEMPTION_GRANTED, facts, today=local_day(at)
    )
    return _apply(
        person,
        EntryKind.EXEMPTION_GRANTED,
        facts,
        refused=refused,
        words=words,
        file=file,
        actor=actor,
        at=at,
    )


@transaction.atomic
def declare_education(
    person: User,
    designation: str,
    *,
    hours: int,
    title: str,
    on: date,
    words: str,
    file: File | None,
    actor: User,
    at: datetime,
) -> Application | Refused:
    """Declare hours of continuing education; they count once the registrar has confirmed them."""
    entry = {"designation": designation, "hours": hours, "title": title.strip()}
    refused = entry_refusal(person, EntryKind.EDUCATION_RECORDED, entry, on=on, at=at)
    return _apply(
        person,
        EntryKind.EDUCATION_RECORDED,
        {**entry, "on": on.isoformat()},
        refused=refused,
        words=words,
        file=file,
        actor=actor,
        at=at,
    )


@transaction.atomic
def declare_experience(
    person: User,
    *,
    first: date,
    last: date,
    hours_a_week: int,
    employer: str,
    words: str,
    file: File | None,
    actor: User,
    at: datetime,
) -> Application | Refused:
    """Declare work for an employer; it counts once the registrar has confirmed it."""
    facts = experience_facts(first=first, last=last, hours_a_week=hours_a_week, employer=employer)
    refused = entry_refusal(person, EntryKind.EXPERIENCE_RECORDED, facts, on=None, at=at)
    return _apply(
        person,
        EntryKind.EXPERIENCE_RECORDED,
        facts,
        refused=refused,
        words=words,
        file=file,
        actor=actor,
        at=at,
    )


@transaction.atomic
def confirm_application(id: UUID, *, actor: User, at: datetime) -> Entry | Refused:
    """Enter what a person has declared. An exemption is proposed instead, for a second person."""
    require(actor, Permission.APPLICATION_ANSWER)
    found = _open_application(id, actor=actor)
    if isinstance(found, Refused):
        return found
    kind = EntryKind(found.kind)
    if kind is EntryKind.EXEMPTION_GRANTED:
        return Refused(
            "second-person-needed",
            LocalText(
                en="An exemption takes two persons. Propose it from this application.",
                ms="Pengecualian memerlukan dua orang. Cadangkannya daripada permohonan ini.",
            ),
        )
    facts = dict(found.facts)
    on = date.fromisoformat(facts.pop("on")) if "on" in facts else None
    entry = enter(found.person, kind, facts, on=on, actor=actor, at=at)
    if isinstance(entry, Entry):
        _answer(found, actor=actor, at=at, is_granted=True, entry=entry.number)
    return entry


@transaction.atomic
def decline_application(
    id: UUID, *, reason: str, actor: User, at: datetime
) -> Application | Refused:
    """Decline what a person has asked for, with a reason that the person reads."""
    require(actor, Permission.APPLICATION_ANSWER)
    found = _open_application(id, actor=actor)
    if isinstance(found, Refused):
        return found
    refused = reason_refusal(reason)
    if refused:
        return refused
    _answer(found, actor=actor, at=at, is_granted=False, answer=reason.strip())
    return found


def _apply(
    person: User,
    kind: EntryKind,
    facts: Mapping[str, Any],
    *,
    refused: Refused | None,
    words: str,
    file: File | None,
    actor: User,
    at: datetime,
) -> Application | Refused:
    require_own(actor, Permission.APPLY, person=person)
    wait_for_others(person)
    refused = refused or _words_refusal(words) or _waiting_refusal(person, kind, facts)
    if refused:
        return refused
    made = Application.objects.create(
        person=person,
        kind=kind.value,
        facts=dict(facts),
        words=words.strip(),
        file_name=file.name if file else "",
        file_type=file.type if file else "",
        # the file is kept before the row that names it is: a row never names what is not there
        file_digest=keep(file) if file else "",
        made_at=at,
    )
    _note(made, "application.made", actor=actor, at=at)
    return made


def _words_refusal(words: str) -> Refused | None:
    if len(words) <= LONGEST_WORDS:
        return None
    return Refused(
        "said-too-long",
        LocalText(
            en=f"Say it in at most {LONGEST_WORDS} letters, or send it as a file.",
            ms=f"Nyatakan dalam paling banyak {LONGEST_WORDS} huruf, atau hantar sebagai fail.",
        ),
    )


def _waiting_refusal(person: User, kind: EntryKind, facts: Mapping[str, Any]) -> Refused | None:
    waiting = list(Application.objects.filter(person=person, answered_at=None))
    if len(waiting) >= MOST_WAITING:
        return Refused(
            "too-many-waiting",
            LocalText(
                en=f"{len(waiting)} of your applications wait for an answer. Send more once some "
                "are answered.",
                ms=f"{len(waiting)} permohonan anda menunggu jawapan. Hantar lagi setelah sebahagian "
                "dijawab.",
            ),
        )
    name = "exam" if kind is EntryKind.EXEMPTION_GRANTED else None
    for one in waiting:
        is_alike = one.facts[name] == facts[name] if name and name in one.facts else False
        if one.kind == kind and (is_alike or one.facts == facts):
            return Refused(
                "applied-already",
                LocalText(
                    en="You have asked for this already; it waits for an answer.",
                    ms="Anda telah memohon perkara ini; ia menunggu jawapan.",
                ),
            )
    return None


def _open_application(id: UUID, *, actor: User) -> Application | Refused:
    """The application, locked with its person, if this registrar may answer it."""
    person = User.objects.filter(pk__in=Application.objects.filter(pk=id).values("person")).first()
    if person is not None:
        wait_for_others(person)
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=id, answered_at=None, proposal=None)
        .first()
    )
    if found is None:
        return Refused(
            "no-such-application",
            LocalText(
                en="This application is answered already, or a proposal answers it.",
                ms="Permohonan ini telah dijawab, atau sedang dijawab oleh satu cadangan.",
            ),
        )
    return own_record_refusal(actor, found.person) or found


def _answer(
    application: Application,
    *,
    actor: User,
    at: datetime,
    is_granted: bool,
    answer: str = "",
    entry: int | None = None,
) -> None:
    application.answered_by, application.answered_at = actor, at
    application.is_granted, application.answer, application.entry = is_granted, answer, entry
    application.save(update_fields=["answered_by", "answered_at", "is_granted", "answer", "entry"])
    event = "application.confirmed" if is_granted else "application.declined"
    _note(application, event, actor=actor, at=at)


def _note(application: Application, event: str, *, actor: User, at: datetime) -> None:
    details = {
        "application": str(application.pk),
        "kind": application.kind,
        **without_words(application.facts),
    } | ({"file": application.file_digest} if application.file_digest else {})
    write_audit_entry(actor, event, subject=str(application.person_id), at=at, details=details)
