"""Many reviews come to the same as one after another would."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.practice import first_states, next_states
from tauliah.core.practice.histories import histories

a_history = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), min_size=1, max_size=12)


def one_by_one(history: list[tuple[int, int]]) -> list[tuple[float, float, float, float]]:
    """Before each review the days passed and the stability; after it stability and difficulty."""
    found = []
    states, last = None, 0
    for day, rating in history:
        if states is None:
            passed, before, states = math.nan, math.nan, first_states([rating])
        else:
            passed, before = day - last, states.stability[0]
            states = next_states(states, days=[passed], ratings=[rating])
        last = day
        found.append((passed, before, states.stability[0], states.difficulty[0]))
    return found


@given(st.lists(a_history, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_units_that_are_mixed_come_to_what_each_comes_to_alone(units, random) -> None:
    ordered = [sorted(history, key=lambda one: one[0]) for history in units]
    alone = [one_by_one(history) for history in ordered]
    turns = [unit for unit, history in enumerate(ordered) for _ in history]
    random.shuffle(turns)
    met = dict.fromkeys(range(len(units)), 0)
    rows = []
    for unit in turns:
        rows.append((unit, *ordered[unit][met[unit]], *alone[unit][met[unit]][:2]))
        met[unit] += 1

    found = histories([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])

    assert list(found.passed) == pytest.approx([r[3] for r in rows], nan_ok=True)
    assert list(found.before) == pytest.approx([r[4] for r in rows], nan_ok=True)
    assert list(found.after.stability) == pytest.approx([one[-1][2] for one in alone])
    assert list(found.after.difficulty) == pytest.approx([one[-1][3] for one in alone])


def test_no_reviews_come_to_nothing() -> None:
    found = histories([], [], [])

    assert not len(found.passed)
    assert not len(found.after.stability)


def test_days_that_fall_are_an_error() -> None:
    with pytest.raises(ValueError, match="in the order of their days"):
        histories([0, 0], [5, 4], [3, 3])
