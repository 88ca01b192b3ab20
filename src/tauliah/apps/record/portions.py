"""All records in portions of some people each, as rows that travel and that lie in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from tauliah.apps.record.models import ChainHead, RecordEntry
from tauliah.batch.ledger_files import write_ledger
from tauliah.core.kernel import EntryRow, RecordRows, facts_as_text, microseconds

PEOPLE_AT_ONCE = 500
COLUMNS = (
    "person_id", "number", "kind", "facts", "happened_at", "recorded_by", "reason", "release",
    "previous", "seal",
)  # fmt: skip


def count_people() -> int:
    """How many records there are."""
    return ChainHead.objects.count()


def portions_of_records() -> Iterator[tuple[RecordRows, ...]]:
    """Every record with its head, in portions of people, two questions to the database for each.

    No cursor stays open over all of it, so that long work keeps nobody from writing.
    """
    last: UUID | None = None
    while True:
        heads = ChainHead.objects.order_by("person_id")
        if last is not None:
            heads = heads.filter(person_id__gt=last)
        portion = {head.person_id: (head.number, head.seal) for head in heads[:PEOPLE_AT_ONCE]}
        if not portion:
            return
        last = next(reversed(portion))
        entries = RecordEntry.objects.filter(person__in=list(portion)).order_by("person", "number")
        chains = {
            person: tuple(map(row_of_columns, found))
            for person, found in groupby(
                entries.values_list(*COLUMNS).iterator(chunk_size=2000), itemgetter(0)
            )
        }
        yield tuple(
            RecordRows(str(person), head, chains.get(person, ()))
            for person, head in portion.items()
        )


def row_of_columns(values: tuple[Any, ...]) -> EntryRow:
    """The row of an entry from its `COLUMNS`."""
    person, number, kind, facts, happened_at, recorded_by, reason, release, previous, seal = values
    return EntryRow(
        person=str(person),
        number=number,
        kind=kind,
        facts=facts_as_text(facts),
        happened_at=microseconds(happened_at),
        recorded_by=recorded_by,
        reason=reason,
        release=str(release),
        previous=previous,
        seal=seal,
    )


def export_records(
    folder: Path, *, progress: Callable[[int, int], None] | None = None
) -> tuple[int, int]:
    """Write every record to Parquet files in a folder; how many people there are, and files.

    The chains go out as they are, with their heads, so that whoever reads them can verify them.
    """
    total, done = count_people(), 0

    def records() -> Iterator[RecordRows]:
        nonlocal done
        for portion in portions_of_records():
            yield from portion
            done += len(portion)
            if progress:
                progress(done, max(done, total))

    files = sum(1 for _ in write_ledger(records(), folder))
    return done, files
