"""Laws of the comparison of rules, tried with rules drawn at random."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from tauliah.core.programme import differences
from tests.core.audit.rules import programme_asking, rules_drawn


def between(one: Any, two: Any) -> Any:
    return differences(
        programme_asking(one), programme_asking(two), items_before=(), items_after=()
    )


@given(rules=rules_drawn)
def test_equal_rules_have_no_difference(rules: Any) -> None:
    assert between(rules, rules.model_copy(deep=True)) == ()


@given(one=rules_drawn, two=rules_drawn)
def test_rules_that_differ_are_said_to_differ(one: Any, two: Any) -> None:
    found = between(one, two)

    assert bool(found) == (one != two)
    assert {(difference.kind, difference.subject) for difference in found} <= {("rules", "API")}


@given(one=rules_drawn, two=rules_drawn)
def test_the_same_question_has_the_same_answer(one: Any, two: Any) -> None:
    assert between(one, two) == between(one, two)
