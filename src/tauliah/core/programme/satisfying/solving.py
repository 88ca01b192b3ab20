"""The search for a way to a goal that keeps limits of sharing and clashing papers apart.

A boolean program for CP-SAT: which rules are met, on which of the chances, by which leaves, with
which exam counting for which designation, and who sits which paper. Only whether there is an
answer is asked, so every variable may be true without a need.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from tauliah.core.programme.reading import Path
from tauliah.core.programme.rules import CourseCompleted, DesignationHeld, ExamPassed
from tauliah.core.programme.satisfying.deciding import Decision, Shared
from tauliah.core.programme.satisfying.reach import Chance
from tauliah.core.programme.satisfying.rule_tree import Node
from tauliah.core.programme.satisfying.statements import Name

_Var = cp_model.IntVar


def can_be_met_together(decision: Decision) -> bool:
    """Whether one person can meet all rules of the goal within all limits."""
    program = _Program(decision)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(program.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


class _Program:
    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.model = cp_model.CpModel()
        self.wanted: dict[Name, _Var] = {n: self._bool() for n in decision.closure}
        self.leaves: dict[tuple[Name, Path], _Var] = {}
        self.counts: dict[str, dict[str, _Var]] = {}
        for name in decision.closure:
            self._rules(name)
        for name in decision.goal.names:
            self.model.add_bool_and(self.wanted[name])
        shared, most = decision.limits()
        for limit in shared:
            self._limit(limit)
        if most is not None:
            for exam in sorted({one for counts in self.counts.values() for one in counts}):
                each = [counts[exam] for counts in self.counts.values() if exam in counts]
                self.model.add(sum(each) <= most)

    def _bool(self) -> _Var:
        return self.model.new_bool_var("")

    def _rules(self, name: Name) -> None:
        """Rules that are wanted are met on one of their chances, by leaves that it allows."""
        chances = self.decision.chances(name)
        taken = [self._bool() for _ in chances]
        self.model.add_bool_or([*taken, ~self.wanted[name]])
        self.model.add_at_most_one(taken)
        tree = self.decision.stated.trees[name]
        for node in tree.leaves():
            if node.key in self.decision.holds:
                self._leaf(name, node, chances, taken)
        for root in self.decision.roots(name):
            self.model.add_implication(self.wanted[name], self._met(name, root))
        for chance, is_taken in zip(chances, taken, strict=True):
            self._papers(name, chance, is_taken)

    def _leaf(
        self, name: Name, node: Node, chances: Sequence[Chance], taken: Sequence[_Var]
    ) -> None:
        met = self.leaves[name, node.path] = self._bool()
        allowing = [
            is_taken
            for chance, is_taken in zip(chances, taken, strict=True)
            if node.path in chance.leaves
        ]
        self.model.add_bool_or([*allowing, ~met])
        match node.leaf:
            case ExamPassed(exam=code) | CourseCompleted(course=code):
                counts = self.counts.setdefault(name[0], {})
                if code not in counts:
                    counts[code] = self._bool()
                self.model.add_implication(met, counts[code])
            case DesignationHeld(designation=code):
                held = [self.wanted[one] for one in self.decision.versions_of(code)]
                self.model.add_bool_or([*held, ~met])
            case _:
                pass

    def _met(self, name: Name, node: Node) -> _Var:
        """A variable that can be true only when the node is met."""
        if node.key is not None and node.key not in self.decision.holds:
            free = self._bool()
            self.model.add_bool_and(free)
            return free
        if node.leaf is not None:
            return self.leaves[name, node.path]
        met = self._bool()
        inside = [self._met(name, part) for part in node.parts]
        for n, enough in enumerate(node.enough):
            weighed = sum(worth[n] * part for worth, part in zip(node.worth, inside, strict=True))
            self.model.add(weighed >= enough).only_enforce_if(met)
        return met

    def _papers(self, name: Name, chance: Chance, is_taken: _Var) -> None:
        """Who needs a paper takes a sitting of it, and none that clashes with another taken."""
        if not chance.clashes:
            return
        taken = [
            (sitting, path, self._bool())
            for path, sittings in chance.papers.items()
            for sitting in sittings
        ]
        for path in chance.papers:
            sat = [takes for _, of, takes in taken if of == path]
            self.model.add_bool_or([*sat, ~self.leaves[name, path], ~is_taken])
        for (one, _, takes_one), (other, _, takes_other) in combinations(taken, 2):
            if one.clashes_with(other):
                self.model.add_bool_or([~takes_one, ~takes_other])

    def _limit(self, limit: Shared) -> None:
        own, other = self.counts.get(limit.of, {}), self.counts.get(limit.other, {})
        both = []
        for exam in sorted(own.keys() & other.keys()):
            is_shared = self._bool()
            self.model.add_bool_or([is_shared, ~own[exam], ~other[exam]])
            both.append(is_shared)
        if limit.at_most is not None:
            self.model.add(sum(both) <= limit.at_most)
        if limit.unique_at_least is not None:
            self._unique(limit.of, limit.unique_at_least, own=own, both=both)

    def _unique(self, code: str, least: int, *, own: dict[str, _Var], both: Sequence[_Var]) -> None:
        """Enough exams count for the designation alone, where it is wanted."""
        alone = []
        for exam in sorted(own):
            earned = self._bool()
            leaves = [
                var
                for (name, path), var in self.leaves.items()
                if name[0] == code and _names(self.decision, name, path, exam)
            ]
            self.model.add_bool_or([*leaves, ~earned])
            alone.append(earned)
        for name in (one for one in self.wanted if one[0] == code):
            own_exams = sum(alone) - sum(both) + self.decision.free_exams(name)
            self.model.add(own_exams >= least).only_enforce_if(self.wanted[name])


def _names(decision: Decision, name: Name, path: Path, exam: str) -> bool:
    for node in decision.stated.trees[name].leaves():
        if node.path == path:
            match node.leaf:
                case ExamPassed(exam=code) | CourseCompleted(course=code):
                    return code == exam
                case _:
                    return False
    return False
