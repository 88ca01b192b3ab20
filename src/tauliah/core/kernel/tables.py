"""Facts and tables in both languages, as pages, documents and terminals show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tauliah.core.kernel.text import LocalText

Cell: TypeAlias = LocalText | str
"""What stands in one place: a text in both languages, or figures and names that are alike in both."""

Fact: TypeAlias = tuple[LocalText, Cell]
"""A name and its value."""

NOTHING = "–"
"""What stands where nothing is known."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows under a title.

    `is_of_items` where the first column names an item; `is_detail` where few readers look.
    """

    title: LocalText
    columns: tuple[LocalText, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_of_items: bool = False
    is_detail: bool = False


def cell_in(cell: Cell, language: str) -> str:
    """A cell in one language."""
    return cell if isinstance(cell, str) else cell.in_language(language)
