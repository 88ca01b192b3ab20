"""What is believed of items before the data, and what it adds to the fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Truths
from tauliah.core.psychometrics.logits import logistic
from tauliah.core.psychometrics.maximisation import Priors


@dataclass(frozen=True, slots=True)
class GuessingPriors:
    """Priors of the 3PL, after Mislevy (1986) and Swaminathan and Gifford (1986).

    The logarithm of the discrimination is normal, so that the discrimination is log-normal with
    median exp(`log_slope_mean`). The guessing parameter has a beta density in proportion to
    c^(`guessing_alpha` - 1) (1 - c)^(`guessing_beta` - 1), whose mode is (alpha - 1) / (alpha +
    beta - 2): 0.2 by default, with the weight of 20 responses of persons who know nothing. For
    items of m options take alpha = 20 / m + 1 and beta = 21 - 20 / m. The intercept d is normal
    around 0; 3 logits say little.

    What is maximised is the likelihood times these densities, as a function of (log a, d, c): the
    densities are not those of a or of logit c, which would move the maximum.
    """

    log_slope_mean: float = 0.0
    log_slope_deviation: float = 0.5
    guessing_alpha: float = 5.0
    guessing_beta: float = 17.0
    intercept_deviation: float = 3.0

    def __post_init__(self) -> None:
        if not (
            self.log_slope_deviation > 0
            and self.intercept_deviation > 0
            and self.guessing_alpha > 1
            and self.guessing_beta > 1
        ):
            raise ValueError("expected deviations above 0 and a beta density with alpha, beta > 1")

    @property
    def guessing_mode(self) -> float:
        """The likeliest guessing parameter before the data."""
        return (self.guessing_alpha - 1) / (self.guessing_alpha + self.guessing_beta - 2)


@dataclass(frozen=True, slots=True, eq=False)
class PriorTerms:
    """The logarithm of the prior density up to a constant, its `gradient` by the working parameters
    (items, parameters), and the negative of its second derivatives, which touch no two parameters.
    """

    log_density: float
    gradient: Floats
    information: Floats


def prior_terms(
    priors: Priors | GuessingPriors | None, values: Floats, *, free: Truths, is_tied: bool
) -> PriorTerms:
    """The terms of the parameters that are `free` (items, parameters).

    A slope that all items share (`is_tied`) is believed in once, in equal parts by each item.
    """
    if priors is None:
        return PriorTerms(0.0, np.zeros(values.shape), np.zeros(values.shape))
    if isinstance(priors, GuessingPriors):
        log, gradient, information = _of_guessing(priors, values)
    else:
        log, gradient, information = _of_slopes(priors, values)
    weight = free.astype(np.float64)
    if is_tied:
        weight[:, 0] /= max(1.0, weight[:, 0].sum())
    return PriorTerms(
        float((np.where(free, log, 0.0) * weight).sum()),
        np.where(free, gradient, 0.0) * weight,
        np.where(free, information, 0.0) * weight,
    )


def _normal(values: Floats, mean: float, deviation: float) -> tuple[Floats, Floats, Floats]:
    far = (values - mean) / deviation
    return -0.5 * far**2, -far / deviation, np.full(values.shape, deviation**-2)


def _of_slopes(priors: Priors, values: Floats) -> tuple[Floats, Floats, Floats]:
    slopes = _normal(values[:, :1], priors.slope_mean, priors.slope_deviation)
    intercepts = _normal(values[:, 1:], 0.0, priors.intercept_deviation)
    log, gradient, information = (
        np.column_stack(both) for both in zip(slopes, intercepts, strict=True)
    )
    return log, gradient, information


def _of_guessing(priors: GuessingPriors, values: Floats) -> tuple[Floats, Floats, Floats]:
    slopes = _normal(values[:, :1], priors.log_slope_mean, priors.log_slope_deviation)
    intercepts = _normal(values[:, 1:2], 0.0, priors.intercept_deviation)
    logit = values[:, 2:]
    c, alpha, beta = logistic(logit), priors.guessing_alpha, priors.guessing_beta
    guessing = (
        -(alpha - 1) * np.logaddexp(0, -logit) - (beta - 1) * np.logaddexp(0, logit),
        (alpha - 1) * (1 - c) - (beta - 1) * c,
        (alpha + beta - 2) * c * (1 - c),
    )
    log, gradient, information = (
        np.column_stack(all_three) for all_three in zip(slopes, intercepts, guessing, strict=True)
    )
    return log, gradient, information
