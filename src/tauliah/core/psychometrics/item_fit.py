"""Whether items behave as their model says: infit and outfit, S-X2, and Q3 of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.category_items import (
    CategoryItems,
    category_shares,
    highest_scores,
)
from tauliah.core.psychometrics.category_responses import scores_for
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.precision import sum_scores
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.residuals import residuals
from tauliah.core.psychometrics.responses import Responses
from tauliah.core.psychometrics.scoring import Abilities

FEWEST_EXPECTED = 1.0  # persons in a cell: Orlando and Thissen (2000)
FEWEST_PAIRS = 3


@dataclass(frozen=True, slots=True, eq=False)
class MeanSquares:
    """`infit` and `outfit` of each item (items,), about 1 where the model holds, above where
    responses are more erratic and below where they are more regular than it says; and both on the
    scale of a standard normal. NaN for an item that nobody with a finite ability answered.
    """

    infit: Floats
    outfit: Floats
    infit_z: Floats
    outfit_z: Floats
    persons: Whole


def mean_squares(
    responses: ArrayLike | Responses, of: Items | CategoryItems, scored: Abilities
) -> MeanSquares:
    """Mean squares of standardised residuals: Wright and Masters (1982), table 5.1.

    Abilities by "WL" or "ML" serve best: those of "EAP" and "MAP" are drawn to the mean, which
    makes residuals of strong and weak persons too large. Raises NotEstimable when no ability is
    finite.
    """
    found = residuals(responses, of, scored)
    count = found.seen.sum(0)
    variance = np.where(found.seen, found.variance, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        outfit = (found.residual**2 / found.variance).sum(0) / count
        infit = (found.residual**2).sum(0) / variance.sum(0)
        kurtosis = np.where(found.seen, found.moment / found.variance**2, 0.0).sum(0)
        outfit_spread = np.sqrt(np.maximum(kurtosis / count**2 - 1 / count, 1e-12))
        excess = np.where(found.seen, found.moment - found.variance**2, 0.0).sum(0)
        infit_spread = np.sqrt(np.maximum(excess, 1e-12)) / variance.sum(0)
    return MeanSquares(
        frozen(infit),
        frozen(outfit),
        frozen(_normal(infit, infit_spread)),
        frozen(_normal(outfit, outfit_spread)),
        frozen(count.astype(np.int64)),
    )


def _normal(square: Floats, spread: Floats) -> Floats:
    """The cube root of Wilson and Hilferty (1931), by which a mean square is nearly normal."""
    return np.asarray((np.cbrt(square) - 1) * 3 / spread + spread / 3)


def local_dependence(
    responses: ArrayLike | Responses, of: Items | CategoryItems, scored: Abilities
) -> Floats:
    """Q3 of Yen (1984): correlations of the residuals of each pair of items, (items, items).

    Where responses are independent given ability, it is about -1 / (items - 1), not 0. NaN where
    fewer than three persons answered both items or residuals do not vary. Raises NotEstimable when
    no ability is finite.
    """
    found = residuals(responses, of, scored)
    seen = found.seen.astype(np.float64)
    residual = found.residual
    count = seen.T @ seen
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = residual.T @ seen / count  # of the row's item, over who answered both
        square = (residual**2).T @ seen / count - mean**2
        product = residual.T @ residual / count - mean * mean.T
        correlation = product / np.sqrt(square * square.T)
    is_known = (count >= FEWEST_PAIRS) & (square > 1e-12) & (square.T > 1e-12)
    return np.asarray(np.where(is_known, np.clip(correlation, -1, 1), np.nan))


@dataclass(frozen=True, slots=True, eq=False)
class ScoreGroupFit:
    """S-X2 of each item (items,): `statistic`, its `degrees` of freedom and `probability` under the
    model. An item with fewer than one degree of freedom has probability NaN: it cannot be tested.
    `persons` are those with complete responses, who alone count.
    """

    statistic: Floats
    degrees: Whole
    probability: Floats
    persons: int


def score_group_fit(
    responses: ArrayLike | Responses,
    of: Items | CategoryItems,
    *,
    grid: Grid | None = None,
    estimated: int | Sequence[int] | None = None,
) -> ScoreGroupFit:
    """S-X2 of Orlando and Thissen (2000) and, for several categories, Kang and Chen (2008).

    Observed and expected shares of each category among persons of one sum score; neighbouring
    scores are put together until every category expects one person. `grid` is the population, by
    default standard normal. `estimated` says how many parameters of each item came from these data,
    by default all that the item has; 0 for items that were given. Raises NotEstimable when nobody
    answered every item.
    """
    scores = scores_for(responses, of)
    complete = scores[(scores >= 0).all(1)].astype(np.int64)
    if not len(complete):
        raise NotEstimable(
            "no-complete-responses",
            en="S-X2 compares persons with the same sum score, but nobody answered every item; "
            "take the items of one form.",
            ms="S-X2 membandingkan orang dengan jumlah skor yang sama, tetapi tiada sesiapa "
            "menjawab setiap item; ambil item bagi satu set soalan.",
        )
    grid = grid or normal_grid()
    shares = category_shares(grid.nodes, of)
    tops = highest_scores(of)
    score = complete.sum(1)
    totals = np.bincount(score, minlength=int(tops.sum()) + 1).astype(np.float64)
    given = _parameters(of) if estimated is None else np.broadcast_to(estimated, (len(of),))
    statistic, degrees = np.zeros(len(of)), np.zeros(len(of), np.int64)
    for item, top in enumerate(tops.tolist()):
        expected = _expected(shares, item, tops=tops, grid=grid) * totals[:, None]
        observed = np.zeros(expected.shape)
        np.add.at(observed, (score, complete[:, item]), 1.0)
        statistic[item], cells = _chi_square(observed[:, : top + 1], expected[:, : top + 1])
        degrees[item] = cells - given[item]
    from scipy.special import chdtrc  # scipy.stats says the same, and takes seconds to load

    testable = degrees > 0
    probability = np.where(testable, chdtrc(np.maximum(degrees, 1), statistic), np.nan)
    return ScoreGroupFit(
        frozen(statistic), frozen(degrees), frozen(np.asarray(probability)), len(complete)
    )


def _parameters(of: Items | CategoryItems) -> Whole:
    if isinstance(of, CategoryItems):
        possible = (category_shares(0.0, of)[0] > 0).sum(1)
        return np.asarray(possible, np.int64)
    return np.asarray(2 + (of.floor > 0) + (of.ceiling < 1), np.int64)


def _expected(shares: Floats, item: int, *, tops: Whole, grid: Grid) -> Floats:
    """The share of each category of the item among persons of each sum score: (scores, categories).

    Orlando and Thissen (2000), equation 5: the distribution of the other items' score, one item
    left out of the recursion of Lord and Wingersky (1984).
    """
    rest = sum_scores(np.delete(shares, item, axis=1), np.delete(tops, item))
    joint = np.zeros((int(tops.sum()) + 1, shares.shape[2]))
    for score in range(int(tops[item]) + 1):
        both = rest * shares[:, item, score, None]
        joint[score : score + rest.shape[1], score] = grid.weights @ both
    return np.asarray(joint / np.maximum(joint.sum(1, keepdims=True), 1e-300))


def _chi_square(observed: Floats, expected: Floats) -> tuple[float, int]:
    """The statistic over score groups put together, and the number of free cells."""
    possible = expected.sum(0) > 0
    groups: list[tuple[Floats, Floats]] = []
    o, e = np.zeros(int(possible.sum())), np.zeros(int(possible.sum()))
    # The lowest and highest score leave no freedom: everyone is in one category there.
    for seen, awaited in zip(observed[1:-1, possible], expected[1:-1, possible], strict=True):
        o, e = o + seen, e + awaited
        if (e >= FEWEST_EXPECTED).all():
            groups.append((o, e))
            o, e = np.zeros_like(o), np.zeros_like(e)
    if groups:
        groups[-1] = (groups[-1][0] + o, groups[-1][1] + e)
    statistic = sum(float(((o - e) ** 2 / e).sum()) for o, e in groups)
    return statistic, len(groups) * (int(possible.sum()) - 1)
