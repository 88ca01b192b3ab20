"""Two people mark a response, and a third decides where they differ by more than the rubric allows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import ScoredItem, score
from tauliah.core.exam.answers import Mark, mark_refusal, marking, response_score
from tests.core.exam.answers.written import every_type, single_choice

RESPONSE = next(one for one in every_type() if one.type == "extended-response")
RUBRIC = RESPONSE.rubric
POINTS = st.fixed_dictionaries({one.id: st.integers(0, one.points) for one in RUBRIC.criteria})


def mark(kind: str, rule: int, reason: int, tone: int) -> Mark:
    return Mark(kind, {"rule": rule, "reason": reason, "tone": tone})


def test_a_response_needs_a_first_mark_then_a_second():
    assert marking(RUBRIC, []).needs == "first"
    assert marking(RUBRIC, [mark("first", 3, 3, 2)]).needs == "second"


def test_marks_within_the_tolerance_count_by_their_mean():
    settled = marking(RUBRIC, [mark("first", 3, 3, 2), mark("second", 3, 1, 2)])

    assert settled.is_settled
    assert settled.points == {"rule": 3, "reason": 2, "tone": 2}
    halves = marking(RUBRIC, [mark("first", 3, 3, 2), mark("second", 2, 3, 2)])
    assert response_score(RESPONSE, halves.points).points == Decimal("7.5")


def test_marks_that_differ_by_more_need_one_that_decides_and_stands_alone():
    apart = [mark("first", 3, 3, 2), mark("second", 2, 1, 2)]

    assert marking(RUBRIC, apart).needs == "deciding"
    decided = marking(RUBRIC, [*apart, mark("deciding", 1, 1, 1)])
    assert decided.points == {"rule": 1, "reason": 1, "tone": 1}


@given(POINTS, POINTS, POINTS)
def test_the_points_lie_between_the_marks_or_are_the_deciding_ones(first, second, third):
    marks = [Mark("first", first), Mark("second", second)]
    state = marking(RUBRIC, marks)
    differ = abs(sum(first.values()) - sum(second.values()))

    assert state.is_settled == (differ <= RUBRIC.tolerance)
    if not state.is_settled:
        assert marking(RUBRIC, [*marks, Mark("deciding", third)]).points == third
    else:
        total = response_score(RESPONSE, state.points).points
        assert total * 2 == sum(first.values()) + sum(second.values())


@pytest.mark.parametrize(
    "points",
    [{}, {"rule": 3}, {"rule": 4, "reason": 0, "tone": 0}, {"rule": -1, "reason": 0, "tone": 0},
     {"rule": 1, "reason": 1, "tone": 1, "more": 1}],
)  # fmt: skip
def test_what_is_no_mark_by_the_rubric_is_refused(points):
    refused = mark_refusal(RUBRIC, points, comment="Because.")

    assert refused is not None
    assert refused.code == "not-a-mark"


def test_a_mark_says_why():
    whole = {"rule": 3, "reason": 3, "tone": 2}

    assert mark_refusal(RUBRIC, whole, comment="Clear and right.") is None
    refused = mark_refusal(RUBRIC, whole, comment=" ")
    assert refused is not None
    assert refused.code == "no-comment"


def test_a_form_with_a_response_has_no_score_before_it_is_marked():
    form = [
        ScoredItem("one", "rating", single_choice("a")),
        ScoredItem("two", "rating", RESPONSE),
    ]
    answers = {"one": "a", "two": "Some words."}

    with pytest.raises(ValueError, match="not marked"):
        score(form, answers, pass_mark_percent=50)
    marks = {"two": response_score(RESPONSE, {"rule": 1, "reason": 2, "tone": 0})}
    marked = score(form, answers, marks=marks, pass_mark_percent=50)
    assert (marked.points, marked.of, marked.correct, marked.items) == (4, 9, 1, 2)
    assert marked.pass_mark == Decimal("4.5")
    assert not marked.passed
