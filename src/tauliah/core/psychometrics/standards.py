"""Cut scores: what judges and data say a just competent candidate would score.

Methods as in Cizek and Bunch (2007), *Standard Setting*, with the original sources beside each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.logistic import regress
from tauliah.core.psychometrics.presmoothing import ScoreDistribution
from tauliah.core.psychometrics.refusals import NotEstimable


@dataclass(frozen=True, slots=True, eq=False)
class AngoffCut:
    """One round of a modified Angoff study, in points of number-right scores.

    `cut` is the mean over judges of the sum of their ratings, each times the points of its item;
    `error` its standard error over judges. `judge_cuts` (judges,) are their own sums. `judge_means`
    (judges,) are their mean ratings, `judge_errors` the standard errors of these with the items as a
    sample. `agreement` is the intraclass correlation of the mean rating of all judges,
    `agreement_of_one` that of a single judge. `with_difficulty` (judges,) correlates each judge's
    ratings with the share right of the items, where shares are given; NaN where a judge rates all
    items alike.
    """

    cut: float
    error: float
    judge_cuts: Floats
    judge_means: Floats
    judge_errors: Floats
    item_means: Floats
    item_deviations: Floats
    agreement: float
    agreement_of_one: float
    with_difficulty: Floats


def angoff_cut(
    ratings: ArrayLike,
    *,
    share_right: ArrayLike | None = None,
    points: ArrayLike | None = None,
) -> AngoffCut:
    """The cut of one round; `ratings` (judges, items) are probabilities that a just competent
    candidate is right.

    Angoff (1971). Of items worth several `points` (items,), a rating is the share of them that such
    a candidate would reach: the extended method of Hambleton and Plake (1995); 1 without. The error
    is the deviation of the judges' sums over the root of their number. Agreement: Shrout and Fleiss
    (1979), ICC(2,k) and ICC(2,1). Raises ValueError naming the judges with a rating outside 0 to 1,
    and for points that are not one positive number an item, and NotEstimable for fewer than two
    judges or two items.
    """
    rated = np.asarray(ratings, np.float64)
    if rated.ndim != 2 or not ((rated >= 0) & (rated <= 1)).all():
        judges: list[int] = []
        if rated.ndim == 2:
            judges = (np.flatnonzero(~((rated >= 0) & (rated <= 1)).all(1)) + 1).tolist()
        raise ValueError(
            "expected judges x items with ratings from 0 to 1; not so for judge "
            + (", ".join(map(str, judges)) or "?")
        )
    if min(rated.shape) < 2:
        raise NotEstimable(
            "too-few-judges",
            en="An Angoff study needs at least two judges and two items.",
            ms="Kajian Angoff memerlukan sekurang-kurangnya dua juri dan dua item.",
        )
    worth = np.ones(rated.shape[1]) if points is None else np.asarray(points, np.float64)
    if worth.shape != rated.shape[1:] or not (np.isfinite(worth) & (worth > 0)).all():
        raise ValueError("expected points above 0 for each item")
    sums = rated @ worth
    of_all, of_one = _agreement(rated)
    with_difficulty = np.zeros(0)
    if share_right is not None:
        shares = np.asarray(share_right, np.float64)
        with_difficulty = np.array([_correlation(judge, shares) for judge in rated])
    return AngoffCut(
        cut=float(sums.mean()),
        error=float(sums.std(ddof=1) / np.sqrt(sums.size)),
        judge_cuts=frozen(sums),
        judge_means=frozen(rated.mean(1)),
        judge_errors=frozen(rated.std(1, ddof=1) / np.sqrt(rated.shape[1])),
        item_means=frozen(rated.mean(0)),
        item_deviations=frozen(rated.std(0, ddof=1)),
        agreement=of_all,
        agreement_of_one=of_one,
        with_difficulty=frozen(with_difficulty),
    )


def _agreement(rated: Floats) -> tuple[float, float]:
    """Shrout and Fleiss (1979): absolute agreement, judges drawn at random; items are the targets.

    Judges who agree entirely have 1; never below 0.
    """
    judges, items = rated.shape
    mean = rated.mean()
    between_items = judges * ((rated.mean(0) - mean) ** 2).sum() / (items - 1)
    between_judges = items * ((rated.mean(1) - mean) ** 2).sum() / (judges - 1)
    rest = rated - rated.mean(0) - rated.mean(1)[:, None] + mean
    noise = (rest**2).sum() / ((items - 1) * (judges - 1))
    if between_judges + noise < 1e-15:
        return 1.0, 1.0
    signal = between_items - noise
    of_all = signal / (between_items + (between_judges - noise) / items)
    of_one = signal / (
        between_items + (judges - 1) * noise + judges * (between_judges - noise) / items
    )
    return float(np.clip(of_all, 0, 1)), float(np.clip(of_one, 0, 1))


def _correlation(left: Floats, right: Floats) -> float:
    left, right = left - left.mean(), right - right.mean()
    spread = float(np.sqrt((left @ left) * (right @ right)))
    return float(left @ right) / spread if spread > 1e-12 else float("nan")


@dataclass(frozen=True, slots=True)
class HofsteeCut:
    """The compromise between what judges want and what would happen.

    `cut` in points, fractional, and `fail_rate` there, 0 to 1. The mean bounds that judges gave
    are kept beside it.
    """

    cut: float
    fail_rate: float
    lowest_cut: float
    highest_cut: float
    lowest_fail_rate: float
    highest_fail_rate: float


def hofstee_cut(
    distribution: ScoreDistribution,
    *,
    lowest_cuts: ArrayLike,
    highest_cuts: ArrayLike,
    lowest_fail_rates: ArrayLike,
    highest_fail_rates: ArrayLike,
) -> HofsteeCut:
    """Where the line from (lowest cut, highest fail rate) to (highest cut, lowest fail rate) crosses
    the share of persons below each cut: Hofstee (1983). Each argument has one value a judge.

    Raises NotEstimable when they do not cross: the judges' bounds do not fit these scores.
    """
    low, high, least, most = (
        float(np.mean(np.asarray(value, np.float64)))
        for value in (lowest_cuts, highest_cuts, lowest_fail_rates, highest_fail_rates)
    )
    if not (0 <= low < high <= distribution.highest and 0 <= least < most <= 1):
        raise ValueError("expected lowest below highest, cuts within the scores, rates from 0 to 1")
    # Failing is scoring below the cut; between whole scores the share rises in a straight line.
    cuts = np.linspace(low, high, 20_001)
    below = np.concatenate([[0.0], np.cumsum(distribution.counts)]) / distribution.persons
    failing = np.interp(cuts, np.arange(distribution.highest + 2), below)
    gap = failing - (most + (least - most) * (cuts - low) / (high - low))
    if gap[0] > 0 or gap[-1] < 0:
        raise NotEstimable(
            "bounds-do-not-meet",
            en="Within the cuts that the judges allow, the share that fails never meets the shares "
            "that they allow.",
            ms="Dalam julat skor lulus yang dibenarkan oleh juri, kadar gagal tidak bertemu dengan "
            "kadar yang mereka benarkan.",
        )
    place = int(np.argmax(gap >= 0))
    return HofsteeCut(float(cuts[place]), float(failing[place]), low, high, least, most)


@dataclass(frozen=True, slots=True)
class GroupsCut:
    """A cut from candidates whose competence is known otherwise, in points with standard error."""

    cut: float
    error: float


def contrasting_groups_cut(scores: ArrayLike, is_competent: ArrayLike) -> GroupsCut:
    """The score at which a candidate is as likely competent as not.

    Contrasting groups of Livingston and Zieky (1982), by logistic regression of competence on the
    score; the error is by the delta method. Groups of very different size move it: weigh that
    before use. Raises NotEstimable when the groups do not overlap, or when competence does not rise
    with the score.
    """
    reached, competent = np.asarray(scores, np.float64), np.asarray(is_competent, np.float64)
    if reached.shape != competent.shape or reached.ndim != 1 or not np.isfinite(reached).all():
        raise ValueError("expected a finite score and a judgement for each person")
    centre, spread = float(reached.mean()), float(reached.std()) or 1.0
    scaled = (reached - centre) / spread
    found = regress(competent, np.column_stack([np.ones_like(scaled), scaled]))
    if found is None or found.coefficients[1] <= 0:
        raise NotEstimable(
            "groups-do-not-contrast",
            en="The scores of the two groups do not overlap, or do not rise with competence, so "
            "there is no cut between them.",
            ms="Skor kedua-dua kumpulan tidak bertindih, atau tidak meningkat dengan kecekapan, maka "
            "tiada skor lulus di antaranya.",
        )
    a, b = found.coefficients
    slope = np.array([-1 / b, a / b**2])
    error = float(np.sqrt(slope @ found.covariance @ slope))
    return GroupsCut(centre - spread * float(a / b), spread * error)


def borderline_group_cut(scores: ArrayLike) -> GroupsCut:
    """The median score of the candidates judged to be on the border: Livingston and Zieky (1982).

    Its error is that of a median of normal scores, 1.253 times that of the mean.
    """
    reached = np.asarray(scores, np.float64)
    if reached.ndim != 1 or reached.size < 2 or not np.isfinite(reached).all():
        raise NotEstimable(
            "too-few-borderline",
            en="A borderline group needs at least two candidates with a score.",
            ms="Kumpulan sempadan memerlukan sekurang-kurangnya dua calon yang mempunyai skor.",
        )
    error = np.sqrt(np.pi / 2) * reached.std(ddof=1) / np.sqrt(reached.size)
    return GroupsCut(float(np.median(reached)), float(error))
