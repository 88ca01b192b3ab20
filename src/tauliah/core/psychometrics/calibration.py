"""Calibration of items by marginal maximum likelihood: one slope for all (1PL), or one each (2PL).

The population is normal with mean 0 and standard deviation 1; P(right) is
1 / (1 + exp(-a (theta - b))). The expectation step of Bock and Aitkin (1981), whose sums give the
gradient, and steps that know what is missing (`ascent`), started on a subsample and accelerated
after Anderson (1965).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial, reduce

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
from tauliah.core.psychometrics.climbing import (
    SINGLE_PRECISION_FROM,
    Climb,
    Persons,
    Stage,
)
from tauliah.core.psychometrics.estimation_errors import (
    Scatter,
    covariance,
    difficulty_errors,
    scatter,
)
from tauliah.core.psychometrics.expectation import Parameters, enough_nodes, normal_grid
from tauliah.core.psychometrics.identification import Estimable, at_limit, estimable_items
from tauliah.core.psychometrics.logits import logit
from tauliah.core.psychometrics.maximisation import LARGEST_INTERCEPT, LARGEST_SLOPE, Priors
from tauliah.core.psychometrics.tokens import FEW_RESPONSES, Partition

# Each stage takes every so many-th person; a stage with too few persons is left out.
STAGES = (64, 8, 1)
FEWEST_IN_STAGE = 1_000
FEWEST_COARSE = 24  # nodes of the first stages, which need no more
MOST_SCATTERED = 100_000  # persons whose gradients tell the errors of the items
SURE_INTERCEPT = 40.0  # P differs from 0 or 1 by 4e-18


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

    Ends when nothing is left to change by more than `tolerance` logits: by the last step, or after it
    where steps have become smaller from one to the next. `nodes` is the number of
    quadrature points, by default enough for the number of responses that a person has. `errors` is
    "observed" (Louis, 1982), by default below 50,000 persons, "cross-product" of the gradients
    (Mislevy and Sheehan, 1989), which is equal in large samples, or "none". Of 200,000 persons or
    more the gradients of every second, third, ... stand for all, so that 100,000 or more are summed.
    `run` is how pieces are counted: `map`, or the `map` of a pool of threads or processes; the
    estimates are the same. Pieces are touched by `run` alone, so that `data` may be handles of
    pieces that lie elsewhere, which it hands to functions of partitions there. `watch` is told after
    every step where the fit stands; what it raises ends the fit, and from a `start` so told, or from
    any other, the fit goes on over all persons.

    Raises NotEstimable when no item can be estimated, or when items fall into sets that no person
    connects, which then have no common scale. For other models see `calibrate_concurrently`.
    """
    if model == "3PL":
        raise ValueError("expected 1PL or 2PL; fit_3pl and calibrate_concurrently take the 3PL")
    summaries = list(run(Partition.summary, data))
    if not summaries or any(one.layout != summaries[0].layout for one in summaries):
        raise ValueError("expected one or more partitions of the same layout")
    estimable = estimable_items(data, run=run, summaries=summaries)
    persons = Persons(
        data,
        summaries[0].layout,
        run,
        sum(one.rows for one in summaries),
        sum(one.weight for one in summaries),
        thinned_by=1,
    )
    rows = persons.rows
    nodes = nodes or enough_nodes(estimable.responses / estimable.persons)
    if model == "1PL" and priors is not None:
        # The one slope is written once for each item; together they weigh as one.
        widened = priors.slope_deviation * float(np.sqrt(estimable.kept.sum()))
        priors = replace(priors, slope_deviation=widened)
    fit = Climb(
        model,
        normal_grid(nodes),
        normal_grid(max(FEWEST_COARSE, nodes // 2)),
        tolerance,
        priors,
        estimable.kept,
        heard=estimable.persons / persons.weight,
        is_compiled=rows * estimable.kept.size > FEW_RESPONSES,
        watch=watch,
    )
    trace: list[Step] = []
    mixing = Anderson()
    stage = _begun(estimable, start)
    for step in STAGES if start is None else STAGES[-1:]:
        if step > 1 and rows // step < FEWEST_IN_STAGE:
            continue
        stage = fit.stage(persons.thinned(step), stage, mixing=mixing, trace=trace)
    errors = errors or ("observed" if rows < SINGLE_PRECISION_FROM else "cross-product")
    return _told(fit, persons, stage, errors=errors, estimable=estimable, trace=tuple(trace))


def _begun(estimable: Estimable, start: Reached | None) -> Stage:
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
    return Stage(
        np.where(kept, slopes, 0.0), np.where(kept, intercepts, sure), 0.0, has_converged=False
    )


def _told(
    fit: Climb,
    persons: Persons,
    stage: Stage,
    *,
    errors: Errors,
    estimable: Estimable,
    trace: tuple[Step, ...],
) -> Calibration:
    """The last stage with its errors, as the caller sees it."""
    kept, a, d = fit.kept, stage.slopes, stage.intercepts
    limited = kept & ((np.abs(a) >= LARGEST_SLOPE) | (np.abs(d) >= LARGEST_INTERCEPT))
    spread = np.full((2 * kept.size, 2 * kept.size), np.nan)
    remarks = (*estimable.remarks, *map(at_limit, np.flatnonzero(limited).tolist()))
    settled = kept & ~limited
    if errors != "none" and settled.any():
        found = _covariance(fit, persons, stage, errors=errors, settled=settled)
        if found is None:
            errors = "none"
        else:
            both = np.concatenate([settled, settled])
            spread[np.ix_(both, both)] = found
    with np.errstate(divide="ignore", invalid="ignore"):
        difficulty = np.where(kept, -d / a, estimable.difficulties)
        difficulty_error = difficulty_errors(a, d, spread)
    return Calibration(
        model=fit.model,
        discrimination=frozen(np.where(kept, a, np.nan)),
        difficulty=frozen(difficulty),
        guessing=frozen(np.zeros(kept.size)),
        discrimination_error=frozen(np.sqrt(np.diag(spread)[: kept.size])),
        difficulty_error=frozen(difficulty_error),
        guessing_error=frozen(np.zeros(kept.size)),
        covariance=frozen(spread),
        errors_by=errors,
        log_likelihood=stage.log_likelihood,
        parameters=int(kept.sum()) + (int(kept.sum()) if fit.model == "2PL" else 1),
        persons=estimable.persons,
        nodes=fit.grid.nodes.size,
        has_converged=stage.has_converged,
        remarks=remarks,
        trace=trace,
        populations=(Population("", estimable.persons, 0.0, 1.0, 0.0, 0.0),),
        anchored=frozen(np.zeros(0, np.int64)),
    )


def _scattered(
    piece: Partition, *, step: int, parameters: Parameters, is_observed: bool
) -> tuple[Scatter, float]:
    """The sums over every step-th person, and the weight of those."""
    some = piece if step == 1 else piece.thinned(step)
    return scatter(some, parameters, is_observed=is_observed), float(some.weights.sum())


def _both(one: tuple[Scatter, float], other: tuple[Scatter, float]) -> tuple[Scatter, float]:
    return one[0] + other[0], one[1] + other[1]


def _covariance(
    fit: Climb, persons: Persons, stage: Stage, *, errors: Errors, settled: Truths
) -> Floats | None:
    """The covariance of all slopes and intercepts of the settled items, if there is one."""
    parameters = Parameters(stage.slopes, stage.intercepts, fit.grid)
    # Gradients of so many persons say how sure the items are to a third of a percent.
    step = 1 if errors == "observed" else max(1, persons.rows // MOST_SCATTERED)
    scattered = partial(
        _scattered, step=step, parameters=parameters, is_observed=errors == "observed"
    )
    sums: Scatter
    sums, weight = reduce(_both, persons.run(scattered, persons.pieces))
    both = np.concatenate([settled, settled])
    information = (sums.observed if errors == "observed" else sums.cross_product)[both][:, both]
    if step > 1 and weight > 0:
        information = information * (persons.weight / weight)
    count = int(settled.sum())
    if fit.priors is not None:
        precision = [fit.priors.slope_deviation**-2, fit.priors.intercept_deviation**-2]
        information = information + np.diag(np.repeat(precision, count))
    if fit.model == "2PL":
        return covariance(information)
    # One slope stands in for all: its derivatives are the sums of theirs.
    design = np.zeros((2 * count, count + 1))
    design[:count, 0] = 1
    design[count:, 1:] = np.eye(count)
    found = covariance(design.T @ information @ design)
    return None if found is None else np.asarray(design @ found @ design.T)
