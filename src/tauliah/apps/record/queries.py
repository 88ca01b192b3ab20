"""What may be read of the ledger, and what is computed from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import cast
from uuid import UUID

from tauliah.apps.catalogue.queries import (
    current_release,
    local_day,
    programme,
    programme_of,
)
from tauliah.apps.people.queries import User, names_of
from tauliah.apps.record.concealing import revealed
from tauliah.apps.record.models import ChainHead, RecordEntry
from tauliah.apps.record.words import ALTERED, ALTERED_SENTENCE, kind_title
from tauliah.core.audit import (
    Audit,
    JointAudit,
    Letter,
    Standing,
    UnknownEntry,
    audit_all,
    effective,
    letter,
    standing_of,
    told,
    unknown_entries,
)
from tauliah.core.kernel import ChainFault, Entry, EntryKind, LocalText, chain_faults
from tauliah.core.programme import Course, Programme


def entries_of(person: User, *, until: datetime | None = None) -> tuple[Entry, ...]:
    """A person's chain in order, up to a moment where one is given, its words as they were written."""
    return revealed(person, _stored_entries_of(person, until=until))


def _stored_entries_of(person: User, *, until: datetime | None = None) -> tuple[Entry, ...]:
    """The chain as its seals cover it."""
    rows = RecordEntry.objects.filter(person=person)
    if until is not None:
        rows = rows.filter(happened_at__lte=until)
    return tuple(entry_of_row(row) for row in rows.order_by("number"))


def standing(person: User) -> Standing:
    """What the person has by all entries."""
    return standing_of(entries_of(person))


def joint_audit(person: User, *, at: datetime) -> JointAudit:
    """The audits against all designations at once, within the limits of what they may share."""
    return audit_all(programme(), entries_of(person), local_day(at))


def audits_of(person: User, *, at: datetime) -> tuple[Audit, ...]:
    """The audit against every designation with rules in force, those matriculated for first."""
    return in_order(joint_audit(person, at=at).audits)


def in_order(audits: Iterable[Audit]) -> tuple[Audit, ...]:
    """Audits of one person as pages list them: those matriculated for first, then by code."""
    return tuple(sorted(audits, key=lambda one: (not one.matriculated, one.designation.code)))


@dataclass(frozen=True, slots=True)
class Conferral:
    """A designation that the record says was conferred: its letters, credential and standing."""

    letters: str
    credential: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is: audits of what they are matriculated for, and what was conferred.

    Of a chain that is not whole nothing is said but that.
    """

    is_whole: bool
    audits: tuple[Audit, ...] = ()
    conferrals: tuple[Conferral, ...] = ()


def progress_of(people: Iterable[User], *, at: datetime) -> dict[UUID, Progress]:
    """How far each of these people is, by account id."""
    published, day = programme(), local_day(at)
    chains: dict[UUID, list[Entry]] = {person.pk: [] for person in people}
    heads = {
        head.person_id: (head.number, head.seal)
        for head in ChainHead.objects.filter(person__in=chains)
    }
    rows = RecordEntry.objects.filter(person__in=chains).order_by("person", "number")
    for row in rows:
        chains[row.person_id].append(entry_of_row(row))
    return {
        id: Progress(is_whole=False)
        if chain_faults(str(id), chain, head=heads.get(id, (0, "")))
        else _progress(published, chain, on=day)
        for id, chain in chains.items()
    }


def _progress(published: Programme, chain: Sequence[Entry], *, on: date) -> Progress:
    has = standing_of(chain)
    known = {one.code: one.letters for one in published.designations}
    audits = {one.designation.code: one for one in audit_all(published, chain, on).audits}
    return Progress(
        is_whole=True,
        audits=tuple(audits[code] for code in has.matriculated if code in audits),
        conferrals=tuple(
            Conferral(
                known.get(code, code), entry.facts["credential"], is_in_force=code in has.held
            )
            for code, entry in {**has.held, **has.revoked}.items()
        ),
    )


def audit_of(person: User, designation: str, *, at: datetime) -> Audit | None:
    """The audit against one designation, within the limits of what designations may share.

    None where it has no rules in force; KeyError where there is no such designation.
    """
    programme().designation(designation)
    audits = joint_audit(person, at=at).audits
    return next((one for one in audits if one.designation.code == designation), None)


def letter_of(person: User, designation: str, *, on: date, at: datetime) -> Letter | None:
    """The decision on one designation as a letter, as of a day that has come; None where none.

    Until today it is made of all entries; of an earlier day, of what had happened by its end.
    KeyError where there is no such designation.
    """
    chain = entries_of(person)
    if on < local_day(at):
        chain = tuple(one for one in chain if local_day(one.happened_at) <= on)
    return letter(programme(), designation, entries=chain, on=on, release=str(current_release()))


def unknown_entries_of(person: User) -> tuple[UnknownEntry, ...]:
    """The entries that name what the programme in force does not have."""
    return unknown_entries(programme(), entries_of(person))


def exams_not_counting(person: User) -> tuple[Course, ...]:
    """The exams of the programme that do not count for the person yet."""
    passed = standing(person).exams_passed
    return tuple(course for course in programme().courses if course.code not in passed)


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of a transcript: an exam passed or credited, with its course and day."""

    exam: str
    day: date
    kind: EntryKind
    correct: int | None
    items: int | None
    points: str | None = None
    of: int | None = None

    @property
    def score(self) -> str:
        """Points of points where there are any, or else right answers of items; nothing for credit."""
        if self.points is not None:
            return f"{self.points} / {self.of}"
        return f"{self.correct} / {self.items}" if self.items else ""


