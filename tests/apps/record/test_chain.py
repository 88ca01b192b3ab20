"""Each person's entries are one chain, and whatever is done to it by force is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tauliah.apps.append_only import statements
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry, matriculate
from tauliah.apps.record.queries import (
    count_records,
    entries_of,
    faults_of,
    told_entries_of,
    verify_records,
)
from tauliah.core.kernel import Entry, EntryKind, seal

LEDGER = "record_recordentry"


@pytest.fixture
def chain(aisyah: User, moment: datetime) -> tuple[Entry, ...]:
    """Three entries of Aisyah."""
    for number, exam in enumerate(("PUM", "PIN", "PPM")):
        append_entry(
            aisyah,
            EntryKind.EXAM_RESULT,
            facts={"exam": exam, "passed": False, "correct": 0, "items": 2, "window": "2026-1"},
            actor=SYSTEM,
            at=moment + timedelta(days=number, microseconds=number),
        )
    return entries_of(aisyah)


@contextmanager
def without_triggers() -> Iterator[None]:
    """As who owns the database could do: the triggers are taken away, and put back after."""
    acts = ["UPDATE", "DELETE", "TRUNCATE"] if connection.vendor == "postgresql" else [
        "UPDATE", "DELETE", "REPLACE",
    ]  # fmt: skip
    on = f" ON {LEDGER}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for act in acts:
            cursor.execute(f"DROP TRIGGER {LEDGER}_no_{act}{on}")
        yield
        for statement in statements(LEDGER, connection.vendor, keys=[["id"]]):
            cursor.execute(statement, None)


def by_force(statement: str, *values: object) -> None:
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def faults() -> list[tuple[int, str]]:
    return [(fault.number, fault.fault) for fault in verify_records()]


def test_each_entry_carries_the_seal_of_the_one_before(chain: tuple[Entry, ...]) -> None:
    assert [entry.number for entry in chain] == [1, 2, 3]
    assert chain[0].previous == ""
    assert [entry.previous for entry in chain[1:]] == [entry.seal for entry in chain[:-1]]


def test_a_seal_covers_the_entry_as_it_comes_back_from_the_database(
    chain: tuple[Entry, ...],
) -> None:
    assert [seal(entry) for entry in chain] == list(chain)


def test_each_person_has_a_chain_of_their_own(
    chain: tuple[Entry, ...], nurul: User, moment: datetime
) -> None:
    entry = matriculate(nurul, "API", actor=nurul, at=moment)

    assert isinstance(entry, Entry)
    assert (entry.number, entry.previous) == (1, "")
    assert count_records() == (2, 4)


def test_a_whole_record_has_no_fault(chain: tuple[Entry, ...], aisyah: User) -> None:
    assert faults() == []
    assert faults_of(aisyah) == ()


def test_a_house_without_records_has_no_fault(aisyah: User) -> None:
    assert faults() == []
    assert faults_of(aisyah) == ()
    assert count_records() == (0, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("facts", '{"exam": "PIN", "passed": true, "correct": 2, "items": 2}'),
        ("facts", '{"correct": 1.5}'),
        ("facts", "null"),
        ("kind", "credit-granted"),
        ("kind", "knighted"),
        ("reason", "because"),
        ("recorded_by", "someone"),
        ("release", 7),
        ("happened_at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("previous", ""),
        ("seal", "sha256:" + 64 * "0"),
    ],
)
def test_an_altered_entry_is_found_and_named(
    chain: tuple[Entry, ...], aisyah: User, column: str, value: object
) -> None:
    by_force(f"UPDATE {LEDGER} SET {column} = %s WHERE number = 2", value)

    assert (2, "altered") in faults()
    assert {fault.person for fault in verify_records()} == {str(aisyah.pk)}


@pytest.mark.parametrize(("column", "value"), [("facts", "null"), ("kind", "knighted")])
def test_what_an_altered_entry_says_is_not_told(
    chain: tuple[Entry, ...], aisyah: User, column: str, value: str
) -> None:
    by_force(f"UPDATE {LEDGER} SET {column} = %s WHERE number = 2", value)

    told = told_entries_of(aisyah)

    assert [one.is_altered for one in told] == [False, True, False]
    assert "cannot be relied on" in told[1].sentence.en


def test_an_entry_altered_and_sealed_anew_is_found_by_the_one_after(
    chain: tuple[Entry, ...],
) -> None:
    forged = seal(replace(chain[1], reason="because"))

    by_force(f"UPDATE {LEDGER} SET reason = %s, seal = %s WHERE number = 2", "because", forged.seal)

    assert faults() == [(2, "replaced")]


def test_the_last_entry_altered_and_sealed_anew_is_found_by_the_head(
    chain: tuple[Entry, ...],
) -> None:
    forged = seal(replace(chain[2], reason="because"))

    by_force(f"UPDATE {LEDGER} SET reason = %s, seal = %s WHERE number = 3", "because", forged.seal)

    assert faults() == [(3, "replaced")]


@pytest.mark.parametrize("number", [1, 2])
def test_a_missing_entry_is_found_and_named(chain: tuple[Entry, ...], number: int) -> None:
    by_force(f"DELETE FROM {LEDGER} WHERE number = %s", number)

    assert (number, "missing") in faults()


def test_entries_cut_from_the_end_are_found_and_named(chain: tuple[Entry, ...]) -> None:
    by_force(f"DELETE FROM {LEDGER} WHERE number > %s", 1)

    assert faults() == [(2, "missing, as are all up to 3")]


def test_a_record_removed_whole_is_found(chain: tuple[Entry, ...], aisyah: User) -> None:
    by_force(f"DELETE FROM {LEDGER} WHERE number > %s", 0)

    assert faults() == [(1, "missing, as are all up to 3")]
    assert faults_of(aisyah) == tuple(verify_records())


def test_a_missing_entry_whose_gap_was_closed_is_found(chain: tuple[Entry, ...]) -> None:
    by_force(f"DELETE FROM {LEDGER} WHERE number = %s", 2)
    by_force(f"UPDATE {LEDGER} SET number = %s WHERE number = 3", 2)

    assert faults() == [(2, "altered"), (3, "missing")]


def test_entries_that_changed_places_are_found_and_named(chain: tuple[Entry, ...]) -> None:
    by_force(f"UPDATE {LEDGER} SET number = %s WHERE number = 2", 99)
    by_force(f"UPDATE {LEDGER} SET number = %s WHERE number = 3", 2)
    by_force(f"UPDATE {LEDGER} SET number = %s WHERE number = 99", 3)

    assert {number for number, _ in faults()} == {2, 3}


def test_an_entry_moved_to_another_person_is_missed_and_found(
    chain: tuple[Entry, ...], aisyah: User, nurul: User
) -> None:
    # as the database spells it: SQLite keeps an id without its dashes
    there = nurul.pk.hex if connection.vendor == "sqlite" else str(nurul.pk)

    by_force(f"UPDATE {LEDGER} SET person_id = %s WHERE number = 3", there)

    found = {(UUID(fault.person), fault.number, fault.fault) for fault in verify_records()}
    assert (aisyah.pk, 3, "missing") in found
    assert (nurul.pk, 3, "altered") in found


def test_the_records_of_others_stay_without_fault(
    chain: tuple[Entry, ...], nurul: User, moment: datetime
) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)

    by_force(f"DELETE FROM {LEDGER} WHERE number = %s", 2)

    assert faults_of(nurul) == ()
    assert str(nurul.pk) not in {fault.person for fault in verify_records()}


def test_the_check_asks_the_database_the_same_number_of_times_for_any_number_of_people(
    chain: tuple[Entry, ...], nurul: User, moment: datetime, django_assert_num_queries: object
) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert faults() == []
