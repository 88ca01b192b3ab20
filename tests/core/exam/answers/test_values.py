"""What can be saved as an answer: the item's own shape and its own parts, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import is_plain
from tauliah.core.exam.answers import (
    LARGEST_ANSWER_BYTES,
    LONGEST_RESPONSE,
    Asked,
    answer_refusal,
    item_score,
    right_answer,
    wrong_answer,
)
from tauliah.core.programme.items import ITEM_TYPES, item_from, item_text
from tests.core.exam.answers.written import every_type, item, options, said, text

ITEMS = pytest.mark.parametrize("asked", every_type(), ids=lambda one: one.id)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from("abc"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["a", "b", "number", "unit", "language"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


def test_there_is_an_item_of_every_type():
    assert {one.type for one in every_type()} == set(ITEM_TYPES)


@ITEMS
def test_an_item_is_the_same_after_being_kept_as_plain_values(asked):
    assert item_from(json.loads(json.dumps(item_text(asked)))) == asked


@ITEMS
def test_right_and_wrong_answers_can_be_saved_and_spelled_by_a_chain(asked):
    for value in (right_answer(asked), wrong_answer(asked)):
        assert answer_refusal(asked, value) is None
        assert is_plain(value)
        assert len(json.dumps(value).encode()) <= LARGEST_ANSWER_BYTES


@ITEMS
def test_an_answer_can_always_be_cleared(asked):
    assert answer_refusal(asked, None) is None
    assert Asked(asked).accepts(None)


@pytest.mark.parametrize("asked", every_type(), ids=lambda one: one.id)
@given(value=plain)
def test_whatever_is_sent_is_refused_or_scored_and_never_breaks(asked, value):
    refusal = answer_refusal(asked, value)
    score = item_score(asked, value)

    assert score.points is None or 0 <= score.points <= score.of
    if refusal and value is not None:
        assert score.points == 0


@ITEMS
@pytest.mark.parametrize("value", [[], {}, 3, 1.5, True, "\x00", ["a", "a"], {"zz": "a"}, " "])
def test_what_no_item_takes_is_refused_by_each(asked, value):
    refused = answer_refusal(asked, value)

    assert refused is not None
    assert refused.code == "not-on-this-form"


def test_options_of_another_item_are_refused():
    choice = item("multiple-choice", keys=["a"], scoring="per-option", options=options("abc"))

    assert answer_refusal(choice, ["a", "d"]) is not None
    assert answer_refusal(choice, ["a", "c"]) is None


def test_true_is_not_the_number_one():
    order = next(one for one in every_type() if one.type == "order")
    truths = next(one for one in every_type() if one.type == "true-false-set")

    assert answer_refusal(order, {"a": True}) is not None
    assert answer_refusal(truths, {"a": 1}) is not None


def test_a_place_beyond_the_last_is_refused():
    order = next(one for one in every_type() if one.type == "order")

    assert answer_refusal(order, {"a": 4}) is None
    assert answer_refusal(order, {"a": 5}) is not None
    assert answer_refusal(order, {"a": 0}) is not None


def test_what_is_no_number_is_kept_as_it_was_typed():
    number = next(one for one in every_type() if one.type == "numeric")

    assert answer_refusal(number, said("about a thousand", unit="rm")) is None
    assert answer_refusal(number, said("1200", unit="yen")) is not None
    assert answer_refusal(number, said("1200", unit="rm", language="fr")) is not None


def test_a_response_as_long_as_may_be_is_kept_and_one_letter_more_is_refused():
    response = next(one for one in every_type() if one.type == "extended-response")

    assert answer_refusal(response, "w" * LONGEST_RESPONSE) is None
    assert answer_refusal(response, "w" * (LONGEST_RESPONSE + 1)) is not None
    assert is_plain("w" * LONGEST_RESPONSE)


def test_scripted_text_is_text():
    short = item(
        "short-text",
        accepted={"en": ["a"], "ms": ["a"]},
        folding={"case": "fold", "spaces": "fold", "diacritics": "fold"},
        explanation=text(),
    )

    assert answer_refusal(short, "<script>alert(1)</script>") is None
    assert answer_refusal(short, "half a letter \ud800") is not None
