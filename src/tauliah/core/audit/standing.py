"""What a person's record amounts to: entries after corrections, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

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
    records: Mapping[tuple[EntryKind, str], tuple[Entry, ...]] = field(default_factory=dict)
    """Every entry that counts, in order, by kind and by the code that it is about."""
    failed: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    """The failed results of each exam, which give nothing, but may count against a later pass."""

    @staticmethod
    def of_entries(entries: Iterable[Entry]) -> Standing:
        """What entries amount to that are corrected already."""
        return _sum(entries)

    def of(self, kind: EntryKind, code: str = "") -> tuple[Entry, ...]:
        """The entries of that kind about that code; of a kind about none, all of them."""
        return self.records.get((kind, code), ())

    def acceptance_of(self, code: str, version: str) -> Entry | None:
        """The acceptance of that version of a code of ethics; None where another was accepted last."""
        accepted = self.ethics_accepted.get(code)
        return accepted if accepted and accepted.facts["version"] == version else None

    def failures_before(self, result: Entry) -> int:
        """How often the exam of a result had been failed before it."""
        failed = self.failed.get(result.facts["exam"], ())
        return sum(_when(one) < _when(result) for one in failed)

    def member_on(self, day: date) -> bool:
        """Whether the person is a member of the body on that day; not on the day of leaving."""
        left = [one for one in self.of(EntryKind.MEMBER_LEFT) if one.happened_at.date() <= day]
        return any(
            joined.happened_at.date() <= day
            and not _has_ended(joined, day)
            and all(_when(one) < _when(joined) for one in left)
            for joined in self.of(EntryKind.MEMBER_JOINED)
        )


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
    """What a person has, from all entries of that person, corrections and all."""
    return _sum(effective(entries))


def _sum(entries: Iterable[Entry]) -> Standing:
    """What entries amount to that are corrected already.

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
    records: dict[tuple[EntryKind, str], list[Entry]] = {}
    failed: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.number):
        facts = entry.facts
        match entry.kind:
            case EntryKind.MATRICULATED:
                matriculated.setdefault(facts["designation"], entry)
            case EntryKind.EXAM_RESULT if not facts["passed"]:
                failed.setdefault(facts["exam"], []).append(entry)
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
        if facts.get("passed", True):
            # a failed exam gives nothing, now or at any time, and stands apart
            records.setdefault((entry.kind, _about(entry)), []).append(entry)
    return Standing(
        matriculated,
        passed,
        completed,
        ethics,
        held,
        revoked,
        {about: tuple(found) for about, found in records.items()},
        {exam: tuple(found) for exam, found in failed.items()},
    )


def _when(entry: Entry) -> tuple[datetime, int]:
    return entry.happened_at, entry.number


def _has_ended(joined: Entry, day: date) -> bool:
    until = joined.facts.get("until")
    return until is not None and date.fromisoformat(until) < day


def _about(entry: Entry) -> str:
    for name in ("exam", "course", "designation", "code"):
        if name in entry.facts:
            return str(entry.facts[name])
    return ""
