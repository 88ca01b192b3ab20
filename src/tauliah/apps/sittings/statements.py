"""What each save writes, spelled once: spelling it anew costs more than the database takes to do it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], row: Mapping[str, Any]) -> None:
    """Insert one row of plain values, by the names of its fields; every column without a default."""
    _run(model, _insert(model, tuple(row)), row)


def upsert(
    model: type[models.Model],
    row: Mapping[str, Any],
    *,
    unique: tuple[str, ...],
    sets: tuple[str, ...],
) -> None:
    """Insert one row; where one has the same `unique` fields, only set those named by `sets`."""
    _run(model, _upsert(model, tuple(row), unique, sets), row)


def update(model: type[models.Model], id: Any, changed: Mapping[str, Any]) -> None:
    """Set fields of the row with that primary key."""
    _run(model, _update(model, tuple(changed)), {**changed, "pk": id})


@lru_cache(maxsize=32)
def _insert(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(_column(model, name) for name in names)
    places = ", ".join(["%s"] * len(names))
    # all that is put in are names of our own tables and columns; so below
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})"  # noqa: S608


@lru_cache(maxsize=32)
def _upsert(
    model: type[models.Model],
    names: tuple[str, ...],
    unique: tuple[str, ...],
    sets: tuple[str, ...],
) -> str:
    keys = ", ".join(_column(model, name) for name in unique)
    new = ", ".join(f"{_column(model, name)} = EXCLUDED.{_column(model, name)}" for name in sets)
    return f"{_insert(model, names)} ON CONFLICT ({keys}) DO UPDATE SET {new}"


@lru_cache(maxsize=32)
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    sets = ", ".join(f"{_column(model, name)} = %s" for name in names)
    return f"UPDATE {_table(model)} SET {sets} WHERE {_column(model, 'pk')} = %s"  # noqa: S608


def _run(model: type[models.Model], statement: str, row: Mapping[str, Any]) -> None:
    values = [
        _field(model, name).get_db_prep_save(value, connection) for name, value in row.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(_field(model, name).column)


@lru_cache(maxsize=64)
def _field(model: type[models.Model], name: str) -> Any:
    facts = model._meta  # noqa: SLF001 - Django's own door to the names of columns
    return facts.pk if name == "pk" else facts.get_field(name)
