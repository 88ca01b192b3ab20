"""Answers as tables that an employer opens again: CSV and XLSX, written portion by portion."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal
from xml.sax.saxutils import escape

from tauliah.core.kernel import LocalText
from tauliah.core.staff_lists.judging import Answer, Result

Format = Literal["csv", "xlsx"]

HEADINGS: tuple[LocalText, ...] = (
    LocalText(en="Row", ms="Baris"),
    LocalText(en="Credential number", ms="No. kredensial"),
    LocalText(en="Name", ms="Nama"),
    LocalText(en="Answer", ms="Jawapan"),
    LocalText(en="Reason (English)", ms="Sebab (Inggeris)"),
    LocalText(en="Reason (Malay)", ms="Sebab (Melayu)"),
    LocalText(en="Code", ms="Kod"),
    LocalText(en="Registered name", ms="Nama berdaftar"),
    LocalText(en="Designation", ms="Gelaran"),
    LocalText(en="Conferred on", ms="Dianugerahkan pada"),
)

RESULTS: dict[Result, LocalText] = {
    Result.CONFIRMED: LocalText(en="Confirmed", ms="Disahkan"),
    Result.NUMBER_ONLY: LocalText(en="Number only", ms="Nombor sahaja"),
    Result.NOT_CONFIRMED: LocalText(en="Not confirmed", ms="Tidak disahkan"),
}

_PORTION = 65_536
_WIDTHS = (7, 20, 32, 15, 60, 60, 18, 32, 14, 14)
# what a spreadsheet would take for a formula; a tab or a return before one does not save it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cells_of(answer: Answer, language: str) -> tuple[str, ...]:
    """The row of an answer under the headings."""
    found = answer.registered
    return (
        str(answer.line.row),
        answer.line.number,
        answer.line.name,
        RESULTS[answer.result].in_language(language),
        answer.reason.en,
        answer.reason.ms,
        answer.code,
        answer.holder,
        found.letters if found else "",
        found.conferred_on.isoformat() if found else "",
    )


def headings(language: str) -> tuple[str, ...]:
    """The headings in one language."""
    return tuple(heading.in_language(language) for heading in HEADINGS)


def csv_portions(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV file of these rows, in UTF-8 with its mark, so that Excel reads it as such.

    What came from outside and looks like a formula gets an apostrophe before it (OWASP, CSV
    injection): whoever opens the answers must not run what a stranger wrote into the list.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
        if text.tell() >= _PORTION:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def xlsx_portions(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A workbook of one sheet with these rows, the first of them frozen; all cells are text."""
    written = _Written()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in _PARTS.items():
            parts.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        sheet_part = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        sheet_part.compress_type = zipfile.ZIP_DEFLATED
        with parts.open(sheet_part, "w", force_zip64=False) as sheet:
            sheet.write(_SHEET_START.encode())
            for number, row in enumerate(rows, 1):
                sheet.write(_row(number, row).encode())
                if len(written) >= _PORTION:
                    yield written.take()
            sheet.write(b"</sheetData></worksheet>")
    yield written.take()


def _row(number: int, row: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{chr(ord("A") + place)}{number}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(_plain(cell))}</t></is></c>'
        for place, cell in enumerate(row)
    )
    return f'<row r="{number}">{cells}</row>'


def _plain(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(sign if sign >= " " and sign not in "\ufffe\uffff" else " " for sign in text)


class _Written(io.RawIOBase):
    """What was written since it was last taken; cannot be sought, as a reply cannot."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def __len__(self) -> int:
        return len(self._held)

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        view = memoryview(data)  # type: ignore[arg-type] # anything that has bytes
        self._held += view
        return view.nbytes

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_START = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    + "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(_WIDTHS, 1)
    )
    + "</cols><sheetData>"
)
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Tauliah" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
