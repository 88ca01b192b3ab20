"""The model of three parameters, with priors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from tauliah.core.psychometrics import (
    Anchors,
    GuessingPriors,
    NotEstimable,
    ability,
    fit_2pl,
    fit_3pl,
    items,
)
from tests.core.psychometrics import naive
from tests.core.psychometrics.simulated import responses, right_or_wrong, score_tables


def _drawn(persons: int, count: int, *, seed: int):
    chance = np.random.default_rng(seed)
    of = items(
        chance.lognormal(0.0, 0.4, count),
        chance.normal(size=count),
        floor=chance.beta(5, 17, count),
    )
    return of, right_or_wrong(of, chance.normal(size=persons), chance)


def test_items_are_recovered_within_their_errors():
    of, scores = _drawn(4_000, 25, seed=61)

    fit = fit_3pl(scores)

    assert fit.has_converged
    assert fit.remarks == ()
    for found, error, true in (
        (fit.discrimination, fit.discrimination_error, of.discrimination),
        (fit.difficulty, fit.difficulty_error, of.difficulty),
        (fit.guessing, fit.guessing_error, of.floor),
    ):
        assert np.abs((found - true) / error).max() < 4
        assert np.sqrt(np.mean(((found - true) / error) ** 2)) < 1.25
    assert np.sqrt(np.mean((fit.guessing - of.floor) ** 2)) < np.std(of.floor)


def _log_posterior(scores: np.ndarray, log_a, d, c, priors: GuessingPriors) -> float:
    a = np.exp(log_a)
    found = naive.marginal_log_likelihood(
        scores, lambda j, theta: naive.three_parameter(a[j], -d[j] / a[j], c[j], theta)
    )
    return (
        found
        - 0.5 * np.sum(((log_a - priors.log_slope_mean) / priors.log_slope_deviation) ** 2)
        - 0.5 * np.sum((d / priors.intercept_deviation) ** 2)
        + np.sum((priors.guessing_alpha - 1) * np.log(c))
        + np.sum((priors.guessing_beta - 1) * np.log1p(-c))
    )


def test_the_fit_is_the_top_of_the_posterior_written_out():
    priors = GuessingPriors()
    _, scores = _drawn(300, 4, seed=62)
    fit = fit_3pl(scores, tolerance=1e-8)
    log_a, d, c = (
        np.log(fit.discrimination),
        -fit.discrimination * fit.difficulty,
        fit.guessing,
    )

    top = _log_posterior(scores, log_a, d, c, priors)

    assert fit.log_likelihood == pytest.approx(
        naive.marginal_log_likelihood(
            scores,
            lambda j, theta: naive.three_parameter(
                fit.discrimination[j], fit.difficulty[j], c[j], theta
            ),
        ),
        abs=1e-6,
    )
    for item in range(4):
        for step in (0.01, -0.01):
            move = step * np.eye(4)[item]
            assert _log_posterior(scores, log_a + move, d, c, priors) < top
            assert _log_posterior(scores, log_a, d + move, c, priors) < top
            assert _log_posterior(scores, log_a, d, c + move / 4, priors) < top


def test_errors_are_those_of_the_curvature_written_out():
    """In (log a, d, logit c), in which a Beta density of c has the curvature it is given."""
    priors = GuessingPriors()
    _, scores = _drawn(250, 3, seed=63)
    fit = fit_3pl(scores, tolerance=1e-8)
    at = np.concatenate(
        [
            np.log(fit.discrimination),
            -fit.discrimination * fit.difficulty,
            np.log(fit.guessing / (1 - fit.guessing)),
        ]
    )

    def height(point: np.ndarray) -> float:
        log_a, d, logit = point.reshape(3, 3)
        return _log_posterior(scores, log_a, d, 1 / (1 + np.exp(-logit)), priors)

    spread = np.linalg.inv(-naive.hessian(height, at))

    errors = np.sqrt(np.diag(spread)).reshape(3, 3)
    np.testing.assert_allclose(fit.discrimination_error, errors[0] * fit.discrimination, rtol=2e-3)
    np.testing.assert_allclose(
        fit.guessing_error, errors[2] * fit.guessing * (1 - fit.guessing), rtol=2e-3
    )
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance))[3:6], errors[1], rtol=2e-3)


def test_a_prior_sure_that_nobody_guesses_gives_the_2pl():
    scores, _, _ = responses(2_000, 12, seed=64)
    sure = GuessingPriors(
        log_slope_deviation=50.0,
        intercept_deviation=500.0,
        guessing_alpha=11.0,
        guessing_beta=1e6,
    )

    fit = fit_3pl(scores, priors=sure)

    plain = fit_2pl(scores)
    np.testing.assert_allclose(fit.discrimination, plain.discrimination, atol=2e-3)
    np.testing.assert_allclose(fit.difficulty, plain.difficulty, atol=2e-3)


def test_few_persons_leave_the_guessing_parameter_to_its_prior():
    _, scores = _drawn(60, 10, seed=65)

    fit = fit_3pl(scores, priors=GuessingPriors(guessing_alpha=20, guessing_beta=58))

    assert fit.has_converged
    assert np.abs(fit.guessing - 0.25).max() < 0.05
    assert np.isfinite(fit.difficulty_error).all()


def test_items_without_an_estimate_are_named_and_touch_no_other():
    _, scores = _drawn(800, 6, seed=66)
    extreme = np.column_stack([np.ones(800), scores, np.zeros(800), np.full(800, -1)])

    fit, alone = fit_3pl(extreme), fit_3pl(scores)

    assert [(remark.item, remark.code) for remark in fit.remarks] == [
        (0, "all-right"),
        (7, "all-wrong"),
        (8, "no-responses"),
    ]
    assert fit.difficulty[[0, 7]].tolist() == [-np.inf, np.inf]
    assert fit.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-9)
    np.testing.assert_allclose(fit.guessing[1:7], alone.guessing, atol=1e-6)
    assert fit.items.floor.tolist() == fit.guessing[1:7].tolist()


def test_two_items_that_everyone_answers_alike_still_have_finite_estimates():
    _, scores = _drawn(400, 6, seed=67)

    fit = fit_3pl(np.column_stack([scores, scores[:, 0]]))

    assert fit.has_converged
    assert np.isfinite(fit.discrimination).all()


def test_two_forms_without_anything_in_common_are_refused_with_the_reason():
    _, scores = _drawn(400, 8, seed=68)
    scores[:200, :4] = -1
    scores[200:, 4:] = -1

    with pytest.raises(NotEstimable, match="2 sets that no person connects"):
        fit_3pl(scores)


def test_persons_with_one_response_are_taken_as_they_are():
    _, scores = _drawn(500, 8, seed=69)
    lonely = np.full((40, 8), -1)
    lonely[:, 0] = 1

    fit = fit_3pl(np.vstack([scores, lonely]))

    assert fit.has_converged
    assert fit.persons == 540


def test_intervals_of_the_3pl_stay_where_its_parameters_may_be():
    _, scores = _drawn(100, 8, seed=72)

    fit = fit_3pl(scores)

    for kind, most in (("discrimination", np.inf), ("guessing", 1.0)):
        low, high = fit.interval(kind)
        narrow, wide = fit.interval(kind, confidence=0.5)
        assert (low > 0).all()
        assert (high < most).all()
        assert (low < narrow).all()
        assert (wide < high).all()
        assert (narrow < getattr(fit, kind)).all()
        assert (getattr(fit, kind) < wide).all()


def test_other_intervals_are_normal_around_the_estimate():
    _, scores = _drawn(500, 8, seed=73)
    fit = fit_2pl(scores)

    low, high = fit.interval("difficulty", confidence=0.95)

    np.testing.assert_allclose(low, fit.difficulty - 1.959964 * fit.difficulty_error, rtol=1e-6)
    np.testing.assert_allclose(high, fit.difficulty + 1.959964 * fit.difficulty_error, rtol=1e-6)
    assert (fit.interval("guessing")[1] == 0).all()


def test_held_items_have_intervals_without_width():
    of, scores = _drawn(500, 8, seed=74)
    places = [0, 1, 2]
    held = items(of.discrimination[:3], of.difficulty[:3], floor=[0.0, 0.2, 0.1])

    fit = fit_3pl(scores, anchors=Anchors(places, held))

    for kind in ("discrimination", "difficulty", "guessing"):
        low, high = fit.interval(kind)
        np.testing.assert_allclose(low[:3], high[:3])
        assert (low[3:] < high[3:]).all()
    np.testing.assert_allclose(fit.interval("guessing")[0][:3], [0.0, 0.2, 0.1])


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_that_is_none_is_refused(confidence):
    fit = fit_2pl([[1, 0], [0, 1], [1, 1], [0, 0]])

    with pytest.raises(ValueError, match="between 0 and 1"):
        fit.interval("difficulty", confidence=confidence)


@pytest.mark.parametrize("method", ["EAP", "MAP", "ML", "WL"])
def test_abilities_on_items_with_guessing_cover_the_true_ones(method):
    of, scores = _drawn(3_000, 40, seed=70)
    chance = np.random.default_rng(71)
    theta = chance.normal(size=1_000)
    taken = right_or_wrong(of, theta, chance)

    scored = ability(taken, fit_3pl(scores).items, method=method)

    finite = np.isfinite(scored.theta)
    covered = np.abs(scored.theta - theta) < 1.96 * scored.error
    assert finite.mean() > 0.97
    assert 0.92 < covered[finite].mean() < 0.98


@settings(max_examples=40)
@given(score_tables())
def test_any_table_is_either_refused_or_calibrated_without_silent_nan(table):
    try:
        fit = fit_3pl(table)
    except NotEstimable:
        return

    others = np.delete(np.arange(table.shape[1]), [remark.item for remark in fit.remarks])
    for figures in (fit.discrimination, fit.difficulty, fit.guessing, fit.guessing_error):
        assert np.isfinite(figures[others]).all()
    assert fit.errors_by == "observed"


def test_priors_of_another_model_are_refused():
    with pytest.raises(ValueError, match="GuessingPriors for the 3PL"):
        fit_2pl([[0, 1], [1, 0]], priors=GuessingPriors(), groups=["a", "b"])
