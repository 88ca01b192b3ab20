"""The inner loop of calibration, compiled on first use and kept in a cache beside this file.

Imported only where it runs, because loading the compiler takes longer than a small analysis. It
releases the interpreter's lock, so that partitions run side by side in threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from tauliah.core.psychometrics.arrays import Floats, Scores, Tokens, Whole

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The same function as machine code."""
    # Sums may be reordered, which lets them run in vectors; NaN and infinity keep their meaning.
    fast = njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})(function)
    return cast(Function, fast)


@compiled
def expect(
    tokens: Tokens,
    starts: Whole,
    weights: Floats,
    table: Floats,
    log_table: Floats,
    largest: Floats,
    prior: Floats,
    log_prior: Floats,
    smallest: float,
    counted: Floats,
) -> float:
    """Add each person's posterior to the rows of his or her tokens; returns the log-likelihood.

    `table` (rows, nodes) holds exp(log_table - largest), in single or double precision. Products
    are rescaled every eighth token; whoever's falls below `smallest` is done again in logarithms.
    """
    nodes = table.shape[1]
    posterior, local, scale = np.empty_like(prior), np.zeros_like(table), np.empty_like(prior[:1])
    logs = np.empty(nodes)
    total = 0.0
    for n in range(starts.size - 1):
        begin, end = starts[n], starts[n + 1]
        if weights[n] <= 0 or begin == end:
            continue
        for q in range(nodes):
            posterior[q] = prior[q]
        log_likelihood, is_lost = 0.0, False
        k = begin
        while k < end:
            stop = min(k + 8, end)
            while k + 4 <= stop:
                first, second, third, fourth = (
                    tokens[k],
                    tokens[k + 1],
                    tokens[k + 2],
                    tokens[k + 3],
                )
                for q in range(nodes):
                    posterior[q] *= (table[first, q] * table[second, q]) * (
                        table[third, q] * table[fourth, q]
                    )
                log_likelihood += (
                    largest[first] + largest[second] + largest[third] + largest[fourth]
                )
                k += 4
            while k < stop:
                row = tokens[k]
                for q in range(nodes):
                    posterior[q] *= table[row, q]
                log_likelihood += largest[row]
                k += 1
            scale[0] = 0
            mass = scale[0]
            for q in range(nodes):
                mass += posterior[q]
            if mass < smallest:
                is_lost = True
                break
            log_likelihood += np.log(np.float64(mass))
            scale[0] = 1.0 / mass
            factor = scale[0]
            for q in range(nodes):
                posterior[q] *= factor
        if is_lost:
            for q in range(nodes):
                logs[q] = log_prior[q]
            for k in range(begin, end):
                for q in range(nodes):
                    logs[q] += log_table[tokens[k], q]
            top = logs.max()
            whole = 0.0
            for q in range(nodes):
                logs[q] = np.exp(logs[q] - top)
                whole += logs[q]
            log_likelihood = top + np.log(whole)
            for q in range(nodes):
                posterior[q] = logs[q] / whole
        total += weights[n] * log_likelihood
        if weights[n] != 1.0:
            scale[0] = weights[n]
            factor = scale[0]
            for q in range(nodes):
                posterior[q] *= factor
        for k in range(begin, end):
            row = tokens[k]
            for q in range(nodes):
                local[row, q] += posterior[q]
        if n % 4096 == 4095:  # bounds what single precision loses in long sums
            counted += local
            local[:] = 0
    counted += local
    return total


@compiled
def seen_groups(scores: Scores, size: int, starts: Whole) -> None:
    """Where the tokens of each person start, (persons + 1,), when `size` items make a group and
    groups without any response have no token.
    """
    items = scores.shape[1]
    starts[0] = 0
    for n in range(scores.shape[0]):
        found = 0
        for begin in range(0, items, size):
            for j in range(begin, min(items, begin + size)):
                if scores[n, j] >= 0:
                    found += 1
                    break
        starts[n + 1] = starts[n] + found


@compiled
def encode(scores: Scores, size: int, kinds: int, starts: Whole, tokens: Tokens) -> None:
    """Write the tokens of all persons, one after another, from where each starts."""
    items = scores.shape[1]
    rows = kinds**size
    for n in range(scores.shape[0]):
        k, base = starts[n], 0
        for begin in range(0, items, size):
            code, is_seen = 0, False
            for j in range(begin, begin + size):
                state = 0
                if j < items:
                    score = scores[n, j]
                    # Missing is the last state.
                    state = score if score >= 0 else kinds - 1
                    is_seen |= score >= 0
                code = code * kinds + state
            if is_seen:
                tokens[k] = base + code
                k += 1
            base += rows
