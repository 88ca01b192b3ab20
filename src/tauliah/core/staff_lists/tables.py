"""Rows of a CSV file, one after another, whatever its length."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from tauliah.core.staff_lists.columns import Columns, columns_of
from tauliah.core.staff_lists.faults import ListFault

LINES_TO_HEADINGS = 20
"""The headings stand in one of so many first rows."""

MOST_LINE = 65_536
"""Characters of a line that is read."""

MOST_TEXT = 500
"""Characters of a cell that are kept."""

MOST_CELLS = 256
"""Cells of a row that are looked at."""

_DELIMITERS = (",", ";", "\t", "|")
_PORTION = 65_536


class CsvTable:
    """A CSV file whose encoding and delimiter are found out; ListFault where it is none."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._encoding = _encoding_of(stream)
        self._delimiter, self.headed_at, self.columns = self._headings()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row under the headings: its number in the file, from 1, and its cells."""
        for number, cells in self._rows(self._delimiter):
            if number > self.headed_at:
                yield number, cells

    def _rows(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        self._stream.seek(0)
        reader = csv.reader(_lines(self._stream, self._encoding), delimiter=delimiter)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                yield number, [cell[:MOST_TEXT].strip() for cell in cells[:MOST_CELLS]]
        except csv.Error:
            raise ListFault(
                "not-a-table",
                en=f"Row {number + 1} cannot be read as a row of a table. Save the list again as CSV in UTF-8, or as XLSX.",
                ms=f"Baris {number + 1} tidak dapat dibaca sebagai baris jadual. Simpan semula senarai sebagai CSV dalam UTF-8, atau sebagai XLSX.",
            ) from None

    def _headings(self) -> tuple[str, int, Columns]:
        """The delimiter under which most columns are known, where the headings stand, and what they are."""
        best: tuple[int, str, int, Columns] | None = None
        for delimiter in _DELIMITERS:
            for number, cells in self._rows(delimiter):
                if number > LINES_TO_HEADINGS:
                    break
                columns = columns_of(cells)
                if columns is not None:
                    if best is None or len(columns.wanted) > best[0]:
                        best = len(columns.wanted), delimiter, number, columns
                    break
        if best is None:
            raise no_headings()
        return best[1:]


def no_headings() -> ListFault:
    """No column of credential numbers was found."""
    return ListFault(
        "no-number-column",
        en=f"None of the first {LINES_TO_HEADINGS} rows names a column of credential numbers. Head it “Credential number” or “No. kredensial”, and the names “Name” or “Nama”.",
        ms=f"Tiada antara {LINES_TO_HEADINGS} baris pertama menamakan lajur nombor kredensial. Beri lajur itu tajuk “No. kredensial” atau “Credential number”, dan lajur nama “Nama” atau “Name”.",
    )


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    lent = cast("BinaryIO", _Lent(stream))
    text = io.TextIOWrapper(lent, encoding=encoding, errors="replace", newline="")
    while line := text.readline(MOST_LINE):
        if len(line) == MOST_LINE:
            raise ListFault(
                "line-too-long",
                en=f"A line of the list is longer than {MOST_LINE:,} characters. Is it a table?",
                ms=f"Satu baris senarai melebihi {MOST_LINE:,} aksara. Adakah ia jadual?",
            )
        yield line


class _Lent(io.BufferedIOBase):
    """A stream that stays open when its reader is thrown away."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        return self._stream.read(size if size > 0 else _PORTION)


def _encoding_of(stream: BinaryIO) -> str:
    """By its mark, else UTF-8 where all of it is that, else what Windows writes in Western Europe."""
    stream.seek(0)
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while portion := stream.read(_PORTION):
            if b"\0" in portion:
                raise ListFault(
                    "not-text",
                    en="The file is neither a table as text (CSV) nor a workbook (XLSX).",
                    ms="Fail ini bukan jadual teks (CSV) dan bukan buku kerja (XLSX).",
                )
            decoder.decode(portion)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
