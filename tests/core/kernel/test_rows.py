"""Records as rows of text: nothing is lost, and every fault of a chain is found in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.kernel import (
    Entry,
    EntryKind,
    EntryRow,
    RecordRows,
    chain_faults,
    entry_of,
    row_of,
    seal,
    sealed_rows,
)
from tauliah.core.kernel.rows import is_surely_whole

MOMENT = datetime(2026, 3, 3, 2, 0, 0, 7, tzinfo=UTC)


def chain(*facts: dict[str, Any], reason: str = "") -> tuple[Entry, ...]:
    """A sealed chain with an entry for each of these facts."""
    entries: list[Entry] = []
    for number, one in enumerate(facts, start=1):
        previous = entries[-1].seal if entries else ""
        at = MOMENT + timedelta(hours=number)
        entries.append(
            seal(Entry("aisyah", number, EntryKind.CREDIT_GRANTED, one, at, "farid", reason, "1",
                       previous, ""))
        )  # fmt: skip
    return tuple(entries)


def record_of(entries: tuple[Entry, ...]) -> RecordRows:
    head = (entries[-1].number, entries[-1].seal) if entries else (0, "")
    return RecordRows("aisyah", head, tuple(map(row_of, entries)))


THREE = chain({"exam": "PUM"}, {"exam": "PPM", "n": 3}, {"exam": "PIN", "source": 'Dipl"oma" é'})

_facts = st.dictionaries(
    st.text(max_size=5),
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=3)),
    max_size=3,
)


@given(facts=st.lists(_facts, min_size=1, max_size=3), reason=st.text(max_size=9))
def test_entries_come_back_from_their_rows_and_their_seals_are_told_from_the_text(
    facts: list[dict[str, Any]], reason: str
) -> None:
    entries = chain(*facts, reason=reason)
    record = record_of(entries)

    assert tuple(map(entry_of, record.rows)) == entries
    assert is_surely_whole(record)


def test_rows_are_sealed_as_entries_are() -> None:
    unsealed = [replace(one, previous="", seal="") for one in THREE]

    assert sealed_rows(map(row_of, unsealed)) == tuple(map(row_of, THREE))


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    there = replace(THREE[0], happened_at=MOMENT.astimezone(timezone(timedelta(hours=8))))

    assert entry_of(row_of(there)).happened_at == MOMENT


_changes = st.fixed_dictionaries(
    {},
    optional={
        "person": st.just("nurul"),
        "number": st.integers(-1, 5),
        "kind": st.sampled_from(("exam-result", "nonsense")),
        "facts": st.sampled_from(('{"exam": "PUM"}', '{"exam":"PUM"}', '{"exam":"PRM"}', "[]")),
        "happened_at": st.integers(0, 10),
        "reason": st.just("because"),
        "release": st.just("2"),
        "previous": st.sampled_from(("", THREE[0].seal, THREE[1].seal)),
        "seal": st.sampled_from(("", THREE[0].seal, THREE[1].seal)),
    },
)


@given(
    order=st.lists(st.integers(0, 2), max_size=4),
    changes=st.lists(_changes, min_size=4, max_size=4),
    head=st.sampled_from(((3, THREE[2].seal), (2, THREE[1].seal), (0, ""))),
)
def test_faults_are_those_that_are_found_in_the_entries(
    order: list[int], changes: list[dict[str, Any]], head: tuple[int, str]
) -> None:
    rows = [row_of(THREE[place])._replace(**changes[n]) for n, place in enumerate(order)]
    record = RecordRows("aisyah", head, tuple(rows))

    assert record.faults() == chain_faults("aisyah", map(entry_of, rows), head=head)


@pytest.mark.parametrize("facts", ["{", "", '{"exam":"PUM"} x'])
def test_facts_that_cannot_be_read_are_a_fault(facts: str) -> None:
    rows = record_of(THREE).rows
    broken = RecordRows(
        "aisyah", (3, THREE[2].seal), (rows[0], rows[1]._replace(facts=facts), rows[2])
    )

    assert [(one.number, one.fault) for one in broken.faults()] == [(2, "altered")]


def test_a_moment_in_no_year_is_a_fault() -> None:
    row: EntryRow = record_of(THREE).rows[0]._replace(happened_at=10**19)

    assert RecordRows("aisyah", (1, row.seal), (row,)).faults()
