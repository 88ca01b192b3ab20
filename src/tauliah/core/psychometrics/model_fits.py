"""The shortest ways from a matrix of responses to a calibration, one for each model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.anchoring import Anchors
from tauliah.core.psychometrics.arrays import Whole
from tauliah.core.psychometrics.calibrated import Calibration, CategoryCalibration, Model
from tauliah.core.psychometrics.calibration import calibrate
from tauliah.core.psychometrics.category_items import CategoryItems, CategoryModel
from tauliah.core.psychometrics.category_responses import categories_of, in_groups
from tauliah.core.psychometrics.concurrent_calibration import Conditions, Running, fitted
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.models.priors import GuessingPriors
from tauliah.core.psychometrics.responses import Responses, scores_of, weights_in
from tauliah.core.psychometrics.tokens import partitions


def fit_2pl(
    responses: ArrayLike | Responses,
    *,
    weights: ArrayLike | None = None,
    priors: Priors | None = None,
    groups: Sequence[object] | None = None,
    **asked: Unpack[Conditions],
) -> Calibration:
    """Discrimination and difficulty of every item; persons in rows, items in columns.

    Birnbaum's (1968) model. See `calibrate` for the arguments and what is refused; `groups` of the
    persons, `reference` and `anchors` are those of `calibrate_concurrently`.
    """
    return _fit_without_guessing(
        responses, "2PL", weights=weights, priors=priors, groups=groups, **asked
    )


def fit_1pl(
    responses: ArrayLike | Responses,
    *,
    weights: ArrayLike | None = None,
    priors: Priors | None = None,
    groups: Sequence[object] | None = None,
    **asked: Unpack[Conditions],
) -> Calibration:
    """Difficulty of every item with one discrimination for all, which is estimated.

    Rasch's model on the scale of a standard normal population; Thissen (1982). The arguments are
    those of `fit_2pl`. Anchors share one discrimination, which then is that of all items.
    """
    return _fit_without_guessing(
        responses, "1PL", weights=weights, priors=priors, groups=groups, **asked
    )


def fit_3pl(
    responses: ArrayLike | Responses,
    *,
    weights: ArrayLike | None = None,
    priors: GuessingPriors | None = None,
    groups: Sequence[object] | None = None,
    **asked: Unpack[Conditions],
) -> Calibration:
    """Discrimination, difficulty and guessing parameter of every item; persons in rows.

    Birnbaum's (1968) model, by the mode of likelihood times priors, without which its parameters
    are not determined well enough; see `GuessingPriors`. `groups` of the persons, `anchors` and the
    rest are those of `calibrate_concurrently`.
    """
    return _fit_two_categories(
        responses,
        "3PL",
        weights=weights,
        priors=priors or GuessingPriors(),
        groups=groups,
        **asked,
    )


def fit_graded(
    responses: ArrayLike | Responses,
    *,
    categories: int | Sequence[int] | None = None,
    weights: ArrayLike | None = None,
    priors: Priors | None = None,
    groups: Sequence[object] | None = None,
    **asked: Unpack[Conditions],
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
        categories=categories,
        weights=weights,
        priors=priors,
        groups=groups,
        **asked,
    )


def fit_partial_credit(
    responses: ArrayLike | Responses,
    *,
    categories: int | Sequence[int] | None = None,
    weights: ArrayLike | None = None,
    priors: Priors | None = None,
    groups: Sequence[object] | None = None,
    **asked: Unpack[Conditions],
) -> CategoryCalibration:
    """Discrimination and thresholds of every item by Muraki's (1992) generalized partial credit
    model. The arguments are those of `fit_graded`.
    """
    return _fit_categories(
        responses,
        "partial-credit",
        categories=categories,
        weights=weights,
        priors=priors,
        groups=groups,
        **asked,
    )


def _fit_without_guessing(
    responses: ArrayLike | Responses,
    model: Literal["1PL", "2PL"],
    *,
    weights: ArrayLike | None,
    priors: Priors | None,
    groups: Sequence[object] | None,
    reference: object = None,
    anchors: Anchors | None = None,
    **how: Unpack[Running],
) -> Calibration:
    """One population without anchors has a faster way of its own."""
    if groups is None and anchors is None:
        pieces = partitions(responses, weights=weights, run=how.get("run", map))
        return calibrate(pieces, model, priors=priors, **how)
    return _fit_two_categories(
        responses,
        model,
        weights=weights,
        priors=priors,
        groups=groups,
        reference=reference,
        anchors=anchors,
        **how,
    )


def _fit_two_categories(
    responses: ArrayLike | Responses,
    model: Model,
    *,
    weights: ArrayLike | None,
    priors: Priors | GuessingPriors | None,
    groups: Sequence[object] | None,
    **asked: Unpack[Conditions],
) -> Calibration:
    """The fit of responses of 0, 1 and missing, however the persons are grouped."""
    scores = scores_of(responses)
    grouped = in_groups(scores, weights=weights_in(responses, weights), groups=groups, categories=2)
    return fitted(
        grouped.data,
        model,
        categories=np.full(scores.shape[1], 2),
        labels=grouped.labels,
        priors=priors,
        **asked,
    ).calibration()


def _fit_categories(
    responses: ArrayLike | Responses,
    model: CategoryModel,
    *,
    categories: int | Sequence[int] | None,
    weights: ArrayLike | None,
    priors: Priors | None,
    groups: Sequence[object] | None,
    **asked: Unpack[Conditions],
) -> CategoryCalibration:
    scores, of_item = categories_of(responses, categories=categories)
    of_item = _as_anchored(of_item, asked.get("anchors"))
    grouped = in_groups(
        scores,
        weights=weights_in(responses, weights),
        groups=groups,
        categories=int(of_item.max()),
    )
    return fitted(
        grouped.data,
        model,
        categories=of_item,
        labels=grouped.labels,
        priors=priors,
        **asked,
    ).category_calibration(of_item)


def _as_anchored(categories: Whole, anchors: Anchors | None) -> Whole:
    """At least as many categories as the anchors have."""
    found = categories.copy()
    if anchors is not None and isinstance(anchors.items, CategoryItems):
        places = np.asarray(anchors.places, np.int64)
        inside = places < found.size
        found[places[inside]] = np.maximum(found[places[inside]], anchors.items.categories[inside])
    return found
