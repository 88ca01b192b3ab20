"""Items of every type: what is asked, what is right, what part of it counts, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag, TypeAdapter

from tauliah.core.kernel import LocalText
from tauliah.core.programme.item_words import (
    Accepted,
    Folding,
    Gap,
    Number,
    Option,
    OptionId,
    Options,
    Picture,
    Points,
    Prompt,
    Region,
    Rubric,
    Statement,
    Tolerance,
    Unit,
)
from tauliah.core.programme.reading import TAG
from tauliah.core.programme.written import Code, Count, Slug, Strict, written_as

__all__ = [
    "ITEM_TYPES", "LEVELS", "LEVEL_NAMES", "Accepted", "CaseSet", "ExtendedResponse", "Hotspot", "InlineChoice", "Item", "ItemType",
    "Level", "Match", "MultipleChoice", "Numeric", "Option", "OptionId", "Order", "Picture", "Pool",
    "PooledItem", "ShortText", "SingleChoice", "TrueFalseSet", "item_from", "item_text",
]  # fmt: skip

Pool = Literal["secure", "practice"]
Level = Literal["remember", "understand", "apply", "analyse"]
PartScoring = Literal["all-or-nothing", "per-part"]

LONGEST_ID = 40
"""Characters in the id of an item, as many as a database keeps of it."""

LEVELS: tuple[Level, ...] = get_args(Level)
LEVEL_NAMES: Mapping[Level, LocalText] = {
    "remember": LocalText(en="remember", ms="mengingat"),
    "understand": LocalText(en="understand", ms="memahami"),
    "apply": LocalText(en="apply", ms="mengaplikasi"),
    "analyse": LocalText(en="analyse", ms="menganalisis"),
}


class _Asked(Strict):
    """What every item says of itself."""

    id: Annotated[
        str,
        Field(max_length=LONGEST_ID),
        written_as(
            "[A-Z0-9]+(-[A-Z0-9]+)+",
            "capital letters, digits and hyphens, such as PUM-S-RAT-01",
            "huruf besar, digit dan tanda sempang, seperti PUM-S-RAT-01",
        ),
    ]
    outcome: str
    level: Level
    lesson: Slug
    stem: LocalText
    case: Slug | None = None

    @property
    def worth(self) -> int:
        """The most points that its answer can have."""
        return 1

    @property
    def is_plain(self) -> bool:
        """Whether it gives one point or none, so that counting right answers is counting points."""
        return False


class _Pointed(_Asked):
    points: Points = 1

    @property
    def worth(self) -> int:
        return self.points


class SingleChoice(_Pointed):
    """One best answer among some options."""

    type: Literal["single-choice"] = "single-choice"
    key: OptionId
    options: Options

    @property
    def is_plain(self) -> bool:
        return self.points == 1


class MultipleChoice(_Pointed):
    """Some options are right and all of them are asked for; `choose` says how many, where told."""

    type: Literal["multiple-choice"]
    keys: Annotated[tuple[OptionId, ...], Field(min_length=1)]
    options: Annotated[dict[OptionId, Option], Field(min_length=3, max_length=10)]
    choose: Count | None = None
    scoring: Literal["all-or-nothing", "per-option", "right-minus-wrong"]


class TrueFalseSet(_Pointed):
    """Statements, each of which is true or false."""

    type: Literal["true-false-set"]
    statements: Annotated[dict[OptionId, Statement], Field(min_length=2, max_length=10)]
    scoring: PartScoring


class InlineChoice(_Pointed):
    """A text with gaps, written {a}, {b} ..., each with its own options."""

    type: Literal["inline-choice"]
    text: LocalText
    gaps: Annotated[dict[OptionId, Gap], Field(min_length=1, max_length=10)]
    scoring: PartScoring


class Numeric(_Pointed):
    """A number, right within a tolerance, in one of the units where there are any."""

    type: Literal["numeric"]
    value: Number
    tolerance: Tolerance
    units: Annotated[dict[Slug, Unit], Field(default_factory=dict, max_length=8)]
    explanation: LocalText


class ShortText(_Pointed):
    """A few words, compared with the spellings that are right."""

    type: Literal["short-text"]
    accepted: Accepted
    folding: Folding
    explanation: LocalText


class Order(_Pointed):
    """Elements to be put in order; they are written in the right one."""

    type: Literal["order"]
    elements: Annotated[dict[OptionId, LocalText], Field(min_length=3, max_length=10)]
    sequence: tuple[OptionId, ...]
    scoring: Literal["all-or-nothing", "positions", "adjacent-pairs"]
    explanation: LocalText


class Match(_Pointed):
    """Prompts, each to be matched with a choice; a choice may be right for several or for none."""

    type: Literal["match"]
    prompts: Annotated[dict[OptionId, Prompt], Field(min_length=2, max_length=10)]
    choices: Annotated[dict[OptionId, LocalText], Field(min_length=2, max_length=12)]
    scoring: PartScoring


class Hotspot(_Pointed):
    """One region of a picture is right; the regions can be chosen by name, too."""

    type: Literal["hotspot"]
    picture: Picture
    key: OptionId
    regions: Annotated[dict[OptionId, Region], Field(min_length=2, max_length=12)]


class ExtendedResponse(_Asked):
    """A text of some length, marked by two people by a rubric."""

    type: Literal["extended-response"]
    words: Annotated[int, Field(ge=20, le=2_000)]
    rubric: Rubric
    model_answer: LocalText

    @property
    def worth(self) -> int:
        return sum(criterion.points for criterion in self.rubric.criteria)


def _tag(value: Any) -> str | None:
    type_ = (
        value.get("type", "single-choice")
        if isinstance(value, dict)
        else getattr(value, "type", None)
    )
    return TAG + type_ if isinstance(type_, str) and type_ in ITEM_TYPES else None


Item = Annotated[
    Annotated[SingleChoice, Tag(TAG + "single-choice")]
    | Annotated[MultipleChoice, Tag(TAG + "multiple-choice")]
    | Annotated[TrueFalseSet, Tag(TAG + "true-false-set")]
    | Annotated[InlineChoice, Tag(TAG + "inline-choice")]
    | Annotated[Numeric, Tag(TAG + "numeric")]
    | Annotated[ShortText, Tag(TAG + "short-text")]
    | Annotated[Order, Tag(TAG + "order")]
    | Annotated[Match, Tag(TAG + "match")]
    | Annotated[Hotspot, Tag(TAG + "hotspot")]
    | Annotated[ExtendedResponse, Tag(TAG + "extended-response")],
    Discriminator(
        _tag,
        custom_error_type="item_type",
        custom_error_message="expected an item; its type is not known",
    ),
]
ItemType = (
    SingleChoice | MultipleChoice | TrueFalseSet | InlineChoice | Numeric | ShortText | Order | Match
    | Hotspot | ExtendedResponse
)  # fmt: skip
ITEM_TYPES: tuple[str, ...] = (
    "single-choice", "multiple-choice", "true-false-set", "inline-choice", "numeric", "short-text",
    "order", "match", "hotspot", "extended-response",
)  # fmt: skip

_ADAPTER: TypeAdapter[ItemType] = TypeAdapter(Item)


def item_from(content: Any) -> ItemType:
    """An item from the plain values that `item_text` gave; raises where they are none."""
    return _ADAPTER.validate_json(json.dumps(content))


def item_text(item: ItemType) -> dict[str, Any]:
    """An item as plain values of JSON. What stands for its default is left out."""
    written: dict[str, Any] = item.model_dump(mode="json", exclude_defaults=True)
    return written


class CaseSet(Strict):
    """A scenario that several items share; they stay together, in their order."""

    id: Slug
    title: LocalText
    scenario: LocalText


class AttachedPicture(Strict):
    """A picture's own bytes, as text in base 64."""

    media_type: Literal["image/svg+xml", "image/png"]
    base64: str


class PooledItem(Strict):
    """An item with the course, pool and topic that its file gives it, its case and its picture.

    `place` is the item's place among the items of its case, from 1; 0 without a case.
    """

    course: Code
    pool: Pool
    topic: Slug
    item: Item
    case: CaseSet | None = None
    place: int = 0
    picture: AttachedPicture | None = None


def points_text(points: Decimal | int) -> str:
    """Points as people write them: without a decimal part where it is nothing."""
    return f"{points:.2f}".rstrip("0").rstrip(".") if points != int(points) else str(int(points))
