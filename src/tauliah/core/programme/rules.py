"""The rule language of designations: nested requirements that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from tauliah.core.kernel import LocalText

Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,9}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Strict(BaseModel):
    """Base of all that people write: frozen, no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


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
    "all", "any", "at_least", "one_pathway_of", "exam", "course", "designation", "ethics",
)  # fmt: skip


def _rule_key(value: Any) -> str:
    """Which kind of requirement a mapping is, by the one rule key that it has."""
    keys = value if isinstance(value, dict) else type(value).model_fields
    found = [key for key in RULE_KEYS if key in keys]
    if isinstance(value, dict | BaseModel) and len(found) == 1:
        return found[0]
    raise PydanticCustomError(
        "rule", "expected exactly one of {keys}", {"keys": ", ".join(RULE_KEYS)}
    )


Requirement = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[OnePathwayOf, Tag("one_pathway_of")]
    | Annotated[ExamPassed, Tag("exam")]
    | Annotated[CourseCompleted, Tag("course")]
    | Annotated[DesignationHeld, Tag("designation")]
    | Annotated[EthicsAccepted, Tag("ethics")],
    Discriminator(_rule_key),
]

for _model in (AllOf, AnyOf, Choice, AtLeast, Pathway, OnePathwayOf):
    _model.model_rebuild()

Leaf = ExamPassed | CourseCompleted | DesignationHeld | EthicsAccepted


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
    if isinstance(requirement, Leaf):
        yield requirement
        return
    for part in parts(requirement):
        yield from leaves(part)


def pathways(requirement: Requirement | Pathway) -> Iterator[Pathway]:
    """All named pathways under a requirement, left to right."""
    if isinstance(requirement, Pathway):
        yield requirement
    for part in parts(requirement):
        yield from pathways(part)
