"""Exam windows on the calendar, over the ends of years and through leap years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import next_window, window_on, windows_around
from tauliah.core.kernel import LocalText

TITLE = LocalText(en="Window", ms="Tetingkap")


@dataclass(frozen=True)
class Span:
    number: int
    opens: str
    closes: str
    title: LocalText = TITLE


FOUR = (
    Span(1, "01-05", "03-26"),
    Span(2, "04-05", "06-25"),
    Span(3, "07-05", "09-24"),
    Span(4, "10-05", "12-20"),
)
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@st.composite
def spans_drawn(draw):
    """Windows of one year in their order, apart from each other."""
    ends = draw(
        st.lists(
            st.dates(date(2024, 1, 1), date(2024, 12, 31)), min_size=2, max_size=8, unique=True
        )
    )
    ends = sorted(ends)[: len(ends) // 2 * 2]
    spoken = [f"{day:%m-%d}" for day in ends]
    return tuple(
        Span(number, *pair)
        for number, pair in enumerate(zip(spoken[::2], spoken[1::2], strict=True), start=1)
    )


def month_day(day: date) -> str:
    return f"{day:%m-%d}"


@given(spans_drawn(), days)
def test_a_day_is_in_a_window_when_the_calendar_says_so(spans, day):
    by_text = [s.number for s in spans if s.opens <= month_day(day) <= s.closes]
    last_of_february = month_day(day) == "02-28" and (day + timedelta(days=1)).month == 3
    if last_of_february:
        by_text += [s.number for s in spans if s.opens == "02-29"]

    found = window_on(spans, day)

    assert (found.code if found else None) == (f"{day.year}-{by_text[0]}" if by_text else None)


@given(spans_drawn(), days)
def test_the_next_window_is_the_first_day_ahead_on_which_one_opens(spans, day):
    found = next_window(spans, day)

    assert found.opens > day
    between = (found.opens - day).days
    opening = {window.opens for window in windows_around(spans, day)}
    assert not any(day + timedelta(days=n) in opening for n in range(1, between))


@given(spans_drawn(), days)
def test_the_windows_around_a_day_are_those_of_two_years_in_their_order(spans, day):
    found = windows_around(spans, day)

    assert [w.code for w in found] == [
        f"{year}-{span.number}" for year in (day.year, day.year + 1) for span in spans
    ]
    assert list(found) == sorted(found)
    assert all(window.opens <= window.closes for window in found)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 1, 4), None),
        (date(2026, 1, 5), "2026-1"),
        (date(2026, 3, 26), "2026-1"),
        (date(2026, 3, 27), None),
        (date(2026, 12, 20), "2026-4"),
        (date(2026, 12, 31), None),
        (date(2027, 1, 5), "2027-1"),
    ],
)
def test_the_first_and_the_last_day_belong_to_a_window(day, code):
    found = window_on(FOUR, day)

    assert (found.code if found else None) == code


def test_after_the_last_window_of_a_year_comes_the_first_of_the_next():
    assert next_window(FOUR, date(2026, 12, 31)).code == "2027-1"
    assert next_window(FOUR, date(2026, 10, 5)).code == "2027-1"
    assert next_window(FOUR, date(2026, 10, 4)).code == "2026-4"


def test_29_february_is_28_february_in_a_year_that_lacks_it():
    span = (Span(1, "02-29", "02-29"),)

    assert window_on(span, date(2024, 2, 29)).code == "2024-1"
    assert window_on(span, date(2024, 2, 28)) is None
    assert window_on(span, date(2025, 2, 28)).code == "2025-1"
    assert next_window(span, date(2024, 2, 29)).opens == date(2025, 2, 28)


def test_a_window_to_the_end_of_the_year_ends_with_it():
    span = (Span(1, "12-01", "12-31"),)

    assert window_on(span, date(2026, 12, 31)).code == "2026-1"
    assert window_on(span, date(2027, 1, 1)) is None
