"""What an answer is worth: points by parts, each rule in one place, and a sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import singledispatch
from itertools import pairwise
from typing import Any

from tauliah.core.exam.answers.folding import folded
from tauliah.core.exam.answers.numbers import NUMBER_FORMATS, number_in
from tauliah.core.exam.answers.sentences import (
    LONE,
    MISSING,
    NO_NUMBER,
    NO_UNIT,
    TOO_MANY,
    WAITS,
    WRONG,
    marked_sentence,
    parts_sentence,
)
from tauliah.core.exam.answers.values import is_answer
from tauliah.core.kernel import LocalText
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
    points_text,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of an answer that is right or not: an option, a statement, a place, a pair."""

    id: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What an answer is worth, of how many points, part by part, in a sentence.

    `points` is None while a response waits for its markers.
    """

    points: Decimal | None
    of: int
    parts: tuple[Part, ...]
    sentence: LocalText

    @property
    def is_right(self) -> bool:
        """Whether it has every point."""
        return self.points == self.of


def item_score(item: ItemType, value: object) -> ItemScore:
    """What a value is worth as the answer to an item.

    No answer, and a value that is no answer to this item, are worth 0. Points are hundredths,
    rounded half up once for the item. A response is worth None until it is marked.
    """
    if value is None or not is_answer(item, value):
        return ItemScore(Decimal(0), item.worth, (), MISSING)
    return _score(item, value)


def response_score(item: ExtendedResponse, points: Mapping[str, Decimal]) -> ItemScore:
    """What a response is worth by the points given for each criterion of its rubric."""
    parts = tuple(
        Part(criterion.id, points[criterion.id] == criterion.points)
        for criterion in item.rubric.criteria
    )
    total = sum((points[criterion.id] for criterion in item.rubric.criteria), Decimal(0))
    return ItemScore(total, item.worth, parts, marked_sentence(points_text(total), item.worth))


@singledispatch
def _score(item: ItemType, value: Any) -> ItemScore:
    raise AssertionError(item, value)


@_score.register
def _(item: SingleChoice, value: str) -> ItemScore:
    return _all_or_nothing(item, (Part(value, value == item.key),))


@_score.register
def _(item: MultipleChoice, value: list[str]) -> ItemScore:
    chosen = set(value)
    parts = tuple(Part(id, (id in chosen) == (id in item.keys)) for id in item.options)
    if item.choose is not None and len(chosen) > item.choose:
        return ItemScore(Decimal(0), item.worth, parts, TOO_MANY)
    if item.scoring == "all-or-nothing":
        return _all_or_nothing(item, parts)
    if item.scoring == "per-option":
        return _per_part(item, parts)
    right = len(chosen & set(item.keys))
    wrong = len(chosen) - right
    share = Fraction(max(0, right - wrong), len(item.keys))
    return _shared(item, parts, share)


@_score.register
def _(item: TrueFalseSet, value: dict[str, bool]) -> ItemScore:
    parts = tuple(
        Part(id, value.get(id) is statement.is_true) for id, statement in item.statements.items()
    )
    return _by(item.scoring, item, parts)


@_score.register
def _(item: InlineChoice, value: dict[str, str]) -> ItemScore:
    parts = tuple(Part(id, value.get(id) == gap.key) for id, gap in item.gaps.items())
    return _by(item.scoring, item, parts)


@_score.register
def _(item: Numeric, value: dict[str, Any]) -> ItemScore:
    number = number_in(value["number"], NUMBER_FORMATS[value["language"]])
    if number is None:
        return _nothing(item, "number", NO_NUMBER)
    factor = Decimal(1)
    if item.units:
        if value["unit"] is None:
            return _nothing(item, "number", NO_UNIT)
        factor = item.units[value["unit"]].factor
    # exact: a number at the very edge of the tolerance is right
    away = abs(Fraction(number) * Fraction(factor) - Fraction(item.value))
    if item.tolerance.absolute is not None:
        width = Fraction(item.tolerance.absolute)
    else:
        width = abs(Fraction(item.value)) * Fraction(item.tolerance.percent or 0) / 100
    return _all_or_nothing(item, (Part("number", away <= width),))


@_score.register
def _(item: ShortText, value: str) -> ItemScore:
    spellings = (*item.accepted.en, *item.accepted.ms)
    said = folded(value, item.folding)
    is_right = any(said == folded(spelling, item.folding) for spelling in spellings)
    return _all_or_nothing(item, (Part("text", is_right),))


@_score.register
def _(item: Order, value: dict[str, int]) -> ItemScore:
    right = {id: place for place, id in enumerate(item.sequence, start=1)}
    if item.scoring == "adjacent-pairs":
        pairs = tuple(
            Part(
                f"{before}-{after}",
                before in value and value.get(after) == value[before] + 1,
            )
            for before, after in pairwise(item.sequence)
        )
        return _per_part(item, pairs)
    parts = tuple(Part(id, value.get(id) == place) for id, place in right.items())
    return _by("all-or-nothing" if item.scoring == "all-or-nothing" else "per-part", item, parts)


@_score.register
def _(item: Match, value: dict[str, str]) -> ItemScore:
    parts = tuple(Part(id, value.get(id) == prompt.key) for id, prompt in item.prompts.items())
    return _by(item.scoring, item, parts)


@_score.register
def _(item: Hotspot, value: str) -> ItemScore:
    return _all_or_nothing(item, (Part(value, value == item.key),))


@_score.register
def _(item: ExtendedResponse, value: str) -> ItemScore:  # noqa: ARG001 - people read it
    return ItemScore(None, item.worth, (), WAITS)


def _nothing(item: ItemType, part: str, sentence: LocalText) -> ItemScore:
    return ItemScore(Decimal(0), item.worth, (Part(part, is_right=False),), sentence)


def _by(rule: str, item: ItemType, parts: tuple[Part, ...]) -> ItemScore:
    return _per_part(item, parts) if rule == "per-part" else _all_or_nothing(item, parts)


def _all_or_nothing(item: ItemType, parts: tuple[Part, ...]) -> ItemScore:
    is_right = all(part.is_right for part in parts)
    if len(parts) > 1:
        return ItemScore(Decimal(item.worth * is_right), item.worth, parts, _counted(parts))
    return ItemScore(Decimal(item.worth * is_right), item.worth, parts, LONE if is_right else WRONG)


def _per_part(item: ItemType, parts: tuple[Part, ...]) -> ItemScore:
    return _shared(item, parts, Fraction(sum(part.is_right for part in parts), len(parts)))


def _shared(item: ItemType, parts: tuple[Part, ...], share: Fraction) -> ItemScore:
    exact = item.worth * share
    points = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = points.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return ItemScore(rounded, item.worth, parts, _counted(parts))


def _counted(parts: Sequence[Part]) -> LocalText:
    return parts_sentence(sum(part.is_right for part in parts), len(parts))
