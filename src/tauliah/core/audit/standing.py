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

    A correction may itself be corrected: the last one speaks. The chain keeps them all.
    """
    in_order = sorted(entries, key=lambda entry: entry.number)
    standing: dict[int, Entry] = {}
    root: dict[int, int] = {}
    for entry in in_order:
        if entry.kind is not EntryKind.CORRECTED:
            standing[entry.number] = entry
            root[entry.number] = entry.number
            continue
        superseded = root.get(entry.facts["supersedes"], entry.facts["supersedes"])
        root[entry.number] = superseded
        facts = entry.facts["with"]
        original = next(one for one in in_order if one.number == superseded)
        if facts is None:
            standing.pop(superseded, None)
        else:
            standing[superseded] = replace(original, facts=facts)
    return tuple(standing[number] for number in sorted(standing))


def standing_of(entries: Iterable[Entry]) -> Standing:
    """What a person has, from all entries of that person; the first entry that gave it counts."""
    matriculated: dict[str, Entry] = {}
    passed: dict[str, Entry] = {}
    completed: dict[str, Entry] = {}
    ethics: dict[str, Entry] = {}
    held: dict[str, Entry] = {}
    revoked: dict[str, Entry] = {}
    for entry in effective(entries):
        facts = entry.facts
        match entry.kind:
            case EntryKind.MATRICULATED:
                matriculated.setdefault(facts["designation"], entry)
            case EntryKind.EXAM_RESULT if facts["passed"]:
                passed.setdefault(facts["exam"], entry)
                completed.setdefault(facts["exam"], entry)
            case EntryKind.CREDIT_GRANTED:
                passed.setdefault(facts["exam"], entry)
                completed.setdefault(facts["exam"], entry)
            case EntryKind.COURSE_COMPLETED:
                completed.setdefault(facts["course"], entry)
            case EntryKind.ETHICS_ACCEPTED:
                ethics[facts["code"]] = entry
            case EntryKind.CONFERRED | EntryKind.REINSTATED:
                held[facts["designation"]] = entry
                revoked.pop(facts["designation"], None)
            case EntryKind.REVOKED:
                held.pop(facts["designation"], None)
                revoked[facts["designation"]] = entry
            case _:
                pass
    return Standing(matriculated, passed, completed, ethics, held, revoked)
