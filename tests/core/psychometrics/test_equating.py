from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.psychometrics import (
    NotEstimable,
    bootstrap_errors,
    distribution_of_counts,
    distribution_of_scores,
    equate,
    percentile_rank,
    smoothed,
)

METHODS = st.sampled_from(["mean", "linear", "equipercentile"])
everywhere = st.lists(st.integers(1, 200), min_size=5, max_size=15).map(distribution_of_counts)
anywhere = (
    st.lists(st.integers(0, 50), min_size=5, max_size=15)
    .filter(lambda counts: np.count_nonzero(counts) > 1)
    .map(distribution_of_counts)
)


@given(everywhere, everywhere, METHODS)
def test_exchanging_the_forms_gives_the_inverse(new, old, method):
    there, back = equate(new, old, method=method), equate(old, new, method=method)
    scores = np.arange(new.highest + 1)

    again = back.equivalent(there.equivalent(scores))

    np.testing.assert_allclose(again, scores, atol=1e-6)


@given(anywhere, METHODS)
def test_a_form_equated_to_itself_keeps_its_scores(form, method):
    kept = form.counts > 0 if method == "equipercentile" else form.counts >= 0

    found = equate(form, form, method=method).equivalents

    np.testing.assert_allclose(found[kept], np.flatnonzero(kept), atol=1e-9)


@given(anywhere, anywhere, METHODS)
def test_a_higher_score_is_never_worth_less(new, old, method):
    found = equate(new, old, method=method).equivalents

    assert np.isfinite(found).all()
    assert (np.diff(found) >= -1e-9).all()


@given(anywhere, anywhere)
def test_equipercentile_equivalents_stay_within_half_a_point_of_the_scores(new, old):
    found = equate(new, old).equivalents

    assert found.min() >= -0.5
    assert found.max() <= old.highest + 0.5


@given(everywhere)
def test_percentile_ranks_of_whole_scores_count_half_of_those_at_the_score(form):
    shares = form.counts / form.persons

    ranks = percentile_rank(form, np.arange(form.highest + 1))

    np.testing.assert_allclose(ranks, np.cumsum(shares) - shares / 2)


@settings(max_examples=40)
@given(everywhere, st.integers(1, 4))
def test_smoothing_keeps_as_many_moments_as_its_degree(form, degree):
    if degree >= np.count_nonzero(form.counts):
        return

    found = smoothed(form, degree=degree)

    scores = np.arange(form.highest + 1) / form.highest
    for power in range(degree + 1):
        assert found.counts @ scores**power == pytest.approx(form.counts @ scores**power, rel=1e-6)
    assert (found.counts > 0).all()


def test_smoothing_needs_more_scores_than_its_degree():
    with pytest.raises(NotEstimable, match="more than 3 different scores"):
        smoothed(distribution_of_counts([0, 5, 5, 5, 0]), degree=3)


def test_linear_equating_of_scores_without_spread_is_refused():
    flat = distribution_of_counts([0, 9, 0])

    with pytest.raises(NotEstimable, match="no unit"):
        equate(flat, flat, method="linear")


def test_scores_become_a_distribution_and_faulty_rows_are_named():
    assert distribution_of_scores([3, 1, 3], highest=4).counts.tolist() == [0, 1, 0, 2, 0]
    with pytest.raises(ValueError, match="row 2, 3"):
        distribution_of_scores([3, 5, 1.5], highest=4)


def test_bootstrap_errors_of_mean_equating_are_those_of_two_means():
    chance = np.random.default_rng(9)
    new = distribution_of_scores(chance.binomial(20, 0.5, 800), highest=20)
    old = distribution_of_scores(chance.binomial(20, 0.6, 700), highest=20)
    expected = np.sqrt(new.deviation**2 / 800 + old.deviation**2 / 700)

    found = bootstrap_errors(new, old, method="mean", replications=1_000, chance=chance)

    np.testing.assert_allclose(found, expected, rtol=0.1)


def test_smoothing_lowers_the_errors_of_equating():
    chance = np.random.default_rng(10)
    new = distribution_of_scores(chance.binomial(20, 0.5, 500), highest=20)
    old = distribution_of_scores(chance.binomial(20, 0.55, 500), highest=20)

    raw = bootstrap_errors(new, old, replications=200, chance=chance)
    even = bootstrap_errors(new, old, smoothing_degree=3, replications=200, chance=chance)

    assert even[5:15].mean() < raw[5:15].mean()


def test_the_same_draws_give_the_same_errors():
    form = distribution_of_counts([5, 9, 20, 9, 5])

    one = bootstrap_errors(form, form, replications=50, chance=np.random.default_rng(1))
    two = bootstrap_errors(form, form, replications=50, chance=np.random.default_rng(1))

    assert one.tolist() == two.tolist()
