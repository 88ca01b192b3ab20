"""Every equation that stands in a text of the shipped programme comes out as written."""

from __future__ import annotations

from functools import cache

import pytest

from tauliah.core.kernel import LANGUAGES
from tauliah.core.programme.folder import read_folder
from tauliah.core.programme.said import Texts, texts_of
from tests.programmes.equations import equations_in
from tests.programmes.lesson_tables import tables_in, totals, worked_rows
from tests.programmes.test_personal_insurance import files


@cache
def texts() -> Texts:
    return texts_of(read_folder(files()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_equation_in_lessons_items_cards_glossary_and_figures_holds(language):
    found = [(said, one) for said in texts()[language] for one in equations_in(said.text)]

    wrong = [
        f"{said.file}:{said.first_line}: {one.written}" for said, one in found if not one.holds
    ]
    assert wrong == []
    # a reader that overlooks equations would call them right
    assert len(found) >= 850


@pytest.mark.parametrize(
    "text",
    [
        "3,000 × 40% × 250,000 × 24% = 72,000,000",
        "RM640 × 1.15 × 1.10 × 0.95 × 0.70 = RM538.38",
        "5 months × RM4,200 = RM21,000, of which",
        "So 65 + 30 = 95% and 8 + 9 = RM17m.",
        "24,000 × (1 − 1.03⁻¹⁵) ÷ 0.03 = RM286,510",
        "(RM7,200 ÷ RM800 = 9)",
        "60,000 × 1.04^12 = 60,000 × 1.60103 = RM96,062",
        "18 × 3,000 = RM54,000, plus RM20,000 = RM74,000",
        "Z = √(270 ÷ 1,082) = 0.50",
        "10% daripada 500,000 = 50,000",
        "−19,000 + 19,000 = 0",
    ],
)
def test_equations_are_read_as_people_write_them(text):
    found = list(equations_in(text))

    assert found
    assert all(one.holds for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "RM80,000 × 1.04¹² = RM128,100",
        "60,000 × 1.6010 = RM96,062",
        "65 + 30 = 96%",
        "18 × 3,000 = RM54,000, less RM20,000 = RM36,000",
        "RM1.5 million + RM2 million = RM3.6 million",
    ],
)
def test_a_result_that_is_off_in_its_last_place_is_found(text):
    assert not all(one.holds for one in equations_in(text))


@pytest.mark.parametrize(
    "text",
    ["the wife 1/8 = RM30,000", "son : daughter = 2 : 1", "retention = 1", "2026: RM5 = RM5"],
)
def test_what_is_no_calculation_is_left_alone(text):
    assert list(equations_in(text)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_calculation_and_every_total_in_a_table_comes_out(language):
    found = [
        (said, one)
        for said in texts()[language]
        for table in tables_in(said.text)
        for one in (*worked_rows(table), *totals(table))
    ]

    wrong = [
        f"{said.file}:{said.first_line}: {one.written}" for said, one in found if not one.holds
    ]
    assert wrong == []
    assert len(found) >= 45


TABLE = """
| Step | Calculation | RM |
| --- | --- | ---: |
| Base rate | | 500.00 |
| Factors | 500 × 1.90 × 1.10 × 1.20 | 1,254.00 |
| Fee | + 70 | {fee} |

| Needs | RM |
|---|---|
| Loan | 210,000 |
| Income | 570,263 |
| **Total** | **{total}** |
"""


@pytest.mark.parametrize(
    ("fee", "total", "wrong"),
    [
        ("1,324.00", "780,263", []),
        ("1,325.00", "780,263", ["1,254.00 + 70 = 1,325.00"]),
        ("1,324.00", "780,163", ["210,000 + 570,263 = 780,163"]),
    ],
)
def test_a_wrong_step_or_total_of_a_table_is_found(fee, total, wrong):
    tables = list(tables_in(TABLE.format(fee=fee, total=total)))

    found = [one for table in tables for one in (*worked_rows(table), *totals(table))]
    assert [one.written.strip() for one in found if not one.holds] == wrong
    assert len(found) == 3
