"""The life of an item: every path through it, and that no two duties of one item meet in one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam.item_life import (
    DUTIES,
    ITEM_ACTS,
    ITEM_STATES,
    LONGEST_ITEM_COMMENT,
    REVIEWS,
    STATE_NAMES,
    ItemLife,
    ItemStep,
    acts_open_to,
    duty_of,
    moved,
    reviews_passed,
    writing_refusal,
)
from tauliah.core.kernel import Refused

PEOPLE = ("mei-ling", "kumar", "siti", "devi", "farid")


def life(state="draft", *, pool="secure", passed=None, is_in_text=False) -> ItemLife:
    return ItemLife(state, pool, frozenset({"mei-ling"}), passed or {}, is_in_text=is_in_text)


def code(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def test_the_whole_way_leads_from_draft_to_retirement() -> None:
    way = [
        ("submit", "mei-ling"),
        ("pass", "kumar"),
        ("pass", "siti"),
        ("pass", "devi"),
        ("pilot", "farid"),
        ("operate", "farid"),
        ("retire", "farid"),
    ]
    now, steps, seen = "draft", [], []
    for act, by in way:
        to = moved(life(now, passed=reviews_passed(steps)), act, by=by, comment="why")
        assert not isinstance(to, Refused), to
        steps.append(ItemStep(act, by, now))
        seen.append(now := to)

    assert seen == [*ITEM_STATES[1:]]


@pytest.mark.parametrize("state", REVIEWS)
def test_a_review_sends_back_only_with_a_comment(state) -> None:
    assert code(moved(life(state), "return", by="kumar", comment=" ")) == "no-comment"
    assert moved(life(state), "return", by="kumar", comment="Two keys.") == "draft"


@pytest.mark.parametrize("state", REVIEWS)
def test_nobody_reviews_what_they_wrote(state) -> None:
    for act in ("pass", "return"):
        assert code(moved(life(state), act, by="mei-ling", comment="why")) == "own-item"


def test_nobody_passes_two_reviews_of_one_submission() -> None:
    passed = {"content-review": "kumar"}

    again = moved(life("language-review", passed=passed), "pass", by="kumar", comment="")

    assert code(again) == "reviewed-already"
    assert moved(life("language-review", passed=passed), "pass", by="siti", comment="") == (
        "fairness-review"
    )


def test_who_reviewed_before_it_went_back_may_review_another_part_of_the_next_submission() -> None:
    steps = [
        ItemStep("submit", "mei-ling", "draft"),
        ItemStep("pass", "kumar", "content-review"),
        ItemStep("return", "siti", "language-review"),
        ItemStep("submit", "mei-ling", "draft"),
    ]

    assert reviews_passed(steps) == {}


def test_only_its_writer_submits_it() -> None:
    assert code(moved(life(), "submit", by="kumar", comment="")) == "not-the-writer"


def test_an_officer_decides_about_no_item_of_their_own() -> None:
    for state, act in (("approved", "operate"), ("approved", "pilot"), ("pilot", "operate")):
        assert code(moved(life(state), act, by="mei-ling", comment="")) == "own-item"


def test_a_practice_item_is_not_piloted() -> None:
    practice = life("approved", pool="practice")

    assert code(moved(practice, "pilot", by="farid", comment="")) == "no-pilot"
    assert moved(practice, "operate", by="farid", comment="") == "operational"


@pytest.mark.parametrize("act", ITEM_ACTS)
@pytest.mark.parametrize("state", ITEM_STATES)
def test_the_bank_decides_about_no_item_of_the_text(state, act) -> None:
    assert code(moved(life(state, is_in_text=True), act, by="farid", comment="why")) == "in-text"


def test_a_retired_item_stays_retired() -> None:
    for act in ITEM_ACTS:
        assert code(moved(life("retired"), act, by="farid", comment="why")) == "not-from-here"


def test_a_comment_has_an_end() -> None:
    long = "x" * (LONGEST_ITEM_COMMENT + 1)

    assert code(moved(life(), "submit", by="mei-ling", comment=long)) == "comment-too-long"


def test_what_is_under_review_cannot_be_written_on() -> None:
    for state in ITEM_STATES:
        refused = writing_refusal(life(state), by="mei-ling")
        assert (refused is None) == (state not in (*REVIEWS, "retired"))
    assert code(writing_refusal(life(), by="kumar")) == "not-the-writer"
    assert code(writing_refusal(life(is_in_text=True), by="mei-ling")) == "in-text"


def test_what_pages_offer_is_what_the_rules_allow() -> None:
    assert acts_open_to(life("content-review"), by="kumar", duties=["content-review"]) == (
        "pass",
        "return",
    )
    assert acts_open_to(life("content-review"), by="kumar", duties=["language-review"]) == ()
    assert acts_open_to(life("content-review"), by="mei-ling", duties=["content-review"]) == ()
    assert acts_open_to(life("approved"), by="farid", duties=["officer"]) == (
        "return",
        "pilot",
        "operate",
        "retire",
    )


def test_every_state_has_a_name_in_both_languages() -> None:
    assert set(STATE_NAMES) == set(ITEM_STATES)


@given(st.lists(st.tuples(st.sampled_from(ITEM_ACTS), st.sampled_from(PEOPLE)), max_size=40))
def test_however_people_act_an_item_in_use_was_passed_by_three_others(acts) -> None:
    now, steps = "draft", []
    for act, by in acts:
        found = life(now, passed=reviews_passed(steps))
        to = moved(found, act, by=by, comment="why")
        if isinstance(to, Refused):
            continue
        assert duty_of(now, act) in DUTIES
        steps.append(ItemStep(act, by, now))
        now = to

    passed = reviews_passed(steps)
    assert len(set(passed.values())) == len(passed)
    assert "mei-ling" not in passed.values()
    if now in ("approved", "pilot", "operational"):
        assert set(passed) == set(REVIEWS)
