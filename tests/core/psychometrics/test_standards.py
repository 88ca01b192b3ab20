from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import (
    Grid,
    NotEstimable,
    angoff_cut,
    borderline_group_cut,
    contrasting_groups_cut,
    distribution_of_counts,
    distribution_of_scores,
    expected_score,
    hofstee_cut,
    items,
    lee,
    livingston_lewis,
    normal_grid,
    probability,
    rudner,
)
from tests.core.psychometrics.simulated import right_or_wrong

RATINGS = [[0.6, 0.7, 0.8, 0.5], [0.5, 0.7, 0.9, 0.4], [0.7, 0.8, 0.8, 0.6]]


def test_the_angoff_cut_is_the_mean_of_the_judges_sums():
    found = angoff_cut(RATINGS, share_right=[0.5, 0.7, 0.9, 0.4])

    np.testing.assert_allclose(found.judge_cuts, [2.6, 2.5, 2.9])
    assert found.cut == pytest.approx(8 / 3)
    assert found.error == pytest.approx(np.std([2.6, 2.5, 2.9], ddof=1) / np.sqrt(3))
    assert found.with_difficulty[1] == pytest.approx(1)


def test_the_ratings_of_an_item_count_by_its_points():
    found = angoff_cut(RATINGS, points=[1, 1, 2, 4])

    np.testing.assert_allclose(found.judge_cuts, [4.9, 4.6, 5.5])
    assert found.cut == pytest.approx(5)


def test_each_judge_has_a_mean_with_its_error_over_items():
    found = angoff_cut(RATINGS)

    np.testing.assert_allclose(found.judge_means, np.mean(RATINGS, axis=1))
    np.testing.assert_allclose(found.judge_errors, np.std(RATINGS, axis=1, ddof=1) / 2)


@pytest.mark.parametrize("points", [[1, 1, 1], [1, 1, 1, 0], [1, 1, 1, float("nan")]])
def test_every_rated_item_is_worth_something(points):
    with pytest.raises(ValueError, match="points above 0"):
        angoff_cut(RATINGS, points=points)


def test_agreement_is_that_of_shrout_and_fleiss():
    """Shrout and Fleiss (1979), table 2: ICC(2,1) 0.29 and ICC(2,4) 0.62, six targets, four judges."""
    rated = np.array(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    )

    found = angoff_cut(rated.T / 10)

    assert round(found.agreement_of_one, 2) == 0.29
    assert round(found.agreement, 2) == 0.62


def test_judges_who_agree_entirely_agree_entirely():
    assert angoff_cut([[0.5, 0.7], [0.5, 0.7]]).agreement == pytest.approx(1)


def test_ratings_that_are_no_probabilities_name_the_judge():
    with pytest.raises(ValueError, match="not so for judge 2"):
        angoff_cut([[0.5, 0.6], [60, 70]])


def test_one_judge_is_no_panel():
    with pytest.raises(NotEstimable, match="two judges"):
        angoff_cut([[0.5, 0.6]])


UNIFORM = distribution_of_counts(np.ones(100))  # below cut c: c / 100


def test_the_hofstee_cut_is_where_line_and_curve_cross():
    """y = x / 100 and y = 0.6 - 0.02 (x - 30) cross at 40, where 40 percent fail."""
    found = hofstee_cut(
        UNIFORM,
        lowest_cuts=[28, 32],
        highest_cuts=[55],
        lowest_fail_rates=[0.1],
        highest_fail_rates=[0.6],
    )

    assert found.cut == pytest.approx(40, abs=0.01)
    assert found.fail_rate == pytest.approx(0.4, abs=1e-4)


def test_bounds_that_do_not_fit_the_scores_are_refused():
    with pytest.raises(NotEstimable, match="never meets"):
        hofstee_cut(
            UNIFORM,
            lowest_cuts=[60],
            highest_cuts=[80],
            lowest_fail_rates=[0.1],
            highest_fail_rates=[0.3],
        )


def test_contrasting_groups_meet_between_them():
    chance = np.random.default_rng(60)
    scores = np.concatenate([chance.normal(40, 8, 2_000), chance.normal(60, 8, 2_000)])
    competent = np.arange(4_000) >= 2_000

    found = contrasting_groups_cut(scores, competent)

    assert found.cut == pytest.approx(50, abs=4 * found.error)
    assert 0 < found.error < 1


@pytest.mark.parametrize("competent", [[0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 1, 1]])
def test_groups_that_do_not_overlap_give_no_cut(competent):
    with pytest.raises(NotEstimable, match="no cut between them"):
        contrasting_groups_cut([1, 2, 3, 4], competent)


def test_a_borderline_group_gives_its_median():
    assert borderline_group_cut([60, 64, 71]).cut == 64


def _beta_binomial(seed: int, *, persons: int = 60_000, items: int = 50):
    """Two parallel forms of equal items, and the true proportions."""
    chance = np.random.default_rng(seed)
    true = chance.beta(8, 5, persons)
    return true, chance.binomial(items, true), chance.binomial(items, true)


