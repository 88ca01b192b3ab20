"""Numbers are read by the habits of a language, and what could be two numbers is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam.answers import NUMBER_FORMATS, NumberFormat, number_in

POINT = NUMBER_FORMATS["en"]
COMMA = NumberFormat(decimal=",", thousands=".")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1250", "1250"),
        ("1250.50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1 250.50", "1250.50"),
        ("1\u00a0250.50", "1250.50"),
        ("1'250.50", "1250.50"),
        ("12,345,678", "12345678"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+3", "3"),
        ("-3.2", "-3.2"),
        ("\u22123.2", "-3.2"),
        ("007", "7"),
        # a comma that cannot stand between thousands is a decimal comma
        ("0,5", "0.5"),
        ("1250,75", "1250.75"),
        ("0,125", "0.125"),
        ("12,34", "12.34"),
    ],
)
def test_a_number_as_people_type_it(typed, number):
    assert number_in(typed, POINT) == Decimal(number)
    assert number_in(f"  {typed} ", POINT) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", ".", ",", "abc", "12abc", "1,25.5", "1.250,50", "1,,000", "1.2.3", "1e3", "NaN",
     "inf", "1/2", "RM5", "5%", "0x10", "٣", "--3", "1" * 41],
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_none(typed):
    assert number_in(typed, POINT) is None


def test_a_comma_before_three_digits_is_thousands_where_the_point_is_decimal():
    assert number_in("1,125", POINT) == 1125
    assert number_in("1.125", POINT) == Decimal("1.125")


def test_another_language_may_have_it_the_other_way_round():
    assert number_in("1.250,50", COMMA) == Decimal("1250.50")
    assert number_in("1.125", COMMA) == 1125
    assert number_in("1,125", COMMA) == Decimal("1.125")
    assert number_in("1,250.50", COMMA) is None


def test_english_and_malay_write_numbers_alike():
    assert NUMBER_FORMATS["en"] == NUMBER_FORMATS["ms"] == NumberFormat(decimal=".", thousands=",")


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([POINT, COMMA]))
def test_every_number_is_read_back_plain_and_with_its_thousands(number, habit):
    swap = str.maketrans({",": habit.thousands, ".": habit.decimal})

    assert number_in(f"{number:f}".translate(swap), habit) == number
    assert number_in(f"{number:,f}".translate(swap), habit) == number


@given(st.text(max_size=12), st.sampled_from([POINT, COMMA]))
def test_whatever_is_typed_is_a_finite_number_or_none(typed, habit):
    number = number_in(typed, habit)

    assert number is None or number.is_finite()
