"""A staff list as employers keep it, CSV or XLSX, read line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from tauliah.core.staff_lists.columns import Columns
from tauliah.core.staff_lists.faults import ListFault
from tauliah.core.staff_lists.tables import CsvTable
from tauliah.core.staff_lists.workbooks import Workbook

MOST_BYTES = 32 * 1_048_576
"""Of a list as it is sent."""

MOST_PEOPLE = 100_000
"""People on a list; rows that are empty do not count."""

_MOST_EMPTY = 1_100_000
"""Rows of a sheet at most, with a little room: a list of nothing ends too."""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person as the list names them: the row in the file, and three texts that may be empty."""

    row: int
    number: str
    name: str
    designation: str


class StaffList:
    """A list that was opened; `lines` may be read several times, each time from the file itself."""

    def __init__(self, table: CsvTable | Workbook) -> None:
        self._table = table

    def lines(self) -> Iterator[StaffLine]:
        """Everybody on the list in its order; ListFault at the row that cannot be read.

        And at the end, where nobody was on it.
        """
        people = empty = 0
        for row, cells in self._table.rows():
            line = _line(row, cells, self._table.columns)
            if not (line.number or line.name):
                empty += 1
                if empty > _MOST_EMPTY:
                    raise _too_long()
                continue
            people += 1
            if people > MOST_PEOPLE:
                raise _too_long()
            yield line
        if not people:
            raise ListFault(
                "empty-list",
                en="Nobody is on this list: there is no row with a number or a name under its headings.",
                ms="Tiada sesiapa dalam senarai ini: tiada baris dengan nombor atau nama di bawah tajuknya.",
            )

    def count(self, tell: Callable[[int], None] = lambda _: None) -> int:
        """How many people are on the list; ListFault where any part of it cannot be read.

        `tell` hears after each line how many there are so far.
        """
        counted = 0
        for counted, _ in enumerate(self.lines(), 1):
            tell(counted)
        return counted


def open_staff_list(stream: BinaryIO, scratch: BinaryIO) -> StaffList:
    """The list in a file; ListFault where it is none.

    `stream` can be sought; `scratch` is an empty file for this list alone. Memory does not grow
    with the list.
    """
    if stream.seek(0, 2) > MOST_BYTES:
        raise too_many_bytes()
    stream.seek(0)
    start = stream.read(8)
    if start.startswith(b"PK"):
        return StaffList(Workbook(stream, scratch))
    if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")):
        raise ListFault(
            "another-format",
            en="This is no list that can be read: an old or locked Excel file, a PDF or a letter. Save it as XLSX without a password, or as CSV.",
            ms="Ini bukan senarai yang boleh dibaca: fail Excel lama atau berkunci, PDF atau surat. Simpan sebagai XLSX tanpa kata laluan, atau sebagai CSV.",
        )
    return StaffList(CsvTable(stream))


def too_many_bytes() -> ListFault:
    """The file is larger than any list that is read."""
    megabytes = MOST_BYTES // 1_048_576
    return ListFault(
        "too-many-bytes",
        en=f"The file is larger than {megabytes} MB. Keep only the columns of numbers and names.",
        ms=f"Fail ini melebihi {megabytes} MB. Simpan hanya lajur nombor dan nama.",
    )


def _line(row: int, cells: Sequence[str], columns: Columns) -> StaffLine:
    def cell(place: int | None) -> str:
        text = cells[place] if place is not None and place < len(cells) else ""
        return " ".join(text.split())

    return StaffLine(
        row,
        cell(columns.number),
        " ".join(filter(None, map(cell, columns.names))),
        cell(columns.designation),
    )


def _too_long() -> ListFault:
    return ListFault(
        "too-many-rows",
        en=f"The list is longer than {MOST_PEOPLE:,} rows. Send it in parts.",
        ms=f"Senarai ini melebihi {MOST_PEOPLE:,} baris. Hantar secara berperingkat.",
    )
