"""Logistic regression by maximum likelihood, for the analyses that need one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.logits import logistic

MOST_STEPS = 60
FURTHEST = 35.0  # logits; a line further out has separated right from wrong


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """Coefficients with their covariance, and the log-likelihood."""

    coefficients: Floats
    covariance: Floats
    log_likelihood: float


def regress(right: Floats, predictors: Floats) -> Regression | None:
    """The regression of 0/1 outcomes (persons,) on predictors (persons, terms), one of them 1.

    Newton's method; Cox (1958). Nothing where the maximum is not finite: all outcomes equal,
    predictors that separate them, or terms that repeat each other.
    """
    beta = np.zeros(predictors.shape[1])
    for _ in range(MOST_STEPS):
        line = predictors @ beta
        if np.abs(line).max() > FURTHEST:
            return None
        share = logistic(line)
        information = predictors.T @ (predictors * (share * (1 - share))[:, None])
        if np.linalg.cond(information) > 1e12:
            return None
        step = np.linalg.solve(information, predictors.T @ (right - share))
        beta = beta + step / max(1.0, float(np.abs(step).max()) / 3)
        if np.abs(step).max() < 1e-9:
            line = predictors @ beta
            height = float(right @ line - np.logaddexp(0, line).sum())
            return Regression(beta, np.asarray(np.linalg.inv(information), np.float64), height)
    return None


def log_likelihood(right: Floats, predictors: Floats) -> float:
    """The log-likelihood of the regression; NaN where it has no finite maximum."""
    found = regress(right, predictors)
    return float("nan") if found is None else found.log_likelihood
