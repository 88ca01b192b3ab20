"""The inner loop of assembly: swaps of units, worse ones taken ever less often.

Simulated annealing of Kirkpatrick, Gelatt and Vecchi (1983), with broken rows as penalties. What a
swap changes is kept up to date, so that its price is the rows and points of two units. Imported
only where it runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tauliah.core.psychometrics.arrays import Floats, Whole
from tauliah.core.psychometrics.kernels import compiled
from tauliah.core.psychometrics.streams import chance

SMOOTHING = 0.2  # how much every form counts beside the worst, so that all keep moving
NOTHING = 1e-7  # a penalty that is rounding


@compiled
def broken(sum_: float, low: float, high: float) -> float:
    """How far a sum is outside its bounds."""
    if sum_ < low:
        return low - sum_
    if sum_ > high:
        return sum_ - high
    return 0.0


@compiled
def distance(total: Floats, is_near: bool) -> float:  # noqa: FBT001 - numba takes no keywords fast
    """How bad the information of a form is: its largest deviation, or less its smallest."""
    worst = 0.0
    if is_near:
        for value in total:
            worst = max(worst, abs(value - 1.0))
        return worst
    if total.size == 0:
        return 0.0
    worst = -1e300
    for value in total:
        worst = max(worst, -value)
    return worst


@compiled
def change_of_rows(
    out: int,
    into: int,
    sums: Floats,
    starts: Whole,
    row_of: Whole,
    value_of: Floats,
    low: Floats,
    high: Floats,
    weight: Floats,
    delta: Floats,
) -> float:
    """What a form's penalty changes by when unit `out` (-1: none) makes way for `into` (-1: none).

    `delta` (rows,) is zero before and after.
    """
    if out >= 0:
        for k in range(starts[out], starts[out + 1]):
            delta[row_of[k]] -= value_of[k]
    if into >= 0:
        for k in range(starts[into], starts[into + 1]):
            delta[row_of[k]] += value_of[k]
    change = 0.0
    for unit in (out, into):
        if unit < 0:
            continue
        for k in range(starts[unit], starts[unit + 1]):
            row = row_of[k]
            if delta[row] != 0.0:
                before, after = sums[row], sums[row] + delta[row]
                change += weight[row] * (
                    broken(after, low[row], high[row]) - broken(before, low[row], high[row])
                )
                delta[row] = 0.0
    return change


@compiled
def exchange(
    out: int,
    into: int,
    members: NDArray[np.int32],
    place: NDArray[np.int32],
    counts: Whole,
    form: int,
    uses: Whole,
    sums: Floats,
    total: Floats,
    starts: Whole,
    row_of: Whole,
    value_of: Floats,
    share: Floats,
) -> None:
    """Take a unit out of a form (-1: none) and another in (-1: none)."""
    if out >= 0:
        slot, last = place[form, out], counts[form] - 1
        other = members[form, last]
        members[form, slot] = other
        place[form, other] = slot
        place[form, out] = -1
        counts[form] = last
        uses[out] -= 1
        for k in range(starts[out], starts[out + 1]):
            sums[form, row_of[k]] -= value_of[k]
        for p in range(share.shape[1]):
            total[form, p] -= share[out, p]
    if into >= 0:
        slot = counts[form]
        members[form, slot] = into
        place[form, into] = slot
        counts[form] = slot + 1
        uses[into] += 1
        for k in range(starts[into], starts[into + 1]):
            sums[form, row_of[k]] += value_of[k]
        for p in range(share.shape[1]):
            total[form, p] += share[into, p]


@compiled
def anneal(
    members: NDArray[np.int32],
    counts: Whole,
    moves: int,
    hot: float,
    cold: float,
    stop_at: float,
    seed: np.uint64,
    sizes: Floats,
    starts: Whole,
    row_of: Whole,
    value_of: Floats,
    low: Floats,
    high: Floats,
    weight: Floats,
    cap: Whole,
    free: NDArray[np.int32],
    overlap: float,
    share: Floats,
    is_near: bool,  # noqa: FBT001 - numba takes no keywords fast
    is_loose: bool,  # noqa: FBT001
    best_members: NDArray[np.int32],
    best_counts: Whole,
) -> float:
    """From `members` (forms, slots) of which `counts` are used, so many moves from hot to cold.

    Returns the value of the best forms that keep every row, which are left in `best_members`, and
    inf where there were none. Stops early at a value of `stop_at`.
    `is_loose` lets units come and go alone, where forms may hold more of them or fewer.
    """
    forms, units, points = members.shape[0], sizes.size, share.shape[1]
    rows = low.size
    stream = np.empty(1, np.uint64)
    stream[0] = seed
    place = np.full((forms, units), -1, np.int32)
    uses = np.zeros(units, np.int64)
    sums, total = np.zeros((forms, rows)), np.zeros((forms, points))
    delta = np.zeros(rows)
    common = np.zeros((forms, forms))
    for f in range(forms):
        for slot in range(counts[f]):
            unit = members[f, slot]
            place[f, unit] = slot
            uses[unit] += 1
            for k in range(starts[unit], starts[unit + 1]):
                sums[f, row_of[k]] += value_of[k]
            for p in range(points):
                total[f, p] += share[unit, p]
    is_shared = False
    for unit in range(units):
        if cap[unit] > 1:
            is_shared = True
    penalty = 0.0
    far = np.zeros(forms)
    for f in range(forms):
        far[f] = distance(total[f], is_near)
        for row in range(rows):
            penalty += weight[row] * broken(sums[f, row], low[row], high[row])
        for g in range(f):
            for slot in range(counts[g]):
                unit = members[g, slot]
                if place[f, unit] >= 0:
                    common[f, g] += sizes[unit]
            common[g, f] = common[f, g]
            penalty += broken(common[f, g], 0.0, overlap)
    trial, other_trial = np.empty(points), np.empty(points)
    worst, all_far = far.max(), far.sum()
    best = np.inf
    if penalty < NOTHING:
        best = worst
        best_members[:], best_counts[:] = members, counts
    heat = hot
    cooling = (cold / hot) ** (512.0 / max(moves, 512))
    for move in range(moves):
        if move % 512 == 511:
            heat *= cooling
        f = int(chance(stream) * forms)
        kind = chance(stream) if is_loose else 1.0
        out, into = -1, -1
        if kind >= 0.15 and counts[f] > 0:
            out = members[f, int(chance(stream) * counts[f])]
        if kind < 0.15 or kind >= 0.3:
            into = free[int(chance(stream) * free.size)]
            if place[f, into] >= 0:
                continue
            if counts[f] == members.shape[1] and out < 0:
                continue
        if out < 0 and into < 0:
            continue
        g = -1
        if into >= 0 and uses[into] >= cap[into]:
            # the unit comes from another form, which takes what makes way for it
            turn = int(chance(stream) * forms)
            for step in range(forms):
                g = (turn + step) % forms
                if place[g, into] >= 0:
                    break
            if out >= 0 and place[g, out] >= 0:
                continue
            if out < 0 and counts[g] == 0:
                continue
        change = change_of_rows(
            out, into, sums[f], starts, row_of, value_of, low, high, weight, delta
        )
        if g >= 0:
            change += change_of_rows(
                into, out, sums[g], starts, row_of, value_of, low, high, weight, delta
            )
        if is_shared:
            for h in range(forms):
                if h in (f, g):
                    continue
                gone = sizes[out] if out >= 0 and place[h, out] >= 0 else 0.0
                come = sizes[into] if into >= 0 and place[h, into] >= 0 else 0.0
                if gone != come:
                    change += broken(common[f, h] + come - gone, 0.0, overlap)
                    change -= broken(common[f, h], 0.0, overlap)
                    if g >= 0:
                        change += broken(common[g, h] + gone - come, 0.0, overlap)
                        change -= broken(common[g, h], 0.0, overlap)
        # most moves at the end fail on rows alone
        if change > 30.0 * heat:
            continue
        for p in range(points):
            leaves = share[out, p] if out >= 0 else 0.0
            comes = share[into, p] if into >= 0 else 0.0
            trial[p] = total[f, p] - leaves + comes
            if g >= 0:
                other_trial[p] = total[g, p] - comes + leaves
        new_f = distance(trial, is_near)
        new_g = distance(other_trial, is_near) if g >= 0 else 0.0
        new_worst, new_all = -1e300, all_far + new_f - far[f]
        for h in range(forms):
            value = new_f if h == f else (new_g if h == g else far[h])
            new_worst = max(new_worst, value)
        if g >= 0:
            new_all += new_g - far[g]
        change_all = change + new_worst - worst + SMOOTHING * (new_all - all_far)
        if change_all > 0.0 and chance(stream) >= np.exp(-change_all / heat):
            continue
        if is_shared:
            for h in range(forms):
                if h in (f, g):
                    continue
                gone = sizes[out] if out >= 0 and place[h, out] >= 0 else 0.0
                come = sizes[into] if into >= 0 and place[h, into] >= 0 else 0.0
                common[f, h] += come - gone
                common[h, f] = common[f, h]
                if g >= 0:
                    common[g, h] += gone - come
                    common[h, g] = common[g, h]
        if g >= 0:
            exchange(
                into, -1, members, place, counts, g, uses, sums, total,
                starts, row_of, value_of, share,
            )  # fmt: skip
        exchange(
            out, into, members, place, counts, f, uses, sums, total,
            starts, row_of, value_of, share,
        )  # fmt: skip
        if g >= 0 and out >= 0:
            exchange(
                -1, out, members, place, counts, g, uses, sums, total,
                starts, row_of, value_of, share,
            )  # fmt: skip
        far[f] = new_f
        if g >= 0:
            far[g] = new_g
        worst, all_far = new_worst, new_all
        penalty += change
        if penalty < NOTHING and worst < best - 1e-9:
            best = worst
            best_members[:], best_counts[:] = members, counts
            if best <= stop_at:
                break
    return best
