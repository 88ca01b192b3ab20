"""Receipts: their number, what is signed, and what is no receipt; and time with what is adapted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import Receipt, receipt_number, receipt_of, time_added, time_allowed

RECEIPT = Receipt(
    number="R-0000-0000-0000", issuer="did:web:x", attempt="a", candidate="C100001", exam="PUM",
    form="f", window="2026-1", started_at="s", sealed_at="t", sealed_as="submitted", answers=3,
    events=5, head="sha256:00",
)  # fmt: skip


def test_a_receipt_is_read_back_from_its_facts():
    assert receipt_of(RECEIPT.facts()) == RECEIPT


@pytest.mark.parametrize(
    "change", [{"answers": "3"}, {"answers": True}, {"head": None}, {"more": 1}, {"events": 5.0}]
)
def test_what_is_not_exactly_a_receipt_is_none(change):
    assert receipt_of(RECEIPT.facts() | change) is None
    assert receipt_of({}) is None


@given(st.sampled_from(sorted(RECEIPT.facts())))
def test_every_fact_is_under_the_signature(name):
    value = getattr(RECEIPT, name)
    other = replace(RECEIPT, **{name: value + 1 if isinstance(value, int) else value + "x"})

    assert other.signed_text() != RECEIPT.signed_text()
    assert RECEIPT.signed_text().startswith(b"tauliah sitting receipt 1\n")


@given(st.uuids(), st.uuids())
def test_numbers_are_short_plain_and_their_own(one, other):
    number = receipt_number(str(one))

    assert len(number) == 16
    assert set(number) <= set("R-0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert (number == receipt_number(str(other))) is (one == other)


@given(st.integers(1, 600), st.integers(0, 200))
def test_extra_time_is_a_share_of_the_exams_own_rounded_up_to_a_second(minutes, percent):
    exact = Fraction(minutes * 60) * (100 + percent) / 100

    assert time_allowed(minutes, percent) == timedelta(seconds=ceil(exact))


@given(st.integers(1, 600), st.integers(0, 200), st.integers(0, 200))
def test_a_change_of_extra_time_never_takes_any_away(minutes, before, after):
    added = time_added(minutes, before=before, after=after)

    assert added >= timedelta(0)
    if after >= before:
        assert time_allowed(minutes, before) + added == time_allowed(minutes, after)
