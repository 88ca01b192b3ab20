"""The expectation step for every model and any number of groups, as sums that can be made piece by
piece and added: Bock and Aitkin (1981), equations 11 to 13, for each category; Bock and Zimowski
(1997) for groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.expectation import Grid
from tauliah.core.psychometrics.models.curves import Design, log_curves
from tauliah.core.psychometrics.tokens import FEW_RESPONSES, Layout, Partition


@dataclass(frozen=True, slots=True, eq=False)
class ModelParameters:
    """Working parameters of the items, `values` (items, parameters), and `means` and `deviations`
    (groups,) of the groups, whose abilities are summed over the nodes of `grid`, moved to each.
    """

    design: Design
    values: Floats
    means: Floats
    deviations: Floats
    grid: Grid

    def theta(self, group: int) -> Floats:
        """The nodes of a group."""
        return np.asarray(self.means[group] + self.deviations[group] * self.grid.nodes)

    def counts(self, partition: Partition) -> CategoryCounts:
        """The expectation step over the persons of one partition; sums of results are results."""
        groups, nodes, layout = self.means.size, self.grid.nodes.size, partition.layout
        categories = np.zeros((groups, layout.items, layout.categories, nodes))
        persons = np.zeros((groups, nodes))
        count = _of_few if len(partition) * layout.items <= FEW_RESPONSES else _of_many
        found = count(partition, self)
        categories[partition.group], persons[partition.group] = found[:2]
        return CategoryCounts(categories, persons, found[2])


@dataclass(frozen=True, slots=True, eq=False)
class CategoryCounts:
    """Expected numbers of responses in each category, (groups, items, categories, nodes), and of
    persons with a response (groups, nodes), and the log-likelihood.
    """

    categories: Floats
    persons: Floats
    log_likelihood: float

    def __add__(self, other: CategoryCounts) -> CategoryCounts:
        return CategoryCounts(
            self.categories + other.categories,
            self.persons + other.persons,
            self.log_likelihood + other.log_likelihood,
        )


def _of_few(partition: Partition, parameters: ModelParameters) -> tuple[Floats, Floats, float]:
    """By matrix products, for data that take less time than loading the compiled loop."""
    chosen = _one_hot(partition, 0, len(partition))
    logs = chosen @ _log_rows(partition, parameters) + np.log(parameters.grid.weights)
    largest = logs.max(1, keepdims=True)
    posterior = np.exp(logs - largest)
    sums = posterior.sum(1, keepdims=True)
    # Who has no response has nothing to say, not even of the population.
    weights = np.where(np.diff(partition.starts) > 0, partition.weights, 0.0)
    posterior *= weights[:, None] / sums
    layout = partition.layout
    counted = (chosen.T @ posterior).reshape(layout.items, layout.categories, -1)
    log_likelihood = float(weights @ (largest + np.log(sums))[:, 0])
    return counted, posterior.sum(0), log_likelihood


def posteriors(partition: Partition, parameters: ModelParameters, begin: int, end: int) -> Floats:
    """The posterior of each of some persons at the nodes of their group: (persons, nodes)."""
    logs = _one_hot(partition, begin, end) @ _log_rows(partition, parameters)
    logs += np.log(parameters.grid.weights)
    found = np.exp(logs - logs.max(1, keepdims=True))
    return np.asarray(found / found.sum(1, keepdims=True))


def _one_hot(partition: Partition, begin: int, end: int) -> Floats:
    """1 for the category of each response, else 0: (persons, items x categories)."""
    scores = partition.scores(begin, end)
    chosen = scores[:, :, None] == np.arange(partition.layout.categories, dtype=np.int8)
    return np.asarray(chosen.reshape(len(scores), -1), np.float64)


def _log_rows(partition: Partition, parameters: ModelParameters) -> Floats:
    log = _log_states(partition.layout, parameters, partition.group)
    return log.reshape(-1, parameters.grid.nodes.size)


def _of_many(partition: Partition, parameters: ModelParameters) -> tuple[Floats, Floats, float]:
    from tauliah.core.psychometrics.models.kernels import expect_in_logarithms

    layout, nodes = partition.layout, parameters.grid.nodes.size
    table = _table(layout, parameters, partition.group)
    counted, persons = np.zeros(table.shape), np.zeros(nodes)
    log_likelihood = expect_in_logarithms(
        partition.tokens,
        partition.starts,
        partition.weights,
        table,
        np.log(parameters.grid.weights),
        counted,
        persons,
    )
    return by_category(layout, counted), persons, float(log_likelihood)


def by_category(layout: Layout, counted: Floats) -> Floats:
    """Responses in each category, (items, categories, columns), from sums over tokens (rows,
    columns).
    """
    columns = counted.shape[1]
    grouped = counted.reshape(layout.groups, layout.rows_of_group, columns)
    digits = layout.digits()
    found = [
        ((digits == category).T.astype(np.float64) @ grouped).reshape(-1, columns)[: layout.items]
        for category in range(layout.categories)
    ]
    return np.stack(found, axis=1)


def _log_states(layout: Layout, parameters: ModelParameters, group: int) -> Floats:
    return log_curves(
        parameters.design,
        parameters.values,
        parameters.theta(group),
        categories=layout.categories,
    )


# Partitions of one process share the tables of one step; the next step has other parameters.
@lru_cache(maxsize=4)
def _table(layout: Layout, parameters: ModelParameters, group: int) -> Floats:
    """The logarithm of the likelihood of every token at every node: (rows, nodes)."""
    nodes = parameters.grid.nodes.size
    states = np.zeros((layout.groups * layout.size, layout.kinds, nodes))
    states[: layout.items, : layout.categories] = _log_states(layout, parameters, group)
    grouped = states.reshape(layout.groups, layout.size, layout.kinds, nodes)
    log: Floats = grouped[:, 0]
    for place in range(1, layout.size):
        log = (log[:, :, None] + grouped[:, None, place]).reshape(layout.groups, -1, nodes)
    return log.reshape(layout.rows, nodes)
