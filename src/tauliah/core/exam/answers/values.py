"""The value that an answer to each type of item is, and whether a given value is one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import TypeAlias, cast

from tauliah.core.kernel import LANGUAGES, LocalText, Refused
from tauliah.core.programme.items import (
    ExtendedResponse,
    Hotspot,
    InlineChoice,
    ItemType,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    ShortText,
    SingleChoice,
    TrueFalseSet,
)

Answer: TypeAlias = str | list[str] | dict[str, str | int | bool | None]
"""A value of JSON; None, which stands beside it, is no answer."""

LONGEST_RESPONSE = 19_000
"""Letters: 2,000 words and the blanks between them."""
LARGEST_ANSWER_BYTES = 80_000
"""No answer takes more in JSON and UTF-8."""
_LONGEST_SHORT_TEXT = 200
_LONGEST_NUMBER = 40


def answer_refusal(item: ItemType, value: object) -> Refused | None:
    """Why a value cannot be saved as the answer to an item; None where it can.

    None as the value clears an answer and always can. Whatever is not of the item's own shape, or
    names what the item does not have, is refused. What somebody typed is not judged here: a text
    that is no number is kept as it was written, and is worth nothing.
    """
    if value is None or is_answer(item, value):
        return None
    return Refused(
        "not-on-this-form",
        LocalText(
            en="This item or answer is not on your form. Nothing was changed.",
            ms="Item atau jawapan ini tiada dalam borang anda. Tiada apa-apa diubah.",
        ),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as a running attempt has to know it: which values can be an answer to it."""

    item: ItemType

    def accepts(self, value: object) -> bool:
        """Whether the value can be saved as an answer to this item; None always can."""
        return answer_refusal(self.item, value) is None


@singledispatch
def is_answer(item: ItemType, value: object) -> bool:
    """Whether a value has the shape of an answer to this item."""
    raise AssertionError(item, value)


@is_answer.register
def _(item: SingleChoice, value: object) -> bool:
    return isinstance(value, str) and value in item.options


@is_answer.register
def _(item: MultipleChoice, value: object) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= len(item.options)
        and all(isinstance(one, str) and one in item.options for one in value)
        and len(set(value)) == len(value)
    )


@is_answer.register
def _(item: TrueFalseSet, value: object) -> bool:
    pairs = _pairs(value, item.statements)
    return bool(pairs) and all(isinstance(said, bool) for said in pairs.values())


@is_answer.register
def _(item: InlineChoice, value: object) -> bool:
    pairs = _pairs(value, item.gaps)
    return bool(pairs) and all(
        isinstance(chosen, str) and chosen in item.gaps[gap].options
        for gap, chosen in pairs.items()
    )


@is_answer.register
def _(item: Numeric, value: object) -> bool:
    if not isinstance(value, dict) or set(value) != {"number", "unit", "language"}:
        return False
    number, unit = value["number"], value["unit"]
    return (
        _is_text(number, longest=_LONGEST_NUMBER)
        and (unit is None or (isinstance(unit, str) and unit in item.units))
        and value["language"] in LANGUAGES
    )


@is_answer.register
def _(item: ShortText, value: object) -> bool:  # noqa: ARG001 - any text can be one
    return _is_text(value, longest=_LONGEST_SHORT_TEXT)


@is_answer.register
def _(item: Order, value: object) -> bool:
    pairs = _pairs(value, item.elements)
    places = range(1, len(item.elements) + 1)
    return bool(pairs) and all(type(place) is int and place in places for place in pairs.values())


@is_answer.register
def _(item: Match, value: object) -> bool:
    pairs = _pairs(value, item.prompts)
    return bool(pairs) and all(
        isinstance(chosen, str) and chosen in item.choices for chosen in pairs.values()
    )


@is_answer.register
def _(item: Hotspot, value: object) -> bool:
    return isinstance(value, str) and value in item.regions


@is_answer.register
def _(item: ExtendedResponse, value: object) -> bool:  # noqa: ARG001 - any text can be one
    # a response above its words is kept, and its markers see how long it is
    return _is_text(value, longest=LONGEST_RESPONSE)


def is_empty(value: object) -> bool:
    """Whether a value is no answer: nothing, or nothing but blanks."""
    if isinstance(value, str):
        return not value.strip()
    return not value


def words_in(text: str) -> int:
    """How many words a text has: runs of signs between white space."""
    return len(text.split())


def _pairs(value: object, keys: Collection[str]) -> Mapping[str, object]:
    if isinstance(value, dict) and all(key in keys for key in value):
        return cast("Mapping[str, object]", value)
    return {}


def _is_text(value: object, *, longest: int) -> bool:
    """Text that a database and every reader can hold: of a length, without half characters."""
    if not isinstance(value, str) or len(value) > longest or "\x00" in value or not value.strip():
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)
