"""The expectation step of marginal maximum likelihood: what the data say of each item, given its
parameters, as sums that can be made piece by piece and added.

Bock and Aitkin (1981), equations 11 to 13: `right` and `seen` are their r and N at the nodes of a
rectangle rule over a standard normal population.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar, overload

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.tokens import FEW_RESPONSES, Layout, Partition

WIDEST = 6.0  # standard deviations; the population beyond is 2 in a thousand million
FEWEST_NODES = 48

Sums_co = TypeVar("Sums_co", covariant=True)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`nodes` of theta and the `weights` of a standard normal population at them, which sum to 1."""

    nodes: Floats
    weights: Floats


def normal_grid(nodes: int = FEWEST_NODES, *, widest: float = WIDEST) -> Grid:
    """Equally spaced nodes from -widest to widest with standard normal weights."""
    theta = np.linspace(-widest, widest, nodes)
    weights = np.exp(-0.5 * theta**2)
    return Grid(frozen(theta), frozen(weights / weights.sum()))


def enough_nodes(responses: float) -> int:
    """Nodes that stand no further apart than the posterior of so many responses is wide.

    The rectangle rule over a normal curve errs by 2 exp(-2 (pi s / h)^2), s its deviation and h the
    step; 1.2 s keeps that below 3e-6. An item of slope 1 informs by 0.2 on average.
    """
    posterior = 1 / np.sqrt(1 + 0.2 * responses)
    needed = 2 * WIDEST / (1.2 * posterior)
    return max(40, int(np.ceil(needed / 8)) * 8)


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """Slopes and intercepts (items,) of P(right) = 1 / (1 + exp(-(a theta + d))) on a grid.

    `is_single` asks for tables in single precision, which are as good for many persons and faster;
    `is_compiled` for the compiled loop even over few persons, where it is loaded for others.
    """

    slopes: Floats
    intercepts: Floats
    grid: Grid
    is_single: bool = False
    is_compiled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Expected numbers of right and of all responses, (items, nodes), and the log-likelihood."""

    right: Floats
    seen: Floats
    log_likelihood: float

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right,
            self.seen + other.seen,
            self.log_likelihood + other.log_likelihood,
        )


class Countable(Protocol[Sums_co]):
    """Parameters of another model, which know its expectation step."""

    def counts(self, partition: Partition) -> Sums_co:
        """The expectation step over the persons of one partition; sums of results are results."""
        ...


@overload
def counts(partition: Partition, parameters: Parameters) -> Counts: ...
@overload
def counts(partition: Partition, parameters: Countable[Sums_co]) -> Sums_co: ...
def counts(partition: Partition, parameters: Any) -> Any:
    """The expectation step over the persons of one partition; sums of results are results.

    `Parameters` are those of the 1PL and 2PL in one population; those of every other model bring
    their own step.
    """
    if not isinstance(parameters, Parameters):
        return parameters.counts(partition)
    few = len(partition) * partition.layout.items <= FEW_RESPONSES
    if few and not parameters.is_compiled:
        return counts_of_few(partition, parameters)
    from tauliah.core.psychometrics.kernels import expect

    tables = _tables(partition.layout, parameters)
    counted = np.zeros(tables.log.shape)
    log_likelihood = expect(
        partition.tokens,
        partition.starts,
        partition.weights,
        tables.scaled,
        tables.log,
        tables.largest,
        tables.prior,
        np.log(parameters.grid.weights),
        1e-12 if parameters.is_single else 1e-100,
        counted,
    )
    right, seen = by_item(partition.layout, counted)
    return Counts(right, seen, float(log_likelihood))


def prepare_tables(layout: Layout, parameters: Parameters) -> None:
    """Make what all partitions of a step look up, so that threads that begin together do not each
    make it.
    """
    if parameters.is_compiled:
        _tables(layout, parameters)


def counts_of_few(partition: Partition, parameters: Parameters) -> Counts:
    """The same by matrix products in double precision, for data that take less time than loading
    the compiled loop.
    """
    scores, weights = partition.scores(0, len(partition)), partition.weights
    right, seen = (scores == 1).astype(np.float64), (scores >= 0).astype(np.float64)
    log_wrong, log_right = log_likelihoods(parameters)
    logs = right @ log_right + (seen - right) @ log_wrong + np.log(parameters.grid.weights)
    largest = logs.max(1, keepdims=True)
    posterior = np.exp(logs - largest)
    sums = posterior.sum(1, keepdims=True)
    posterior *= weights[:, None] / sums
    # Who has no response has likelihood 1, and nothing to say.
    log_likelihood = weights @ (largest + np.log(sums))[:, 0]
    return Counts(right.T @ posterior, seen.T @ posterior, float(log_likelihood))


def log_likelihoods(parameters: Parameters) -> tuple[Floats, Floats]:
    """Logarithms of P(wrong) and P(right) of each item at each node, (items, nodes)."""
    z = np.outer(parameters.slopes, parameters.grid.nodes) + parameters.intercepts[:, None]
    soft = np.log1p(np.exp(-np.abs(z)))
    return np.minimum(-z, 0) - soft, np.minimum(z, 0) - soft


def by_item(layout: Layout, counted: Floats) -> tuple[Floats, Floats]:
    """Right and all responses of each item, (items, ...), from sums over tokens, (rows, ...)."""
    grouped = counted.reshape(layout.groups, layout.rows_of_group, -1)
    digits = layout.digits()
    right, seen = (
        (kind.T.astype(np.float64) @ grouped).reshape(layout.groups * layout.size, -1)
        for kind in (digits == 1, digits >= 0)
    )
    return right[: layout.items], seen[: layout.items]


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """The logarithm of the likelihood of every token at every node (rows, nodes), each row's
    largest value, and the likelihood divided by it.
    """

    log: Floats
    largest: Floats
    scaled: Any
    prior: Any


# Partitions of one process share the tables of one step; the next step has other parameters.
@lru_cache(maxsize=1)
def _tables(layout: Layout, parameters: Parameters) -> _Tables:
    nodes = parameters.grid.nodes.size
    states = np.zeros((layout.groups * layout.size, layout.kinds, nodes))
    states[: layout.items, 0], states[: layout.items, 1] = log_likelihoods(parameters)
    grouped = states.reshape(layout.groups, layout.size, layout.kinds, -1)
    log: Floats = grouped[:, 0]
    for place in range(1, layout.size):
        log = (log[:, :, None] + grouped[:, None, place]).reshape(layout.groups, -1, nodes)
    log = log.reshape(layout.rows, -1)
    largest = log.max(1)
    kind = np.float32 if parameters.is_single else np.float64
    return _Tables(
        log,
        largest,
        np.exp((log - largest[:, None]).astype(kind)),
        parameters.grid.weights.astype(kind),
    )
