"""What each save writes, spelled once: spelling it anew costs more than the database takes to do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Statement:
    """One write: what it says, with a place for each value."""

    text: str
    values: list[Any]


def insert(model: type[models.Model], row: Mapping[str, Any]) -> Statement:
    """Insert one row of plain values, by the names of its fields; every column without a default."""
    return _statement(model, _insert(model, tuple(row)), row)


def upsert(
    model: type[models.Model],
    row: Mapping[str, Any],
    *,
    unique: tuple[str, ...],
    sets: tuple[str, ...],
) -> Statement:
    """Insert one row; where one has the same `unique` fields, only set those named by `sets`."""
    return _statement(model, _upsert(model, tuple(row), unique, sets), row)


def update(model: type[models.Model], id: Any, changed: Mapping[str, Any]) -> Statement:
    """Set fields of the row with that primary key."""
    return _statement(model, _update(model, tuple(changed)), {**changed, "pk": id})


def write(*statements: Statement) -> None:
    """Run statements in their order, inside the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # in one message: each way to the server and back costs more than what it does there
            values = [value for one in statements for value in one.values]
            cursor.execute("; ".join(one.text for one in statements), values)
            return
        for one in statements:
            cursor.execute(one.text, one.values)


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


def _statement(model: type[models.Model], text: str, row: Mapping[str, Any]) -> Statement:
    values = [
        _field(model, name).get_db_prep_save(value, connection) for name, value in row.items()
    ]
    return Statement(text, values)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(_field(model, name).column)


@lru_cache(maxsize=64)
def _field(model: type[models.Model], name: str) -> Any:
    facts = model._meta  # noqa: SLF001 - Django's own door to the names of columns
    return facts.pk if name == "pk" else facts.get_field(name)
