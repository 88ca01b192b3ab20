"""The inner loop of the expectation step for every model, compiled on first use and kept in a cache
beside this file. Imported only where it runs.
"""

from __future__ import annotations

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Tokens, Whole
from tauliah.core.psychometrics.kernels import compiled


@compiled
def expect_in_logarithms(
    tokens: Tokens,
    starts: Whole,
    weights: Floats,
    log_table: Floats,
    log_prior: Floats,
    counted: Floats,
    persons: Floats,
) -> float:
    """Add each person's posterior to the rows of his or her tokens, and to `persons` (nodes,);
    returns the log-likelihood. `log_table` and `counted` are (rows, nodes).
    """
    nodes = log_prior.size
    posterior = np.empty(nodes)
    total = 0.0
    for n in range(starts.size - 1):
        begin, end = starts[n], starts[n + 1]
        if weights[n] <= 0 or begin == end:
            continue
        posterior[:] = log_prior
        for k in range(begin, end):
            row = tokens[k]
            for q in range(nodes):
                posterior[q] += log_table[row, q]
        top = posterior[0]
        for q in range(1, nodes):
            top = max(top, posterior[q])
        mass = 0.0
        for q in range(nodes):
            posterior[q] = np.exp(posterior[q] - top)
            mass += posterior[q]
        total += weights[n] * (top + np.log(mass))
        factor = weights[n] / mass
        for q in range(nodes):
            posterior[q] *= factor
            persons[q] += posterior[q]
        for k in range(begin, end):
            row = tokens[k]
            for q in range(nodes):
                counted[row, q] += posterior[q]
    return total
