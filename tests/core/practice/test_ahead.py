"""The choice of the next days: what is known today does not come tomorrow, and the exam day ends it."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.practice import (
    Aim,
    Deck,
    chosen_for,
    days_ahead,
    expected_seconds,
    in_order_of_gain,
    new_a_day,
)
from tests.core.practice.test_choosing import NAN, deck, decks

BUDGET = 60.0


def ahead(own: Deck, today: list[int], aim: Aim, *, days: int = 6, **options: Any) -> Any:
    n = len(own)
    given_options = {
        "reviews": np.ones(n, np.int64),
        "lapses": np.zeros(n, np.int64),
        "allowed": np.ones(n, bool),
        **options,
    }
    return days_ahead(own, today, aim, days=days, seconds_a_day=BUDGET, **given_options)


def test_what_is_new_is_spread_over_the_days() -> None:
    own, aim = deck(*[(0, 1.0, NAN, NAN, 0.0)] * 12), Aim(20)
    met = {0}

    begun = []
    for left, day in enumerate(ahead(own, [0], aim, days=4)):
        fresh = {int(place) for place in day} - met
        begun.append(len(fresh) == new_a_day(12 - len(met), Aim(19 - left)))
        met |= fresh

    assert begun == [True] * 4


def test_nothing_is_chosen_for_the_exam_day_and_later() -> None:
    own = deck((0, 1.0, 3.0, 5.0, 2.0), (1, 1.0, 4.0, 5.0, 2.0))

    assert len(ahead(own, [0], Aim(3))) == 2
    assert len(ahead(own, [0], Aim(1))) == 0
    assert len(ahead(own, [0], Aim(0))) == 0


def test_after_the_exam_only_what_fades_comes_back() -> None:
    own = deck((0, 1.0, 3.0, 5.0, 2.0), (0, 1.0, 400.0, 5.0, 2.0), (0, 1.0, NAN, NAN, 0.0))

    found = ahead(own, [], Aim(None))

    assert len(found) == 6
    assert {int(place) for day in found for place in day} == {0}


def test_what_may_not_be_practised_and_leeches_that_rest_are_left_out() -> None:
    own = deck(*[(0, 1.0, 2.0, 8.0, 1.0)] * 3)
    options = {
        "allowed": np.array([True, False, True]),
        "reviews": np.array([10, 10, 10]),
        "lapses": np.array([0, 0, 8]),
    }

    found = ahead(own, [], Aim(30), days=7, **options)

    assert all(1 not in day for day in found)
    # met a day ago, it rests until a week has passed
    assert [place for place, day in enumerate(found, start=1) if 2 in day][:1] == [6]


@given(decks, st.integers(2, 40), st.integers(0, 6))
def test_each_day_is_what_would_be_chosen_on_it_if_all_before_were_known(
    own: Deck, left: int, seed: int
) -> None:
    from tauliah.core.practice.forecast import reviewed

    aim = Aim(left)
    order = in_order_of_gain(own, aim, new_today=new_a_day(int(own.is_new.sum()), aim))
    today = chosen_for(own, order, BUDGET + seed)

    first = ahead(own, today, aim, days=1)[0]

    tomorrow = reviewed(own, today, np.ones(len(own), bool)).after_days(1)
    then = Aim(left - 1)
    expected = in_order_of_gain(
        tomorrow, then, new_today=new_a_day(int(tomorrow.is_new.sum()), then)
    )
    assert list(first) == list(chosen_for(tomorrow, expected, BUDGET))
    assert len(first) <= 1 or expected_seconds(tomorrow)[first].sum() <= BUDGET + 1e-9
