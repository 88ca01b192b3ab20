"""How often one exam may be sat: twice in a window, four times in any 12 months, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.exam import EarlierSitting, booking_refusal, window_on
from tauliah.core.kernel import add_months, spoken_day
from tests.core.exam.test_windows import FOUR


@dataclass(frozen=True)
class Policy:
    sittings_per_window: int = 2
    sittings_per_12_months: int = 4


POLICY = Policy()
in_windows = st.dates(date(2024, 1, 1), date(2027, 12, 31)).filter(
    lambda day: window_on(FOUR, day) is not None
)
policies = st.builds(Policy, st.integers(1, 3), st.integers(1, 6))


def sitting(day: date, exam: str = "PUM") -> EarlierSitting:
    window = window_on(FOUR, day)
    assert window is not None
    return EarlierSitting(exam, window.code, day)


def refusal(on: date, earlier, *, policy=POLICY, exam="PUM", window: str | None = None):
    open_now = window_on(FOUR, on)
    code = window or (open_now.code if open_now else f"{on.year}-1")
    return booking_refusal(policy, FOUR, exam=exam, window=code, on=on, earlier=earlier)


def may_sit(on: date, sat: list[date], policy) -> bool:
    """The policy by its words: count the sittings of every 12 months that the new one would end."""
    window = window_on(FOUR, on)
    if window is None:
        return False
    in_window = sum(window_on(FOUR, day) == window for day in sat)
    in_12_months = sum(on < add_months(day, 12) for day in sat)
    return in_window < policy.sittings_per_window and in_12_months < policy.sittings_per_12_months


@given(in_windows, st.lists(in_windows, max_size=7), policies)
@settings(max_examples=300)
def test_a_booking_is_refused_exactly_when_the_policy_says_so(on, days, policy):
    sat = [day for day in days if day <= on]

    refused = refusal(on, map(sitting, sat), policy=policy)

    assert (refused is None) == may_sit(on, sat, policy)


@given(st.lists(in_windows, max_size=60), policies)
def test_who_books_whatever_is_not_refused_stays_within_both_limits(days, policy):
    sat: list[date] = []
    for day in sorted(days):
        if refusal(day, map(sitting, sat), policy=policy) is None:
            sat.append(day)

    for day in sat:
        ahead = [other for other in sat if day <= other < add_months(day, 12)]
        assert len(ahead) <= policy.sittings_per_12_months
        same_window = [other for other in sat if window_on(FOUR, other) == window_on(FOUR, day)]
        assert len(same_window) <= policy.sittings_per_window


@given(in_windows, st.lists(in_windows, max_size=7), policies)
def test_a_refusal_names_the_first_day_on_which_it_would_be_none(on, days, policy):
    sat = [day for day in days if day <= on]
    refused = refusal(on, map(sitting, sat), policy=policy)
    if refused is None:
        return

    first = next(
        day
        for day in (on + timedelta(days=n) for n in range(1, 500))
        if refusal(day, map(sitting, sat), policy=policy) is None
    )

    assert spoken_day(first).en in refused.message.en
    assert spoken_day(first).ms in refused.message.ms


@given(in_windows, st.lists(in_windows, max_size=7))
def test_sittings_of_other_exams_do_not_matter(on, days):
    others = [sitting(day, "PIN") for day in days]

    assert refusal(on, others) is None


@given(in_windows, st.lists(in_windows, max_size=7), st.randoms())
def test_the_order_in_which_sittings_are_handed_over_does_not_matter(on, days, random):
    earlier = [sitting(day) for day in days]
    shuffled = list(earlier)
    random.shuffle(shuffled)

    assert refusal(on, shuffled) == refusal(on, earlier)


def test_a_third_sitting_in_a_window_is_refused_with_its_reason():
    earlier = [sitting(date(2026, 1, 10)), sitting(date(2026, 2, 10))]

    refused = refusal(date(2026, 3, 10), earlier)

    assert refused.code == "window-limit"
    assert refused.message.en == (
        "An exam may be sat at most 2 times in one window. It can be booked again from 5 April 2026."
    )


def test_a_fifth_sitting_in_twelve_months_is_refused_with_its_reason():
    sat = [date(2026, 1, 10), date(2026, 2, 10), date(2026, 4, 10), date(2026, 7, 10)]

    refused = refusal(date(2026, 10, 10), map(sitting, sat))

    assert refused.code == "twelve-month-limit"
    assert "It can be booked again from 10 January 2027." in refused.message.en
    assert refusal(date(2027, 1, 9), map(sitting, sat)).code == "twelve-month-limit"
    assert refusal(date(2027, 1, 10), map(sitting, sat)) is None


def test_a_limit_that_ends_between_windows_names_the_day_on_which_the_next_one_opens():
    once_a_year = Policy(sittings_per_window=1, sittings_per_12_months=1)
    earlier = [EarlierSitting("PUM", "2026-1", date(2026, 3, 27))]  # booked, and sat by exception

    refused = refusal(date(2026, 7, 10), earlier, policy=once_a_year)

    assert "It can be booked again from 5 April 2027." in refused.message.en


@pytest.mark.parametrize(
    ("on", "allowed"),
    [(date(2025, 2, 27), False), (date(2025, 2, 28), True), (date(2025, 3, 1), True)],
)
def test_twelve_months_after_29_february_end_on_28_february(on, allowed):
    once = Policy(sittings_per_window=1, sittings_per_12_months=1)

    assert (refusal(on, [sitting(date(2024, 2, 29))], policy=once) is None) == allowed


@pytest.mark.parametrize("window", ["2026-2", "2025-1", "2026-9", "", "2027-1"])
def test_only_the_window_that_is_open_can_be_booked(window):
    refused = refusal(date(2026, 1, 10), [], window=window or " ")

    assert refused.code == "window-closed"
    assert "5 April 2026" in refused.message.en


def test_between_windows_nothing_can_be_booked():
    refused = refusal(date(2026, 12, 25), [], window="2026-4")

    assert refused.code == "window-closed"
    assert "5 January 2027" in refused.message.en
