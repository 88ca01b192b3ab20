"""What one registrar records alone: work, hours, courses and classes, retirement, membership."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.apps.people.actions import wait_for_others
from tauliah.apps.people.permissions import Actor, Permission, require, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry, own_record_refusal
from tauliah.apps.record.facts import checked_facts, to_come
from tauliah.apps.record.queries import audit_of, effective_entries_of
from tauliah.core.kernel import Entry, EntryKind, LocalText, Refused


@transaction.atomic
def record_experience(
    person: User,
    *,
    first: date,
    last: date,
    hours_a_week: int,
    employer: str,
    actor: Actor,
    at: datetime,
) -> Entry | Refused:
    """Record work for an employer, from the first day to the last, both inclusive."""
    require(actor, Permission.EXPERIENCE_RECORD)
    facts = experience_facts(first=first, last=last, hours_a_week=hours_a_week, employer=employer)
    return _record(person, EntryKind.EXPERIENCE_RECORDED, facts, actor=actor, at=at)


@transaction.atomic
def record_education(
    person: User,
    designation: str,
    *,
    hours: int,
    title: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> Entry | Refused:
    """Record whole hours of continuing education for a designation that the person holds."""
    require(actor, Permission.EDUCATION_RECORD)
    facts = {"designation": designation, "hours": hours, "title": title.strip()}
    return _record(person, EntryKind.EDUCATION_RECORDED, facts, on=on, actor=actor, at=at)


@transaction.atomic
def record_course_completed(
    person: User, course: str, *, on: date, actor: Actor, at: datetime
) -> Entry | Refused:
    """Record that a course was completed without its exam, on that day."""
    require(actor, Permission.ATTENDANCE_RECORD)
    facts = {"course": course}
    return _record(person, EntryKind.COURSE_COMPLETED, facts, on=on, actor=actor, at=at)


@transaction.atomic
def record_class_attended(
    person: User, course: str, *, on: date, actor: Actor, at: datetime
) -> Entry | Refused:
    """Record that the classroom sessions of a course were attended, the last on that day."""
    require(actor, Permission.ATTENDANCE_RECORD)
    facts = {"course": course}
    return _record(person, EntryKind.CLASS_ATTENDED, facts, on=on, actor=actor, at=at)


@transaction.atomic
def retire(person: User, designation: str, *, actor: Actor, at: datetime) -> Entry | Refused:
    """Record that a holder retires: the letters are kept as retired, and no hours are shown."""
    return _turn(person, designation, EntryKind.RETIRED, actor=actor, at=at)


@transaction.atomic
def resume(person: User, designation: str, *, actor: Actor, at: datetime) -> Entry | Refused:
    """Record that a retired holder works again: a new period of continuing education begins."""
    return _turn(person, designation, EntryKind.RESUMED, actor=actor, at=at)


@transaction.atomic
def record_member_joined(
    person: User, *, until: date | None, actor: Actor, at: datetime
) -> Entry | Refused:
    """Record that a person is a member from now on, to the last day where one is given."""
    require(actor, Permission.MEMBERSHIP_RECORD)
    if until is not None and until < local_day(at):
        return Refused(
            "over-already",
            LocalText(
                en="The last day of a membership cannot lie behind us. Leave it out, or give a "
                "later one.",
                ms="Hari terakhir keahlian tidak boleh sudah berlalu. Kosongkan, atau berikan hari "
                "yang lebih lewat.",
            ),
        )
    facts = {"until": until.isoformat()} if until else {}
    return _record(person, EntryKind.MEMBER_JOINED, facts, actor=actor, at=at)


@transaction.atomic
def record_member_left(person: User, *, actor: Actor, at: datetime) -> Entry | Refused:
    """Record that a member leaves."""
    require(actor, Permission.MEMBERSHIP_RECORD)
    changes = [
        one.kind
        for one in effective_entries_of(person)
        if one.kind in (EntryKind.MEMBER_JOINED, EntryKind.MEMBER_LEFT)
    ]
    if not changes or changes[-1] is EntryKind.MEMBER_LEFT:
        return Refused(
            "no-member",
            LocalText(
                en="The record says of no membership that could end.",
                ms="Rekod ini tidak menyatakan sebarang keahlian yang boleh ditamatkan.",
            ),
        )
    return _record(person, EntryKind.MEMBER_LEFT, {}, actor=actor, at=at)


def experience_facts(
    *, first: date, last: date, hours_a_week: int, employer: str
) -> dict[str, Any]:
    """The facts of a span of work, as an entry holds them."""
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "hours_a_week": hours_a_week,
        "employer": employer.strip(),
    }


def moment_of(on: date, *, at: datetime) -> datetime:
    """The moment under which something of that day is recorded: now, or the day's first moment."""
    return at if on == local_day(at) else datetime.combine(on, time(), tzinfo=zone())


