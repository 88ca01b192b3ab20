"""The rows that the house holds of a person, and what of each is given to them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from tauliah.apps.holdings import ROWS_AT_ONCE, Says, Table
from tauliah.apps.people.queries import User

NOT_GIVEN = "held, not given"
SOMEONE_ELSE = "someone else"
YOU = "you"


def rows_of(table: Table, person: User) -> Iterator[tuple[Any, str]]:
    """Every row of a table that is about a person or that the person made, with the way to them.

    The way is empty where the row is about them. A row that is both comes once, as about them.
    """
    if table.rows is not None:
        yield from ((row, "") for row in table.rows(person))
        return
    rows = apps.get_model(table.model)._default_manager.order_by("pk")  # noqa: SLF001
    about = Q(*((way, person.pk) for way in table.people), _connector=Q.OR)
    if table.people:
        found = rows.filter(about)
        yield from ((row, "") for row in found.iterator(chunk_size=ROWS_AT_ONCE))
    for way in table.actors:
        found = rows.filter(**{way: person.pk})
        for row in found.iterator(chunk_size=ROWS_AT_ONCE):
            if not any(_leads_to(row, one, person) for one in table.people):
                yield row, way


def shown_row(table: Table, row: Any, way: str, person: User) -> dict[str, Any]:
    """What of a row is given to a person; of one that is about another, only what they did."""
    shown: dict[str, Any] = {}
    for name, holding in table.fields.items():
        if way and not (
            holding.says is Says.WHOSE or name in table.actors[way] or name == row._meta.pk.name  # noqa: SLF001
        ):
            continue
        stored = getattr(row, row._meta.get_field(name).attname)  # noqa: SLF001
        match holding.says:
            case Says.SECRET:
                shown[name] = NOT_GIVEN if stored else None
            case Says.WHOSE:
                shown[name] = _whose(stored, person)
            case _:
                value = table.read(row, name) if table.read else stored
                shown[name] = plain(value)
    return shown


def _leads_to(row: Any, way: str, person: User) -> bool:
    value = row
    *steps, last = way.split("__")
    for step in steps:
        value = getattr(value, step)
    field = value._meta.pk if last == "pk" else value._meta.get_field(last)  # noqa: SLF001
    return str(getattr(value, field.attname)) == str(person.pk)


def _whose(id: Any, person: User) -> str | None:
    if id is None or not str(id):
        return None
    if str(id) == str(person.pk):
        return YOU
    return str(id) if not _is_account(str(id)) else SOMEONE_ELSE


def _is_account(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def plain(value: Any) -> Any:
    """A value as JSON has it: moments in UTC, numbers with a point as text, bytes as base64."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)
