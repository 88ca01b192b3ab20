"""The rule language of designations: nested requirements that can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)
from pydantic_core import PydanticCustomError

from tauliah.core.kernel import LocalText
from tauliah.core.programme.reading import TAG, Path


class Strict(BaseModel):
    """Base of all that people write: frozen, no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def written_as(pattern: str, spoken: str) -> AfterValidator:
    """Text of that pattern as a whole; a mistake is answered with its description in words."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if compiled.fullmatch(text):
            return text
        raise PydanticCustomError("written_as", "expected {spoken}", {"spoken": spoken})

    return AfterValidator(check)


Code = Annotated[
    str, written_as("[A-Z][A-Z0-9]{1,9}", "2 to 10 capital letters and digits, such as API")
]
Slug = Annotated[
    str,
    written_as("[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and hyphens, such as motor-home"),
]


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        # the pattern, too: pydantic and Python read other spellings, and numbers, as days
        if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "expected a day such as 2026-03-01")


Day = Annotated[date, BeforeValidator(_day)]


class ExamPassed(Strict):
    """The exam of a course is passed, or credit for it was granted."""

    exam: Code


class CourseCompleted(Strict):
    """A course is completed: its exam passed, or its completion recorded otherwise."""

    course: Code


class DesignationHeld(Strict):
    """Another designation is conferred and in force."""

    designation: Code


class EthicsAccepted(Strict):
    """A code of ethics, in the version in force, is accepted."""

    ethics: Slug


class AllOf(Strict):
    """Every part is met."""

    all: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    title: LocalText | None = None
    description: LocalText | None = None


class AnyOf(Strict):
    """One part is enough."""

    any: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    title: LocalText | None = None
    description: LocalText | None = None


class Choice(Strict):
    """How many parts of a list must be met."""

    n: Annotated[int, Field(ge=1)]
    of: Annotated[tuple[Requirement, ...], Field(min_length=1)]


class AtLeast(Strict):
    """A number of the parts is met."""

    at_least: Choice
    title: LocalText | None = None
    description: LocalText | None = None


class Pathway(Strict):
    """One named way: every part of it is met."""

    pathway: Slug
    title: LocalText
    description: LocalText | None = None
    all: Annotated[tuple[Requirement, ...], Field(min_length=1)]


class OnePathwayOf(Strict):
    """One of several named pathways is completed."""

    one_pathway_of: Annotated[tuple[Pathway, ...], Field(min_length=1)]


RULE_KEYS = (
    "all",
    "any",
    "at_least",
    "one_pathway_of",
    "exam",
    "course",
    "designation",
    "ethics",
)


def _rule_tag(value: Any) -> str | None:
    """Which kind of requirement a mapping is, by the one rule key that it has; None without."""
    keys = type(value).model_fields if isinstance(value, BaseModel) else value
    found = [key for key in RULE_KEYS if isinstance(keys, dict) and key in keys]
    return TAG + found[0] if len(found) == 1 else None


Requirement = Annotated[
    Annotated[AllOf, Tag(TAG + "all")]
    | Annotated[AnyOf, Tag(TAG + "any")]
    | Annotated[AtLeast, Tag(TAG + "at_least")]
    | Annotated[OnePathwayOf, Tag(TAG + "one_pathway_of")]
    | Annotated[ExamPassed, Tag(TAG + "exam")]
    | Annotated[CourseCompleted, Tag(TAG + "course")]
    | Annotated[DesignationHeld, Tag(TAG + "designation")]
    | Annotated[EthicsAccepted, Tag(TAG + "ethics")],
    Discriminator(
        _rule_tag,
        custom_error_type="rule",
        custom_error_message=f"expected exactly one of {', '.join(RULE_KEYS)}",
    ),
]

for _model in (AllOf, AnyOf, Choice, AtLeast, Pathway, OnePathwayOf):
    _model.model_rebuild()

Leaf = ExamPassed | CourseCompleted | DesignationHeld | EthicsAccepted


def placed_parts(
    requirement: Requirement | Pathway, path: Path = ()
) -> Iterator[tuple[Path, Requirement | Pathway]]:
    """A requirement and all under it, outermost first, each with its path in the rule's text."""
    yield path, requirement
    match requirement:
        case AllOf() | Pathway():
            step: Path = ("all",)
        case AnyOf():
            step = ("any",)
        case AtLeast():
            step = ("at_least", "of")
        case OnePathwayOf():
            step = ("one_pathway_of",)
        case _:
            return
    for number, part in enumerate(parts(requirement)):
        yield from placed_parts(part, (*path, *step, number))


def parts(requirement: Requirement | Pathway) -> tuple[Requirement | Pathway, ...]:
    """The direct parts of a requirement; none for a leaf."""
    match requirement:
        case AllOf() | Pathway():
            return requirement.all
        case AnyOf():
            return requirement.any
        case AtLeast():
            return requirement.at_least.of
        case OnePathwayOf():
            return requirement.one_pathway_of
        case _:
            return ()


def leaves(requirement: Requirement | Pathway) -> Iterator[Leaf]:
    """All leaves under a requirement, left to right."""
    for _, part in placed_parts(requirement):
        if isinstance(part, Leaf):
            yield part


def pathways(requirement: Requirement | Pathway) -> Iterator[Pathway]:
    """All named pathways under a requirement, left to right."""
    for _, part in placed_parts(requirement):
        if isinstance(part, Pathway):
            yield part
