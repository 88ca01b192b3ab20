"""A chain as it is replayed: the first break is named, and plain data alone can be an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import first_break, is_plain, replayed
from tauliah.core.exam.chain import link
from tauliah.core.kernel import canonical_json, digest

STARTED = datetime(2026, 2, 10, 2, tzinfo=UTC)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def chain(*acts):
    """Links from pairs of act and keywords, each following the one before."""
    links, previous = [], ""
    for number, (act, more) in enumerate(acts, start=1):
        at = STARTED + timedelta(seconds=number)
        made = link("attempt-1", act, number=number, previous=previous, at=at, **more)
        links.append(made)
        previous = made.digest
    return links


def saved(sequence, item="item-1", value="a"):
    return ("answered", {"client_sequence": sequence, "item": item, "value": value})


WHOLE = chain(("started", {}), saved(1), saved(2), ("submitted", {"client_sequence": 2}))


def break_of(links, head=None):
    found = first_break(links, attempt="attempt-1", head=head)
    return found and (found.number, found.fault)


def test_a_whole_chain_has_no_break():
    assert break_of(WHOLE) is None
    assert break_of(WHOLE, head=(4, WHOLE[-1].digest)) is None


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([WHOLE[0], WHOLE[2], WHOLE[3]], (2, "missing")),
        ([WHOLE[0], replace(WHOLE[1], value="b"), *WHOLE[2:]], (2, "altered")),
        ([WHOLE[0], replace(WHOLE[1], facts={"by": "x"}), *WHOLE[2:]], (2, "altered")),
        ([replace(WHOLE[0], previous="x"), *WHOLE[1:]], (1, "not-following")),
        (chain(saved(1)), (1, "no-start")),
        (chain(("started", {}), ("started", {})), (2, "started-twice")),
        (chain(("started", {}), ("voided", {}), saved(1)), (3, "after-the-seal")),
        (chain(("started", {}), saved(2), saved(2)), (3, "out-of-sequence")),
    ],
)  # fmt: skip
def test_the_first_break_is_named(links, expected):
    assert break_of(links) == expected


def test_what_is_cut_from_the_end_or_put_in_its_place_is_shown_by_the_head():
    head = (4, WHOLE[-1].digest)
    other = chain(("started", {}), saved(1), saved(2), ("timed-out", {"client_sequence": 2}))

    assert break_of(WHOLE[:3], head) == (4, "cut-off")
    assert break_of(other, head) == (4, "not-the-head")
    assert break_of([], head) == (1, "cut-off")


def test_a_link_without_facts_is_spelled_as_the_first_links_were():
    made = chain(("started", {}))[0]

    assert made.digest == digest(
        {
            "attempt": "attempt-1",
            "number": 1,
            "act": "started",
            "item": "",
            "option": None,
            "client_sequence": 0,
            "server_time": "2026-02-10T02:00:01.000000+00:00",
            "previous": "",
        }
    )


@given(st.lists(st.tuples(st.sampled_from("xyz"), plain), max_size=12))
def test_replaying_gives_the_last_answer_to_each_item(answers):
    acts = [saved(n, item, value) for n, (item, value) in enumerate(answers, start=1)]
    told = replayed(chain(("started", {}), *acts))

    last = dict(answers)
    assert told.answers == {item: value for item, value in last.items() if value is not None}
    assert told.client_sequence == len(answers)


@given(plain)
def test_plain_data_can_be_an_answer_and_has_a_digest(value):
    if is_plain(value):
        assert digest(canonical_json(value))


@pytest.mark.parametrize(
    "value",
    [
        1.5, float("nan"), b"a", {1: "a"}, {"a": object()}, "a\0b", "\ud800", 2**60,
        [[[[["deep"]]]]], "x" * 60_001, ["x" * 30_000, "y" * 30_001], list(range(60_002)),
    ],
)  # fmt: skip
def test_what_no_database_keeps_or_nobody_writes_is_no_answer(value):
    assert not is_plain(value)
