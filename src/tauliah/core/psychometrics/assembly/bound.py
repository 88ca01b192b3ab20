"""What no forms can better: the linear relaxation, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.assembly.model import OVERLAP, Model, Statement


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """The best value that fractions of items allow, and by how much each easing gave way."""

    value: float
    eased: Floats


def relaxation(model: Model) -> Relaxation | None:
    """The linear relaxation of all forms together; nothing where even fractions break a row.

    As forms are parallel, the mean of all forms of an answer keeps every row as well, with a value
    that is no worse. So one mean form is solved for, whose units are at most cap / forms of one.
    Items common to two forms are bounded over all pairs: a unit in n forms is common to n (n - 1) / 2
    pairs, which lies above each chord k n - k (k + 1) / 2. The value is the deviation for "near", and
    less the information for "most".
    """
    return _solved(model, ())


def least_relaxing(model: Model, statements: tuple[Statement, ...]) -> tuple[float, ...] | None:
    """By how much bounds must give way at least, together, the number of forms left as it is.

    In items for overlap, else in the units of the row; of several ways the one that moves fewest
    items. Nothing where these statements alone do not help.
    """
    found = _solved(model, statements)
    return None if found is None else tuple(np.maximum(found.eased, 0.0).tolist())


def _solved(model: Model, easings: tuple[Statement, ...]) -> Relaxation | None:
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, identity, vstack

    units, points = model.share.shape
    shares_units = bool((model.most_forms > 1).any())
    pairs = model.forms * (model.forms - 1) / 2
    # variables: the parts of the units, what they have in common, the easings, the value
    commons, eased = units if shares_units else 0, len(easings)
    blocks, limits = [], []

    def add(parts: object, limit: Floats, *, common: object = None, ease: object = None,
            value: float = 0.0) -> None:  # fmt: skip
        rows = limit.size
        blocks.append(
            hstack(
                [
                    csr_matrix(parts),
                    csr_matrix((rows, commons)) if common is None else common,
                    csr_matrix((rows, eased)) if ease is None else csr_matrix(ease),
                    csr_matrix(np.full((rows, 1), value)),
                ]
            )
        )
        limits.append(limit)

    def gives_way(names: tuple[Statement, ...]) -> Floats:
        return -np.array([[float(name == one) for one in easings] for name in names])

    is_high, is_low = np.isfinite(model.high), model.low > 0
    if is_high.any():
        add(model.rows[is_high], model.high[is_high], ease=gives_way(model.high_of)[is_high])
    if is_low.any():
        add(-model.rows[is_low], -model.low[is_low], ease=gives_way(model.low_of)[is_low])
    if shares_units:
        whole = identity(units, format="csr")
        for k in range(1, model.forms):
            add(k * model.forms * whole, np.full(units, k * (k + 1) / 2), common=-whole)
        nothing, sizes = csr_matrix((1, units)), csr_matrix(model.sizes[None, :])
        ease = pairs * gives_way((OVERLAP,))
        add(nothing, np.array([pairs * model.overlap]), common=sizes, ease=ease)
    if not easings and points:
        ones = np.ones(points)
        if model.is_near:
            add(model.share.T, ones, value=-1.0)
            add(-model.share.T, -ones, value=-1.0)
        else:
            add(-model.share.T, 0 * ones, value=-1.0)
    cost = np.concatenate([np.zeros(units + commons), _prices(model, easings), [1.0]])
    is_free = not easings and not model.is_near and bool(points)
    lowest = np.append(np.zeros(units + commons + eased), -np.inf if is_free else 0.0)
    highest = np.append(model.most_forms / model.forms, np.full(commons + eased + 1, np.inf))
    found = linprog(
        cost,
        A_ub=vstack(blocks, format="csr") if blocks else None,
        b_ub=np.concatenate(limits) if limits else None,
        bounds=np.column_stack([lowest, highest]),
        method="highs",
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise ArithmeticError(f"HiGHS did not solve the relaxation: {found.message}")
    last = units + commons
    return Relaxation(float(found.fun), np.asarray(found.x[last : last + eased]))


def _prices(model: Model, easings: tuple[Statement, ...]) -> Floats:
    """What one unit of each easing counts, so that an item counts 1."""
    price = {OVERLAP: 1.0}
    for names in (model.low_of, model.high_of):
        price.update(zip(names, model.weight.tolist(), strict=True))
    return np.array([price[one] for one in easings])
