"""What is practised today: most gain for the minutes, new material in time, topics mixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise, permutations, product

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.practice import (
    AGAIN,
    GOOD,
    Aim,
    Curve,
    Deck,
    MemoryStates,
    choosing,
    chosen_for,
    exam_weights,
    expected_score,
    expected_seconds,
    first_states,
    gains,
    in_order_of_gain,
    interleaved,
    is_leech,
    new_a_day,
    next_states,
    practised_until,
    recall,
    recall_on,
    resting_leeches,
    topic_recall,
)
from tauliah.core.practice.exam_day import chances, states_if

NAN = float("nan")


def deck(*units: tuple[int, float, float, float, float], seconds: float = 10.0) -> Deck:
    """Units as (topic, weight, stability, difficulty, days since)."""
    topic, weight, stability, difficulty, elapsed = (
        np.array(one) for one in zip(*units, strict=True)
    )
    return Deck(
        topic.astype(np.int64),
        weight.astype(float),
        np.full(len(units), seconds),
        stability.astype(float),
        difficulty.astype(float),
        elapsed.astype(float),
    )


units = st.tuples(
    st.integers(0, 2),
    st.floats(0.01, 1),
    st.one_of(st.just(NAN), st.floats(0.3, 200)),
    st.floats(1, 10),
    st.integers(0, 60).map(float),
)
decks = st.lists(units, min_size=1, max_size=7).map(lambda found: deck(*found))


@settings(max_examples=50, deadline=None)
@given(decks, st.integers(1, 200), st.floats(5, 120))
def test_no_other_choice_of_those_minutes_gains_more_than_one_review_more(
    one: Deck, days: int, seconds: float
) -> None:
    order = in_order_of_gain(one, Aim(days), new_today=99)
    chosen = chosen_for(one, order, seconds)
    gain, takes = np.maximum(gains(one, days), 0), expected_seconds(one)

    best = max(
        gain[list(some)].sum()
        for size in range(len(one) + 1)
        for some in combinations(range(len(one)), size)
        if takes[list(some)].sum() <= seconds
    )

    left_out = order[len(chosen) : len(chosen) + 1]
    assert gain[chosen].sum() >= best - gain[left_out].sum() - 1e-9


@settings(max_examples=40, deadline=None)
@given(decks, st.integers(1, 200), st.sets(st.integers(0, 6)))
def test_gains_add_up_to_the_mean_over_all_that_may_happen(
    one: Deck, days: int, wanted: set[int]
) -> None:
    reviewed = [place for place in sorted(wanted) if place < len(one)][:4]
    right, wrong = states_if(one)
    likely = chances(one)

    mean = 0.0
    for known in product([True, False], repeat=len(reviewed)):
        stability, elapsed, chance = one.stability.copy(), one.elapsed.copy(), 1.0
        for place, is_right in zip(reviewed, known, strict=True):
            stability[place] = (right if is_right else wrong).stability[place]
            elapsed[place] = 0
            chance *= likely[place] if is_right else 1 - likely[place]
        mean += chance * expected_score(replace(one, stability=stability, elapsed=elapsed), days)

    added = gains(one, days)[reviewed].sum()
    assert expected_score(one, days) + added == pytest.approx(mean)


def test_a_gain_is_the_mean_of_what_both_outcomes_would_come_to() -> None:
    one = deck((0, 0.5, 12.0, 6.0, 20.0))
    scheduler = Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
    start = datetime(2026, 3, 3, tzinfo=UTC)
    now, day = start + timedelta(days=20), start + timedelta(days=50)
    card = Card(state=State.Review, stability=12.0, difficulty=6.0, due=now, last_review=start)
    chance = scheduler.get_card_retrievability(card, now)
    right, _ = scheduler.review_card(card, Rating.Good, now)
    wrong, _ = scheduler.review_card(card, Rating.Again, now)
    wrong, _ = scheduler.review_card(wrong, Rating.Good, now)
    then = chance * scheduler.get_card_retrievability(right, day)
    then += (1 - chance) * scheduler.get_card_retrievability(wrong, day)
    without = scheduler.get_card_retrievability(card, day)

    assert gains(one, 30)[0] == pytest.approx(0.5 * (then - without), rel=1e-9)


def test_what_weighs_more_in_the_exam_comes_first() -> None:
    one = deck((0, 0.1, 5.0, 5.0, 5.0), (1, 0.3, 5.0, 5.0, 5.0))

    assert list(in_order_of_gain(one, Aim(30), new_today=0)) == [1, 0]


def test_new_material_beyond_what_is_due_today_comes_last() -> None:
    one = deck(*[(0, 0.2, NAN, NAN, 0.0)] * 4, (0, 0.2, 3.0, 5.0, 9.0))

    order = list(in_order_of_gain(one, Aim(30), new_today=2))

    assert order == [0, 1, 4, 2, 3]


def test_new_material_is_met_in_the_first_part_of_the_days_that_are_left() -> None:
    assert [new_a_day(60, Aim(days)) for days in (100, 10, 1)] == [1, 10, 60]


def test_after_the_exam_only_what_is_about_to_be_forgotten_comes_back() -> None:
    one = deck((0, 0.3, 30.0, 5.0, 1.0), (0, 0.3, 3.0, 5.0, 60.0), (0, 0.4, NAN, NAN, 0.0))

    assert list(in_order_of_gain(one, Aim(None), new_today=9)) == [1]


def test_without_time_nothing_is_chosen_and_with_a_little_at_least_one() -> None:
    one = deck((0, 1.0, 3.0, 5.0, 9.0))

    assert [len(chosen_for(one, np.array([0]), seconds)) for seconds in (0, 1)] == [0, 1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=7), st.integers(0, 5))
def test_a_topic_follows_itself_as_rarely_as_can_be(topics: list[int], seed: int) -> None:
    def repeats(order: tuple[int, ...]) -> int:
        return sum(topics[one] == topics[two] for one, two in pairwise(order))

    order = interleaved(range(len(topics)), topics, after=None, seed=seed)

    assert sorted(order) == list(range(len(topics)))
    assert repeats(order) == min(map(repeats, permutations(range(len(topics)))))


def test_the_same_seed_gives_the_same_order() -> None:
    asked = (range(6), [0, 1, 2, 0, 1, 2])

    assert interleaved(*asked, after=1, seed=4) == interleaved(*asked, after=1, seed=4)
    assert interleaved(*asked, after=1, seed=4)[0] not in (1, 4)


def test_weights_follow_the_blueprint_and_its_levels() -> None:
    of_topic = np.array([0, 0, 0, 1])
    is_card = np.array([True, True, False, False])

    weights = exam_weights([(6, 0.5), (2, 0.5)], of_topic, is_card)

    # topic 0: half of 6 items over two cards, half on one item; topic 1 has only an item
    assert weights == pytest.approx([1.5 / 8, 1.5 / 8, 3 / 8, 2 / 8])


def test_nothing_is_known_of_what_was_never_practised() -> None:
    one = deck((0, 1.0, NAN, NAN, 0.0))

    assert expected_score(one, 10) == 0
    assert recall_on(one, 0)[0] == 0


def test_practice_until_the_day_is_worth_more_than_none_and_more_minutes_more() -> None:
    one = deck(*[(place % 3, 1 / 30, NAN, NAN, 0.0) for place in range(30)])

    none, few, many = (
        expected_score(practised_until(one, 30, seconds_a_day=seconds, seed=1), 0)
        for seconds in (0, 30, 300)
    )

    assert none == 0
    assert 0.3 < few < many <= 1
    then = practised_until(one, 30, seconds_a_day=300, seed=1)
    assert topic_recall(then, 0, 3).mean() == pytest.approx(many)


def test_what_is_forgotten_again_and_again_is_a_leech_and_rests_for_a_week() -> None:
    assert not is_leech(reviews=9, lapses=5)
    assert is_leech(reviews=9, lapses=6)
    assert not is_leech(reviews=40, lapses=6)
    waits = resting_leeches(np.array([9, 9, 3]), np.array([6, 6, 1]), np.array([2.0, 7.0, 2.0]))
    assert list(waits) == [True, False, False]


def plain_order(own: Deck, aim: Aim, *, new_today: int, curve: Curve) -> list[int]:
    """The same choice by the whole formulas for each unit and outcome, nothing spared or shared."""
    new, n = own.is_new, len(own)

    def after(rating: int) -> MemoryStates:
        ratings = np.full(n, rating)
        first = first_states(ratings)
        held = MemoryStates(
            np.where(new, first.stability, own.stability),
            np.where(new, first.difficulty, own.difficulty),
        )
        later = next_states(held, days=own.elapsed, ratings=ratings)
        return MemoryStates(
            np.where(new, first.stability, later.stability),
            np.where(new, first.difficulty, later.difficulty),
        )

    def recalled(days: float) -> np.ndarray:
        return np.where(
            new, 0.0, recall(own.elapsed + days, np.where(new, 1.0, own.stability), curve)
        )

    right = after(GOOD)
    wrong = next_states(after(AGAIN), days=np.zeros(n), ratings=np.full(n, GOOD))
    chance = np.where(new, 0.5, recalled(0))
    gain = chance * recall(aim.ahead, right.stability, curve)
    gain = gain + (1 - chance) * recall(aim.ahead, wrong.stability, curve) - recalled(aim.ahead)
    a_second = own.weight * gain / (own.seconds * (np.where(new, 2.0, 1.0) + 1 - chance))
    order = [int(place) for place in np.argsort(-a_second, kind="stable") if a_second[place] > 0]
    if aim.days is None:
        return [place for place in order if not new[place] and recalled(0)[place] < 0.85]
    fresh = [place for place in order if new[place]][new_today:]
    return [place for place in order if place not in set(fresh)] + fresh


@given(decks, st.one_of(st.none(), st.integers(0, 200)), st.integers(0, 3))
def test_the_choice_is_that_of_the_whole_formulas(
    own: Deck, days: int | None, new_today: int
) -> None:
    aim, curve = Aim(days), Curve(0.4, 2.0)

    order = in_order_of_gain(own, aim, new_today=new_today, curve=curve)

    assert list(order) == plain_order(own, aim, new_today=new_today, curve=curve)


def test_the_choice_among_thousands_is_that_of_the_whole_formulas() -> None:
    chance = np.random.default_rng(11)
    n = 5_000
    own = Deck(
        chance.integers(0, 6, n),
        chance.uniform(0, 1, n),
        np.where(chance.random(n) < 0.5, 10.0, 75.0),
        np.where(chance.random(n) < 0.2, NAN, chance.lognormal(2, 1.5, n)),
        chance.uniform(1, 10, n),
        chance.integers(0, 90, n).astype(float),
    )

    for days in (None, 0, 1, 30, 365):
        order = in_order_of_gain(own, Aim(days), new_today=20)
        assert list(order) == plain_order(own, Aim(days), new_today=20, curve=Curve())


@given(st.lists(st.integers(-3, 3).map(float), max_size=60), st.integers(0, 3))
def test_equals_stand_in_their_order_however_many_they_are(values: list[float], most: int) -> None:
    sorted_by = np.array(values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "MOST_RUNS", most)
        order = choosing._ascending(sorted_by)

    assert list(order) == list(np.argsort(sorted_by, kind="stable"))
