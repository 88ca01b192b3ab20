"""Cases: stories of invented candidates, written as text, with what the rules must say of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from tauliah.core.kernel import EntryKind, LocalText, NonEmpty
from tauliah.core.programme.written import Code, Day, Slug, Strict, flaw

ContinuingState = Literal["not-asked", "not-held", "good", "lapsed", "retired"]
Left = Annotated[int, Field(ge=0, le=10_000)]

_REQUIRED: Mapping[EntryKind, Mapping[str, type]] = {
    EntryKind.MATRICULATED: {"designation": str},
    EntryKind.COURSE_COMPLETED: {"course": str},
    EntryKind.CLASS_ATTENDED: {"course": str},
    EntryKind.EXAM_RESULT: {"exam": str, "passed": bool},
    EntryKind.CREDIT_GRANTED: {"exam": str},
    EntryKind.EXEMPTION_GRANTED: {"exam": str, "evidence": str, "approved_by": str},
    EntryKind.ETHICS_ACCEPTED: {"code": str, "version": str},
    EntryKind.CONFERRED: {"designation": str},
    EntryKind.REVOKED: {"designation": str},
    EntryKind.SUSPENDED: {"designation": str},
    EntryKind.REINSTATED: {"designation": str},
    EntryKind.EXPERIENCE_RECORDED: {"from": date, "to": date, "hours_a_week": int},
    EntryKind.EDUCATION_RECORDED: {"designation": str, "hours": int},
    EntryKind.RETIRED: {"designation": str},
    EntryKind.RESUMED: {"designation": str},
    EntryKind.MEMBER_JOINED: {},
    EntryKind.MEMBER_LEFT: {},
    EntryKind.SITTING_VOIDED: {"exam": str},
    EntryKind.CORRECTED: {"supersedes": int, "with": dict},
}
_ALSO: Mapping[EntryKind, Mapping[str, type]] = {
    EntryKind.EXAM_RESULT: {
        "correct": int,
        "items": int,
        "points": str,
        "of": int,
        "window": str,
    },
    EntryKind.CREDIT_GRANTED: {"source": str},
    EntryKind.EXEMPTION_GRANTED: {"expires": date},
    EntryKind.EXPERIENCE_RECORDED: {"employer": str},
    EntryKind.EDUCATION_RECORDED: {"title": str},
    EntryKind.MEMBER_JOINED: {"until": date},
    EntryKind.SITTING_VOIDED: {"form": str, "window": str, "sitting": str},
}
_SPOKEN = {
    date: LocalText(en="a day such as 2026-03-01", ms="hari seperti 2026-03-01"),
    str: LocalText(en="text", ms="teks"),
    bool: LocalText(en="true or false", ms="true atau false"),
    int: LocalText(en="a whole number", ms="nombor bulat"),
    dict: LocalText(en="facts or nothing", ms="fakta atau kosong"),
}


class CaseEntry(Strict):
    """An entry of the candidate's record, numbered by its place in the list, from 1."""

    kind: EntryKind
    day: Day
    facts: dict[str, Any]
    recorded_by: NonEmpty = "case"

    @model_validator(mode="after")
    def _facts_of_its_kind(self) -> CaseEntry:
        _check_facts(self.kind, self.facts)
        return self


class Expectation(Strict):
    """What the audit must say; what is left out is not compared.

    `missing` and `counted` name exams, courses, designations and codes of ethics; `pathways` says
    how much is left on each; `version` is the first day of the version of rules that applies;
    `continuing` is where a holder stands in continuing education; `counts_for` says for which
    designations an exam counts when all of them are audited at once.
    """

    met: bool
    left: Left | None = None
    missing: tuple[str, ...] | None = None
    counted: tuple[str, ...] | None = None
    pathways: dict[Slug, Left] | None = None
    version: Day | None = None
    continuing: ContinuingState | None = None
    counts_for: dict[Code, tuple[Code, ...]] | None = None


class Case(Strict):
    """A candidate's record, a designation, a day, and what the audit must say of them."""

    title: LocalText
    designation: Code
    entries: tuple[CaseEntry, ...]
    on: Day
    expect: Expectation

    @model_validator(mode="after")
    def _corrections_name_an_earlier_entry(self) -> Case:
        kinds: dict[int, EntryKind] = {}
        for number, entry in enumerate(self.entries, start=1):
            kinds[number] = entry.kind
            if entry.kind is not EntryKind.CORRECTED:
                continue
            superseded = entry.facts["supersedes"]
            if not 1 <= superseded < number:
                raise flaw(
                    en=f"entry {number} corrects entry {superseded}, which is not before it",
                    ms=f"entri {number} membetulkan entri {superseded}, yang tidak mendahuluinya",
                )
            kinds[number] = kinds[superseded]
            if entry.facts["with"] is not None:
                _check_facts(kinds[superseded], entry.facts["with"])
        return self


class CaseFile(Strict):
    """What a file of cases holds."""

    cases: Annotated[tuple[Case, ...], Field(min_length=1)]


def _check_facts(kind: EntryKind, facts: Mapping[str, Any]) -> None:
    required, also = _REQUIRED[kind], _ALSO.get(kind, {})
    for name in required:
        if name not in facts:
            raise flaw(
                en=f"the facts of {kind.value} lack {name}",
                ms=f"fakta bagi {kind.value} tidak mempunyai {name}",
            )
    for name, value in facts.items():
        expected = required.get(name) or also.get(name)
        if expected is None:
            raise flaw(en=f"{kind.value} has no fact {name}", ms=f"{kind.value} tiada fakta {name}")
        if not _is(value, expected):
            spoken = _SPOKEN[expected]
            raise flaw(
                en=f"the fact {name} of {kind.value} is {spoken.en}",
                ms=f"fakta {name} bagi {kind.value} ialah {spoken.ms}",
            )


def _is(value: Any, expected: type) -> bool:
    if expected is dict:
        return value is None or type(value) is dict
    if expected is date:
        # facts are plain data, in cases as in the ledger: a day stays text
        try:
            return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return type(value) is expected
