"""Classical figures of each item: how hard, how well it separates, what its options do.

The weights of the figures are persons. Every figure of an item is made from the persons who have a
response to it; a rest score is the mean over the other items that the person has, so that figures
stay comparable when responses are missing by design.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.refusals import FaultyResponses
from tauliah.core.psychometrics.responses import Responses, scores_of, weights_of


@dataclass(frozen=True, slots=True, eq=False)
class ItemFigures:
    """One value for each item (items,).

    `difficulty` is the share of right responses, with its standard error. `point_biserial`
    correlates the item with the person's mean over all items, `discrimination` with the mean over
    the other items. A figure that these data do not determine is NaN: a correlation where nobody,
    or everybody, is right, or where nobody has another item.
    """

    responses: Floats
    difficulty: Floats
    difficulty_error: Floats
    point_biserial: Floats
    discrimination: Floats


def item_figures(
    responses: ArrayLike | Responses, *, weights: ArrayLike | None = None
) -> ItemFigures:
    """Difficulty, point-biserial and corrected discrimination of each item.

    Lord and Novick (1968), chapter 15; correction for the item's own part by
    leaving it out (Henrysson, 1963). The error of the difficulty is that of a proportion.
    """
    scores = scores_of(responses)
    weight = _weights(responses, weights, len(scores))
    seen = scores >= 0
    right = scores == 1
    answered, correct = seen.sum(1), right.sum(1)
    counts = weight @ seen
    with np.errstate(invalid="ignore", divide="ignore"):
        difficulty = weight @ right / counts
        error = np.sqrt(difficulty * (1 - difficulty) / counts)
        whole = correct / answered
        rests = (correct[:, None] - right) / (answered[:, None] - seen)
    items = range(scores.shape[1])
    return ItemFigures(
        responses=frozen(counts),
        difficulty=frozen(difficulty),
        difficulty_error=frozen(error),
        point_biserial=frozen(
            np.array([_correlation(right[:, j], whole, weight * seen[:, j]) for j in items])
        ),
        discrimination=frozen(
            np.array([_correlation(right[:, j], rests[:, j], weight * seen[:, j]) for j in items])
        ),
    )


def _weights(responses: ArrayLike | Responses, weights: ArrayLike | None, persons: int) -> Floats:
    if weights is None and isinstance(responses, Responses):
        return responses.weights
    return weights_of(weights, persons=persons)


def _correlation(left: ArrayLike, right: ArrayLike, weight: Floats) -> float:
    """Weighted Pearson correlation over the persons who have both; NaN when either is constant."""
    x, y = np.asarray(left, np.float64), np.asarray(right, np.float64)
    kept = (weight > 0) & np.isfinite(x) & np.isfinite(y)
    if not kept.any():
        return float("nan")
    x, y, weight = x[kept], y[kept], weight[kept]
    x, y = x - np.average(x, weights=weight), y - np.average(y, weights=weight)
    spread = float(np.sqrt((weight @ x**2) * (weight @ y**2)))
    return float(weight @ (x * y)) / spread if spread > 1e-12 * weight.sum() else float("nan")


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """One option of one item among those who answered the item.

    `share` chose it; `discrimination` correlates choosing it with the mean over the other items
    (NaN when nobody or everybody chose it); `mean_rest` is that mean among its choosers, and
    `by_fifth` the share that chose it in each fifth of persons from the weakest to the strongest.
    """

    item: str
    option: str
    is_key: bool
    count: int
    share: float
    discrimination: float
    mean_rest: float
    by_fifth: tuple[float, ...]


def distractor_analysis(
    answers: Sequence[Sequence[str | None]], keys: Sequence[str], *, items: Sequence[str] = ()
) -> tuple[OptionFigures, ...]:
    """What each option of each item attracts; `answers` has a row for each person, None for none.

    `keys` names the right option of each item. Persons of equal standing stay together, so fifths
    may differ in size. Figures as in Haladyna and Rodriguez (2013).
    """
    chosen = _chosen(answers, len(keys))
    names = tuple(items) or tuple(str(place + 1) for place in range(len(keys)))
    seen = chosen != None  # noqa: E711 an element-wise comparison
    right = seen & (chosen == np.array(keys, dtype=object))
    answered, correct = seen.sum(1), right.sum(1)
    figures = []
    for place, key in enumerate(keys):
        with np.errstate(invalid="ignore"):
            rest = (correct - right[:, place]) / (answered - seen[:, place])
        kept = seen[:, place] & np.isfinite(rest)
        fifths = _fifths(rest[kept])
        options = sorted({str(option) for option in chosen[seen[:, place], place]} | {key})
        for option in options:
            took = chosen[:, place] == option
            count = int(took.sum())
            figures.append(
                OptionFigures(
                    item=names[place],
                    option=option,
                    is_key=option == key,
                    count=count,
                    share=count / max(1, int(seen[:, place].sum())),
                    discrimination=_correlation(took, rest, seen[:, place].astype(np.float64)),
                    mean_rest=float(rest[kept & took].mean()) if (kept & took).any() else np.nan,
                    by_fifth=tuple(
                        float(took[kept][fifths == fifth].mean()) for fifth in np.unique(fifths)
                    ),
                )
            )
    return tuple(figures)


def _chosen(answers: Sequence[Sequence[str | None]], items: int) -> np.ndarray[tuple[int, int]]:
    faulty = tuple(
        Problem(
            "answers",
            number,
            "",
            LocalText(
                en=f"expected {items} answers, got {len(row)}",
                ms=f"dijangka {items} jawapan, diberi {len(row)}",
            ),
        )
        for number, row in enumerate(answers, start=1)
        if len(row) != items
    )
    if faulty or not answers or not items:
        none = LocalText(en="there are no answers", ms="tiada jawapan")
        raise FaultyResponses(faulty or (Problem("answers", 0, "", none),))
    chosen = np.empty((len(answers), items), dtype=object)
    chosen[:] = [list(row) for row in answers]
    return chosen


def _fifths(rest: Floats) -> Whole:
    """The fifth of each person, 0 for the weakest; equal persons are never parted."""
    if not rest.size:
        return np.zeros(0, np.int64)
    below = np.searchsorted(np.sort(rest), rest, side="left")
    return np.asarray(below * 5 // rest.size, np.int64)


@dataclass(frozen=True, slots=True)
class KeySuspicion:
    """An item whose key looks wrong, with the option that behaves like the key, and why."""

    item: str
    key: str
    likely: str
    reason: LocalText


def key_check(figures: Sequence[OptionFigures]) -> tuple[KeySuspicion, ...]:
    """Items whose key separates weak from strong worse than another option does.

    Flagged when an option that at least one in twenty chose correlates with the rest score, and
    more than the key does, while the key's own correlation is below 0.1. These are signs to look
    at, not verdicts: Haladyna and Rodriguez (2013).
    """
    flagged = []
    for item in dict.fromkeys(option.item for option in figures):
        options = [option for option in figures if option.item == item]
        key = next(option for option in options if option.is_key)
        rivals = [
            option
            for option in options
            if not option.is_key and option.share >= 0.05 and option.discrimination > 0
        ]
        own = -1.0 if np.isnan(key.discrimination) else key.discrimination
        best = max(rivals, key=lambda option: option.discrimination, default=None)
        if best is None or own >= 0.1 or best.discrimination <= own:
            continue
        flagged.append(
            KeySuspicion(
                item=item,
                key=key.option,
                likely=best.option,
                reason=LocalText(
                    en=f"Strong candidates choose {best.option} (correlation "
                    f"{best.discrimination:.2f}) rather than the key {key.option} "
                    f"({own:.2f}).",
                    ms=f"Calon yang kuat memilih {best.option} (korelasi "
                    f"{best.discrimination:.2f}) dan bukan kunci {key.option} ({own:.2f}).",
                ),
            )
        )
    return tuple(flagged)
