"""The words of which items are made: ids, exact numbers, options, units, regions and criteria."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from tauliah.core.kernel import LocalText, NonEmpty
from tauliah.core.programme.written import Slug, Strict, flaw, written_as

OptionId = Annotated[str, written_as("[a-z]", "one small letter", "satu huruf kecil")]
Points = Annotated[int, Field(ge=1, le=100)]
Length = Annotated[int, Field(ge=0, le=10_000)]


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", value):
        return Decimal(value)
    raise flaw(
        en='expected a number such as 1250 or, in quotes, "1250.50"',
        ms='dijangka nombor seperti 1250 atau, dalam tanda petik, "1250.50"',
    )


Number = Annotated[
    Decimal, BeforeValidator(_number), PlainSerializer(str, return_type=str, when_used="json")
]
"""An exact number: whole as it stands, decimals in quotes and with a point."""


class Option(Strict):
    """One answer that can be chosen, and why it is right or wrong."""

    text: LocalText
    explanation: LocalText


Options = Annotated[dict[OptionId, Option], Field(min_length=3, max_length=6)]


class Statement(Strict):
    """A sentence that is true or not, and why."""

    text: LocalText
    is_true: bool
    explanation: LocalText


class Gap(Strict):
    """A place in a text that takes one of some options."""

    key: OptionId
    options: Annotated[dict[OptionId, Option], Field(min_length=2, max_length=6)]


class Tolerance(Strict):
    """How far from the value an answer is still right: an amount, or a percentage of the value."""

    absolute: Number | None = None
    percent: Number | None = None


class Unit(Strict):
    """A unit that an answer may be given in; `factor` of the value's own unit make one of it."""

    text: LocalText
    factor: Number


class Accepted(Strict):
    """The spellings that are right, by language."""

    en: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    ms: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]


class Folding(Strict):
    """What is overlooked when a short text is compared."""

    case: Literal["fold", "keep"]
    spaces: Literal["fold", "keep"]
    diacritics: Literal["fold", "keep"]


class Prompt(Strict):
    """What is to be matched, with the choice that is right for it, and why."""

    text: LocalText
    key: OptionId
    explanation: LocalText


class Picture(Strict):
    """The picture of an item: a file in the course's folder, its size, and its words."""

    file: Annotated[
        str,
        written_as(
            r"[a-z0-9]+(-[a-z0-9]+)*\.(svg|png)",
            "a file such as house-front.svg",
            "fail seperti house-front.svg",
        ),
    ]
    width: Annotated[int, Field(ge=16, le=10_000)]
    height: Annotated[int, Field(ge=16, le=10_000)]
    alternative: LocalText


class Region(Strict):
    """A region of a picture, in the picture's own units, with its name and why it is right or not.

    One of: `circle` [x, y, radius], `rect` [x, y, width, height], `polygon` [x1, y1, x2, y2, ...].
    """

    text: LocalText
    explanation: LocalText
    circle: Annotated[tuple[Length, ...], Field(min_length=3, max_length=3)] | None = None
    rect: Annotated[tuple[Length, ...], Field(min_length=4, max_length=4)] | None = None
    polygon: Annotated[tuple[Length, ...], Field(min_length=6, max_length=60)] | None = None

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The smallest box around it: left, top, right, bottom."""
        if self.circle:
            x, y, radius = self.circle
            return x - radius, y - radius, x + radius, y + radius
        if self.rect:
            x, y, width, height = self.rect
            return x, y, x + width, y + height
        points = self.polygon or (0, 0)
        return min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])


class Criterion(Strict):
    """One thing that a response is marked by, and the most points that it gives."""

    id: Slug
    text: LocalText
    points: Points


class Rubric(Strict):
    """How a response is marked.

    Two markers may differ by `tolerance` points in sum; where they differ by more, a third decides.
    """

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=12)]
    tolerance: Annotated[int, Field(ge=0, le=100)]
