"""Which requirement of a designation is met by which entry, what is missing, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from tauliah.core.audit.sentences import (
    choice_sentence,
    designation_sentence,
    ethics_sentence,
    exam_sentence,
    group_sentence,
    pathway_exams_sentence,
    pathway_sentence,
    verdict_sentence,
)
from tauliah.core.audit.standing import Standing, standing_of
from tauliah.core.audit.ways import DONE, Way, WayFinder, Ways, repeated_steps, shortest
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    AtLeast,
    CourseCompleted,
    Designation,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    OnePathwayOf,
    Pathway,
    Programme,
    Requirement,
    RuleVersion,
    leaves,
    parts,
)

Kind = Literal["all", "any", "at_least", "one_pathway_of", "pathway", "exam", "course",
               "designation", "ethics"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement: whether it is met, by which entry, and a sentence that says so.

    `code` is the exam, course, designation, code of ethics or pathway meant, else empty.
    `left` counts the different leaves still to do on the shortest way through this requirement,
    and `shortest` holds them for a requirement that has parts.
    """

    kind: Kind
    code: str
    title: LocalText
    sentence: LocalText
    met: bool
    left: int
    met_by: Entry | None = None
    parts: tuple[Finding, ...] = ()
    shortest: tuple[Finding, ...] = ()

    def all_findings(self) -> Iterator[Finding]:
        """This finding and all under it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.all_findings()

    def missing(self) -> tuple[Finding, ...]:
        """The leaves still to do on the shortest way, as the rule is read; none when met."""
        if self.met or self.parts:
            return self.shortest
        return (self,)

    def counted(self) -> tuple[Finding, ...]:
        """The leaves that are met, on whichever way, each once."""
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
    zone = ZoneInfo(programme.about.timezone)
    # a sentence names the day on the programme's calendar, whatever zone the moments came in
    local = [replace(one, happened_at=one.happened_at.astimezone(zone)) for one in entries]
    standing = standing_of(local)
    steps = [step for leaf in leaves(rules.requires) for step in leaf.model_dump().items()]
    finder = WayFinder(repeated_steps(steps))
    finding, _ = _Auditor(programme, standing, on, finder).find(rules.requires)
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


@dataclass(frozen=True, slots=True)
class _Auditor:
    programme: Programme
    standing: Standing
    on: date
    finder: WayFinder

    def find(self, requirement: Requirement | Pathway) -> tuple[Finding, Ways]:
        match requirement:
            case ExamPassed(exam=code):
                return self._course("exam", code, self.standing.exams_passed)
            case CourseCompleted(course=code):
                return self._course("course", code, self.standing.courses_completed)
            case DesignationHeld(designation=code):
                entry = self.standing.held.get(code)
                other = self.programme.designation(code)
                sentence = designation_sentence(other, entry)
                return self._leaf("designation", code, other.title, entry=entry, sentence=sentence)
            case EthicsAccepted(ethics=code):
                return self._ethics(code)
            case _:
                return self._group(requirement)

    def _course(self, kind: Kind, code: str, having: Mapping[str, Entry]) -> tuple[Finding, Ways]:
        course = self.programme.course(code)
        entry = having.get(code)
        sentence = exam_sentence(course, entry)
        return self._leaf(kind, code, course.title, entry=entry, sentence=sentence)

    def _ethics(self, code: str) -> tuple[Finding, Ways]:
        ethics = self.programme.ethics_on(code, self.on)
        entry = self.standing.ethics_accepted.get(code)
        if ethics is None or (entry is not None and entry.facts["version"] != ethics.version):
            entry = None
        title = ethics.title if ethics else LocalText(en="Code of ethics", ms="Kod etika")
        sentence = ethics_sentence(title, entry)
        return self._leaf("ethics", code, title, entry=entry, sentence=sentence)

    def _leaf(
        self, kind: Kind, code: str, title: LocalText, *, entry: Entry | None, sentence: LocalText
    ) -> tuple[Finding, Ways]:
        if entry is not None:
            return Finding(kind, code, title, sentence, met=True, left=0, met_by=entry), DONE
        finding = Finding(kind, code, title, sentence, met=False, left=1)
        return finding, self.finder.step((kind, code))

    def _group(self, requirement: Requirement | Pathway) -> tuple[Finding, Ways]:
        found = [self.find(part) for part in parts(requirement)]
        inside = tuple(finding for finding, _ in found)
        ways_inside = [ways for _, ways in found]
        match requirement:
            case AnyOf() | OnePathwayOf():
                ways = self.finder.through_some(ways_inside, 1)
            case AtLeast(at_least=choice):
                ways = self.finder.through_some(ways_inside, choice.n)
            case _:
                ways = self.finder.through_all(ways_inside)
        missing = _leaves_of(shortest(ways), inside)
        kind, code, title, sentence = _words(requirement, inside, missing)
        left = len(missing)
        finding = Finding(
            kind, code, title, sentence, met=left == 0, left=left, parts=inside, shortest=missing
        )
        return finding, ways


def _words(
    requirement: Requirement | Pathway, inside: Sequence[Finding], missing: Sequence[Finding]
) -> tuple[Kind, str, LocalText, LocalText]:
    """The kind, code, title and sentence of a requirement that has parts."""
    match requirement:
        case Pathway(pathway=code, title=title):
            return "pathway", code, title, _pathway_words(title, missing)
        case OnePathwayOf():
            best = min(inside, key=lambda pathway: pathway.left)
            title = LocalText(en="One of the pathways", ms="Salah satu laluan")
            return "one_pathway_of", "", title, best.sentence
        case AnyOf(title=title):
            sentence = choice_sentence(1, met=_count_met(inside), of=len(inside))
            return "any", "", title or sentence, sentence
        case AtLeast(at_least=choice, title=title):
            sentence = choice_sentence(choice.n, met=_count_met(inside), of=len(inside))
            return "at_least", "", title or sentence, sentence
        case AllOf(title=title):
            title = title or LocalText(en="All of these", ms="Kesemua yang berikut")
            return "all", "", title, group_sentence(left=len(missing))
    raise AssertionError(requirement)


def _pathway_words(title: LocalText, missing: Sequence[Finding]) -> LocalText:
    if all(finding.kind == "exam" for finding in missing):
        return pathway_exams_sentence(title, left=len(missing))
    return pathway_sentence(title, left=len(missing))


def _count_met(findings: Iterable[Finding]) -> int:
    return sum(finding.met for finding in findings)


def _leaves_of(way: Way, inside: Iterable[Finding]) -> tuple[Finding, ...]:
    """The leaves of a way in the order of the rule, each once."""
    found = (leaf for part in inside for leaf in part.all_findings() if not leaf.parts)
    return tuple(
        {(leaf.kind, leaf.code): leaf for leaf in found if (leaf.kind, leaf.code) in way}.values()
    )
