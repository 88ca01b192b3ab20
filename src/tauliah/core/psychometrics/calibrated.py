"""What a calibration found: parameters of items with their errors, and how the fit went."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.category_items import CategoryItems, CategoryModel
from tauliah.core.psychometrics.identification import Remark
from tauliah.core.psychometrics.items import Items, items
from tauliah.core.psychometrics.logits import logistic, logit

Model = Literal["1PL", "2PL", "3PL"]
Errors = Literal["observed", "cross-product", "none"]


def quantile(confidence: float) -> float:
    """How many standard errors to each side an interval of this confidence reaches."""
    if not 0 < confidence < 1:
        raise ValueError(f"expected a confidence between 0 and 1, got {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a fit: persons used, log-likelihood before it, and the largest change of any
    working parameter that it makes before it is accelerated: slopes and intercepts in logits,
    for the 3PL the logarithm of the slope and the logit of the guessing parameter.
    """

    persons: float
    log_likelihood: float
    change: float


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Where a fit stands after a step, from where it can go on: the working parameters of the items,
    `values` (items, parameters), which are slope and intercept, for the 3PL the logarithm of the
    slope, the intercept and the logit of the guessing parameter, and for several categories the
    slope and the intercepts in use; and `means` and `deviations` of the groups.

    `is_whole` is whether the step counted all persons, not some of them for a first fit.
    """

    step: Step
    values: Floats
    means: Floats
    deviations: Floats
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Population:
    """A group's abilities: their mean and standard deviation, with errors that are 0 where the two
    were given and not estimated (NaN where a fit has no errors).

    `persons` counts by weight those with a response.
    """

    label: str
    persons: float
    mean: float
    deviation: float
    mean_error: float
    deviation_error: float


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """What every calibration says of its fit."""

    errors_by: Errors
    log_likelihood: float
    parameters: int
    persons: float
    nodes: int
    has_converged: bool
    remarks: tuple[Remark, ...]
    trace: tuple[Step, ...]
    populations: tuple[Population, ...]
    anchored: Whole

    @property
    def akaike(self) -> float:
        """Akaike's information criterion; the smaller, the better the model predicts."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bayesian(self) -> float:
        """Schwarz's Bayesian information criterion."""
        return float(np.log(self.persons) * self.parameters - 2 * self.log_likelihood)


@dataclass(frozen=True, slots=True, eq=False)
class Calibration(_Fitted):
    """What a fit found; arrays have one value for each item.

    `discrimination` a, `difficulty` b and `guessing` c (0 but in the 3PL) with their standard
    errors; `covariance` (2 items, 2 items) is that of all a, then all intercepts d = -a b, and, in
    the 3PL, then all c. `errors_by` says where the errors come from; they are NaN where it is
    "none". `remarks` names every item that has no estimate, and why: its discrimination and errors
    are NaN, and its difficulty is -inf or inf where all are right or wrong, else NaN. It also names
    items whose estimate ran into a limit, which then have no errors. Items that were held at given
    parameters are `anchored` (places from 0) and have errors of 0. Nothing else is NaN.
    `populations` has one entry for each group. `persons` counts by weight those with a response. A
    fit that did not settle says so in `has_converged`, and its figures are those of its best step.
    """

    model: Model
    discrimination: Floats
    difficulty: Floats
    guessing: Floats
    discrimination_error: Floats
    difficulty_error: Floats
    guessing_error: Floats
    covariance: Floats

    @property
    def kept(self) -> Whole:
        """The places (from 0) of the items that have a finite discrimination and difficulty."""
        return np.flatnonzero(np.isfinite(self.discrimination) & np.isfinite(self.difficulty))

    def interval(
        self,
        parameter: Literal["discrimination", "difficulty", "guessing"],
        *,
        confidence: float = 0.95,
    ) -> tuple[Floats, Floats]:
        """The lower and upper ends of the intervals that cover each item's parameter so often.

        Normal around the estimate; in the 3PL on the scales on which it is fitted, log a and logit
        c, where few persons leave the uncertainty more nearly normal. NaN where there is no error.
        """
        estimate, error = {
            "discrimination": (self.discrimination, self.discrimination_error),
            "difficulty": (self.difficulty, self.difficulty_error),
            "guessing": (self.guessing, self.guessing_error),
        }[parameter]
        if self.model == "3PL" and parameter == "discrimination":
            far = np.exp(quantile(confidence) * error / estimate)
            return estimate / far, estimate * far
        if self.model == "3PL" and parameter == "guessing":
            room = estimate * (1 - estimate)
            is_given = error == 0
            far = quantile(confidence) * error / np.where(is_given, 1.0, room)
            low, high = (logistic(logit(estimate) + side * far) for side in (-1, 1))
            return np.where(is_given, estimate, low), np.where(is_given, estimate, high)
        far = quantile(confidence) * error
        return estimate - far, estimate + far

    @property
    def items(self) -> Items:
        """The items of `kept`, in their order, to score by."""
        return items(
            self.discrimination[self.kept],
            self.difficulty[self.kept],
            floor=self.guessing[self.kept],
        )


@dataclass(frozen=True, slots=True, eq=False)
class CategoryCalibration(_Fitted):
    """What a fit of items with several categories found.

    `discrimination` (items,) and `thresholds` (items, most categories - 1) with standard errors,
    and the `intercepts` (items, most categories), as `CategoryItems` has them. A category that
    nobody used has probability 0, and a remark names it: its thresholds have no error (NaN). An
    item in which everyone is in one category, or which nobody answered, has NaN throughout and a
    remark; so have thresholds beyond the last category of an item. The rest is as in `Calibration`.
    """

    model: CategoryModel
    categories: Whole
    discrimination: Floats
    thresholds: Floats
    intercepts: Floats
    discrimination_error: Floats
    threshold_errors: Floats

    def interval(
        self, parameter: Literal["discrimination", "threshold"], *, confidence: float = 0.95
    ) -> tuple[Floats, Floats]:
        """The lower and upper ends of the intervals that cover each parameter so often, normal
        around the estimate; NaN where there is no error.
        """
        estimate, error = {
            "discrimination": (self.discrimination, self.discrimination_error),
            "threshold": (self.thresholds, self.threshold_errors),
        }[parameter]
        far = quantile(confidence) * error
        return estimate - far, estimate + far

    @property
    def kept(self) -> Whole:
        """The places (from 0) of the items that have an estimate."""
        return np.flatnonzero(np.isfinite(self.discrimination))

    @property
    def items(self) -> CategoryItems:
        """The items of `kept`, in their order, to score by."""
        kept = self.kept
        return CategoryItems(
            self.model,
            frozen(self.discrimination[kept]),
            frozen(self.intercepts[kept]),
            frozen(self.categories[kept]),
        )
