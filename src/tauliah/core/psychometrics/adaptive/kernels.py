"""The inner loop of adaptive exams, compiled on first use and kept in a cache beside this file.

Each simulee has a stream of chance of his or her own, from the seed and the place among all, so
that pieces may run in any order and side by side. Imported only where it runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tauliah.core.psychometrics.arrays import Floats, Scores, Whole
from tauliah.core.psychometrics.kernels import compiled
from tauliah.core.psychometrics.streams import chance

BY_LENGTH, BY_ERROR, BY_CUT = 0, 1, 2


@compiled
def furthest_behind(
    given: Whole, most: Whole, answered: int, length: int, stream: NDArray[np.uint64]
) -> int:
    """The content area with the largest gap to its share; one of the equal at random."""
    best, largest, equal = -1, -1e300, 0
    for g in range(most.size):
        if given[g] >= most[g]:
            continue
        # the gap in whole numbers, so that equal gaps are equal
        gap = most[g] * (answered + 1) - given[g] * length
        if gap > largest:
            best, largest, equal = g, gap, 1
        elif gap == largest:
            equal += 1
            if chance(stream) * equal < 1.0:
                best = g
    return best


@compiled
def choose(
    row: NDArray[np.int32],
    begin: int,
    end: int,
    seen: Whole,
    who: int,
    exposure: Floats,
    candidates: NDArray[np.int32],
    considered: Whole,
    stream: NDArray[np.uint64],
) -> int:
    """One of the best items of a row, between two places, that are not yet seen; marks it seen.

    An item that chance holds back is marked 2 * who + 1, one that was given 2 * who + 2. Where
    chance holds back all, the best not given is taken. -1 where all were given.
    """
    # which of the best it will be is drawn first, so that no more of the row is walked than needed
    among, found = candidates.size, 0
    wanted = int(chance(stream) * among) if among > 1 else 0
    for place in range(begin, end):
        item = row[place]
        if seen[item] > 2 * who:
            continue
        if exposure[item] < 1.0:
            considered[item] += 1
            if chance(stream) >= exposure[item]:
                seen[item] = 2 * who + 1
                continue
        candidates[found] = item
        found += 1
        if found > wanted:
            break
    if found == 0:
        for place in range(begin, end):
            item = row[place]
            if seen[item] != 2 * who + 2:
                seen[item] = 2 * who + 2
                return int(item)
        return -1
    if found <= wanted:
        wanted = int(chance(stream) * found)
    taken = candidates[wanted]
    if exposure[taken] >= 1.0:
        considered[taken] += 1
    seen[taken] = 2 * who + 2
    return int(taken)


@compiled
def administer(
    theta: Floats,
    first: int,
    seed: np.uint64,
    parameters: Floats,
    order: NDArray[np.int32],
    stage: Whole,
    starts: Whole,
    most: Whole,
    exposure: Floats,
    among: int,
    lowest: float,
    step: float,
    nodes: Floats,
    prior: Floats,
    likelihood: Floats,
    log_ratio: Floats,
    shortest: int,
    smallest_error: float,
    pass_at: float,
    fail_at: float,
    administered: NDArray[np.int32],
    right: Scores,
    lengths: Whole,
    estimates: Floats,
    errors: Floats,
    ratios: Floats,
    reasons: Scores,
    considered: Whole,
) -> None:
    """Give the exam to each simulee of ability theta; the arrays from `administered` on are filled.

    `parameters` (items, 4) are a, b, c and d - c.
    """
    length, rows, count = administered.shape[1], order.shape[1], nodes.size
    stream = np.empty(1, np.uint64)
    seen = np.zeros(exposure.size, np.int64)
    candidates = np.empty(among, np.int32)
    given = np.zeros(most.size, np.int64)
    posterior = np.empty_like(prior)
    single = most.size == 1
    by_error = smallest_error > 0.0
    for i in range(theta.size):
        who = i + 1
        # far apart in the cycle of the generator for each simulee
        stream[0] = seed ^ (np.uint64(first + who) * np.uint64(0xD1342543DE82EF95))
        chance(stream)
        mean, error, ratio, reason = 0.0, 0.0, 0.0, 0
        for q in range(count):
            posterior[q] = prior[q]
            mean += prior[q] * nodes[q]
        given[:] = 0
        answered = 0
        while answered < length:
            place = int((mean - lowest) / step + 0.5)
            place = min(max(place, 0), rows - 1)
            g = 0
            if not single:
                g = furthest_behind(given, most, answered, length, stream)
            item = choose(
                order[stage[answered], place],
                starts[g],
                starts[g + 1],
                seen,
                who,
                exposure,
                candidates,
                considered,
                stream,
            )
            given[g] += 1
            p = parameters[item, 2] + parameters[item, 3] / (
                1.0 + np.exp(-parameters[item, 0] * (theta[i] - parameters[item, 1]))
            )
            answer = 1 if chance(stream) < p else 0
            administered[i, answered] = item
            right[i, answered] = answer
            answered += 1
            whole, total = 0.0, 0.0
            for q in range(count):
                value = posterior[q] * likelihood[item, answer, q]
                posterior[q] = value
                whole += value
                total += value * nodes[q]
            mean = total / whole
            if whole < 1e-100:  # long before products are lost
                for q in range(count):
                    posterior[q] /= whole
                whole = 1.0
            ratio += log_ratio[item, answer]
            if answered < shortest:
                continue
            if ratio >= pass_at or ratio <= fail_at:
                reason = BY_CUT
                break
            if by_error:
                square = 0.0
                for q in range(count):
                    square += posterior[q] * (nodes[q] - mean) * (nodes[q] - mean)
                if square <= smallest_error * smallest_error * whole:
                    reason = BY_ERROR
                    break
        whole, square = 0.0, 0.0
        for q in range(count):
            whole += posterior[q]
            square += posterior[q] * (nodes[q] - mean) * (nodes[q] - mean)
        error = np.sqrt(square / whole)
        lengths[i], estimates[i], errors[i] = answered, mean, error
        ratios[i], reasons[i] = ratio, reason
