"""Who is a member on a day, and what members pay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.audit import standing_of, told
from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import CourseFee, Fees, MemberFees
from tests.core.programme.small import loaded

FIRST = date(2026, 1, 1)


def entry(number, day, kind, **facts):
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return Entry("aisyah", number, kind, facts, at, "farid", "", "1", "", "")


def joined(number, day, until=None):
    facts = {"until": until.isoformat()} if until else {}
    return entry(number, day, EntryKind.MEMBER_JOINED, **facts)


def left(number, day):
    return entry(number, day, EntryKind.MEMBER_LEFT)


def test_a_member_is_one_from_the_day_of_joining_to_the_last_day_of_it():
    standing = standing_of([joined(1, FIRST, until=date(2026, 12, 31))])

    days = [date(2025, 12, 31), FIRST, date(2026, 12, 31), date(2027, 1, 1)]
    assert [standing.member_on(day) for day in days] == [False, True, True, False]


def test_without_a_last_day_membership_goes_on_until_it_is_left():
    standing = standing_of([joined(1, FIRST), left(2, date(2028, 5, 1))])

    assert standing.member_on(date(2028, 4, 30))
    assert not standing.member_on(date(2028, 5, 1))


def test_who_left_may_join_again_even_on_the_same_day():
    standing = standing_of([joined(1, FIRST), left(2, FIRST), joined(3, FIRST)])

    assert standing.member_on(FIRST)


def test_a_membership_that_is_taken_back_never_was():
    taken_back = entry(2, FIRST, EntryKind.CORRECTED, **{"supersedes": 1, "with": None})

    assert not standing_of([joined(1, FIRST), taken_back]).member_on(FIRST)


acts = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["leaves", "joins", 0, 2, 5])), max_size=6
)


@given(acts)
@settings(max_examples=100)
def test_membership_is_what_walking_through_the_days_says(drawn):
    """By hand: each day first takes its entries in order; a last day ends a membership after it."""
    drawn = sorted(drawn, key=lambda one: one[0])
    entries = []
    for number, (offset, act) in enumerate(drawn, start=1):
        day = FIRST + timedelta(days=offset)
        if act == "leaves":
            entries.append(left(number, day))
        else:
            until = None if act == "joins" else day + timedelta(days=act)
            entries.append(joined(number, day, until))
    standing = standing_of(entries)

    ends: list[date] = []
    for offset in range(20):
        day = FIRST + timedelta(days=offset)
        for on, act in drawn:
            if on == offset and act == "leaves":
                ends = []
            elif on == offset:
                ends.append(date.max if act == "joins" else day + timedelta(days=act))
        assert standing.member_on(day) == any(day <= end for end in ends)


@pytest.mark.parametrize(
    ("made", "en", "ms"),
    [
        (joined(1, FIRST), "Joined as a member.", "Mendaftar sebagai ahli."),
        (
            joined(1, FIRST, until=date(2026, 12, 31)),
            "Joined as a member until 31 December 2026.",
            "Mendaftar sebagai ahli hingga 31 Disember 2026.",
        ),
        (left(1, FIRST), "Left as a member.", "Berhenti sebagai ahli."),
    ],
)
def test_membership_is_told_in_both_languages(made, en, ms):
    sentence = told(loaded().programme, made, chain=[made])

    assert (sentence.en, sentence.ms) == (en, ms)


def priced(*, members=None, fee=None):
    programme = loaded().programme
    fees = Fees(matriculation=10_000, exam=30_000, members=members)
    about = programme.about.model_copy(update={"fees": fees})
    course = programme.courses[0].model_copy(update={"fee": fee})
    return programme.model_copy(update={"about": about, "courses": (course,)})


MEMBERS = MemberFees(yearly=12_000, matriculation=5_000, exam=24_000)


@pytest.mark.parametrize(
    ("members", "fee", "general", "theirs"),
    [
        (None, None, 30_000, 30_000),
        (MEMBERS, None, 30_000, 24_000),
        (MEMBERS, CourseFee(exam=36_000), 36_000, 36_000),
        (MEMBERS, CourseFee(exam=36_000, members=31_000), 36_000, 31_000),
        (MEMBERS, CourseFee(exam=36_000, members=0), 36_000, 0),
    ],
)
def test_an_exam_costs_what_its_course_says_and_else_what_exams_cost(members, fee, general, theirs):
    programme = priced(members=members, fee=fee)

    assert programme.exam_fee("PUM") == general
    assert programme.exam_fee("PUM", member=True) == theirs


def test_an_exam_of_another_body_costs_what_exams_cost():
    assert priced(fee=CourseFee(exam=36_000)).exam_fee("OLD1") == 30_000


def test_members_matriculate_at_their_own_price_where_there_is_one():
    assert priced(members=MEMBERS).matriculation_fee(member=True) == 5_000
    assert priced(members=MEMBERS).matriculation_fee() == 10_000
    assert priced().matriculation_fee(member=True) == 10_000
