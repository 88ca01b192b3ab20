"""Responses from text in CSV: a line for each response or for each person, with the columns that rows
of responses have.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from tauliah.core.psychometrics.response_rows import (
    PERSONS_IN_PIECE,
    Line,
    in_pieces,
    lines_of,
    whole_table,
)
from tauliah.core.psychometrics.responses import Responses


def responses_from_csv(
    lines: Iterable[str],
    *,
    highest: int = 1,
    all_items: Iterable[str] = (),
    source: str = "responses.csv",
) -> Responses:
    """All responses in a text, given line by line, as an open file gives it.

    `highest` and `all_items` are those of `from_long`. Raises FaultyResponses with every fault at
    once, each by its line: no such column, a score that is none, a response that is there twice, a
    person of two groups, forms or weights.
    """
    return whole_table(
        _lines(lines, source), highest=highest, all_items=tuple(all_items), source=source
    )


def pieces_from_csv(
    lines: Iterable[str],
    *,
    all_items: Iterable[str],
    highest: int = 1,
    persons: int = PERSONS_IN_PIECE,
    source: str = "responses.csv",
) -> Iterator[Responses]:
    """The same, so many persons at a time, so that a text may be larger than memory.

    The lines of one person follow one another. `all_items` are the columns of every piece, for
    which `items_in_csv` reads the text once. Raises FaultyResponses with the faults of a piece as
    it is reached, and for a person whose lines lie apart.
    """
    return in_pieces(
        _lines(lines, source),
        all_items=tuple(all_items),
        highest=highest,
        persons=persons,
        source=source,
    )


def items_in_csv(lines: Iterable[str], *, source: str = "responses.csv") -> tuple[str, ...]:
    """The items of a text, in the order in which they first appear."""
    found: dict[str, None] = {}
    for line in _lines(lines, source):
        found.update(dict.fromkeys(item for item, _, _ in line.responses if item))
    return tuple(found)


def _lines(lines: Iterable[str], source: str) -> Iterator[Line]:
    reader = csv.reader(lines)
    header = next(reader, [])
    numbered = ((reader.line_num, row) for row in reader)
    return lines_of(header, numbered, source=source, head=1)
