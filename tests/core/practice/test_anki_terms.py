"""What a card and its reviews are called in Anki."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tauliah.core.kernel import LocalText
from tauliah.core.practice.anki import (
    FILTERED,
    LEARN,
    RELEARN,
    REVIEW,
    Held,
    checksum,
    guid_of,
    is_review,
    kind_of,
    side,
    stable_ids,
)


def held(**changed: float) -> Held:
    facts = {"stability": 12.34567, "difficulty": 5.5, "reviews": 4, "lapses": 1, **changed}
    last = datetime(2026, 3, 3, 2, tzinfo=UTC)
    return Held(**facts, last_at=last, last_day=date(2026, 3, 3))


def test_a_card_is_due_when_nine_in_ten_would_still_remember_it() -> None:
    assert held().interval == 12
    assert held().due == date(2026, 3, 15)


@pytest.mark.parametrize(("stability", "days"), [(0.2, 1), (1e9, 36_500)])
def test_an_interval_has_bounds(stability: float, days: int) -> None:
    assert held(stability=stability).interval == days


def test_the_state_of_fsrs_stands_in_the_data_of_the_card_with_our_curve() -> None:
    assert json.loads(held().data) == {
        "s": 12.3457, "d": 5.5, "decay": 0.1542, "lrt": 1_772_503_200,
    }  # fmt: skip


def test_the_ease_falls_with_the_difficulty_between_the_limits_of_anki() -> None:
    eases = [held(difficulty=one).ease for one in (1, 5.5, 10)]

    assert eases == [3000, 2150, 1300]


def test_a_note_has_the_same_name_in_every_package_and_another_in_each_course() -> None:
    assert guid_of("PUM", "PUM-C-RAT-01") == guid_of("PUM", "PUM-C-RAT-01")
    assert len({guid_of("PUM", "A-1"), guid_of("PUM", "A-2"), guid_of("PIN", "A-1")}) == 3


def test_ids_are_the_same_each_time_and_no_two_of_a_package_are_alike() -> None:
    names = [f"card {n}" for n in range(20_000)]

    assert list(stable_ids(names)) == list(stable_ids(names))
    assert len(set(stable_ids(names))) == len(names)
    assert list(stable_ids(["twice", "twice"]))[1] - next(stable_ids(["twice"])) == 1


def test_a_side_in_both_languages_says_which_is_which_and_holds_no_markup_of_others() -> None:
    text = LocalText(en="a < b", ms="a kurang daripada b")

    assert side(text, ("en",)) == '<div lang="en">a &lt; b</div>'
    assert side(text, ("en", "ms")).count("<div lang=") == 2


def test_the_checksum_is_that_of_the_words_alone() -> None:
    # SHA-1 of "hello" begins with aaf4c61d
    assert checksum('<div lang="en">hello</div>') == 0xAAF4C61D


def test_reviews_are_learning_first_then_reviewing_or_learning_anew() -> None:
    assert kind_of(is_first=True, days=None) == LEARN
    assert kind_of(is_first=False, days=3) == REVIEW
    assert kind_of(is_first=False, days=0) == RELEARN


def test_what_is_no_rating_of_memory_is_no_review() -> None:
    assert is_review(3, REVIEW)
    assert not is_review(0, REVIEW)
    assert not is_review(3, FILTERED)
    assert not is_review(3, 4)