def transcript_of(person: User) -> tuple[TranscriptLine, ...]:
    """Exams passed and credits granted, in the order in which they happened."""
    return tuple(
        TranscriptLine(
            exam=entry.facts["exam"],
            day=local_day(entry.happened_at),
            kind=entry.kind,
            correct=entry.facts.get("correct"),
            items=entry.facts.get("items"),
            points=entry.facts.get("points"),
            of=entry.facts.get("of"),
        )
        for entry in sorted(standing(person).exams_passed.values(), key=lambda e: e.number)
    )


def effective_entries_of(person: User) -> tuple[Entry, ...]:
    """A person's entries as corrected."""
    return effective(entries_of(person))


def faults_of(person: User) -> tuple[ChainFault, ...]:
    """Every fault in one person's chain, as it stands in the database now."""
    head = ChainHead.objects.filter(person=person).first()
    rows = RecordEntry.objects.filter(person=person).order_by("number", "id")
    kept = (head.number, head.seal) if head else (0, "")
    return chain_faults(str(person.pk), [entry_of_row(row) for row in rows], head=kept)


_NOT_CORRECTED = frozenset(
    {
        EntryKind.CONFERRED,
        EntryKind.REVOKED,
        EntryKind.SUSPENDED,
        EntryKind.REINSTATED,
        EntryKind.EXAM_RESULT,
        EntryKind.CORRECTED,
    }
)
"""Awards are revoked, results are scored anew, and a correction is corrected at its entry."""


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry in plain words; `recorder` is a full name, empty where the system recorded it.

    `approver` is that of the second person, empty where none was needed.

    Of an entry that does not match its seal, nothing is told but that.
    """

    entry: Entry
    kind: LocalText
    sentence: LocalText
    recorder: str
    is_altered: bool
    may_be_corrected: bool = False
    approver: str = ""


def told_entries_of(person: User) -> tuple[ToldEntry, ...]:
    """A person's chain in plain words, each entry under its own release."""
    stored = _stored_entries_of(person)
    faults = chain_faults(str(person.pk), stored)
    entries = revealed(person, stored)
    altered = {fault.number for fault in faults if fault.fault == "altered"}
    approvers = {
        # what an altered entry says is not told, whatever it is
        entry.number: str(entry.facts.get("approved_by", ""))
        for entry in entries
        if entry.number not in altered
    }
    names = names_of({entry.recorded_by for entry in entries} | set(approvers.values()))
    releases = {entry.release for entry in entries if entry.number not in altered}
    programmes = {release: programme_of(int(release)) for release in releases}
    return tuple(
        ToldEntry(
            entry=entry,
            kind=ALTERED if entry.number in altered else kind_title(entry.kind),
            sentence=ALTERED_SENTENCE
            if entry.number in altered
            else told(programmes[entry.release], entry, chain=entries),
            recorder=names.get(entry.recorded_by, ""),
            is_altered=entry.number in altered,
            may_be_corrected=entry.number not in altered and entry.kind not in _NOT_CORRECTED,
            approver=names.get(approvers.get(entry.number, ""), ""),
        )
        for entry in entries
    )


def verify_records() -> Iterator[ChainFault]:
    """Every fault in every chain: altered, missing, reordered or cut entries."""
    heads = {head.person_id: (head.number, head.seal) for head in ChainHead.objects.all()}
    rows = RecordEntry.objects.order_by("person", "number", "id").iterator(chunk_size=2000)
    for id, chain in groupby(rows, key=lambda row: row.person_id):
        yield from chain_faults(str(id), map(entry_of_row, chain), head=heads.pop(id, (0, "")))
    for id, head in heads.items():
        yield from chain_faults(str(id), (), head=head)


def count_records() -> tuple[int, int]:
    """How many chains and how many entries there are."""
    entries = RecordEntry.objects
    return entries.values("person").distinct().count(), entries.count()


def entry_of_row(row: RecordEntry) -> Entry:
    return Entry(
        person=str(row.person_id),
        number=row.number,
        kind=_kind(row.kind),
        facts=row.facts,
        happened_at=row.happened_at,
        recorded_by=row.recorded_by,
        reason=row.reason,
        release=str(row.release),
        previous=row.previous,
        seal=row.seal,
    )


def _kind(text: str) -> EntryKind:
    """The kind of that name; a name that is none stays, so that the seal tells of it."""
    return EntryKind(text) if text in set(EntryKind) else cast("EntryKind", text)
