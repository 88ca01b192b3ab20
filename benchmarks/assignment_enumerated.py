"""The best price of a small case by trying every assignment, every version and every way."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.assignment_cases import Case, Rule, leaves_of, parts_of, step_of

NEVER = 10_000
_FEES = 1_000_000
"""Costs of a case stay below it, so that what is left and the cost are one number."""

Numbers = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


def best_price(case: Case) -> tuple[int, ...]:
    """The least price over all assignments: each set of exams withheld from each designation."""
    codes, exams = list(case.rules), list(case.fees)
    options = [_options(case, code, exams) for code in codes]
    counted = [_along(np.array(list(one)), n, len(codes)) for n, one in enumerate(options)]
    worth = [_along(np.array(list(one.values())), n, len(codes)) for n, one in enumerate(options)]
    of = {code: number for number, code in enumerate(codes)}
    fits: Truth = np.ones([len(one) for one in options], dtype=bool)
    by_rules = [each // _FEES for each in worth]
    left = list(by_rules)
    for one, other, most, unique in case.limits:
        mine, theirs = counted[of[one]], counted[of[other]]
        if most is not None:
            fits = fits & (_size(mine & theirs, len(exams)) <= most)
        if unique is not None:
            own = _size(mine & ~theirs, len(exams))
            left[of[one]] = np.maximum(left[of[one]], unique - own)
    if case.of_exam is not None:
        for exam in range(len(exams)):
            uses = sum((each >> exam) & 1 for each in counted)
            fits = fits & (uses <= case.of_exam)
    judged = [sum((left[of[code]] for code in rank), np.int64(0)) for rank in case.ranks]
    judged += [sum(by_rules, np.int64(0)), sum((each % _FEES for each in worth), np.int64(0))]
    price = []
    for total in judged:
        price.append(int(np.broadcast_to(total, fits.shape)[fits].min()))
        fits = fits & (total == price[-1])
    return tuple(price)


def _options(case: Case, code: str, exams: list[str]) -> dict[int, int]:
    """What is left and what it costs, by the set of exams that counts for a designation."""
    found: dict[int, int] = {}
    for rule in case.versions[code]:
        leaves = list(leaves_of(rule))
        earned = {step_of(leaf)[1] for leaf in leaves if "ethics" not in leaf and case.counts(leaf)}
        steps = sorted({step_of(leaf) for leaf in leaves})
        columns, base = _subsets(len(steps))
        fees = [case.fees[name] if kind == "exam" else 0 for kind, name in steps]
        cost = sum((column * fee for column, fee in zip(columns, fees, strict=True)), base * 0)
        for size in range(len(earned) + 1):
            for gone in combinations(sorted(earned), size):
                met = _met(case, rule, frozenset(gone), dict(zip(steps, columns, strict=True)))
                never = sum(
                    (column * NEVER for column, (_, name) in zip(columns, steps, strict=True)
                     if name in gone),
                    base * 0,
                )  # fmt: skip
                worth = int((_FEES * (base + never) + cost)[met].min())
                having = sum(1 << exams.index(name) for name in earned.difference(gone))
                found[having] = min(worth, found.get(having, worth))
    return found


def _met(case: Case, rule: Rule, gone: frozenset[str], done: dict[tuple[str, str], Truth]) -> Truth:
    """Whether a rule is met, for each set of steps that may still be done."""
    inside = [_met(case, part, gone, done) for part in parts_of(rule)]
    match rule:
        case {"all": _}:
            return np.logical_and.reduce(inside)
        case {"any": _} | {"one_pathway_of": _}:
            return np.logical_or.reduce(inside)
        case {"at_least": {"n": n}}:
            return _points(inside, [1] * len(inside)) >= n
        case {"credits": {"points": points, "from": items}}:
            return _points(inside, [one["points"] for one in items]) >= points
    kind, name = step_of(rule)
    met = done[kind, name]
    if kind == "course" and ("exam", name) in done:
        met = met | done["exam", name]
    return met | (case.counts(rule) and name not in gone)


def _points(inside: list[Truth], worth: list[int]) -> Numbers:
    return sum((met * points for met, points in zip(inside, worth, strict=True)), np.int64(0))


@cache
def _subsets(size: int) -> tuple[list[Truth], Numbers]:
    """Every set of steps: whether each step is in it, and how many are."""
    every = np.arange(1 << size)
    columns = [(every >> step) & 1 == 1 for step in range(size)]
    return columns, sum(columns, np.zeros(len(every), dtype=np.int64))


def _size(sets: Numbers, exams: int) -> Any:
    return sum((sets >> exam) & 1 for exam in range(exams))


def _along(values: Numbers, axis: int, axes: int) -> Numbers:
    return values.reshape([-1 if one == axis else 1 for one in range(axes)])
