"""All that the house holds of a person, as one archive: JSON, a page in each language, and files.

Rows are read in portions and go through a file on the disk, so that memory stays the same however
many there are, and so that JSON and pages say the same.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from tauliah.apps.holdings import Table
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.privacy.declared import personal_tables
from tauliah.apps.privacy.overview import kept_in_words
from tauliah.apps.privacy.readable import write_page
from tauliah.apps.privacy.rows import plain, rows_of, shown_row
from tauliah.core.kernel import LANGUAGES


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table in the file in between: where they begin, and how many there are."""

    table: Table
    begins: int
    rows: int


@transaction.atomic
def note_export(person: User, *, actor: Actor, at: datetime) -> None:
    """Note that a person's data are given out; done before they are."""
    require_own(actor, Permission.ACCOUNT_MANAGE, person=person)
    write_audit_entry(actor, "account.exported", subject=str(person.pk), at=at)


def write_export(person: User, target: IO[bytes], *, at: datetime) -> int:
    """Write the archive of all that is held of a person; how many rows it has."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as between,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        held = []
        for table in personal_tables():
            begins, rows = between.tell(), 0
            for row, way in rows_of(table, person):
                shown = shown_row(table, row, way, person)
                # in ASCII: half a surrogate pair, which an answer may hold, has no other spelling
                between.write(json.dumps(shown) + "\n")
                rows += 1
                _write_files(table, row, way, archive)
            held.append(Held(table, begins, rows))
        with _text(archive, "data.json") as out:
            _write_json(out, held, between, person=person, at=at)
        for language in LANGUAGES:
            with _text(archive, f"data.{language}.html") as out:
                write_page(
                    out,
                    ((one.table, one.rows, _rows_between(one, between)) for one in held),
                    language=language,
                    name=person.full_name,
                    at=at,
                )
    return sum(one.rows for one in held)


def _write_files(table: Table, row: Any, way: str, archive: zipfile.ZipFile) -> None:
    if table.files is None or way:
        return
    for file in table.files(row):
        archive.writestr(f"files/{row.pk}/{file.name}", file.content)


def _write_json(
    out: IO[str], held: list[Held], between: IO[str], *, person: User, at: datetime
) -> None:
    about = {"format": "tauliah-personal-data-1", "made_at": plain(at), "account": str(person.pk)}
    out.write(json.dumps(about)[:-1] + ', "held": [')
    for number, one in enumerate(held):
        table = one.table
        head = {
            "table": table.model,
            **{
                name: None if text is None else text.model_dump()
                for name, text in (
                    ("title", table.title),
                    ("purpose", table.purpose),
                    ("kept", kept_in_words(table)),
                    ("stays_after_erasure", table.stays),
                )
            },
            "says": {name: str(holding.says) for name, holding in table.fields.items()},
        }
        out.write(",\n" if number else "\n")
        out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
        for place, line in enumerate(_lines_between(one, between)):
            out.write((",\n" if place else "\n") + line)
        out.write("]}")
    out.write("\n]}\n")


def _lines_between(one: Held, between: IO[str]) -> Iterator[str]:
    between.seek(one.begins)
    for _ in range(one.rows):
        yield between.readline().rstrip("\n")


def _rows_between(one: Held, between: IO[str]) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, _lines_between(one, between))


def _text(archive: zipfile.ZipFile, name: str) -> IO[str]:
    return io.TextIOWrapper(
        archive.open(name, "w"), encoding="utf-8", errors="replace", newline="\n"
    )
