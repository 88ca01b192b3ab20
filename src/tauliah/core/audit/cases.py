"""The programme's own cases, tried against its rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, time

from tauliah.core.audit.auditing import Audit, audit
from tauliah.core.audit.letter import letter
from tauliah.core.audit.sharing import audit_all, limits_of
from tauliah.core.kernel import Entry, LocalText, Problem
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
        message = _none_here("designation", case.designation)
        problems.append(placed.problem(("designation",), message))
    for position, entry in enumerate(case.entries):
        for name, codes in known.items():
            if name in entry.facts and entry.facts[name] not in codes:
                message = _none_here(name, entry.facts[name])
                problems.append(placed.problem(("entries", position, "facts", name), message))
        if entry.day > case.on:
            message = LocalText(
                en=f"happens after the day of the audit, {case.on}",
                ms=f"berlaku selepas hari audit, {case.on}",
            )
            problems.append(placed.problem(("entries", position, "day"), message))
    return tuple(problems)


def _differences(programme: Programme, placed: Placed[Case]) -> Iterator[Problem]:
    case = placed.value
    record = tuple(record_of(case))
    found = audit(programme, case.designation, entries=record, on=case.on)
    if found is None:
        message = LocalText(
            en=f"no rules of {case.designation} are in force on {case.on}",
            ms=f"tiada peraturan {case.designation} berkuat kuasa pada {case.on}",
        )
        yield placed.problem(("on",), message)
        return
    if limits_of(programme).any or case.expect.counts_for is not None:
        joint = audit_all(programme, record, case.on)
        said = _said_by(joint.audit(case.designation))
        said["met"] = joint.is_met(case.designation)
        uses = {one.exam: one.counts_for for one in joint.uses}
        said["counts_for"] = {exam: uses.get(exam, ()) for exam in case.expect.counts_for or ()}
    else:
        said = _said_by(found)
    differing = [
        (key, expected)
        for key, expected in case.expect.model_dump(exclude_none=True).items()
        if not _agree(expected, said[key])
    ]
    for number, (key, expected) in enumerate(differing):
        is_first = number == 0
        yield placed.problem(
            ("expect", key),
            _difference(case, expected, said[key]),
            because=_reasons(programme, case, record) if is_first else (),
        )


def _difference(case: Case, expected: object, actual: object) -> LocalText:
    wanted, found = _spoken(expected), _spoken(actual)
    return LocalText(
        en=f"expected {wanted.en}, the rules say {found.en} ({case.title.en})",
        ms=f"dijangka {wanted.ms}, peraturan menyatakan {found.ms} ({case.title.ms})",
    )


def _reasons(programme: Programme, case: Case, record: tuple[Entry, ...]) -> tuple[LocalText, ...]:
    """How the audit came to what it says: the sentences that the candidate would be written."""
    found = letter(programme, case.designation, entries=record, on=case.on, release="-")
    if found is None:
        return ()
    # the first part names the release, of which a folder has none yet, after the version's reason
    rules, *others = found.parts
    told = [*found.opening[2:], rules.sentences[0]]
    for part in others:
        told.extend(
            LocalText(en=f"{part.heading.en}: {one.en}", ms=f"{part.heading.ms}: {one.ms}")
            for one in part.sentences
        )
    return tuple(told)


def _none_here(kind: str, code: str) -> LocalText:
    kinds = {"exam": "peperiksaan", "course": "kursus", "designation": "gelaran"}
    return LocalText(
        en=f"no {kind} {code} in this programme", ms=f"tiada {kinds[kind]} {code} dalam program ini"
    )


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


def _spoken(value: object) -> LocalText:
    """A value as it is written in a case, and a word where nothing is written."""
    if isinstance(value, tuple) and not value:
        return LocalText(en="nothing", ms="tiada apa-apa")
    if isinstance(value, dict) and not value:
        return LocalText(en="no pathways", ms="tiada laluan")
    if isinstance(value, dict):
        said = [(name, _spoken(one)) for name, one in value.items()]
        return LocalText(
            en=", ".join(f"{name}: {one.en}" for name, one in said),
            ms=", ".join(f"{name}: {one.ms}" for name, one in said),
        )
    if isinstance(value, bool):
        written = "true" if value else "false"
    else:
        written = ", ".join(value) if isinstance(value, tuple) else str(value)
    return LocalText(en=written, ms=written)


def record_of(case: Case) -> Iterable[Entry]:
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
