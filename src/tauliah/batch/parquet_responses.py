"""Responses of a Parquet file as tables with groups, forms, weights and times, whole or in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tauliah.batch.response_files import parquet_file
from tauliah.core.psychometrics import Responses, pieces_from_rows, responses_from_rows
from tauliah.core.psychometrics.response_rows import PERSONS_IN_PIECE

ROWS_AT_ONCE = 50_000


def responses_in_parquet(
    path: Path, *, highest: int = 1, all_items: Iterable[str] = ()
) -> Responses:
    """All responses of a file with the columns that rows of responses have.

    Raises what `responses_from_rows` raises, rows being counted through the file from 1, and
    UnreadableFileError for what is no Parquet file. Of files for calibration alone, which may be far
    larger than memory, `calibrate_files` reads the columns as they are.
    """
    columns, rows = _read(path)
    return responses_from_rows(
        columns, rows, highest=highest, all_items=all_items, source=path.name
    )


def pieces_in_parquet(
    path: Path,
    *,
    all_items: Iterable[str],
    highest: int = 1,
    persons: int = PERSONS_IN_PIECE,
) -> Iterator[Responses]:
    """The same, so many persons at a time; the rows of one person follow one another."""
    columns, rows = _read(path)
    return pieces_from_rows(
        columns, rows, all_items=all_items, highest=highest, persons=persons, source=path.name
    )


def _read(path: Path) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The names of the columns, and the rows, of which memory holds some at a time."""
    file = parquet_file(path)
    names: list[str] = file.schema_arrow.names
    rows = (
        row
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, use_threads=False)
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    )
    return names, rows
