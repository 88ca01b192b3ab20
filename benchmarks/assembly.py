"""Five parallel forms of 60 from 1,000 items, side by side with the solvers by themselves.

    python benchmarks/assembly.py run [--solvers tauliah cpsat highs] [--seconds 15]

No item is in two forms. Each form has 5 content areas (10-14 items each), 4 keys (13-17), 2,900 to
3,100 words and none of 80 pairs of enemies together; items are of the 3PL and information is wanted
at 5 abilities. "near": the smallest largest deviation from the target; "most": the largest smallest
information in its proportions. Runs are interleaved, each in a fresh process that has loaded and
compiled before it is timed; what comes out is checked and valued by this file.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

ITEMS, FORMS, LENGTH = 1_000, 5, 60
POINTS = np.array([-1.5, -0.75, 0.0, 0.75, 1.5])
GAP = 0.005


class Problem:
    """The bank, drawn from a seed."""

    def __init__(self, seed: int = 5) -> None:
        chance = np.random.default_rng(seed)
        self.a, self.b = chance.lognormal(0, 0.3, ITEMS), chance.normal(0, 1, ITEMS)
        self.c = chance.beta(5, 17, ITEMS)
        self.area, self.key = chance.integers(0, 5, ITEMS), chance.integers(0, 4, ITEMS)
        self.words = chance.integers(20, 81, ITEMS)
        self.enemies = [chance.choice(ITEMS, 2, replace=False).tolist() for _ in range(80)]
        p = self.c + (1 - self.c) / (1 + np.exp(-self.a * (POINTS[:, None] - self.b)))
        slope = self.a * (p - self.c) * (1 - p) / (1 - self.c)
        self.information = (slope**2 / (p * (1 - p))).T
        self.wanted = 1.15 * self.information.mean(0) * LENGTH

    def value(self, forms: Sequence[Sequence[int]], aim: str) -> float:
        """The value of forms (places of items), which must keep every demand."""
        used = [item for form in forms for item in form]
        assert len(forms) == FORMS
        assert len(set(used)) == len(used) == FORMS * LENGTH
        for form in map(list, forms):
            areas = np.bincount(self.area[form], minlength=5)
            keys = np.bincount(self.key[form], minlength=4)
            assert len(form) == LENGTH
            assert areas.min() >= 10
            assert areas.max() <= 14
            assert keys.min() >= 13
            assert keys.max() <= 17
            assert 2_900 <= self.words[form].sum() <= 3_100
            assert not any(set(pair) <= set(form) for pair in self.enemies)
        share = np.array([self.information[list(form)].sum(0) for form in forms]) / self.wanted
        return float(np.abs(share - 1).max() if aim == "near" else share.min())

    def request(self, aim: Any) -> Any:
        """The same as a pool and a request of ours."""
        from tauliah.core.psychometrics import items
        from tauliah.core.psychometrics.assembly import Amount, Count, Request, pool, target

        of = pool(
            map(str, range(ITEMS)),
            labels={"area": list(map(str, self.area)), "key": list(map(str, self.key))},
            amounts={"words": self.words},
            enemies=[map(str, pair) for pair in self.enemies],
        )
        counts = [Count("area", str(k), 10, 14) for k in range(5)]
        counts += [Count("key", str(k), 13, 17) for k in range(4)]
        wanted = target(items(self.a, self.b, floor=self.c), POINTS, self.wanted, aim=aim)
        amounts = (Amount("words", 2_900, 3_100),)
        return of, Request(FORMS, LENGTH, tuple(counts), amounts, target=wanted)


Forms = list[list[int]]


class Watch:
    """When forms were found: seconds on the wall and of the processor since it was made."""

    def __init__(self) -> None:
        self.begin, self.cpu = time.perf_counter(), time.process_time()
        self.times: list[tuple[float, float]] = []

    def note(self) -> None:
        """Forms, or better forms, are there."""
        self.times.append((time.perf_counter() - self.begin, time.process_time() - self.cpu))


def tauliah(problem: Problem, aim: str, _seconds: float) -> tuple[Forms, Watch, float]:
    """Ours, which stops within half a percent of the bound; forms, times of answers, bound."""
    from tauliah.core.psychometrics.assembly import assemble

    of, request = problem.request(aim)
    assemble(of, request, moves=1_000, gap=10)  # compiles, loads
    watch = Watch()

    def note(progress: Any) -> None:
        if np.isfinite(progress.value):
            watch.note()

    found = assemble(of, request, gap=GAP, progress=note)
    return [list(map(int, form)) for form in found.forms], watch, found.bound


def _model(problem: Problem, aim: str) -> Any:
    from tauliah.core.psychometrics.assembly.model import modelled

    return modelled(*problem.request(aim))


def cpsat(problem: Problem, aim: str, seconds: float) -> tuple[Forms, Watch, float]:
    """CP-SAT alone on the whole model, on two workers."""
    from ortools.sat.python import cp_model

    from tauliah.core.psychometrics.assembly import exact

    model = _model(problem, aim)
    watch = Watch()
    whole, chosen = exact.whole_model(model)

    class Note(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            watch.note()

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(whole, Note())
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [], watch, float("nan")
    forms = [[unit for unit, one in enumerate(form) if solver.value(one)] for form in chosen]
    bound = solver.best_objective_bound / exact.FINEST
    return forms, watch, bound if aim == "near" else -bound


def highs(problem: Problem, aim: str, seconds: float) -> tuple[Forms, Watch, float]:
    """SciPy's HiGHS alone on the whole model."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_diag, csr_matrix, hstack, identity, vstack

    model = _model(problem, aim)
    watch = Watch()
    rows, share = csr_matrix(model.rows), csr_matrix(model.share.T)
    points, every = POINTS.size, FORMS * ITEMS

    def with_value(matrix: Any, value: float) -> Any:
        return hstack([matrix, csr_matrix(np.full((matrix.shape[0], 1), value))])

    once = hstack([identity(ITEMS)] * FORMS)
    shares = block_diag([share] * FORMS)
    ones = np.ones(FORMS * points)
    low, high = np.tile(model.low, FORMS), np.tile(model.high, FORMS)
    limits = [
        LinearConstraint(with_value(block_diag([rows] * FORMS), 0), low, high),
        LinearConstraint(with_value(once, 0), -np.inf, np.ones(ITEMS)),
    ]
    if aim == "near":
        upper, lower = with_value(shares, -1), with_value(shares, 1)
        limits.append(LinearConstraint(vstack([upper, -lower]), -np.inf, np.append(ones, -ones)))
    else:
        limits.append(LinearConstraint(with_value(shares, -1), 0 * ones, np.inf))
    found = milp(
        np.append(np.zeros(every), 1.0 if aim == "near" else -1.0),
        integrality=np.append(np.ones(every), 0),
        bounds=Bounds(0, np.append(np.ones(every), np.inf)),
        constraints=limits,
        options={"time_limit": seconds, "mip_rel_gap": 1e-4},
    )
    bound = float("nan") if found.mip_dual_bound is None else found.mip_dual_bound
    bound = bound if aim == "near" else -bound
    if found.x is None:
        return [], watch, bound
    watch.note()
    inside = found.x[:every].reshape(FORMS, ITEMS) > 0.5
    return [np.flatnonzero(form).tolist() for form in inside], watch, bound


