"""Calibrated items with several ordered categories, and how the ways of writing them convert.

Two models, both with theta in logits and no constant 1.7, and both in slope-intercept form. With
discrimination a and intercepts d_0, d_1, ... of the categories 0, 1, ... of an item:

- "graded", Samejima (1969): P(X >= k) = 1 / (1 + exp(-(a theta + d_k))), with d_0 infinite and the
  others falling. Its thresholds are b_k = -d_k / a, where P(X >= k) is one half.
- "partial-credit", the generalized model of Muraki (1992): P(X = k) in proportion to
  exp(k a theta + d_k). Its thresholds are b_k = -(d_k - d_(k-1)) / a, where categories k - 1 and k
  are equally likely; Masters' (1982) model is that with a = 1.

With two categories both are the model of two parameters. An intercept of -inf stands for what has
probability 0: a category that nobody used, or one that the item does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.items import Items, probability
from tauliah.core.psychometrics.logits import logistic
from tauliah.core.psychometrics.refusals import require_of_each

CategoryModel = Literal["graded", "partial-credit"]


@dataclass(frozen=True, slots=True, eq=False)
class CategoryItems:
    """Items of one model: `discrimination` (items,), `intercepts` (items, most categories) and how
    many `categories` each has. Made by `graded_items` or `partial_credit_items`, which check them.
    """

    model: CategoryModel
    discrimination: Floats
    intercepts: Floats
    categories: Whole

    def __len__(self) -> int:
        return self.discrimination.size

    @property
    def thresholds(self) -> Floats:
        """The b_k of each item for k = 1, 2, ...: (items, most categories - 1).

        NaN beyond the last category and, in the model of partial credit, beside a category of
        probability 0. In the graded model a category of probability 0 has no room between its
        thresholds, which are equal, or infinite at the ends of the scale.
        """
        d, a = self.intercepts, self.discrimination[:, None]
        exists = np.arange(1, d.shape[1]) < self.categories[:, None]
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            if self.model == "graded":
                return np.where(exists, -d[:, 1:] / a, np.nan)
            is_finite = np.isfinite(d[:, 1:]) & np.isfinite(d[:, :-1])
            return np.where(exists & is_finite, -np.diff(d, axis=1) / a, np.nan)


def graded_items(discrimination: ArrayLike, thresholds: ArrayLike) -> CategoryItems:
    """Items of the graded model from a (items,) and b (items, most categories - 1).

    NaN fills the rows of items with fewer categories. Raises ValueError naming the items whose a is
    not finite or is 0, or whose thresholds do not rise (fall, where a is negative).
    """
    a, b, exists = _checked(discrimination, thresholds)
    d = np.where(exists, -a[:, None] * b, -np.inf)
    # Equal thresholds are a category that nobody can be in.
    falls = (d[:, 1:] <= d[:, :-1]) | ~exists[:, 1:]
    require_of_each(falls.all(1), "thresholds in the order of the categories")
    return _category_items("graded", a, np.column_stack([np.full(len(a), np.inf), d]), exists)


def partial_credit_items(discrimination: ArrayLike, thresholds: ArrayLike) -> CategoryItems:
    """Items of the generalized partial credit model from a (items,) and b, as in `graded_items`;
    the thresholds may be in any order, and must be finite.
    """
    a, b, exists = _checked(discrimination, thresholds)
    require_of_each((np.isfinite(b) | ~exists).all(1), "finite thresholds")
    steps = np.where(exists, -a[:, None] * b, -np.inf)
    d = np.column_stack([np.zeros(len(a)), np.cumsum(steps, axis=1)])
    return _category_items("partial-credit", a, d, exists)


def items_with_steps(
    discrimination: ArrayLike, difficulty: ArrayLike, steps: ArrayLike
) -> CategoryItems:
    """Items of the generalized partial credit model as Muraki (1992) writes them: b - step_k, with
    one difficulty for each item and steps (items, most categories - 1) around 0.
    """
    b = np.atleast_1d(np.asarray(difficulty, np.float64))
    return partial_credit_items(
        discrimination, b[:, None] - np.atleast_2d(np.asarray(steps, np.float64))
    )


def category_items_from_intercepts(
    model: CategoryModel, discrimination: ArrayLike, intercepts: ArrayLike
) -> CategoryItems:
    """Items from a (items,) and the intercepts of categories 0, 1, ...: (items, most categories).

    Those of "graded" begin with inf, those of "partial-credit" usually with 0; NaN fills the rows
    of items with fewer categories, and -inf stands for a category of probability 0. Raises
    ValueError naming the items that are none of the model.
    """
    a = np.atleast_1d(np.asarray(discrimination, np.float64))
    d = np.atleast_2d(np.asarray(intercepts, np.float64))
    exists = ~np.isnan(d)
    if len(a) != len(d):
        raise ValueError(f"expected intercepts of {len(a)} items, got {len(d)}")
    require_of_each(exists[:, 0] & (exists[:, 1:] <= exists[:, :-1]).all(1), "no gap before NaN")
    require_of_each(np.isfinite(a), "a finite discrimination")
    d = np.where(exists, d, -np.inf)
    if model == "graded":
        require_of_each(d[:, 0] == np.inf, "inf as the first intercept")
        require_of_each((d[:, 1:] <= d[:, :-1]).all(1), "intercepts that fall")
    else:
        require_of_each(((d < np.inf).all(1)) & (np.isfinite(d).any(1)), "intercepts below inf")
    return _category_items(model, a, d, exists[:, 1:])


def _checked(discrimination: ArrayLike, thresholds: ArrayLike) -> tuple[Floats, Floats, Whole]:
    """a, b and which thresholds exist."""
    b = np.atleast_2d(np.asarray(thresholds, np.float64))
    a = np.broadcast_to(np.asarray(discrimination, np.float64), (len(b),))
    exists = ~np.isnan(b)
    require_of_each(np.isfinite(a) & (a != 0), "a finite discrimination other than 0")
    require_of_each(exists[:, 0] & (exists[:, 1:] <= exists[:, :-1]).all(1), "no gap before NaN")
    return a, b, exists


def _category_items(
    model: CategoryModel, a: Floats, intercepts: Floats, exists: ArrayLike
) -> CategoryItems:
    categories = 1 + np.asarray(exists).sum(1, dtype=np.int64)
    return CategoryItems(model, frozen(a.copy()), frozen(intercepts.copy()), frozen(categories))


@dataclass(frozen=True, slots=True, eq=False)
class CategoryCurves:
    """At each theta for each category of each item, (points, items, most categories): `log`
    probability, and its `first` and `second` derivative by theta.
    """

    log: Floats
    first: Floats
    second: Floats

    @property
    def probability(self) -> Floats:
        """P of each category, which sum to 1 over the categories of an item."""
        return np.exp(self.log)

    @property
    def information(self) -> Floats:
        """Fisher information of each item, (points, items): Samejima (1969), chapter 6."""
        return np.asarray((self.probability * self.first**2).sum(-1))


def category_curves(theta: ArrayLike, of: CategoryItems) -> CategoryCurves:
    """The curves of all categories at each theta (points,)."""
    points = np.atleast_1d(np.asarray(theta, np.float64))[:, None, None]
    a = of.discrimination[:, None]
    if of.model == "partial-credit":
        score = np.arange(of.intercepts.shape[1])
        log = score * a * points + of.intercepts
        log = log - np.logaddexp.reduce(log, axis=-1, keepdims=True)
        share = np.exp(log)
        mean = (share * score).sum(-1, keepdims=True)
        spread = (share * (score - mean) ** 2).sum(-1, keepdims=True)
        return CategoryCurves(log, a * (score - mean), np.broadcast_to(-(a**2) * spread, log.shape))
    d = of.intercepts
    below = np.column_stack([d[:, 1:], np.full(len(of), -np.inf)])
    z, z_next = a * points + d, a * points + below
    share, share_next = logistic(z), logistic(z_next)
    log = -np.logaddexp(0, -z) - np.logaddexp(0, z_next) + log_gap(d, below)
    wave = share * (1 - share) + share_next * (1 - share_next)
    return CategoryCurves(log, a * (1 - share - share_next), -(a**2) * wave)


def log_gap(d: Floats, below: Floats) -> Floats:
    """log(1 - exp(below - d)), by which the probability of a graded category between two intercepts
    is the product of P(X >= k) and 1 - P(X >= k + 1): it does not depend on theta.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.where(d > below, d - below, 0.0)
        return np.asarray(np.log(-np.expm1(-gap)))


def category_probability(theta: ArrayLike, of: CategoryItems) -> Floats:
    """P of each category at each theta: (points, items, most categories)."""
    return category_curves(theta, of).probability


def highest_scores(of: Items | CategoryItems) -> Whole:
    """The number of each item's last category: (items,)."""
    return of.categories - 1 if isinstance(of, CategoryItems) else np.ones(len(of), np.int64)


def category_shares(theta: ArrayLike, of: Items | CategoryItems) -> Floats:
    """P of each category at each theta, items of two categories among them: (points, items,
    categories).
    """
    if isinstance(of, CategoryItems):
        return category_probability(theta, of)
    p = probability(theta, of)
    return np.stack([1 - p, p], axis=-1)
