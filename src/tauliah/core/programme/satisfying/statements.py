"""The statements of a programme that can stand in one another's way, each with place and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tauliah.core.kernel import LocalText
from tauliah.core.programme.courses import Course
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.model import Designation, ProgrammeFile
from tauliah.core.programme.reading import Path
from tauliah.core.programme.rules import (
    AtLeast,
    CourseCompleted,
    Credits,
    ExamPassed,
    Requirement,
    Timed,
    named,
    placed_parts,
)
from tauliah.core.programme.satisfying import sentences
from tauliah.core.programme.satisfying.calendar import Calendar
from tauliah.core.programme.satisfying.rule_tree import Key, Node, tree_of
from tauliah.core.programme.terms import Equivalence

Source = Placed[ProgrammeFile] | Placed[Designation] | Placed[Course]
Name = tuple[str, int]
"""A version of the rules: the designation's code and the version's number, from 0."""
LIMITS = ("within_months", "expires_after_months", "not_before")


@dataclass(frozen=True)
class Statement:
    """One line of the programme that asks for something or forbids something."""

    key: Key
    source: Source
    path: Path
    words: LocalText


@dataclass(frozen=True)
class Edge:
    """An equivalence with the key of its days; `owner` is the designation it is for, "" for all."""

    key: Key
    owner: str
    one: Equivalence


@dataclass(frozen=True)
class Stated:
    """What a folder states, ready to be decided about."""

    folder: Folder
    about: Placed[ProgrammeFile]
    spans: dict[date, tuple[range, tuple[date, ...]]] = field(default_factory=dict)
    calendars: dict[tuple[date, frozenset[Key]], Calendar] = field(default_factory=dict)
    """What was found already of years and of windows, for a day on which somebody starts."""

    @cached_property
    def trees(self) -> dict[Name, Node]:
        """The rules of every version of every designation."""
        return {
            (code, number): tree_of(
                version.requires, ("versions", number, "requires"), (code, number)
            )
            for code, placed in self.folder.designations.items()
            for number, version in enumerate(placed.value.versions)
        }

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every equivalence, of the programme and of designations."""
        general = self.about.value.equivalences
        found = [Edge(("equivalence", "", n), "", one) for n, one in enumerate(general)]
        for code, placed in self.folder.designations.items():
            for number, one in enumerate(placed.value.equivalences):
                found.append(Edge(("equivalence", code, number), code, one))
        return tuple(found)

    @cached_property
    def other_courses(self) -> frozenset[str]:
        """The courses of other bodies, which are earned elsewhere and at any time."""
        return frozenset(one.code for one in self.about.value.other_courses)

    def versions_for(self, code: str, start: date) -> list[Name]:
        """The versions that somebody can come under who starts on that day, now or later."""
        versions = self.folder.designations[code].value.versions
        ends = [*(version.from_date for version in versions[1:]), date.max]
        return [(code, number) for number, end in enumerate(ends) if end > start]

    @cached_property
    def by_key(self) -> dict[Key, Statement]:
        """Every statement of the folder."""
        found = (
            *self._of_programme(),
            *(one for code in self.folder.courses for one in self._of_course(code)),
            *(one for code in self.folder.designations for one in self._of_designation(code)),
            *(one for name in self.trees for one in self._of_rules(name)),
        )
        return {one.key: one for one in found}

    def _of_programme(self) -> Iterator[Statement]:
        about = self.about.value
        if about.exam_counts_for_at_most is not None:
            words = sentences.exam_counts(about.exam_counts_for_at_most)
            yield Statement(("cap",), self.about, ("exam_counts_for_at_most",), words)
        for number, window in enumerate(about.windows):
            if window.timetable:
                path: Path = ("windows", number, "timetable")
                words = sentences.timetable(window.number)
                yield Statement(("timetable", number), self.about, path, words)
        yield from self._of_edges(self.about, "", about.equivalences)

    def _of_course(self, code: str) -> Iterator[Statement]:
        placed = self.folder.courses[code]
        if placed.value.retired_on is not None:
            words = sentences.retired(code, placed.value.retired_on)
            yield Statement(("retired", code), placed, ("retired_on",), words)
        for number, other in enumerate(placed.value.prerequisites):
            words = sentences.prerequisite(code, other)
            yield Statement(("before", code, number), placed, ("prerequisites", number), words)

    def _of_designation(self, code: str) -> Iterator[Statement]:
        placed = self.folder.designations[code]
        if placed.value.lapse is not None:
            words = sentences.lapse(placed.value.lapse, code)
            yield Statement(("lapse", code), placed, ("lapse",), words)
        for number, limit in enumerate(placed.value.sharing):
            words = sentences.sharing(code, limit, named_by_rules=self._exams_named(code))
            yield Statement(("sharing", code, number), placed, ("sharing", number), words)
        yield from self._of_edges(placed, code, placed.value.equivalences)

    def _exams_named(self, code: str) -> int:
        """The most exams and courses that a version of a designation's rules names."""
        named_by = (
            {
                named(node.leaf)[1]
                for node in tree.leaves()
                if isinstance(node.leaf, ExamPassed | CourseCompleted)
            }
            for (of, _), tree in self.trees.items()
            if of == code
        )
        return max(map(len, named_by))

    def _of_edges(
        self, source: Source, owner: str, edges: Iterable[Equivalence]
    ) -> Iterator[Statement]:
        for number, one in enumerate(edges):
            words = sentences.equivalence_days(one)
            key: Key = ("equivalence", owner, number)
            yield Statement(key, source, ("equivalences", number), words)

    def _of_rules(self, name: Name) -> Iterator[Statement]:
        code, number = name
        placed = self.folder.designations[code]
        version = placed.value.versions[number]
        for node in self.trees[name].nodes():
            if node.key is None:
                continue
            if node.leaf is None:
                part = _part_at(version.requires, node.path[3:])
                words = sentences.asks_for_number(code, part)
                step = "at_least" if isinstance(part, AtLeast) else "credits"
                yield Statement(node.key, placed, (*node.path, step), words)
                continue
            # an item of a list of points stands under the same key as the leaf made of it
            kind, named_code = named(node.leaf)
            words = sentences.asks_for(code, kind, named_code)
            yield Statement(node.key, placed, (*node.path, kind), words)
            if isinstance(node.leaf, Timed):
                for limit in LIMITS:
                    value = getattr(node.leaf, limit)
                    if value is not None:
                        key: Key = ("limit", code, number, node.path, limit)
                        words = sentences.limit(limit, value)
                        yield Statement(key, placed, (*node.path, limit), words)


def _part_at(rule: Requirement, path: Path) -> AtLeast | Credits:
    part = dict(placed_parts(rule))[path]
    if isinstance(part, AtLeast | Credits):
        return part
    raise AssertionError(part)
