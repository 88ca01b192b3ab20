"""Graded response and generalized partial credit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from tauliah.core.psychometrics import (
    FaultyResponses,
    NotEstimable,
    Priors,
    categories_of,
    category_probability,
    fit_2pl,
    fit_graded,
    fit_partial_credit,
    graded_items,
    partial_credit_items,
)
from tests.core.psychometrics import naive
from tests.core.psychometrics.simulated import in_categories, responses, score_tables

MODELS = {
    "graded": (graded_items, fit_graded, naive.graded),
    "partial-credit": (partial_credit_items, fit_partial_credit, naive.partial_credit),
}
EVERY = pytest.mark.parametrize("model", MODELS)


def _drawn(model: str, persons: int, count: int, *, seed: int, thresholds: int = 3):
    chance = np.random.default_rng(seed)
    places = np.linspace(-1.5, 1.5, thresholds) if thresholds > 1 else np.zeros(1)
    b = np.sort(chance.normal(0, 0.4, (count, 1)) + places + chance.normal(0, 0.2, (count, 1)))
    of = MODELS[model][0](chance.lognormal(0.0, 0.3, count), b)
    return of, in_categories(of, chance.normal(size=persons), chance)


@EVERY
def test_items_are_recovered_within_their_errors(model):
    of, scores = _drawn(model, 3_000, 15, seed=71, thresholds=4)

    fit = MODELS[model][1](scores)

    assert fit.has_converged
    assert fit.remarks == ()
    far = np.abs((fit.discrimination - of.discrimination) / fit.discrimination_error)
    off = (fit.thresholds - of.thresholds) / fit.threshold_errors
    assert far.max() < 4
    assert np.abs(off).max() < 4.2
    assert 0.7 < np.std(off) < 1.3


@EVERY
def test_items_are_recovered_when_forms_share_some_items_only(model):
    of, scores = _drawn(model, 4_000, 20, seed=72)
    scores[:2_000, 12:] = -1
    scores[2_000:, :8] = -1

    fit = MODELS[model][1](scores)

    assert np.abs((fit.thresholds - of.thresholds) / fit.threshold_errors).max() < 4.2


@EVERY
def test_items_may_have_different_numbers_of_categories(model):
    of = MODELS[model][0](
        [1.0, 1.4, 0.8, 1.2], [[-1, 0, 1], [0.3, np.nan, np.nan], [-0.5, 0.7, np.nan], [-2, 0, 2]]
    )
    chance = np.random.default_rng(73)
    scores = in_categories(of, chance.normal(size=3_000), chance)

    fit = MODELS[model][1](scores)

    assert fit.categories.tolist() == [4, 2, 3, 4]
    assert fit.parameters == 4 + 3 + 1 + 2 + 3
    assert (np.isnan(fit.thresholds) == np.isnan(of.thresholds)).all()
    off = (fit.thresholds - of.thresholds) / fit.threshold_errors
    assert np.nanmax(np.abs(off)) < 4


@EVERY
def test_with_two_categories_the_fit_is_that_of_the_2pl(model):
    scores, _, _ = responses(1_200, 9, seed=74, observed=0.8)

    fit = MODELS[model][1](scores, tolerance=1e-7)

    plain = fit_2pl(scores, tolerance=1e-7)
    assert fit.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-10)
    np.testing.assert_allclose(fit.discrimination, plain.discrimination, atol=1e-6)
    np.testing.assert_allclose(fit.thresholds[:, 0], plain.difficulty, atol=1e-6)
    np.testing.assert_allclose(fit.discrimination_error, plain.discrimination_error, rtol=1e-5)
    np.testing.assert_allclose(fit.threshold_errors[:, 0], plain.difficulty_error, rtol=1e-5)


@EVERY
def test_the_fit_is_the_top_of_the_likelihood_and_errors_are_its_curvature(model):
    _, scores = _drawn(model, 250, 3, seed=75, thresholds=2)
    fit = MODELS[model][1](scores, tolerance=1e-8)
    curve = MODELS[model][2]

    def height(point: np.ndarray) -> float:
        a, b = point[:3], point[3:].reshape(3, 2)
        return naive.marginal_log_likelihood(scores, lambda j, theta: curve(a[j], b[j], theta))

    at = np.concatenate([fit.discrimination, fit.thresholds.ravel()])
    top = height(at)

    assert fit.log_likelihood == pytest.approx(top, abs=1e-6)
    for move in 0.005 * np.eye(9):
        assert height(at + move) < top
        assert height(at - move) < top
    errors = np.sqrt(np.diag(np.linalg.inv(-naive.hessian(height, at))))
    np.testing.assert_allclose(fit.discrimination_error, errors[:3], rtol=2e-3)
    np.testing.assert_allclose(fit.threshold_errors.ravel(), errors[3:], rtol=2e-3)


@EVERY
def test_both_kinds_of_errors_agree_in_a_large_sample(model):
    _, scores = _drawn(model, 5_000, 6, seed=76)
    fit = MODELS[model][1]

    observed, crossed = fit(scores), fit(scores, errors="cross-product")

    np.testing.assert_allclose(
        crossed.discrimination_error, observed.discrimination_error, rtol=0.1
    )
    np.testing.assert_allclose(crossed.threshold_errors, observed.threshold_errors, rtol=0.1)


@EVERY
def test_two_unused_categories_are_named_and_the_others_estimated(model):
    _, scores = _drawn(model, 1_500, 6, seed=77, thresholds=4)
    scores[scores[:, 2] == 1, 2] = 0
    scores[scores[:, 2] == 3, 2] = 4

    fit = MODELS[model][1](scores, categories=5)

    (remark,) = fit.remarks
    assert (remark.item, remark.code) == (2, "categories-unused")
    assert "item 3: 1, 3" in remark.message.en
    assert "item 3: 1, 3" in remark.message.ms
    assert fit.has_converged
    assert np.isfinite(np.delete(fit.threshold_errors, 2, axis=0)).all()
    shares = category_probability([-2.0, 0.0, 2.0], fit.items)[:, 2]
    assert (shares[:, [1, 3]] == 0).all()
    np.testing.assert_allclose(shares.sum(1), 1)


def test_unused_categories_leave_the_graded_fit_as_if_they_did_not_exist():
    _, scores = _drawn("graded", 1_500, 6, seed=77, thresholds=4)
    scores[scores[:, 2] == 1, 2] = 0
    scores[scores[:, 2] == 3, 2] = 4
    joined = scores.copy()
    joined[:, 2] //= 2

    fit, same = fit_graded(scores, tolerance=1e-7), fit_graded(joined, tolerance=1e-7)

    assert fit.log_likelihood == pytest.approx(same.log_likelihood, rel=1e-10)
    np.testing.assert_allclose(fit.thresholds[2, [1, 3]], same.thresholds[2, :2], atol=1e-5)
    np.testing.assert_allclose(
        fit.threshold_errors[2, [1, 3]], same.threshold_errors[2, :2], rtol=1e-4
    )
    assert np.isnan(fit.threshold_errors[2, [0, 2]]).all()


@EVERY
def test_lowest_and_highest_categories_may_be_unused_too(model):
    _, scores = _drawn(model, 1_000, 5, seed=78, thresholds=4)
    scores[:, 1] = np.clip(scores[:, 1], 1, 3)

    fit = MODELS[model][1](scores, categories=5)

    assert "item 2: 0, 4" in fit.remarks[0].message.en
    shares = category_probability([-6.0, 0.0, 6.0], fit.items)[:, 1]
    assert (shares[:, [0, 4]] == 0).all()
    assert np.isfinite(fit.threshold_errors[1, 1:3]).all()
    if model == "graded":
        assert fit.thresholds[1, [0, 3]].tolist() == [-np.inf, np.inf]


@EVERY
def test_items_in_which_everyone_is_alike_or_absent_are_left_out_by_name(model):
    _, scores = _drawn(model, 500, 4, seed=79)
    wider = np.column_stack([np.full(500, 2), scores, np.full(500, -1)])

    fit, alone = MODELS[model][1](wider), MODELS[model][1](scores)

    assert [(remark.item, remark.code) for remark in fit.remarks] == [
        (0, "one-category"),
        (5, "no-responses"),
    ]
    assert np.isnan(fit.discrimination[[0, 5]]).all()
    assert fit.kept.tolist() == [1, 2, 3, 4]
    assert len(fit.items) == 4
    assert fit.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-9)


@EVERY
def test_a_category_that_one_person_used_has_finite_thresholds(model):
    _, scores = _drawn(model, 800, 5, seed=80, thresholds=2)
    scores[3, 0] = 3

    fit = MODELS[model][1](scores)

    assert fit.has_converged
    assert np.isfinite(fit.thresholds[0]).all()
    assert np.isfinite(fit.threshold_errors[0]).all()


@EVERY
def test_a_person_with_one_response_and_one_with_none_are_taken_as_they_are(model):
    _, scores = _drawn(model, 400, 5, seed=81)
    more = np.full((2, 5), -1)
    more[0, 1] = 3

    fit = MODELS[model][1](np.vstack([scores, more]))

    assert fit.has_converged
    assert fit.persons == 401


@EVERY
def test_an_item_twice_is_held_at_a_limit_and_named_or_held_by_a_prior(model):
    _, scores = _drawn(model, 400, 5, seed=82)
    twins = np.column_stack([scores, scores[:, 0]])
    fit = MODELS[model][1]

    free, held = fit(twins), fit(twins, priors=Priors(slope_deviation=0.5))

    assert np.isfinite(free.thresholds).all()
    assert {remark.code for remark in free.remarks} <= {"at-limit"}
    assert np.isfinite(
        np.delete(free.threshold_errors, [remark.item for remark in free.remarks], axis=0)
    ).all()
    assert held.remarks == ()
    assert np.isfinite(held.threshold_errors).all()


@EVERY
def test_two_forms_without_anything_in_common_are_refused_with_the_reason(model):
    _, scores = _drawn(model, 400, 8, seed=83)
    scores[:200, :4] = -1
    scores[200:, 4:] = -1

    with pytest.raises(NotEstimable, match="2 sets that no person connects"):
        MODELS[model][1](scores)


@EVERY
def test_the_order_of_items_and_persons_does_not_matter(model):
    _, scores = _drawn(model, 600, 7, seed=84)
    fit = MODELS[model][1]

    straight, turned = fit(scores, tolerance=1e-7), fit(scores[::-1, ::-1], tolerance=1e-7)

    np.testing.assert_allclose(turned.thresholds[::-1], straight.thresholds, atol=1e-5)


@EVERY
def test_turning_the_categories_turns_the_scale(model):
    _, scores = _drawn(model, 600, 7, seed=85)
    fit = MODELS[model][1]

    straight, turned = fit(scores, tolerance=1e-7), fit(3 - scores, tolerance=1e-7)

    np.testing.assert_allclose(turned.discrimination, straight.discrimination, atol=1e-5)
    np.testing.assert_allclose(turned.thresholds[:, ::-1], -straight.thresholds, atol=1e-5)


@EVERY
def test_weights_count_persons_more_than_once(model):
    _, scores = _drawn(model, 300, 5, seed=86)
    weights = np.random.default_rng(87).integers(0, 4, 300)
    fit = MODELS[model][1]

    weighted, written_out = fit(scores, weights=weights), fit(np.repeat(scores, weights, axis=0))

    np.testing.assert_allclose(weighted.thresholds, written_out.thresholds, atol=1e-6)
    np.testing.assert_allclose(weighted.threshold_errors, written_out.threshold_errors, rtol=1e-6)


@pytest.mark.slow
@EVERY
@settings(max_examples=20)
@given(score_tables(states=(-1, 0, 1, 2, 3)))
def test_any_table_is_either_refused_or_calibrated_without_silent_nan(model, table):
    try:
        fit = MODELS[model][1](table)
    except NotEstimable:
        return

    others = np.delete(np.arange(table.shape[1]), [remark.item for remark in fit.remarks])
    exists = np.arange(1, fit.categories.max()) < fit.categories[others, None]
    assert np.isfinite(fit.discrimination[others]).all()
    assert (
        np.isfinite(fit.thresholds[others][exists]).all() or (fit.discrimination[others] == 0).any()
    )
    assert np.isfinite(fit.log_likelihood)


def test_responses_that_are_no_categories_are_named_by_row_and_item():
    with pytest.raises(FaultyResponses) as fault:
        categories_of([[0, 1.5], [3, None], [-2, 1]], categories=3)

    assert [(one.line, one.path) for one in fault.value.problems] == [
        (1, "item 2"),
        (2, "item 1"),
        (3, "item 1"),
    ]
    assert "from 0 to 2 or missing, got 3" in str(fault.value)


def test_missing_responses_may_be_written_in_any_way():
    scores, categories = categories_of([[0, None, 2], [np.nan, 1, -1]])

    assert scores.tolist() == [[0, -1, 2], [-1, 1, -1]]
    assert categories.tolist() == [2, 2, 3]
