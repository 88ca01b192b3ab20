"""The surroundings of every test are what `tests/conftest.py` promises."""

from __future__ import annotations

import os
import socket
import warnings
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from tests.services.browser import NoBrowserError, find_browser
from tests.services.loopback import OutsideWorldError


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for(database):
    assert connection.vendor == database


@pytest.mark.django_db
def test_sqlite_is_a_file_that_keeps_every_answer_it_acknowledged(database):
    if database != "sqlite":
        pytest.skip("about SQLite")

    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]

    assert (journal, synchronous) == ("wal", 2)  # 2 is FULL
    assert Path(connection.settings_dict["NAME"]).is_file()


@pytest.mark.django_db
def test_postgresql_compares_text_alike_on_every_machine(database):
    if database != "postgresql":
        pytest.skip("about PostgreSQL")

    with connection.cursor() as cursor:
        cursor.execute("SELECT datlocale FROM pg_database WHERE datname = current_database()")
        assert cursor.fetchone() == ("C.UTF-8",)


GUARDED = {
    "sqlite": """
        CREATE TRIGGER kept BEFORE DELETE ON django_session
        BEGIN SELECT RAISE(ABORT, 'append-only'); END
    """,
    "postgresql": """
        CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
        CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON django_session
            FOR EACH STATEMENT EXECUTE FUNCTION keep()
    """,
}
FREE = {"sqlite": "DROP TRIGGER kept", "postgresql": "DROP FUNCTION keep CASCADE"}


@pytest.mark.django_db(transaction=True)
def test_a_table_that_only_grows_is_emptied_between_tests_and_stays_guarded(database):
    fill = "INSERT INTO django_session VALUES ('key', 'data', '2026-01-01 00:00:00')"
    with connection.cursor() as cursor:
        cursor.execute(GUARDED[database])
        cursor.execute(fill)

    call_command("flush", interactive=False, verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute(fill)
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute("DELETE FROM django_session")
        cursor.execute(FREE[database])


def test_no_test_reaches_another_machine():
    with pytest.raises(OutsideWorldError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OutsideWorldError, match=r"tauliah\.example"):
        socket.getaddrinfo("tauliah.example", 443)


def test_loopback_stays_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning, match="look here"):
        warnings.warn("look here", stacklevel=1)


def test_data_of_the_tests_stays_in_a_folder_of_their_own():
    assert Path(os.environ["TAULIAH_DATA"]).name.startswith("tauliah-tests-")


def test_a_browser_that_does_not_start_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("TAULIAH_BROWSER", "/nowhere/chromium")

    with pytest.raises(NoBrowserError, match="TAULIAH_BROWSER is '/nowhere/chromium'"):
        find_browser()