def education_refusal(person: User, designation: str, *, at: datetime) -> Refused | None:
    """Why no hours can be recorded for this designation; None where they can."""
    try:
        audit = audit_of(person, designation, at=at)
    except KeyError:
        audit = None
    if audit is not None and audit.held and audit.continuing.state != "not-asked":
        return None
    if audit is not None and audit.continuing.state == "not-asked":
        sentence = audit.continuing.sentence
        return Refused("not-asked", sentence)
    return Refused(
        "not-held",
        LocalText(
            en=f"The person does not hold {designation}, so that no continuing education is asked.",
            ms=f"Orang ini tidak memegang {designation}, maka tiada pendidikan berterusan "
            "diperlukan.",
        ),
    )


def _record(
    person: User,
    kind: EntryKind,
    facts: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    on: date | None = None,
) -> Entry | Refused:
    """The entry, unless it is the registrar's own record, cannot be, or stands there already."""
    own = own_record_refusal(actor, person)
    if own:
        return own
    wait_for_others(person)
    return enter(person, kind, facts, actor=actor, at=at, on=on)


def enter(
    person: User,
    kind: EntryKind,
    facts: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    on: date | None = None,
) -> Entry | Refused:
    """Enter what one person alone may enter, once it is checked. Needs a lock on the person."""
    refused = entry_refusal(person, kind, facts, on=on, at=at)
    if refused:
        return refused
    happened_at = moment_of(on, at=at) if on else at
    return append_entry(person, kind, facts=facts, actor=actor, at=at, happened_at=happened_at)


def entry_refusal(
    person: User, kind: EntryKind, facts: Mapping[str, Any], *, on: date | None, at: datetime
) -> Refused | None:
    """Why this cannot be entered; None where it can."""
    today = local_day(at)
    if on is not None and on > today:
        return to_come(on)
    refused = checked_facts(programme(), kind, facts, today=today)
    if refused is None and kind is EntryKind.EDUCATION_RECORDED:
        refused = education_refusal(person, facts["designation"], at=at)
    if refused:
        return refused
    for one in effective_entries_of(person):
        # a span of work says its days itself
        is_that_day = kind is EntryKind.EXPERIENCE_RECORDED or local_day(one.happened_at) == (
            on or today
        )
        if one.kind is kind and one.facts == facts and is_that_day:
            return Refused(
                "recorded-already",
                LocalText(
                    en=f"This stands in the record already, as entry {one.number}.",
                    ms=f"Perkara ini sudah ada dalam rekod, sebagai entri {one.number}.",
                ),
            )
    return None


def _turn(
    person: User, designation: str, kind: EntryKind, *, actor: Actor, at: datetime
) -> Entry | Refused:
    """A holder's own act, or that of a registrar on the record of another."""
    if isinstance(actor, User) and actor.pk == person.pk:
        require_own(actor, Permission.RETIRE, person=person)
    else:
        require(actor, Permission.RETIREMENT_RECORD)
    wait_for_others(person)
    refused = education_refusal(person, designation, at=at)
    if refused:
        return refused
    audit = audit_of(person, designation, at=at)
    if audit is not None and audit.continuing.state == "lapsed" and kind is EntryKind.RETIRED:
        # the rules let holders retire, not those who have lost the letters
        return Refused("lapsed", audit.continuing.sentence)
    is_retired = audit is not None and audit.continuing.state == "retired"
    if is_retired is (kind is EntryKind.RETIRED):
        return _in_this_state_already(designation, is_retired=is_retired)
    return append_entry(person, kind, facts={"designation": designation}, actor=actor, at=at)


def _in_this_state_already(designation: str, *, is_retired: bool) -> Refused:
    if is_retired:
        return Refused(
            "retired-already",
            LocalText(
                en=f"The holder of {designation} is retired already.",
                ms=f"Pemegang {designation} sudah pun bersara.",
            ),
        )
    return Refused(
        "not-retired",
        LocalText(
            en=f"The holder of {designation} is not retired, so that there is nothing to resume.",
            ms=f"Pemegang {designation} tidak bersara, maka tiada apa-apa untuk disambung semula.",
        ),
    )
