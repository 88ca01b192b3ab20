"""Adaptive exams under any demands: before each item a whole form is assembled around those given.

The shadow test of van der Linden and Reese (1998): of all forms that keep every demand and hold the
items already given, the one with most information at the estimate; its best item comes next. So an
exam keeps demands of any kind - words, enemies, keys - that areas alone cannot express.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.adaptive.design import Design
from tauliah.core.psychometrics.adaptive.session import standing
from tauliah.core.psychometrics.adaptive.simulation import Simulation
from tauliah.core.psychometrics.adaptive.tables import Tables, prepared
from tauliah.core.psychometrics.arrays import Floats, Runner, frozen
from tauliah.core.psychometrics.assembly.model import modelled
from tauliah.core.psychometrics.assembly.pool import Pool
from tauliah.core.psychometrics.assembly.request import Request
from tauliah.core.psychometrics.items import information, probability
from tauliah.core.psychometrics.refusals import NotEstimable


@dataclass(frozen=True, slots=True, eq=False)
class ShadowDesign:
    """A design with the demands that each exam keeps; made by `shadowed`."""

    tables: Tables
    rows: Floats
    low: Floats
    high: Floats
    is_usable: Floats


def shadowed(design: Design, pool: Pool, request: Request) -> ShadowDesign:
    """A design whose items are chosen from shadow tests; `pool` stands in the order of its bank.

    Length and demands are those of the request, which is for one form; content areas and exposure
    of the design are not used, its `among` is. Raises ValueError where design and request differ in
    length, or where items go in case sets, which cannot be given one by one.
    """
    if request.forms != 1 or request.length != design.length:
        raise ValueError("expected a request for one form, of the length of the design")
    if design.shortest != design.length or len(pool) != len(design.bank):
        raise ValueError("expected exams of one length, and a pool of the items of the bank")
    model = modelled(pool, request)
    if (model.sizes > 1).any():
        raise ValueError("items of a case set cannot be given one by one")
    return ShadowDesign(
        prepared(design), model.rows, model.low, model.high, frozen(model.cap.astype(np.float64))
    )


def shadow_test(of: ShadowDesign, theta: float, given: Sequence[int]) -> tuple[int, ...]:
    """The form with most information at theta that keeps every demand and holds the given items.

    Solved by HiGHS to the best. Raises NotEstimable where there is none.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    lowest = np.zeros(of.is_usable.size)
    lowest[list(given)] = 1
    found: Any = milp(
        -information([theta], of.tables.design.bank)[0],
        integrality=np.ones(lowest.size),
        bounds=Bounds(lowest, np.maximum(of.is_usable, lowest)),
        constraints=LinearConstraint(of.rows, of.low, of.high),
    )
    if found.x is None:
        raise NotEstimable(
            "no-shadow-test",
            en="No form keeps every demand with the items already given.",
            ms="Tiada set soalan yang memenuhi semua tuntutan dengan item yang sudah diberi.",
        )
    return tuple(np.flatnonzero(found.x > 0.5).tolist())


def next_of_shadow(
    of: ShadowDesign, given: Sequence[int], right: Sequence[bool], *, chance: float = 0.0
) -> int:
    """The item that comes after these: one of the `among` best of the shadow test, by `chance`
    from 0 to 1.
    """
    now = standing(of.tables, given, right)
    if now.ending is not None:
        raise ValueError(f"the exam has ended: by {now.ending}")
    design = of.tables.design
    theta = now.estimate if design.choose_at is None else design.choose_at
    free = sorted(set(shadow_test(of, theta, given)) - set(given))
    worth = information([theta], design.bank)[0, free]
    best = np.argsort(-worth, kind="stable")[: design.among]
    return free[int(best[int(chance * best.size)])]


def simulate_shadow(
    of: ShadowDesign, theta: ArrayLike, *, seed: int, run: Runner = map
) -> Simulation:
    """Give exams from shadow tests to simulees of these abilities, as `simulate` does from tables.

    One whole problem is solved for each item: some hundred simulees take minutes.
    """
    truth = np.atleast_1d(np.asarray(theta, np.float64))
    pieces = list(run(_Sitting(of, truth, seed), range(truth.size)))
    design = of.tables.design
    administered = np.array([given for given, _ in pieces], np.int32)
    right = np.array([answers for _, answers in pieces], np.int8)
    ends = [standing(of.tables, given, answers) for given, answers in pieces]
    return Simulation(
        design=design,
        theta=frozen(truth.copy()),
        estimate=frozen(np.array([end.estimate for end in ends])),
        error=frozen(np.array([end.error for end in ends])),
        administered=frozen(administered),
        right=frozen(right),
        lengths=frozen(np.full(truth.size, design.length)),
        ending=frozen(np.zeros(truth.size, np.int8)),
        is_passed=None
        if design.cut is None
        else frozen(np.array([bool(end.is_passed) for end in ends])),
        considered=frozen(np.bincount(administered.ravel(), minlength=len(design.bank))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sitting:
    """One simulee's exam, by place among all."""

    of: ShadowDesign
    theta: Floats
    seed: int

    def __call__(self, person: int) -> tuple[list[int], list[bool]]:
        draws = np.random.default_rng([self.seed, person]).random((self.of.tables.design.length, 2))
        p = probability([self.theta[person]], self.of.tables.design.bank)[0]
        given: list[int] = []
        right: list[bool] = []
        for choice, answer in draws:
            item = next_of_shadow(self.of, given, right, chance=float(choice))
            given.append(item)
            right.append(bool(answer < p[item]))
        return given, right
