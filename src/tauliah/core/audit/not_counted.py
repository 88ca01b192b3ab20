"""What stands in a record and does not count for one designation, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tauliah.core.audit.auditing import Audit, Person
from tauliah.core.audit.finding import Finding
from tauliah.core.audit.letter_sentences import (
    adds_nothing_sentence,
    not_asked_sentence,
    not_passed_sentence,
    only_together_sentence,
)
from tauliah.core.audit.sharing import JointAudit
from tauliah.core.audit.standing import effective
from tauliah.core.audit.unknown import unknown_entries
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import Equivalence

Leaf = tuple[str, str]
"""The kind of a requirement without parts, and the code that it names."""

_LEAVES_OF: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.EXAM_RESULT: ("exam", "course"),
    EntryKind.CREDIT_GRANTED: ("exam", "course"),
    EntryKind.EXEMPTION_GRANTED: ("exam",),
    EntryKind.COURSE_COMPLETED: ("course",),
    EntryKind.CLASS_ATTENDED: ("classroom",),
}
"""Which requirements an entry of a kind can meet."""


@dataclass(frozen=True, slots=True)
class NotCounted:
    """An entry that meets nothing, why, and the requirement that says so, where one does."""

    entry: Entry
    sentence: LocalText
    leaf: Leaf | None = None


def not_counted(person: Person, audit: Audit, joint: JointAudit) -> tuple[NotCounted, ...]:
    """Every entry about an exam, a course or a class that meets nothing in this audit, in order.

    Entries that the programme does not know are left out: `unknown_entries` names them.
    """
    return tuple(_Weighing(person, audit, joint).reasons())


class _Weighing:
    def __init__(self, person: Person, audit: Audit, joint: JointAudit) -> None:
        self.person, self.audit, self.joint = person, audit, joint
        found = [one for one in audit.finding.all_findings() if not one.parts]
        self.leaves: dict[Leaf, Finding] = {(one.kind, one.code): one for one in found}
        self.used = {one.met_by.number for one in found if one.met_by is not None}
        about, own = person.programme.about, audit.designation
        self.equivalences = [
            one for one in (*about.equivalences, *own.equivalences) if one.is_valid_on(person.on)
        ]

    def reasons(self) -> Iterator[NotCounted]:
        unknown = {
            one.entry.number for one in unknown_entries(self.person.programme, self.person.entries)
        }
        told: set[Leaf] = set()
        for entry in effective(self.person.entries):
            kinds = _LEAVES_OF.get(entry.kind)
            if kinds is None or entry.number in self.used | unknown:
                continue
            found = self._reason(entry, kinds)
            if found is not None and (found.leaf is None or found.leaf not in told):
                told |= {found.leaf} if found.leaf else set()
                yield found

    def _reason(self, entry: Entry, kinds: tuple[str, ...]) -> NotCounted | None:
        code = str(entry.facts["exam"] if "exam" in entry.facts else entry.facts["course"])
        title = self.person.programme.title_of(code)
        letters = self.audit.designation.letters
        asked = [self.leaves[kind, code] for kind in kinds if (kind, code) in self.leaves]
        if not entry.facts.get("passed", True):
            if any(leaf.met for leaf in asked):
                return None
            return NotCounted(entry, not_passed_sentence(title, code, entry))
        for use in self.joint.uses:
            if use.exam == code and self.audit.designation.code in use.withheld_from:
                return NotCounted(entry, use.sentence)
        for leaf in asked:
            if not leaf.met:
                return NotCounted(entry, leaf.sentence, (leaf.kind, leaf.code))
        if asked:
            return NotCounted(entry, adds_nothing_sentence(title, code, entry))
        if self._counts_together(code):
            return None
        return self._in_place_of_another(entry, code, title) or NotCounted(
            entry, not_asked_sentence(title, code, entry, letters)
        )

    def _counts_together(self, code: str) -> bool:
        """Whether it is a part of what counts together, of which the last entry is named."""
        for one in self._leading_from(code):
            leaf = self.leaves.get(("exam", one.to)) or self.leaves.get(("course", one.to))
            by = leaf.met_by.facts.get("exam") if leaf is not None and leaf.met_by else None
            if by is not None and by in one.from_codes:
                return True
        return False

    def _in_place_of_another(self, entry: Entry, code: str, title: LocalText) -> NotCounted | None:
        """Why what could stand for another exam does not do so; None where it stands for none."""
        for one in self._leading_from(code):
            leaf = self.leaves.get(("exam", one.to)) or self.leaves.get(("course", one.to))
            if leaf is None:
                continue
            if leaf.met:
                return NotCounted(entry, adds_nothing_sentence(title, code, entry))
            others = tuple(other for other in one.from_codes if other != code)
            if not others:
                return NotCounted(entry, leaf.sentence, (leaf.kind, leaf.code))
            sentence = only_together_sentence(
                title, code, others=others, to=self.person.programme.title_of(one.to)
            )
            return NotCounted(entry, sentence)
        return None

    def _leading_from(self, code: str) -> Iterator[Equivalence]:
        """Equivalences that lead on from a code, each once, the nearest first."""
        seen: list[Equivalence] = []
        codes = [code]
        while codes:
            here = codes.pop(0)
            for one in self.equivalences:
                if here in one.from_codes and one not in seen:
                    seen.append(one)
                    codes.append(one.to)
                    yield one
