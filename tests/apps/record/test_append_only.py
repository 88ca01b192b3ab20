"""The ledger only grows: the database itself says no to anything else."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import accept_ethics, matriculate
from tauliah.apps.record.models import RecordEntry
from tauliah.apps.record.queries import entries_of
from tauliah.core.kernel import Entry

LEDGER = "record_recordentry"


@pytest.fixture
def entry(aisyah: User, moment: datetime) -> Entry:
    made = matriculate(aisyah, "API", actor=aisyah, at=moment)
    assert isinstance(made, Entry)
    return made


def run(statement: str) -> None:
    """By the database's own language, past Django and past our code."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {LEDGER} SET reason = 'because'",
        f"UPDATE {LEDGER} SET seal = seal",
        f"DELETE FROM {LEDGER}",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(
    aisyah: User, entry: Entry, statement: str
) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)

    assert entries_of(aisyah) == (entry,)


def test_the_database_refuses_what_django_asks_for(aisyah: User, entry: Entry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RecordEntry.objects.update(reason="because")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RecordEntry.objects.all().delete()

    assert entries_of(aisyah) == (entry,)


def test_the_database_refuses_to_put_a_row_in_the_place_of_an_entry(
    aisyah: User, entry: Entry, database: str
) -> None:
    columns = [field.column for field in RecordEntry._meta.concrete_fields]
    names = ", ".join(columns)
    values = names.replace("reason", "'because'")
    if database == "sqlite":
        statement = f"INSERT OR REPLACE INTO {LEDGER} ({names}) SELECT {values} FROM {LEDGER}"
    else:
        statement = (
            f"INSERT INTO {LEDGER} ({names}) SELECT {values} FROM {LEDGER} "
            "ON CONFLICT (id) DO UPDATE SET reason = 'because'"
        )

    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)

    assert entries_of(aisyah) == (entry,)


def test_a_row_with_the_number_of_an_entry_does_not_take_its_place(
    aisyah: User, entry: Entry, database: str
) -> None:
    if database != "sqlite":
        pytest.skip("only SQLite replaces a row whose number is taken")
    names = ", ".join(field.column for field in RecordEntry._meta.concrete_fields)
    values = names.replace("id,", "'00000000000070008000000000000000',", 1)

    with pytest.raises(DatabaseError, match="append-only"):
        run(f"INSERT OR REPLACE INTO {LEDGER} ({names}) SELECT {values} FROM {LEDGER}")

    assert entries_of(aisyah) == (entry,)


def test_the_database_refuses_to_empty_the_ledger(
    aisyah: User, entry: Entry, database: str
) -> None:
    if database == "sqlite":
        pytest.skip("SQLite empties a table by DELETE alone")

    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {LEDGER} CASCADE")

    assert entries_of(aisyah) == (entry,)


def test_a_person_with_a_record_cannot_be_removed(aisyah: User, entry: Entry) -> None:
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        aisyah.delete()


def test_entries_can_still_be_added(aisyah: User, entry: Entry, moment: datetime) -> None:
    added = accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)

    assert entries_of(aisyah) == (entry, added)


@pytest.mark.parametrize(
    "table",
    [
        "record_recordentry", "people_auditentry", "catalogue_release", "catalogue_releasefile",
        "itembank_itemversion", "itembank_form", "itembank_formitem", "itembank_approvedform",
        "itembank_formwithdrawal", "itembank_blueprintproposal", "itembank_blueprintcomment",
        "itembank_blueprintend", "standards_study", "standards_placedbookmark",
        "standards_givenbounds", "standards_studycandidate", "standards_sorting",
    ],
)  # fmt: skip
def test_every_such_table_refuses_update_and_delete(
    published: object, entry: Entry, table: str, database: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        is_empty = cursor.fetchone() == (0,)
        column = connection.introspection.get_table_description(cursor, table)[0].name
    if is_empty and database == "sqlite":
        pytest.skip("SQLite asks its triggers for each row, and there is none yet")

    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)
