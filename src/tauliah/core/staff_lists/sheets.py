"""The XML of a workbook, read portion by portion within bounds."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from tauliah.core.staff_lists.faults import ListFault
from tauliah.core.staff_lists.tables import MOST_CELLS, MOST_TEXT

_MOST_SILENCE = 1_048_576
"""Bytes without a word of XML in them: one name or comment as long as that is an attack."""

_MOST_DEPTH = 64
_CELL = re.compile(r"([A-Z]{1,3})[1-9][0-9]{0,6}", re.ASCII)


class XmlReader:
    """A bounded reader of XML: no document type, no deep nesting, no endless names."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._depth = 0
        self._silence = 0

    def parse(self, portion: bytes, *, is_last: bool = False) -> None:
        self._silence += len(portion)
        try:
            self._parser.Parse(portion, is_last)
        except expat.ExpatError:
            raise broken() from None
        if self._silence > _MOST_SILENCE:
            raise too_large()

    def started(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name without a prefix."""

    def ended(self, name: str) -> None:
        """An element ends."""

    def said(self, text: str) -> None:
        """Text within the innermost element."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._silence = 0
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise broken()
        self.started(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._silence = 0
        self._depth -= 1
        self.ended(name.rpartition(":")[2])

    def _characters(self, text: str) -> None:
        self._silence = 0
        self.said(text)

    def _doctype(self, *declared: Any) -> None:  # noqa: ARG002 - expat's signature
        # entities that name entities grow without end
        raise broken()


class TextReader(XmlReader):
    """Gathers the text of `t` elements, but not what says how to pronounce it (`rPh`)."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._is_text = False
        self._pronounced = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._is_text = name == "t"
        self._pronounced += name == "rPh"

    def ended(self, name: str) -> None:
        self._is_text = False
        self._pronounced -= name == "rPh"

    def said(self, text: str) -> None:
        if self._is_text and not self._pronounced and len(self.text) < MOST_TEXT:
            self.text = (self.text + text)[:MOST_TEXT]


class ElementReader(XmlReader):
    """Tells of each element that begins."""

    def __init__(self, tell: Callable[[str, dict[str, str]], None]) -> None:
        super().__init__()
        self._told = tell

    def started(self, name: str, attributes: dict[str, str]) -> None:
        self._told(name, attributes)


class SharedReader(TextReader):
    """Hands on the text of each shared string in turn."""

    def __init__(self, add: Callable[[str], None]) -> None:
        super().__init__()
        self._add = add

    def ended(self, name: str) -> None:
        super().ended(name)
        if name == "si":
            self._add(self.text)
            self.text = ""


class SheetReader(TextReader):
    """Cells of each row by their place: kind (`s` is shared) and value."""

    def __init__(self) -> None:
        super().__init__()
        self._done: deque[tuple[int, dict[int, tuple[str, str]]]] = deque()
        self._row = 0
        self._place = -1
        self._kind = ""
        self._cells: dict[int, tuple[str, str]] = {}

    def feed(self, portion: bytes) -> Iterator[tuple[int, dict[int, tuple[str, str]]]]:
        self.parse(portion)
        yield from self._finished()

    def finish(self) -> Iterator[tuple[int, dict[int, tuple[str, str]]]]:
        self.parse(b"", is_last=True)
        yield from self._finished()

    def _finished(self) -> Iterator[tuple[int, dict[int, tuple[str, str]]]]:
        while self._done:
            yield self._done.popleft()

    def started(self, name: str, attributes: dict[str, str]) -> None:
        super().started(name, attributes)
        if name == "row":
            written = attributes.get("r", "")
            is_number = written.isdecimal() and len(written) <= 7
            # rows only go down: one that names an earlier place is counted on
            self._row = max(self._row + 1, int(written) if is_number else 0)
            self._place, self._cells = -1, {}
        elif name == "c":
            named = _CELL.fullmatch(attributes.get("r", ""))
            self._place = _place_of(named[1]) if named else self._place + 1
            self._kind = attributes.get("t", "n")
            self.text = ""
        elif name == "v":
            self._is_text = True

    def ended(self, name: str) -> None:
        super().ended(name)
        if name == "c" and self.text and 0 <= self._place < MOST_CELLS:
            self._cells[self._place] = self._kind, self.text
        elif name == "row":
            self._done.append((self._row, self._cells))


def _place_of(letters: str) -> int:
    """The place of a column from 0: A is 0, Z is 25, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def broken() -> ListFault:
    """The file is damaged, or is no workbook."""
    return ListFault(
        "broken-workbook",
        en="The workbook cannot be read. Save it again as XLSX, or save the sheet as CSV.",
        ms="Buku kerja ini tidak dapat dibaca. Simpan semula sebagai XLSX, atau simpan helaian sebagai CSV.",
    )


def too_large() -> ListFault:
    """A part of it goes beyond what is read."""
    return ListFault(
        "workbook-too-large",
        en="The workbook unpacks to more than is read here. Keep only the columns of numbers and names, or save the sheet as CSV.",
        ms="Buku kerja ini mengembang melebihi had yang dibaca di sini. Simpan hanya lajur nombor dan nama, atau simpan helaian sebagai CSV.",
    )
