"""The names by which the parts of an item are known to its answers, for those who show them."""

from __future__ import annotations

from tauliah.core.programme.items import (
    Hotspot,
    InlineChoice,
    ItemType,
    Match,
    MultipleChoice,
    Order,
    SingleChoice,
    TrueFalseSet,
)


def names_of(item: ItemType) -> tuple[str, ...]:
    """The ids of what is shown in an order that may be shuffled; none where no order is shuffled."""
    match item:
        case SingleChoice() | MultipleChoice():
            return tuple(item.options)
        case Order():
            return tuple(item.elements)
        case Match():
            return tuple(item.choices)
        case _:
            return ()


def parts_of(item: ItemType) -> tuple[str, ...]:
    """The ids of the parts that an answer may leave open; none where an answer is one whole."""
    match item:
        case TrueFalseSet():
            return tuple(item.statements)
        case InlineChoice():
            return tuple(item.gaps)
        case Order():
            return tuple(item.elements)
        case Match():
            return tuple(item.prompts)
        case Hotspot() | _:
            return ()
