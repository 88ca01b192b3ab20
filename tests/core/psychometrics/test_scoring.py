from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import (
    NotEstimable,
    ability,
    empirical_reliability,
    expected_score,
    information,
    intercepts,
    items,
    items_from_intercepts,
    items_from_normal_metric,
    marginal_reliability,
    probability,
    score_distribution,
    total_information,
)
from tests.core.psychometrics.simulated import responses

METHODS = ["EAP", "MAP", "ML", "WL"]
BANK = items([0.8, 1.0, 1.2, 1.5, 0.9, 1.1], [-1.5, -0.5, 0.0, 0.4, 1.0, 2.0])
patterns_of_six = st.lists(st.sampled_from([0, 1]), min_size=6, max_size=6)


@given(patterns_of_six, st.integers(0, 5), st.sampled_from(["EAP", "MAP", "WL"]))
def test_one_more_right_answer_never_lowers_ability(pattern, item, method):
    worse, better = [*pattern], [*pattern]
    worse[item], better[item] = 0, 1

    scored = ability([worse, better], BANK, method=method)

    assert scored.theta[0] < scored.theta[1]


@given(patterns_of_six, st.sampled_from(METHODS), st.permutations(range(6)))
def test_the_order_of_items_does_not_matter(pattern, method, order):
    order = list(order)
    turned = items(BANK.discrimination[order], BANK.difficulty[order])

    there = ability([pattern], BANK, method=method)
    here = ability([[pattern[place] for place in order]], turned, method=method)

    np.testing.assert_allclose(here.theta, there.theta, atol=1e-9)


@given(patterns_of_six, st.floats(-2, 2), st.floats(0.5, 2), st.sampled_from(["ML", "WL"]))
def test_moving_the_scale_moves_the_estimates_with_it(pattern, shift, stretch, method):
    moved = items(BANK.discrimination / stretch, BANK.difficulty * stretch + shift)

    there = ability([pattern], BANK, method=method)
    here = ability([pattern], moved, method=method)

    if np.isfinite(there.theta[0]) and abs(here.theta[0]) < 10:
        np.testing.assert_allclose(here.theta, there.theta * stretch + shift, atol=1e-7)
        np.testing.assert_allclose(here.error, there.error * stretch, rtol=1e-6)


def test_maximum_likelihood_of_all_right_and_all_wrong_is_infinite_and_says_so():
    scored = ability([[1] * 6, [0] * 6], BANK, method="ML")

    assert scored.theta.tolist() == [np.inf, -np.inf]
    assert scored.error.tolist() == [np.inf, np.inf]


@pytest.mark.parametrize("method", ["EAP", "MAP", "WL"])
def test_the_other_scores_of_all_right_and_all_wrong_are_finite(method):
    scored = ability([[1] * 6, [0] * 6], BANK, method=method)

    assert np.isfinite(scored.theta).all()
    assert scored.theta[0] > 0 > scored.theta[1]


def test_without_responses_the_prior_speaks_or_nobody():
    nothing = [[-1] * 6]

    by_mean = ability(nothing, BANK, method="EAP", mean=0.5, deviation=2)
    by_mode = ability(nothing, BANK, method="MAP", mean=0.5, deviation=2)
    by_likelihood = ability(nothing, BANK, method="ML")

    assert by_mean.theta[0] == pytest.approx(0.5, abs=1e-6)
    assert by_mean.error[0] == pytest.approx(2, abs=1e-5)
    assert by_mode.theta[0] == pytest.approx(0.5)
    assert by_mode.error[0] == pytest.approx(2)
    assert np.isnan(by_likelihood.theta[0])
    assert by_likelihood.error[0] == np.inf


