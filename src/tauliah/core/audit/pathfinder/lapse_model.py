"""Credit that is forfeited unless all is finished in time, as constraints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tauliah.core.audit.auditing import Person
from tauliah.core.audit.earning import Earnings
from tauliah.core.audit.lapsing import forfeited_entries, last_day_of_credit, spans_of_credit
from tauliah.core.audit.pathfinder.path_model import PathModel, Task, add_at_most, add_value_of
from tauliah.core.audit.requirements import finding_of
from tauliah.core.audit.standing import Standing
from tauliah.core.programme import Designation, Lapse

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoolVarT, IntVar


@dataclass(frozen=True, slots=True)
class _Time:
    """A time in which all credit counts together, whether it is used, and completed in."""

    begins: IntVar | int
    ends: IntVar | int
    used: BoolVarT
    is_last: BoolVarT


@dataclass
class Lapsing:
    """How the credit of one designation lapses until the day on which it is completed.

    `last_of` is the last day on which an entry of the record counts, by its number. `lapse` is None
    where nothing earned from now on lapses: there is no such rule, or all was finished before.
    """

    path: PathModel
    designation: Designation
    day: IntVar
    last_of: dict[int, int] = field(default_factory=dict)
    lapse: Lapse | None = None
    limits: list[int] = field(default_factory=list)
    times: list[_Time] = field(default_factory=list)
    inside: dict[str, list[BoolVarT]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        quest, lapse = self.path.quest, self.designation.lapse
        if lapse is None or not quest.keeps("lapse", self.designation.code):
            return
        written = quest.programme.about.windows
        spans = spans_of_credit(lapse, quest.standing, windows=written)
        gone = self._gone_when_finished(spans)
        if gone is not None:
            self.last_of = dict.fromkeys(gone, -1)
            return
        self.lapse = lapse
        self.last_of = {number: quest.days.number(last) for number, (_, last) in spans.items()}
        ends = quest.days.last_number_until(lambda day: last_day_of_credit(lapse, day, written))
        self.limits = [ends(number) for number in range(quest.days.last + 1)]
        if lapse.forfeits == "all":
            self._add_times(max(self.last_of.values(), default=-1))

    def add_to(self, holds: BoolVarT, code: str, task: Task) -> None:
        """What is still to be sat counts, when the literal holds, only until it lapses."""
        if self.lapse is None:
            return
        if self.lapse.forfeits == "each":
            add_at_most(self.path, self.day, task.day, self.limits, when=holds)
            return
        both = []
        for here, time in zip(self.inside[code], self.times, strict=True):
            in_last = self.path.literal("counts in this time")
            self.path.model.add_implication(in_last, here)
            self.path.model.add_implication(in_last, time.is_last)
            both.append(in_last)
        self.path.model.add_bool_or(~holds, *both)

    def _gone_when_finished(self, spans: Mapping[int, tuple[date, date]]) -> frozenset[int] | None:
        """What was forfeited when all was finished; None where it was not finished before today."""
        quest, designation = self.path.quest, self.designation
        found = Person.of(quest.programme, quest.entries, on=quest.on).audit(designation.code)
        if found is None:
            return None
        equivalences = (*quest.programme.about.equivalences, *designation.equivalences)
        attempts = designation.attempts.at_most if designation.attempts else None
        finished = False

        def is_finished(standing: Standing, day: date, gone: frozenset[int]) -> bool:
            nonlocal finished
            earnings = Earnings(
                quest.programme, standing, day,
                equivalences=equivalences, forfeited=gone, attempts=attempts,
            )  # fmt: skip
            finished = finding_of(found.rules.requires, earnings).met
            return finished

        gone = forfeited_entries(
            spans, quest.standing, on=quest.on, held_since=None, is_finished=is_finished
        )
        return gone if finished else None

    def _add_times(self, running_until: int) -> None:
        """Each exam sat lies in the time that runs already, or in one of those that follow.

        A time starts on the first day of an exam after the one before.
        """
        path, model = self.path, self.path.model
        if running_until >= 0:
            self.times.append(self._time(0, running_until, path.true))
        shortest = min(last - first for first, last in enumerate(self.limits)) + 1
        for number in range(path.quest.days.last // max(1, shortest) + 1):
            begins = path.number(f"time {number} begins")
            ends = model.new_int_var(0, max(self.limits), f"time {number} ends")
            add_value_of(path, ends, begins, self.limits)
            used = path.literal(f"time {number} is used")
            if self.times:
                before = self.times[-1]
                model.add_implication(used, before.used)
                model.add(begins >= before.ends + 1).only_enforce_if(used)
            starts = []
            for code, task in path.exams.items():
                start = path.literal(f"{code} starts it")
                model.add_implication(start, task.done)
                model.add(task.day == begins).only_enforce_if(start)
                starts.append(start)
            model.add_bool_or(~used, *starts)
            self.times.append(self._time(begins, ends, used))
        for code, task in path.exams.items():
            self.inside[code] = [self._inside(task, time) for time in self.times]
            model.add_exactly_one(~task.done, *self.inside[code])

    def _time(self, begins: IntVar | int, ends: IntVar | int, used: BoolVarT) -> _Time:
        is_last = self.path.literal("completed in this time")
        self.path.model.add_implication(is_last, used)
        self.path.model.add(self.day >= begins).only_enforce_if(is_last)
        self.path.model.add(self.day <= ends).only_enforce_if(is_last)
        return _Time(begins, ends, used, is_last)

    def _inside(self, task: Task, time: _Time) -> BoolVarT:
        inside = self.path.literal("sat in this time")
        self.path.model.add_implication(inside, time.used)
        self.path.model.add(task.day >= time.begins).only_enforce_if(inside)
        self.path.model.add(task.day <= time.ends).only_enforce_if(inside)
        return inside
