"""What of an entry may be corrected, what it says now, and what a correction would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.facts import checked_facts
from tauliah.apps.record.queries import entries_of
from tauliah.core.audit import Consequence, consequences, effective, told
from tauliah.core.kernel import Entry, EntryKind, LocalText, Refused
from tauliah.core.programme import Programme

_AWARDS = frozenset(
    {EntryKind.CONFERRED, EntryKind.REVOKED, EntryKind.SUSPENDED, EntryKind.REINSTATED}
)


def facts_now(chain: Sequence[Entry], number: int) -> Mapping[str, Any] | None:
    """What an entry says as corrected; None where it was withdrawn."""
    return next((one.facts for one in effective(chain) if one.number == number), None)


def entry_as_it_was(chain: Sequence[Entry], number: int) -> Entry | None:
    """The entry of that number as it was made; None for a correction and for none."""
    return next(
        (one for one in chain if one.number == number and one.kind is not EntryKind.CORRECTED), None
    )


def kind_refusal(chain: Sequence[Entry], number: int) -> Refused | None:
    """Why the entry of that number cannot be corrected here; None where it can."""
    entry = next((one for one in chain if one.number == number), None)
    if entry is None:
        return Refused(
            "no-such-entry",
            LocalText(
                en=f"The record has no entry {number}.", ms=f"Rekod ini tiada entri {number}."
            ),
        )
    if entry.kind is EntryKind.CORRECTED:
        about = entry.facts["supersedes"]
        return Refused(
            "a-correction",
            LocalText(
                en=f"Entry {number} is itself a correction. Correct entry {about}, which it is "
                "about.",
                ms=f"Entri {number} sendiri ialah pembetulan. Betulkan entri {about} yang berkenaan.",
            ),
        )
    if entry.kind in _AWARDS:
        return Refused(
            "an-award",
            LocalText(
                en=f"Entry {number} carries an award, which is revoked or reinstated on the page of "
                "awards, with a credential that says so. It is not corrected.",
                ms=f"Entri {number} berkaitan dengan anugerah, yang dibatalkan atau dipulihkan di "
                "halaman anugerah bersama kredensialnya. Ia tidak dibetulkan.",
            ),
        )
    if entry.kind is EntryKind.EXAM_RESULT:
        return Refused(
            "an-exam-result",
            LocalText(
                en=f"Entry {number} is the result of an exam. Results are corrected by scoring the "
                "exam anew, not here.",
                ms=f"Entri {number} ialah keputusan peperiksaan. Keputusan dibetulkan dengan "
                "memarkah semula peperiksaan, bukan di sini.",
            ),
        )
    return None


def correction_refusal(
    published: Programme,
    chain: Sequence[Entry],
    number: int,
    *,
    facts: Mapping[str, Any] | None,
    today: date,
) -> Refused | None:
    """Why an entry cannot be made to say this (None: nothing any more); None where it can."""
    refused = kind_refusal(chain, number)
    if refused:
        return refused
    before = facts_now(chain, number)
    if facts == before:
        return Refused(
            "no-difference",
            LocalText(
                en="The entry says this already. Change something, or leave it as it is.",
                ms="Entri ini sudah menyatakan demikian. Ubah sesuatu, atau biarkan seperti sedia "
                "ada.",
            ),
        )
    entry = entry_as_it_was(chain, number)
    if entry is None or facts is None:
        return None
    return checked_facts(published, entry.kind, facts, today=today)


def told_with(
    chain: Sequence[Entry], number: int, facts: Mapping[str, Any] | None
) -> LocalText | None:
    """What an entry says with these facts; None where it is withdrawn or not there."""
    entry = entry_as_it_was(chain, number)
    if entry is None or facts is None:
        return None
    return told(programme(), replace(entry, facts=facts), chain=chain)


def effect_of_entry(
    person: User,
    kind: EntryKind,
    facts: Mapping[str, Any],
    *,
    at: datetime,
    happened_at: datetime | None = None,
) -> tuple[Consequence, ...]:
    """What changes for which designation when a second person approves this entry."""
    before = entries_of(person)
    supposed = supposed_entry(person, kind, facts, chain=before, at=happened_at or at)
    return consequences(programme(), before=before, after=(*before, supposed), on=local_day(at))


def supposed_entry(
    person: User,
    kind: EntryKind,
    facts: Mapping[str, Any],
    *,
    chain: Sequence[Entry],
    at: datetime,
) -> Entry:
    """An entry as it would stand, without a seal: for reading and for reckoning only."""
    return Entry(
        person=str(person.pk),
        number=len(chain) + 1,
        kind=kind,
        facts={"approved_by": "a second person", **facts},
        happened_at=at,
        recorded_by="a first person",
        reason="",
        release="0",
        previous="",
        seal="",
    )
