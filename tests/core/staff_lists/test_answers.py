"""What is answered for a line, and how the answers are written."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import date
from typing import Any

import pytest

from tauliah.core.kernel import LocalText
from tauliah.core.staff_lists import (
    Answer,
    Judge,
    Registered,
    Result,
    StaffLine,
    cells_of,
    csv_portions,
    headings,
    open_staff_list,
    xlsx_portions,
)

NUMBER = "API-2026-000001"
DESIGNATIONS = frozenset({"API", "CPCU"})


def held(**other: Any) -> Registered:
    facts: dict[str, Any] = {
        "number": NUMBER,
        "name": "Aisyah binti Rahman",
        "code": "API",
        "letters": "API",
        "title": LocalText(en="Associate in Personal Insurance", ms="Rakan Insurans Peribadi"),
        "conferred_on": date(2026, 3, 3),
        "state": "in-force",
    }
    return Registered(**facts | other)


def answered(
    number: str = NUMBER, name: str = "RAHMAN Aisyah", designation: str = "", **other: Any
) -> Answer:
    line = StaffLine(2, number, name, designation)
    return Judge(DESIGNATIONS).answer(line, {NUMBER: held(**other)})


def test_number_and_name_that_agree_are_confirmed() -> None:
    answer = answered()

    assert (answer.result, answer.code) == (Result.CONFIRMED, "in-force")
    assert answer.reason.ms == "Berkuat kuasa, dan namanya sepadan."


def test_the_registered_name_is_told_to_who_had_it_and_to_nobody_else() -> None:
    assert answered().holder == "Aisyah binti Rahman"
    assert "Aisyah binti Rahman" in cells_of(answered(), "en")

    for name in ("", "Somebody Else"):
        assert answered(name=name).holder == ""
        assert "Aisyah binti Rahman" not in cells_of(answered(name=name), "en")


def test_without_a_name_to_compare_only_the_number_is_confirmed() -> None:
    assert (answered(name=" - ").result, answered(name="").code) == (
        Result.NUMBER_ONLY,
        "no-name-given",
    )


def test_a_name_that_the_holder_keeps_back_is_neither_confirmed_nor_denied() -> None:
    lines = [StaffLine(2, NUMBER, name, "") for name in ("Aisyah Rahman", "Somebody Else")]

    kept = [Judge(DESIGNATIONS).answer(line, {NUMBER: held(name="")}) for line in lines]

    assert [one.code for one in kept] == ["name-kept-back", "name-kept-back"]
    assert {one.result for one in kept} == {Result.NUMBER_ONLY}


def test_another_name_under_the_number_is_not_confirmed() -> None:
    assert answered(name="Aisyah binti Rahim").code == "name-differs"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "no-number"),
        ("PUM", "not-a-number"),
        ("API-2026-000009", "no-such-number"),
        ("API-2026-000001; API-2026-000002", "several-numbers"),
    ],
)
def test_a_number_that_decides_nothing(number: str, code: str) -> None:
    answer = answered(number)

    assert (answer.result, answer.code, answer.registered) == (Result.NOT_CONFIRMED, code, None)


@pytest.mark.parametrize("state", ["revoked", "suspended"])
def test_an_award_that_is_not_in_force_says_since_when(state: str) -> None:
    answer = answered(state=state, since=date(2026, 5, 1))

    assert (answer.result, answer.code) == (Result.NOT_CONFIRMED, state)
    assert "1 May 2026" in answer.reason.en
    assert "1 Mei 2026" in answer.reason.ms


def test_another_designation_is_named_but_a_job_title_says_nothing() -> None:
    assert answered(designation="CPCU").code == "designation-differs"
    assert answered(designation="api").code == "in-force"
    assert answered(designation="CEO").code == "in-force"
    assert answered(designation="Associate in Personal Insurance").code == "in-force"


def test_one_award_has_one_holder() -> None:
    judge, register = Judge(DESIGNATIONS), {NUMBER: held(name="")}

    codes = [judge.answer(StaffLine(row, NUMBER, "A", ""), register).code for row in (2, 9)]

    assert codes == ["name-kept-back", "number-repeated"]


def test_the_answers_as_csv_run_no_formula() -> None:
    answer = answered(name='=HYPERLINK("http://evil.example")')

    written = b"".join(csv_portions([headings("ms"), cells_of(answer, "ms")]))

    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Baris", "No. kredensial", "Nama"]
    assert rows[1][2] == '\'=HYPERLINK("http://evil.example")'
    assert rows[1][3] == "Tidak disahkan"


def test_the_answers_as_a_workbook_are_read_back_as_they_are() -> None:
    rows = [headings("en"), *(cells_of(answered(name=n), "en") for n in ("<A> & B", "C\0D"))]

    written = b"".join(xlsx_portions(rows))

    read = list(open_staff_list(io.BytesIO(written), io.BytesIO()).lines())
    assert [(line.row, line.number, line.name) for line in read] == [
        (2, NUMBER, "<A> & B"),
        (3, NUMBER, "C D"),
    ]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_list() -> None:
    def peak(people: int) -> int:
        rows = (("1", f"API-2026-{place:06d}", f"Person {place}") for place in range(people))
        heading = [("Row", "Credential number", "Name")]
        written = io.BytesIO()
        for portion in xlsx_portions((*heading, *rows)):
            written.write(portion)
        scratch = io.BytesIO()
        tracemalloc.start()
        try:
            staff = open_staff_list(written, scratch)
            for portion in csv_portions((line.number, line.name) for line in staff.lines()):
                assert portion
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # nine thousand lines kept would take some megabytes
    assert peak(18_000) < peak(9_000) + 500_000