def test_of_several_solutions_the_likeliest_is_taken():
    """With floors a likelihood may have two peaks: Samejima (1973)."""
    of = items([2.0, 2.0, 2.5, 2.5], [-2.0, -1.5, 2.0, 2.2], floor=0.25)
    theta = np.linspace(-12, 12, 24_001)
    for pattern in ([1, 0, 1, 1], [0, 1, 1, 1], [0, 0, 1, 0], [1, 1, 0, 1]):
        p = probability(theta, of)
        heights = np.log(np.where(np.array(pattern) == 1, p, 1 - p)).sum(1)

        found = ability([pattern], of, method="ML").theta[0]

        if np.isfinite(found):
            assert found == pytest.approx(theta[heights.argmax()], abs=2e-3)
        else:
            assert heights.argmax() in {0, len(theta) - 1}


def test_weighted_likelihood_is_less_biased_than_maximum_likelihood():
    """Warm (1989): the bias of maximum likelihood is outwards."""
    chance = np.random.default_rng(3)
    of = items(np.full(20, 1.2), np.linspace(-2, 2, 20))
    scores = (chance.random((4_000, 20)) < probability(1.5, of)).astype(int)
    scores[scores.all(1), 0] = 0  # so that all have an estimate

    maximum = ability(scores, of, method="ML").theta.mean() - 1.5
    weighted = ability(scores, of, method="WL").theta.mean() - 1.5

    assert abs(weighted) < abs(maximum)


def test_errors_describe_the_spread_of_estimates():
    chance = np.random.default_rng(4)
    theta = chance.normal(size=5_000)
    of = items(chance.lognormal(0, 0.3, 30), chance.normal(size=30))
    scores = (chance.random((5_000, 30)) < probability(theta, of)).astype(int)

    scored = ability(scores, of)

    covered = np.abs(scored.theta - theta) < 1.96 * scored.error
    assert covered.mean() == pytest.approx(0.95, abs=0.01)


def test_conversions_between_parametrisations_return():
    again = items_from_intercepts(BANK.discrimination, intercepts(BANK))

    np.testing.assert_allclose(again.difficulty, BANK.difficulty)
    normal = items_from_normal_metric(BANK.discrimination / 1.702, BANK.difficulty)
    np.testing.assert_allclose(normal.discrimination, BANK.discrimination)


@pytest.mark.parametrize(
    "wrong", [{"floor": 0.5, "ceiling": 0.4}, {"floor": -0.1}, {"ceiling": 1.1}]
)
def test_items_that_are_none_are_refused_by_number(wrong):
    with pytest.raises(ValueError, match="not so for item 1"):
        items([1.0], [0.0], **wrong)


def test_an_item_without_slope_has_no_difficulty():
    with pytest.raises(ValueError, match="not so for item 2"):
        items_from_intercepts([1.0, 0.0], [0.0, 0.0])


def test_information_of_a_two_parameter_item_peaks_at_its_difficulty():
    peak = information(BANK.difficulty, BANK).diagonal()

    np.testing.assert_allclose(peak, BANK.discrimination**2 / 4)


@given(st.floats(-6, 6))
def test_the_score_distribution_is_one_and_has_the_expected_score(theta):
    found = score_distribution(theta, BANK)[0]

    assert found.sum() == pytest.approx(1)
    assert found @ np.arange(7) == pytest.approx(expected_score(theta, BANK)[0])


def test_total_information_adds_up():
    np.testing.assert_allclose(
        total_information([-1, 0, 1], BANK), information([-1, 0, 1], BANK).sum(1)
    )


def test_reliability_over_a_population_is_that_of_its_members():
    _, a, b = responses(1, 40, seed=6)
    chance = np.random.default_rng(6)
    theta = chance.normal(size=20_000)
    of = items(a, b)
    scores = (chance.random((20_000, 40)) < probability(theta, of)).astype(int)

    expected = marginal_reliability(of)

    scored = ability(scores, of)
    assert empirical_reliability(scored) == pytest.approx(expected, abs=0.01)
    assert np.corrcoef(scored.theta, theta)[0, 1] ** 2 == pytest.approx(expected, abs=0.01)


def test_reliability_of_one_person_is_refused():
    with pytest.raises(NotEstimable, match="at least two persons"):
        empirical_reliability(ability([[1, 0, 1, 0, 1, 0]], BANK))
