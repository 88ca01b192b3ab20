from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings

from tauliah.core.psychometrics import (
    NotEstimable,
    Parameters,
    Priors,
    ability,
    calibrate,
    calibration,
    counts,
    empirical_reliability,
    fit_1pl,
    fit_2pl,
    marginal_reliability,
    normal_grid,
    partition,
    partitions,
)
from tests.core.psychometrics.simulated import responses, score_tables


def test_items_are_recovered_within_their_errors():
    scores, a, b = responses(4_000, 20, seed=21)

    fit = fit_2pl(scores)

    assert fit.has_converged
    assert np.abs((fit.discrimination - a) / fit.discrimination_error).max() < 4
    assert np.abs((fit.difficulty - b) / fit.difficulty_error).max() < 4
    assert np.sqrt(np.mean((fit.difficulty - b) ** 2)) < 0.1


def test_items_are_recovered_when_half_the_responses_are_missing():
    scores, a, b = responses(6_000, 30, seed=22, observed=0.5)

    fit = fit_2pl(scores)

    assert np.abs((fit.discrimination - a) / fit.discrimination_error).max() < 4
    assert np.abs((fit.difficulty - b) / fit.difficulty_error).max() < 4


def test_one_slope_is_recovered():
    scores, _, b = responses(3_000, 15, seed=23, slope=1.3)

    fit = fit_1pl(scores)

    assert len(set(fit.discrimination.tolist())) == 1
    assert abs(fit.discrimination[0] - 1.3) < 3 * fit.discrimination_error[0]
    assert np.abs((fit.difficulty - b) / fit.difficulty_error).max() < 4


def test_intervals_of_95_percent_cover_about_so_often():
    """Forty small replications: enough to see an error of the wrong size, not of the third digit."""
    covered = []
    for seed in range(40):
        scores, a, b = responses(500, 8, seed=1000 + seed)
        fit = fit_2pl(scores)
        covered.append(np.abs(fit.discrimination - a) < 1.96 * fit.discrimination_error)
        covered.append(np.abs(fit.difficulty - b) < 1.96 * fit.difficulty_error)

    assert 0.92 < np.mean(covered) < 0.98


def test_both_kinds_of_errors_agree_in_a_large_sample():
    scores, _, _ = responses(5_000, 6, seed=24)

    observed = fit_2pl(scores, errors="observed")
    crossed = fit_2pl(scores, errors="cross-product")

    np.testing.assert_allclose(
        crossed.discrimination_error, observed.discrimination_error, rtol=0.1
    )
    np.testing.assert_allclose(crossed.difficulty_error, observed.difficulty_error, rtol=0.1)


def test_the_log_likelihood_never_falls_along_the_trace():
    scores, _, _ = responses(3_000, 12, seed=25)

    fit = fit_2pl(scores)

    whole = [step.log_likelihood for step in fit.trace if step.persons == 3_000]
    assert whole == sorted(whole)
    assert fit.has_converged
    assert fit.trace[-1].change < 1e-3


def test_nothing_is_left_to_change_where_a_fit_ends():
    scores, _, _ = responses(2_000, 30, seed=32, observed=0.6)

    fit, exact = fit_2pl(scores, errors="none"), fit_2pl(scores, errors="none", tolerance=1e-9)

    np.testing.assert_allclose(fit.discrimination, exact.discrimination, atol=3e-5)
    np.testing.assert_allclose(fit.difficulty, exact.difficulty, atol=3e-5)
    assert fit.log_likelihood == pytest.approx(exact.log_likelihood, abs=1e-3)


def test_priors_and_one_slope_end_where_the_gradient_is_nothing():
    """Of the posterior, by small differences, whatever way led there."""
    scores, _, _ = responses(500, 6, seed=33)
    data, grid, priors = partition(scores), normal_grid(), Priors(1.0, 0.3, 1.0)

    def height(a, d, of=priors):
        found = counts(data, Parameters(a, d, grid)).log_likelihood
        return found + of.log_density(a, d)

    fit = fit_2pl(scores, priors=priors, tolerance=1e-7)
    a, d = fit.discrimination, -fit.discrimination * fit.difficulty
    tied = fit_1pl(scores, tolerance=1e-7)
    flat = Priors(1.0, 1e6, 1e6)

    for step in np.eye(6) * 1e-3:
        assert height(a + step, d) - height(a - step, d) == pytest.approx(0, abs=1e-5)
        assert height(a, d + step) - height(a, d - step) == pytest.approx(0, abs=1e-5)
    a, d = tied.discrimination, -tied.discrimination * tied.difficulty
    assert height(a + 1e-3, d, flat) - height(a - 1e-3, d, flat) == pytest.approx(0, abs=1e-5)


