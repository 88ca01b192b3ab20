"""What the search looks in is made once in each process for each release, and put as it was then.

Apps are imported inside the functions: this file is read before Django has its settings.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

_kept: dict[str, tuple[list[Any], list[Any], list[Any]]] = {}
"""Passages, their words and the index itself, by the digest of a release."""


def index_once(*, at: datetime) -> None:
    """Make what the search looks in from the newest release, as `make_index` does."""
    from django.db import connection, transaction

    from tauliah.apps.catalogue.queries import current_digest
    from tauliah.apps.reading.indexing import make_index
    from tauliah.apps.reading.models import Passage, SearchIndex

    is_postgresql = connection.vendor == "postgresql"
    columns = "rowid, words::text" if is_postgresql else "rowid, title, heading, text"
    if current_digest() not in _kept:
        make_index(at=at)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM reading_passagewords")
            words = cursor.fetchall()
        kept = list(Passage.objects.all()), words, list(SearchIndex.objects.all())
        _kept[current_digest()] = kept
        return
    passages, words, made = _kept[current_digest()]
    places = "%s, %s::tsvector" if is_postgresql else "%s, %s, %s, %s"
    with transaction.atomic(), connection.cursor() as cursor:
        for model, rows in ((Passage, passages), (SearchIndex, made)):
            model.objects.all().delete()
            model.objects.bulk_create(rows)
        cursor.execute("DELETE FROM reading_passagewords")
        cursor.executemany(
            f"INSERT INTO reading_passagewords ({columns.replace('::text', '')}) VALUES ({places})",
            words,
        )
