"""The parts of an analysis as a page, a PDF or a terminal shows them, and the words that they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tauliah.core.kernel import NOTHING, Fact, LocalText, Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an analysis: facts as (name, value), tables, and notes in whole sentences.

    `key` says which picture belongs to it, where there is one.
    """

    key: str
    title: LocalText
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[LocalText, ...] = ()


def text(en: str, ms: str) -> LocalText:
    """A text in both languages."""
    return LocalText(en=en, ms=ms)


def figure(value: float | None, digits: int = 3) -> str:
    """A figure as it is printed; a dash where it is not known."""
    if value is None:
        return NOTHING
    return f"{round(value, digits) + 0.0:.{digits}f}"  # so that nothing has no sign


def with_error(value: float | None, error: float | None, digits: int = 3) -> str:
    """A figure with its standard error."""
    if value is None or error is None:
        return figure(value, digits)
    return f"{figure(value, digits)} ± {figure(error, digits)}"


def in_hundred(share: float | None) -> str:
    """A share as per cent with one digit."""
    return NOTHING if share is None else f"{100 * share:.1f} %"


def left_out(results: dict[str, Any]) -> Iterable[Table]:
    """The items that had too few responses, where there are any."""
    if few := results.get("too_few"):
        yield Table(
            text("Items with too few responses", "Item dengan respons yang terlalu sedikit"),
            (ITEM, RESPONSES),
            tuple((one["item"], str(one["responses"])) for one in few),
            is_of_items=True,
        )


ITEM = text("Item", "Item")
RESPONSES = text("Responses", "Respons")
FORM = text("Form", "Set soalan")
CANDIDATES = text("Candidates", "Calon")
ITEMS = text("Items", "Item")
MEAN = text("Mean", "Min")
DEVIATION = text("Standard deviation", "Sisihan piawai")
YES = text("yes", "ya")
NO = text("no", "tidak")
