"""Whether the time was enough: how far persons came, and responses too quick to be thought about.

A response is missing (-1) where a person gave none; where empty answers have been scored as wrong
already, nothing can be told of speed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Truths, frozen
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.responses import Responses, scores_of, weights_in, weights_of

QUICK_SHARE = 0.10
QUICK_AT_MOST = 10.0  # seconds


@dataclass(frozen=True, slots=True, eq=False)
class Speededness:
    """How far persons came; shares from 0 to 1.

    `not_reached` and `omitted` (items,) are shares of those who were asked the item, NaN where
    nobody was. `completed` reached their last item, and `three_quarters` at least 75 % of theirs.
    `variance_ratio` is the variance of the number of items not reached over that of the number
    right, NaN where all have the same number right; `quotient` the share of points lost that were
    lost by not reaching an item, 0 where none was lost. `is_speeded` is the verdict of Swineford's
    rule.
    """

    not_reached: Floats
    omitted: Floats
    completed: float
    three_quarters: float
    variance_ratio: float
    quotient: float
    is_speeded: bool


def speededness(
    responses: ArrayLike | Responses,
    *,
    asked: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Speededness:
    """What responses, with items in the order in which they were asked, say of speed.

    Items after a person's last response are not reached; missing ones before it are omitted.
    `asked` (persons, items) says which items were on a person's form, by default all. By
    Swineford's rule, as in Rindler (1979), a test is unspeeded when at least 80 % complete it and
    everyone reaches three quarters of it. The ratio of variances: Gulliksen (1950), chapter 17; the
    quotient: Stafford (1971). Raises NotEstimable where nobody was asked anything.
    """
    scores = scores_of(responses)
    weight = weights_of(weights_in(responses, weights), persons=len(scores))
    was_asked = np.ones(scores.shape, np.bool_) if asked is None else np.asarray(asked, np.bool_)
    if was_asked.shape != scores.shape:
        raise ValueError("expected what was asked in the shape of the responses")
    given = (scores >= 0) & was_asked
    # Whoever has a response to this item or to a later one has reached it.
    is_reached = np.flip(np.logical_or.accumulate(np.flip(given, 1), axis=1), 1)
    not_reached, omitted = was_asked & ~is_reached, was_asked & is_reached & ~given
    lengths = was_asked.sum(1)
    took_part = (lengths > 0) & (weight > 0)
    if not took_part.any():
        raise NotEstimable(
            "nobody-asked",
            en="Nobody was asked an item, so nothing can be said of speed.",
            ms="Tiada sesiapa ditanya apa-apa item, maka tiada apa dapat dikatakan tentang "
            "kecukupan masa.",
        )
    left = not_reached.sum(1)[took_part]
    share_left = left / lengths[took_part]
    right = ((scores == 1) & was_asked).sum(1)[took_part]
    kept = weight[took_part]
    lost = kept @ (lengths[took_part] - right)
    completed = float(np.average(left == 0, weights=kept))
    three_quarters = float(np.average(share_left <= 0.25, weights=kept))
    with np.errstate(invalid="ignore", divide="ignore"):
        counts = weight @ was_asked
        ratio = _variance(left, kept) / _variance(right, kept)
        return Speededness(
            not_reached=frozen(weight @ not_reached / counts),
            omitted=frozen(weight @ omitted / counts),
            completed=completed,
            three_quarters=three_quarters,
            variance_ratio=float(ratio) if np.isfinite(ratio) else float("nan"),
            quotient=float(kept @ left / lost) if lost > 0 else 0.0,
            is_speeded=completed < 0.80 or three_quarters < 1 - 1e-12,
        )


def _variance(values: ArrayLike, weight: Floats) -> np.float64:
    numbers = np.asarray(values, np.float64)
    return np.float64(
        np.average((numbers - np.average(numbers, weights=weight)) ** 2, weights=weight)
    )


@dataclass(frozen=True, slots=True, eq=False)
class RapidGuesses:
    """Responses given faster than an item can be read.

    `thresholds` (items,) in seconds; `is_rapid` (persons, items); `effort` (persons,), the share of
    a person's responses that are not rapid, NaN where no time is known, and `effort_of_item`
    (items,) likewise; `right_when_rapid` (items,), the share right among rapid responses, near
    chance where they are guesses, NaN where there is none.
    """

    thresholds: Floats
    is_rapid: Truths
    effort: Floats
    effort_of_item: Floats
    right_when_rapid: Floats


def rapid_guesses(
    responses: ArrayLike | Responses,
    seconds: ArrayLike | None = None,
    *,
    thresholds: ArrayLike | None = None,
) -> RapidGuesses:
    """Rapid responses by the time that each took; `seconds` are those of the responses by default.

    A threshold is a tenth of the item's mean time, at most 10 seconds (Wise and Ma, 2012); or as
    given, one for all or one for each item. Effort: Wise and Kong (2005), equation 2; by item Wise
    (2006). Raises ValueError where there are no times, or a negative one.
    """
    scores = scores_of(responses)
    if seconds is None and isinstance(responses, Responses):
        seconds = responses.seconds
    if seconds is None:
        raise ValueError("expected the seconds that each response took")
    times = np.asarray(seconds, np.float64)
    if times.shape != scores.shape or (times < 0).any():
        raise ValueError("expected seconds of 0 or more in the shape of the responses")
    is_timed = (scores >= 0) & np.isfinite(times)
    known = np.where(is_timed, times, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        if thresholds is None:
            limits = np.minimum(QUICK_SHARE * known.sum(0) / is_timed.sum(0), QUICK_AT_MOST)
        else:
            limits = np.broadcast_to(np.asarray(thresholds, np.float64), scores.shape[1:]).copy()
        is_rapid = is_timed & (times < limits)
        return RapidGuesses(
            thresholds=frozen(limits),
            is_rapid=frozen(is_rapid),
            effort=frozen(1 - is_rapid.sum(1) / is_timed.sum(1)),
            effort_of_item=frozen(1 - is_rapid.sum(0) / is_timed.sum(0)),
            right_when_rapid=frozen((is_rapid & (scores == 1)).sum(0) / is_rapid.sum(0)),
        )
