"""Accelerated expectation-maximisation for every model, any number of groups, and items of which
some are held at given parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import add

import numpy as np

from tauliah.core.psychometrics.acceleration import Anderson
from tauliah.core.psychometrics.arrays import Floats, Runner, Truths
from tauliah.core.psychometrics.calibrated import Errors, Reached, Step
from tauliah.core.psychometrics.estimation_errors import covariance
from tauliah.core.psychometrics.expectation import Grid, counts
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.models.curves import Design
from tauliah.core.psychometrics.models.errors import (
    ModelScatter,
    complete_information,
    model_scatter,
)
from tauliah.core.psychometrics.models.expectation import CategoryCounts, ModelParameters
from tauliah.core.psychometrics.models.maximisation import (
    SMALLEST_DEVIATION,
    is_ordered,
    maximised_groups,
    maximised_items,
    within_limits,
)
from tauliah.core.psychometrics.models.priors import GuessingPriors, prior_terms
from tauliah.core.psychometrics.tokens import Partition

MOST_STEPS = 500
NOISE = 1e-12  # of a log-likelihood in double precision


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Working parameters of the items, and means and deviations of the groups."""

    values: Floats
    means: Floats
    deviations: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Where the iteration ended: a point, its log-likelihood, and whether it stands still there."""

    point: Point
    log_likelihood: float
    has_converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is fitted: the items by a `design`, the parameters that are `free` (items, parameters),
    the groups whose moments are (`free_groups`), and whether all free slopes are one (`is_tied`).
    """

    design: Design
    free: Truths
    free_groups: Truths
    is_tied: bool
    grid: Grid
    priors: Priors | GuessingPriors | None
    tolerance: float
    run: Runner
    watch: Callable[[Reached], None]

    def settled(
        self, data: Sequence[Partition], start: Point, *, looser: float, trace: list[Step]
    ) -> Settled:
        """Steps from `start` until none changes anything by more than the tolerance, made `looser`
        by that factor, which is 1 for all persons.
        """
        persons = float(sum(one.weight for one in self.run(Partition.summary, data)))
        mixing = Anderson()
        point, best = start, start
        best_objective, best_likelihood = -np.inf, -np.inf
        for _ in range(MOST_STEPS):
            found = self.expected(data, point)
            objective = found.log_likelihood + self._prior(point.values)
            if not objective >= best_objective - NOISE * abs(best_objective):
                # Mixing led astray: go on from the best step without it.
                mixing.forget()
                point, best_objective = best, -np.inf
                continue
            image = self.image(point, found)
            before, after = self._written(point), self._written(image)
            change = float(np.abs(after - before).max())
            trace.append(Step(persons, found.log_likelihood, change))
            self.watch(Reached(trace[-1], image.values, image.means, image.deviations, looser == 1))
            best, best_objective, best_likelihood = image, objective, found.log_likelihood
            if change < self.tolerance * looser:
                return Settled(image, best_likelihood, has_converged=True)
            point = self._read(mixing.next_point(before, after), otherwise=image)
        return Settled(best, best_likelihood, has_converged=False)

    def parameters(self, point: Point) -> ModelParameters:
        """The point as the expectation step takes it."""
        return ModelParameters(self.design, point.values, point.means, point.deviations, self.grid)

    def expected(self, data: Sequence[Partition], point: Point) -> CategoryCounts:
        """The expectation step over all pieces."""
        count = partial(counts, parameters=self.parameters(point))
        found: CategoryCounts = reduce(add, self.run(count, data))
        return found

    def image(self, point: Point, found: CategoryCounts) -> Point:
        """The maximisation step."""
        parameters = self.parameters(point)
        values = maximised_items(
            parameters, found, free=self.free, is_tied=self.is_tied, priors=self.priors
        )
        return Point(values, *maximised_groups(parameters, found, free=self.free_groups))

    def covariance(
        self, data: Sequence[Partition], point: Point, *, errors: Errors, sure: Truths
    ) -> Floats | None:
        """The covariance of all working parameters, items' first, then mean and deviation of each
        group; 0 for what is not free, and nothing where the information is not positive definite.

        Items that are not `sure` are taken as they are.
        """
        free = self.free & sure[:, None]
        scattered = partial(
            model_scatter,
            parameters=self.parameters(point),
            free=free,
            free_groups=self.free_groups,
            is_observed=errors == "observed",
        )
        sums: ModelScatter = reduce(add, self.run(scattered, data))
        information = sums.cross_product
        if errors == "observed":
            complete = complete_information(
                self.parameters(point),
                self.expected(data, point),
                free=free,
                free_groups=self.free_groups,
            )
            information = complete - sums.missing
        prior = prior_terms(self.priors, point.values, free=free, is_tied=self.is_tied)
        place = np.arange(int(free.sum()))
        information[place, place] += prior.information[free]
        design = self._design_of_free(free)
        found = covariance(design.T @ information @ design)
        if found is None:
            return None
        kept = np.concatenate([free.ravel(), np.repeat(self.free_groups, 2)])
        whole = np.zeros((kept.size, kept.size))
        whole[np.ix_(kept, kept)] = design @ found @ design.T
        return whole

    def _design_of_free(self, free: Truths) -> Floats:
        """From what is estimated to the free parameters: a tied slope stands for many."""
        size = int(free.sum()) + 2 * int(self.free_groups.sum())
        slopes = np.zeros(size, np.bool_)
        slopes[: int(free.sum())] = (np.argwhere(free)[:, 1] == 0) & self.is_tied
        if not slopes.any():
            return np.eye(size)
        return np.column_stack([slopes.astype(np.float64), np.eye(size)[:, ~slopes]])

    def _prior(self, values: Floats) -> float:
        return prior_terms(self.priors, values, free=self.free, is_tied=self.is_tied).log_density

    def _written(self, point: Point) -> Floats:
        """What is free as one vector, deviations by their logarithms."""
        return np.concatenate(
            [
                point.values[self.free],
                point.means[self.free_groups],
                np.log(point.deviations[self.free_groups]),
            ]
        )

    def _read(self, written: Floats, *, otherwise: Point) -> Point:
        """The point of a vector; items whose thresholds it puts out of order stay as `otherwise`."""
        groups = int(self.free_groups.sum())
        values = otherwise.values.copy()
        values[self.free] = written[: written.size - 2 * groups]
        values = within_limits(self.design, values, free=self.free)
        ordered = is_ordered(self.design, values)
        values = np.where(ordered[:, None], values, otherwise.values)
        means, deviations = otherwise.means.copy(), otherwise.deviations.copy()
        means[self.free_groups] = written[written.size - 2 * groups : written.size - groups]
        deviations[self.free_groups] = np.exp(written[written.size - groups :])
        return Point(values, means, np.clip(deviations, SMALLEST_DEVIATION, 20.0))
