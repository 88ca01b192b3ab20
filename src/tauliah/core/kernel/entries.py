"""The record of one person: a chain of entries, each sealed with the digest of the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from tauliah.core.kernel.digests import digest


class EntryKind(StrEnum):
    """What can happen to a person on the way to a designation."""

    MATRICULATED = "matriculated"
    COURSE_COMPLETED = "course-completed"
    CLASS_ATTENDED = "class-attended"
    EXAM_RESULT = "exam-result"
    CREDIT_GRANTED = "credit-granted"
    EXEMPTION_GRANTED = "exemption-granted"
    ETHICS_ACCEPTED = "ethics-accepted"
    CONFERRED = "conferred"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    EXPERIENCE_RECORDED = "experience-recorded"
    EDUCATION_RECORDED = "education-recorded"
    RETIRED = "retired"
    RESUMED = "resumed"
    MEMBER_JOINED = "member-joined"
    MEMBER_LEFT = "member-left"
    SITTING_VOIDED = "sitting-voided"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a person: who recorded it, when, why and under which release.

    `number` counts from 1 within the person's chain. `facts` is plain data, by kind:
    matriculated {designation}; exam-result {exam, passed, correct, items, form, window, sitting};
    course-completed, class-attended {course}; credit-granted {exam, source};
    exemption-granted {exam, evidence, approved_by, expires?}; ethics-accepted {code, version};
    conferred {designation, credential}; revoked, suspended (for a time, while it is held)
    and reinstated {designation, credential};
    experience-recorded {from, to, hours_a_week, employer?}, both days inclusive;
    education-recorded {designation, hours, title?}; retired and resumed {designation}, of a holder;
    member-joined {until?}, the last day of it, and member-left {}, of the body;
    sitting-voided {exam, form, window, sitting}, which counts for nothing and towards no limit;
    corrected {supersedes: number, with: facts or null}. Days in facts are text, such as 2026-03-01.
    Words about a person (employer, evidence, source, title) may be stored as {concealed: cipher}.
    `previous` is the seal of the entry before, "" for the first. `seal` covers all other fields.
    """

    person: str
    number: int
    kind: EntryKind
    facts: Mapping[str, Any]
    happened_at: datetime
    recorded_by: str
    reason: str
    release: str
    previous: str
    seal: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One break in a chain: the person, the number of the entry, and what is wrong with it."""

    person: str
    number: int
    fault: str


def seal(entry: Entry) -> Entry:
    """The same entry with its seal computed over everything but the seal.

    Raises TypeError or ValueError for facts that have no digest or a moment without a time zone.
    """
    return replace(entry, seal=_seal_of(entry))


def chain_faults(
    person: str, entries: Iterable[Entry], *, head: tuple[int, str] | None = None
) -> tuple[ChainFault, ...]:
    """Every altered, replaced, missing, added or moved entry of one person's chain, by number.

    `entries` come in stored order. `head` is (number, seal) of the last entry as kept apart from
    the chain: without it, entries cut from the end and a replaced last entry leave no trace. Each
    entry vouches for the one before it by the seal it names, and the head for the last one.
    """
    stored = tuple(entries)
    numbers = [entry.number for entry in stored]
    last = head[0] if head is not None else max(numbers, default=0)
    sound = [_is_sound(entry) for entry in stored]
    vouched = {
        (e.number - 1, e.previous) for e, is_sound in zip(stored, sound, strict=True) if is_sound
    }
    if head is not None:
        vouched.add(head)
    vouched_for = {number for number, _ in vouched}

    faults = set(_gaps(numbers, last))
    for entry, is_sound in zip(stored, sound, strict=True):
        number = entry.number
        if not is_sound:
            faults.add((number, "altered"))
        elif number in vouched_for and (number, entry.seal) not in vouched:
            faults.add((number, "replaced"))
        if entry.person != person:
            faults.add((number, "of another person"))
        if number == 1 and entry.previous:
            faults.add((number, "does not begin the chain"))
        if number < 1:
            faults.add((number, "numbered below 1"))
        elif number > last:
            faults.add((number, "not known to the head of the chain"))
    faults.update((number, "stands twice") for number, n in Counter(numbers).items() if n > 1)
    for number, in_order in zip(numbers, sorted(numbers), strict=True):
        if number != in_order:
            faults.add((number, "out of order"))
    return tuple(ChainFault(person, number, fault) for number, fault in sorted(faults))


def _gaps(numbers: Iterable[int], last: int) -> Iterator[tuple[int, str]]:
    """One fault a gap, however wide: a forged number must not make the list endless."""
    within = sorted({number for number in numbers if 1 <= number <= last})
    for before, after in pairwise([0, *within, last + 1]):
        if after - before == 2:
            yield before + 1, "missing"
        elif after - before > 2:
            yield before + 1, f"missing, as are all up to {after - 1}"


def _is_sound(entry: Entry) -> bool:
    try:
        return entry.seal == _seal_of(entry)
    except (TypeError, ValueError):
        # what cannot be sealed was never sealed like this
        return False


def _seal_of(entry: Entry) -> str:
    if entry.happened_at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be sealed")
    return digest(
        {
            "person": entry.person,
            "number": entry.number,
            "kind": str(entry.kind),
            "facts": entry.facts,
            "happened_at": entry.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "recorded_by": entry.recorded_by,
            "reason": entry.reason,
            "release": entry.release,
            "previous": entry.previous,
        }
    )
