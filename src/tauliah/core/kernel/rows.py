"""Records as rows of plain text, as they travel between processes and lie in files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from json.encoder import encode_basestring
from typing import NamedTuple, cast

from tauliah.core.kernel.digests import canonical_json
from tauliah.core.kernel.entries import ChainFault, Entry, EntryKind, chain_faults

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_KINDS = frozenset(map(str, EntryKind))


class EntryRow(NamedTuple):
    """An entry with its facts as JSON and its moment in microseconds since 1970."""

    person: str
    number: int
    kind: str
    facts: str
    happened_at: int
    recorded_by: str
    reason: str
    release: str
    previous: str
    seal: str


class RecordRows(NamedTuple):
    """All rows of one person in stored order, and the number and seal of the last as kept apart."""

    person: str
    head: tuple[int, str]
    rows: Sequence[EntryRow]

    def entries(self) -> tuple[Entry, ...]:
        """The entries of the rows; ValueError for facts that are no JSON."""
        return tuple(map(entry_of, self.rows))

    def faults(self) -> tuple[ChainFault, ...]:
        """Every fault of the chain, as `chain_faults` finds them."""
        if is_surely_whole(self):
            return ()
        try:
            entries = self.entries()
        except (ValueError, OverflowError):
            return tuple(
                ChainFault(self.person, row.number, "altered")
                for row in self.rows
                if not _can_be_read(row)
            )
        return chain_faults(self.person, entries, head=self.head)


def facts_as_text(facts: object) -> str:
    """Facts in their canonical spelling; those that have none, and no seal, as they are."""
    try:
        return canonical_json(facts).decode()
    except (TypeError, ValueError):
        return json.dumps(facts)


def row_of(entry: Entry) -> EntryRow:
    """The row of an entry."""
    return EntryRow(
        person=entry.person,
        number=entry.number,
        kind=str(entry.kind),
        facts=facts_as_text(entry.facts),
        happened_at=microseconds(entry.happened_at),
        recorded_by=entry.recorded_by,
        reason=entry.reason,
        release=entry.release,
        previous=entry.previous,
        seal=entry.seal,
    )


def entry_of(row: EntryRow) -> Entry:
    """The entry of a row. A kind that is none stays text, so that the seal tells of it."""
    return Entry(
        person=row.person,
        number=row.number,
        kind=EntryKind(row.kind) if row.kind in _KINDS else cast("EntryKind", row.kind),
        facts=json.loads(row.facts),
        happened_at=EPOCH + row.happened_at * _MICROSECOND,
        recorded_by=row.recorded_by,
        reason=row.reason,
        release=row.release,
        previous=row.previous,
        seal=row.seal,
    )


def microseconds(moment: datetime) -> int:
    """A moment with a time zone as microseconds since 1970."""
    return (moment - EPOCH) // _MICROSECOND


def is_surely_whole(record: RecordRows) -> bool:
    """Whether every seal, every link and the head hold, told from the text alone.

    Facts that are not written in their canonical spelling are not looked into, so that False says
    no more than that it takes a closer look.
    """
    previous, number = "", 0
    for row in record.rows:
        number += 1
        if row.number != number or row.person != record.person or row.previous != previous:
            return False
        try:
            seal = seal_of(row)
        except (ValueError, OverflowError):
            return False
        if seal != row.seal:
            return False
        previous = seal
    return record.head == (number, previous)


def seal_of(row: EntryRow) -> str:
    """The seal of an entry whose facts are in their canonical spelling.

    ValueError for half a surrogate pair, which has no bytes; OverflowError for a moment in no year.
    """
    moment = (EPOCH + timedelta(0, 0, row.happened_at)).isoformat(timespec="microseconds")
    spelled = (
        f'{{"facts":{row.facts},"happened_at":"{moment}","kind":{encode_basestring(row.kind)},'
        f'"number":{row.number},"person":{encode_basestring(row.person)},'
        f'"previous":{encode_basestring(row.previous)},"reason":{encode_basestring(row.reason)},'
        f'"recorded_by":{encode_basestring(row.recorded_by)},'
        f'"release":{encode_basestring(row.release)}}}'
    )
    return "sha256:" + sha256(spelled.encode()).hexdigest()


def sealed_rows(rows: Iterable[EntryRow]) -> tuple[EntryRow, ...]:
    """The rows of one person, whose facts are in their canonical spelling, sealed one by one."""
    sealed: list[EntryRow] = []
    previous = ""
    for row in rows:
        linked = row._replace(previous=previous)
        previous = seal_of(linked)
        sealed.append(linked._replace(seal=previous))
    return tuple(sealed)


def _can_be_read(row: EntryRow) -> bool:
    try:
        entry_of(row)
    except (ValueError, OverflowError):
        return False
    return True
