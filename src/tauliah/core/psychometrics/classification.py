"""How often a cut sorts candidates rightly, and would sort them alike on another form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.category_items import CategoryItems
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.precision import (
    abilities_expecting,
    expected_score,
    score_distribution,
)
from tauliah.core.psychometrics.presmoothing import ScoreDistribution
from tauliah.core.psychometrics.refusals import NotEstimable

NODES = 2_000


@dataclass(frozen=True, slots=True)
class Classification:
    """Shares of candidates, 0 to 1.

    `accuracy`: sorted as their true scores would be. `false_pass` and `false_fail` make up the
    rest. `consistency`: sorted alike by two parallel forms; `kappa` is that beyond chance
    (Cohen, 1960), NaN where everyone passes or everyone fails. The bounds of the true scores and
    `effective_length` are those of the fitted model, NaN and 0 where there is none.
    """

    accuracy: float
    false_pass: float
    false_fail: float
    consistency: float
    kappa: float
    effective_length: int = 0
    lower_bound: float = float("nan")
    upper_bound: float = float("nan")


def livingston_lewis(
    distribution: ScoreDistribution, *, reliability: float, cut: float
) -> Classification:
    """Accuracy and consistency of passing at `cut` points or more.

    Livingston and Lewis (1995): the test is replaced by one of `effective_length` equal items of
    the same reliability; true scores follow a four-parameter beta distribution
    with the moments that binomial errors leave (Hanson, 1991), or, where those give none within 0
    to 1, a two-parameter one. Raises NotEstimable for a reliability not between 0 and 1 or scores
    without spread.
    """
    highest, mean, spread = distribution.highest, distribution.mean, distribution.deviation
    if not 0 < reliability < 1 or spread < 1e-9:
        raise NotEstimable(
            "no-reliability",
            en="Classification needs scores that differ and a reliability between 0 and 1.",
            ms="Pengelasan memerlukan skor yang berbeza dan kebolehpercayaan antara 0 dengan 1.",
        )
    if not 0 < cut <= highest:
        raise ValueError(f"expected a cut above 0 and at most {highest}, got {cut}")
    length = max(
        1,
        round(
            (mean * (highest - mean) - reliability * spread**2) / (spread**2 * (1 - reliability))
        ),
    )
    true = _true_scores(distribution, length)
    border = cut / highest
    nodes, weights = _beta_nodes(true)
    passing = _upper_binomial(length, int(np.ceil(length * border - 1e-9)), nodes)
    share = float(weights @ passing)
    is_true_pass = nodes >= border
    false_pass = float(weights @ (passing * ~is_true_pass))
    false_fail = float(weights @ ((1 - passing) * is_true_pass))
    consistency = float(weights @ (passing**2 + (1 - passing) ** 2))
    chance = share**2 + (1 - share) ** 2
    return Classification(
        accuracy=1 - false_pass - false_fail,
        false_pass=false_pass,
        false_fail=false_fail,
        consistency=consistency,
        kappa=(consistency - chance) / (1 - chance) if chance < 1 - 1e-12 else float("nan"),
        effective_length=length,
        lower_bound=true.low,
        upper_bound=true.high,
    )


@dataclass(frozen=True, slots=True)
class _Beta:
    """A beta distribution with shapes `first` and `second` between `low` and `high`."""

    first: float
    second: float
    low: float
    high: float


def _true_scores(distribution: ScoreDistribution, length: int) -> _Beta:
    """The distribution of true proportions that binomial errors turn into these scores.

    Factorial moments of the scores, put on the effective length, over those of the length are the
    moments of the proportions (Lord, 1965).
    """
    scaled = np.arange(distribution.highest + 1) * length / distribution.highest
    shares = distribution.counts / distribution.persons
    raw = []
    falling, full = np.ones_like(scaled), 1.0
    for power in range(min(4, length)):
        falling, full = falling * (scaled - power), full * (length - power)
        raw.append(float(shares @ falling) / full)
    mean = raw[0]
    variance = raw[1] - mean**2 if len(raw) > 1 else 0.0
    if variance <= 1e-12:
        # Nearly all spread is error: true scores stand at the mean.
        width = 1e-4
        return _two_parameters(mean, width**2)
    if len(raw) == 4:
        third = raw[2] - 3 * mean * raw[1] + 2 * mean**3
        fourth = raw[3] - 4 * mean * raw[2] + 6 * mean**2 * raw[1] - 3 * mean**4
        found = _four_parameters(mean, variance, third / variance**1.5, fourth / variance**2)
        if found is not None:
            return found
    return _two_parameters(mean, variance)


def _four_parameters(
    mean: float, variance: float, skewness: float, kurtosis: float
) -> _Beta | None:
    """Shapes and bounds with these moments: Johnson, Kotz and Balakrishnan (1995), chapter 25."""
    below = 6 + 3 * skewness**2 - 2 * kurtosis
    if below <= 0:
        return None
    both = 6 * (kurtosis - skewness**2 - 1) / below
    if both <= 0:
        return None
    lean = (both + 2) * abs(skewness) / np.sqrt((both + 2) ** 2 * skewness**2 + 16 * (both + 1))
    small, large = both / 2 * (1 - lean), both / 2 * (1 + lean)
    first, second = (small, large) if skewness >= 0 else (large, small)
    width = np.sqrt(variance * both**2 * (both + 1) / (first * second))
    low = mean - width * first / both
    if low < 0 or low + width > 1 or min(first, second) < 1e-3:
        return None
    return _Beta(float(first), float(second), float(low), float(low + width))


def _two_parameters(mean: float, variance: float) -> _Beta:
    mean = min(max(mean, 1e-9), 1 - 1e-9)
    both = max(mean * (1 - mean) / variance - 1, 1e-3)
    return _Beta(mean * both, (1 - mean) * both, 0.0, 1.0)


def _beta_nodes(beta: _Beta) -> tuple[Floats, Floats]:
    """Points of equal probability: the middle of each of many equal shares of candidates."""
    from scipy.special import betaincinv

    shares = (np.arange(NODES) + 0.5) / (NODES)
    nodes = beta.low + (beta.high - beta.low) * betaincinv(beta.first, beta.second, shares)
    return np.asarray(nodes), np.full(shares.size, 1 / shares.size)


def _upper_binomial(length: int, fewest: int, share: Floats) -> Floats:
    """The probability of at least `fewest` right of `length`."""
    from scipy.special import bdtrc

    if fewest <= 0:
        return np.ones_like(share)
    return np.asarray(bdtrc(fewest - 1, length, share))


def rudner(theta: ArrayLike, error: ArrayLike, *, cut: float) -> Classification:
    """Accuracy and consistency of passing at an ability of `cut` or more.

    Rudner (2001): each person's true ability is normal around the estimate with its error; for
    consistency two such estimates are drawn (Lee, 2010). Persons whose estimate is not finite are
    sorted by its sign, without doubt.
    """
    from scipy.special import ndtr

    estimates, errors = np.asarray(theta, np.float64), np.asarray(error, np.float64)
    if estimates.shape != errors.shape or np.isnan(estimates).any() or not estimates.size:
        raise ValueError("expected an ability and its error for each person")
    finite = np.isfinite(estimates)
    above = np.where(estimates > 0, 1.0, 0.0)
    above[finite] = ndtr((estimates[finite] - cut) / np.maximum(errors[finite], 1e-12))
    passed = estimates >= cut
    share = float(above.mean())
    chance = share**2 + (1 - share) ** 2
    consistency = float(np.mean(above**2 + (1 - above) ** 2))
    false_pass = float(np.mean(np.where(passed, 1 - above, 0)))
    false_fail = float(np.mean(np.where(passed, 0, above)))
    return Classification(
        accuracy=1 - false_pass - false_fail,
        false_pass=false_pass,
        false_fail=false_fail,
        consistency=consistency,
        kappa=(consistency - chance) / (1 - chance) if chance < 1 - 1e-12 else float("nan"),
    )


def lee(of: Items | CategoryItems, *, cut: float, grid: Grid | None = None) -> Classification:
    """Accuracy and consistency of passing at `cut` points or more on these calibrated items.

    Lee (2010): at each ability the distribution of sum scores is known (Lord and Wingersky, 1984),
    and the expected score says who should pass. `grid` is the population, by default standard
    normal; with the estimated abilities of persons as nodes, each of weight 1 / persons, it is his
    P-method. Raises ValueError for a cut outside the scores.
    """
    grid = grid or normal_grid(NODES)  # who should pass changes at one point of the scale
    conditional = score_distribution(grid.nodes, of)
    highest = conditional.shape[1] - 1
    if not 0 < cut <= highest:
        raise ValueError(f"expected a cut above 0 and at most {highest}, got {cut}")
    passing = conditional[:, int(np.ceil(cut - 1e-9)) :].sum(1)
    should = expected_score(grid.nodes, of) >= cut
    weights = grid.weights / grid.weights.sum()
    false_pass = float(weights @ (passing * ~should))
    false_fail = float(weights @ ((1 - passing) * should))
    share = float(weights @ passing)
    consistency = float(weights @ (passing**2 + (1 - passing) ** 2))
    chance = share**2 + (1 - share) ** 2
    return Classification(
        accuracy=1 - false_pass - false_fail,
        false_pass=false_pass,
        false_fail=false_fail,
        consistency=consistency,
        kappa=(consistency - chance) / (1 - chance) if chance < 1 - 1e-12 else float("nan"),
    )


def ability_at(score: float, of: Items) -> float:
    """The ability in logits at which a number-right score on these items is the expected one.

    Raises NotEstimable for a score that no ability expects: at most the sum of the floors, or at least
    that of the ceilings; and where an item's discrimination is not above 0.
    """
    if not of.floor.sum() < score < of.ceiling.sum() or (of.discrimination <= 0).any():
        raise NotEstimable(
            "no-such-ability",
            en="No ability has this cut score as its expected score on the calibrated items.",
            ms="Tiada keupayaan yang skor jangkaannya bagi item yang ditentukur ialah skor lulus ini.",
        )
    return float(abilities_expecting(np.array([score], np.float64), of)[0])
