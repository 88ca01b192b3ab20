"""The programme's own cases, tried against its rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, time

from tauliah.core.audit.auditing import Audit, audit
from tauliah.core.audit.sharing import audit_all, limits_of
from tauliah.core.kernel import Entry, Problem
from tauliah.core.programme import (
    Case,
    Loaded,
    Placed,
    Programme,
    load_programme,
    read_cases,
)

_NOON = time(12, tzinfo=UTC)


def load_tried_programme(files: Mapping[str, bytes]) -> Loaded | tuple[Problem, ...]:
    """The programme in these files if it holds together and its own cases come out as written."""
    loaded = load_programme(files)
    if isinstance(loaded, tuple):
        return loaded
    return case_problems(loaded.programme, files) or loaded


def case_problems(programme: Programme, files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Every case among these files that does not come out as written, sorted by file and line.

    The programme may be another one than the files are of: so a change of rules can be tried
    against the cases of a release.
    """
    cases = read_cases(files)
    found: list[Problem] = []
    for case in cases:
        if isinstance(case, Problem):
            found.append(case)
        else:
            found.extend(_unknown_names(programme, case) or _differences(programme, case))
    return tuple(sorted(found))


def _unknown_names(programme: Programme, placed: Placed[Case]) -> tuple[Problem, ...]:
    own = {course.code for course in programme.courses}
    courses = own | {course.code for course in programme.about.other_courses}
    designations = {designation.code for designation in programme.designations}
    known: Mapping[str, Collection[str]] = {
        "exam": courses,
        "course": courses,
        "designation": designations,
    }
    case = placed.value
    problems = []
    if case.designation not in designations:
        message = f"no designation {case.designation} in this programme"
        problems.append(placed.problem(("designation",), message))
    for position, entry in enumerate(case.entries):
        for name, codes in known.items():
            if name in entry.facts and entry.facts[name] not in codes:
                message = f"no {name} {entry.facts[name]} in this programme"
                problems.append(placed.problem(("entries", position, "facts", name), message))
        if entry.day > case.on:
            message = f"happens after the day of the audit, {case.on}"
            problems.append(placed.problem(("entries", position, "day"), message))
    return tuple(problems)


def _differences(programme: Programme, placed: Placed[Case]) -> Iterator[Problem]:
    case = placed.value
    record = tuple(_record_of(case))
    found = audit(programme, case.designation, entries=record, on=case.on)
    if found is None:
        message = f"no rules of {case.designation} are in force on {case.on}"
        yield placed.problem(("on",), message)
        return
    if limits_of(programme) or case.expect.counts_for is not None:
        joint = audit_all(programme, record, case.on)
        said = _said_by(joint.audit(case.designation))
        said["met"] = joint.is_met(case.designation)
        uses = {one.exam: one.counts_for for one in joint.uses}
        said["counts_for"] = {exam: uses.get(exam, ()) for exam in case.expect.counts_for or ()}
    else:
        said = _said_by(found)
    for key, expected in case.expect.model_dump(exclude_none=True).items():
        actual = said[key]
        if not _agree(expected, actual):
            message = f"expected {_spoken(expected)}, the rules say {_spoken(actual)}"
            yield placed.problem(("expect", key), f"{message} ({case.title.en})")


def _said_by(found: Audit) -> dict[str, object]:
    """What an audit says, under the keys of an expectation."""
    return {
        "met": found.met,
        "left": found.finding.left,
        "missing": tuple(finding.code for finding in found.missing),
        "version": found.rules.from_date,
        "continuing": found.continuing.state,
        "counted": tuple(finding.code for finding in found.finding.counted()),
        "pathways": {pathway.code: pathway.left for pathway in found.pathways},
    }


def _agree(expected: object, actual: object) -> bool:
    if isinstance(expected, tuple) and isinstance(actual, tuple):
        return sorted(expected) == sorted(actual)
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(
            _agree(one, actual[name]) for name, one in expected.items()
        )
    return expected == actual


def _spoken(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    if isinstance(value, dict):
        said = (f"{name}: {_spoken(one)}" for name, one in value.items())
        return ", ".join(said) or "no pathways"
    return str(value)


def _record_of(case: Case) -> Iterable[Entry]:
    """The case's entries as a record. No chain is kept, so nothing is sealed."""
    for number, entry in enumerate(case.entries, start=1):
        yield Entry(
            person="case",
            number=number,
            kind=entry.kind,
            facts=entry.facts,
            happened_at=datetime.combine(entry.day, _NOON),
            recorded_by=entry.recorded_by,
            reason="",
            release="",
            previous="",
            seal="",
        )
