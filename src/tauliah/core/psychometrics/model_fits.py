"""The shortest ways from a matrix of responses to a calibration: the 3PL, graded response, and
generalized partial credit; for the 1PL and 2PL see `calibration`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.anchoring import Anchors
from tauliah.core.psychometrics.arrays import Runner, Whole
from tauliah.core.psychometrics.calibrated import Calibration, CategoryCalibration, Errors, Model
from tauliah.core.psychometrics.category_items import CategoryItems, CategoryModel
from tauliah.core.psychometrics.category_responses import categories_of, in_groups, weights_in
from tauliah.core.psychometrics.concurrent_calibration import Conditions, fitted
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.models.priors import GuessingPriors
from tauliah.core.psychometrics.responses import Responses, scores_of


def fit_3pl(
    responses: ArrayLike | Responses,
    *,
    weights: ArrayLike | None = None,
    priors: GuessingPriors | None = None,
    groups: Sequence[object] | None = None,
    reference: object = None,
    anchors: Anchors | None = None,
    tolerance: float = 3e-5,
    nodes: int | None = None,
    errors: Errors | None = None,
    run: Runner = map,
) -> Calibration:
    """Discrimination, difficulty and guessing parameter of every item; persons in rows.

    Birnbaum's (1968) model, by the mode of likelihood times priors, without which its parameters
    are not determined well enough; see `GuessingPriors`. `groups` of the persons, `anchors` and the
    rest are those of `calibrate_concurrently`.
    """
    return fit_dichotomous(
        responses,
        "3PL",
        Conditions(
            priors=priors or GuessingPriors(),
            reference=reference,
            anchors=anchors,
            tolerance=tolerance,
            nodes=nodes,
            errors=errors,
            run=run,
        ),
        weights=weights,
        groups=groups,
    )


def fit_dichotomous(
    responses: ArrayLike | Responses,
    model: Model,
    asked: Conditions,
    *,
    weights: ArrayLike | None,
    groups: Sequence[object] | None,
) -> Calibration:
    """The fit of responses of 0, 1 and missing, however the persons are grouped."""
    grouped = in_groups(
        scores_of(responses), weights=weights_in(responses, weights), groups=groups, categories=2
    )
    categories = np.full(grouped.data[0].layout.items, 2)
    return fitted(
        grouped.data, model, asked, categories=categories, labels=grouped.labels
    ).calibration()


def fit_graded(
    responses: ArrayLike | Responses,
    *,
    categories: int | Sequence[int] | None = None,
    weights: ArrayLike | None = None,
    priors: Priors | None = None,
    groups: Sequence[object] | None = None,
    reference: object = None,
    anchors: Anchors | None = None,
    tolerance: float = 3e-5,
    nodes: int | None = None,
    errors: Errors | None = None,
    run: Runner = map,
) -> CategoryCalibration:
    """Discrimination and thresholds of every item by Samejima's (1969) graded response model.

    `responses` (persons, items) are categories 0, 1, 2, ... or missing; `categories` says how many
    each item has, by default one more than the highest that was given. A category that nobody used
    is named in `remarks` and has probability 0. `priors` are normal on slopes and on each
    intercept. The rest as in `calibrate_concurrently`.
    """
    return _fit_categories(
        responses,
        "graded",
        Conditions(
            priors=priors,
            reference=reference,
            anchors=anchors,
            tolerance=tolerance,
            nodes=nodes,
            errors=errors,
            run=run,
        ),
        categories=categories,
        weights=weights,
        groups=groups,
    )


def fit_partial_credit(
    responses: ArrayLike | Responses,
    *,
    categories: int | Sequence[int] | None = None,
    weights: ArrayLike | None = None,
    priors: Priors | None = None,
    groups: Sequence[object] | None = None,
    reference: object = None,
    anchors: Anchors | None = None,
    tolerance: float = 3e-5,
    nodes: int | None = None,
    errors: Errors | None = None,
    run: Runner = map,
) -> CategoryCalibration:
    """Discrimination and thresholds of every item by Muraki's (1992) generalized partial credit
    model. The arguments are those of `fit_graded`.
    """
    return _fit_categories(
        responses,
        "partial-credit",
        Conditions(
            priors=priors,
            reference=reference,
            anchors=anchors,
            tolerance=tolerance,
            nodes=nodes,
            errors=errors,
            run=run,
        ),
        categories=categories,
        weights=weights,
        groups=groups,
    )


def _fit_categories(
    responses: ArrayLike | Responses,
    model: CategoryModel,
    asked: Conditions,
    *,
    categories: int | Sequence[int] | None,
    weights: ArrayLike | None,
    groups: Sequence[object] | None,
) -> CategoryCalibration:
    scores, of_item = categories_of(responses, categories=categories)
    of_item = _as_anchored(of_item, asked.anchors)
    grouped = in_groups(
        scores,
        weights=weights_in(responses, weights),
        groups=groups,
        categories=int(of_item.max()),
    )
    return fitted(
        grouped.data, model, asked, categories=of_item, labels=grouped.labels
    ).category_calibration(of_item)


def _as_anchored(categories: Whole, anchors: Anchors | None) -> Whole:
    """At least as many categories as the anchors have."""
    found = categories.copy()
    if anchors is not None and isinstance(anchors.items, CategoryItems):
        places = np.asarray(anchors.places, np.int64)
        inside = places < found.size
        found[places[inside]] = np.maximum(found[places[inside]], anchors.items.categories[inside])
    return found
