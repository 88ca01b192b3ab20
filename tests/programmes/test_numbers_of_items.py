"""Every numeric item of the programme that ships is worked out again, and its explanation says so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tauliah.core.exam.answers import item_score, right_answer, wrong_answer
from tauliah.core.programme.items import Numeric
from tests.programmes.test_personal_insurance import shipped
from tests.programmes.worked_numbers import WORKED_OUT

CENT = Decimal("0.01")


def numeric_items() -> dict[str, Numeric]:
    found = [one.item for one in shipped().items if one.pool == "practice"]
    return {item.id: item for item in found if isinstance(item, Numeric)}


def test_every_numeric_practice_item_is_worked_out_here():
    assert set(numeric_items()) == set(WORKED_OUT)


@pytest.mark.parametrize("code", WORKED_OUT)
def test_the_value_of_an_item_is_its_formula_to_the_cent(code):
    item, exact = numeric_items()[code], WORKED_OUT[code]

    assert abs(Fraction(item.value) - exact) <= Fraction(CENT) / 2
    assert item_score(item, right_answer(item)).is_right
    assert not item_score(item, wrong_answer(item)).is_right


@pytest.mark.parametrize("code", WORKED_OUT)
def test_the_explanation_names_the_value_in_both_languages(code):
    item = numeric_items()[code]
    said = f"{item.value:,f}"

    assert said in item.explanation.en
    assert said in item.explanation.ms


def test_at_least_three_case_sets_can_be_practised_each_with_a_numeric_item():
    cases = {one.item.case for one in shipped().items if one.case and one.pool == "practice"}
    numeric = {item.case for item in numeric_items().values() if item.case}

    assert len(cases) >= 3
    assert numeric == cases
