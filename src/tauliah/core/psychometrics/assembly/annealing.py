"""Forms by simulated annealing: a first answer soon, then better ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tauliah.core.psychometrics.arrays import Whole
from tauliah.core.psychometrics.assembly.model import Model
from tauliah.core.psychometrics.seeds import stream_seed

FIRST = 200_000  # moves of the first round: a part of a second
LARGEST = 16  # times as many in the longest round
HOT, WARM, COLD = 0.02, 0.001, 5e-5
EVERY = 3  # each third round starts anew


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """What was known after some moves: the best forms (units of each) with their value."""

    moves: int
    value: float
    forms: tuple[tuple[int, ...], ...]


def annealed(model: Model, *, moves: int, stop_at: float, seed: int) -> Iterator[Round]:
    """Round after round, the best forms so far; ends at `stop_at` or when the moves are used up."""
    from tauliah.core.psychometrics.assembly.kernels import anneal

    free = np.flatnonzero(_is_usable(model)).astype(np.int32)
    if not free.size:
        return
    starts, row_of, value_of = _sparse(model)
    slots = min(free.size, int(model.high[0] if np.isfinite(model.high[0]) else free.size) + 8)
    # an item's information never buys a broken row
    scale = max(1.0, 3 * float(model.share.max(initial=0.0)))
    best: tuple[float, tuple[NDArray[np.int32], Whole] | None] = (np.inf, None)
    used, number = 0, 0
    while used < moves:
        is_new = best[1] is None or number % EVERY == 0
        if best[1] is None or is_new:
            members, counts = _started(model, free, slots, stream_seed(seed, number))
        else:
            members, counts = best[1][0].copy(), best[1][1].copy()
        now = min(FIRST * min(2 ** (number // 2), LARGEST), moves - used)
        kept, kept_counts = np.zeros_like(members), np.zeros_like(counts)
        value = anneal(
            members,
            counts,
            now,
            (HOT if is_new else WARM) * scale,
            COLD,
            stop_at,
            stream_seed(seed, number, 1),
            model.sizes,
            starts,
            row_of,
            value_of,
            model.low,
            model.high,
            model.weight * scale,
            model.most_forms,
            free,
            float(model.overlap),
            model.share,
            model.is_near,
            bool((model.sizes > 1).any() or model.low[0] < model.high[0]),
            kept,
            kept_counts,
        )
        used, number = used + now, number + 1
        if value < best[0]:
            best = value, (kept, kept_counts)
        forms: tuple[tuple[int, ...], ...] = ()
        if best[1] is not None:
            forms = tuple(
                tuple(sorted(row[:count].tolist())) for row, count in zip(*best[1], strict=True)
            )
        yield Round(used, best[0], forms)
        if best[0] <= stop_at:
            return


def _is_usable(model: Model) -> NDArray[np.bool_]:
    """Units that may be in a form at all: those that no row forbids by themselves."""
    alone = (model.rows <= model.high[:, None]).all(0)
    return np.asarray(alone & (model.cap > 0))


def _sparse(model: Model) -> tuple[Whole, Whole, NDArray[np.float64]]:
    """The rows of each unit, one unit after the other."""
    unit, row = np.nonzero(model.rows.T)
    starts = np.concatenate([[0], np.cumsum(np.bincount(unit, minlength=model.sizes.size))])
    return starts, row, model.rows[row, unit]


def _started(
    model: Model, free: NDArray[np.int32], slots: int, seed: np.uint64
) -> tuple[NDArray[np.int32], Whole]:
    """Forms filled at random up to their length, no unit more often than it may."""
    order = np.random.default_rng(int(seed)).permutation(free)
    left = model.most_forms.copy()
    members = np.zeros((model.forms, slots), np.int32)
    counts, length = np.zeros(model.forms, np.int64), model.low[0]
    begin = 0
    for form in range(model.forms):
        filled = 0.0
        for step in range(order.size):
            unit = order[(begin + step) % order.size]
            if filled >= length or counts[form] >= slots:
                begin = (begin + step) % order.size
                break
            if left[unit] > 0:
                members[form, counts[form]] = unit
                counts[form] += 1
                left[unit] -= 1
                filled += model.sizes[unit]
    return members, counts