def test_livingston_and_lewis_find_the_accuracy_and_consistency_of_a_simulated_exam():
    true, one, two = _beta_binomial(61)
    reliability = float(np.corrcoef(one, two)[0, 1])
    form = distribution_of_scores(one, highest=50)

    found = livingston_lewis(form, reliability=reliability, cut=30)

    passed, again, right = one >= 30, two >= 30, true >= 0.6
    assert found.effective_length == pytest.approx(50, abs=3)
    assert found.accuracy == pytest.approx((passed == right).mean(), abs=0.01)
    assert found.false_pass == pytest.approx((passed & ~right).mean(), abs=0.01)
    assert found.false_fail == pytest.approx((~passed & right).mean(), abs=0.01)
    assert found.consistency == pytest.approx((passed == again).mean(), abs=0.01)


@given(
    st.lists(st.integers(0, 30), min_size=4, max_size=25).filter(
        lambda counts: np.count_nonzero(counts) > 2 and sum(counts) > 5
    ),
    st.floats(0.05, 0.95),
)
def test_shares_of_livingston_and_lewis_are_shares(counts, reliability):
    form = distribution_of_counts(counts)

    found = livingston_lewis(form, reliability=reliability, cut=form.highest / 2)

    assert 0 <= found.false_pass <= 1
    assert 0 <= found.false_fail <= 1
    assert found.accuracy == pytest.approx(1 - found.false_pass - found.false_fail)
    assert 0.5 - 1e-9 <= found.consistency <= 1 + 1e-9


def test_a_perfectly_unreliable_or_reliable_exam_is_refused():
    form = distribution_of_counts([1, 2, 1])

    for reliability in (0, 1, -0.2):
        with pytest.raises(NotEstimable, match="between 0 and 1"):
            livingston_lewis(form, reliability=reliability, cut=1)


def test_far_from_the_cut_nobody_is_sorted_wrongly():
    found = rudner([-3, 3], [0.1, 0.1], cut=0)

    assert found.accuracy == pytest.approx(1)
    assert found.consistency == pytest.approx(1)


def test_at_the_cut_sorting_is_a_toss():
    found = rudner([0.0], [0.5], cut=0)

    assert found.accuracy == pytest.approx(0.5)
    assert found.consistency == pytest.approx(0.5)


def test_rudner_finds_the_accuracy_of_a_simulated_exam():
    chance = np.random.default_rng(62)
    theta = chance.normal(size=100_000)
    estimates = theta + chance.normal(0, 0.4, theta.size)
    shrunk, error = estimates / 1.16, np.full(theta.size, np.sqrt(0.16 / 1.16))

    found = rudner(shrunk, error, cut=0.3)

    assert found.accuracy == pytest.approx(((shrunk >= 0.3) == (theta >= 0.3)).mean(), abs=0.01)


def _every_pattern(bank, cut: int, nodes, weights):
    """Accuracy and consistency by all patterns of responses, one at a time."""
    p = probability(nodes, bank)
    passing = np.zeros(len(nodes))
    for pattern in itertools.product((0, 1), repeat=len(bank)):
        if sum(pattern) >= cut:
            passing += np.prod(np.where(np.array(pattern), p, 1 - p), axis=1)
    should = p.sum(1) >= cut
    accuracy = weights @ np.where(should, passing, 1 - passing)
    return accuracy, weights @ (passing**2 + (1 - passing) ** 2)


@pytest.mark.parametrize("cut", [1, 3, 5])
def test_lee_is_the_sum_over_all_patterns(cut):
    bank = items([0.8, 1.0, 1.3, 0.9, 1.1], [-1.0, 0.2, 0.5, -0.3, 1.2], floor=0.2)
    grid = normal_grid(61)

    found = lee(bank, cut=cut, grid=grid)

    accuracy, consistency = _every_pattern(bank, cut, grid.nodes, grid.weights)
    assert found.accuracy == pytest.approx(accuracy, abs=1e-12)
    assert found.consistency == pytest.approx(consistency, abs=1e-12)
    assert found.accuracy + found.false_pass + found.false_fail == pytest.approx(1)


def test_lee_agrees_with_simulated_sittings():
    bank = items(np.linspace(0.7, 1.5, 20), np.linspace(-1.5, 1.5, 20))
    chance = np.random.default_rng(71)
    theta = chance.normal(size=40_000)
    first, second = (right_or_wrong(bank, theta, chance).sum(1) >= 12 for _ in range(2))
    should = expected_score(theta, bank) >= 12

    found = lee(bank, cut=12)

    assert found.accuracy == pytest.approx((first == should).mean(), abs=0.01)
    assert found.consistency == pytest.approx((first == second).mean(), abs=0.01)
    assert found.false_pass == pytest.approx((first & ~should).mean(), abs=0.01)


def test_lee_takes_the_abilities_of_persons_as_the_population():
    bank = items(1.0, np.linspace(-1, 1, 10))
    theta = np.array([-1.0, 0.4, 2.0])

    found = lee(bank, cut=6, grid=Grid(theta, np.full(3, 1 / 3)))

    accuracy, _ = _every_pattern(bank, 6, theta, np.full(3, 1 / 3))
    assert found.accuracy == pytest.approx(accuracy)
