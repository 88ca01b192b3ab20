from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import (
    category_curves,
    category_items_from_intercepts,
    category_probability,
    expected_score,
    graded_items,
    items,
    items_with_steps,
    partial_credit_items,
    probability,
    score_distribution,
    total_information,
)

NAN = np.nan
B = [[-1.2, 0.1, 1.4], [-0.4, 0.8, NAN], [0.3, NAN, NAN]]
A = [1.1, 0.7, 1.6]
GRADED, PARTIAL = graded_items(A, B), partial_credit_items(A, B)
BOTH = pytest.mark.parametrize("of", [GRADED, PARTIAL], ids=["graded", "partial-credit"])


def test_graded_probabilities_are_differences_of_samejimas_curves():
    theta = 0.6
    reached = [1 / (1 + np.exp(-1.1 * (theta - b))) for b in B[0]]

    found = category_probability(theta, GRADED)[0, 0]

    np.testing.assert_allclose(found, -np.diff([1, *reached, 0]), rtol=1e-12)


def test_partial_credit_probabilities_are_those_of_muraki():
    theta = 0.6
    heights = np.exp(np.cumsum([0, *(1.1 * (theta - b) for b in B[0])]))

    found = category_probability(theta, PARTIAL)[0, 0]

    np.testing.assert_allclose(found, heights / heights.sum(), rtol=1e-12)


@BOTH
def test_with_two_categories_the_model_is_that_of_two_parameters(of):
    theta = np.linspace(-4, 4, 9)

    found = category_probability(theta, of)[:, 2]

    np.testing.assert_allclose(found[:, 1], probability(theta, items([1.6], [0.3]))[:, 0])
    assert (found[:, 2:] == 0).all()


@BOTH
@given(st.floats(-40, 40))
def test_probabilities_sum_to_one_however_far_the_ability(of, theta):
    found = category_probability(theta, of)

    np.testing.assert_allclose(found.sum(-1), 1, rtol=1e-9)
    assert np.isfinite(category_curves(theta, of).first[found > 0]).all()


@BOTH
def test_derivatives_are_those_of_the_curves(of):
    theta, step = np.linspace(-3, 3, 13), 1e-4
    here = category_curves(theta, of)
    above, below = category_curves(theta + step, of), category_curves(theta - step, of)
    exists = np.isfinite(here.log)

    with np.errstate(invalid="ignore"):
        first = (above.log - below.log) / (2 * step)
        second = (above.log - 2 * here.log + below.log) / step**2

    np.testing.assert_allclose(here.first[exists], first[exists], atol=1e-7)
    np.testing.assert_allclose(here.second[exists], second[exists], atol=1e-6)


@BOTH
@given(st.floats(-4, 4), st.floats(0.01, 2))
def test_more_ability_never_lowers_the_expected_score(of, theta, more):
    assert expected_score(theta + more, of) > expected_score(theta, of)


def test_thresholds_of_the_graded_model_are_where_half_reach_the_category():
    reached = category_probability(B[0], GRADED)[:, 0, ::-1].cumsum(-1)[:, ::-1]

    np.testing.assert_allclose(reached[:, 1:].diagonal(), 0.5)


def test_thresholds_of_partial_credit_are_where_two_categories_are_equally_likely():
    found = category_probability(B[0], PARTIAL)[:, 0]

    np.testing.assert_allclose(found[:, 1:].diagonal(), found[:, :-1].diagonal())


@BOTH
def test_thresholds_and_intercepts_convert_and_return(of):
    d = np.where(np.arange(4) < of.categories[:, None], of.intercepts, NAN)

    again = category_items_from_intercepts(of.model, of.discrimination, d)

    np.testing.assert_allclose(of.thresholds, B)
    np.testing.assert_allclose(again.thresholds, B)
    assert again.categories.tolist() == [4, 3, 2]


def test_murakis_steps_are_a_difficulty_and_deviations_from_it():
    found = items_with_steps([1.1], [0.1], [[1.3, 0.0, -1.3]])

    np.testing.assert_allclose(found.thresholds[0], B[0])


@BOTH
@given(st.floats(-5, 5))
def test_the_score_distribution_is_one_and_has_the_expected_score(of, theta):
    found = score_distribution(theta, of)[0]

    assert found.size == 3 + 2 + 1 + 1
    assert found.sum() == pytest.approx(1)
    assert found @ np.arange(7) == pytest.approx(expected_score(theta, of)[0])


@BOTH
def test_the_score_distribution_is_that_of_trying_all_patterns(of):
    p = category_probability(0.4, of)[0]
    tried = np.zeros(7)
    for x in range(4):
        for y in range(3):
            for z in range(2):
                tried[x + y + z] += p[0, x] * p[1, y] * p[2, z]

    np.testing.assert_allclose(score_distribution(0.4, of)[0], tried, rtol=1e-12)


@BOTH
def test_information_is_the_expected_curvature_of_the_log_likelihood(of):
    theta = np.linspace(-2, 2, 9)
    curves = category_curves(theta, of)

    expected = -(curves.probability * curves.second).sum((1, 2))

    np.testing.assert_allclose(total_information(theta, of), expected, rtol=1e-10)


def test_a_category_of_probability_0_has_no_room_between_its_thresholds():
    of = category_items_from_intercepts("graded", [1.0], [[np.inf, 1.0, 1.0, -0.5]])

    assert of.thresholds.tolist() == [[-1.0, -1.0, 0.5]]
    assert category_probability(0.0, of)[0, 0, 1] == 0


def test_beside_a_category_of_probability_0_partial_credit_has_no_threshold():
    of = category_items_from_intercepts("partial-credit", [1.0], [[0.0, -np.inf, 0.5, 0.1]])

    assert np.isnan(of.thresholds[0, :2]).all()
    assert of.thresholds[0, 2] == pytest.approx(0.4)
    assert category_probability(0.0, of)[0, 0, 1] == 0


@pytest.mark.parametrize(
    ("make", "a", "b", "what"),
    [
        (graded_items, [1.0, 1.0], [[0.0, 1.0], [1.0, 0.0]], "order of the categories.*item 2"),
        (graded_items, [0.0], [[0.0, 1.0]], "other than 0.*item 1"),
        (graded_items, [1.0], [[NAN, 1.0]], "no gap before NaN.*item 1"),
        (partial_credit_items, [1.0], [[np.inf]], "finite thresholds.*item 1"),
        (partial_credit_items, [NAN], [[0.0]], "finite discrimination.*item 1"),
    ],
)
def test_items_that_are_none_are_refused_by_number(make, a, b, what):
    with pytest.raises(ValueError, match=what):
        make(a, b)
