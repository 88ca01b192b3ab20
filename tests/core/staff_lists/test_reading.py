"""Staff lists as employers keep them, and files that only look like one."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.staff_lists import MOST_BYTES, ListFault, StaffLine, open_staff_list
from tauliah.core.staff_lists import lists as lists_module
from tests.core.staff_lists.workbook import MAIN, packed, workbook

AISYAH = StaffLine(2, "API-2026-000001", "Aisyah binti Rahman", "API")
KUMAR = StaffLine(4, "API-2026-000002", "Kumar a/l Raman", "")
ROWS = [
    ["No. Kredensial", "Nama Penuh", "Gelaran", "Cawangan"],
    ["API-2026-000001", "Aisyah  binti Rahman ", "API", "Ipoh"],
    ["", "", "", "Klang"],
    ["API-2026-000002", "Kumar a/l Raman", "", "Klang, 2"],
]


def read(content: bytes) -> list[StaffLine]:
    return list(open_staff_list(io.BytesIO(content), io.BytesIO()).lines())


def refusal(content: bytes) -> str:
    with pytest.raises(ListFault) as caught:
        _count(content)
    assert caught.value.refused.message.ms != caught.value.refused.message.en
    return caught.value.refused.code


def _count(content: bytes) -> int:
    return open_staff_list(io.BytesIO(content), io.BytesIO()).count()


def is_read_or_refused(content: bytes) -> bool:
    try:
        return all(line.row for line in read(content))
    except ListFault as fault:
        return bool(fault.refused.code)


def as_csv(rows: list[list[str]], delimiter: str) -> str:
    return "".join(
        delimiter.join(f'"{c}"' if delimiter in c else c for c in r) + "\r\n" for r in rows
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_in_any_common_delimiter_and_encoding(
    delimiter: str, encoding: str
) -> None:
    assert read(as_csv(ROWS, delimiter).encode(encoding)) == [AISYAH, KUMAR]


def test_a_workbook_is_read_by_its_first_sheet() -> None:
    assert read(workbook(ROWS)) == [AISYAH, KUMAR]


def test_a_list_may_be_read_again() -> None:
    staff = open_staff_list(io.BytesIO(workbook(ROWS)), io.BytesIO())

    assert staff.count() == 2
    assert list(staff.lines()) == list(staff.lines()) == [AISYAH, KUMAR]


def test_cells_with_text_of_their_own_and_without_an_address_are_read() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Name</x:t>'
        '</x:is></x:c><x:c t="str"><x:v>Certificate No.</x:v></x:c></x:row><x:row r="5"><x:c '
        't="inlineStr"><x:is><x:r><x:t>Ai</x:t></x:r><x:r><x:t>syah</x:t></x:r><x:rPh><x:t>no</x:t>'
        '</x:rPh></x:is></x:c><x:c t="str"><x:f>A1</x:f><x:v>API-2026-000001</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )

    assert read(workbook([["a"]], sheet=sheet)) == [StaffLine(5, "API-2026-000001", "Aisyah", "")]


def test_headings_may_stand_under_a_title() -> None:
    content = "Kakitangan Syarikat,,\n,,\nBil.,Nama / Name,Credential number\n1,Aisyah,X\n"

    assert read(content.encode()) == [StaffLine(4, "X", "Aisyah", "")]


def test_a_count_of_rows_is_not_taken_for_the_credential_number() -> None:
    content = "No.,Name,Certificate Number\n1,Aisyah,API-2026-000001\n"

    assert read(content.encode())[0].number == "API-2026-000001"


def test_a_name_in_two_columns_is_put_together() -> None:
    content = "First name,Surname,Number\nMei Ling,Tan,API-2026-000001\n"

    assert read(content.encode())[0].name == "Mei Ling Tan"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-number-column"),
        (b"hello", "no-number-column"),
        (b"Name,Branch\nAisyah,Ipoh\n", "no-number-column"),
        (b"Number,Name\n,\n", "empty-list"),
        (b"\0\1\2" * 50, "not-text"),
        (b"%PDF-1.7\n", "another-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "another-format"),
        (b"PK\x03\x04 not a zip", "broken-workbook"),
        (b"Number,Name\n" + b"x" * 70_000, "line-too-long"),
        (b'Number,Name\n"' + b"x,\n" * 60_000, "not-a-table"),
        (packed({"word/document.xml": "<w/>"}), "broken-workbook"),
        (workbook(ROWS)[:-30], "broken-workbook"),
        (workbook(ROWS, sheet="<worksheet><sheetData>"), "broken-workbook"),
        (workbook(ROWS, sheet='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "broken-workbook"),
        (workbook(ROWS, sheet="<a>" * 100 + "</a>" * 100), "broken-workbook"),
        (workbook(ROWS, sheet=f"<a><!--{'x' * 2_000_000}--></a>"), "workbook-too-large"),
        (workbook(ROWS, sheet=f"<a {'x' * 2_000_000}='1'/>"), "workbook-too-large"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_the_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_more_than_is_read_is_left_at_the_limit() -> None:
    """A zip bomb: 200 MB of empty rows in some 200 kB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as whole:
                archive.writestr(name, whole.read(name))
        with archive.open("xl/worksheets/sheet4.xml", "w") as sheet:
            sheet.write(b'<worksheet><sheetData><row><c t="str"><v>Number</v></c></row>')
            for _ in range(200):
                sheet.write(b"<row></row>" * 95_000)

    assert len(file.getvalue()) < 1_000_000
    assert refusal(file.getvalue()) in ("workbook-too-large", "too-many-rows")


def test_a_directory_of_a_million_parts_is_not_read() -> None:
    whole = bytearray(workbook(ROWS))
    end = whole.rindex(b"PK\x05\x06")
    struct.pack_into("<HI", whole, end + 10, 65_000, 4_000_000)

    assert refusal(bytes(whole)) == "workbook-too-large"


def test_a_larger_directory_behind_the_first_is_not_read() -> None:
    whole = workbook(ROWS)
    end = whole.rindex(b"PK\x05\x06")

    assert refusal(whole[:end] + b"PK\x06\x07" + bytes(16) + whole[end:]) == "broken-workbook"


def test_a_locked_workbook_is_said_to_be_locked() -> None:
    whole = bytearray(workbook(ROWS))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = whole.find(sign)
        while at >= 0:
            whole[at + (6 if sign == b"PK\x03\x04" else 8)] |= 1
            at = whole.find(sign, at + 4)

    assert refusal(bytes(whole)) == "locked-workbook"


def test_more_people_than_a_list_may_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists_module, "MOST_PEOPLE", 3)

    assert len(read(b"Number\n" + b"A\n" * 3)) == 3
    assert refusal(b"Number\n" + b"A\n" * 4) == "too-many-rows"


def test_a_file_larger_than_any_list_is_not_opened() -> None:
    assert refusal(bytes(MOST_BYTES + 1)) == "too-many-bytes"


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK", b"Number,Name\n", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    assert is_read_or_refused(start + content)


def test_a_workbook_with_any_byte_changed_is_read_or_refused() -> None:
    whole, chance = workbook(ROWS), random.Random(7)
    for _ in range(400):
        spoiled = bytearray(whole)
        spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        assert is_read_or_refused(bytes(spoiled))
