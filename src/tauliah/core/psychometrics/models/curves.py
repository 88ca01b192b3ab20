"""Log-probabilities of the categories of items, and their derivatives by the working parameters in
which each model is fitted.

Working parameters, one row for each item: (a, d) for the 1PL and 2PL; (log a, d, logit c) for the
3PL; (a, d_1, d_2, ...) for the models of several categories, of which only the categories in use
are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Truths, Whole
from tauliah.core.psychometrics.category_items import log_gap
from tauliah.core.psychometrics.logits import logistic

AnyModel = Literal["1PL", "2PL", "3PL", "graded", "partial-credit"]

# Finite, so that 0 persons in a category without probability add 0 to a log-likelihood.
IMPOSSIBLE = -1e3


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Which `model` the items follow and which categories are `used`, (items, most used): their
    numbers in ascending order, and -1 beyond the last. An item without any takes no part.
    """

    model: AnyModel
    used: Whole

    @property
    def is_used(self) -> Truths:
        """Whether a category is there, (items, most used)."""
        return np.asarray(self.used >= 0)

    @property
    def parameters(self) -> int:
        """How many working parameters an item has at most."""
        return 3 if self.model == "3PL" else self.used.shape[1]

    @property
    def exists(self) -> Truths:
        """Which working parameters there are: (items, parameters)."""
        some = self.is_used[:, :1]
        if self.model == "3PL":
            return np.repeat(some, 3, axis=1)
        return np.column_stack([some, self.is_used[:, 1:]])


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """`log` probability (items, most used, nodes), IMPOSSIBLE where there is no category, and its
    `gradient` by the working parameters (items, parameters, most used, nodes).
    """

    log: Floats
    gradient: Floats


def curves(design: Design, values: Floats, theta: Floats) -> Curves:
    """The curves of items with these working parameters at each theta (nodes,)."""
    if design.model == "3PL":
        found = _guessing(values, theta)
    elif design.model == "partial-credit":
        found = _partial_credit(design, values, theta)
    else:
        found = _graded(design, values, theta)
    is_used = design.is_used
    log = np.where(is_used[:, :, None], found.log, IMPOSSIBLE)
    log[~is_used.any(1)] = 0
    there = is_used[:, None, :, None] & design.exists[:, :, None, None]
    return Curves(log, np.where(there, found.gradient, 0.0))


def log_curves(design: Design, values: Floats, theta: Floats, *, categories: int) -> Floats:
    """Log-probabilities of the categories by their own numbers: (items, categories, nodes)."""
    log = curves(design, values, theta).log
    found = np.full((len(values), categories, theta.size), IMPOSSIBLE)
    item, place = np.nonzero(design.is_used)
    found[item, design.used[item, place]] = log[item, place]
    found[~design.is_used.any(1)] = 0
    return found


def _guessing(values: Floats, theta: Floats) -> Curves:
    """Birnbaum (1968): P(right) = c + (1 - c) / (1 + exp(-(a theta + d)))."""
    a, d, logit = np.exp(values[:, 0]), values[:, 1], values[:, 2]
    z = a[:, None] * theta + d[:, None]
    share, guess = logistic(z), logistic(logit)[:, None]
    log_knows_not, log_knows = -np.logaddexp(0, z), -np.logaddexp(0, -z)
    with np.errstate(divide="ignore"):
        log_no_guess, log_guess = np.log1p(-guess), -np.logaddexp(0, -logit)[:, None]
    log_right = np.logaddexp(log_guess, log_no_guess + log_knows)
    log_wrong = log_no_guess + log_knows_not
    # dP/dz over P, and the same for the probability of a wrong response
    by_z = np.exp(log_no_guess + log_knows + log_knows_not - log_right)
    gradient = np.empty((len(values), 3, 2, theta.size))
    for place, factor in enumerate((a[:, None] * theta, np.ones_like(z))):
        gradient[:, place, 0], gradient[:, place, 1] = -share * factor, by_z * factor
    gradient[:, 2, 0] = -guess
    gradient[:, 2, 1] = guess * np.exp(log_no_guess + log_knows_not - log_right)
    return Curves(np.stack([log_wrong, log_right], axis=1), gradient)


def _graded(design: Design, values: Floats, theta: Floats) -> Curves:
    """Samejima (1969); with two categories the 2PL."""
    items, most = design.used.shape
    a = values[:, :1]
    d = np.where(design.is_used[:, 1:], values[:, 1:most], -np.inf)
    upper = np.column_stack([np.full(items, np.inf), d])
    lower = np.column_stack([d, np.full(items, -np.inf)])
    line = (a * theta)[:, None, :]
    share, share_next = logistic(line + upper[:, :, None]), logistic(line + lower[:, :, None])
    with np.errstate(invalid="ignore"):
        log = (
            -np.logaddexp(0, -(line + upper[:, :, None]))
            - np.logaddexp(0, line + lower[:, :, None])
        ) + log_gap(upper, lower)[:, :, None]
    # How the gap between two intercepts pulls them apart
    both = np.isfinite(upper) & np.isfinite(lower)
    gap = np.where(both, upper, 1.0) - np.where(both, lower, 0.0)
    pull = np.where(both, 1 / np.expm1(gap), 0.0)[:, :, None]
    gradient = np.zeros((items, most, most, theta.size))
    gradient[:, 0] = (1 - share - share_next) * theta
    for k in range(1, most):
        gradient[:, k, k] = (1 - share[:, k]) + pull[:, k]
        gradient[:, k, k - 1] = -share_next[:, k - 1] - pull[:, k - 1]
    return Curves(log, gradient)


def _partial_credit(design: Design, values: Floats, theta: Floats) -> Curves:
    """Muraki (1992); the lowest category in use has intercept 0."""
    items, most = design.used.shape
    score = np.maximum(design.used, 0)[:, :, None]
    d = np.column_stack([np.zeros(items), values[:, 1:most]])
    d = np.where(design.is_used, d, -np.inf)[:, :, None]
    log = score * (values[:, :1] * theta)[:, None, :] + d
    log[~design.is_used.any(1)] = 0
    log = log - np.logaddexp.reduce(log, axis=1, keepdims=True)
    share = np.exp(log)
    gradient = np.empty((items, most, most, theta.size))
    gradient[:, 0] = (score - (share * score).sum(1, keepdims=True)) * theta
    for v in range(1, most):
        gradient[:, v] = (np.arange(most) == v)[:, None] - share[:, v : v + 1]
    return Curves(log, gradient)
