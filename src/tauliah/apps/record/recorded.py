"""Entries recorded lately, for apps that tell others of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from tauliah.apps.record.models import RecordEntry
from tauliah.apps.record.queries import entry_of_row
from tauliah.core.kernel import Entry, EntryKind


def entries_recorded_since(moment: datetime, kinds: Collection[EntryKind]) -> Iterator[Entry]:
    """Entries of these kinds that were recorded from a moment on, of everybody; words stay concealed.

    By when they were written, whenever it happened.
    """
    # an id (UUID version 7) begins with the milliseconds at which it was made (RFC 9562, 5.7)
    first = UUID(int=int(moment.timestamp() * 1000) << 80)
    rows = RecordEntry.objects.filter(id__gte=first, kind__in=list(kinds)).order_by("id")
    return map(entry_of_row, rows.iterator(chunk_size=1000))
