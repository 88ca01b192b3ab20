from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tauliah.core.psychometrics import (
    NotEstimable,
    alpha,
    alpha_error,
    distractor_analysis,
    item_figures,
    key_check,
    measurement_error,
    omega,
)
from tests.core.psychometrics.simulated import responses, score_tables
from tests.golden.published import lsat


def test_difficulty_is_the_share_right_among_those_who_answered():
    figures = item_figures([[1, 0], [1, None], [0, 1]])

    np.testing.assert_allclose(figures.difficulty, [2 / 3, 1 / 2])
    np.testing.assert_allclose(figures.responses, [3, 2])
    np.testing.assert_allclose(figures.difficulty_error, [np.sqrt(2 / 27), np.sqrt(1 / 8)])


def test_difficulty_of_lsat6_is_its_published_margins():
    """Bock and Lieberman (1970): 924, 709, 553, 763 and 870 of 1,000 right."""
    patterns, counts = lsat(6)

    figures = item_figures(patterns, weights=counts)

    np.testing.assert_allclose(figures.difficulty, [0.924, 0.709, 0.553, 0.763, 0.870])


def test_correlations_of_complete_responses_are_those_with_sums():
    scores, _, _ = responses(300, 8, seed=1)
    total = scores.sum(1)

    figures = item_figures(scores)

    for item in range(8):
        mine = scores[:, item]
        assert figures.point_biserial[item] == pytest.approx(np.corrcoef(mine, total)[0, 1])
        assert figures.discrimination[item] == pytest.approx(np.corrcoef(mine, total - mine)[0, 1])


def test_a_correlation_that_does_not_exist_is_nan_and_nothing_else_is():
    figures = item_figures([[1, 1, 0], [1, 0, 1], [1, 1, 1]])

    assert np.isnan(figures.discrimination[0])
    assert np.isfinite(figures.difficulty).all()
    assert np.isfinite(figures.discrimination[1:]).all()


@given(score_tables())
def test_figures_do_not_depend_on_the_order_of_persons_or_items(table):
    figures = item_figures(table)

    turned = item_figures(table[::-1, ::-1])

    np.testing.assert_allclose(turned.difficulty[::-1], figures.difficulty)
    np.testing.assert_allclose(turned.discrimination[::-1], figures.discrimination, atol=1e-9)


def test_alpha_of_lsat6_as_printed():
    """Alpha 0.295: Rizopoulos (2006), Journal of Statistical Software 17(5), section 4.1."""
    patterns, counts = lsat(6)

    assert round(alpha(patterns, weights=counts), 3) == 0.295


def test_the_error_of_alpha_of_two_items_by_hand():
    """Variances 1, covariance r: alpha is 2r / (1 + r), whose error by the delta method is
    2 (1 - r) / (1 + r) over the root of the persons.
    """
    table, counts = [[1, 1], [1, 0], [0, 1], [0, 0]], np.array([40, 10, 10, 40])
    r = 0.6

    found = alpha_error(table, weights=counts)

    assert found == pytest.approx(2 * (1 - r) / (1 + r) / np.sqrt(100))


def test_the_error_of_alpha_is_how_far_samples_differ():
    scores = responses(400 * 60, 15, seed=5)[0].reshape(60, 400, 15)

    found = [alpha(sample) for sample in scores]

    assert np.std(found, ddof=1) == pytest.approx(alpha_error(scores[0]), rel=0.3)


def test_omega_of_items_that_share_one_factor_equally_is_alpha():
    covariance_like = np.array(
        [[1, 1, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 0, 0]]
    )
    weights = np.array([4, 1, 1, 1, 1, 1, 1, 4])  # exchangeable items

    assert omega(covariance_like, weights=weights).omega == pytest.approx(
        alpha(covariance_like, weights=weights), abs=1e-6
    )


def test_omega_exceeds_alpha_when_items_differ():
    scores, _, _ = responses(4_000, 12, seed=3)

    found = omega(scores)

    assert alpha(scores) < found.omega < 1
    assert (found.loadings > 0).all()


def test_an_item_that_everyone_got_right_does_not_disturb_omega():
    scores, _, _ = responses(500, 6, seed=4)
    widened = np.column_stack([scores, np.ones(500)])

    assert omega(widened).omega == pytest.approx(omega(scores).omega, abs=1e-6)


def test_error_of_measurement_falls_with_reliability():
    scores, _, _ = responses(500, 10, seed=5)
    deviation = scores.sum(1).std(ddof=1)

    assert measurement_error(scores, reliability=0.0) == pytest.approx(deviation)
    assert measurement_error(scores, reliability=0.75) == pytest.approx(deviation / 2)


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ([[1, 0], [None, 1]], "missing-responses"),
        ([[1], [0]], "too-few"),
        ([[1, 0], [0, 1]], "no-spread"),
    ],
)
def test_reliability_is_refused_with_the_reason_in_both_languages(scores, code):
    with pytest.raises(NotEstimable) as refusal:
        alpha(scores)

    assert refusal.value.refused.code == code
    assert refusal.value.refused.message.ms != refusal.value.refused.message.en


def _answers(seed: int) -> tuple[list[list[str]], list[str]]:
    """Two hundred persons on ten items whose right option is A."""
    scores, _, _ = responses(200, 10, seed=seed)
    chance = np.random.default_rng(seed)
    wrong = chance.choice(["B", "C", "D"], scores.shape)
    return np.where(scores == 1, "A", wrong).tolist(), ["A"] * 10


def test_options_of_an_item_share_its_answers():
    answers, keys = _answers(11)
    answers[0][0] = None

    of_first = [option for option in distractor_analysis(answers, keys) if option.item == "1"]

    assert [option.option for option in of_first] == ["A", "B", "C", "D"]
    assert sum(option.count for option in of_first) == 199
    assert sum(option.share for option in of_first) == pytest.approx(1)
    np.testing.assert_allclose(np.sum([option.by_fifth for option in of_first], axis=0), 1)
    assert of_first[0].is_key
    assert of_first[0].by_fifth[0] < of_first[0].by_fifth[-1]


def test_right_keys_raise_no_suspicion():
    answers, keys = _answers(12)

    assert key_check(distractor_analysis(answers, keys)) == ()


def test_a_wrong_key_is_found_and_the_likely_one_named():
    answers, keys = _answers(13)
    keys[3] = "B"

    flagged = key_check(distractor_analysis(answers, keys, items=[f"PUM-{n}" for n in range(10)]))

    assert [(one.item, one.key, one.likely) for one in flagged] == [("PUM-3", "B", "A")]
    assert "rather than the key B" in flagged[0].reason.en
