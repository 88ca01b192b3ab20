"""Ability from responses to calibrated items, with its standard error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items, curvature, information, probability, slope
from tauliah.core.psychometrics.responses import Responses, scores_of

Method = Literal["EAP", "MAP", "ML", "WL"]

PERSONS_AT_ONCE = 1_024
# Where solutions are looked for; a likelihood still rising there has none.
FURTHEST = 12.0
BRACKETS = 240
HALVINGS = 44  # to 1e-14 of a bracket


@dataclass(frozen=True, slots=True, eq=False)
class Abilities:
    """Theta and its standard error for each person (persons,), in logits.

    Where the likelihood has no maximum (all right or all wrong, by maximum likelihood) theta is
    inf or -inf and the error inf. Who has no response has the mean and deviation of the prior by
    EAP and MAP, and theta NaN with error inf by ML and WL, which then know nothing.
    """

    method: Method
    theta: Floats
    error: Floats


def ability(
    responses: ArrayLike | Responses,
    of: Items,
    *,
    method: Method = "EAP",
    mean: float = 0.0,
    deviation: float = 1.0,
    grid: Grid | None = None,
) -> Abilities:
    """The ability of each person; `mean` and `deviation` are those of a normal prior.

    "EAP": mean and deviation of the posterior (Bock and Mislevy, 1982, equations 5 and 7), summed
    over `grid`, which replaces the prior, where one is given. "MAP": mode of the posterior (Samejima, 1969), with error
    1 / sqrt(I + 1 / deviation^2). "ML": maximum of the likelihood (Lord, 1980, section 4.14), error
    1 / sqrt(I). "WL": Warm's (1989) weighted likelihood, the root of his equation 14, error
    1 / sqrt(I). I is Fisher's information at the estimate. Of several solutions, which floors and
    ceilings allow, the one with the highest likelihood (or posterior) is taken.
    """
    scores = scores_of(responses)
    if scores.shape[1] != len(of):
        raise ValueError(f"expected responses to {len(of)} items, got {scores.shape[1]}")
    if not deviation > 0:
        raise ValueError(f"expected a deviation above 0, got {deviation}")
    theta, error = np.empty(len(scores)), np.empty(len(scores))
    if method == "EAP" and grid is None:
        wide = normal_grid(121)
        grid = Grid(wide.nodes * deviation + mean, wide.weights)
    for begin in range(0, len(scores), PERSONS_AT_ONCE):
        rows = slice(begin, begin + PERSONS_AT_ONCE)
        right = (scores[rows] == 1).astype(np.float64)
        seen = (scores[rows] >= 0).astype(np.float64)
        if method == "EAP" and grid is not None:
            theta[rows], error[rows] = _mean_of_posterior(right, seen, of, grid)
        else:
            prior = (mean, deviation) if method == "MAP" else None
            theta[rows], error[rows] = _solution(
                right, seen, of, prior=prior, is_weighted=method == "WL"
            )
    return Abilities(method, frozen(theta), frozen(error))


def _mean_of_posterior(right: Floats, seen: Floats, of: Items, grid: Grid) -> tuple[Floats, Floats]:
    logs = _log_likelihood(grid.nodes, right, seen, of)
    with np.errstate(divide="ignore"):
        logs = logs + np.log(grid.weights)
    posterior = np.exp(logs - logs.max(1, keepdims=True))
    posterior /= posterior.sum(1, keepdims=True)
    theta = posterior @ grid.nodes
    spread = ((grid.nodes - theta[:, None]) ** 2 * posterior).sum(1)
    return theta, np.sqrt(spread)


def _log_likelihood(theta: Floats, right: Floats, seen: Floats, of: Items) -> Floats:
    """At each theta for each person: (persons, points)."""
    p = np.clip(probability(theta, of), 1e-300, 1 - 1e-16)
    return np.asarray(right @ np.log(p).T + (seen - right) @ np.log1p(-p).T)


def _solution(
    right: Floats,
    seen: Floats,
    of: Items,
    *,
    prior: tuple[float, float] | None,
    is_weighted: bool,
) -> tuple[Floats, Floats]:
    """The root of the estimating equation with the highest likelihood, by halving brackets."""
    edges = np.linspace(-FURTHEST, FURTHEST, BRACKETS + 1)
    if prior is not None:
        edges = edges * prior[1] + prior[0]
    parts = _gradient_parts(edges, of)
    heights = np.einsum("nk,qk->nq", right, parts.weight) - np.einsum(
        "nk,qk->nq", seen, parts.weight * parts.p
    )
    if is_weighted:
        heights = heights + _pull(seen @ parts.bend.T, seen @ parts.inform.T)
    logs = _log_likelihood(edges, right, seen, of)
    if prior is not None:
        heights = heights - (edges - prior[0]) / prior[1] ** 2
        logs = logs - 0.5 * ((edges - prior[0]) / prior[1]) ** 2
    has_root = (heights[:, :-1] >= 0) & (heights[:, 1:] < 0)
    at_root = np.where(has_root, np.maximum(logs[:, :-1], logs[:, 1:]), -np.inf)
    best = at_root.argmax(1)
    low, high = edges[best], edges[best + 1]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rises = _gradient(middle, right, seen, of, prior=prior, is_weighted=is_weighted) >= 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    theta = (low + high) / 2
    informed = (seen * information(theta, of)).sum(1)
    if prior is not None:
        informed = informed + prior[1] ** -2
    with np.errstate(divide="ignore"):
        error = 1 / np.sqrt(informed)
    if prior is None:
        # Beyond the last edge the likelihood only approaches its limit.
        top = np.where(has_root.any(1), np.inf if is_weighted else at_root.max(1) + 1e-9, -np.inf)
        is_right_end = logs[:, -1] > logs[:, 0]
        theta = np.where(is_right_end & (logs[:, -1] > top), np.inf, theta)
        theta = np.where(~is_right_end & (logs[:, 0] > top), -np.inf, theta)
        theta = np.where(seen.sum(1) == 0, np.nan, theta)
        error = np.where(np.isfinite(theta), error, np.inf)
    return theta, error


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What the gradient is made of, (points, items): P; P' / (P Q); information; P' P'' / (P Q)."""

    p: Floats
    weight: Floats
    inform: Floats
    bend: Floats


def _gradient_parts(theta: Floats, of: Items) -> _Parts:
    p, first = probability(theta, of), slope(theta, of)
    spread = np.maximum(p * (1 - p), 1e-300)
    return _Parts(p, first / spread, first**2 / spread, first * curvature(theta, of) / spread)


def _pull(bend: Floats, inform: Floats) -> Floats:
    """Warm's (1989) correction J / 2I."""
    return np.asarray(bend / (2 * np.maximum(inform, 1e-300)))


def _gradient(
    theta: Floats,
    right: Floats,
    seen: Floats,
    of: Items,
    *,
    prior: tuple[float, float] | None,
    is_weighted: bool,
) -> Floats:
    """The estimating equation of each person at his or her own theta: (persons,)."""
    parts = _gradient_parts(theta, of)
    height = ((right - seen * parts.p) * parts.weight).sum(1)
    if is_weighted:
        height = height + _pull((seen * parts.bend).sum(1), (seen * parts.inform).sum(1))
    if prior is not None:
        height = height - (theta - prior[0]) / prior[1] ** 2
    return np.asarray(height)
