"""Records in Parquet files, many people in each, for workers that read them without a database.

A partition is two files: `entries-00001.parquet` with a row for each entry, and
`heads-00001.parquet` with the number and the seal of each person's last entry, which tell of entries
that are cut from the end. The rows of one person follow one another in one file, by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tauliah.core.audit import Reaudit, Tally
from tauliah.core.kernel import EntryRow, RecordRows

if TYPE_CHECKING:
    import pyarrow as pa

PEOPLE_IN_A_FILE = 25_000
PEOPLE_AT_ONCE = 1_000
"""People whose rows lie in memory at a time, while files are written or read."""

_REPEATED = ["person", "kind", "recorded_by", "reason", "release"]
"""Columns with few different values, each of which is made only once."""
_HEAD = ("person", "number", "seal")


class NoLedgerError(Exception):
    """A folder that holds no records, or files that are none of a ledger."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """One partition of records in a folder that every worker sees."""

    folder: Path
    number: int

    @property
    def name(self) -> str:
        """The name of the file with the entries."""
        return self.entries.name

    @property
    def entries(self) -> Path:
        """The file with the entries."""
        return self.folder / f"entries-{self.number:05}.parquet"

    @property
    def heads(self) -> Path:
        """The file with the heads of the chains."""
        return self.folder / f"heads-{self.number:05}.parquet"


def ledger_files(folder: Path) -> tuple[LedgerFile, ...]:
    """The partitions in a folder, in order; NoLedgerError where there is none or a part is missing."""
    _arrow()
    files = [LedgerFile(folder, number) for number in _numbers(folder)]
    if not files:
        raise NoLedgerError(f"{folder}: no records in it (entries-00001.parquet, ...)")
    for one in files:
        if not one.heads.is_file():
            raise NoLedgerError(f"{one.heads}: missing, beside {one.name}")
    return tuple(files)


def people_in(files: Iterable[LedgerFile]) -> int:
    """How many people there are in all of the files."""
    from pyarrow import parquet

    return sum(parquet.read_metadata(one.heads).num_rows for one in files)


def write_ledger(
    records: Iterable[RecordRows], folder: Path, *, first: int = 1
) -> Iterator[LedgerFile]:
    """Write records to a folder; each file is told as soon as it is complete."""
    _arrow()
    folder.mkdir(parents=True, exist_ok=True)
    stream = iter(records)
    number = first
    while portion := list(islice(stream, PEOPLE_AT_ONCE)):
        file = LedgerFile(folder, number)
        _write(file, portion, stream)
        yield file
        number += 1


def read_ledger(file: LedgerFile) -> Iterator[RecordRows]:
    """The records of one partition; a person without entries comes last.

    NoLedgerError for files that are none of a ledger.
    """
    pa, parquet = _arrow()
    try:
        heads = parquet.read_table(file.heads, columns=list(_HEAD)).to_pydict()
        entries = parquet.ParquetFile(file.entries, read_dictionary=_REPEATED)
        head_of = dict(
            zip(heads["person"], zip(heads["number"], heads["seal"], strict=True), strict=True)
        )
        for person, rows in groupby(_rows(entries), attrgetter("person")):
            yield RecordRows(person, head_of.pop(person, (0, "")), tuple(rows))
    except (pa.ArrowInvalid, KeyError) as error:
        raise NoLedgerError(f"{file.entries}: {error}") from error
    for person, head in head_of.items():
        yield RecordRows(person, head, ())


@dataclass
class ReauditOfFiles:
    """The job over files: from one partition of records to what a change does to its people."""

    reaudit: Reaudit

    def __call__(self, file: LedgerFile) -> Tally:
        """What the change does to the people of one partition."""
        return self.reaudit(read_ledger(file))


def _rows(entries: Any) -> Iterator[EntryRow]:
    columns = list(EntryRow._fields)
    for batch in entries.iter_batches(batch_size=10_000, columns=columns, use_threads=False):
        # in the order asked for: a file may have its columns in any other
        yield from map(EntryRow._make, zip(*map(_listed, map(batch.column, columns)), strict=True))


def _listed(column: Any) -> list[Any]:
    pa, _ = _arrow()
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    if pa.types.is_dictionary(column.type):
        values = column.dictionary.to_pylist()
        return [values[place] for place in column.indices.to_pylist()]
    listed: list[Any] = column.to_pylist()
    return listed


def _write(file: LedgerFile, portion: list[RecordRows], more: Iterator[RecordRows]) -> None:
    pa, parquet = _arrow()
    head_schema, schema = _schemas(pa)
    left = PEOPLE_IN_A_FILE
    with (
        parquet.ParquetWriter(file.heads, head_schema, compression="zstd") as heads,
        parquet.ParquetWriter(file.entries, schema, compression="zstd") as entries,
    ):
        while portion:
            left -= len(portion)
            found = [(one.person, *one.head) for one in portion]
            heads.write_table(_table(pa, found, head_schema))
            rows = [row for one in portion for row in one.rows]
            entries.write_table(_table(pa, rows, schema))
            portion = list(islice(more, min(left, PEOPLE_AT_ONCE)))


def _table(pa: Any, rows: list[Any], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(one, type=field.type) for one, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _schemas(pa: Any) -> tuple[pa.Schema, pa.Schema]:
    types = {"number": pa.int32(), "happened_at": pa.timestamp("us", tz="UTC")}
    heads, entries = (
        pa.schema([pa.field(name, types.get(name, pa.string()), nullable=False) for name in names])
        for names in (_HEAD, EntryRow._fields)
    )
    return heads, entries


def _numbers(folder: Path) -> Iterator[int]:
    for path in sorted(folder.glob("entries-*.parquet")):
        number = path.stem.removeprefix("entries-")
        if number.isdecimal():
            yield int(number)


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise NoLedgerError(
            "Records in Parquet files need Arrow: pip install -r requirements/cluster.txt"
        ) from error
    return pa, parquet
