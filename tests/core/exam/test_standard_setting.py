"""A standard-setting study goes its way, and each step belongs to whom it belongs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tauliah.core.exam.standard_setting import (
    Panel,
    close_refusal,
    decision_refusal,
    hand_in_refusal,
    panel_refusal,
    percent_refusal,
    rating_refusal,
    round_refusal,
)

PREPARING = Panel(opener="azman", judges=frozenset({"chong", "aminah"}), points=50)
RATING = replace(PREPARING, rounds=1, is_open=True)
HANDED_IN = replace(RATING, handed_in=PREPARING.judges)
DELIBERATING = replace(HANDED_IN, is_open=False)
ADOPTED = replace(DELIBERATING, outcome="adopted")
EVERY = (PREPARING, RATING, DELIBERATING, ADOPTED)
CUT = Decimal("33.5")


def code(refused) -> str:
    return refused.code if refused else ""


def test_the_states_follow_each_other():
    assert [one.state for one in EVERY] == ["preparing", "rating", "deliberating", "adopted"]


def test_judges_are_appointed_before_the_first_round_only():
    assert [code(panel_refusal(one, judge="kumar")) for one in EVERY] == ["", *["not-now"] * 3]


def test_who_opens_a_study_does_not_judge_in_it():
    assert code(panel_refusal(PREPARING, judge="azman")) == "own-study"


def test_a_round_opens_at_the_start_and_after_a_closed_one():
    assert [code(round_refusal(one)) for one in EVERY] == ["", "not-now", "", "not-now"]


def test_one_judge_is_no_panel():
    alone = replace(PREPARING, judges=frozenset({"chong"}))

    assert code(round_refusal(alone)) == "too-few-judges"


def test_only_judges_rate_while_a_round_is_open_and_not_handed_in():
    assert code(rating_refusal(RATING, judge="chong")) == ""
    assert code(rating_refusal(RATING, judge="azman")) == "not-a-judge"
    assert code(rating_refusal(PREPARING, judge="chong")) == "no-round"
    assert code(rating_refusal(DELIBERATING, judge="chong")) == "no-round"
    assert code(rating_refusal(HANDED_IN, judge="chong")) == "handed-in"


@pytest.mark.parametrize(
    ("percent", "told"), [(0, ""), (100, ""), (-1, "not-a-rating"), (101, "not-a-rating")]
)
def test_a_rating_is_from_0_to_100(percent, told):
    assert code(percent_refusal(percent)) == told


def test_a_round_is_handed_in_when_every_item_is_rated():
    assert code(hand_in_refusal(RATING, judge="chong", unrated=0)) == ""
    assert code(hand_in_refusal(RATING, judge="chong", unrated=3)) == "not-all-rated"


def test_a_round_is_closed_with_two_judges_at_least():
    one = replace(RATING, handed_in=frozenset({"chong"}))

    assert code(close_refusal(HANDED_IN)) == ""
    assert code(close_refusal(one)) == "too-few-handed-in"
    assert code(close_refusal(DELIBERATING)) == "not-now"


def test_a_second_person_decides():
    told = [
        code(decision_refusal(DELIBERATING, by=by, cut=CUT, reason="Agreed."))
        for by in ("farid", "azman", "chong")
    ]

    assert told == ["", "second-person", "second-person"]


def test_a_decision_waits_for_the_end_of_a_round_and_is_made_once():
    told = [code(decision_refusal(one, by="farid", cut=CUT, reason="Agreed.")) for one in EVERY]

    assert told == ["not-now", "not-now", "", "not-now"]


@pytest.mark.parametrize("cut", ["0", "-1", "50.01", "33.333"])
def test_a_cut_is_a_score_of_the_form(cut):
    refused = decision_refusal(DELIBERATING, by="farid", cut=Decimal(cut), reason="Agreed.")

    assert code(refused) == "no-cut"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 4001])
def test_a_decision_has_a_reason_even_where_no_cut_is_adopted(reason):
    assert code(decision_refusal(DELIBERATING, by="farid", cut=None, reason=reason)) == "no-reason"
