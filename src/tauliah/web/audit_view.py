"""A person's audit as pages show it: each requirement with its link and what else it counts for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from tauliah.core.audit import Audit, Finding
from tauliah.core.programme import Course, Designation, Programme


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One requirement: what was found, where it leads, and what it is made of.

    `course` is set where an exam or a course is meant; `also_for` are the other designations that
    the same exam or course counts towards.
    """

    finding: Finding
    link: str = ""
    course: Course | None = None
    also_for: tuple[Designation, ...] = ()
    parts: tuple[AuditLine, ...] = ()

    @property
    def done(self) -> int:
        """How many single requirements of the shortest way are met."""
        return len(_met_on_shortest_way(self.finding))

    @property
    def of(self) -> int:
        """How many single requirements the shortest way has."""
        return self.done + self.finding.left

    @property
    def missing(self) -> tuple[AuditLine, ...]:
        """The single requirements still to be met on the shortest way, each once."""
        wanted = {(leaf.kind, leaf.code) for leaf in self.finding.missing()}
        found = [line for line in self.leaves() if (line.finding.kind, line.finding.code) in wanted]
        return tuple({(line.finding.kind, line.finding.code): line for line in found}.values())

    def leaves(self) -> Iterator[AuditLine]:
        """All single requirements under this line, on whichever way."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    @property
    def groups(self) -> tuple[AuditLine, ...]:
        """The parts that have parts of their own; the line itself where it is a choice of ways."""
        if self.finding.kind == "one_pathway_of":
            return (self,)
        return tuple(part for part in self.parts if part.parts)

    @property
    def singles(self) -> tuple[AuditLine, ...]:
        """The parts that stand alone; the line itself where it has none."""
        if not self.parts:
            return (self,)
        return tuple(part for part in self.parts if not part.parts)

    @property
    def fewest_left(self) -> int | None:
        """What is left on the shortest of several ways; None where all of them leave the same."""
        left = {part.finding.left for part in self.parts}
        return min(left) if len(left) > 1 else None


@dataclass(frozen=True, slots=True)
class SharedExams:
    """Another designation and the courses whose exams it asks for too."""

    designation: Designation
    courses: tuple[Course, ...]


def audit_line(audit: Audit, programme: Programme, *, others: Iterable[Audit]) -> AuditLine:
    """The whole audit, outermost requirement first."""
    shares = [(other.designation, _course_codes(other)) for other in others if other != audit]
    return _line(audit.finding, programme, shares)


def shared_exams(
    audit: Audit, programme: Programme, *, others: Iterable[Audit]
) -> tuple[SharedExams, ...]:
    """What the exams of this designation count towards as well."""
    own = _course_codes(audit)
    shared = [
        SharedExams(
            other.designation,
            tuple(
                course
                for code in _course_codes(other)
                if code in own and (course := _own_course(programme, code))
            ),
        )
        for other in others
        if other.designation.code != audit.designation.code
    ]
    return tuple(one for one in shared if one.courses)


def has_courses_in_preparation(line: AuditLine) -> bool:
    """Whether a course that could still help is not open; of a choice that is made, none can."""
    if line.finding.met:
        return False
    if line.course is not None and not line.course.is_open:
        return True
    return any(has_courses_in_preparation(part) for part in line.parts)


def _line(
    finding: Finding, programme: Programme, shares: Sequence[tuple[Designation, tuple[str, ...]]]
) -> AuditLine:
    code = finding.code
    match finding.kind:
        case "exam" | "course":
            course = _own_course(programme, code)
            if course is None:
                return AuditLine(finding)
            name = "study-course" if course.is_open else "course"
            return AuditLine(
                finding,
                link=reverse(name, args=[code.lower()]),
                course=course,
                also_for=tuple(other for other, codes in shares if code in codes),
            )
        case "designation":
            return AuditLine(finding, link=reverse("candidate-pathways", args=[code.lower()]))
        case "ethics":
            return AuditLine(finding, link=reverse("candidate-ethics", args=[code]))
        case _:
            parts = tuple(_line(part, programme, shares) for part in finding.parts)
            return AuditLine(finding, parts=parts)


def _met_on_shortest_way(finding: Finding) -> set[tuple[str, str]]:
    if not finding.parts:
        return {(finding.kind, finding.code)} if finding.met else set()
    by_length = sorted(finding.parts, key=lambda part: part.left)
    match finding.kind:
        case "any" | "one_pathway_of":
            walked = by_length[:1]
        case "at_least" | "credits":
            wanted = {(leaf.kind, leaf.code) for leaf in finding.missing()}
            walked = [
                part
                for part in by_length
                if part.met or any((leaf.kind, leaf.code) in wanted for leaf in part.missing())
            ]
        case _:
            walked = by_length
    return {leaf for part in walked for leaf in _met_on_shortest_way(part)}


def _own_course(programme: Programme, code: str) -> Course | None:
    """The course of that code; None for a course of another body, which has no page here."""
    return next((course for course in programme.courses if course.code == code), None)


def _course_codes(audit: Audit) -> tuple[str, ...]:
    leaves = audit.finding.all_findings()
    return tuple(dict.fromkeys(leaf.code for leaf in leaves if leaf.kind in ("exam", "course")))
