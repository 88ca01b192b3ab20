"""Cuts from bookmarks in a booklet of items that is ordered by how much ability each asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.items import Items, slope
from tauliah.core.psychometrics.precision import expected_score
from tauliah.core.psychometrics.refusals import NotEstimable, require_of_each

RESPONSE_PROBABILITY = 2 / 3
Reading = Literal["before", "between", "at"]
Middle = Literal["median", "mean"]


@dataclass(frozen=True, slots=True, eq=False)
class Booklet:
    """Items from the easiest page to the hardest: `order` (pages,) has the place (from 0) of the
    item on each page, and `locations` (pages,) the ability in logits at which it is answered rightly
    with the response `probability`.
    """

    order: Whole
    locations: Floats
    probability: float


def ordered_booklet(of: Items, *, response_probability: float = RESPONSE_PROBABILITY) -> Booklet:
    """The booklet of these items: b + ln(p / (1 - p)) / a, where p is the response probability, for
    items with floor c and ceiling d (p - c) / (d - c).

    Mitzel, Lewis, Patz and Green (2001). Raises ValueError naming items whose discrimination is not
    above 0, or whose curve never reaches the response probability.
    """
    require_of_each(of.discrimination > 0, "a discrimination above 0")
    require_of_each(
        (of.floor < response_probability) & (response_probability < of.ceiling),
        f"a floor below {response_probability:g} and a ceiling above it",
    )
    share = (response_probability - of.floor) / (of.ceiling - of.floor)
    locations = of.difficulty + np.log(share / (1 - share)) / of.discrimination
    order = np.argsort(locations, kind="stable")
    return Booklet(frozen(order), frozen(locations[order]), response_probability)


@dataclass(frozen=True, slots=True, eq=False)
class BookmarkCut:
    """The `cut` in logits with its standard error over judges, and the same as a number-right score
    on these items (`score`, `score_error`). `judge_cuts` (judges,) are their own, in logits;
    `deviation` is their standard deviation.
    """

    cut: float
    error: float
    score: float
    score_error: float
    judge_cuts: Floats
    deviation: float


def bookmark_cut(
    bookmarks: ArrayLike,
    of: Items,
    *,
    response_probability: float = RESPONSE_PROBABILITY,
    reading: Reading = "before",
    middle: Middle = "median",
) -> BookmarkCut:
    """The cut of one round; `bookmarks` (judges,) are pages counted from 1: the first item that a
    just competent candidate would not answer rightly with the response probability. One page more
    than there are says that such a candidate would answer all.

    A judge's cut is the location of the item "before" the bookmark, the last one mastered (Mitzel,
    Lewis, Patz and Green, 2001), of the item "at" it, or "between" both; Reckase (2006) compares
    them. Before the first page and behind the last the nearest item counts. The `middle` of the
    judges is their median, whose error is 1.253 times that of a mean, or their mean. The score is
    the expected one at the cut, its error by the delta method. Raises NotEstimable for fewer than
    two judges.
    """
    pages = np.asarray(bookmarks, np.float64)
    booklet = ordered_booklet(of, response_probability=response_probability)
    last = booklet.locations.size
    require_of_each(
        (pages >= 1) & (pages <= last + 1) & (pages == np.floor(pages)),
        f"a page from 1 to {last + 1}",
        noun="judge",
    )
    if pages.ndim != 1 or pages.size < 2:
        raise NotEstimable(
            "too-few-judges",
            en="A bookmark study needs at least two judges.",
            ms="Kajian penanda buku memerlukan sekurang-kurangnya dua juri.",
        )
    at = booklet.locations[np.minimum(pages, last).astype(np.int64) - 1]
    before = booklet.locations[np.maximum(pages - 2, 0).astype(np.int64)]
    cuts = {"before": before, "between": (before + at) / 2, "at": at}[reading]
    deviation = float(cuts.std(ddof=1))
    error = deviation / float(np.sqrt(cuts.size))
    if middle == "median":
        error *= float(np.sqrt(np.pi / 2))
    cut = float(np.median(cuts) if middle == "median" else cuts.mean())
    return BookmarkCut(
        cut=cut,
        error=error,
        score=float(expected_score(cut, of)[0]),
        score_error=error * float(slope(cut, of).sum()),
        judge_cuts=frozen(np.array(cuts)),
        deviation=deviation,
    )
