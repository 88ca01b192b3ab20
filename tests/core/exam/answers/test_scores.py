"""What an answer is worth: the rule of each type against a slow count, and laws that all keep."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam.answers import answer_refusal, item_score, right_answer, wrong_answer
from tauliah.core.programme.items import ExtendedResponse
from tests.core.exam.answers.written import every_type, item, numeric, options, said, text

MARKED_BY_MACHINE = [one for one in every_type() if not isinstance(one, ExtendedResponse)]


def hundredths(points: Fraction) -> Decimal:
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("asked", MARKED_BY_MACHINE, ids=lambda one: one.id)
def test_no_answer_is_worth_nothing_the_right_one_everything_a_wrong_one_less(asked):
    assert item_score(asked, None).points == 0
    assert item_score(asked, right_answer(asked)).points == asked.worth
    assert item_score(asked, right_answer(asked)).is_right
    assert item_score(asked, wrong_answer(asked)).points < asked.worth


def test_a_response_waits_for_its_markers_and_nothing_written_waits_for_nobody():
    response = next(one for one in every_type() if isinstance(one, ExtendedResponse))

    assert item_score(response, "Some words.").points is None
    assert not item_score(response, "Some words.").is_right
    assert item_score(response, None).points == 0


def test_one_best_answer_gives_all_its_points_or_none():
    choice = item("single-choice", key="b", points=3, options=options("abcd"))

    assert [item_score(choice, one).points for one in "abcd"] == [0, 3, 0, 0]


@pytest.mark.parametrize("scoring", ["all-or-nothing", "per-option", "right-minus-wrong"])
def test_several_options_by_each_rule_for_every_choice_there_is(scoring):
    keys, letters = {"a", "c"}, "abcde"
    choice = item(
        "multiple-choice", keys=sorted(keys), points=2, scoring=scoring, options=options(letters)
    )

    for picked in product([False, True], repeat=5):
        chosen = {one for one, yes in zip(letters, picked, strict=True) if yes}
        if not chosen:
            continue
        alike = sum((one in chosen) == (one in keys) for one in letters)
        share = {
            "all-or-nothing": Fraction(chosen == keys),
            "per-option": Fraction(alike, 5),
            "right-minus-wrong": Fraction(max(0, len(chosen & keys) - len(chosen - keys)), 2),
        }[scoring]
        assert item_score(choice, sorted(chosen)).points == hundredths(2 * share)


def test_more_options_than_are_asked_for_are_worth_nothing():
    choice = item(
        "multiple-choice", keys=["a", "c"], choose=2, scoring="per-option", options=options("abcd")
    )

    assert item_score(choice, ["a", "b", "c"]).points == 0
    assert item_score(choice, ["a"]).points == Decimal("0.75")


@pytest.mark.parametrize("scoring", ["all-or-nothing", "per-part"])
def test_true_and_false_by_each_rule_for_every_answer_there_is(scoring):
    truth = {"a": True, "b": False, "c": True}
    statements = {
        id: {"text": text(id), "is_true": is_true, "explanation": text()}
        for id, is_true in truth.items()
    }
    asked = item("true-false-set", statements=statements, scoring=scoring)

    for told in product([None, True, False], repeat=3):
        value = {id: one for id, one in zip(truth, told, strict=True) if one is not None}
        if not value:
            continue
        right = sum(value.get(id) is is_true for id, is_true in truth.items())
        share = Fraction(right == 3) if scoring == "all-or-nothing" else Fraction(right, 3)
        assert item_score(asked, value).points == hundredths(share)


@pytest.mark.parametrize("scoring", ["all-or-nothing", "positions", "adjacent-pairs"])
def test_orders_by_each_rule_for_every_order_there_is(scoring):
    sequence = ["c", "a", "d", "b"]
    asked = item(
        "order",
        elements={id: text(id) for id in "abcd"},
        sequence=sequence,
        points=3,
        scoring=scoring,
        explanation=text(),
    )

    for order in permutations("abcd"):
        value = {id: place for place, id in enumerate(order, start=1)}
        pairs = list(pairwise(sequence))
        share = {
            "all-or-nothing": Fraction(list(order) == sequence),
            "positions": Fraction(sum(x == y for x, y in zip(order, sequence, strict=True)), 4),
            "adjacent-pairs": Fraction(
                sum(order.index(y) == order.index(x) + 1 for x, y in pairs), 3
            ),
        }[scoring]
        assert item_score(asked, value).points == hundredths(3 * share)


def test_elements_without_a_place_take_nothing_from_those_that_have_one():
    asked = next(one for one in every_type() if one.type == "order")

    assert item_score(asked, {"b": 2, "c": 3}).points == 1
    assert item_score(asked, {"a": 1}).points == 0


def test_matches_count_one_by_one_or_all_together():
    asked = next(one for one in every_type() if one.type == "match")

    assert item_score(asked, {"a": "b"}).points == 1
    assert item_score(asked, {"a": "b", "b": "c"}).points == 1
    whole = item_score(asked.model_copy(update={"scoring": "all-or-nothing"}), {"a": "b"})
    assert whole.points == 0


def test_a_number_at_the_very_edge_of_its_tolerance_is_right():
    asked = numeric("1200", tolerance={"absolute": "0.5"})

    for number, points in [("1199.5", 1), ("1200.5", 1), ("1199.49", 0), ("1200.51", 0)]:
        assert item_score(asked, said(number)).points == points


def test_a_percentage_is_of_the_value_also_below_nothing():
    asked = numeric("-200", tolerance={"percent": 1})

    for number, points in [("-198", 1), ("-202", 1), ("-197.99", 0), ("-202.01", 0), ("200", 0)]:
        assert item_score(asked, said(number)).points == points


def test_other_units_count_by_their_factor_and_a_unit_is_asked_for():
    units = {
        "rm": {"text": text("RM"), "factor": 1},
        "sen": {"text": text("sen"), "factor": "0.01"},
    }
    asked = numeric("12.50", units=units)

    assert item_score(asked, said("12.5", unit="rm")).points == 1
    assert item_score(asked, said("1,250", unit="sen")).points == 1
    assert item_score(asked, said("12.5", unit="sen")).points == 0
    assert item_score(asked, said("12.5")).points == 0
    assert item_score(asked, said("12.5")).sentence.en == (
        "The number has no unit, and this item asks for one."
    )


def test_what_is_no_number_is_worth_nothing_and_says_so():
    scored = item_score(numeric(), said("twelve hundred"))

    assert scored.points == 0
    assert scored.sentence.en == "This could not be read as one number."


@given(
    st.decimals(-(10**6), 10**6, places=3),
    st.decimals(0, 1000, places=3),
    st.decimals(-(10**6), 10**6, places=3),
)
def test_a_number_is_right_within_its_tolerance_and_only_there(value, width, number):
    asked = numeric(f"{value:f}", tolerance={"absolute": f"{width:f}"})

    assert item_score(asked, said(f"{number:f}")).is_right == (abs(number - value) <= width)


@pytest.mark.parametrize(
    ("written", "is_right"),
    [("Deductible", True), ("  deductible ", True), ("DEDUCTIBLE", True), ("Lebihan", True),
     ("premium", False), ("deductibles", False), ("deduc tible", False)],
)  # fmt: skip
def test_a_short_text_is_right_in_either_language_whatever_is_folded(written, is_right):
    asked = next(one for one in every_type() if one.type == "short-text")

    assert item_score(asked, written).is_right == is_right


@pytest.mark.parametrize(
    ("fold", "written"),
    [("case", "naïve Risk"), ("spaces", "naïve  risk"), ("diacritics", "naive risk")],
)
def test_what_is_not_folded_must_be_as_it_is_written(fold, written):
    accepted = {"en": ["naïve risk"], "ms": ["risiko"]}
    keep = dict.fromkeys(("case", "spaces", "diacritics"), "keep")

    strict = item("short-text", accepted=accepted, folding=keep, explanation=text())
    lenient = item(
        "short-text", accepted=accepted, folding={**keep, fold: "fold"}, explanation=text()
    )

    assert not item_score(strict, written).is_right
    assert item_score(lenient, written).is_right


def test_quotation_marks_and_hyphens_of_phones_are_those_of_keyboards():
    keep = dict.fromkeys(("case", "spaces", "diacritics"), "keep")
    accepted = {"en": ["insurer's no-claim"], "ms": ["x"]}
    asked = item("short-text", accepted=accepted, folding=keep, explanation=text())

    assert item_score(asked, "insurer\u2019s no\u2011claim").is_right


@given(st.sampled_from(MARKED_BY_MACHINE), st.randoms())
def test_the_order_in_which_options_are_written_or_shown_changes_no_score(asked, random):
    value = wrong_answer(asked) if random.random() < 0.5 else right_answer(asked)
    if isinstance(value, dict):
        pairs = list(value.items())
        random.shuffle(pairs)
        other = dict(pairs)
    elif isinstance(value, list):
        other = random.sample(value, len(value))
    else:
        other = value

    assert answer_refusal(asked, other) is None
    assert item_score(asked, other).points == item_score(asked, value).points
