"""Ability from responses to calibrated items, with its standard error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.category_items import CategoryItems
from tauliah.core.psychometrics.category_responses import scores_for
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.likelihoods import (
    CategoryLikelihoods,
    Heights,
    ItemLikelihoods,
    Likelihoods,
    require_possible,
)
from tauliah.core.psychometrics.responses import Responses

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
    of: Items | CategoryItems,
    *,
    method: Method = "EAP",
    mean: float = 0.0,
    deviation: float = 1.0,
    grid: Grid | None = None,
) -> Abilities:
    """The ability of each person; `mean` and `deviation` are those of a normal prior.

    "EAP": mean and deviation of the posterior (Bock and Mislevy, 1982, equations 5 and 7), summed
    over `grid`, which replaces the prior, where one is given. "MAP": mode of the posterior
    (Samejima, 1969), with error 1 / sqrt(I + 1 / deviation^2). "ML": maximum of the likelihood
    (Lord, 1980, section 4.14), error 1 / sqrt(I). "WL": Warm's (1989) weighted likelihood, the root
    of his equation 14 and, for several categories, of Samejima's (1993) extension, error
    1 / sqrt(I). I is Fisher's information at the estimate. Of several solutions, which floors and
    ceilings allow, the one with the highest likelihood (or posterior) is taken.

    Raises FaultyResponses for responses that the items do not have, and NotEstimable for one in a
    category that the items give probability 0.
    """
    scores = scores_for(responses, of)
    if isinstance(of, CategoryItems):
        require_possible(scores, of)
    if not deviation > 0:
        raise ValueError(f"expected a deviation above 0, got {deviation}")
    theta, error = np.empty(len(scores)), np.empty(len(scores))
    if method == "EAP" and grid is None:
        wide = normal_grid(121)
        grid = Grid(wide.nodes * deviation + mean, wide.weights)
    for begin in range(0, len(scores), PERSONS_AT_ONCE):
        rows = slice(begin, begin + PERSONS_AT_ONCE)
        some: Likelihoods = (
            CategoryLikelihoods(scores[rows], of)
            if isinstance(of, CategoryItems)
            else ItemLikelihoods(scores[rows], of)
        )
        if method == "EAP" and grid is not None:
            theta[rows], error[rows] = _mean_of_posterior(some, grid)
        else:
            prior = (mean, deviation) if method == "MAP" else None
            theta[rows], error[rows] = _solution(some, prior=prior, is_weighted=method == "WL")
    return Abilities(method, frozen(theta), frozen(error))


def _mean_of_posterior(of: Likelihoods, grid: Grid) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore"):
        logs = of.log_along(grid.nodes) + np.log(grid.weights)
    posterior = np.exp(logs - logs.max(1, keepdims=True))
    posterior /= posterior.sum(1, keepdims=True)
    theta = posterior @ grid.nodes
    spread = ((grid.nodes - theta[:, None]) ** 2 * posterior).sum(1)
    return theta, np.sqrt(spread)


def _solution(
    of: Likelihoods, *, prior: tuple[float, float] | None, is_weighted: bool
) -> tuple[Floats, Floats]:
    """The root of the estimating equation with the highest likelihood, by halving brackets."""
    edges = np.linspace(-FURTHEST, FURTHEST, BRACKETS + 1)
    if prior is not None:
        edges = edges * prior[1] + prior[0]
    logs = of.log_along(edges)
    heights = _equation(of.along(edges), edges, prior=prior, is_weighted=is_weighted)
    if prior is not None:
        logs = logs - 0.5 * ((edges - prior[0]) / prior[1]) ** 2
    has_root = (heights[:, :-1] >= 0) & (heights[:, 1:] < 0)
    at_root = np.where(has_root, np.maximum(logs[:, :-1], logs[:, 1:]), -np.inf)
    best = at_root.argmax(1)
    low, high = edges[best], edges[best + 1]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = _equation(of.at_own(middle), middle, prior=prior, is_weighted=is_weighted)
        low, high = np.where(found >= 0, middle, low), np.where(found >= 0, high, middle)
    theta = (low + high) / 2
    informed = of.at_own(theta).information
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
        theta = np.where(of.is_silent, np.nan, theta)
        error = np.where(np.isfinite(theta), error, np.inf)
    return theta, error


def _equation(
    at: Heights, theta: Floats, *, prior: tuple[float, float] | None, is_weighted: bool
) -> Floats:
    """The estimating equation, whose root is the estimate."""
    height = at.gradient
    if is_weighted:  # Warm's (1989) correction J / 2I
        height = height + at.bend / (2 * np.maximum(at.information, 1e-300))
    if prior is not None:
        height = height - (theta - prior[0]) / prior[1] ** 2
    return height
