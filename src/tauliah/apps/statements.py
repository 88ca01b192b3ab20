"""What each save reads and writes, spelled once: spelling it anew costs more than the database takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Statement:
    """One write: what it says, with a place for each value."""

    text: str
    values: list[Any]


def read(
    model: type[Row], *, beside: str = "", locked: bool = False, where: Mapping[str, Any]
) -> list[Row]:
    """The rows whose columns have the values of `where`, by the names of the model's fields.

    `beside` names a foreign key whose row is read too; `where` names its fields as `beside__field`.
    `locked` rows are this transaction's alone until it ends, where the database locks rows.
    """
    selected = _select(model, beside, tuple(where), locked=locked)
    return [selected.row(columns) for columns in _found(selected, where)]


def columns(
    model: type[models.Model], names: tuple[str, ...], *, where: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """As `read`, but only the columns of these fields, without rows around them."""
    selected = _select_columns(model, names, tuple(where))
    return [selected.columns.values(row) for row in _found(selected, where)]


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
    database = _database()
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            # in one message: each way to the server and back costs more than what it does there
            values = [value for one in statements for value in one.values]
            cursor.execute("; ".join(one.text for one in statements), values)
            return
        for one in statements:
            cursor.execute(one.text, one.values)


def insert_many(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same fields, inside the caller's transaction.

    As `bulk_create` does for objects, in a third of the time: no object is made, and a value that
    stands in one row after the other is made ready for the database once. Fields that are not named
    have their defaults.
    """
    _write_many(model, rows, lambda names: _insert(model, names))


def upsert_many(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    *,
    unique: tuple[str, ...],
    sets: tuple[str, ...],
) -> None:
    """As `insert_many`; where a row has the same `unique` fields, only set those named by `sets`."""
    _write_many(model, rows, lambda names: _upsert(model, names, unique, sets))


def _write_many(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    spelled: Callable[[tuple[str, ...]], str],
) -> None:
    if not rows:
        return
    fields = model._meta.concrete_fields  # noqa: SLF001 - as below
    database = _database()
    ready = [_ready(field, rows, database) for field in fields]
    with database.cursor() as cursor:
        cursor.executemany(
            spelled(tuple(field.name for field in fields)), list(zip(*ready, strict=True))
        )


def _ready(field: Any, rows: Sequence[Mapping[str, Any]], database: Any) -> list[Any]:
    """The values of one column as the database takes them."""
    name = field.name
    if name not in rows[0]:
        return [field.get_db_prep_save(field.get_default(), database) for _ in rows]
    made: list[Any] = []
    before: Any = _NOTHING
    prepared: Any = None
    for row in rows:
        value = row[name]
        if value is not before:
            prepared, before = field.get_db_prep_save(value, database), value
        made.append(prepared)
    return made


_NOTHING = object()


@dataclass(frozen=True, slots=True)
class _Columns:
    """All columns of a table, and how the database's values become ours."""

    model: type[models.Model]
    names: list[str]
    converters: list[list[Any]]

    @classmethod
    def of(cls, model: type[models.Model], names: tuple[str, ...] = ()) -> _Columns:
        every = model._meta.concrete_fields  # noqa: SLF001 - as below
        fields = [_field(model, name) for name in names] or every
        told = [field.get_col(_table(model)) for field in fields]
        return cls(
            model,
            [field.attname for field in fields],
            [
                connection.ops.get_db_converters(one) + one.get_db_converters(connection)
                for one in told
            ],
        )

    def row(self, columns: tuple[Any, ...]) -> models.Model:
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, self.values(columns))

    def values(self, columns: tuple[Any, ...]) -> tuple[Any, ...]:
        database, values = _database(), []
        for value, converters in zip(columns, self.converters, strict=True):
            for convert in converters:
                value = convert(value, None, database)  # noqa: PLW2901
            values.append(value)
        return tuple(values)


@dataclass(frozen=True, slots=True)
class _Select:
    """A read, with the fields that it asks by."""

    text: str
    asked: list[Any]
    columns: _Columns
    beside: str
    columns_beside: _Columns | None

    def row(self, columns: tuple[Any, ...]) -> Any:
        own = len(self.columns.names)
        found = self.columns.row(columns[:own])
        if self.columns_beside:
            setattr(found, self.beside, self.columns_beside.row(columns[own:]))
        return found


def _found(selected: _Select, where: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    database = _database()
    values = [
        field.get_db_prep_value(value, database)
        for field, value in zip(selected.asked, where.values(), strict=True)
    ]
    with database.cursor() as cursor:
        cursor.execute(selected.text, values)
        return cursor.fetchall()


@lru_cache(maxsize=32)
def _select(
    model: type[models.Model], beside: str, names: tuple[str, ...], *, locked: bool
) -> _Select:
    other = _field(model, beside).related_model if beside else None
    columns = [f"{_table(model)}.{name}" for name in _column_names(model)]
    tables = _table(model)
    if other is not None:
        columns += [f"{_table(other)}.{name}" for name in _column_names(other)]
        key, primary = _column(model, beside), _column(other, "pk")
        tables += (
            f" INNER JOIN {_table(other)} ON {_table(model)}.{key} = {_table(other)}.{primary}"
        )
    asked, conditions = [], []
    for name in names:
        of, _, far = name.rpartition("__")
        table = other if of and other is not None else model
        asked.append(_field(table, far))
        conditions.append(f"{_table(table)}.{_column(table, far)} = %s")
    lock = (
        f" FOR UPDATE OF {_table(model)}"
        if locked and connection.features.has_select_for_update_of
        else ""
    )
    # all that is put in are names of our own tables and columns; so below
    text = f"SELECT {', '.join(columns)} FROM {tables} WHERE {' AND '.join(conditions)}{lock}"  # noqa: S608
    return _Select(text, asked, _Columns.of(model), beside, _Columns.of(other) if other else None)


@lru_cache(maxsize=32)
def _select_columns(
    model: type[models.Model], names: tuple[str, ...], by: tuple[str, ...]
) -> _Select:
    wanted = ", ".join(_column(model, name) for name in names)
    conditions = " AND ".join(f"{_column(model, name)} = %s" for name in by)
    text = f"SELECT {wanted} FROM {_table(model)} WHERE {conditions}"  # noqa: S608
    asked = [_field(model, name) for name in by]
    return _Select(text, asked, _Columns.of(model, names), "", None)


def _column_names(model: type[models.Model]) -> list[str]:
    return [_column(model, field.name) for field in model._meta.concrete_fields]  # noqa: SLF001


@lru_cache(maxsize=32)
def _insert(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(_column(model, name) for name in names)
    places = ", ".join(["%s"] * len(names))
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
    database = _database()
    values = [_field(model, name).get_db_prep_save(value, database) for name, value in row.items()]
    return Statement(text, values)


def _database() -> Any:
    """This thread's connection itself: `connection` looks it up again for each word to it."""
    return connections[DEFAULT_DB_ALIAS]


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(_field(model, name).column)


@lru_cache(maxsize=64)
def _field(model: type[models.Model], name: str) -> Any:
    facts = model._meta  # noqa: SLF001 - Django's own door to the names of columns
    return facts.pk if name == "pk" else facts.get_field(name)
