"""The clock by which exams run: the database's own, the same for every server beside it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

_NOW = {
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "SELECT clock_timestamp()",
}


def exam_time() -> datetime:
    """This moment, by the clock that the settings name; the database's unless a test sets it."""
    moment: datetime = import_string(settings.EXAM_CLOCK)()
    return moment


def database_time() -> datetime:
    """This moment by the database's clock.

    A server process whose clock is wrong by an hour gives nobody an hour, and takes none away.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        (said,) = cursor.fetchone()
    if isinstance(said, datetime):
        return said.astimezone(UTC)
    return datetime.fromisoformat(said).replace(tzinfo=UTC)
