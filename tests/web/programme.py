"""The programme that ships, published, and accounts to look at it with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

FOLDER = Path(__file__).parents[2] / "programmes" / "personal-insurance"
MOMENT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
PASSWORD = "a long sentence that nobody guesses"


def publish_the_programme() -> Any:
    """Release 1 of the programme that ships, in a house that has none.

    It is published once in each process; into the next empty house its rows are put as they were,
    where the database lets them be put at once.
    """
    from django.db import connection, transaction

    if connection.vendor == "sqlite" and _rows and _is_empty():
        # in one transaction: rows of one table name those of another that come after
        with transaction.atomic():
            for table, rows in _rows.items():
                places = ", ".join("?" * len(rows[0]))
                connection.connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        return _release[0]
    was_empty = _is_empty()
    release = _publish()
    if connection.vendor == "sqlite" and was_empty:
        _release[:] = [release]
        for table in _tables():
            found = connection.connection.execute(f"SELECT * FROM {table}").fetchall()
            if found:
                _rows[table] = found
    return release


_release: list[Any] = []
_rows: dict[str, list[tuple[Any, ...]]] = {}
"""What publishing wrote, by table."""


def _publish() -> Any:
    from tauliah.apps.catalogue import actions
    from tauliah.apps.people.permissions import SYSTEM

    # Reading the programme takes seconds and gives the same each time, so it is read once
    with patch.object(actions, "load_tried_programme", _read_once):
        release = actions.publish(_files(), actor=SYSTEM, at=MOMENT)
    assert isinstance(release, actions.Published), release
    return release


def _tables() -> list[str]:
    """Every table that publishing may write to."""
    from django.apps import apps

    return [
        model._meta.db_table
        for app in ("catalogue", "itembank", "people")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]


def _is_empty() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in _tables():
            if cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                return False
    return True


@cache
def _files() -> Mapping[str, bytes]:
    return {
        file.relative_to(FOLDER).as_posix(): file.read_bytes()
        for file in FOLDER.rglob("*")
        if file.is_file()
    }


@cache
def _loaded() -> Any:
    from tauliah.core.programme import load_programme

    return load_programme(_files())


def _read_once(_files: Mapping[str, bytes]) -> Any:
    return _loaded()


def open_account(name: str, *, role: str, language: str = "en") -> Any:
    from tauliah.apps.people.actions import confirm_email, create_account

    user = create_account(
        email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
        full_name=name,
        language=language,
        password=PASSWORD,
        role=role,
        at=MOMENT,
    )
    confirm_email(user, at=MOMENT)
    return user


def confer_api(person: Any, *, registrar: Any, at: datetime, show_name: bool = True) -> Any:
    """The award of API to somebody who has credit for four exams and has accepted the code."""
    from tauliah.apps.awards.actions import confer
    from tauliah.apps.awards.models import Award
    from tauliah.apps.record.actions import accept_ethics, matriculate
    from tests.apps.credited import grant_credit

    matriculate(person, "API", actor=person, at=at)
    for exam in ("PUM", "PPM", "PLI", "PIN"):
        grant_credit(person, exam, source="Diploma", reason="Same", actor=registrar, at=at)
    accept_ethics(person, "ethics", version="2024", actor=person, at=at)
    award = confer(person, "API", actor=person, at=at, language="en", show_name=show_name)
    assert isinstance(award, Award), award
    return award
