"""The reviews in an Anki package, which is never believed.

It is opened in memory, only plain columns of plain tables are read, no function of SQL runs, and the
work is bounded.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from tauliah.apps.study.anki_package import LEGACY
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.practice.anki import ReadReview, is_review
from tauliah.core.practice.review_table import MOST_BYTES, MOST_REVIEWS

MOST_UNPACKED = 64_000_000
_MOST_ENTRIES = 1_000
_STEPS_AT_ONCE, _MOST_STEPS = 10_000, 60_000_000
"""Instructions of SQLite's machine between two looks, and in all: a sound package needs a few million."""
_NEWEST, _NEWER = "collection.anki21b", "collection.anki21"
_READ = {
    "notes": ("id", "guid"),
    "cards": ("id", "nid", "ord"),
    "revlog": ("id", "cid", "ease", "time", "type"),
}
"""All that is read of a package."""
_BROKEN_ZIP = (
    BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
_BROKEN_DATABASE = (sqlite3.Error, OverflowError, MemoryError, ValueError, TypeError)


def read_reviews(content: bytes) -> list[ReadReview] | Refused:
    """The reviews in a package; Refused where it is none, too large, or of Anki's newest format."""
    if len(content) > MOST_BYTES:
        return _refused_size()
    try:
        with ZipFile(BytesIO(content)) as archive:
            database = _database_in(archive)
    except _BROKEN_ZIP:
        return _refused_package()
    return database if isinstance(database, Refused) else _reviews_in(database)


def _database_in(archive: ZipFile) -> bytes | Refused:
    names = {entry.filename for entry in archive.infolist()[:_MOST_ENTRIES]}
    if _NEWEST in names:
        return Refused(
            "newest-format",
            LocalText(
                en="Anki packed this file in its newest format. Export the deck again, and tick “Support "
                "older Anki versions” and “Include scheduling information”.",
                ms="Anki memadatkan fail ini dalam format terbaharunya. Eksport dek itu semula dan tandakan "
                "“Support older Anki versions” dan “Include scheduling information”.",
            ),
        )
    name = next((one for one in (_NEWER, LEGACY) if one in names), None)
    if name is None:
        return _refused_package()
    # what its header says of its size is not believed: reading stops at the bound
    with archive.open(name) as file:
        database = file.read(MOST_UNPACKED + 1)
    return _refused_size() if len(database) > MOST_UNPACKED else database


def _reviews_in(database: bytes) -> list[ReadReview] | Refused:
    if len(database) < 100 or not database.startswith(b"SQLite format 3\0"):
        return _refused_package()
    # a database with a write-ahead log cannot be opened without its files: take it as one without
    plain = database[:18] + b"\x01\x01" + database[20:]
    connection = sqlite3.connect(":memory:")
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
        connection.deserialize(plain)
        _bound(connection)
        return list(_rows(connection))
    except _TooMuch:
        return Refused(
            "too-many-reviews",
            LocalText(
                en=f"The package has more than {MOST_REVIEWS:,} reviews, cards or notes. Export only the deck "
                "of this course.",
                ms=f"Pakej ini mengandungi lebih daripada {MOST_REVIEWS:,} ulang kaji, kad atau nota. Eksport "
                "dek kursus ini sahaja.",
            ),
        )
    except _BROKEN_DATABASE:
        return _refused_package()
    finally:
        connection.close()


class _TooMuch(Exception):
    """More rows than are read."""


def _bound(connection: sqlite3.Connection) -> None:
    """Let nothing run but the reading of plain columns of plain tables, for a bounded time."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    left = _MOST_STEPS // _STEPS_AT_ONCE

    def look() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    connection.set_progress_handler(look, _STEPS_AT_ONCE)
    # a view, or a table that a module makes up, has no page of its own
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        " AND name IN ('notes', 'cards', 'revlog')"
    ).fetchall()
    if {name for (name,) in found} != set(_READ):
        raise ValueError("a package has these three tables")

    def may(act: int, of: str | None, column: str | None, *_: str | None) -> int:
        if act == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        is_read = act == sqlite3.SQLITE_READ and column in _READ.get(of or "", ())
        return sqlite3.SQLITE_OK if is_read else sqlite3.SQLITE_DENY

    connection.set_authorizer(may)


def _rows(connection: sqlite3.Connection) -> Iterator[ReadReview]:
    notes = dict(_whole(connection, "SELECT id, guid FROM notes"))
    cards = {
        id: notes.get(note)
        for id, note, place in _whole(connection, "SELECT id, nid, ord FROM cards")
        if place == 0
    }
    log = _whole(connection, "SELECT id, cid, ease, time, type FROM revlog")
    for id, card, ease, taken, kind in log:
        guid = cards.get(card)
        numbers = (id, ease, taken, kind)
        if not isinstance(guid, str) or not all(isinstance(one, int) for one in numbers):
            continue
        if is_review(ease, kind):
            yield ReadReview(guid, id, ease, taken / 1000)


def _whole(connection: sqlite3.Connection, question: str) -> Iterable[Any]:
    rows = connection.execute(question).fetchmany(MOST_REVIEWS + 1)
    if len(rows) > MOST_REVIEWS:
        raise _TooMuch
    return rows


def _refused_package() -> Refused:
    return Refused(
        "no-package",
        LocalText(
            en="This is no Anki package that can be read. Export the deck again as an Anki package (.apkg), "
            "with “Support older Anki versions” ticked.",
            ms="Ini bukan pakej Anki yang boleh dibaca. Eksport dek itu semula sebagai pakej Anki (.apkg), "
            "dengan “Support older Anki versions” ditandakan.",
        ),
    )


def _refused_size() -> Refused:
    return Refused(
        "too-large",
        LocalText(
            en="The package is larger than 8 MB, or 64 MB when unpacked. Export only the deck of this "
            "course, without media.",
            ms="Pakej ini melebihi 8 MB, atau 64 MB apabila dinyahpadat. Eksport dek kursus ini sahaja, "
            "tanpa media.",
        ),
    )
