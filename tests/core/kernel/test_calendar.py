"""Months as people count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.kernel import add_months, spoken_day

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
months = st.integers(-600, 600)


@given(days, months)
def test_it_lands_in_the_month_that_many_months_away(day, count):
    later = add_months(day, count)

    assert (later.year - day.year) * 12 + later.month - day.month == count


@given(days, months)
def test_it_keeps_the_day_of_the_month_or_takes_the_last_one(day, count):
    later = add_months(day, count)
    last = monthrange(later.year, later.month)[1]

    assert later.day == min(day.day, last)


@given(days, days, st.integers(0, 600))
def test_it_never_turns_the_order_of_two_days_around(one, other, count):
    earlier, later = sorted([one, other])

    assert add_months(earlier, count) <= add_months(later, count)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2025, 12, 20), 1, date(2026, 1, 20)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_the_ends_of_months_and_years(day, count, expected):
    assert add_months(day, count) == expected


def test_a_day_is_said_in_both_languages():
    said = spoken_day(date(2026, 3, 3))

    assert (said.en, said.ms) == ("3 March 2026", "3 Mac 2026")


def test_every_month_has_a_name_of_its_own_in_both_languages():
    said = [spoken_day(date(2026, month, 1)) for month in range(1, 13)]

    assert len({day.en for day in said}) == len({day.ms for day in said}) == 12
