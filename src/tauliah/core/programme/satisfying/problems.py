"""Rules, pathways, pairs of designations and exams that nobody new can reach, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from tauliah.core.kernel import LocalText, Problem, smallest_conflict
from tauliah.core.programme.folder import Folder
from tauliah.core.programme.rules import Pathway, placed_parts
from tauliah.core.programme.satisfying.deciding import Decision, Goal
from tauliah.core.programme.satisfying.reach import Reach, dates_named
from tauliah.core.programme.satisfying.rule_tree import Key
from tauliah.core.programme.satisfying.sentences import (
    because,
    nobody_completes,
    nobody_has_both,
    nobody_meets,
    nobody_sits,
)
from tauliah.core.programme.satisfying.soundness import (
    asks_soundly,
    can_be_reckoned_with,
    is_sound,
    relevant_statements,
)
from tauliah.core.programme.satisfying.statements import Name, Stated, Statement

_OF_SITTING = frozenset({"before", "retired", "timetable", "equivalence"})
"""The kinds of statements that bear on who may sit an exam."""


def conflict_problems(folder: Folder) -> Iterator[Problem]:
    """Every goal that nobody new can reach, told at the first of the statements that conflict.

    Goals: each version of the rules, each named pathway of the newest version, both designations
    of a sharing limit, and the exam of each open course that has prerequisites. An older version
    may keep a pathway for those who walked it in time. What names something unknown, or asks for
    itself, is a mistake that is told elsewhere, and is not decided.
    """
    if folder.about is None:
        return
    stated = Stated(folder, folder.about)
    if not can_be_reckoned_with(stated):
        return
    every = frozenset(stated.by_key)
    impossible: set[Name] = set()
    for name in stated.trees:
        goal = Goal((name,), _begins(stated, name))
        if not is_sound(stated, goal):
            impossible.add(name)
        elif not Decision(stated, goal, every).is_possible():
            impossible.add(name)
            yield from _told(stated, goal, nobody_meets(name[0], goal.start))
    for code, placed in folder.designations.items():
        name = (code, len(placed.value.versions) - 1)
        if name not in impossible:
            yield from _pathway_problems(stated, name, every)
    yield from _pair_problems(stated, impossible, every)
    yield from _exam_problems(stated)


def _pathway_problems(stated: Stated, name: Name, every: frozenset[Key]) -> Iterator[Problem]:
    code, number = name
    version = stated.folder.designations[code].value.versions[number]
    for path, part in placed_parts(version.requires, ("versions", number, "requires")):
        if isinstance(part, Pathway):
            goal = Goal((name,), version.from_date, path)
            if not Decision(stated, goal, every).is_possible():
                verdict = nobody_completes(part.pathway, code, goal.start)
                yield from _told(stated, goal, verdict)


def _pair_problems(
    stated: Stated, impossible: set[Name], every: frozenset[Key]
) -> Iterator[Problem]:
    """Designations that a limit keeps apart for good."""
    told: set[frozenset[str]] = set()
    for code, placed in stated.folder.designations.items():
        for limit in placed.value.sharing:
            pair = frozenset((code, limit.with_code))
            if len(pair) < 2 or pair in told or limit.with_code not in stated.folder.designations:
                continue
            told.add(pair)
            names = tuple(
                (one, len(stated.folder.designations[one].value.versions) - 1)
                for one in (code, limit.with_code)
            )
            if impossible.isdisjoint(names):
                goal = Goal(names, max(_begins(stated, name) for name in names))
                if not Decision(stated, goal, every).is_possible():
                    yield from _told(stated, goal, nobody_has_both(code, limit.with_code))


def _exam_problems(stated: Stated) -> Iterator[Problem]:
    """Open courses whose exam nobody can sit who starts after all that is dated has happened."""
    start = max(dates_named(stated)) + timedelta(days=1)
    for code, placed in stated.folder.courses.items():
        if not placed.value.is_open or not placed.value.prerequisites:
            continue
        if not asks_soundly(stated, code):
            continue
        statements = [one for key, one in stated.by_key.items() if key[0] in _OF_SITTING]

        def can_sit(holds: frozenset[Key], code: str = code) -> bool:
            return Reach.of(stated, holds, start).can_sit(code)

        yield from _conflicts(statements, can_sit, nobody_sits(code), home=placed.reading.file)


def _begins(stated: Stated, name: Name) -> date:
    code, number = name
    return stated.folder.designations[code].value.versions[number].from_date


def _told(stated: Stated, goal: Goal, verdict: LocalText) -> Iterator[Problem]:
    def is_possible(holds: frozenset[Key]) -> bool:
        return Decision(stated, goal, holds).is_possible()

    relevant = relevant_statements(stated, goal)
    home = stated.folder.designations[goal.names[0][0]].reading.file
    return _conflicts(relevant, is_possible, verdict, home=home)


def _conflicts(
    statements: Iterable[Statement],
    is_possible: Callable[[frozenset[Key]], bool],
    verdict: LocalText,
    *,
    home: str,
) -> Iterator[Problem]:
    """The smallest set that conflicts, told at its first statement, those of home first.

    Then the smallest of what is left without it, until the goal could be reached: so what must be
    mended in several places is told in one run.
    """
    left = {one.key: one for one in statements}
    while not is_possible(frozenset(left)):
        found = [left.pop(key) for key in smallest_conflict(tuple(left), is_possible)]
        first, *others = sorted(found, key=lambda one: _order(one, home))
        placed = [(one.words, one.source.place(one.path)) for one in others]
        yield first.source.problem(first.path, because(verdict, first.words, placed))


def _order(one: Statement, home: str) -> tuple[bool, str, int, str]:
    file = one.source.reading.file
    return file != home, file, one.source.reading.line(one.path), repr(one.path)
