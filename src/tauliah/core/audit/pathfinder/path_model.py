"""The question as constraints: sittings, study, designations and money for the CP-SAT solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from tauliah.core.audit.pathfinder.days import last_day_within, stretches
from tauliah.core.audit.pathfinder.exam_days import (
    Sittable,
    class_days,
    open_days,
    passed_already,
    sittable,
)
from tauliah.core.audit.pathfinder.quest import Quest
from tauliah.core.audit.sharing import limits_of
from tauliah.core.kernel import add_months

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoolVarT, CpModel, IntVar, LinearExprT


@dataclass(frozen=True, slots=True)
class Task:
    """An exam to sit, a course to complete or a class to attend: whether, and on which day.

    The day is 0 where it is not done. `places` say, for an exam, in which window it is sat.
    """

    done: BoolVarT
    day: IntVar
    places: tuple[tuple[Sittable, BoolVarT], ...] = ()


@dataclass
class PathModel:
    """The variables of one question. What is left out of the question is not in the model."""

    quest: Quest
    model: CpModel
    exams: dict[str, Task] = field(default_factory=dict)
    lessons: dict[str, Task] = field(default_factory=dict)
    classes: dict[str, Task] = field(default_factory=dict)
    reached: dict[str, BoolVarT] = field(default_factory=dict)
    day_of: dict[str, IntVar] = field(default_factory=dict)
    assumed: dict[tuple[str, str], BoolVarT] = field(default_factory=dict)
    """Experience of a designation that nothing brings about, by the code of the leaf."""
    joins: BoolVarT | None = None
    years: dict[int, BoolVarT] = field(default_factory=dict)
    money: LinearExprT = 0
    last_day: IntVar = field(init=False)

    def __post_init__(self) -> None:
        self.true = self.model.new_constant(1)
        self.false = self.model.new_constant(0)
        limits = limits_of(self.quest.programme)
        self.limits = (
            limits
            if self.quest.keeps("sharing")
            else replace(limits, pairs=(), unique=(), of_exam=None)
        )

    def literal(self, name: str) -> BoolVarT:
        """A new yes or no."""
        return self.model.new_bool_var(name)

    def number(self, name: str) -> IntVar:
        """A new day."""
        return self.model.new_int_var(0, self.quest.days.last, name)

    def on_days(self, day: IntVar, spans: Iterable[tuple[int, int]], *, when: BoolVarT) -> None:
        """The day lies in one of the spans, when the literal holds; never where there are none."""
        from ortools.sat.python.cp_model import Domain

        known = [list(span) for span in spans if span[0] <= span[1]]
        if not known:
            self.model.add(when == 0)
            return
        self.model.add_linear_expression_in_domain(
            day, Domain.from_intervals(known)
        ).only_enforce_if(when)


def add_tasks(path: PathModel) -> None:
    """Exams, courses and classes that may be done, each on a day on which it can be."""
    quest = path.quest
    booked = {one.exam: max(0, quest.days.number(one.day)) for one in quest.wishes.booked}
    for code in quest.exams:
        places = sittable(quest, code)
        fixed = booked.get(code) if quest.keeps("booked") else None
        if fixed is not None:
            here = [one for one in quest.windows if one.opens <= fixed <= one.closes]
            places = tuple(Sittable(window, fixed, fixed) for window in here[:1])
        if places:
            path.exams[code] = task = _exam(path, code, places)
            if fixed is not None:
                path.model.add(task.done == 1)
    for code in quest.lessons:
        span = open_days(quest, code) if code in quest.courses else None
        if span is not None:
            path.lessons[code] = _task(path, f"complete {code}", [span])
    for code in quest.classes:
        spans = class_days(quest, code)
        if spans:
            path.classes[code] = _task(path, f"attend {code}", spans)


def _task(path: PathModel, name: str, spans: Iterable[tuple[int, int]]) -> Task:
    done, day = path.literal(name), path.number(f"{name} on")
    path.on_days(day, spans, when=done)
    path.model.add(day == 0).only_enforce_if(~done)
    return Task(done, day)


def _exam(path: PathModel, code: str, places: tuple[Sittable, ...]) -> Task:
    done, day = path.literal(f"sit {code}"), path.number(f"sit {code} on")
    chosen = []
    for place in places:
        here = path.literal(f"sit {code} in {place.window.code}")
        path.model.add_linear_constraint(day, place.first, place.last).only_enforce_if(here)
        chosen.append((place, here))
    path.model.add_exactly_one(~done, *(here for _, here in chosen))
    path.model.add(day == 0).only_enforce_if(~done)
    return Task(done, day, tuple(chosen))


def add_sitting_rules(path: PathModel) -> None:
    """Papers at the same time, exams in one window at most, and exams that come before others."""
    quest, model = path.quest, path.model
    most = quest.wishes.exams_in_a_window if quest.keeps("window-limit") else None
    for window in quest.windows:
        here = {
            code: literal
            for code, task in path.exams.items()
            for place, literal in task.places
            if place.window == window
        }
        if most is not None and here:
            model.add(sum(here.values()) <= most)
        if window.written.timetable and quest.keeps("clashes"):
            for one, other in combinations(sorted(here), 2):
                papers = window.written.paper_of(one), window.written.paper_of(other)
                if papers[0] and papers[1] and papers[0].overlaps(papers[1]):
                    model.add_at_most_one(here[one], here[other])
    if not quest.keeps("prerequisites"):
        return
    for code, task in path.exams.items():
        for before in quest.courses[code].prerequisites:
            _add_prerequisite(path, task, before)


def _add_prerequisite(path: PathModel, task: Task, code: str) -> None:
    """The exam is sat on a day after the other one was passed, credited or exempted from."""
    model, ways = path.model, []
    for day, until in passed_already(path.quest, code):
        had = path.literal(f"had {code}")
        last = path.quest.days.last if until is None else until
        model.add_linear_constraint(task.day, day + 1, last).only_enforce_if(had)
        ways.append(had)
    if code in path.exams:
        first = path.exams[code]
        passed = path.literal(f"{code} before")
        model.add_implication(passed, first.done)
        model.add(first.day + 1 <= task.day).only_enforce_if(passed)
        ways.append(passed)
    model.add_bool_or(~task.done, *ways)


def add_last_day(path: PathModel) -> None:
    """The day on which the last target is reached."""
    path.last_day = path.number("last day")
    targets = [path.day_of[code] for code in path.quest.targets]
    path.model.add_max_equality(path.last_day, targets)


def add_at_most(
    path: PathModel,
    what: LinearExprT,
    day: IntVar,
    limits: Sequence[int],
    *,
    when: BoolVarT,
    slope: int = 1,
) -> None:
    """Something is at most the limit of a day, one for each day, when the literal holds.

    Limits rise by `slope` a day or stay, mostly: so each stretch of days is one linear constraint.
    """
    chosen = []
    for here, limit in _values(path, day, limits, slope):
        path.model.add(what <= limit).only_enforce_if(here)
        chosen.append(here)
    path.model.add_bool_or(~when, *chosen)


def add_value_of(path: PathModel, what: IntVar, day: IntVar, values: Sequence[int]) -> None:
    """Something is the value of a day, one for each day."""
    chosen = []
    for here, value in _values(path, day, values, 1):
        path.model.add(what == value).only_enforce_if(here)
        chosen.append(here)
    path.model.add_exactly_one(chosen)


def _values(
    path: PathModel, day: IntVar, values: Sequence[int], slope: int
) -> Iterator[tuple[BoolVarT, LinearExprT]]:
    """Each stretch of days on which values rise evenly: its literal, and the value of the day."""
    for stretch in stretches(values, slope):
        here = path.literal("day in this stretch")
        path.model.add_linear_constraint(day, stretch.first, stretch.last).only_enforce_if(here)
        yield here, stretch.slope * (day - stretch.first) + values[stretch.first]


def months_ahead(path: PathModel, months: int) -> list[int]:
    """For each day the last one on which it still lies within so many months back."""
    return [*map(path.quest.days.last_number_until(last_day_within(months)), _all(path))]


def months_after(path: PathModel, months: int) -> list[int]:
    """For each day the last one before so many months are over."""
    ends = path.quest.days.last_number_until(lambda day: add_months(day, months))
    return [*map(ends, _all(path))]


def _all(path: PathModel) -> range:
    return range(path.quest.days.last + 1)
