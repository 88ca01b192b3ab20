"""Calibration of items by marginal maximum likelihood: one slope for all (1PL), or one each (2PL).

The population is normal with mean 0 and standard deviation 1; P(right) is
1 / (1 + exp(-a (theta - b))). Expectation-maximisation of Bock and Aitkin (1981), started on a
subsample and accelerated after Anderson (1965).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import add

import numpy as np

from tauliah.core.psychometrics.acceleration import Anderson
from tauliah.core.psychometrics.arrays import Floats, Runner, Truths, frozen
from tauliah.core.psychometrics.calibrated import Calibration, Errors, Model, Population, Step
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
) -> Calibration:
    """Calibrate the items of persons who come in pieces of one layout.

    Ends when a step changes nothing by more than `tolerance` logits. `nodes` is the number of
    quadrature points, by default enough for the number of responses that a person has. `errors` is
    "observed" (Louis, 1982), by default below 50,000 persons, "cross-product" of the gradients
    (Mislevy and Sheehan, 1989), which is equal in large samples, or "none". `run` is how pieces are
    counted: `map`, or the `map` of a pool of threads or processes; the estimates are the same.

    Raises NotEstimable when no item can be estimated, or when items fall into sets that no person
    connects, which then have no common scale. For other models see `calibrate_concurrently`.
    """
    if model == "3PL":
        raise ValueError("expected 1PL or 2PL; fit_3pl and calibrate_concurrently take the 3PL")
    if not data or any(piece.layout != data[0].layout for piece in data):
        raise ValueError("expected one or more partitions of the same layout")
    estimable = estimable_items(data)
    rows = sum(map(len, data))
    grid = normal_grid(nodes or enough_nodes(estimable.responses / estimable.persons))
    if model == "1PL" and priors is not None:
        # The one slope is written once for each item; together they weigh as one.
        widened = priors.slope_deviation * float(np.sqrt(estimable.kept.sum()))
        priors = replace(priors, slope_deviation=widened)
    fit = _Fit(model, grid, tolerance, priors, estimable.kept, run)
    slopes = np.where(estimable.kept, 1.0, 0.0)
    # Who is left out is as sure as its responses say, so that it adds nothing to the likelihood.
    sure = np.where(estimable.shares > 0.5, SURE_INTERCEPT, -SURE_INTERCEPT)
    intercepts = np.where(estimable.kept, 1.2 * logit(estimable.shares), sure)
    trace: list[Step] = []
    stage = _Stage(slopes, intercepts, 0.0, has_converged=False)
    for step in STAGES:
        if step > 1 and rows // step < FEWEST_IN_STAGE:
            continue
        stage = fit.stage(data, stage, thinned_by=step, trace=trace)
    errors = errors or ("observed" if rows < SINGLE_PRECISION_FROM else "cross-product")
    return fit.result(data, stage, errors=errors, estimable=estimable, trace=tuple(trace))


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
    run: Runner

    def stage(
        self, data: Sequence[Partition], start: _Stage, *, thinned_by: int, trace: list[Step]
    ) -> _Stage:
        """Accelerated expectation-maximisation on every so many-th person, to its end."""
        is_last = thinned_by == 1
        pieces = data if is_last else [joined([piece.thinned(thinned_by) for piece in data])]
        priors = self.priors if is_last else self.priors or SUBSAMPLE_PRIORS
        tolerance = self.tolerance if is_last else self.tolerance * LOOSER * thinned_by
        persons = float(sum(piece.weights.sum() for piece in pieces))
        is_single = sum(map(len, pieces)) >= SINGLE_PRECISION_FROM
        noise = 1e-9 if is_single else 1e-12
        mixing = Anderson()
        point = np.concatenate([start.slopes, start.intercepts])
        count = self.kept.size
        best, best_objective, best_likelihood = point, -np.inf, -np.inf
        for _ in range(MOST_STEPS):
            a, d = point[:count], point[count:]
            found = self.expected(pieces, a, d, is_single=is_single)
            objective = found.log_likelihood + (priors.log_density(a, d) if priors else 0.0)
            if not objective >= best_objective - noise * abs(best_objective):
                mixing.forget()
                point = best
                best_objective = -np.inf
                continue
            image = self.maximised(found, a, d, priors=priors)
            change = float(np.abs(image - point).max())
            trace.append(Step(persons, found.log_likelihood, change))
            best, best_objective, best_likelihood = image, objective, found.log_likelihood
            if change < tolerance:
                return _Stage(image[:count], image[count:], best_likelihood, has_converged=True)
            point = mixing.next_point(point, image)
            point[:count] = np.clip(point[:count], -LARGEST_SLOPE, LARGEST_SLOPE)
            point[count:] = np.clip(point[count:], -LARGEST_INTERCEPT, LARGEST_INTERCEPT)
        return _Stage(best[:count], best[count:], best_likelihood, has_converged=False)

    def expected(
        self, pieces: Sequence[Partition], slopes: Floats, intercepts: Floats, *, is_single: bool
    ) -> Counts:
        """The expectation step over all pieces."""
        parameters = Parameters(slopes, intercepts, self.grid, is_single)
        found: Counts = reduce(add, self.run(partial(counts, parameters=parameters), pieces))
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
        data: Sequence[Partition],
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
            found = self.covariance(data, stage, errors=errors, settled=settled)
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
        self, data: Sequence[Partition], stage: _Stage, *, errors: Errors, settled: Truths
    ) -> Floats | None:
        """The covariance of all slopes and intercepts of the settled items, if there is one."""
        parameters = Parameters(stage.slopes, stage.intercepts, self.grid)
        sums: Scatter = reduce(
            add,
            self.run(
                partial(scatter, parameters=parameters, is_observed=errors == "observed"), data
            ),
        )
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
