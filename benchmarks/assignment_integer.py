"""The best price of a large case as an integer programme of its own, solved by HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from benchmarks.assignment_cases import Case, Rule, leaves_of, parts_of, step_of

NEVER = 10_000
Total = Mapping[int, int]
"""Variables with what each is multiplied by."""


def best_price(case: Case) -> tuple[int, ...]:
    """The least price, one judgement after another, each under the least of those before."""
    return _Programme(case).price()


class _Programme:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.upper: list[float] = []
        self.rows: list[tuple[Total, float]] = []
        self.counts: dict[tuple[str, str], int] = {}
        self.left: dict[str, dict[int, int]] = {}
        self.cost: dict[int, int] = {}
        for code in case.rules:
            self._designation(code)

    def price(self) -> tuple[int, ...]:
        judged = dict(self.left)
        exams = list(self.case.fees)
        for one, other, most, unique in self.case.limits:
            both = []
            for exam in exams:
                mine, theirs = self.counts.get((one, exam)), self.counts.get((other, exam))
                if mine is not None and theirs is not None:
                    both.append(self._new())
                    self._at_most({mine: 1, theirs: 1, both[-1]: -1}, 1)
            if most is not None:
                self._at_most(dict.fromkeys(both, 1), most)
            if unique is not None:
                total = self._new(NEVER * NEVER)
                self._at_most({**judged[one], total: -1}, 0)
                mine_all = [each for (code, _), each in self.counts.items() if code == one]
                self._at_most(
                    {**dict.fromkeys(mine_all, -1), **dict.fromkeys(both, 1), total: -1}, -unique
                )
                judged[one] = {total: 1}
        if self.case.of_exam is not None:
            for exam in exams:
                uses = [each for (_, name), each in self.counts.items() if name == exam]
                self._at_most(dict.fromkeys(uses, 1), self.case.of_exam)
        totals = [_sum(judged[code] for code in rank) for rank in self.case.ranks]
        totals += [_sum(self.left.values()), self.cost]
        return tuple(self._least(total) for total in totals)

    def _designation(self, code: str) -> None:
        versions = self.case.versions[code]
        earned = [
            {step_of(leaf)[1] for leaf in leaves_of(rule)
             if "ethics" not in leaf and self.case.counts(leaf)}
            for rule in versions
        ]  # fmt: skip
        chosen = [self._new() for _ in versions]
        self._at_most(dict.fromkeys(chosen, -1), -1)
        self._at_most(dict.fromkeys(chosen, 1), 1)
        kept = {exam: self._new() for exam in sorted(set().union(*earned))}
        for exam, keeps in kept.items():
            counts = self.counts[code, exam] = self._new()
            asking = [one for one, names in zip(chosen, earned, strict=True) if exam in names]
            self._at_most({counts: 1, keeps: -1}, 0)
            self._at_most({counts: 1, **dict.fromkeys(asking, -1)}, 0)
            for one in asking:
                self._at_most({keeps: 1, one: 1, counts: -1}, 1)
        left: dict[int, int] = {}
        done: dict[tuple[str, str], int] = {}
        for step in sorted({step_of(leaf) for rule in versions for leaf in leaves_of(rule)}):
            kind, name = step
            done[step] = self._new()
            left[done[step]] = 1
            if kind == "exam":
                self.cost[done[step]] = self.case.fees[name]
            if kind != "ethics" and name in kept:
                never = self._new()
                left[never] = NEVER
                self._at_most({done[step]: 1, kept[name]: -1, never: -1}, 0)
        self.left[code] = left
        for one, rule in zip(chosen, versions, strict=True):
            steps = {step_of(leaf) for leaf in leaves_of(rule)}
            met = self._met(rule, kept, {step: done[step] for step in steps})
            self._at_most({one: 1, met: -1}, 0)

    def _met(self, rule: Rule, kept: Mapping[str, int], done: Mapping[tuple[str, str], int]) -> int:
        """A variable that can be one only where the rule is met in the end."""
        inside = [self._met(part, kept, done) for part in parts_of(rule)]
        met = self._new()
        match rule:
            case {"all": _}:
                for part in inside:
                    self._at_most({met: 1, part: -1}, 0)
            case {"any": _} | {"one_pathway_of": _}:
                self._at_most({met: 1, **dict.fromkeys(inside, -1)}, 0)
            case {"at_least": {"n": n}}:
                self._at_most({met: n, **dict.fromkeys(inside, -1)}, 0)
            case {"credits": {"points": points, "from": items}}:
                worth = {part: -one["points"] for part, one in zip(inside, items, strict=True)}
                self._at_most({met: points, **worth}, 0)
            case _:
                self._leaf(rule, met, kept, done)
        return met

    def _leaf(
        self, rule: Rule, met: int, kept: Mapping[str, int], done: Mapping[tuple[str, str], int]
    ) -> None:
        kind, name = step_of(rule)
        ways = [done[kind, name]]
        if kind == "course" and ("exam", name) in done:
            ways.append(done["exam", name])
        if self.case.counts(rule):
            if kind == "ethics":
                return
            ways.append(kept[name])
        self._at_most({met: 1, **dict.fromkeys(ways, -1)}, 0)

    def _new(self, most: float = 1) -> int:
        self.upper.append(most)
        return len(self.upper) - 1

    def _at_most(self, total: Total, most: float) -> None:
        self.rows.append((total, most))

    def _least(self, total: Total) -> int:
        if not total:
            return 0
        size = len(self.upper)
        rows = [number for number, (one, _) in enumerate(self.rows) for _ in one]
        columns = [column for one, _ in self.rows for column in one]
        values = [float(value) for one, _ in self.rows for value in one.values()]
        matrix = csr_array((values, (rows, columns)), shape=(len(self.rows), size))
        aim = np.zeros(size)
        aim[list(total)] = list(total.values())
        found = milp(
            aim,
            integrality=np.ones(size),
            bounds=Bounds(0, np.array(self.upper)),
            constraints=LinearConstraint(matrix, ub=np.array([most for _, most in self.rows])),
            options={"mip_rel_gap": 0},
        )
        if not found.success:
            raise ArithmeticError(found.message)
        least = round(found.fun)
        self._at_most(total, least)
        return least


def _sum(totals: Iterable[Total]) -> dict[int, int]:
    """The sum of some totals, of which no two have a variable in common."""
    return {each: value for one in totals for each, value in one.items()}
