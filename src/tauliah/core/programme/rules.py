"""The rule language of designations: nested requirements that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from tauliah.core.kernel import LocalText
from tauliah.core.programme.reading import TAG, Path
from tauliah.core.programme.written import Code, Count, Day, Months, Slug, Strict, flaw


class ExamPassed(Strict):
    """The exam of a course is passed, or credit for it was granted."""

    exam: Code
    within_months: Months | None = None
    expires_after_months: Months | None = None
    not_before: Day | None = None


class CourseCompleted(Strict):
    """A course is completed: its exam passed, or its completion recorded otherwise."""

    course: Code
    within_months: Months | None = None
    expires_after_months: Months | None = None
    not_before: Day | None = None


class ClassAttended(Strict):
    """The classroom sessions of a course are attended."""

    classroom: Code
    within_months: Months | None = None
    expires_after_months: Months | None = None
    not_before: Day | None = None


class DesignationHeld(Strict):
    """Another designation is conferred and in force."""

    designation: Code
    within_months: Months | None = None
    expires_after_months: Months | None = None
    not_before: Day | None = None


class EthicsAccepted(Strict):
    """A code of ethics, in the version in force, is accepted."""

    ethics: Slug


class ExperienceAsked(Strict):
    """Months of work, within so many months before the audit, at so many hours a week at least."""

    months: Months
    within_months: Months | None = None
    hours_a_week: Annotated[int, Field(ge=1, le=168)] | None = None


class ExperienceGained(Strict):
    """Work of a length is recorded; months in which several posts were held count once."""

    experience: ExperienceAsked


class CreditItem(Strict):
    """An exam or a course and the points that it is worth."""

    exam: Code | None = None
    course: Code | None = None
    points: Count

    @model_validator(mode="after")
    def _one_of_both(self) -> CreditItem:
        if (self.exam is None) == (self.course is None):
            raise flaw(
                en="expected exactly one of exam, course",
                ms="dijangka tepat satu daripada exam, course",
            )
        return self

    @property
    def code(self) -> str:
        """The code of the exam or the course."""
        return self.exam or self.course or ""

    @property
    def leaf(self) -> ExamPassed | CourseCompleted:
        """What must be done for the points."""
        if self.exam is not None:
            return ExamPassed(exam=self.exam)
        return CourseCompleted(course=self.code)


class CreditGroup(Strict):
    """Points that must come from some of the exams and courses of a list."""

    points: Count
    of: Annotated[tuple[Code, ...], Field(min_length=1)]
    title: LocalText | None = None


class CreditsAsked(Strict):
    """Points, the list that they come from, and the least that must come from groups of it."""

    points: Count
    from_items: Annotated[tuple[CreditItem, ...], Field(min_length=1, alias="from")]
    at_least_from: tuple[CreditGroup, ...] = ()


class Credits(Strict):
    """So many points are earned."""

    credits: CreditsAsked
    title: LocalText | None = None
    description: LocalText | None = None


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
    "credits",
    "one_pathway_of",
    "exam",
    "course",
    "classroom",
    "designation",
    "ethics",
    "experience",
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
    | Annotated[Credits, Tag(TAG + "credits")]
    | Annotated[OnePathwayOf, Tag(TAG + "one_pathway_of")]
    | Annotated[ExamPassed, Tag(TAG + "exam")]
    | Annotated[CourseCompleted, Tag(TAG + "course")]
    | Annotated[ClassAttended, Tag(TAG + "classroom")]
    | Annotated[DesignationHeld, Tag(TAG + "designation")]
    | Annotated[EthicsAccepted, Tag(TAG + "ethics")]
    | Annotated[ExperienceGained, Tag(TAG + "experience")],
    Discriminator(
        _rule_tag,
        # the words around them, in both languages, are in reading_sentences
        custom_error_type="one_of",
        custom_error_message=", ".join(RULE_KEYS),
    ),
]

for _model in (AllOf, AnyOf, Choice, AtLeast, Pathway, OnePathwayOf):
    _model.model_rebuild()

Leaf = (
    ExamPassed
    | CourseCompleted
    | ClassAttended
    | DesignationHeld
    | EthicsAccepted
    | ExperienceGained
)
Timed = ExamPassed | CourseCompleted | ClassAttended | DesignationHeld
"""The leaves that may say when they must have been earned."""


def named(leaf: Leaf) -> tuple[str, str]:
    """The kind of a leaf and the code that it names; of experience a code made of its figures."""
    match leaf:
        case ExamPassed(exam=code):
            return "exam", code
        case CourseCompleted(course=code):
            return "course", code
        case ClassAttended(classroom=code):
            return "classroom", code
        case DesignationHeld(designation=code):
            return "designation", code
        case EthicsAccepted(ethics=code):
            return "ethics", code
        case ExperienceGained(experience=asked):
            return "experience", _figures(asked)


def _figures(asked: ExperienceAsked) -> str:
    code = f"{asked.months}-months"
    if asked.within_months is not None:
        code += f"-of-{asked.within_months}"
    if asked.hours_a_week is not None:
        code += f"-at-{asked.hours_a_week}-hours"
    return code


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
        case Credits():
            step = ("credits", "from")
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
        case Credits(credits=asked):
            return tuple(item.leaf for item in asked.from_items)
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
