"""Memory states are those of the FSRS project's own library, and change as its model says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.practice import (
    AGAIN,
    EASY,
    GOOD,
    HARD,
    Curve,
    MemoryStates,
    first_states,
    fitted_curve,
    next_states,
    recall,
)

START = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
ratings = st.sampled_from([AGAIN, HARD, GOOD, EASY])
histories = st.lists(st.tuples(ratings, st.integers(0, 400)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(histories)
def test_any_history_leads_to_the_states_of_the_library(history: list[tuple[int, int]]) -> None:
    scheduler, card, moment = Scheduler(enable_fuzzing=False), Card(), START
    states = first_states([history[0][0]])
    for place, (rating, days) in enumerate(history):
        if place:
            moment += timedelta(days=days)
            states = next_states(states, days=[days], ratings=[rating])
        card, _ = scheduler.review_card(card, Rating(rating), moment)

        assert states.stability[0] == pytest.approx(card.stability, rel=1e-9)
        assert states.difficulty[0] == pytest.approx(card.difficulty, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000), st.sampled_from([AGAIN, HARD, GOOD, EASY]))
def test_recall_is_that_of_the_library(days: int, rating: int) -> None:
    scheduler = Scheduler(enable_fuzzing=False)
    card, _ = scheduler.review_card(Card(), Rating(rating), START)

    ours = recall(days, first_states([rating]).stability)

    theirs = scheduler.get_card_retrievability(card, START + timedelta(days=days))
    assert ours[0] == pytest.approx(theirs, rel=1e-9)


def test_after_as_many_days_as_the_stability_nine_of_ten_are_recalled() -> None:
    curves = [Curve(), Curve(decay=0.8), Curve(decay=0.4)]

    assert [float(recall(7.0, 7.0, curve)) for curve in curves] == pytest.approx([0.9] * 3)


def test_without_reviews_a_person_forgets_like_the_average() -> None:
    curve = fitted_curve([], [], [])

    assert (curve.decay, curve.pace) == pytest.approx((0.1542, 1.0))


@pytest.mark.parametrize("truth", [Curve(0.6, 2.7), Curve(0.1542, 1.0), Curve(0.25, 0.4)])
def test_the_curve_of_a_person_is_learnt_from_what_was_forgotten(truth: Curve) -> None:
    chance = np.random.default_rng(3)
    days, stability = chance.uniform(1, 60, 3000), chance.uniform(1, 40, 3000)
    right = chance.random(3000) < recall(days, stability, truth)

    curve = fitted_curve(days, stability, right)

    asked = np.array([2.0, 10, 30, 60])
    assert recall(asked, 10.0, curve) == pytest.approx(recall(asked, 10.0, truth), abs=0.06)


def test_states_are_made_for_many_cards_at_once_as_for_each_alone() -> None:
    states = MemoryStates(np.array([0.5, 8, 90]), np.array([2.0, 5, 9]))
    together = next_states(states, days=[0, 5, 200], ratings=[AGAIN, GOOD, HARD])

    for place, (days, rating) in enumerate([(0, AGAIN), (5, GOOD), (200, HARD)]):
        one = MemoryStates(states.stability[[place]], states.difficulty[[place]])
        alone = next_states(one, days=[days], ratings=[rating])
        assert together.stability[place] == alone.stability[0]
