"""A fit that tells each of its steps, keeps where it stands, and goes on from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from tauliah.core.psychometrics.anchoring import Anchors
from tauliah.core.psychometrics.arrays import Runner, Scores
from tauliah.core.psychometrics.calibrated import (
    Calibration,
    CategoryCalibration,
    Model,
    Reached,
    Step,
)
from tauliah.core.psychometrics.category_items import CategoryModel
from tauliah.core.psychometrics.concurrent_calibration import Conditions
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.model_fits import (
    fit_1pl,
    fit_2pl,
    fit_3pl,
    fit_graded,
    fit_partial_credit,
)
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.response_table import Watch, unwatched

Fit = TypeVar("Fit", Calibration, CategoryCalibration)


def fitted(
    scores: Scores,
    model: Model,
    *,
    has_priors: bool = False,
    groups: Sequence[str] | None = None,
    reference: str | None = None,
    anchors: Anchors | None = None,
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
    name: str = "fit",
) -> Calibration:
    """The fit of responses of 0, 1 and -1 for missing, whose trace begins with that of earlier turns.

    `name` is that under which `steps` keeps where it stands.
    """
    begun = _Begun(steps, name, watch)
    how: Conditions = {"reference": reference, "anchors": anchors, **begun.running()}
    if model == "3PL":
        return begun.whole(fit_3pl(scores, groups=groups, **how))
    fit = fit_1pl if model == "1PL" else fit_2pl
    return begun.whole(fit(scores, priors=Priors() if has_priors else None, groups=groups, **how))


def fitted_categories(
    scores: Scores,
    model: CategoryModel,
    *,
    categories: Sequence[int],
    has_priors: bool = False,
    groups: Sequence[str] | None = None,
    reference: str | None = None,
    watch: Watch = unwatched,
    steps: KeptSteps = NOTHING_KEPT,
) -> CategoryCalibration:
    """The same of items with so many ordered categories each."""
    begun = _Begun(steps, "fit", watch)
    how: Conditions = {"reference": reference, **begun.running()}
    fit = fit_graded if model == "graded" else fit_partial_credit
    priors = Priors() if has_priors else None
    return begun.whole(
        fit(scores, categories=list(categories), priors=priors, groups=groups, **how)
    )


class _Begun:
    """One fit of a run: what earlier turns did of it, and what this one does."""

    def __init__(self, steps: KeptSteps, name: str, watch: Watch) -> None:
        self._steps, self._name, self._watch = steps, name, watch
        kept = steps.found(name) or {}
        self._earlier = tuple(Step(*one) for one in kept.get("trace", ()))
        self._start: Reached | None = None
        if kept:
            self._start = Reached(
                self._earlier[-1],
                np.array(kept["values"], np.float64),
                np.array(kept["means"], np.float64),
                np.array(kept["deviations"], np.float64),
                is_whole=True,
            )
        self._trace = list(self._earlier)

    def running(self) -> Conditions:
        """How the fit is run, and where it starts."""
        return {"run": self._runner(), "start": self._start, "watch": self._reached}

    def whole(self, found: Fit) -> Fit:
        """The fit with the trace of every turn."""
        return replace(found, trace=(*self._earlier, *found.trace))

    def _runner(self) -> Runner:
        count = len(self._earlier)

        def run(work: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterable[Any]:
            nonlocal count
            self._watch(count, 0)
            count += 1
            return map(work, pieces)

        return run

    def _reached(self, reached: Reached) -> None:
        step = reached.step
        self._trace.append(step)
        if not reached.is_whole:
            return  # a first fit of some persons is as soon made again
        self._steps.keep(
            self._name,
            {
                # what is not free may be no number, and is not read again
                "values": np.nan_to_num(reached.values).tolist(),
                "means": reached.means.tolist(),
                "deviations": reached.deviations.tolist(),
                "trace": [[one.persons, one.log_likelihood, one.change] for one in self._trace],
            },
        )
