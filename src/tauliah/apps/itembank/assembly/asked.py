"""What a committee asks of the forms of a course, as it is kept, filled in and loosened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Course
from tauliah.core.programme.items import LEVELS

MOST_FORMS = 20
MOST_ITEMS = 400
ANY_LEVEL = "any"
"""The level of a cell of a topic whose blueprint does not tell levels apart."""

Whole = Annotated[int, Field(ge=0, le=100_000)]


class Between(BaseModel):
    """From how many to how many; no end where `high` is None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Whole = 0
    high: Whole | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Between:
        if self.high is not None and self.high < self.low:
            raise ValueError("the least is above the most")
        return self

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low}-"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


class Height(BaseModel):
    """The information that a form should have at an ability."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ability: Annotated[float, Field(ge=-6, le=6)]
    information: Annotated[float, Field(gt=0, le=1_000)]


class Asked(BaseModel):
    """A request for forms of a course.

    `cells` is topic -> level -> how many items, with `ANY_LEVEL` for topics without levels. `key`
    is how many single choices have each letter as their key, `words` is language -> how many words
    are read. `anchors` are items that every form has, by which it can be equated. `target` is asked of
    items with parameters alone; `within` is a whole percentage of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    course: str
    forms: Annotated[int, Field(ge=1, le=MOST_FORMS)] = 2
    length: Annotated[int, Field(ge=1, le=MOST_ITEMS)]
    cells: Mapping[str, Mapping[str, Between]]
    overlap: Whole = 0
    anchors: Annotated[
        tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=MOST_ITEMS)
    ] = ()
    exposure: Annotated[int, Field(ge=1, le=10_000)] | None = None
    key: Between | None = None
    words: Mapping[Literal["en", "ms"], Between] = Field(default_factory=dict)
    target: tuple[Height, ...] = ()
    aim: Literal["near", "most"] = "near"
    within: Annotated[int, Field(ge=1, le=100)] | None = None
    seed: Annotated[int, Field(ge=0, le=1_000_000)] = 1

    def kept(self) -> dict[str, Any]:
        """The request as plain values of JSON."""
        return self.model_dump(mode="json")


def asked_by_blueprint(course: Course) -> Asked:
    """The request that asks for what the blueprint says and nothing else."""
    cells = {
        row.topic: {
            level: Between(low=row.levels.get(level, 0), high=row.levels.get(level, 0))
            for level in LEVELS
        }
        if row.levels
        else {ANY_LEVEL: Between(low=row.items, high=row.items)}
        for row in course.blueprint
    }
    length = sum(row.items for row in course.blueprint)
    return Asked(course=course.code, forms=max(2, course.forms), length=length, cells=cells)


def asked_from(kept: Any) -> Asked:
    """A request from the plain values that `kept` gave."""
    return Asked.model_validate(kept)


def changed(asked: Asked, values: Mapping[str, Any]) -> Asked | Refused:
    """The request with other values, or why they are none, all at once."""
    try:
        return Asked.model_validate(asked.kept() | dict(values))
    except ValidationError as error:
        places = sorted({".".join(map(str, one["loc"])) for one in error.errors()})
        return Refused(
            "no-request",
            LocalText(
                en=f"These values are out of range: {', '.join(places)}.",
                ms=f"Nilai ini di luar julat: {', '.join(places)}.",
            ),
        )


def between(text: str) -> Between | None:
    """How many items are meant by `3`, `2-4`, `2-` or `-4`; None where it is none of these."""
    found = re.fullmatch(r"\s*(\d{0,5})\s*(-|–)?\s*(\d{0,5})\s*", text)
    if found is None or not (found[1] or found[3]):
        return None
    if found[2] is None:
        return Between(low=int(found[1]), high=int(found[1])) if not found[3] else None
    low, high = int(found[1] or 0), int(found[3]) if found[3] else None
    return Between(low=low, high=high) if high is None or low <= high else None


def counted_cells(items: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How many items there are of each topic at each level, of (topic, level) pairs."""
    cells: dict[str, dict[str, int]] = {}
    for topic, level in items:
        row = cells.setdefault(topic, {})
        row[level] = row.get(level, 0) + 1
    return cells


def keeps_blueprint(
    cells: Mapping[str, Mapping[str, int]],
    blueprint: Mapping[str, int],
    levels: Mapping[str, Mapping[Any, int]],
) -> bool:
    """Whether items counted by cell are exactly those that a blueprint asks for."""
    wanted = {topic: count for topic, count in blueprint.items() if count}
    if {topic: sum(row.values()) for topic, row in cells.items()} != wanted:
        return False
    return all(
        {level: count for level, count in cells.get(topic, {}).items() if count}
        == {str(level): count for level, count in asked.items() if count}
        for topic, asked in levels.items()
        if asked and topic in wanted
    )


def blueprint_of(course: Course) -> tuple[dict[str, int], dict[str, Mapping[Any, int]]]:
    """The items of each topic that a course's blueprint asks for, and of them those at each level."""
    return (
        {row.topic: row.items for row in course.blueprint},
        {row.topic: row.levels for row in course.blueprint if row.levels},
    )


def words_called(language: str) -> LocalText:
    """Words of a language, as sentences call them."""
    names = {"en": ("English", "Inggeris"), "ms": ("Malay", "Melayu")}[language]
    return LocalText(en=f"words in {names[0]}", ms=f"perkataan dalam bahasa {names[1]}")
