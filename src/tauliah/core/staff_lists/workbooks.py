"""Rows of the first sheet of an XLSX workbook (ECMA-376), one after another, whatever it claims to hold.

A workbook is packed: a small file may unpack to a huge one. Every part is unpacked in portions, and
no more of it than the limits below; texts that rows share go to a scratch file, not into memory.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import BinaryIO

from tauliah.core.staff_lists.columns import Columns, columns_of
from tauliah.core.staff_lists.faults import ListFault
from tauliah.core.staff_lists.sheets import (
    ElementReader,
    SharedReader,
    SheetReader,
    broken,
    too_large,
)
from tauliah.core.staff_lists.tables import LINES_TO_HEADINGS, no_headings

MOST_PARTS = 1_000
MOST_DIRECTORY = 1_048_576
MOST_SHEET = 128 * 1_048_576
MOST_SHARED = 64 * 1_048_576
MOST_SHARED_TEXTS = 1_000_000
"""Bytes and numbers beyond which a workbook is not read; a list of 100,000 rows needs a tenth."""

_MOST_SMALL_PART = 1_048_576
_PORTION = 65_536
_END = b"PK\x05\x06"
_END_BYTES = 22


class Workbook:
    """A workbook opened to be read; `scratch` is an empty file of the caller. ListFault where it is none."""

    def __init__(self, stream: BinaryIO, scratch: BinaryIO) -> None:
        _refuse_large_directory(stream)
        try:
            self._parts = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
            raise broken() from None
        self._sheet = self._first_sheet()
        self._shared = _SharedTexts(scratch)
        if "xl/sharedStrings.xml" in self._parts.namelist():
            _read_shared(self._parts, self._shared)
        self.headed_at, self.columns = self._headings()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row under the headings: its number on the sheet, and the cells of the known columns."""
        for number, cells in self._cells():
            if number > self.headed_at:
                yield number, self._texts(cells, wanted=self.columns.wanted)

    def _headings(self) -> tuple[int, Columns]:
        for seen, (number, cells) in enumerate(self._cells()):
            if seen >= LINES_TO_HEADINGS:
                break
            columns = columns_of(self._texts(cells, wanted=frozenset(cells)))
            if columns is not None:
                return number, columns
        raise no_headings()

    def _texts(self, cells: dict[int, tuple[str, str]], *, wanted: frozenset[int]) -> list[str]:
        texts = [""] * (max(wanted, default=-1) + 1)
        for place in wanted:
            kind, value = cells.get(place, ("", ""))
            texts[place] = (self._shared.text(value) if kind == "s" else value).strip()
        return texts

    def _cells(self) -> Iterator[tuple[int, dict[int, tuple[str, str]]]]:
        reader = SheetReader()
        for portion in _portions(self._parts, self._sheet, most=MOST_SHEET):
            yield from reader.feed(portion)
        yield from reader.finish()

    def _first_sheet(self) -> str:
        """The part of the sheet that stands first, through the relationships of the workbook."""
        sheets: list[str] = []
        targets: dict[str, str] = {}

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                sheets.extend(
                    value for key, value in attributes.items() if key.rpartition(":")[2] == "id"
                )

        def relationship(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        _read_elements(self._parts, "xl/workbook.xml", sheet)
        _read_elements(self._parts, "xl/_rels/workbook.xml.rels", relationship)
        target = targets.get(sheets[0], "") if sheets else ""
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part not in self._parts.namelist():
            raise broken()
        return part


class _SharedTexts:
    """The texts that cells share, in a scratch file, and where each of them begins."""

    def __init__(self, scratch: BinaryIO) -> None:
        self._scratch = scratch
        self._begins = array("Q", [0])

    def add(self, text: str) -> None:
        if len(self._begins) > MOST_SHARED_TEXTS:
            raise too_large()
        written = text.encode("utf-8", "replace")
        self._scratch.write(written)
        self._begins.append(self._begins[-1] + len(written))

    def text(self, place: str) -> str:
        if not place.isdecimal() or len(place) > 7 or int(place) + 1 >= len(self._begins):
            return ""
        begin, end = self._begins[int(place)], self._begins[int(place) + 1]
        self._scratch.seek(begin)
        return self._scratch.read(end - begin).decode("utf-8", "replace")


def _read_shared(parts: zipfile.ZipFile, shared: _SharedTexts) -> None:
    reader = SharedReader(shared.add)
    for portion in _portions(parts, "xl/sharedStrings.xml", most=MOST_SHARED):
        reader.parse(portion)
    reader.parse(b"", is_last=True)


def _read_elements(
    parts: zipfile.ZipFile, part: str, tell: Callable[[str, dict[str, str]], None]
) -> None:
    reader = ElementReader(tell)
    for portion in _portions(parts, part, most=_MOST_SMALL_PART):
        reader.parse(portion)
    reader.parse(b"", is_last=True)


def _portions(parts: zipfile.ZipFile, part: str, *, most: int) -> Iterator[bytes]:
    """A part unpacked in portions; ListFault where it is missing, broken, locked or too large."""
    unpacked = 0
    try:
        _refuse_strange_packing(parts.getinfo(part))
        with parts.open(part) as unpacking:
            while portion := unpacking.read(_PORTION):
                unpacked += len(portion)
                if unpacked > most:
                    raise too_large()
                yield portion
    except ListFault:
        raise
    except (KeyError, ValueError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError):
        raise broken() from None
    except (RuntimeError, NotImplementedError):
        # a part that is locked by a password, or packed in a way that is not read
        raise _locked() from None


def _refuse_strange_packing(part: zipfile.ZipInfo) -> None:
    # spreadsheet programs pack by these two; others take memory that no limit here bounds
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _locked()


def _refuse_large_directory(stream: BinaryIO) -> None:
    """The list of parts is read as a whole: it may not be the bomb itself."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_BYTES))
    end = stream.read(_END_BYTES)
    # workbooks bear no comment, so that the end stands at the end; a second, larger directory
    # (ZIP64) is announced right before it
    stream.seek(max(0, size - _END_BYTES - 20))
    is_zip64 = stream.read(4) == b"PK\x06\x07"
    if len(end) < _END_BYTES or not end.startswith(_END) or is_zip64:
        raise broken()
    parts, directory = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if parts > MOST_PARTS or directory > MOST_DIRECTORY:
        raise too_large()
    stream.seek(0)


def _locked() -> ListFault:
    return ListFault(
        "locked-workbook",
        en="The workbook is locked or packed in a way that is not read here. Save it without a password.",
        ms="Buku kerja ini dikunci atau dipadatkan dengan cara yang tidak dibaca di sini. Simpan tanpa kata laluan.",
    )
