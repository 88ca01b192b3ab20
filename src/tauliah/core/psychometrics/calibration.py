"""Calibration of items by marginal maximum likelihood: one slope for all (1PL), or one each (2PL).

The population is normal with mean 0 and standard deviation 1; P(right) is
1 / (1 + exp(-a (theta - b))). Expectation-maximisation of Bock and Aitkin (1981), started on a
subsample and accelerated after Anderson (1965).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import add

import numpy as np

from tauliah.core.psychometrics.acceleration import Anderson
from tauliah.core.psychometrics.arrays import Floats, Runner, Truths, frozen
from tauliah.core.psychometrics.calibrated import (
    Calibration,
    Errors,
    Model,
    Population,
    Reached,
    Step,
)
from tauliah.core.psychometrics.estimation_errors import (
    Scatter,
    covariance,
    difficulty_errors,
    scatter,
)
from tauliah.core.psychometrics.expectation import (
    Counts,
    Grid,
    Parameters,
    counts,
    enough_nodes,
    normal_grid,
)
from tauliah.core.psychometrics.identification import Estimable, at_limit, estimable_items
from tauliah.core.psychometrics.logits import logit
from tauliah.core.psychometrics.maximisation import (
    LARGEST_INTERCEPT,
    LARGEST_SLOPE,
    Priors,
    maximise,
    maximise_with_one_slope,
)
from tauliah.core.psychometrics.tokens import Partition, joined

SINGLE_PRECISION_FROM = 50_000  # persons
MOST_STEPS = 500
# Each stage takes every so many-th person; a stage with too few persons is left out.
STAGES = (64, 8, 1)
FEWEST_IN_STAGE = 1_000
# The start of a stage needs no better than its sampling error.
LOOSER = 30.0
SURE_INTERCEPT = 40.0  # P differs from 0 or 1 by 4e-18
SUBSAMPLE_PRIORS = Priors()


def calibrate(
    data: Sequence[Partition],
    model: Model,
    *,
    priors: Priors | None = None,
    tolerance: float = 3e-5,
    nodes: int | None = None,
    errors: Errors | None = None,
    run: Runner = map,
    start: Reached | None = None,
    watch: Callable[[Reached], None] = lambda _: None,
) -> Calibration:
    """Calibrate the items of persons who come in pieces of one layout.

    Ends when a step changes nothing by more than `tolerance` logits. `nodes` is the number of
    quadrature points, by default enough for the number of responses that a person has. `errors` is
    "observed" (Louis, 1982), by default below 50,000 persons, "cross-product" of the gradients
    (Mislevy and Sheehan, 1989), which is equal in large samples, or "none". `run` is how pieces are
    counted: `map`, or the `map` of a pool of threads or processes; the estimates are the same. Pieces
    are touched by `run` alone, so that `data` may be handles of pieces that lie elsewhere, which it
    hands to functions of partitions there. `watch` is told after every step where the fit stands;
    what it raises ends the fit, and from a `start` so told, or from any other, the fit goes on over
    all persons.

    Raises NotEstimable when no item can be estimated, or when items fall into sets that no person
    connects, which then have no common scale. For other models see `calibrate_concurrently`.
    """
    if model == "3PL":
        raise ValueError("expected 1PL or 2PL; fit_3pl and calibrate_concurrently take the 3PL")
    summaries = list(run(Partition.summary, data))
    if not summaries or any(one.layout != summaries[0].layout for one in summaries):
        raise ValueError("expected one or more partitions of the same layout")
    estimable = estimable_items(data, run=run, summaries=summaries)
    persons = _Persons(
        data,
        run,
        sum(one.rows for one in summaries),
        sum(one.weight for one in summaries),
        thinned_by=1,
    )
    rows = persons.rows
    grid = normal_grid(nodes or enough_nodes(estimable.responses / estimable.persons))
    if model == "1PL" and priors is not None:
        # The one slope is written once for each item; together they weigh as one.
        widened = priors.slope_deviation * float(np.sqrt(estimable.kept.sum()))
        priors = replace(priors, slope_deviation=widened)
    fit = _Fit(model, grid, tolerance, priors, estimable.kept, watch)
    trace: list[Step] = []
    stage = _begun(estimable, start)
    for step in STAGES if start is None else STAGES[-1:]:
        if step > 1 and rows // step < FEWEST_IN_STAGE:
            continue
        stage = fit.stage(persons.thinned(step), stage, trace=trace)
    errors = errors or ("observed" if rows < SINGLE_PRECISION_FROM else "cross-product")
    return fit.result(persons, stage, errors=errors, estimable=estimable, trace=tuple(trace))


def _begun(estimable: Estimable, start: Reached | None) -> _Stage:
    """The first values; of who is left out they are as sure as its responses say, so that it adds
    nothing to the likelihood.
    """
    kept = estimable.kept
    if start is None:
        slopes, intercepts = np.ones(kept.size), 1.2 * logit(estimable.shares)
    elif start.values.shape == (kept.size, 2):
        slopes, intercepts = start.values.T
    else:
        raise ValueError(f"expected a start of {kept.size} items, got {len(start.values)}")
    sure = np.where(estimable.shares > 0.5, SURE_INTERCEPT, -SURE_INTERCEPT)
    return _Stage(
        np.where(kept, slopes, 0.0), np.where(kept, intercepts, sure), 0.0, has_converged=False
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Persons:
    """Persons in pieces, and how pieces are run: how many `rows`, and their `weight`."""

    pieces: Sequence[Partition]
    run: Runner
    rows: int
    weight: float
    thinned_by: int

    def thinned(self, step: int) -> _Persons:
        """Every step-th person, here in one piece."""
        if step == 1:
            return self
        found = joined(list(self.run(partial(Partition.thinned, step=step), self.pieces)))
        return _Persons([found], map, len(found), float(found.weights.sum()), thinned_by=step)


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    slopes: Floats
    intercepts: Floats
    log_likelihood: float
    has_converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """What stays the same over the stages of one fit."""

    model: Model
    grid: Grid
    tolerance: float
    priors: Priors | None
    kept: Truths
    watch: Callable[[Reached], None]

    def stage(self, persons: _Persons, start: _Stage, *, trace: list[Step]) -> _Stage:
        """Accelerated expectation-maximisation on these persons, to its end."""
        is_last = persons.thinned_by == 1
        priors = self.priors if is_last else self.priors or SUBSAMPLE_PRIORS
        tolerance = self.tolerance
        if not is_last:
            tolerance *= LOOSER * persons.thinned_by
        is_single = persons.rows >= SINGLE_PRECISION_FROM
        noise = 1e-9 if is_single else 1e-12
        mixing = Anderson()
        point = np.concatenate([start.slopes, start.intercepts])
        count = self.kept.size
        best, best_objective, best_likelihood = point, -np.inf, -np.inf
        for _ in range(MOST_STEPS):
            a, d = point[:count], point[count:]
            found = self.expected(persons, a, d, is_single=is_single)
            objective = found.log_likelihood + (priors.log_density(a, d) if priors else 0.0)
            if not objective >= best_objective - noise * abs(best_objective):
                mixing.forget()
                point = best
                best_objective = -np.inf
                continue
            image = self.maximised(found, a, d, priors=priors)
            change = float(np.abs(image - point).max())
            trace.append(Step(persons.weight, found.log_likelihood, change))
            values = image.reshape(2, count).T
            self.watch(Reached(trace[-1], values, np.zeros(1), np.ones(1), is_last))
            best, best_objective, best_likelihood = image, objective, found.log_likelihood
            if change < tolerance:
                return _Stage(image[:count], image[count:], best_likelihood, has_converged=True)
            point = mixing.next_point(point, image)
            point[:count] = np.clip(point[:count], -LARGEST_SLOPE, LARGEST_SLOPE)
            point[count:] = np.clip(point[count:], -LARGEST_INTERCEPT, LARGEST_INTERCEPT)
        return _Stage(best[:count], best[count:], best_likelihood, has_converged=False)

    def expected(
        self, persons: _Persons, slopes: Floats, intercepts: Floats, *, is_single: bool
    ) -> Counts:
        """The expectation step over all pieces."""
        parameters = Parameters(slopes, intercepts, self.grid, is_single)
        count = partial(counts, parameters=parameters)
        found: Counts = reduce(add, persons.run(count, persons.pieces))
        return found

    def maximised(
        self, found: Counts, slopes: Floats, intercepts: Floats, *, priors: Priors | None
    ) -> Floats:
        """The maximisation step, leaving alone the items that are left out."""
        step = maximise if self.model == "2PL" else maximise_with_one_slope
        kept = self.kept
        a, d = step(
            Counts(found.right[kept], found.seen[kept], found.log_likelihood),
            slopes[kept],
            intercepts[kept],
            grid=self.grid,
            priors=priors,
        )
        image = np.concatenate([slopes, intercepts])
        image[np.concatenate([kept, kept])] = np.concatenate([a, d])
        return image

    def result(
        self,
        persons: _Persons,
        stage: _Stage,
        *,
        errors: Errors,
        estimable: Estimable,
        trace: tuple[Step, ...],
    ) -> Calibration:
        """The last stage with its errors, as the caller sees it."""
        kept, a, d = self.kept, stage.slopes, stage.intercepts
        limited = kept & ((np.abs(a) >= LARGEST_SLOPE) | (np.abs(d) >= LARGEST_INTERCEPT))
        spread = np.full((2 * kept.size, 2 * kept.size), np.nan)
        remarks = (*estimable.remarks, *map(at_limit, np.flatnonzero(limited).tolist()))
        settled = kept & ~limited
        if errors != "none" and settled.any():
            found = self.covariance(persons, stage, errors=errors, settled=settled)
            if found is None:
                errors = "none"
            else:
                both = np.concatenate([settled, settled])
                spread[np.ix_(both, both)] = found
        with np.errstate(divide="ignore", invalid="ignore"):
            difficulty = np.where(kept, -d / a, estimable.difficulties)
            difficulty_error = difficulty_errors(a, d, spread)
        return Calibration(
            model=self.model,
            discrimination=frozen(np.where(kept, a, np.nan)),
            difficulty=frozen(difficulty),
            guessing=frozen(np.zeros(kept.size)),
            discrimination_error=frozen(np.sqrt(np.diag(spread)[: kept.size])),
            difficulty_error=frozen(difficulty_error),
            guessing_error=frozen(np.zeros(kept.size)),
            covariance=frozen(spread),
            errors_by=errors,
            log_likelihood=stage.log_likelihood,
            parameters=int(kept.sum()) + (int(kept.sum()) if self.model == "2PL" else 1),
            persons=estimable.persons,
            nodes=self.grid.nodes.size,
            has_converged=stage.has_converged,
            remarks=remarks,
            trace=trace,
            populations=(Population("", estimable.persons, 0.0, 1.0, 0.0, 0.0),),
            anchored=frozen(np.zeros(0, np.int64)),
        )

    def covariance(
        self, persons: _Persons, stage: _Stage, *, errors: Errors, settled: Truths
    ) -> Floats | None:
        """The covariance of all slopes and intercepts of the settled items, if there is one."""
        parameters = Parameters(stage.slopes, stage.intercepts, self.grid)
        scattered = partial(scatter, parameters=parameters, is_observed=errors == "observed")
        sums: Scatter = reduce(add, persons.run(scattered, persons.pieces))
        both = np.concatenate([settled, settled])
        information = (sums.observed if errors == "observed" else sums.cross_product)[both][:, both]
        count = int(settled.sum())
        if self.priors is not None:
            precision = [self.priors.slope_deviation**-2, self.priors.intercept_deviation**-2]
            information = information + np.diag(np.repeat(precision, count))
        if self.model == "2PL":
            return covariance(information)
        # One slope stands in for all: its derivatives are the sums of theirs.
        design = np.zeros((2 * count, count + 1))
        design[:count, 0] = 1
        design[count:, 1:] = np.eye(count)
        found = covariance(design.T @ information @ design)
        return None if found is None else np.asarray(design @ found @ design.T)
