"""The maximisation step for every model: Fisher scoring of each item for itself, and the moments of
each group.

Expected counts are treated as a multinomial sample at each node, whose information needs only first
derivatives; it is that of Bock and Aitkin (1981) where the model has two parameters.
"""

from __future__ import annotations

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Truths
from tauliah.core.psychometrics.maximisation import (
    LARGEST_INTERCEPT,
    LARGEST_SLOPE,
    LONGEST_STEP,
    Priors,
)
from tauliah.core.psychometrics.models.curves import Design, curves
from tauliah.core.psychometrics.models.expectation import CategoryCounts, ModelParameters
from tauliah.core.psychometrics.models.priors import GuessingPriors, prior_terms

SCORING_STEPS = 2
SMALLEST_LOG_SLOPE = -4.6  # a = 0.01
LARGEST_LOGIT = 14.0  # guessing within a millionth of 0 and 1
SMALLEST_DEVIATION = 0.05
GAP_LEFT = 0.2  # of the distance between two thresholds, after one step


def counts_in_use(design: Design, counts: CategoryCounts) -> Floats:
    """The counts of the categories in use, all groups' nodes after each other: (items, most used,
    groups x nodes).
    """
    items, most = design.used.shape
    place = np.arange(items)[:, None]
    found = counts.categories[:, place, np.maximum(design.used, 0)]
    found = np.where(design.is_used[:, :, None], found, 0.0)
    return np.asarray(np.moveaxis(found, 0, 2).reshape(items, most, -1))


def nodes_of_all(parameters: ModelParameters) -> Floats:
    """The nodes of all groups after each other: (groups x nodes,)."""
    return np.concatenate([parameters.theta(group) for group in range(parameters.means.size)])


def gradient_of_items(design: Design, values: Floats, *, counts: Floats, theta: Floats) -> Floats:
    """The first derivatives of the expected log-likelihood, (items, parameters), from counts as
    `counts_in_use` gives them.
    """
    gradient = curves(design, values, theta).gradient
    return np.asarray(np.einsum("jkq,jpkq->jp", counts, gradient, optimize=True))


def maximised_items(
    parameters: ModelParameters,
    found: CategoryCounts,
    *,
    free: Truths,
    is_tied: bool,
    priors: Priors | GuessingPriors | None,
) -> Floats:
    """Working parameters after some steps; those that are not `free` stay.

    With `is_tied`, all free slopes are one.
    """
    design, values = parameters.design, parameters.values
    counts, theta = counts_in_use(design, found), nodes_of_all(parameters)
    seen = counts.sum(1)
    for _ in range(SCORING_STEPS):
        at = curves(design, values, theta)
        flat = at.gradient.reshape(*at.gradient.shape[:2], -1)
        expected = (np.exp(at.log) * seen[:, None, :]).reshape(len(values), 1, -1)
        information = (flat * expected) @ flat.transpose(0, 2, 1)
        prior = prior_terms(priors, values, free=free, is_tied=is_tied)
        gradient = (flat @ counts.reshape(len(values), -1, 1))[:, :, 0] + prior.gradient
        place = np.arange(values.shape[1])
        information[:, place, place] += prior.information
        gradient = np.where(free, gradient, 0.0)
        information *= free[:, :, None] & free[:, None, :]
        # What is not free, or not seen at all, must not move, nor stop the others.
        information[:, place, place] += np.where(free, 1e-9, 1.0)
        step = _tied(information, gradient, free) if is_tied else _own(information, gradient)
        step = np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        if design.model == "graded":
            step *= _room(design, values, step)[:, None]
        values = within_limits(design, np.where(free, values + step, values), free=free)
    return values


def _own(information: Floats, gradient: Floats) -> Floats:
    return np.asarray(np.linalg.solve(information, gradient[:, :, None])[:, :, 0])


def _tied(information: Floats, gradient: Floats, free: Truths) -> Floats:
    """One step for the slope of all, and the others' steps given it: the matrix of all second
    derivatives is an arrow.
    """
    rest, cross = information[:, 1:, 1:], information[:, 1:, :1]
    solved = np.linalg.solve(rest, np.concatenate([cross, gradient[:, 1:, None]], axis=2))
    own, by_slope = solved[:, :, 1], solved[:, :, 0]
    height = (gradient[:, 0] - (cross[:, :, 0] * own).sum(1))[free[:, 0]].sum()
    width = (information[:, 0, 0] - (cross[:, :, 0] * by_slope).sum(1))[free[:, 0]].sum()
    slope = float(np.clip(height / max(width, 1e-9), -LONGEST_STEP, LONGEST_STEP))
    return np.column_stack([np.full(len(gradient), slope), own - by_slope * slope])


def _room(design: Design, values: Floats, step: Floats) -> Floats:
    """How much of the step each item can take with its thresholds kept in order."""
    both = design.is_used[:, 1:-1] & design.is_used[:, 2:]
    if not both.shape[1]:
        return np.ones(len(values))
    gap, change = -np.diff(values[:, 1:], axis=1), -np.diff(step[:, 1:], axis=1)
    closing = both & (change < 0)
    share = np.where(closing, (1 - GAP_LEFT) * gap / np.where(closing, -change, 1.0), 1.0)
    return np.asarray(np.minimum(1.0, share.min(1)))


def within_limits(design: Design, values: Floats, *, free: Truths) -> Floats:
    """The same, with free parameters held within the largest that an estimate may have."""
    low, high = limits(design)
    return np.where(free, np.clip(values, low, high), values)


def limits(design: Design) -> tuple[Floats, Floats]:
    """The smallest and largest value of each working parameter: (parameters,) each."""
    widest = LARGEST_INTERCEPT * max(1, design.parameters - 1)
    low = np.full(design.parameters, -widest)
    high = np.full(design.parameters, widest)
    low[0], high[0] = -LARGEST_SLOPE, LARGEST_SLOPE
    if design.model == "3PL":
        low[0], high[0] = SMALLEST_LOG_SLOPE, np.log(LARGEST_SLOPE)
        low[2], high[2] = -LARGEST_LOGIT, LARGEST_LOGIT
    return low, high


def is_ordered(design: Design, values: Floats) -> Truths:
    """Whether the intercepts of each item fall, as the graded model needs; true for the others."""
    both = design.is_used[:, 1:-1] & design.is_used[:, 2:]
    if design.model != "graded" or not both.shape[1]:
        return np.ones(len(values), np.bool_)
    return np.asarray(((np.diff(values[:, 1:], axis=1) < 0) | ~both).all(1))


def maximised_groups(
    parameters: ModelParameters, found: CategoryCounts, *, free: Truths
) -> tuple[Floats, Floats]:
    """Means and deviations of the groups that are `free`: the moments of their posterior."""
    nodes = parameters.grid.nodes
    shares = found.persons / np.maximum(found.persons.sum(1, keepdims=True), 1e-300)
    mean = shares @ nodes
    spread = np.sqrt(np.maximum(shares @ nodes**2 - mean**2, 1e-12))
    means = np.where(free, parameters.means + parameters.deviations * mean, parameters.means)
    deviations = np.where(free, parameters.deviations * spread, parameters.deviations)
    return means, np.maximum(deviations, SMALLEST_DEVIATION)
