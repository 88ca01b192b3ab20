"""The model solved: one figure after the other, each with its proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tauliah.core.audit.pathfinder.designation_model import add_designations
from tauliah.core.audit.pathfinder.money_model import add_money
from tauliah.core.audit.pathfinder.path_model import (
    PathModel,
    Task,
    add_last_day,
    add_sitting_rules,
    add_tasks,
)
from tauliah.core.audit.pathfinder.quest import Quest
from tauliah.core.audit.pathfinder.sharing_model import add_order_of_alike
from tauliah.core.audit.pathfinder.study_model import add_study
from tauliah.core.audit.pathfinder.wishes import Objective

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExprT

Figure = Literal["money", "last-day", "exams"]
ORDER: dict[Objective, tuple[Figure, Figure, Figure]] = {
    "cheapest": ("money", "last-day", "exams"),
    "fastest": ("last-day", "money", "exams"),
    "fewest-exams": ("exams", "last-day", "money"),
}
_SEED = 7
_EFFORT_ON_TIES = 0.05
"""How much deterministic time of the solver is spent on what is equal in all three figures."""
_ONE_RANK = 3_000
"""Of exams that are alike in all else the first by code: more than the days of any plan."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the solver chose: days by code, and the three figures with what bounds them."""

    exams: dict[str, tuple[int, str]]
    """The day of each exam and the code of its window."""
    lessons: dict[str, int]
    classes: dict[str, int]
    completed: dict[str, int]
    assumed: tuple[tuple[str, str], ...]
    years_of_membership: int
    value: tuple[int, int, int]
    bound: tuple[int, int, int]
    proven: bool

    @staticmethod
    def nothing() -> Chosen:
        """What is chosen where nothing is left to reach."""
        return Chosen({}, {}, {}, {}, (), 0, (0, 0, 0), (0, 0, 0), proven=True)


Unsolved = Literal["impossible", "unknown"]


def modelled(quest: Quest, *, barred: Iterable[frozenset[tuple[str, str]]] = ()) -> PathModel:
    """The question as a model; barred are exams with their windows that must not be all there is."""
    from ortools.sat.python.cp_model import CpModel

    path = PathModel(quest, CpModel())
    add_tasks(path)
    rules = add_designations(path)
    add_study(path)
    add_sitting_rules(path)
    add_last_day(path)
    add_money(path)
    add_order_of_alike(path, rules)
    for codes in barred:
        path.model.add_bool_or(
            ~here if (code, place.window.code) in codes else here
            for code, task in path.exams.items()
            for place, here in task.places
        )
    return path


def is_possible(quest: Quest, *, seconds: float) -> bool | None:
    """Whether there is any answer; None where the time ran out before that was clear."""
    path = modelled(quest)
    status = _run(_solver(), path.model, seconds)
    return None if status == "unknown" else status != "impossible"


def solved(path: PathModel, objective: Objective, *, seconds: float) -> Chosen | Unsolved:
    """The best answer by the objective, then by the earliest days and the order of the codes."""
    model, solver = path.model, _solver()
    figures: dict[Figure, LinearExprT] = {
        "money": path.money,
        "last-day": path.last_day,
        "exams": sum(task.done for task in path.exams.values()),
    }
    stages: list[LinearExprT] = [figures[one] for one in ORDER[objective]]
    # what nobody can plan for is taken for granted only where there is no other way
    taken_for_granted = [sum(path.assumed.values())] if path.assumed else []
    snapshot: Chosen | None = None
    bounds: list[int] = []
    proven = True
    for stage in (*taken_for_granted, *stages):
        model.minimize(stage)
        status = _run(solver, model, seconds)
        seconds -= solver.wall_time
        if status in ("impossible", "unknown"):
            if snapshot is None:
                return "impossible" if status == "impossible" else "unknown"
            proven = False
            break
        snapshot = _snapshot(path, solver, stages)
        proven = status == "optimal"
        # with whole numbers the bound is whole, too, but for the solver's rounding
        bounds.append(round(solver.best_objective_bound))
        if not proven:
            break
        # no hints: OR-tools 9.15 may fail on them (SolutionCrush, absl::btree_map::at)
        model.add(stage <= round(solver.objective_value))
    if snapshot is None:
        return "unknown"
    if proven:
        model.minimize(_ties(path))
        solver.parameters.max_deterministic_time = _EFFORT_ON_TIES
        if _run(solver, model, seconds) in ("optimal", "feasible"):
            snapshot = _snapshot(path, solver, stages)
    known = bounds[len(taken_for_granted) :]
    bound = tuple([*known, 0, 0, 0][:3])
    return replace(snapshot, bound=(bound[0], bound[1], bound[2]), proven=proven)


def _solver() -> CpSolver:
    from ortools.sat.python.cp_model import CpSolver

    solver = CpSolver()
    # one worker and one seed, so that the same question has the same answer
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    # models are small: probing costs more than it saves
    solver.parameters.cp_model_probing_level = 0
    return solver


def _run(
    solver: CpSolver, model: CpModel, seconds: float
) -> Literal["optimal", "feasible", "impossible", "unknown"]:
    from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL

    if seconds <= 0:
        return "unknown"
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status == OPTIMAL:
        return "optimal"
    if status == FEASIBLE:
        return "feasible"
    return "impossible" if status == INFEASIBLE else "unknown"


def _ties(path: PathModel) -> LinearExprT:
    """Nothing for its own sake, designations as early as may be, exams too, first codes first."""
    reached = [path.reached[code] for code in path.quest.planned if code not in path.quest.targets]
    others = [task.done for task in (*path.lessons.values(), *path.classes.values())]
    exams = list(path.exams.values())
    days = sum(path.day_of.values()) + sum(
        task.day for task in (*path.lessons.values(), *path.classes.values())
    )
    most = 2 * len(exams)
    return (
        _ONE_RANK**2 * (sum(reached) + sum(others))
        + most * days
        + sum((most - rank) * task.day for rank, task in enumerate(exams))
        + sum(_ONE_RANK * rank * task.done for rank, task in enumerate(exams))
    )


def _snapshot(path: PathModel, solver: CpSolver, stages: Sequence[LinearExprT]) -> Chosen:
    exams = {
        code: (
            solver.value(task.day),
            next(place.window.code for place, here in task.places if solver.boolean_value(here)),
        )
        for code, task in path.exams.items()
        if solver.boolean_value(task.done)
    }
    value = [round(solver.value(one)) for one in stages]
    return Chosen(
        exams=exams,
        lessons=_done(path.lessons, solver),
        classes=_done(path.classes, solver),
        completed={
            code: solver.value(path.day_of[code])
            for code, reached in path.reached.items()
            if solver.boolean_value(reached)
        },
        assumed=tuple(one for one, literal in path.assumed.items()
                      if solver.boolean_value(literal)),
        years_of_membership=next(
            (years for years, literal in path.years.items() if solver.boolean_value(literal)), 0
        ),
        value=(value[0], value[1], value[2]),
        bound=(0, 0, 0),
        proven=False,
    )  # fmt: skip


def _done(tasks: Mapping[str, Task], solver: CpSolver) -> dict[str, int]:
    return {
        code: solver.value(task.day)
        for code, task in tasks.items()
        if solver.boolean_value(task.done)
    }
