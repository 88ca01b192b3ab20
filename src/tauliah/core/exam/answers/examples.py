"""Answers made from the item itself: one with every point, and one without."""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch

from tauliah.core.exam.answers.values import Answer
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


@singledispatch
def right_answer(item: ItemType) -> Answer:
    """An answer that has every point; for a response, its model answer, which people mark."""
    raise AssertionError(item)


@singledispatch
def wrong_answer(item: ItemType) -> Answer:
    """An answer to this item that does not have every point, always the same."""
    raise AssertionError(item)


@right_answer.register
def _(item: SingleChoice) -> Answer:
    return item.key


@wrong_answer.register
def _(item: SingleChoice) -> Answer:
    return next(id for id in item.options if id != item.key)


@right_answer.register
def _(item: MultipleChoice) -> Answer:
    return list(item.keys)


@wrong_answer.register
def _(item: MultipleChoice) -> Answer:
    return [next(id for id in item.options if id not in item.keys)]


@right_answer.register
def _(item: TrueFalseSet) -> Answer:
    return {id: statement.is_true for id, statement in item.statements.items()}


@wrong_answer.register
def _(item: TrueFalseSet) -> Answer:
    return {id: not statement.is_true for id, statement in item.statements.items()}


@right_answer.register
def _(item: InlineChoice) -> Answer:
    return {id: gap.key for id, gap in item.gaps.items()}


@wrong_answer.register
def _(item: InlineChoice) -> Answer:
    return {
        id: next(option for option in gap.options if option != gap.key)
        for id, gap in item.gaps.items()
    }


@right_answer.register
def _(item: Numeric) -> Answer:
    return _number(item, item.value)


@wrong_answer.register
def _(item: Numeric) -> Answer:
    width = item.tolerance.absolute
    if width is None:
        width = abs(item.value) * (item.tolerance.percent or 0) / 100
    return _number(item, item.value + width + 1)


@right_answer.register
def _(item: ShortText) -> Answer:
    return item.accepted.en[0]


@wrong_answer.register
def _(item: ShortText) -> Answer:
    return f"not {item.accepted.en[0]}"


@right_answer.register
def _(item: Order) -> Answer:
    return {id: place for place, id in enumerate(item.sequence, start=1)}


@wrong_answer.register
def _(item: Order) -> Answer:
    return {id: place for place, id in enumerate(reversed(item.sequence), start=1)}


@right_answer.register
def _(item: Match) -> Answer:
    return {id: prompt.key for id, prompt in item.prompts.items()}


@wrong_answer.register
def _(item: Match) -> Answer:
    return {
        id: next(choice for choice in item.choices if choice != prompt.key)
        for id, prompt in item.prompts.items()
    }


@right_answer.register
def _(item: Hotspot) -> Answer:
    return item.key


@wrong_answer.register
def _(item: Hotspot) -> Answer:
    return next(id for id in item.regions if id != item.key)


@right_answer.register
def _(item: ExtendedResponse) -> Answer:
    return item.model_answer.en


@wrong_answer.register
def _(item: ExtendedResponse) -> Answer:  # noqa: ARG001 - no text is wrong for every item
    return "?"


def _number(item: Numeric, number: Decimal) -> Answer:
    return {"number": f"{number:f}", "unit": next(iter(item.units), None), "language": "en"}
