"""Tables that only grow: the database itself refuses to change or remove a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.migrations.operations import RunPython

_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# INSERT OR REPLACE removes the row in its way without asking the trigger on DELETE
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def append_only(table: str) -> RunPython:
    """A migration operation that makes a table append-only, on SQLite and PostgreSQL.

    On SQLite, Django changes a table by making it anew, which loses its triggers: a migration
    that alters such a table must end with this operation again.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, table).values()
        keys = [one["columns"] for one in constraints if one["unique"] or one["primary_key"]]
        for statement in statements(table, connection.vendor, keys=keys):
            # without parameters, the driver leaves the percent sign alone
            schema_editor.execute(statement, params=None)

    return RunPython(forwards, RunPython.noop, elidable=False)


def statements(table: str, vendor: str, *, keys: Iterable[Sequence[str]]) -> list[str]:
    """The statements that make a table append-only; `keys` are its unique sets of columns."""
    if vendor == "sqlite":
        same = " OR ".join(
            " AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys
        )
        return [
            *(_SQLITE.format(table=table, act=act) for act in ("UPDATE", "DELETE")),
            _SQLITE_REPLACE.format(table=table, same=same),
        ]
    acts = ("UPDATE", "DELETE", "TRUNCATE")
    return [
        _POSTGRESQL_FUNCTION,
        *(_POSTGRESQL.format(table=table, act=act) for act in acts),
    ]
