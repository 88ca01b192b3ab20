"""The cells of lessons' tables that come from a formula are worked out again, in both languages."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from tauliah.core.kernel import LANGUAGES
from tests.programmes.equations import Amount, amount_of
from tests.programmes.lesson_tables import tables_in
from tests.programmes.test_personal_insurance import shipped
from tests.programmes.worked_tables import WORKED_TABLES, Table

# a number with its sign and its unit, and words before or behind it, as in "3.3 years"
_CELL = re.compile(
    r"(?:[A-Za-z]+ ){0,2}(?P<sign>[+−]?)(?P<number>(?:RM|USD)?[\d.,]+(?: ?%| ?m\b| juta)?)(?: [a-z].*)?"
)


def number_in(cell: str) -> Amount | None:
    """The number that a cell begins with, with its sign; None where it begins with none."""
    found = _CELL.fullmatch(cell)
    amount = amount_of(found["number"]) if found else None
    if found is None or amount is None:
        return None
    return Amount(-amount.value if found["sign"] == "−" else amount.value, amount.half, amount.unit)


def cells_of(name: str, language: str) -> list[list[Amount | None]]:
    path, _, number = name.partition("#")
    course, _, slug = path.partition("/")
    body = shipped().programme.lesson(course, slug).in_language(language).body
    table = list(tables_in(body))[int(number)]
    return [[number_in(cell) for cell in row] for row in table]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WORKED_TABLES)
def test_a_cell_is_its_formula_to_the_last_place_printed(name, language):
    cells = cells_of(name, language)
    table = Table([[one.value if one else None for one in row] for row in cells])

    for (row, column), formula in WORKED_TABLES[name].items():
        printed, exact = cells[row][column], formula(table)
        assert printed is not None, (row, column)
        assert abs(printed.value - exact) <= printed.half, (row, column, float(exact))


def test_a_cell_is_read_with_its_sign_and_its_unit():
    read = {cell: number_in(cell) for cell in ("−9.1%", "RM5.40m", "3.3 years", "+6.4 points")}

    assert [one and one.value for one in read.values()] == [
        Fraction("-0.091"),
        Fraction(5_400_000),
        Fraction("3.3"),
        Fraction("6.4"),
    ]
    assert number_in("none") is number_in("Paid: fire") is number_in("") is None
