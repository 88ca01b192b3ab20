"""How sure the working parameters of any model and the moments of the groups are: Louis' (1982)
observed information, and the cross-product of the persons' gradients.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Truths
from tauliah.core.psychometrics.estimation_errors import SMALLEST_POSTERIOR
from tauliah.core.psychometrics.models.curves import curves
from tauliah.core.psychometrics.models.expectation import (
    CategoryCounts,
    ModelParameters,
    posteriors,
)
from tauliah.core.psychometrics.models.maximisation import (
    counts_in_use,
    gradient_of_items,
    nodes_of_all,
)
from tauliah.core.psychometrics.tokens import Partition

NUMBERS_AT_ONCE = 4_000_000  # 32 MB
DIFFERENCE = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class ModelScatter:
    """Sums over persons for the parameters that are free, items' first, then (mean, deviation) of
    each free group: `missing`, what of the information is lost because theta is not seen, and
    `cross_product`, the sum of the squares of each person's gradient.
    """

    missing: Floats
    cross_product: Floats

    def __add__(self, other: ModelScatter) -> ModelScatter:
        return ModelScatter(self.missing + other.missing, self.cross_product + other.cross_product)


def model_scatter(
    partition: Partition,
    parameters: ModelParameters,
    *,
    free: Truths,
    free_groups: Truths,
    is_observed: bool,
) -> ModelScatter:
    """The sums over one partition; without `is_observed` only `cross_product`, which is cheaper.

    Both are exact on the grid: moments of the complete-data gradient under each posterior.
    """
    group, z = partition.group, parameters.grid.nodes
    table = _gradients(parameters, group, free=free, categories=partition.layout.categories)
    kept = np.flatnonzero(free)
    of_group = np.zeros((z.size, 2 * int(free_groups.sum())))
    if free_groups[group]:
        place = 2 * int(free_groups[:group].sum())
        of_group[:, place] = z / parameters.deviations[group]
        of_group[:, place + 1] = (z**2 - 1) / parameters.deviations[group]
    size = kept.size + of_group.shape[1]
    found = ModelScatter(np.zeros((size, size)), np.zeros((size, size)))
    place_of = np.arange(len(free))
    at_once = max(1, NUMBERS_AT_ONCE // (free.size * z.size))
    for begin in range(0, len(partition), at_once):
        end = min(len(partition), begin + at_once)
        scores = partition.scores(begin, end)
        posterior = posteriors(partition, parameters, begin, end)
        person, node = np.nonzero(posterior > SMALLEST_POSTERIOR)
        share = posterior[person, node]
        # What each person's gradient would be at each node; a score of -1 takes the last row, 0.
        items = table[node[:, None], place_of, scores[person]].reshape(person.size, -1)[:, kept]
        at_node = np.column_stack([items, of_group[node]])
        first = np.searchsorted(person, np.arange(end - begin))
        gradient = np.add.reduceat(at_node * share[:, None], first)
        is_there = np.diff(partition.starts[begin : end + 1]) > 0
        weight = np.where(is_there, partition.weights[begin:end], 0.0)
        found.cross_product[:] += (gradient * weight[:, None]).T @ gradient
        if is_observed:
            at_node -= gradient[person]
            at_node *= np.sqrt(share * weight[person])[:, None]
            found.missing[:] += at_node.T @ at_node
    return found


def _gradients(parameters: ModelParameters, group: int, *, free: Truths, categories: int) -> Floats:
    """Derivatives of each category's log-probability by the working parameters: (nodes, items,
    categories + 1, parameters), the last category standing for no response.
    """
    design, theta = parameters.design, parameters.theta(group)
    gradient = curves(design, parameters.values, theta).gradient
    found = np.zeros((theta.size, len(free), categories + 1, free.shape[1]))
    item, place = np.nonzero(design.is_used)
    found[:, item, design.used[item, place]] = gradient[item, :, place].transpose(2, 0, 1)
    return found


def complete_information(
    parameters: ModelParameters, found: CategoryCounts, *, free: Truths, free_groups: Truths
) -> Floats:
    """The information that the parameters would have were theta seen: minus the expected second
    derivatives, for items by differences of the first.
    """
    items, per_item = free.shape
    counts, theta = counts_in_use(parameters.design, found), nodes_of_all(parameters)
    blocks = np.zeros((items, per_item, per_item))
    for place in range(per_item):
        height = []
        for side in (DIFFERENCE, -DIFFERENCE):
            moved = parameters.values.copy()
            moved[:, place] += np.where(free[:, place], side, 0.0)
            height.append(gradient_of_items(parameters.design, moved, counts=counts, theta=theta))
        blocks[:, place] = (height[1] - height[0]) / (2 * DIFFERENCE)
    blocks = (blocks + blocks.transpose(0, 2, 1)) / 2
    whole = np.zeros((items, per_item, items, per_item))
    place_of = np.arange(items)
    whole[place_of, :, place_of, :] = blocks
    kept = free.ravel()
    of_items = whole.reshape(kept.size, kept.size)[np.ix_(kept, kept)]
    size = len(of_items) + 2 * int(free_groups.sum())
    information = np.zeros((size, size))
    information[: len(of_items), : len(of_items)] = of_items
    z = parameters.grid.nodes
    for number, group in enumerate(np.flatnonzero(free_groups)):
        persons, unit = found.persons[group], parameters.deviations[group] ** -2
        begin = len(of_items) + 2 * number
        information[begin, begin] = unit * persons.sum()
        information[begin, begin + 1] = information[begin + 1, begin] = unit * (persons @ (2 * z))
        information[begin + 1, begin + 1] = unit * (persons @ (3 * z**2 - 1))
    return information
