"""How the numbers in tables of lessons come about, cell by cell, from the other cells and the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import isqrt


class Table:
    """The numbers of a table: `table(2, 1)` is the cell in the second column of the third row."""

    def __init__(self, numbers: list[list[Fraction | None]]) -> None:
        self.numbers = numbers

    def __call__(self, row: int, column: int) -> Fraction:
        """The number in a cell; AssertionError where there is none."""
        number = self.numbers[row][column]
        assert number is not None, (row, column)
        return number

    def down(self, column: int, rows: Iterable[int]) -> Fraction:
        """The sum of some cells of a column."""
        return sum((self(row, column) for row in rows), Fraction(0))


Formula = Callable[[Table], Fraction]
Cells = dict[tuple[int, int], Formula]


def column(
    at: int, rows: Iterable[int], formula: Callable[[Table, int], Fraction]
) -> dict[tuple[int, int], Formula]:
    """One formula for some cells of a column; it is given the row."""

    def of_row(row: int) -> Formula:
        return lambda table: formula(table, row)

    return {(row, at): of_row(row) for row in rows}


def row(
    at: int, columns: Iterable[int], formula: Callable[[Table, int], Fraction]
) -> dict[tuple[int, int], Formula]:
    """One formula for some cells of a row; it is given the column."""

    def of_column(column: int) -> Formula:
        return lambda table: formula(table, column)

    return {(at, column): of_column(column) for column in columns}


def every(
    rows: Iterable[int], columns: Iterable[int], formula: Callable[[Table, int, int], Fraction]
) -> dict[tuple[int, int], Formula]:
    """One formula for a block of cells; it is given the row and the column."""

    def of_cell(row: int, column: int) -> Formula:
        return lambda table: formula(table, row, column)

    across = tuple(columns)
    return {(row, column): of_cell(row, column) for row in rows for column in across}


def grown(rate: Fraction, years: Fraction) -> Fraction:
    """What 1 becomes at that rate in so many years."""
    return (1 + rate) ** int(years)


def percent(number: int) -> Fraction:
    """So many hundredths."""
    return Fraction(number, 100)


PFP: dict[str, Cells] = {
    "PFP/02-household-statements#0": {
        (3, 1): lambda t: t.down(1, (1, 2)),
        (11, 1): lambda t: t.down(1, range(4, 11)),
        (12, 1): lambda t: t(3, 1) - t(11, 1),
    },
    "PFP/02-household-statements#1": {
        (4, 3): lambda t: t.down(3, range(1, 4)),
        (7, 1): lambda t: t.down(1, range(1, 7)),
        (6, 3): lambda t: t(7, 1) - t(4, 3),
    },
    "PFP/03-time-value-of-money#0": every(
        range(1, 6), range(1, 6), lambda t, r, c: grown(t(0, c), t(r, 0))
    ),
    "PFP/03-time-value-of-money#1": every(
        range(1, 5), range(1, 4), lambda t, r, c: (grown(t(0, c), t(r, 0)) - 1) / t(0, c)
    ),
    "PFP/03-time-value-of-money#2": every(
        range(1, 5), range(1, 5), lambda t, r, c: (1 - 1 / grown(t(0, c), t(r, 0))) / t(0, c)
    ),
    "PFP/04-life-cover-needs#1": {(12, 1): lambda t: t(6, 1) - t(11, 1)},
    "PFP/05-health-and-income-needs#1": {
        (3, 1): lambda t: t(1, 1) - t(2, 1),
        (5, 1): lambda t: t(3, 1) - t(4, 1),
    },
    "PFP/07-retirement#3": {
        **row(1, (1, 2), lambda *_: Fraction(400_000 - 30_000)),
        (3, 1): lambda t: t(1, 1) * Fraction("0.8") - 30_000,
        (3, 2): lambda t: t(1, 2) * Fraction("1.2") - 30_000,
    },
}

PIN: dict[str, Cells] = {
    "PIN/01-personal-motor#1": {
        **column(2, (1, 2, 3), lambda t, r: min(Fraction(50_000), t(r, 1))),
        (4, 2): lambda t: min(Fraction(25_000), t(4, 1)),
    },
    "PIN/05-life-insurance#1": {
        (5, 1): lambda t: t.down(1, range(1, 5)),
        (8, 1): lambda t: t(5, 1) - t(6, 1) - t(7, 1),
    },
    "PIN/06-health-and-disability#1": {
        (3, 1): lambda t: t(1, 1) + percent(20) * (12_000 - t(1, 1)),
        (3, 2): lambda t: t(1, 2) + percent(20) * (40_000 - t(1, 2)),
        **row(4, (1, 2), lambda t, c: min(t(3, c), Fraction(5_000))),
        (5, 1): lambda t: 12_000 - t(4, 1),
        (5, 2): lambda t: 40_000 - t(4, 2),
    },
    "PIN/07-motor-claims-and-limits#0": {
        (4, 2): lambda t: min(t(3, 2), t(1, 2) - t(2, 2)),
        (5, 1): lambda t: t(2, 1) + t(3, 1) - t(2, 1),
        (5, 2): lambda t: t(2, 2) + t(4, 2),
    },
    "PIN/07-motor-claims-and-limits#1": {
        **column(2, (1, 2, 3), lambda t, r: min(Fraction(250_000), t(r, 1))),
        (4, 3): lambda t: min(Fraction(500_000), t(4, 2)),
        (4, 4): lambda t: t(4, 1) - t(4, 3),
        (5, 3): lambda t: min(Fraction(100_000), t(5, 1)),
        (5, 4): lambda t: t(5, 1) - t(5, 3),
    },
    "PIN/08-household-claims#1": {
        (5, 1): lambda _: Fraction(3 * 6_500),
        (5, 2): lambda _: Fraction(3 * (6_500 - 4_000)),
        (6, 2): lambda t: t.down(2, range(1, 6)),
    },
}

PLI: dict[str, Cells] = {
    "PLI/03-named-perils-and-all-risks#1": {
        (6, 1): lambda t: t.down(1, range(1, 6)),
        (6, 2): lambda t: t.down(1, (1, 5)),
        (6, 3): lambda t: t.down(1, (1, 2, 4, 5)),
    },
    "PLI/07-liability-policies#2": {
        (1, 2): lambda t: min(Fraction(1_000_000), t(1, 1)),
        (1, 3): lambda t: 2_000_000 - t(1, 2),
        **column(2, (2, 3, 4), lambda t, r: min(Fraction(1_000_000), t(r, 1), t(r - 1, 3))),
        **column(3, (2, 3, 4), lambda t, r: t(r - 1, 3) - t(r, 2)),
    },
}

PPM: dict[str, Cells] = {
    "PPM/01-portfolio-and-segments#0": {
        (1, 2): lambda _: Fraction(12, 12),
        (2, 2): lambda _: Fraction(6, 12),
        (3, 2): lambda _: Fraction(3, 12),
    },
    "PPM/01-portfolio-and-segments#1": {
        **column(3, range(1, 5), lambda t, r: t(r, 2) / t(r, 1)),
        **column(6, range(1, 5), lambda t, r: t(r, 5) / t(r, 4)),
    },
    "PPM/01-portfolio-and-segments#2": row(
        4,
        (1, 2),
        lambda t, c: (t(1, c) * t(1, 3) + t(2, c) * t(2, 3)) / t.down(c, (1, 2)),
    ),
    # the variation by chance is 1 by the root of the number
    "PPM/01-portfolio-and-segments#3": column(
        1, range(1, 5), lambda t, r: Fraction(1, isqrt(int(t(r, 0))))
    ),
    "PPM/03-reserves-and-triangles#2": {
        (2, 2): lambda _: Fraction("1.05"),
        (3, 2): lambda _: Fraction("1.25") * Fraction("1.05"),
        **column(3, (1, 2, 3), lambda t, r: t(r, 1) * t(r, 2)),
        **column(4, (1, 2, 3), lambda t, r: t(r, 1) * (t(r, 2) - 1)),
        **column(6, (1, 2, 3), lambda t, r: t(r, 1) * t(r, 2) / t(r, 5)),
    },
    "PPM/04-loss-expense-combined-ratio#0": {
        (8, 1): lambda t: t(5, 1) + t(6, 1),
        (9, 1): lambda t: t(5, 1) + t(7, 1),
    },
    "PPM/04-loss-expense-combined-ratio#1": {
        **row(4, (1, 2), lambda t, c: t(1, c) * t(2, c) / t(3, c)),
        (2, 3): lambda t: t(2, 2) / t(2, 1) - 1,
        (4, 3): lambda t: (t(4, 2) - t(4, 1)) * 100,
    },
    "PPM/04-loss-expense-combined-ratio#2": {
        **column(4, (1, 2, 3, 7), lambda t, r: t(r, 1) + t(r, 2) + t(r, 3)),
        **row(4, range(1, 5), lambda t, c: t(2, c) / t(1, c)),
        **row(5, range(1, 5), lambda t, c: t(3, c) / t(1, c)),
        **row(6, range(1, 5), lambda t, c: t(4, c) + t(5, c)),
        **row(7, range(1, 4), lambda t, c: t(1, c) - t(2, c) - t(3, c)),
    },
    "PPM/05-rate-adequacy#0": {
        (2, 1): lambda t: t(1, 1) * Fraction("1.05"),
        (4, 1): lambda t: t(3, 1) * Fraction("1.05"),
        (5, 1): lambda t: t(4, 1) * Fraction("1.05") ** 2,
        (6, 1): lambda t: t(4, 1) * Fraction("1.05") ** 2 / t(2, 1),
        (8, 1): lambda t: t(6, 1) / t(7, 1) - 1,
    },
    "PPM/05-rate-adequacy#1": {
        **column(3, (1, 2, 3), lambda t, r: t(r, 1) / t(r, 2)),
        **column(4, (1, 2, 3), lambda t, r: t(r, 2) / t(r, 1) - 1),
    },
    "PPM/05-rate-adequacy#2": column(3, (1, 2, 3), lambda t, r: t(r, 2) / t(r, 1)),
    "PPM/06-accumulation-and-reinsurance#0": column(4, (1, 2, 3), lambda t, r: t(r, 2) / t(r, 3)),
    "PPM/06-accumulation-and-reinsurance#1": {
        **column(3, (1, 2, 3), lambda t, r: t(r, 1) * t(r, 2)),
        (4, 3): lambda t: t.down(3, (1, 2, 3)),
    },
    "PPM/06-accumulation-and-reinsurance#3": {
        **column(1, (1, 2, 3), lambda t, r: min(t(r, 0), Fraction(8_000_000))),
        **column(
            2,
            (1, 2, 3),
            lambda t, r: max(Fraction(0), min(t(r, 0) - 8_000_000, Fraction(40_000_000))),
        ),
        **column(3, (1, 2, 3), lambda t, r: max(Fraction(0), t(r, 0) - 48_000_000)),
        **column(4, (1, 2, 3), lambda t, r: t(r, 0) - t(r, 2)),
    },
    "PPM/07-retention-and-growth#0": column(1, (1, 2, 3), lambda t, r: 1 / (1 - t(r, 0))),
    "PPM/07-retention-and-growth#1": {
        **column(3, (1, 2, 3), lambda t, r: t(r, 1) + t(r, 2)),
        **row(4, (1, 2, 3), lambda t, c: sum((t(r, c) * t(r, 4) for r in (1, 2, 3)), Fraction(0))),
        **row(5, (1, 2, 3), lambda t, c: sum((t(r, c) * t(r, 5) for r in (1, 2, 3)), Fraction(0))),
    },
    "PPM/07-retention-and-growth#2": {
        **row(4, (1, 2), lambda t, c: t(1, c) * t(2, c)),
        **row(5, (1, 2), lambda t, c: t(1, c) * t(3, c)),
        **column(3, (1, 4, 5), lambda t, r: t(r, 1) + t(r, 2)),
        **row(6, (1, 2, 3), lambda t, c: t(5, c) / t(4, c)),
    },
}

PRM: dict[str, Cells] = {
    "PRM/01-risk-process#1": row(6, (1, 2), lambda t, c: t.down(c, range(1, 6))),
    "PRM/02-exposures#1": {
        **column(3, range(1, 5), lambda t, r: t(r, 1) * t(r, 2)),
        **row(5, (1, 3), lambda t, c: t.down(c, range(1, 5))),
    },
    "PRM/03-risk-control#1": row(3, (1, 2), lambda t, c: t(1, c) * t(2, c)),
    "PRM/04-retention-and-transfer#1": {
        **column(2, range(1, 5), lambda t, r: percent(8) * t(r, 0)),
        **column(3, range(1, 5), lambda t, r: t(r, 1) + t(r, 2)),
    },
    "PRM/05-home-contents-valuables#1": {
        (3, 1): lambda t: percent(5) * t.down(1, (1, 2)),
        (4, 1): lambda t: percent(8) * t.down(1, (1, 2)),
        (5, 1): lambda t: t.down(1, range(1, 5)),
    },
    "PRM/06-vehicles#0": column(3, (1, 2), lambda t, r: t(r, 1) * t(r, 2)),
    "PRM/07-liability-and-umbrella#0": {
        (1, 2): lambda t: t(1, 1) / 1,
        (2, 2): lambda t: t(2, 1) / 2,
        **column(2, (3, 4), lambda t, r: t(r, 1) / 10),
    },
    "PRM/07-liability-and-umbrella#1": column(
        4, (2, 3, 4, 6, 7, 8), lambda t, r: t(r, 1) + t(r, 2) + t(r, 3)
    ),
    "PRM/08-risk-plan#1": {(5, 1): lambda t: t.down(1, range(1, 5))},
    "PRM/08-risk-plan#2": {
        (1, 3): lambda t: t(1, 2),
        **column(3, range(2, 8), lambda t, r: t(r - 1, 3) + t(r, 2)),
    },
}

PUM: dict[str, Cells] = {
    "PUM/01-market-and-underwriter#1": {
        **column(2, range(1, 5), lambda t, r: t(r, 1) / t(1, 1)),
        (4, 1): lambda t: t(1, 1) - t(2, 1) - t(3, 1),
    },
    "PUM/05-marketing-and-distribution#2": {
        (4, 1): lambda t: Fraction("2.19") * 120 - t(3, 1),
        (4, 2): lambda _: Fraction("2.71") * (120 - 90),
    },
    "PUM/07-rating-a-motor-policy#1": {
        **column(4, (1, 2, 3), lambda t, r: t(r, 2) / t(r, 1)),
        **column(5, (1, 2, 3), lambda t, r: t(r, 3) / t(r, 2)),
        **column(6, (1, 2, 3), lambda t, r: t(r, 3) / t(r, 1)),
        **column(7, (1, 2, 3), lambda t, r: t(r, 6) / t(3, 6)),
    },
    "PUM/07-rating-a-motor-policy#2": {
        (4, 1): lambda t: t.down(1, (1, 2, 3)),
        **row(
            4,
            (2, 3),
            lambda t, c: sum((t(r, 1) * t(r, c) for r in (1, 2, 3)), Fraction(0)) / t(4, 1),
        ),
    },
    "PUM/07-rating-a-motor-policy#3": {(8, 2): lambda t: t.down(2, (5, 6, 7))},
    "PUM/08-segments-retention-and-takaful#0": {
        **row(3, (1, 2, 3), lambda t, c: t(1, c) * t(2, c)),
        **row(7, (1, 2, 3), lambda t, c: t(4, c) * (1 - t(5, c) - t(6, c))),
    },
    "PUM/08-segments-retention-and-takaful#2": row(3, (1, 2), lambda t, c: t(2, c) / t(1, c)),
    "PUM/08-segments-retention-and-takaful#4": {
        (2, 1): lambda t: percent(35) * t(1, 1),
        (3, 1): lambda t: t(1, 1) - t(2, 1),
        (5, 1): lambda t: t(3, 1) - t(4, 1),
    },
}

ETH: dict[str, Cells] = {
    "ETH/01-truth-and-needs#1": row(3, (1, 2), lambda t, c: t(1, c) * t(2, c)),
    "ETH/03-secrets-loyalties-money#1": {(4, 1): lambda t: t.down(1, (1, 2, 3))},
}

WORKED_TABLES: dict[str, Cells] = {**PFP, **PIN, **PLI, **PPM, **PRM, **PUM, **ETH}
"""By lesson and the number of its table, counted from 0: the cells that come from a formula."""
