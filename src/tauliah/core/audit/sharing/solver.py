"""The best assignment as an exact problem of whole numbers, for many exams over a limit.

Rules become clauses over what counts and what is still to be done. What an answer is judged by is
minimised one after another, each under the least of those before, by OR-tools CP-SAT: with one
worker and a fixed seed, so that the answer is always the same, and without a limit of time, so that
it is proven.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from tauliah.core.audit.finding import Finding
from tauliah.core.audit.requirements import credit_points
from tauliah.core.audit.sharing.interchange import interchangeable
from tauliah.core.audit.sharing.question import NEVER, Pair, Question, RuleOption
from tauliah.core.audit.sharing.search import Assignment
from tauliah.core.audit.ways import Step
from tauliah.core.programme import (
    AnyOf,
    AtLeast,
    Credits,
    OnePathwayOf,
    Pathway,
    Requirement,
    parts,
)

_AT_ONCE = 30
"""So many pairs are put in order at once, by powers of two."""


def solved(question: Question) -> Assignment:
    """The best assignment, whatever the number of exams over a limit."""
    return _Solver(question).best()


class _Solver:
    """The model of one question; sums and variables are CP-SAT's own, whose types it keeps."""

    def __init__(self, question: Question) -> None:
        # only here: to load the solver takes longer than most audits of a day
        from ortools.sat.python import cp_model

        self.cp_model = cp_model
        self.question = question
        self.model = cp_model.CpModel()
        self.variables: list[Any] = []
        self.solution: list[int] = []
        self.keeps: dict[Pair, Any] = {pair: self._bool() for pair in question.pairs}
        self.chosen: dict[str, list[Any]] = {}
        self.counts: dict[Pair, Any] = {}
        self.to_do: dict[tuple[str, Step], Any] = {}
        self.shared: dict[tuple[str, str, str], Any] = {}

    def best(self) -> Assignment:
        """What is judged, in order: the ranks, all that is left, the cost, the versions, the pairs."""
        question = self.question
        for code, options in question.options.items():
            self._choose(code, options)
        for (code, exam), keeps in self.keeps.items():
            self.counts[code, exam] = self._counts(code, exam, keeps)
        lefts = {code: self._left(code) for code in question.codes}
        self._keep_limits()
        self._exchange_nothing()
        own = {code: self._with_own(code, lefts[code]) for code in question.codes}
        for rank in question.ranks:
            self._least(sum(own[code] for code in rank))
        self._least(sum(lefts.values()))
        fees = next(iter(question.options.values()))[0].fees
        self._least(
            sum(fees[code] * to_do for (_, (kind, code)), to_do in self.to_do.items()
                if kind == "exam")
        )  # fmt: skip
        for code, options in question.options.items():
            if len(options) > 1:
                ages = zip(self.chosen[code], options, strict=True)
                self._least(sum(chosen * one.age for chosen, one in ages))
        self._in_order()
        return self._answer()

    def _bool(self) -> Any:
        variable = self.model.new_bool_var("")
        self.variables.append(variable)
        return variable

    def _choose(self, code: str, options: Sequence[RuleOption]) -> None:
        """One version of the rules; all that it asks for is met in the end."""
        self.chosen[code] = [self._bool() for _ in options]
        self.model.add_exactly_one(self.chosen[code])
        for option, chosen in zip(options, self.chosen[code], strict=True):
            met = self._met(option, option.audit.rules.requires, option.audit.finding)
            if met is not None:
                self.model.add_implication(chosen, met)

    def _met(self, option: RuleOption, rule: Requirement | Pathway, finding: Finding) -> Any | None:
        """A variable that may be true only where a rule is met in the end; None where it always is."""
        if not finding.parts:
            return self._leaf_met(option, finding)
        inside = [
            self._met(option, part, found)
            for part, found in zip(parts(rule), finding.parts, strict=True)
        ]
        match rule:
            case AnyOf() | OnePathwayOf():
                return self._enough(inside, [1] * len(inside), 1)
            case AtLeast(at_least=choice):
                return self._enough(inside, [1] * len(inside), choice.n)
            case Credits(credits=asked):
                worth, enough = credit_points(asked)
                sorts = [
                    self._enough(inside, [points[sort] for points in worth], least)
                    for sort, least in enumerate(enough)
                ]
                return self._enough(sorts, [1] * len(sorts), len(sorts))
            case _:
                return self._enough(inside, [1] * len(inside), len(inside))

    def _enough(self, inside: Sequence[Any | None], worth: Sequence[int], least: int) -> Any | None:
        """Met where the parts that are met are worth so much, or all of them where none can be."""
        sure = sum(points for met, points in zip(inside, worth, strict=True) if met is None)
        open_parts = [
            (met, points) for met, points in zip(inside, worth, strict=True)
            if met is not None and points
        ]  # fmt: skip
        short = min(least, sum(worth)) - sure
        if short <= 0:
            return None
        if len(open_parts) == 1:
            return open_parts[0][0]
        met = self._bool()
        if short == sum(points for _, points in open_parts):
            for part, _ in open_parts:
                self.model.add_implication(met, part)
        elif short <= min(points for _, points in open_parts):
            self.model.add_bool_or([~met, *(part for part, _ in open_parts)])
        else:
            total = sum(part * points for part, points in open_parts)
            self.model.add(total >= short).only_enforce_if(met)
        return met

    def _leaf_met(self, option: RuleOption, finding: Finding) -> Any | None:
        pair = (option.code, finding.code)
        is_credit = finding.kind in ("exam", "course")
        if finding.met and not (is_credit and pair in self.keeps):
            return None
        ways = [self._to_do(option.code, (finding.kind, finding.code))]
        if finding.kind == "course" and ("exam", finding.code) in option.steps:
            # who passes the exam completes the course
            ways.append(self._to_do(option.code, ("exam", finding.code)))
        if finding.met:
            ways.append(self.keeps[pair])
        if len(ways) == 1:
            return ways[0]
        met = self._bool()
        self.model.add_bool_or([~met, *ways])
        return met

    def _to_do(self, code: str, step: Step) -> Any:
        if (code, step) not in self.to_do:
            self.to_do[code, step] = self._bool()
        return self.to_do[code, step]

    def _counts(self, code: str, exam: str, keeps: Any) -> Any:
        """Whether an exam counts for a designation: kept for it, and asked for by the version."""
        options = self.question.options[code]
        asking = [
            chosen for chosen, one in zip(self.chosen[code], options, strict=True)
            if exam in one.counted
        ]  # fmt: skip
        if len(asking) == len(options):
            return keeps
        counts = self._bool()
        for chosen in asking:
            self.model.add_bool_or([~keeps, ~chosen, counts])
        self.model.add_implication(counts, keeps)
        self.model.add_bool_or([~counts, *asking])
        return counts

    def _left(self, code: str) -> Any:
        """What is left for a designation by its rules; what can be done no more weighs more."""
        blocked = frozenset().union(*(one.blocked for one in self.question.options[code]))
        left: Any = 0
        for (of, step), to_do in self.to_do.items():
            if of != code:
                continue
            left += to_do
            keeps = self.keeps.get((code, step[1])) if step[0] in ("exam", "course") else None
            if step in blocked:
                left += NEVER * to_do
            elif keeps is not None:
                gone = self._bool()
                self.model.add_bool_or([~to_do, keeps, gone])
                left += NEVER * gone
        return left

    def _both(self, code: str, other: str, exam: str) -> Any:
        """Whether an exam counts for both; it may be true without need, but never gains by it."""
        first, second = sorted((code, other))
        name = (first, second, exam)
        if name not in self.shared:
            self.shared[name] = self._bool()
            one, another = self.counts[first, exam], self.counts[second, exam]
            self.model.add_bool_or([~one, ~another, self.shared[name]])
        return self.shared[name]

    def _in_both(self, code: str, other: str) -> list[Any]:
        exams = sorted(exam for of, exam in self.counts if of == code)
        return [self._both(code, other, exam) for exam in exams if (other, exam) in self.counts]

    def _keep_limits(self) -> None:
        limits = self.question.limits
        for limit in limits.pairs:
            self.model.add(sum(self._in_both(limit.of, limit.other)) <= (limit.at_most or 0))
        if limits.of_exam is not None:
            by_exam: dict[str, list[Any]] = {}
            for (_, exam), counts in self.counts.items():
                by_exam.setdefault(exam, []).append(counts)
            for counts in by_exam.values():
                self.model.add(sum(counts) <= limits.of_exam)

    def _exchange_nothing(self) -> None:
        """Of exams that can stand for one another the first counts first.

        So does the answer in which the pairs count in order: others are not worth looking at.
        """
        weight = {code: 1 << place for place, code in enumerate(reversed(self.question.codes))}
        for group in interchangeable(self.question):
            codes = [code for code in weight if (code, group[0]) in self.keeps]
            uses = [sum(weight[code] * self.keeps[code, exam] for code in codes) for exam in group]
            for one, another in pairwise(uses):
                self.model.add(one >= another)

    def _with_own(self, code: str, left: Any) -> Any:
        """What is left for a designation; exams that must be its own are left, too."""
        limits = tuple(self.question.unique_of(code))
        if not limits:
            return left
        most = self.model.new_int_var(0, NEVER * NEVER, "")
        self.variables.append(most)
        self.model.add(most >= left)
        exams = {exam for of, exam in self.counts if of == code}
        options = zip(self.chosen[code], self.question.options[code], strict=True)
        counted = sum(chosen * len(one.counted - exams) for chosen, one in options)
        counted += sum(self.counts[code, exam] for exam in sorted(exams))
        for limit in limits:
            own = counted - sum(self._in_both(code, limit.other))
            self.model.add(most >= (limit.unique_at_least or 0) - own)
        return most

    def _least(self, total: Any) -> None:
        """The sum at its least, and no higher from now on."""
        if isinstance(total, int):
            return
        self.model.minimize(total)
        solver = self._solve()
        self.model.add(total <= round(solver.objective_value))

    def _in_order(self) -> None:
        """The pairs count in order as far as they can: each weighs more than all after it."""
        pairs = self.question.pairs
        for first in range(0, len(pairs), _AT_ONCE):
            some = pairs[first : first + _AT_ONCE]
            weights = [1 << place for place in reversed(range(len(some)))]
            self._least(
                sum(
                    weight * (1 - self.keeps[pair])
                    for weight, pair in zip(weights, some, strict=True)
                )
            )

    def _solve(self) -> Any:
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, value in zip(self.variables, self.solution, strict=False):
            self.model.add_hint(variable, value)
        solver = self.cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        # limits make a relaxation in fractions worth its time: without it some cases take seconds
        solver.parameters.linearization_level = 2
        status = solver.solve(self.model)
        if status != self.cp_model.OPTIMAL:
            # to withhold every exam and to do everything keeps all limits
            raise AssertionError(solver.status_name(status))
        self.solution = [solver.value(variable) for variable in self.variables]
        return solver

    def _answer(self) -> Assignment:
        value = dict(zip((v.index for v in self.variables), self.solution, strict=True))
        versions = {
            code: next(
                one for one, chosen in zip(options, self.chosen[code], strict=True)
                if value[chosen.index]
            )
            for code, options in ((code, self.question.options[code]) for code in self.question.codes)
        }  # fmt: skip
        withheld = frozenset(pair for pair, keeps in self.keeps.items() if not value[keeps.index])
        return Assignment(versions, withheld)
