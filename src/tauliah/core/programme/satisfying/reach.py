"""What somebody can have earned by a day, without a look at what is needed together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from tauliah.core.programme.reading import Path
from tauliah.core.programme.rules import (
    ClassAttended,
    CourseCompleted,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    Leaf,
    Timed,
)
from tauliah.core.programme.satisfying.calendar import (
    CYCLE,
    Calendar,
    Sitting,
    earliest_fitting,
    within,
)
from tauliah.core.programme.satisfying.rule_tree import Key, Node
from tauliah.core.programme.satisfying.statements import LIMITS, Name, Stated

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Chance:
    """A day on which rules may be met: the leaves that each by itself can be earned by then.

    `papers` are the only sittings of leaves whose exam has fixed times on all of them.
    """

    day: date
    leaves: frozenset[Path]
    papers: dict[Path, tuple[Sitting, ...]] = field(hash=False, compare=False)

    @cached_property
    def clashes(self) -> bool:
        """Whether a leaf may find no sitting that no other leaf takes."""
        # who has more sittings than rivals finds one, whatever the rivals take
        return any(len(own) <= self._rivals(path) for path, own in self.papers.items())

    def _rivals(self, path: Path) -> int:
        return sum(
            any(one.clashes_with(other) for one in self.papers[path] for other in theirs)
            for theirs in self.papers.values()
        )


@dataclass(frozen=True)
class Reach:
    """What can be earned by a person who starts on a day, as far as statements hold."""

    stated: Stated
    holds: frozenset[Key]
    start: date
    calendar: Calendar
    days: tuple[date, ...]

    @staticmethod
    def of(stated: Stated, holds: frozenset[Key], start: date) -> Reach:
        """The reach of a person; its days are those on which something can begin to be met."""
        if start not in stated.spans:
            stated.spans[start] = _years_and_days(stated, start)
        years, days = stated.spans[start]
        fixed = frozenset(key for key in holds if key[0] == "timetable")
        if (start, fixed) not in stated.calendars:
            windows = stated.about.value.windows
            stated.calendars[start, fixed] = Calendar(windows, years, fixed)
        return Reach(stated, holds, start, stated.calendars[start, fixed], days)

    def chances(self, name: Name) -> Iterator[Chance]:
        """The days on which rules may be met, the last first, and what each allows."""
        leaves = tuple(self.stated.trees[name].leaves())
        for day in self.days:
            papers: dict[Path, tuple[Sitting, ...]] = {}
            can = frozenset(node.path for node in leaves if self._can(name, node, day, papers))
            yield Chance(day, can, papers)

    def can_sit(self, code: str) -> bool:
        """Whether an exam can be sat at all."""
        return self._first_day(code, ()) is not None

    def _can(
        self, name: Name, node: Node, day: date, papers: dict[Path, tuple[Sitting, ...]]
    ) -> bool:
        leaf, code = node.leaf, name[0]
        if node.key not in self.holds:
            return True
        earliest = max(self.start, self._earliest(name, node.path, leaf, day))
        match leaf:
            case ExamPassed(exam=exam):
                sittings = self._sittings(code, exam, earliest, day)
                if sittings:
                    if all(one.starts for one in sittings):
                        papers[node.path] = tuple(sittings)
                    return True
                return self._by_equivalence(code, exam, earliest, day, under=(exam,))
            case CourseCompleted(course=course):
                # a completion may be recorded on any day, and does not lapse
                if earliest <= self._last_day(course, day):
                    return True
                return self._by_equivalence(code, course, earliest, day, under=(course,))
            case ClassAttended() | DesignationHeld():
                return earliest <= day
            case EthicsAccepted(ethics=ethics):
                versions = [e for e in self.stated.about.value.ethics if e.code == ethics]
                return any(one.in_force_from <= day for one in versions)
            case _:
                return True

    def _earliest(self, name: Name, path: Path, leaf: Leaf | None, day: date) -> date:
        if not isinstance(leaf, Timed):
            return date.min
        limits = frozenset(one for one in LIMITS if ("limit", *name, path, one) in self.holds)
        return earliest_fitting(leaf, day, limits=limits)

    def _not_lapsed(self, code: str, day: date) -> date:
        lapse = self.stated.folder.designations[code].value.lapse
        if lapse is None or ("lapse", code) not in self.holds:
            return self.start
        return max(self.start, self.calendar.earliest_not_lapsed(lapse, day))

    def _last_day(self, course: str, day: date) -> date:
        """The last day until another on which a course can be earned."""
        placed = self.stated.folder.courses.get(course)
        retired_on = placed.value.retired_on if placed else None
        if retired_on is None or ("retired", course) not in self.holds:
            return day
        return min(day, retired_on - _DAY)

    def _sittings(self, code: str, exam: str, earliest: date, day: date) -> list[Sitting]:
        """The sittings of an exam of ours that count for a designation on a day."""
        placed = self.stated.folder.courses.get(exam)
        first = self._first_day(exam, ()) if placed else None
        if first is None:
            return []
        begins = max(earliest, self._not_lapsed(code, day), first)
        ends = self._last_day(exam, day)
        if begins > ends:
            return []
        return within(self.calendar.sittings(exam), begins, ends)

    def _first_day(self, exam: str, under: tuple[str, ...]) -> date | None:
        """The first day on which an exam of ours can be sat, all that comes before it passed."""
        if (exam, under) not in self._first_days:
            self._first_days[exam, under] = self._find_first_day(exam, under)
        return self._first_days[exam, under]

    @cached_property
    def _first_days(self) -> dict[tuple[str, tuple[str, ...]], date | None]:
        return {}

    def _find_first_day(self, exam: str, under: tuple[str, ...]) -> date | None:
        placed = self.stated.folder.courses[exam]
        begins = self.start
        for number, other in enumerate(placed.value.prerequisites):
            if ("before", exam, number) not in self.holds:
                continue
            passed = self._passed_by(other, (*under, exam))
            if passed is None:
                return None
            begins = max(begins, passed)
        last = self._last_day(exam, date.max)
        open_ = within(self.calendar.sittings(exam), begins, last)
        return max(begins, open_[0].opens) if open_ and begins <= last else None

    def _passed_by(self, exam: str, under: tuple[str, ...]) -> date | None:
        """The first day by which an exam can be passed, or something that counts as it."""
        if exam in under:
            return None
        found: list[date] = []
        if exam in self.stated.other_courses:
            found.append(self.start)
        elif exam in self.stated.folder.courses:
            first = self._first_day(exam, under)
            found += [first] if first else []
        for edge in self.stated.edges:
            if edge.one.to == exam and not edge.owner:
                each = [self._passed_by(code, (*under, exam)) for code in edge.one.from_codes]
                days = [one for one in each if one is not None]
                holds = edge.key in self.holds
                day = max([*days, edge.one.valid_from if holds else self.start])
                if len(days) == len(each) and (not holds or edge.one.is_valid_on(day)):
                    found.append(day)
        return min(found, default=None)

    def _by_equivalence(
        self, code: str, exam: str, earliest: date, day: date, *, under: tuple[str, ...]
    ) -> bool:
        """Whether other exams that count as one on that day can be earned, the last of them then."""
        return any(
            all(self._part(code, one, date.min, day, under=under) for one in edge.one.from_codes)
            and any(
                self._part(code, one, earliest, day, under=under) for one in edge.one.from_codes
            )
            for edge in self.stated.edges
            if edge.one.to == exam
            and edge.owner in ("", code)
            and (edge.key not in self.holds or edge.one.is_valid_on(day))
        )

    def _part(
        self, code: str, part: str, earliest: date, day: date, *, under: tuple[str, ...]
    ) -> bool:
        if part in under:
            return False
        if part in self.stated.other_courses:
            return max(earliest, self._not_lapsed(code, day)) <= day
        if self._sittings(code, part, earliest, day):
            return True
        return self._by_equivalence(code, part, earliest, day, under=(*under, part))


def _years_and_days(stated: Stated, start: date) -> tuple[range, tuple[date, ...]]:
    """The years to look at, and the days in them on which something begins, the last first."""
    last_named = max(start, *dates_named(stated))
    # time to sit prerequisites one after another, then what lapses, then a round of the calendar
    asking = sum(bool(one.value.prerequisites) for one in stated.folder.courses.values())
    slack = _longest(stated) // 12 + asking + 2
    years = range(start.year, last_named.year + slack + 2 * CYCLE)
    calendar = Calendar(stated.about.value.windows, years, frozenset())
    begins = {start, *_beginnings(stated)} | calendar.days()
    # in the years between nothing is possible that is not possible later as well
    late = years[-1] - CYCLE
    days = (
        day
        for day in begins
        if day >= start and (day.year <= last_named.year + 1 or day.year >= late)
    )
    return years, tuple(sorted(days, reverse=True))


def dates_named(stated: Stated) -> list[date]:
    """Every day on which something that is written begins or ends."""
    versions = (
        version.from_date
        for placed in stated.folder.designations.values()
        for version in placed.value.versions
    )
    ends = (one.value.retired_on for one in stated.folder.courses.values())
    last = (edge.one.valid_until for edge in stated.edges)
    written = (day for day in (*ends, *last) if day is not None)
    return [*versions, *written, *_beginnings(stated)]


def _longest(stated: Stated) -> int:
    """The most months that anything lasts; a window is reckoned as a year."""
    months = [0]
    for placed in stated.folder.designations.values():
        lapse = placed.value.lapse
        if lapse is not None:
            months += [lapse.after_months or 0, 12 * (lapse.after_windows or 0)]
    for tree in stated.trees.values():
        for node in tree.leaves():
            if isinstance(node.leaf, Timed):
                months += [node.leaf.within_months or 0, node.leaf.expires_after_months or 0]
    return max(months)


def _beginnings(stated: Stated) -> Iterator[date]:
    """The days from which on something counts."""
    yield from (one.in_force_from for one in stated.about.value.ethics)
    yield from (edge.one.valid_from for edge in stated.edges)
    for tree in stated.trees.values():
        for node in tree.leaves():
            if isinstance(node.leaf, Timed) and node.leaf.not_before is not None:
                yield node.leaf.not_before
