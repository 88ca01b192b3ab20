"""What a person's record amounts to: entries after corrections, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tauliah.core.kernel import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for a person: each code with the entry that gave it."""

    matriculated: Mapping[str, Entry]
    exams_passed: Mapping[str, Entry]
    courses_completed: Mapping[str, Entry]
    ethics_accepted: Mapping[str, Entry]
    held: Mapping[str, Entry]
    revoked: Mapping[str, Entry]


def effective(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries as corrected: a corrected one has its new facts, a withdrawn one is gone.

    A correction may itself be corrected: the last one says what holds of the entry that the first
    one was about. A correction of an entry that does not exist changes nothing. The chain keeps
    them all.
    """
    original: dict[int, Entry] = {}
    about: dict[int, int] = {}
    standing: dict[int, Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.number):
        if entry.kind is not EntryKind.CORRECTED:
            original[entry.number] = standing[entry.number] = entry
            about[entry.number] = entry.number
            continue
        number = about.get(entry.facts["supersedes"])
        if number is None:
            continue
        about[entry.number] = number
        facts = entry.facts["with"]
        if facts is None:
            standing.pop(number, None)
        else:
            standing[number] = replace(original[number], facts=facts)
    return tuple(standing[number] for number in sorted(standing))


def standing_of(entries: Iterable[Entry]) -> Standing:
    """What a person has, from all entries of that person.

    The first entry that gave something counts, but of a code of ethics the last acceptance. A
    designation is held by its conferral again once it is reinstated.
    """
    matriculated: dict[str, Entry] = {}
    passed: dict[str, Entry] = {}
    completed: dict[str, Entry] = {}
    ethics: dict[str, Entry] = {}
    conferred: dict[str, Entry] = {}
    held: dict[str, Entry] = {}
    revoked: dict[str, Entry] = {}
    for entry in effective(entries):
        facts = entry.facts
        match entry.kind:
            case EntryKind.MATRICULATED:
                matriculated.setdefault(facts["designation"], entry)
            case EntryKind.EXAM_RESULT if not facts["passed"]:
                pass
            case EntryKind.EXAM_RESULT | EntryKind.CREDIT_GRANTED:
                passed.setdefault(facts["exam"], entry)
                completed.setdefault(facts["exam"], entry)
            case EntryKind.COURSE_COMPLETED:
                completed.setdefault(facts["course"], entry)
            case EntryKind.ETHICS_ACCEPTED:
                ethics[facts["code"]] = entry
            case EntryKind.CONFERRED:
                conferred[facts["designation"]] = held[facts["designation"]] = entry
                revoked.pop(facts["designation"], None)
            case EntryKind.REVOKED:
                held.pop(facts["designation"], None)
                revoked[facts["designation"]] = entry
            case EntryKind.REINSTATED:
                held[facts["designation"]] = conferred.get(facts["designation"], entry)
                revoked.pop(facts["designation"], None)
            case _:
                pass
    return Standing(matriculated, passed, completed, ethics, held, revoked)
