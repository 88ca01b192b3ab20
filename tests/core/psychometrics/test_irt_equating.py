from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import (
    NotEstimable,
    distribution_of_scores,
    equate,
    expected_score,
    items,
    observed_score_equating,
    probability,
    true_score_equivalents,
)

CHANCE = np.random.default_rng(70)
NEW = items(CHANCE.lognormal(0, 0.3, 30), CHANCE.normal(0.3, 1, 30))
OLD = items(CHANCE.lognormal(0, 0.3, 30), CHANCE.normal(0.0, 1, 30))
GUESSED = items(NEW.discrimination, NEW.difficulty, floor=0.2)


@given(st.floats(-4, 4))
def test_expected_scores_of_one_ability_are_worth_each_other(theta):
    found = true_score_equivalents(NEW, OLD, expected_score(theta, NEW))

    np.testing.assert_allclose(found, expected_score(theta, OLD), atol=1e-9)


@given(st.floats(0.5, 29.5))
def test_exchanging_the_forms_gives_the_inverse(score):
    there = true_score_equivalents(NEW, OLD, [score])

    np.testing.assert_allclose(true_score_equivalents(OLD, NEW, there), [score], atol=1e-7)


def test_nothing_and_everything_right_are_worth_the_same():
    assert true_score_equivalents(GUESSED, OLD, [0, 30]).tolist() == [0, 30]
    assert true_score_equivalents(OLD, GUESSED, [0, 30]).tolist() == [0, 30]


def test_scores_below_guessing_rise_in_a_straight_line():
    found = true_score_equivalents(GUESSED, GUESSED, [0, 2, 4, 6, 10])

    np.testing.assert_allclose(found, [0, 2, 4, 6, 10], atol=1e-9)


def test_a_harder_form_is_worth_more():
    found = true_score_equivalents(NEW, OLD, np.arange(1, 30))

    assert (found > np.arange(1, 30)).mean() > 0.9
    assert (np.diff(found) > 0).all()


def test_an_item_that_falls_with_ability_is_refused():
    falling = items([-1.0], [0.0])

    with pytest.raises(NotEstimable, match="do not rise"):
        true_score_equivalents(falling, falling, [0.5])


def test_observed_scores_are_equated_as_those_of_a_large_sample_are():
    theta = CHANCE.normal(size=200_000)
    samples = [
        distribution_of_scores(
            (CHANCE.random((theta.size, 30)) < probability(theta, form)).sum(1), highest=30
        )
        for form in (NEW, OLD)
    ]

    found = observed_score_equating(NEW, OLD).equivalents

    np.testing.assert_allclose(found[3:28], equate(*samples).equivalents[3:28], atol=0.1)


def test_true_and_observed_score_equating_nearly_agree():
    found = observed_score_equating(NEW, OLD).equivalents

    np.testing.assert_allclose(
        found[3:28], true_score_equivalents(NEW, OLD, np.arange(3, 28)), atol=0.3
    )
