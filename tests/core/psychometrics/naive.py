"""Marginal likelihoods written out person by person: slow, and nothing shared with the package."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

THETA = np.linspace(-8, 8, 161)


def marginal_log_likelihood(
    scores: np.ndarray,
    probability: Callable[[int, np.ndarray], np.ndarray],
    *,
    mean: float = 0.0,
    deviation: float = 1.0,
) -> float:
    """Of all persons, when `probability(item, theta)` gives (categories, points)."""
    theta = mean + deviation * THETA
    density = np.exp(-0.5 * THETA**2)
    density /= density.sum()
    curves = [probability(item, theta) for item in range(scores.shape[1])]
    total = 0.0
    for row in scores:
        likelihood = density.copy()
        for item, category in enumerate(row):
            if category >= 0:
                likelihood = likelihood * curves[item][category]
        total += np.log(likelihood.sum())
    return float(total)


def three_parameter(a: float, b: float, c: float, theta: np.ndarray) -> np.ndarray:
    right = c + (1 - c) / (1 + np.exp(-a * (theta - b)))
    return np.array([1 - right, right])


def graded(a: float, b: np.ndarray, theta: np.ndarray) -> np.ndarray:
    reached = [np.ones_like(theta), *(1 / (1 + np.exp(-a * (theta - one))) for one in b)]
    return -np.diff([*reached, np.zeros_like(theta)], axis=0)


def partial_credit(a: float, b: np.ndarray, theta: np.ndarray) -> np.ndarray:
    heights = np.exp(np.cumsum([np.zeros_like(theta), *(a * (theta - one) for one in b)], axis=0))
    return heights / heights.sum(0)


def hessian(
    height: Callable[[np.ndarray], float], at: np.ndarray, step: float = 2e-3
) -> np.ndarray:
    size = at.size
    found = np.empty((size, size))
    moves = step * np.eye(size)
    for i in range(size):
        for j in range(i, size):
            found[i, j] = found[j, i] = (
                height(at + moves[i] + moves[j])
                - height(at + moves[i] - moves[j])
                - height(at - moves[i] + moves[j])
                + height(at - moves[i] - moves[j])
            ) / (4 * step**2)
    return found
