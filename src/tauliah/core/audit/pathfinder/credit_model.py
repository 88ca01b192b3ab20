"""How what is earned counts for a designation, as constraints: credits, equivalences, exemptions, lapse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tauliah.core.audit.pathfinder.days import last_day_within
from tauliah.core.audit.pathfinder.lapse_model import Lapsing
from tauliah.core.audit.pathfinder.path_model import (
    PathModel,
    Task,
    add_at_most,
    months_after,
    months_ahead,
)
from tauliah.core.kernel import Entry, EntryKind, add_months
from tauliah.core.programme import Designation, Equivalence, Timed

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoolVarT, IntVar


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which something counts: when the literal holds, it was earned on the day."""

    holds: BoolVarT
    day: int | IntVar


@dataclass
class Credit:
    """What counts for one designation on the day on which it is completed."""

    path: PathModel
    designation: Designation
    day: IntVar
    known: dict[tuple[str, str], tuple[Way, ...]] = field(default_factory=dict)
    lapsing: Lapsing = field(init=False)

    def __post_init__(self) -> None:
        self.lapsing = Lapsing(self.path, self.designation, self.day)

    def exam(self, code: str) -> tuple[Way, ...]:
        """Each way in which an exam counts."""
        return self._once("exam", code, lambda: (*self._credits(code), *self._exemptions(code)))

    def course(self, code: str) -> tuple[Way, ...]:
        """Each way in which a course counts."""
        lessons = self.path.lessons.get(code)
        return self._once(
            "course",
            code,
            lambda: (
                *self._credits(code),
                *self._recorded(
                    self.path.quest.standing.of(EntryKind.COURSE_COMPLETED, code), code
                ),
                *(self._planned(lessons, f"lessons of {code}") if lessons else ()),
            ),
        )

    def classroom(self, code: str) -> tuple[Way, ...]:
        """Each way in which the classes of a course count."""
        entries = self.path.quest.standing.of(EntryKind.CLASS_ATTENDED, code)
        task = self.path.classes.get(code)
        return self._once(
            "classroom",
            code,
            lambda: (
                *(self._had(one) for one in entries),
                *(self._planned(task, f"class of {code}") if task else ()),
            ),
        )

    def held(self, code: str) -> tuple[Way, ...]:
        """Each way in which another designation counts."""
        entry = self.path.quest.standing.held.get(code)
        if entry is not None:
            return (self._had(entry),)
        if code not in self.path.reached:
            return ()
        return self._once(
            "designation",
            code,
            lambda: self._planned(Task(self.path.reached[code], self.path.day_of[code]), code),
        )

    def timely(self, leaf: Timed, ways: tuple[Way, ...]) -> list[BoolVarT]:
        """The literals of those ways, each with the times that a leaf asks for."""
        path, model = self.path, self.path.model
        timed = (leaf.within_months, leaf.expires_after_months, leaf.not_before)
        if timed == (None, None, None) or not path.quest.keeps(
            "time-limits", self.designation.code
        ):
            return [way.holds for way in ways]
        found = []
        for way in ways:
            fits = path.literal("in time")
            model.add_implication(fits, way.holds)
            if leaf.not_before is not None:
                first = path.quest.days.number(leaf.not_before)
                model.add(way.day >= first).only_enforce_if(fits)
            if leaf.within_months is not None:
                limits = months_ahead(path, leaf.within_months)
                self._until(way, limits, fits, last_day_within(leaf.within_months))
            if leaf.expires_after_months is not None:
                months = leaf.expires_after_months
                limits = months_after(path, months)
                self._until(way, limits, fits, partial(add_months, months=months))
            found.append(fits)
        return found

    def _until(
        self, way: Way, limits: list[int], fits: BoolVarT, last_for: Callable[[date], date]
    ) -> None:
        days = self.path.quest.days
        if isinstance(way.day, int):
            last = days.number(last_for(days.day(way.day)))
            self.path.model.add(self.day <= last).only_enforce_if(fits)
        else:
            add_at_most(self.path, self.day, way.day, limits, when=fits)

    def _once(self, kind: str, code: str, made: Callable[[], tuple[Way, ...]]) -> tuple[Way, ...]:
        if (kind, code) not in self.known:
            self.known[kind, code] = made()
        return self.known[kind, code]

    def _credits(self, code: str, under: frozenset[str] = frozenset()) -> tuple[Way, ...]:
        standing = self.path.quest.standing
        results = tuple(
            one
            for one in standing.of(EntryKind.EXAM_RESULT, code)
            if not self._tried_too_often(code, before=one)
        )
        entries = (*results, *standing.of(EntryKind.CREDIT_GRANTED, code))
        found = [*self._recorded(entries, code)]
        task = self.path.exams.get(code)
        if task is not None and not self._tried_too_often(code):
            found += self._sat(code, task)
        for one in self._equivalences():
            if one.to == code and code not in under:
                found += self._combined(one, under | {code})
        return tuple(found)

    def _equivalences(self) -> tuple[Equivalence, ...]:
        return (*self.path.quest.programme.about.equivalences, *self.designation.equivalences)

    def _tried_too_often(self, code: str, *, before: Entry | None = None) -> bool:
        limit, quest = self.designation.attempts, self.path.quest
        if limit is None or not quest.keeps("attempts", self.designation.code):
            return False
        failed = [
            one
            for one in quest.results_of(code)
            if not one.facts["passed"] and (before is None or one.number < before.number)
        ]
        return len(failed) >= limit.at_most

    def _recorded(self, entries: tuple[Entry, ...], code: str) -> tuple[Way, ...]:
        """What is on the record, as far as it counts and has not lapsed."""
        quest = self.path.quest
        return tuple(
            self._had(one)
            for one in entries
            if code not in quest.courses
            or quest.courses[code].counts_when_earned_on(one.happened_at.date())
            or not quest.keeps("retired")
        )

    def _had(self, entry: Entry, until: int | None = None) -> Way:
        path = self.path
        day = path.quest.days.number(entry.happened_at.date())
        last = path.quest.days.last if until is None else until
        last = min(last, self.lapsing.last_of.get(entry.number, last))
        if day <= 0 and last >= path.quest.days.last:
            return Way(path.true, day)
        holds = path.literal("on the record")
        path.on_days(self.day, [(max(0, day), last)], when=holds)
        return Way(holds, day)

    def _planned(self, task: Task, name: str) -> tuple[Way, ...]:
        holds = self.path.literal(f"{name} for {self.designation.code}")
        self.path.model.add_implication(holds, task.done)
        self.path.model.add(task.day <= self.day).only_enforce_if(holds)
        return (Way(holds, task.day),)

    def _sat(self, code: str, task: Task) -> tuple[Way, ...]:
        (way,) = self._planned(task, code)
        self.lapsing.add_to(way.holds, code, task)
        return (way,)

    def _combined(self, one: Equivalence, under: frozenset[str]) -> tuple[Way, ...]:
        path, days = self.path, self.path.quest.days
        each = [self._credits(code, under) for code in one.from_codes]
        if not all(each):
            return ()
        holds = path.literal(f"{'+'.join(one.from_codes)} as {one.to}")
        first = max(0, days.number(one.valid_from))
        last = days.last if one.valid_until is None else days.number(one.valid_until)
        path.on_days(self.day, [(first, min(last, days.last))], when=holds)
        latest: list[int | IntVar] = []
        for ways in each:
            if len(ways) == 1:
                path.model.add_implication(holds, ways[0].holds)
                latest.append(ways[0].day)
                continue
            day = path.model.new_int_var(-40_000, days.last, "part on")
            chosen = [path.literal("this part") for _ in ways]
            for way, this in zip(ways, chosen, strict=True):
                path.model.add_implication(this, way.holds)
                path.model.add(day == way.day).only_enforce_if(this)
            path.model.add_bool_or(~holds, *chosen)
            latest.append(day)
        if all(isinstance(day, int) for day in latest):
            return (Way(holds, max(day for day in latest if isinstance(day, int))),)
        day = path.number("all parts on")
        # only compared where every part counts; what is earned before today counts as today's 0
        floor = path.model.new_int_var(0, days.last, "no part before")
        path.model.add_max_equality(floor, [0, *latest])
        path.model.add(day == floor)
        return (Way(holds, day),)

    def _exemptions(self, code: str) -> tuple[Way, ...]:
        found = []
        for entry in self.path.quest.standing.of(EntryKind.EXEMPTION_GRANTED, code):
            approved_by, expires = entry.facts.get("approved_by"), entry.facts.get("expires")
            if not approved_by or approved_by == entry.recorded_by:
                continue
            until = date.fromisoformat(expires) if expires else None
            number = None if until is None else self.path.quest.days.number(until)
            found.append(self._had(entry, number))
        return tuple(found)
