"""Every numeric item of the programme that ships is worked out again, and its explanation says so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tauliah.core.exam.answers import item_score, right_answer, wrong_answer
from tauliah.core.programme.items import Numeric
from tests.programmes.test_personal_insurance import shipped

CENT = Decimal("0.01")
WORKED_OUT = {
    "PUM-P-RTN-01": Fraction(1_200, 15_000) * Fraction(5_400_000, 1_200),
    "PUM-P-RTN-02": Fraction(5_400_000, 15_000) / (1 - Fraction(28, 100)),
    "PUM-P-RTN-04": 640 * Fraction("1.15") * Fraction("1.10") * Fraction("0.95") * Fraction("0.70"),
    "PUM-P-RTN-05": Fraction(550_000, 1_000) * Fraction("1.40"),
    "PUM-P-RTN-06": Fraction(69 - 60, 60) * Fraction("0.80") * 100,
    "PUM-P-RTN-07": Fraction(936) * (12 - 5) / 12,
    "PUM-P-PMN-01": Fraction(1_800 * 200 + 40_000),
    "PUM-P-PMN-02": 64_000 * Fraction(300_000, 400_000) - 1_000,
    "PIN-P-HEN-01": 2_000 + Fraction(20, 100) * (9_000 - 2_000),
    "PIN-P-HEN-02": min(Fraction(20, 100) * 30_000, Fraction(6_000 - 3_400)),
    "PIN-P-HEN-04": Fraction(300 - 90, 30) * Fraction(60, 100) * 5_000,
    "PIN-P-LFN-01": Fraction(180_000 + 12_000 + 36_000 * 10 + 90_000 - 70_000 - 120_000),
    "PIN-P-LFN-02": 150_000 * Fraction(480, 600),
}


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
