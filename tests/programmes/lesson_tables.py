"""Tables of lessons that work something out: calculations in cells, and rows of totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.programmes.equations import Equation, amount_of, equations_in

_TABLE = re.compile(r"(?:^\|.*\n?){3,}", re.MULTILINE)
_STARTS_WITH_A_SIGN = re.compile(r"[+−×÷]\s+\d")
_CALCULATION = re.compile(r"[\d).%]\s*[+−×÷]\s*[(\d]|^[+−×÷]\s+\d")
_TOTAL = re.compile(r"total|together|jumlah|expected payment|bayaran jangkaan", re.IGNORECASE)
_SUBTOTAL = re.compile(r"(?:all|semua) .*", re.IGNORECASE)


def tables_in(text: str) -> Iterator[list[list[str]]]:
    """The rows of each table, cell by cell, without emphasis and without the line of dashes."""
    for found in _TABLE.finditer(re.sub(r"[*`]", "", text)):
        rows = [line.strip().strip("|").split("|") for line in found.group().splitlines()]
        yield [
            [cell.strip() for cell in row] for row in rows if not set("".join(row)) <= set("-: ")
        ]


def worked_rows(table: list[list[str]]) -> Iterator[Equation]:
    """Each calculation in a cell with the number in the next; one that begins with a sign goes on
    from the number of the row before."""
    before = ""
    for row in table:
        for cell, result in pairwise(row):
            if _CALCULATION.search(cell) and "=" not in cell and amount_of(result):
                goes_on = _STARTS_WITH_A_SIGN.match(cell)
                if goes_on and not before:
                    continue
                yield from equations_in(f"{before if goes_on else ''} {cell} = {result}")
        before = row[-1] if amount_of(row[-1]) else ""


def totals(table: list[list[str]]) -> Iterator[Equation]:
    """Each number in a row of totals, with the sum of the numbers above it since the last total."""
    for column in range(1, len(table[0])):
        above: list[str] = []
        for row in table[1:]:
            cell = row[column] if column < len(row) else ""
            is_subtotal = bool(_SUBTOTAL.fullmatch(row[0]))
            if is_subtotal or _TOTAL.fullmatch(row[0]):
                # shares of different wholes are no parts of a sum
                if len(above) > 1 and amount_of(cell) and "%" not in cell:
                    yield from equations_in(f"{' + '.join(above)} = {cell}")
                above = [cell] if is_subtotal and amount_of(cell) else []
            elif amount_of(cell):
                above.append(cell)
            else:
                above = []
