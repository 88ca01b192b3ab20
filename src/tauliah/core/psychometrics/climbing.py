"""The way of a fit of the 1PL or 2PL to the maximum: from the gradient that expected counts give,
over some of the persons first, then over all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import add

import numpy as np

from tauliah.core.psychometrics.acceleration import Anderson
from tauliah.core.psychometrics.arrays import Floats, Runner, Truths
from tauliah.core.psychometrics.ascent import ascent
from tauliah.core.psychometrics.calibrated import Model, Reached, Step
from tauliah.core.psychometrics.expectation import (
    Counts,
    Grid,
    Parameters,
    counts,
    prepare_tables,
)
from tauliah.core.psychometrics.maximisation import (
    LARGEST_INTERCEPT,
    LARGEST_SLOPE,
    LONGEST_STEP,
    Priors,
    maximise,
    maximise_with_one_slope,
)
from tauliah.core.psychometrics.tokens import Layout, Partition, how_many_pieces, joined_to

SINGLE_PRECISION_FROM = 50_000  # persons
MOST_STEPS = 500
# The start of a stage needs no better than its sampling error.
LOOSER = 100.0
MOST_ASCENTS = 50  # far more than a fit takes whose estimates are finite
MOST_FALLS = 2  # steps that led down, after which only those are taken that cannot
SUBSAMPLE_PRIORS = Priors()


@dataclass(frozen=True, slots=True, eq=False)
class Persons:
    """Persons in pieces of one `layout`, and how pieces are run: how many `rows`, and their `weight`."""

    pieces: Sequence[Partition]
    layout: Layout
    run: Runner
    rows: int
    weight: float
    thinned_by: int

    @property
    def are_here(self) -> bool:
        """Whether the pieces are in this process, and no handles of pieces that lie elsewhere."""
        return isinstance(self.pieces[0], Partition)

    def thinned(self, step: int) -> Persons:
        """Every step-th person, here in few pieces."""
        if step == 1:
            return self
        found = list(self.run(partial(Partition.thinned, step=step), self.pieces))
        rows, weight = sum(map(len, found)), sum(float(one.weights.sum()) for one in found)
        pieces = joined_to(found, how_many_pieces(rows, self.layout.items))
        # what was fetched from elsewhere is run here
        run = self.run if self.are_here and len(pieces) > 1 else map
        return Persons(pieces, self.layout, run, rows, weight, thinned_by=step)


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Where a stage ends: the log-likelihood is that of the point before the last step."""

    slopes: Floats
    intercepts: Floats
    log_likelihood: float
    has_converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Reckoned:
    """A point, slopes then intercepts, with what was counted there."""

    point: Floats
    found: Counts
    parameters: Parameters


def _expected(persons: Persons, parameters: Parameters) -> Counts:
    """The expectation step over all pieces."""
    if persons.are_here:
        prepare_tables(persons.layout, parameters)
    found: Counts = reduce(add, persons.run(partial(counts, parameters=parameters), persons.pieces))
    return found


def _left_after(steps: Sequence[float]) -> float:
    """How far it still is after these steps: as much less than the last as the last two became less
    one by one, of which the worse counts; the last itself where that is not seen yet.
    """
    if len(steps) < 3:
        return steps[-1]
    first, second, third = steps[-3:]
    return third * min(max(second / first, third / second), 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """What stays the same over the stages of one fit; `heard` is the share of the persons, by weight,
    who have a response.
    """

    model: Model
    grid: Grid
    coarse: Grid
    tolerance: float
    priors: Priors | None
    kept: Truths
    heard: float
    is_compiled: bool
    watch: Callable[[Reached], None]

    def stage(
        self, persons: Persons, start: Stage, *, mixing: Anderson, trace: list[Step]
    ) -> Stage:
        """Accelerated steps to the maximum on these persons.

        Where a step falls, it goes on from the best point by expectation-maximisation, which does
        not; where steps fall again and again, or do not end, by that alone.
        """
        is_last = persons.thinned_by == 1
        priors = self.priors if is_last else self.priors or SUBSAMPLE_PRIORS
        grid = self.grid if is_last else self.coarse
        tolerance = self.tolerance
        if not is_last:
            tolerance *= LOOSER * persons.thinned_by
        is_single = persons.rows >= SINGLE_PRECISION_FROM
        noise = 1e-9 if is_single else 1e-12
        mixing.elsewhere()
        point = np.concatenate([start.slopes, start.intercepts])
        count = self.kept.size
        best, best_objective, falls = None, -np.inf, 0
        steps: list[float] = []
        values, log_likelihood = point, -np.inf
        for number in range(MOST_STEPS):
            a, d = point[:count], point[count:]
            parameters = Parameters(a, d, grid, is_single, self.is_compiled)
            found = _expected(persons, parameters)
            objective = found.log_likelihood + (priors.log_density(a, d) if priors else 0.0)
            if best is not None and not objective >= best_objective - noise * abs(best_objective):
                mixing.forget()
                steps.clear()
                falls += 1
                point, best_objective = self.maximised(best, priors), -np.inf
                continue
            best, best_objective = _Reckoned(point, found, parameters), objective
            further = None
            if falls < MOST_FALLS and number < MOST_ASCENTS:
                further = self.ascended(best, priors, persons=persons.weight * self.heard)
            values = self.maximised(best, priors) if further is None else further
            log_likelihood = found.log_likelihood
            change = float(np.abs(values - point).max())
            trace.append(Step(persons.weight, log_likelihood, change))
            table = values.reshape(2, count).T
            self.watch(Reached(trace[-1], table, np.zeros(1), np.ones(1), is_last))
            steps.append(change)
            if _left_after(steps) < tolerance:
                return Stage(values[:count], values[count:], log_likelihood, has_converged=True)
            if further is None:
                steps.clear()
            point = mixing.next_point(point, values)
            point[:count] = np.clip(point[:count], -LARGEST_SLOPE, LARGEST_SLOPE)
            point[count:] = np.clip(point[count:], -LARGEST_INTERCEPT, LARGEST_INTERCEPT)
        return Stage(values[:count], values[count:], log_likelihood, has_converged=False)

    def maximised(self, at: _Reckoned, priors: Priors | None) -> Floats:
        """The maximisation step, leaving alone the items that are left out."""
        step = maximise if self.model == "2PL" else maximise_with_one_slope
        a, d = step(*self.own(at), grid=at.parameters.grid, priors=priors)
        image = at.point.copy()
        image[np.concatenate([self.kept, self.kept])] = np.concatenate([a, d])
        return image

    def ascended(self, at: _Reckoned, priors: Priors | None, *, persons: float) -> Floats | None:
        """Where the step leads that knows what is missing, of the items that are kept."""
        step = ascent(
            *self.own(at),
            grid=at.parameters.grid,
            persons=persons,
            priors=priors,
            is_tied=self.model == "1PL",
        )
        if step is None:
            return None
        image = at.point.copy()
        image[np.concatenate([self.kept, self.kept])] += np.clip(
            np.concatenate(step), -LONGEST_STEP, LONGEST_STEP
        )
        return image

    def own(self, at: _Reckoned) -> tuple[Counts, Floats, Floats]:
        """Counts, slopes and intercepts of the items that are kept."""
        kept, found = self.kept, at.found
        return (
            Counts(found.right[kept], found.seen[kept], found.log_likelihood),
            at.parameters.slopes[kept],
            at.parameters.intercepts[kept],
        )
