"""Programmes with any rules, records with any entries, and rules drawn at random."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tauliah.core.audit import Audit, audit
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    AtLeast,
    CourseCompleted,
    DesignationHeld,
    EthicsAccepted,
    EthicsCode,
    ExamPassed,
    OnePathwayOf,
    Pathway,
    Programme,
    Requirement,
    RuleVersion,
)
from tests.core.programme.small import loaded

TODAY = date(2026, 6, 1)
COURSES = ("PUM", "PPM", "PLI", "PIN", "PRM")
OTHER_DESIGNATIONS = ("AINS", "CPCU")
CODES_OF_ETHICS = ("ethics", "data")


def both(text: str) -> LocalText:
    return LocalText(en=text, ms=f"{text} (ms)")


@cache
def _blank() -> Programme:
    """Courses, designations and codes of ethics by name, without rules that matter."""
    small = loaded().programme
    course, designation = small.courses[0], small.designations[0]
    code = small.about.ethics[0]
    about = small.about.model_copy(
        update={"ethics": tuple(code.model_copy(update={"code": c}) for c in CODES_OF_ETHICS)}
    )
    return small.model_copy(
        update={
            "about": about,
            "courses": tuple(
                course.model_copy(update={"code": c, "title": both(f"Course {c}")}) for c in COURSES
            ),
            "designations": tuple(
                designation.model_copy(
                    update={"code": c, "letters": c, "title": both(f"Title {c}")}
                )
                for c in ("API", *OTHER_DESIGNATIONS)
            ),
        }
    )


def programme_asking(requires: Requirement, *, since: date = date(2024, 1, 1)) -> Programme:
    """A programme in which API asks for this from that day on."""
    version = RuleVersion.model_validate(
        {"from": since, "source": both("Rules"), "requires": requires}
    )
    first, *others = _blank().designations
    api = first.model_copy(update={"versions": (version,)})
    return _blank().model_copy(update={"designations": (api, *others)})


def with_ethics(programme: Programme, *versions: tuple[str, date]) -> Programme:
    """The programme with these versions of its code of ethics, each with its first day."""
    codes = tuple(
        EthicsCode(code="ethics", version=version, in_force_from=day, title=both(f"Code {version}"))
        for version, day in versions
    )
    about = programme.about.model_copy(update={"ethics": codes})
    return programme.model_copy(update={"about": about})


class Record:
    """A record in the making: `record.passed("PUM").accepted("ethics").entries`."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)

    def add(self, kind: EntryKind, **facts: Any) -> Record:
        number = len(self.entries) + 1
        at = datetime(2026, 1, 5, 2, tzinfo=UTC) + timedelta(days=number - 1)
        entry = Entry("aisyah", number, kind, facts, at, "farid", "", "1", "", "")
        return Record([*self.entries, entry])

    def matriculated(self, designation: str = "API") -> Record:
        return self.add(EntryKind.MATRICULATED, designation=designation)

    def passed(self, *exams: str) -> Record:
        record = self
        for exam in exams:
            record = record.add(EntryKind.EXAM_RESULT, exam=exam, passed=True)
        return record

    def failed(self, exam: str) -> Record:
        return self.add(EntryKind.EXAM_RESULT, exam=exam, passed=False)

    def credited(self, exam: str) -> Record:
        return self.add(EntryKind.CREDIT_GRANTED, exam=exam, source="elsewhere")

    def completed(self, course: str) -> Record:
        return self.add(EntryKind.COURSE_COMPLETED, course=course)

    def accepted(self, code: str = "ethics", version: str = "2024") -> Record:
        return self.add(EntryKind.ETHICS_ACCEPTED, code=code, version=version)

    def conferred(self, designation: str = "API") -> Record:
        return self.add(EntryKind.CONFERRED, designation=designation, credential="C-1")

    def revoked(self, designation: str = "API") -> Record:
        return self.add(EntryKind.REVOKED, designation=designation, credential="C-1")

    def reinstated(self, designation: str = "API") -> Record:
        return self.add(EntryKind.REINSTATED, designation=designation, credential="C-1")

    def corrected(self, number: int, facts: dict[str, Any] | None) -> Record:
        return self.add(EntryKind.CORRECTED, **{"supersedes": number, "with": facts})


NEW = Record()


def audited(requires: Requirement | Programme, record: Record = NEW, *, on: date = TODAY) -> Audit:
    """The audit of a record against API."""
    programme = requires if isinstance(requires, Programme) else programme_asking(requires)
    found = audit(programme, "API", entries=record.entries, on=on)
    assert found is not None
    return found


def codes(findings: Iterable[Any]) -> list[str]:
    return [finding.code for finding in findings]


def exam(code: str) -> ExamPassed:
    return ExamPassed(exam=code)


def exams(*codes: str) -> tuple[ExamPassed, ...]:
    return tuple(ExamPassed(exam=code) for code in codes)


def at_least(n: int, *of: Requirement) -> AtLeast:
    return AtLeast.model_validate({"at_least": {"n": n, "of": of}})


def pathway(name: str, *all_of: Requirement) -> Pathway:
    return Pathway(pathway=name, title=both(name.title()), all=all_of)


TWO_PATHWAYS = AllOf(
    all=(
        OnePathwayOf(
            one_pathway_of=(
                pathway("four", *exams("PUM", "PPM", "PLI", "PIN")),
                pathway("two", *exams("PUM", "PRM")),
            )
        ),
        EthicsAccepted(ethics="ethics"),
    )
)


leaves_drawn = (
    st.sampled_from(COURSES).map(exam)
    | st.sampled_from(COURSES).map(lambda code: CourseCompleted(course=code))
    | st.sampled_from(OTHER_DESIGNATIONS).map(lambda code: DesignationHeld(designation=code))
    | st.sampled_from(CODES_OF_ETHICS).map(lambda code: EthicsAccepted(ethics=code))
)


def _groups(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inside, min_size=1, max_size=4).map(tuple)
    ways = st.lists(some, min_size=1, max_size=3)
    return (
        some.map(lambda parts: AllOf(all=parts))
        | some.map(lambda parts: AnyOf(any=parts))
        | st.tuples(st.integers(1, 4), some).map(lambda p: at_least(min(p[0], len(p[1])), *p[1]))
        | ways.map(
            lambda found: OnePathwayOf(
                one_pathway_of=tuple(pathway(f"way-{n}", *way) for n, way in enumerate(found))
            )
        )
    )


rules_drawn = st.recursive(leaves_drawn, _groups, max_leaves=12)
