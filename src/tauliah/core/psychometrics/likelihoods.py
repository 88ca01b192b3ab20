"""How likely persons' responses are along the scale, for items of two categories or of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Scores, Truths
from tauliah.core.psychometrics.category_items import (
    CategoryCurves,
    CategoryItems,
    category_curves,
)
from tauliah.core.psychometrics.items import Items, curvature, probability, slope
from tauliah.core.psychometrics.refusals import NotEstimable

IMPOSSIBLE = -1e4  # in place of the logarithm of 0, so that 0 responses times it are 0


@dataclass(frozen=True, slots=True, eq=False)
class Heights:
    """Of each person's log-likelihood: the `gradient`, Fisher's `information`, and the `bend`,
    which is Warm's (1989) J, the sum of P' P'' / P over the categories of the items answered.
    """

    gradient: Floats
    information: Floats
    bend: Floats


class Likelihoods(Protocol):
    """The responses of some persons to calibrated items."""

    @property
    def is_silent(self) -> Truths:
        """Who has no response: (persons,)."""
        ...

    def log_along(self, theta: Floats) -> Floats:
        """The log-likelihood of each person at each theta: (persons, points)."""
        ...

    def along(self, theta: Floats) -> Heights:
        """Heights of each person at each theta: (persons, points)."""
        ...

    def at_own(self, theta: Floats) -> Heights:
        """Heights of each person at his or her own theta: (persons,)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What a gradient is made of, (points, items): P; P' / (P Q); information; P' P'' / (P Q)."""

    p: Floats
    weight: Floats
    inform: Floats
    bend: Floats


class ItemLikelihoods:
    """Of responses of 0, 1 and -1 to items of two categories."""

    def __init__(self, scores: Scores, of: Items) -> None:
        self._of = of
        self._right = (scores == 1).astype(np.float64)
        self._seen = (scores >= 0).astype(np.float64)

    @property
    def is_silent(self) -> Truths:
        return np.asarray(self._seen.sum(1) == 0)

    def log_along(self, theta: Floats) -> Floats:
        p = np.clip(probability(theta, self._of), 1e-300, 1 - 1e-16)
        wrong = self._seen - self._right
        return np.asarray(self._right @ np.log(p).T + wrong @ np.log1p(-p).T)

    def along(self, theta: Floats) -> Heights:
        parts = self._parts(theta)
        return Heights(
            self._right @ parts.weight.T - self._seen @ (parts.weight * parts.p).T,
            self._seen @ parts.inform.T,
            self._seen @ parts.bend.T,
        )

    def at_own(self, theta: Floats) -> Heights:
        parts = self._parts(theta)
        return Heights(
            ((self._right - self._seen * parts.p) * parts.weight).sum(1),
            (self._seen * parts.inform).sum(1),
            (self._seen * parts.bend).sum(1),
        )

    def _parts(self, theta: Floats) -> _Parts:
        p, first = probability(theta, self._of), slope(theta, self._of)
        spread = np.maximum(p * (1 - p), 1e-300)
        bend = first * curvature(theta, self._of) / spread
        return _Parts(p, first / spread, first**2 / spread, bend)


class CategoryLikelihoods:
    """Of responses of 0, 1, 2, ... and -1 to items of several categories."""

    def __init__(self, scores: Scores, of: CategoryItems) -> None:
        self._of = of
        self._scores = np.maximum(scores, 0).astype(np.int64)
        self._seen = (scores >= 0).astype(np.float64)
        kinds = np.arange(of.intercepts.shape[1])
        self._chosen = (scores[:, :, None] == kinds).reshape(len(scores), -1).astype(np.float64)

    @property
    def is_silent(self) -> Truths:
        return np.asarray(self._seen.sum(1) == 0)

    def log_along(self, theta: Floats) -> Floats:
        log = np.maximum(category_curves(theta, self._of).log, IMPOSSIBLE)
        return np.asarray(self._chosen @ log.reshape(theta.size, -1).T)

    def along(self, theta: Floats) -> Heights:
        curves = category_curves(theta, self._of)
        return Heights(
            self._chosen @ curves.first.reshape(theta.size, -1).T,
            self._seen @ curves.information.T,
            self._seen @ _bend(curves).T,
        )

    def at_own(self, theta: Floats) -> Heights:
        curves = category_curves(theta, self._of)
        first = np.take_along_axis(curves.first, self._scores[:, :, None], axis=2)[:, :, 0]
        return Heights(
            (self._seen * first).sum(1),
            (self._seen * curves.information).sum(1),
            (self._seen * _bend(curves)).sum(1),
        )


def _bend(curves: CategoryCurves) -> Floats:
    """The sum of P' P'' / P over the categories of each item: (points, items); Samejima (1993)."""
    by_category = curves.first * (curves.first**2 + curves.second)
    return np.asarray((curves.probability * by_category).sum(-1))


def require_possible(scores: Scores, of: CategoryItems) -> None:
    """Raises NotEstimable for the first response in a category of probability 0."""
    possible = np.isfinite(category_curves(0.0, of).log[0])
    taken = np.take_along_axis(possible, np.maximum(scores, 0).T.astype(np.int64), axis=1).T
    wrong = np.argwhere(~taken & (scores >= 0))
    if wrong.size:
        row, item = wrong[0].tolist()
        category = int(scores[row, item])
        raise NotEstimable(
            "response-impossible",
            en=f"The response in row {row + 1} to item {item + 1} is category {category}, which "
            "nobody used when the item was calibrated: it has probability 0. Join it with a "
            "neighbouring category, or calibrate with responses in it.",
            ms=f"Jawapan dalam baris {row + 1} bagi item {item + 1} ialah kategori {category}, "
            "yang tidak digunakan oleh sesiapa semasa item itu ditentukur: kebarangkaliannya 0. "
            "Gabungkan kategori itu dengan kategori jiran, atau tentukur dengan jawapan dalamnya.",
        )
