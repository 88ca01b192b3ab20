"""Abilities from responses in several categories."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import (
    FaultyResponses,
    NotEstimable,
    ability,
    category_items_from_intercepts,
    empirical_reliability,
    from_long,
    graded_items,
    items,
    marginal_reliability,
    partial_credit_items,
    total_information,
)
from tests.core.psychometrics import naive
from tests.core.psychometrics.simulated import in_categories

NAN = np.nan
A = [1.3, 0.8, 1.1, 1.6, 0.9]
B = [[-1.5, -0.2, 1.1], [-0.6, 0.9, NAN], [-1.0, 0.0, 1.5], [-0.3, 0.4, 1.9], [0.2, NAN, NAN]]
TOPS = [3, 2, 3, 3, 1]
MODELS = {
    "graded": (graded_items(A, B), naive.graded),
    "partial-credit": (partial_credit_items(A, B), naive.partial_credit),
}
EVERY = pytest.mark.parametrize("model", MODELS)
METHODS = ["EAP", "MAP", "ML", "WL"]
patterns = st.tuples(*(st.integers(-1, top) for top in TOPS))


def _log_likelihood(model: str, pattern, theta: np.ndarray) -> np.ndarray:
    curve = MODELS[model][1]
    return sum(
        np.log(curve(a, np.array(b)[~np.isnan(b)], theta)[category])
        for a, b, category in zip(A, B, pattern, strict=True)
        if category >= 0
    ) + np.zeros_like(theta)


@EVERY
@given(patterns)
def test_eap_and_map_are_mean_and_mode_of_the_posterior_written_out(model, pattern):
    theta = np.linspace(-6, 6, 2_401)
    logs = _log_likelihood(model, pattern, theta) - 0.5 * theta**2
    posterior = np.exp(logs - logs.max())
    posterior /= posterior.sum()
    mean = posterior @ theta

    by_mean = ability([pattern], MODELS[model][0], method="EAP")
    by_mode = ability([pattern], MODELS[model][0], method="MAP")

    assert by_mean.theta[0] == pytest.approx(mean, abs=1e-6)
    assert by_mean.error[0] == pytest.approx(np.sqrt(posterior @ (theta - mean) ** 2), abs=1e-6)
    assert by_mode.theta[0] == pytest.approx(theta[logs.argmax()], abs=3e-3)


@EVERY
@given(patterns)
def test_maximum_likelihood_is_the_top_of_the_likelihood_or_infinite(model, pattern):
    theta = np.linspace(-10, 10, 4_001)
    logs = _log_likelihood(model, pattern, theta)

    scored = ability([pattern], MODELS[model][0], method="ML")

    if all(category == -1 for category in pattern):
        assert np.isnan(scored.theta[0])
        assert scored.error[0] == np.inf
    elif logs.argmax() in {0, theta.size - 1}:
        assert abs(scored.theta[0]) == np.inf
        assert scored.error[0] == np.inf
    else:
        assert scored.theta[0] == pytest.approx(theta[logs.argmax()], abs=6e-3)


@EVERY
@pytest.mark.parametrize("method", METHODS)
def test_with_two_categories_scores_are_those_of_the_2pl(model, method):
    make = graded_items if model == "graded" else partial_credit_items
    b = [-1.0, -0.2, 0.4, 1.3, 0.1]
    scores = np.random.default_rng(111).integers(-1, 2, (60, 5))

    found = ability(scores, make(A, np.array(b)[:, None]), method=method)

    plain = ability(scores, items(A, b), method=method)
    np.testing.assert_allclose(found.theta, plain.theta, atol=1e-9)
    np.testing.assert_allclose(found.error, plain.error, atol=1e-9)


@EVERY
@given(patterns, st.integers(0, 4), st.sampled_from(["EAP", "MAP"]))
def test_a_higher_category_never_lowers_ability(model, pattern, item, method):
    lower, higher = [*pattern], [*pattern]
    lower[item], higher[item] = 0, TOPS[item]

    scored = ability([lower, higher], MODELS[model][0], method=method)

    assert scored.theta[0] < scored.theta[1]


@EVERY
def test_lowest_and_highest_everywhere_are_infinite_by_likelihood_and_finite_by_others(model):
    of, extreme = MODELS[model][0], [[0] * 5, TOPS]

    assert ability(extreme, of, method="ML").theta.tolist() == [-np.inf, np.inf]
    for method in ("EAP", "MAP", "WL"):
        scored = ability(extreme, of, method=method)
        assert np.isfinite(scored.theta).all()
        assert np.isfinite(scored.error).all()
        assert scored.theta[0] < 0 < scored.theta[1]


@EVERY
@pytest.mark.parametrize("method", METHODS)
def test_one_response_is_enough_for_a_prior_and_said_to_be_little(model, method):
    scored = ability([[1, -1, -1, -1, -1]], MODELS[model][0], method=method)

    assert np.isfinite(scored.theta[0])
    assert scored.error[0] > (0.7 if method in {"EAP", "MAP"} else 1.0)


@EVERY
def test_the_error_of_maximum_likelihood_is_that_of_the_information(model):
    of = MODELS[model][0]

    scored = ability([[1, 1, 2, 1, 0]], of, method="ML")

    assert scored.error[0] == pytest.approx(1 / np.sqrt(total_information(scored.theta, of)[0]))


@EVERY
def test_weighted_likelihood_is_less_biased_than_maximum_likelihood(model):
    """Warm (1989), Samejima (1993): the bias of maximum likelihood is outwards."""
    chance = np.random.default_rng(112)
    make = graded_items if model == "graded" else partial_credit_items
    of = make(np.full(8, 1.2), np.linspace(-1, 1, 8)[:, None] + [-0.7, 0.0, 0.7])
    scores = in_categories(of, np.full(4_000, 1.0), chance)

    maximum = ability(scores, of, method="ML").theta
    weighted = ability(scores, of, method="WL").theta

    assert abs(weighted.mean() - 1) < abs(maximum[np.isfinite(maximum)].mean() - 1)


@EVERY
@pytest.mark.parametrize("method", METHODS)
def test_errors_describe_the_spread_of_estimates(model, method):
    chance = np.random.default_rng(113)
    make = graded_items if model == "graded" else partial_credit_items
    b = np.sort(chance.normal(0, 1, (20, 3)), axis=1)
    of = make(chance.lognormal(0, 0.3, 20), b)
    theta = chance.normal(size=2_000)

    scored = ability(in_categories(of, theta, chance), of, method=method)

    finite = np.isfinite(scored.theta)
    covered = np.abs(scored.theta - theta) < 1.96 * scored.error
    assert covered[finite].mean() == pytest.approx(0.95, abs=0.02)


@EVERY
def test_reliability_over_a_population_is_that_of_its_members(model):
    chance = np.random.default_rng(114)
    make = graded_items if model == "graded" else partial_credit_items
    of = make(chance.lognormal(0, 0.3, 20), np.sort(chance.normal(0, 1, (20, 3)), axis=1))
    scores = in_categories(of, chance.normal(size=8_000), chance)

    scored = ability(scores, of)

    assert empirical_reliability(scored) == pytest.approx(marginal_reliability(of), abs=0.015)


def test_a_response_in_a_category_of_probability_0_is_refused_by_row():
    of = category_items_from_intercepts(
        "partial-credit", [1.0, 1.0], [[0.0, -np.inf, 0.5], [0.0, 0.1, -0.2]]
    )

    with pytest.raises(NotEstimable, match="row 2 to item 1 is category 1") as refusal:
        ability([[0, 1], [1, 2]], of)

    assert refusal.value.refused.code == "response-impossible"


def test_a_category_that_the_item_does_not_have_is_refused_by_row():
    with pytest.raises(FaultyResponses, match=r"responses:1: item 5: .* from 0 to 1"):
        ability([[0, 0, 0, 0, 2]], MODELS["graded"][0])


def test_responses_of_a_long_list_are_scored_as_their_table_is():
    of = graded_items([1.0, 1.2], [[-1.0, 0.0, 1.0], [0.0, 0.5, 1.0]])
    listed = from_long(["A", "A", "B"], ["1", "2", "1"], scores=[3, 1, 0], highest=3)

    assert ability(listed, of).theta.tolist() == ability([[3, 1], [0, None]], of).theta.tolist()


def test_responses_to_other_items_are_refused():
    with pytest.raises(ValueError, match="responses to 5 items, got 4"):
        ability([[0, 0, 0, 0]], MODELS["graded"][0])
