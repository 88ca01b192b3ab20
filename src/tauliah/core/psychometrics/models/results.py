"""From working parameters and their covariance to what a calibration reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Truths, Whole, frozen
from tauliah.core.psychometrics.calibrated import (
    Calibration,
    CategoryCalibration,
    Errors,
    Model,
    Population,
    Step,
)
from tauliah.core.psychometrics.category_items import CategoryItems, CategoryModel
from tauliah.core.psychometrics.estimation_errors import difficulty_errors
from tauliah.core.psychometrics.identification import Remark
from tauliah.core.psychometrics.logits import logistic
from tauliah.core.psychometrics.models.curves import Design
from tauliah.core.psychometrics.models.estimation import Settled
from tauliah.core.psychometrics.models.start import Start

NO_SLOPE = 1e-100  # below it the square of a discrimination is no number


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A finished fit in working parameters. `spread` is their covariance, with the moments of the
    groups at its end; nothing where there is none. `limited` names items that ran into a limit.
    """

    begun: Start
    settled: Settled
    spread: Floats | None
    errors: Errors
    limited: Truths
    anchored: Whole
    free_groups: Truths
    labels: tuple[str, ...]
    parameters: int
    nodes: int
    remarks: tuple[Remark, ...]
    trace: tuple[Step, ...]

    def calibration(self) -> Calibration:
        """The fit of a model of two categories."""
        design, values = self.begun.design, self.settled.point.values
        kept = design.is_used[:, 0]
        count = kept.size
        is_3pl = design.model == "3PL"
        if is_3pl:
            a, guess = np.exp(values[:, 0]), logistic(values[:, 2])
            by_working = np.column_stack([a, np.ones(count), guess * (1 - guess)])
        else:
            a, guess = values[:, 0], np.zeros(count)
            by_working = np.ones((count, 2))
        d = values[:, 1]
        spread = self._of_items() * np.outer(by_working, by_working)
        # From item after item to all a, all d, all c
        order = np.arange(by_working.size).reshape(by_working.shape).T.ravel()
        spread = spread[np.ix_(order, order)]
        errors = np.sqrt(np.diag(spread)).reshape(-1, count)
        with np.errstate(divide="ignore", invalid="ignore"):
            difficulty = np.where(kept, -d / a, self.begun.limits)
            difficulty_error = difficulty_errors(a, d, spread[: 2 * count, : 2 * count])
        return Calibration(
            model=cast(Model, design.model),
            discrimination=frozen(np.where(kept, a, np.nan)),
            difficulty=frozen(difficulty),
            guessing=frozen(np.where(kept, guess, np.nan) if is_3pl else guess),
            discrimination_error=frozen(errors[0]),
            difficulty_error=frozen(difficulty_error),
            guessing_error=frozen(errors[2] if is_3pl else np.zeros(count)),
            covariance=frozen(spread),
            **self._common(),
        )

    def category_calibration(self, categories: Whole) -> CategoryCalibration:
        """The fit of a model of several categories."""
        design, values = self.begun.design, self.settled.point.values
        count, most = len(values), int(categories.max())
        spread = self._of_items()
        intercepts = np.full((count, most), -np.inf)
        errors = np.full((count, most - 1), np.nan)
        a, per_item = values[:, 0], values.shape[1]
        for item in np.flatnonzero(design.is_used[:, 0]).tolist():
            used = design.used[item][design.is_used[item]]
            own = slice(item * per_item, item * per_item + used.size)
            d = np.append(0.0, values[item, 1 : used.size])
            if design.model == "graded":
                # P(X >= k) is P of the next category in use, or of a higher one.
                place = np.searchsorted(used, np.arange(categories[item]))
                steps = np.concatenate([[np.inf], d[1:], [-np.inf]])
                intercepts[item, : categories[item]] = steps[place]
            else:
                intercepts[item, used] = d
            errors[item, used[1:] - 1] = _threshold_errors(
                design, used=used, a=a[item], d=d, spread=spread[own, own]
            )
        kept = design.is_used[:, 0]
        model = cast(CategoryModel, design.model)
        some = CategoryItems(model, np.where(kept, a, 1.0), intercepts, categories)
        thresholds = np.where(kept[:, None], some.thresholds, np.nan)
        return CategoryCalibration(
            model=model,
            categories=frozen(categories.copy()),
            discrimination=frozen(np.where(kept, a, np.nan)),
            thresholds=frozen(thresholds),
            intercepts=frozen(np.where(kept[:, None], intercepts, np.nan)),
            discrimination_error=frozen(np.sqrt(np.diag(spread)[::per_item])),
            threshold_errors=frozen(np.where(np.isnan(thresholds), np.nan, errors)),
            **self._common(),
        )

    def _of_items(self) -> Floats:
        """The covariance of all items' working parameters; NaN for what has no errors, and 0 for
        what was given.
        """
        design = self.begun.design
        size = design.exists.size
        kept = design.is_used[:, 0]
        anchored = np.zeros(kept.size, np.bool_)
        anchored[self.anchored] = True
        known = anchored if self.spread is None else kept & ~self.limited
        per_item = design.parameters
        spread = np.zeros((size, size)) if self.spread is None else self.spread[:size, :size]
        rows = np.repeat(known, per_item)
        return np.asarray(np.where(rows[:, None] & rows, spread, np.nan))

    def _common(self) -> dict[str, Any]:
        return {
            "errors_by": self.errors,
            "log_likelihood": self.settled.log_likelihood,
            "parameters": self.parameters,
            "persons": float(self.begun.persons.sum()),
            "nodes": self.nodes,
            "has_converged": self.settled.has_converged,
            "remarks": self.remarks,
            "trace": self.trace,
            "populations": self._populations(),
            "anchored": frozen(self.anchored.copy()),
        }

    def _populations(self) -> tuple[Population, ...]:
        point, groups = self.settled.point, self.free_groups.size
        errors = np.where(self.free_groups[:, None], np.nan, 0.0) * np.ones((groups, 2))
        if self.spread is not None:
            tail = np.diag(self.spread)[self.begun.design.exists.size :]
            errors = np.zeros((groups, 2))
            errors[self.free_groups] = np.sqrt(tail.reshape(groups, 2)[self.free_groups])
        return tuple(
            Population(
                label,
                float(self.begun.persons[group]),
                float(point.means[group]),
                float(point.deviations[group]),
                float(errors[group, 0]),
                float(errors[group, 1]),
            )
            for group, label in enumerate(self.labels)
        )


def _threshold_errors(
    design: Design, *, used: Whole, a: float, d: Floats, spread: Floats
) -> Floats:
    """Standard errors of the thresholds below the used categories but the first, by the delta
    method from the covariance of (a, d_1, d_2, ...); NaN where there is no threshold, and infinite
    where the item does not discriminate.
    """
    size = used.size - 1
    if abs(a) < NO_SLOPE:  # the thresholds are anywhere
        return np.full(size, np.inf)
    slopes = np.zeros((size, used.size))  # of b by (a, d)
    if design.model == "graded":
        slopes[:, 0] = d[1:] / a**2
        slopes[np.arange(size), np.arange(size) + 1] = -1 / a
    else:
        slopes[:, 0] = np.diff(d) / a**2
        slopes[np.arange(size), np.arange(size) + 1] = -1 / a
        slopes[np.arange(1, size), np.arange(1, size)] = 1 / a
    return np.asarray(np.sqrt(np.einsum("tp,pr,tr->t", slopes, spread, slopes)))
