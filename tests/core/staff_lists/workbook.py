"""Workbooks as spreadsheet programs save them, made by hand so that each part can be spoiled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(
    rows: Sequence[Sequence[str]], *, sheet: str | None = None, shared: str | None = None
) -> bytes:
    """A workbook whose texts are shared by its cells; `sheet` and `shared` replace those parts."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row))
    places = {text: place for place, text in enumerate(texts)}
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + place)}{number}" t="s"><v>{places[cell]}</v></c>'
            for place, cell in enumerate(row)
            if cell
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return packed(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Staf" sheetId="4" r:id="rId7"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId7" '
            'Target="worksheets/sheet4.xml"/></Relationships>',
            "xl/sharedStrings.xml": shared
            or f'<sst xmlns="{MAIN}">'
            + "".join(f"<si><t>{text.replace('&', '&amp;')}</t></si>" for text in texts)
            + "</sst>",
            "xl/worksheets/sheet4.xml": sheet
            or f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
