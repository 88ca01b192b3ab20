"""What can be decided: goals that name nothing unknown, and the statements that bear on them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tauliah.core.programme.rules import (
    ClassAttended,
    CourseCompleted,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
)
from tauliah.core.programme.satisfying.deciding import Decision, Goal
from tauliah.core.programme.satisfying.reach import dates_named
from tauliah.core.programme.satisfying.statements import Name, Stated, Statement

_YEARS = range(1800, 2400)
"""Years between which days are reckoned with; a day outside them is hardly meant."""
_MOST_WINDOWS = 60
_MOST_WINDOWS_OF_LAPSE = 100


def can_be_reckoned_with(stated: Stated) -> bool:
    """Whether windows and days are such that a calendar can be made of them."""
    windows = stated.about.value.windows
    lapses = (placed.value.lapse for placed in stated.folder.designations.values())
    return (
        len(windows) <= _MOST_WINDOWS
        and all(window.opens <= window.closes for window in windows)
        and all(one.opens > before.closes for before, one in pairwise(windows))
        and all(
            window.opens <= paper.on <= window.closes
            for window in windows
            for paper in window.timetable
        )
        and all(day.year in _YEARS for day in dates_named(stated))
        and all(
            lapse is None or (lapse.after_windows or 0) <= _MOST_WINDOWS_OF_LAPSE
            for lapse in lapses
        )
    )


def is_sound(stated: Stated, goal: Goal) -> bool:
    """Whether all that a goal asks for is there, and nothing asks for itself."""
    return all(_asks_for_known(stated, goal, name, ()) for name in goal.names)


def asks_soundly(stated: Stated, exam: str, under: tuple[str, ...] = ()) -> bool:
    """Whether the prerequisites of an exam are known, and none is its own."""
    if exam in stated.other_courses:
        return True
    if exam in under or exam not in stated.folder.courses:
        return False
    asked = stated.folder.courses[exam].value.prerequisites
    return all(asks_soundly(stated, one, (*under, exam)) for one in asked)


def _asks_for_known(stated: Stated, goal: Goal, name: Name, under: tuple[str, ...]) -> bool:
    codes_of_ethics = {one.code for one in stated.about.value.ethics}
    if name[0] in under:
        return False
    for node in stated.trees[name].leaves():
        match node.leaf:
            case ExamPassed(exam=code) | CourseCompleted(course=code):
                known = asks_soundly(stated, code)
            case ClassAttended(classroom=code):
                known = code in stated.folder.names.courses
            case EthicsAccepted(ethics=code):
                known = code in codes_of_ethics
            case DesignationHeld(designation=code):
                known = code in stated.folder.designations and all(
                    _asks_for_known(stated, goal, one, (*under, name[0]))
                    for one in stated.versions_for(code, goal.start)
                )
            case _:
                known = True
        if not known:
            return False
    return True


def relevant_statements(stated: Stated, goal: Goal) -> Iterator[Statement]:
    """The statements that can be part of what keeps a goal from being reached."""
    closure = Decision(stated, goal, frozenset(stated.by_key)).closure
    codes = {code for code, _ in closure}
    exams = _exams_on_the_way(stated, closure)
    for key, statement in stated.by_key.items():
        kind, *about = key
        match kind:
            case "asks" | "limit":
                bears = (about[0], about[1]) in closure
            case "lapse" | "sharing":
                bears = about[0] in codes
            case "retired" | "before":
                bears = about[0] in exams
            case "equivalence":
                bears = about[0] == "" or about[0] in codes
            case _:
                bears = True
        if bears:
            yield statement


def _exams_on_the_way(stated: Stated, closure: tuple[Name, ...]) -> set[str]:
    """The exams and courses that rules name, and those that come before them or count as them."""
    found: set[str] = set()
    ahead = [
        code
        for name in closure
        for node in stated.trees[name].leaves()
        for code in _named_by(node.leaf)
    ]
    while ahead:
        code = ahead.pop()
        if code in found:
            continue
        found.add(code)
        placed = stated.folder.courses.get(code)
        ahead += placed.value.prerequisites if placed else ()
        ahead += (
            one for edge in stated.edges if edge.one.to == code for one in edge.one.from_codes
        )
    return found


def _named_by(leaf: object) -> tuple[str, ...]:
    match leaf:
        case ExamPassed(exam=code) | CourseCompleted(course=code):
            return (code,)
        case _:
            return ()
