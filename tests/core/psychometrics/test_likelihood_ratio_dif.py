from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from tauliah.core.psychometrics import NotEstimable, likelihood_ratio_dif
from tests.core.psychometrics.simulated import responses


def _two_languages(persons: int, *, harder_by: float, slope: float = 1.0, seed: int):
    """Six items; the last is different for the focal half, whose mean ability is 0.3 lower."""
    chance = np.random.default_rng(seed)
    focal = np.arange(persons) % 2 == 1
    theta = chance.normal(size=persons) - 0.3 * focal
    z = 1.2 * (theta[:, None] - np.linspace(-1, 1, 6))
    z[focal, -1] = slope * 1.2 * (theta[focal] - 1.0 - harder_by)
    return (chance.random(z.shape) < 1 / (1 + np.exp(-z))).astype(int), focal


def _likelihood(values: np.ndarray, scores, focal, *, studied: int, is_free: bool) -> float:
    """Minus the log-likelihood, written out person by person over a grid of its own."""
    items = scores.shape[1]
    mean, deviation = values[0], np.exp(values[1])
    a, d = values[2 : 2 + items], values[2 + items : 2 + 2 * items]
    z = np.linspace(-6, 6, 61)
    weight = np.exp(-0.5 * z**2)
    weight /= weight.sum()
    total = 0.0
    for group in (False, True):
        theta = mean + deviation * z if group else z
        slopes, intercepts = a.copy(), d.copy()
        if group and is_free:
            slopes[studied], intercepts[studied] = values[-2:]
        p = 1 / (1 + np.exp(-(slopes[:, None] * theta + intercepts[:, None])))
        mine = scores[focal == group]
        total += np.log(np.exp(mine @ np.log(p) + (1 - mine) @ np.log(1 - p)) @ weight).sum()
    return -total


def test_the_statistic_is_that_of_two_likelihoods_maximised_without_this_package():
    scores, focal = _two_languages(700, harder_by=0.6, seed=61)
    start = np.concatenate([[0, 0], np.ones(6), np.zeros(6)])
    found = likelihood_ratio_dif(scores, focal, studied=[5])

    compact = minimize(
        lambda v: _likelihood(v, scores, focal, studied=5, is_free=False), start, tol=1e-9
    )
    free = minimize(
        lambda v: _likelihood(v, scores, focal, studied=5, is_free=True),
        np.concatenate([start, [1, 0]]),
        tol=1e-9,
    )

    assert found.statistic[0] == pytest.approx(2 * (compact.fun - free.fun), abs=2e-4)
    a, d = free.x[-2:]
    assert found.difficulty[0, 1] == pytest.approx(-d / a, abs=2e-3)
    assert found.discrimination[0, 1] == pytest.approx(a, abs=2e-3)


def test_a_harder_item_is_found_with_its_size_and_direction():
    scores, focal = _two_languages(3_000, harder_by=0.8, seed=62)

    found = likelihood_ratio_dif(scores, focal, studied=[0, 5])

    assert found.p_value[1] < 1e-6
    assert found.p_value[0] > 0.001
    assert found.difficulty_gap[1] == pytest.approx(0.8, abs=3 * found.difficulty_gap_error[1])
    assert found.signed[1] < -0.08
    assert found.unsigned[1] == pytest.approx(-found.signed[1], abs=0.02)


def test_curves_that_cross_differ_more_in_size_than_on_the_whole():
    scores, focal = _two_languages(3_000, harder_by=1.5, slope=0.4, seed=63)

    found = likelihood_ratio_dif(scores, focal, studied=[5])

    assert found.p_value[0] < 1e-3
    assert found.unsigned[0] > abs(found.signed[0]) + 0.03


def test_exchanging_the_groups_turns_the_gap_and_keeps_the_statistic():
    scores, focal = _two_languages(800, harder_by=0.4, seed=64)

    there = likelihood_ratio_dif(scores, focal, studied=[5], model="1PL")
    back = likelihood_ratio_dif(scores, ~focal, studied=[5], model="1PL")

    assert there.degrees == 1
    assert back.statistic[0] == pytest.approx(there.statistic[0], abs=0.02)
    assert np.sign(back.difficulty_gap[0]) == -np.sign(there.difficulty_gap[0])


def test_an_item_that_one_group_all_got_right_has_no_verdict():
    scores, focal = _two_languages(400, harder_by=0, seed=65)
    scores[focal, 2] = 1

    found = likelihood_ratio_dif(scores, focal, studied=[2])

    assert np.isnan(found.statistic[0])
    assert np.isnan(found.p_value[0])


def test_one_group_is_no_comparison():
    scores, _, _ = responses(50, 4, seed=51)

    with pytest.raises(NotEstimable, match="compares two groups"):
        likelihood_ratio_dif(scores, np.ones(50, bool))
