"""Programmes are read once in each process, and what publishing writes into an empty house is kept.

Apps are imported inside the functions: this file is read before Django has its settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

Files = tuple[tuple[str, bytes], ...]

_kept: dict[tuple[Files, datetime], tuple[Any, dict[str, Any]]] = {}
"""What publishing some files at a moment gave, and wrote, by table."""


def publish_once(files: Mapping[str, bytes], *, at: datetime) -> Any:
    """A programme as a release by the system, as `catalogue.actions.publish` makes it.

    Into an empty house its rows are put as they were the first time.
    """
    from tauliah.apps.catalogue.actions import Published, publish_loaded
    from tauliah.apps.people.permissions import SYSTEM

    key = (tuple(sorted(files.items())), at)
    is_empty = _is_empty()
    if is_empty and key in _kept:
        published, rows = _kept[key]
        _put(rows)
        return published
    loaded = read_once(files)
    assert not isinstance(loaded, tuple), "\n".join(str(problem) for problem in loaded)
    published = publish_loaded(loaded, files=files, actor=SYSTEM, at=at)
    assert isinstance(published, Published), published
    if is_empty:
        _kept[key] = (published, {table: rows for table in _tables() if (rows := _rows_of(table))})
    return published


def read_once(files: Mapping[str, bytes]) -> Any:
    """What `load_tried_programme` says of some files, which takes seconds for the one that ships."""
    return _read(tuple(sorted(files.items())))


@lru_cache(maxsize=32)
def _read(files: Files) -> Any:
    from tauliah.core.audit import load_tried_programme

    return load_tried_programme(dict(files))


@lru_cache(maxsize=1)
def _tables() -> tuple[str, ...]:
    """Every table that publishing may write to."""
    from django.apps import apps

    return tuple(
        model._meta.db_table
        for app in ("catalogue", "itembank", "people")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    )


def _is_empty() -> bool:
    from django.db import connection

    asked = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        (is_filled,) = cursor.fetchone()
    return not is_filled


def _rows_of(table: str) -> Any:
    """What stands in a table, in the form in which this database takes it back fastest."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
                written = b"".join(copy)
            is_any = cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
            return written if is_any else None
        return connection.connection.execute(f"SELECT * FROM {table}").fetchall()


def _put(rows: Mapping[str, Any]) -> None:
    from django.db import connection, transaction

    # in one transaction: rows of one table name those of another that come after
    with transaction.atomic(), connection.cursor() as cursor:
        for table, written in rows.items():
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                    copy.write(written)
            else:
                places = ", ".join("?" * len(written[0]))
                connection.connection.executemany(f"INSERT INTO {table} VALUES ({places})", written)
