"""Which requirement of a designation is met by which entry, what is missing, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tauliah.core.audit.standing import Standing, standing_of
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.audit.sentences import (
    choice_sentence, exam_sentence, designation_sentence, ethics_sentence, group_sentence,
    pathway_sentence, verdict_sentence,
)  # fmt: skip
from tauliah.core.programme import (
    AllOf, AnyOf, AtLeast, CourseCompleted, Designation, DesignationHeld, EthicsAccepted,
    ExamPassed, OnePathwayOf, Pathway, Programme, Requirement, RuleVersion,
)  # fmt: skip

Kind = Literal["all", "any", "at_least", "one_pathway_of", "pathway", "exam", "course",
               "designation", "ethics"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement: whether it is met, by which entry, and a sentence that says so.

    `code` is the exam, course, designation, code of ethics or pathway meant, else empty.
    `left` counts the leaves still missing on the shortest way through this requirement.
    """

    kind: Kind
    code: str
    title: LocalText
    sentence: LocalText
    met: bool
    left: int
    met_by: Entry | None = None
    parts: tuple[Finding, ...] = ()

    def all_findings(self) -> Iterator[Finding]:
        """This finding and all under it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.all_findings()

    def missing(self) -> tuple[Finding, ...]:
        """The leaves still to do on the shortest way; none when met."""
        if self.met:
            return ()
        if not self.parts:
            return (self,)
        return tuple(leaf for part in _shortest_parts(self) for leaf in part.missing())

    def shortest_way(self) -> tuple[Finding, ...]:
        """The leaves of the shortest way through this requirement, met or not."""
        if not self.parts:
            return (self,)
        return tuple(leaf for part in _shortest_parts(self) for leaf in part.shortest_way())

    def counted(self) -> tuple[Finding, ...]:
        """The leaves that are met, on whichever way."""
        found = [f for f in self.all_findings() if f.met_by is not None]
        return tuple({(f.kind, f.code): f for f in found}.values())


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one person against one designation on one day."""

    designation: Designation
    rules: RuleVersion
    on: date
    finding: Finding
    matriculated: bool
    held: bool
    revoked: bool
    sentence: LocalText

    @property
    def met(self) -> bool:
        """Whether every requirement is met."""
        return self.finding.met

    @property
    def pathways(self) -> tuple[Finding, ...]:
        """The named pathways side by side, in the order of the rules."""
        return tuple(f for f in self.finding.all_findings() if f.kind == "pathway")

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What is left to do on the shortest way."""
        return self.finding.missing()


def audit(
    programme: Programme, designation: str, *, entries: Iterable[Entry], on: date
) -> Audit | None:
    """The audit of these entries of one person on that day; None where no rules are in force yet.

    Entries that happened after `on` are the caller's to leave out. KeyError for a designation
    that the programme does not have.
    """
    wanted = programme.designation(designation)
    rules = wanted.rules_on(on)
    if rules is None:
        return None
    standing = standing_of(entries)
    finding = _Auditor(programme, standing, on).find(rules.requires)
    held = designation in standing.held
    revoked = designation in standing.revoked
    return Audit(
        designation=wanted,
        rules=rules,
        on=on,
        finding=finding,
        matriculated=designation in standing.matriculated,
        held=held,
        revoked=revoked,
        sentence=verdict_sentence(wanted, left=finding.left, held=held, revoked=revoked),
    )


def _shortest_parts(finding: Finding) -> tuple[Finding, ...]:
    if finding.kind in ("any", "one_pathway_of"):
        return (min(finding.parts, key=lambda part: part.left),)
    if finding.kind == "at_least":
        n = int(finding.code)
        return tuple(sorted(finding.parts, key=lambda part: part.left)[:n])
    return finding.parts


@dataclass(frozen=True, slots=True)
class _Auditor:
    programme: Programme
    standing: Standing
    on: date

    def find(self, requirement: Requirement | Pathway) -> Finding:
        match requirement:
            case ExamPassed(exam=code):
                return self._course_leaf("exam", code, self.standing.exams_passed)
            case CourseCompleted(course=code):
                return self._course_leaf("course", code, self.standing.courses_completed)
            case DesignationHeld(designation=code):
                entry = self.standing.held.get(code)
                other = self.programme.designation(code)
                return _leaf("designation", code, other.title, entry, designation_sentence(other, entry))
            case EthicsAccepted(ethics=code):
                return self._ethics(code)
            case Pathway():
                parts = self._parts(requirement.all)
                left = sum(part.left for part in parts)
                sentence = pathway_sentence(requirement.title, left=left)
                return _group("pathway", requirement.pathway, requirement.title, sentence, left, parts)
            case OnePathwayOf():
                parts = self._parts(requirement.one_pathway_of)
                best = min(parts, key=lambda part: part.left)
                sentence = pathway_sentence(best.title, left=best.left)
                title = LocalText(en="One of the pathways", ms="Salah satu laluan")
                return _group("one_pathway_of", "", title, sentence, best.left, parts)
            case AllOf():
                parts = self._parts(requirement.all)
                left = sum(part.left for part in parts)
                title = requirement.title or LocalText(en="All of these", ms="Kesemua yang berikut")
                return _group("all", "", title, group_sentence(left=left), left, parts)
            case AnyOf():
                return self._at_least("any", 1, requirement.any, requirement.title)
            case AtLeast():
                choice = requirement.at_least
                return self._at_least("at_least", choice.n, choice.of, requirement.title)
        raise AssertionError(requirement)

    def _parts(self, requirements: Iterable[Requirement | Pathway]) -> tuple[Finding, ...]:
        return tuple(self.find(requirement) for requirement in requirements)

    def _at_least(
        self, kind: Kind, n: int, of: Iterable[Requirement], title: LocalText | None
    ) -> Finding:
        parts = self._parts(of)
        left = sum(sorted(part.left for part in parts)[:n])
        met = sum(part.met for part in parts)
        sentence = choice_sentence(n, met=met, of=len(parts))
        code = str(n) if kind == "at_least" else ""
        return _group(kind, code, title or sentence, sentence, left, parts)

    def _course_leaf(self, kind: Kind, code: str, having: Mapping[str, Entry]) -> Finding:
        course = self.programme.course(code)
        entry = having.get(code)
        return _leaf(kind, code, course.title, entry, exam_sentence(course, entry))

    def _ethics(self, code: str) -> Finding:
        ethics = self.programme.ethics_on(code, self.on)
        entry = self.standing.ethics_accepted.get(code)
        if ethics is None or (entry is not None and entry.facts["version"] != ethics.version):
            entry = None
        title = ethics.title if ethics else LocalText(en="Code of ethics", ms="Kod etika")
        return _leaf("ethics", code, title, entry, ethics_sentence(title, entry))


def _leaf(
    kind: Kind, code: str, title: LocalText, entry: Entry | None, sentence: LocalText
) -> Finding:
    met = entry is not None
    return Finding(kind, code, title, sentence, met=met, left=0 if met else 1, met_by=entry)


def _group(
    kind: Kind,
    code: str,
    title: LocalText,
    sentence: LocalText,
    left: int,
    parts: tuple[Finding, ...],
) -> Finding:
    return Finding(kind, code, title, sentence, met=left == 0, left=left, parts=parts)
