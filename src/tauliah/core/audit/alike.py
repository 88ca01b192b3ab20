"""Which records are alike to a designation's rules, so that one audit answers for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from tauliah.core.audit.standing import Standing
from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import (
    ClassAttended,
    Course,
    CourseCompleted,
    Designation,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    Leaf,
    Programme,
    leaves,
    named,
)

Likeness = Callable[[Standing], tuple[object, ...]]
"""From a standing to all that the rules ask of it: equal for records that they cannot tell apart."""

_ONCE = frozenset(
    {
        EntryKind.MATRICULATED, EntryKind.EXAM_RESULT, EntryKind.COURSE_COMPLETED,
        EntryKind.CLASS_ATTENDED, EntryKind.CREDIT_GRANTED,
    }
)  # fmt: skip
"""Kinds of which only whether there is one matters to rules that look at no day."""
_LOOK_AT_NO_DAY = frozenset(
    {
        "code", "letters", "title", "level", "typical_duration_months", "continuing_education",
        "versions", "sharing", "equivalences", "status", "study_hours", "classroom", "outcomes",
        "blueprint", "outline",
    }
)  # fmt: skip


def likeness(programmes: Iterable[Programme], code: str) -> Likeness:
    """How records are compared for audits of that designation under these programmes on one day.

    Where no rule looks at days, days play no role; a key of the rule language that is not known
    here is taken to look at them.
    """
    known = tuple(programmes)
    designations = [one for each in known for one in each.designations if one.code == code]
    asked = [
        leaf
        for one in designations
        for version in one.versions
        for leaf in leaves(version.requires)
    ]
    codes = {code, "", *(named(leaf)[1] for leaf in asked)}
    for equivalence in (
        *(one for each in known for one in each.about.equivalences),
        *(one for each in designations for one in each.equivalences),
    ):
        codes.update(equivalence.from_codes)
    courses = [course for each in known for course in each.courses if course.code in codes]
    zones = tuple(dict.fromkeys(ZoneInfo(one.about.timezone) for one in known))
    plain = (*map(_plain, designations), *map(_plain, courses), *map(_looks_at_no_day, asked))
    look = _without_day if all(plain) else _with_day
    return lambda standing: _seen(standing, codes, lambda entry: look(entry, zones))


def _seen(
    standing: Standing, codes: set[str], look: Callable[[Entry], object]
) -> tuple[object, ...]:
    entries = frozenset(
        look(entry)
        for (_, about), found in standing.records.items()
        if about in codes
        for entry in found
    )
    return (
        entries,
        frozenset(standing.held.keys() & codes),
        frozenset(standing.revoked.keys() & codes),
        frozenset(
            (code, entry.facts["version"])
            for code, entry in standing.ethics_accepted.items()
            if code in codes
        ),
    )


def _without_day(entry: Entry, zones: Sequence[ZoneInfo]) -> object:
    if entry.kind in _ONCE:
        return entry.kind, entry.facts.get("exam") or entry.facts.get("course")
    if entry.kind is EntryKind.EXEMPTION_GRANTED:
        return _with_day(entry, zones)
    # awards and codes of ethics are compared by what is held and accepted in the end
    return None


def _with_day(entry: Entry, zones: Sequence[ZoneInfo]) -> object:
    days = tuple(entry.happened_at.astimezone(zone).date() for zone in zones)
    return entry.kind, days, entry.recorded_by, repr(sorted(entry.facts.items()))


def _looks_at_no_day(leaf: Leaf) -> bool:
    plain = ExamPassed | CourseCompleted | ClassAttended | DesignationHeld | EthicsAccepted
    return isinstance(leaf, plain) and len(leaf.model_dump(exclude_none=True)) == 1


def _plain(about: Designation | Course) -> bool:
    return all(
        name in _LOOK_AT_NO_DAY or getattr(about, name) == field.default
        for name, field in type(about).model_fields.items()
    )