def test_the_order_of_items_and_persons_does_not_matter():
    scores, _, _ = responses(900, 9, seed=26, observed=0.8)

    fit = fit_2pl(scores, tolerance=1e-7)
    turned = fit_2pl(scores[::-1, ::-1], tolerance=1e-7)

    np.testing.assert_allclose(turned.discrimination[::-1], fit.discrimination, atol=1e-5)
    np.testing.assert_allclose(turned.difficulty[::-1], fit.difficulty, atol=1e-5)


def test_exchanging_right_and_wrong_turns_the_scale():
    scores, _, _ = responses(900, 9, seed=27)

    fit = fit_2pl(scores, tolerance=1e-7)
    turned = fit_2pl(1 - scores, tolerance=1e-7)

    np.testing.assert_allclose(turned.discrimination, fit.discrimination, atol=1e-5)
    np.testing.assert_allclose(turned.difficulty, -fit.difficulty, atol=1e-5)


def test_pieces_run_in_threads_give_the_same_to_the_last_digit():
    scores, _, _ = responses(30_000, 24, seed=28, observed=0.7)
    data = partitions(scores)

    alone = calibrate(data, "2PL")
    with ThreadPoolExecutor(2) as pool:
        together = calibrate(data, "2PL", run=pool.map)

    assert len(data) > 1
    assert together.difficulty.tolist() == alone.difficulty.tolist()
    assert together.log_likelihood == alone.log_likelihood


def test_persons_without_responses_change_nothing_and_are_not_counted():
    scores, _, _ = responses(600, 6, seed=29)
    with_empty = np.vstack([scores, np.full((50, 6), -1)])

    fit, same = fit_2pl(scores), fit_2pl(with_empty)

    assert same.persons == fit.persons == 600
    np.testing.assert_allclose(same.difficulty, fit.difficulty, atol=1e-8)
    np.testing.assert_allclose(same.difficulty_error, fit.difficulty_error, atol=1e-8)


def test_the_log_likelihood_is_that_of_the_items_that_take_part():
    scores, _, _ = responses(600, 6, seed=31)
    extreme = np.column_stack([np.ones(600), scores, np.zeros(600)])

    assert fit_2pl(extreme).log_likelihood == pytest.approx(fit_2pl(scores).log_likelihood)
    assert fit_1pl(extreme).log_likelihood == pytest.approx(fit_1pl(scores).log_likelihood)


def test_another_model_is_sent_where_it_is_fitted():
    with pytest.raises(ValueError, match="fit_3pl"):
        calibrate(partitions([[1, 0], [0, 1]]), "3PL")


def test_persons_with_one_response_are_taken_as_they_are():
    scores, _, _ = responses(600, 6, seed=30)
    lonely = np.full((30, 6), -1)
    lonely[:, 0] = 1

    fit = fit_2pl(np.vstack([scores, lonely]))

    assert fit.has_converged
    assert fit.difficulty[0] < fit_2pl(scores).difficulty[0]


def test_items_all_right_or_all_wrong_or_unanswered_are_left_out_by_name():
    scores, _, _ = responses(600, 6, seed=31)
    extreme = np.column_stack([np.ones(600), scores, np.zeros(600), np.full(600, -1)])

    fit = fit_2pl(extreme)

    assert [(remark.item, remark.code) for remark in fit.remarks] == [
        (0, "all-right"),
        (7, "all-wrong"),
        (8, "no-responses"),
    ]
    assert fit.difficulty[0] == -np.inf
    assert fit.difficulty[7] == np.inf
    np.testing.assert_allclose(fit.difficulty[1:7], fit_2pl(scores).difficulty, atol=1e-6)
    assert np.isfinite(fit.difficulty_error[1:7]).all()
    assert fit.parameters == 12


def test_a_difference_that_repeats_itself_is_held_at_a_limit_and_named():
    """Two items that everyone answers alike have no finite slope."""
    scores, _, _ = responses(300, 5, seed=32)
    twins = np.column_stack([scores, scores[:, 0]])

    fit = fit_2pl(twins)

    assert np.isfinite(fit.discrimination).all()
    named = {remark.item for remark in fit.remarks}
    assert named <= {0, 5}
    assert named
    assert np.isfinite(np.delete(fit.difficulty_error, sorted(named))).all()