SOLVERS: dict[str, Callable[[Problem, str, float], tuple[Forms, Watch, float]]] = {
    "tauliah": tauliah,
    "cpsat": cpsat,
    "highs": highs,
}


def assemble_once(solver: str, aim: str, seconds: float) -> None:
    """Assemble in this process, and print value, bound and times as one line of JSON."""
    problem = Problem()
    forms, watch, bound = SOLVERS[solver](problem, aim, seconds)
    figures = {
        "value": problem.value(forms, aim) if forms else float("nan"),
        "bound": bound,
        "first": watch.times[0][0] if watch.times else float("nan"),
        "first_cpu": watch.times[0][1] if watch.times else float("nan"),
        "last": watch.times[-1][0] if watch.times else float("nan"),
        "last_cpu": watch.times[-1][1] if watch.times else float("nan"),
    }
    print(json.dumps(figures))


def run(solvers: list[str], *, seconds: float, repeat: int) -> None:
    """Every solver on both aims, in turn, so many times; then one line for each."""
    for aim in ("near", "most"):
        rows: dict[str, list[dict[str, float]]] = {solver: [] for solver in solvers}
        for _ in range(repeat):
            for solver in solvers:
                done = subprocess.run(
                    [sys.executable, __file__, "assemble", solver, aim, str(seconds)],
                    capture_output=True,
                    text=True,
                    check=True,
                    env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
                )
                rows[solver].append(json.loads(done.stdout.splitlines()[-1]))
        # our bound is the linear relaxation, the same for all
        bound = rows["tauliah"][0]["bound"] if "tauliah" in rows else 0.0
        for solver, found in rows.items():
            middle = {key: statistics.median(row[key] for row in found) for key in found[0]}
            gap = abs(middle["value"] - bound) / (1 if aim == "near" else bound or 1)
            print(
                f"{aim:5} {solver:8} first forms {middle['first']:6.2f} s "
                f"(cpu {middle['first_cpu']:6.2f})  last {middle['last']:6.2f} s "
                f"(cpu {middle['last_cpu']:6.2f})  value {middle['value']:.4f}  "
                f"from the bound {100 * gap:.2f} %",
                flush=True,
            )


def main() -> None:
    """Parse what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("assemble")
    one.add_argument("solver", choices=SOLVERS)
    one.add_argument("aim", choices=["near", "most"])
    one.add_argument("seconds", type=float)
    every = commands.add_parser("run")
    every.add_argument("--solvers", nargs="+", choices=SOLVERS, default=list(SOLVERS))
    every.add_argument("--seconds", type=float, default=15, help="for the solvers alone")
    every.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    if asked.command == "assemble":
        assemble_once(asked.solver, asked.aim, asked.seconds)
        return
    run(asked.solvers, seconds=asked.seconds, repeat=asked.repeat)


if __name__ == "__main__":
    main()
