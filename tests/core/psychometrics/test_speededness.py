from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tauliah.core.psychometrics import (
    NotEstimable,
    Responses,
    from_long,
    rapid_guesses,
    speededness,
)
from tests.core.psychometrics.simulated import score_tables

NONE = -1


def test_what_follows_the_last_response_is_not_reached_and_what_lies_before_is_omitted():
    found = speededness([[1, NONE, 0, NONE], [1, 1, 1, 1], [0, 1, NONE, NONE]])

    np.testing.assert_allclose(found.not_reached, [0, 0, 1 / 3, 2 / 3])
    np.testing.assert_allclose(found.omitted, [0, 1 / 3, 0, 0])
    assert found.completed == pytest.approx(1 / 3)
    assert found.three_quarters == pytest.approx(2 / 3)
    assert found.is_speeded


def test_the_figures_by_hand():
    """Not reached 1, 0, 2; right 1, 4, 1; points lost 3 + 0 + 3, of them 3 not reached."""
    found = speededness([[1, NONE, 0, NONE], [1, 1, 1, 1], [0, 1, NONE, NONE]])

    assert found.quotient == pytest.approx(3 / 6)
    assert found.variance_ratio == pytest.approx(np.var([1, 0, 2]) / np.var([1, 4, 1]))


def test_a_test_that_four_of_five_complete_and_all_nearly_is_not_speeded():
    scores = np.ones((5, 8), int)
    scores[0, 6:] = NONE

    assert not speededness(scores).is_speeded

    scores[1, 7:] = NONE
    assert speededness(scores).is_speeded


def test_items_that_were_not_asked_are_neither_omitted_nor_left():
    scores = np.array([[1, 0, NONE, NONE], [NONE, NONE, 1, 0]])

    found = speededness(scores, asked=[[1, 1, 0, 0], [0, 0, 1, 1]])

    assert found.completed == 1
    assert found.quotient == 0
    np.testing.assert_allclose(found.omitted, 0)


@given(score_tables())
def test_every_item_asked_is_answered_omitted_or_not_reached(table):
    found = speededness(table)

    np.testing.assert_allclose(
        found.not_reached + found.omitted + (table >= 0).mean(0), 1, atol=1e-12
    )
    assert found.completed <= found.three_quarters + 1e-12


def test_a_weight_counts_as_so_many_persons():
    table = [[1, 0, NONE], [1, 1, 1]]

    weighted, repeated = speededness(table, weights=[3, 1]), speededness(table[:1] * 3 + table[1:])

    assert weighted.quotient == pytest.approx(repeated.quotient)
    assert weighted.variance_ratio == pytest.approx(repeated.variance_ratio)


def test_nobody_asked_is_refused():
    with pytest.raises(NotEstimable, match="Nobody was asked"):
        speededness([[NONE, NONE]], asked=[[0, 0]])


def test_a_response_in_less_than_a_tenth_of_the_mean_time_is_rapid():
    """Means 40.4 and 130.8 seconds: thresholds 4.04, and 10, the most."""
    seconds = [[50, 200], [50, 200], [50, 200], [50, 50], [2, 4]]
    scores = [[1, 1], [1, 0], [1, 1], [0, 1], [1, 0]]

    found = rapid_guesses(scores, seconds)

    np.testing.assert_allclose(found.thresholds, [4.04, 10])
    np.testing.assert_allclose(found.effort, [1, 1, 1, 1, 0])
    np.testing.assert_allclose(found.effort_of_item, [0.8, 0.8])
    np.testing.assert_allclose(found.right_when_rapid, [1, 0])


def test_times_that_responses_carry_are_taken_and_unknown_ones_left_out():
    table = from_long(["a", "a", "b", "b"], ["1", "2", "1", "2"], scores=[1, 0, 1, 1])
    timed = Responses(
        table.scores,
        table.persons,
        table.items,
        table.weights,
        seconds=np.array([[9.0, np.nan], [30.0, 20.0]]),
    )

    found = rapid_guesses(timed, thresholds=10)

    np.testing.assert_allclose(found.effort, [0, 1])
    assert found.is_rapid.tolist() == [[True, False], [False, False]]
    assert np.isnan(found.right_when_rapid[1])


def test_responses_without_times_are_refused():
    with pytest.raises(ValueError, match="expected the seconds"):
        rapid_guesses([[1, 0]])