def test_a_prior_holds_what_the_likelihood_does_not():
    scores, _, _ = responses(300, 5, seed=32)
    twins = np.column_stack([scores, scores[:, 0]])

    fit = fit_2pl(twins, priors=Priors(slope_deviation=0.5))

    assert fit.has_converged
    assert fit.remarks == ()
    assert fit.discrimination.max() < 5
    assert np.isfinite(fit.difficulty_error).all()


def test_two_forms_without_anything_in_common_are_refused_with_the_reason():
    scores, _, _ = responses(400, 8, seed=33)
    scores[:200, :4] = -1
    scores[200:, 4:] = -1

    with pytest.raises(NotEstimable, match="2 sets that no person connects") as refusal:
        fit_2pl(scores)

    assert refusal.value.refused.code == "not-linked"
    assert "1, 2, 3, 4; 5, 6, 7, 8" in refusal.value.refused.message.ms


def test_one_common_item_links_two_forms():
    scores, _, _ = responses(2_000, 9, seed=34)
    scores[:1_000, :4] = -1
    scores[1_000:, 5:] = -1

    assert fit_2pl(scores).has_converged


def test_responses_that_never_vary_are_refused():
    with pytest.raises(NotEstimable, match="No item has both"):
        fit_2pl([[1, 0], [1, 0]])


@settings(max_examples=60)
@given(score_tables())
def test_any_table_is_either_refused_or_calibrated_without_silent_nan(table):
    try:
        fit = fit_2pl(table)
    except NotEstimable:
        return

    named = {remark.item for remark in fit.remarks}
    for item in set(range(table.shape[1])) - named:
        assert np.isfinite(fit.discrimination[item])
        assert np.isfinite(fit.difficulty[item]) or fit.discrimination[item] == 0
    assert np.isfinite(fit.log_likelihood)


def test_pieces_and_parameters_travel_to_other_processes():
    scores, a, b = responses(400, 8, seed=36, observed=0.8)
    piece, parameters = partition(scores), Parameters(a, -a * b, normal_grid())

    there = counts(*pickle.loads(pickle.dumps((piece, parameters))))

    here = counts(piece, parameters)
    assert there.log_likelihood == here.log_likelihood
    assert (there.right == here.right).all()


def test_from_responses_to_abilities_and_their_reliability():
    scores, _, _ = responses(2_000, 25, seed=37)
    scores[:, 3] = 1

    fit = fit_2pl(scores)
    scored = ability(scores[:, fit.kept], fit.items)

    assert fit.kept.tolist() == [place for place in range(25) if place != 3]
    assert np.mean(scored.theta) == pytest.approx(0, abs=0.05)
    assert empirical_reliability(scored) == pytest.approx(marginal_reliability(fit.items), abs=0.02)


@pytest.mark.slow
def test_intervals_of_95_percent_cover_between_93_and_97_over_500_replications():
    covered = []
    for seed in range(500):
        scores, a, b = responses(1_000, 10, seed=5_000 + seed)
        fit = fit_2pl(scores)
        covered.append(
            [
                np.abs(fit.discrimination - a) < 1.96 * fit.discrimination_error,
                np.abs(fit.difficulty - b) < 1.96 * fit.difficulty_error,
            ]
        )

    of_slopes, of_difficulties = np.mean(covered, axis=(0, 2))
    assert 0.93 < of_slopes < 0.97
    assert 0.93 < of_difficulties < 0.97


def test_errors_of_very_many_are_told_by_some_of_them(monkeypatch):
    scores, _, _ = responses(6_000, 6, seed=34)
    weights = np.tile([1.0, 2.0, 0.5], 2_000)
    every = fit_2pl(scores, weights=weights, errors="cross-product")

    monkeypatch.setattr(calibration, "MOST_SCATTERED", 1_500)
    some = fit_2pl(scores, weights=weights, errors="cross-product")

    assert some.discrimination.tolist() == every.discrimination.tolist()
    np.testing.assert_allclose(some.discrimination_error, every.discrimination_error, rtol=0.15)
    np.testing.assert_allclose(some.difficulty_error, every.difficulty_error, rtol=0.15)
