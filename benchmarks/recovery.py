"""Whether each model finds the items that made the data, and knows how well: by simulation.

    python -m benchmarks.recovery [--replications 500] [--designs 2PL 3PL ...] [--workers 2]

Each replication draws new items and new persons, fits them, and compares every estimate with the
truth. A line tells, for one kind of parameter: the mean of estimate less truth, the root mean
square of it, the standard error that the fits report (root mean square), and how many of the 95 %
intervals cover the truth. What has no error, or is of a fit that did not settle, counts as not
covered, and the last number says how often that was. The 3PL draws its items from its priors, under
which alone its intervals promise 95 %.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

# Read when numpy loads: matrices are small, and the cores are for replications.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from tauliah.core.psychometrics import (
    Anchors,
    Calibration,
    CategoryCalibration,
    CategoryItems,
    GuessingPriors,
    Items,
    category_probability,
    fit_1pl,
    fit_2pl,
    fit_3pl,
    fit_graded,
    fit_partial_credit,
    graded_items,
    items,
    partial_credit_items,
    probability,
)

# For each kind of parameter: estimates, their standard errors, the truth, and the ends of the
# intervals, each flat.
Found = dict[str, tuple[Any, ...]]
Z = 1.959964
PERSONS = 1_500
COUNT = 15
OTHER = (0.6, 0.8)  # mean and deviation of a second group


def drawn_items(model: str, chance: np.random.Generator) -> Items | CategoryItems:
    """New items of a model."""
    a = np.full(COUNT, 1.2) if model == "1PL" else chance.lognormal(0.0, 0.3, COUNT)
    b = chance.normal(0.0, 1.0, COUNT)
    if model == "3PL":
        priors = GuessingPriors()
        a = chance.lognormal(priors.log_slope_mean, priors.log_slope_deviation, COUNT)
        c = chance.beta(priors.guessing_alpha, priors.guessing_beta, COUNT)
        return items(a, b, floor=c)
    if model in {"graded", "partial-credit"}:
        steps = np.array([-1.0, 0.0, 1.0]) + chance.uniform(-0.3, 0.3, (COUNT, 3))
        make = graded_items if model == "graded" else partial_credit_items
        return make(a, 0.7 * b[:, None] + steps)
    return items(a, b)


def drawn_responses(of: Items | CategoryItems, theta: Any, chance: np.random.Generator) -> Any:
    """What persons of these abilities answer: (persons, items)."""
    if isinstance(of, CategoryItems):
        below = category_probability(theta, of).cumsum(-1)[:, :, :-1]
        return (chance.random((*below.shape[:2], 1)) > below).sum(-1)
    p = probability(theta, of)
    return (chance.random(p.shape) < p).astype(np.int8)


FITS: dict[str, Callable[..., Calibration | CategoryCalibration]] = {
    "1PL": fit_1pl,
    "2PL": fit_2pl,
    "3PL": fit_3pl,
    "graded": fit_graded,
    "partial-credit": fit_partial_credit,
}


def _compared(fit: Calibration | CategoryCalibration, of: Items | CategoryItems) -> Found:
    free = np.delete(np.arange(COUNT), fit.anchored)
    if isinstance(fit, CategoryCalibration) and isinstance(of, CategoryItems):
        found = {
            "threshold": (
                fit.thresholds,
                fit.threshold_errors,
                of.thresholds,
                *fit.interval("threshold"),
            )
        }
    elif isinstance(fit, Calibration) and isinstance(of, Items):
        found = {
            "difficulty": (
                fit.difficulty,
                fit.difficulty_error,
                of.difficulty,
                *fit.interval("difficulty"),
            )
        }
        if fit.model == "3PL":
            found["guessing"] = (
                fit.guessing,
                fit.guessing_error,
                of.floor,
                *fit.interval("guessing"),
            )
    else:
        raise TypeError("expected items of the model that was fitted")
    a = (
        fit.discrimination,
        fit.discrimination_error,
        of.discrimination,
        *fit.interval("discrimination"),
    )
    one_slope = isinstance(fit, Calibration) and fit.model == "1PL"
    found["discrimination"] = tuple(one[free[:1] if one_slope else free] for one in a)
    # A fit that did not settle promises nothing, so that its intervals cover nothing.
    sure = 1.0 if fit.has_converged else np.nan
    return {
        kind: tuple(
            np.ravel(one if kind == "discrimination" else one[free]) * (sure if place > 2 else 1)
            for place, one in enumerate(five)
        )
        for kind, five in found.items()
    }


def of_one_group(model: str, seed: int) -> Found:
    """Complete responses of one population."""
    chance = np.random.default_rng(seed)
    of = drawn_items(model, chance)
    scores = drawn_responses(of, chance.normal(size=PERSONS), chance)
    return _compared(FITS[model](scores), of)


def of_two_groups(model: str, seed: int) -> Found:
    """Two groups, each without a third of the items; the second has moments to be found."""
    chance = np.random.default_rng(seed)
    of = drawn_items(model, chance)
    theta = np.concatenate([chance.normal(size=PERSONS), chance.normal(*OTHER, PERSONS)])
    scores = drawn_responses(of, theta, chance)
    scores[:PERSONS, :5], scores[PERSONS:, 10:] = -1, -1
    fit = FITS[model](scores, groups=["first"] * PERSONS + ["second"] * PERSONS)
    return _compared(fit, of) | _moments(fit, place=1)


def of_pilot_items(model: str, seed: int) -> Found:
    """Five new items beside ten that are held, in a population with moments to be found."""
    chance = np.random.default_rng(seed)
    of = drawn_items(model, chance)
    scores = drawn_responses(of, chance.normal(*OTHER, PERSONS), chance)
    places = list(range(10))
    held = (
        CategoryItems(of.model, of.discrimination[:10], of.intercepts[:10], of.categories[:10])
        if isinstance(of, CategoryItems)
        else items(of.discrimination[:10], of.difficulty[:10], floor=of.floor[:10])
    )
    fit = FITS[model](scores, anchors=Anchors(places, held))
    return _compared(fit, of) | _moments(fit, place=0)


def _moments(fit: Calibration | CategoryCalibration, *, place: int) -> Found:
    group = fit.populations[place]
    mean, deviation = OTHER
    return {
        kind: (estimate, error, truth, estimate - Z * error, estimate + Z * error)
        for kind, estimate, error, truth in (
            ("mean of group", group.mean, group.mean_error, mean),
            ("deviation of group", group.deviation, group.deviation_error, deviation),
        )
    }


DESIGNS: dict[str, Callable[[int], Found]] = {
    **{model: partial(of_one_group, model) for model in FITS},
    **{f"{model}, two groups": partial(of_two_groups, model) for model in FITS},
    **{f"{model}, pilot items": partial(of_pilot_items, model) for model in FITS if model != "1PL"},
}


def compared(design: str, replications: int, *, first_seed: int = 1, run: Any = map) -> Found:
    """All estimates of a design, errors, truths and intervals, over so many replications."""
    seeds = range(first_seed, first_seed + replications)
    every = list(run(DESIGNS[design], seeds))
    return {
        kind: tuple(
            np.concatenate([np.ravel(found[kind][part]) for found in every]) for part in range(5)
        )
        for kind in every[0]
    }


def coverage(truth: Any, low: Any, high: Any) -> float:
    """The share of intervals with the truth in them; NaN is no interval."""
    return float(np.mean((low <= truth) & (truth <= high)))


def is_outside(truth: Any, low: Any, high: Any) -> bool:
    """Whether intervals cover less than 93 % or more than 97 %, by more than two standard errors of
    a share of so many.
    """
    slack = 2 * np.sqrt(0.05 * 0.95 / np.size(truth))
    return not 0.93 - slack <= coverage(truth, low, high) <= 0.97 + slack


def lines(design: str, found: Found, *, seconds: float) -> Iterator[str]:
    """One line for each kind of parameter."""
    for kind, (estimate, error, truth, low, high) in found.items():
        far = estimate - truth
        known = np.isfinite(error)
        yield (
            f"{design:<26} {kind:<19} {far.size:>6} {far.mean():>8.4f} "
            f"{np.sqrt(np.mean(far**2)):>8.4f} {np.sqrt(np.mean(error[known] ** 2)):>8.4f} "
            f"{100 * coverage(truth, low, high):>7.2f} {int(np.isnan(low).sum()):>9}"
        )
    yield f"{'':<26} {seconds:.0f} s"


def main() -> int:
    """Run what was asked for; 1 when any intervals cover less than 93 % or more than 97 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=500)
    parser.add_argument("--designs", nargs="+", choices=DESIGNS, default=list(DESIGNS))
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    print(
        f"{asked.replications} replications, {PERSONS} persons (a group), {COUNT} items\n"
        f"{'design':<26} {'parameter':<19} {'number':>6} {'bias':>8} {'rmse':>8} {'error':>8} "
        f"{'cover %':>7} {'none':>9}",
        flush=True,
    )
    outside = 0
    with ProcessPoolExecutor(asked.workers) as pool:
        for design in asked.designs:
            begun = time.perf_counter()
            found = compared(design, asked.replications, run=partial(pool.map, chunksize=5))
            for line in lines(design, found, seconds=time.perf_counter() - begun):
                print(line, flush=True)
            outside += sum(is_outside(*five[2:]) for five in found.values())
    return 1 if outside else 0


if __name__ == "__main__":
    sys.exit(main())
