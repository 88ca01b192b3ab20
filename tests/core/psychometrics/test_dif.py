from __future__ import annotations

import numpy as np
import pytest

from tauliah.core.psychometrics import NotEstimable, logistic_dif, mantel_haenszel
from tests.core.psychometrics.simulated import responses


def _two_languages(*, harder_by: float, slope_factor: float = 1.0, seed: int = 50):
    """Twenty items, of which the last is different for the focal half of 6,000 persons."""
    chance = np.random.default_rng(seed)
    a, b = np.full(20, 1.0), np.linspace(-1.5, 1.5, 20)
    b[-1] = 0.0
    theta = chance.normal(size=6_000)
    focal = np.arange(6_000) % 2 == 1
    z = a * (theta[:, None] - b)
    z[focal, -1] = slope_factor * (theta[focal] - harder_by)
    return (chance.random(z.shape) < 1 / (1 + np.exp(-z))).astype(int), focal


def test_items_that_treat_both_languages_alike_are_negligible():
    scores, focal = _two_languages(harder_by=0.0)

    found = mantel_haenszel(scores, focal)

    assert set(found.classes) == {"A"}
    assert np.abs(found.delta / found.delta_error).max() < 4


def test_an_item_much_harder_in_one_language_is_large_and_negative():
    """A logit of 0.8 is 0.8 * 2.35 = 1.9 on the delta scale."""
    scores, focal = _two_languages(harder_by=0.8)

    found = mantel_haenszel(scores, focal)

    assert found.classes[-1] == "C"
    assert set(found.classes[:-1]) == {"A"}
    assert found.delta[-1] == pytest.approx(-1.9, abs=4 * found.delta_error[-1])
    assert found.p_value[-1] < 1e-6


def test_an_item_somewhat_harder_is_moderate():
    scores, focal = _two_languages(harder_by=0.55)

    assert mantel_haenszel(scores, focal).classes[-1] == "B"


def test_exchanging_the_groups_turns_the_sign():
    scores, focal = _two_languages(harder_by=0.5)

    there, back = mantel_haenszel(scores, focal), mantel_haenszel(scores, ~focal)

    np.testing.assert_allclose(back.delta, -there.delta, atol=1e-12)
    np.testing.assert_allclose(back.chi_square, there.chi_square)


def test_a_single_table_gives_the_odds_ratio_and_woolf_like_error():
    """One level of score: 2.35 times the logarithm of a d / b c, and its error of four cells."""
    scores = np.repeat([[1], [0], [1], [0]], [30, 20, 15, 35], axis=0)
    focal = np.repeat([False, True], 50)

    found = mantel_haenszel(scores, focal, matching=np.zeros(100))

    assert found.odds_ratio[0] == pytest.approx(30 * 35 / (20 * 15))
    assert found.delta_error[0] == pytest.approx(2.35 * np.sqrt(1 / 30 + 1 / 20 + 1 / 15 + 1 / 35))
    # Mantel and Haenszel (1959) with continuity correction, by hand.
    assert found.chi_square[0] == pytest.approx(
        (abs(30 - 22.5) - 0.5) ** 2 / (50 * 50 * 45 * 55 / (100**2 * 99))
    )


def test_an_item_that_everyone_got_right_has_no_verdict():
    scores, focal = _two_languages(harder_by=0.0)
    scores[:, 0] = 1

    assert mantel_haenszel(scores, focal).classes[0] == "?"
    assert logistic_dif(scores, focal).classes[0] == "?"


def test_logistic_regression_sees_uniform_differences():
    scores, focal = _two_languages(harder_by=0.8)

    found = logistic_dif(scores, focal)

    assert found.uniform_p[-1] < 1e-6
    assert found.effect[-1] > found.effect[:-1].max()
    assert set(found.classes[:-1]) == {"A"}


def test_logistic_regression_sees_differences_that_cross():
    scores, focal = _two_languages(harder_by=0.0, slope_factor=0.2)

    found = logistic_dif(scores, focal)

    assert found.non_uniform_p[-1] < 1e-6
    assert mantel_haenszel(scores, focal).classes[-1] == "A"


def test_false_alarms_are_as_rare_as_promised():
    alarms = []
    for seed in range(8):
        scores, focal = _two_languages(harder_by=0.0, seed=100 + seed)
        alarms.append(logistic_dif(scores, focal).uniform_p < 0.05)

    assert np.mean(alarms) < 0.10


def test_one_group_is_no_comparison():
    scores, _, _ = responses(50, 4, seed=51)

    with pytest.raises(NotEstimable, match="compares two groups"):
        mantel_haenszel(scores, np.zeros(50, bool))
