"""Courses: what they teach, how their exam is made, and where they run in a classroom."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tauliah.core.kernel import LocalText
from tauliah.core.programme.fees import CourseFee
from tauliah.core.programme.items import LEVEL_NAMES, LEVELS, Level
from tauliah.core.programme.written import Code, Count, Day, Slug, Strict, written_as

_ANY_LEVEL = LocalText(en="any level", ms="mana-mana aras")


class Outcome(Strict):
    """What one can do after a course."""

    code: Annotated[
        str,
        written_as(
            "[A-Z][A-Z0-9]{1,9}-[0-9]+",
            "a course and a number, such as PUM-1",
            "kursus dan nombor, seperti PUM-1",
        ),
    ]
    text: LocalText


class Topic(Strict):
    """A part of what a course teaches, and the outcomes that belong to it."""

    topic: Slug
    title: LocalText
    outcomes: Annotated[tuple[str, ...], Field(min_length=1)]


class BlueprintRow(Topic):
    """A topic and how many of a form's items it takes.

    `levels` says how many of them are at each cognitive level; without it they may be at any.
    """

    items: Count
    levels: Annotated[dict[Level, Count], Field(default_factory=dict)]

    @property
    def adds_up(self) -> bool:
        """Whether the items at the levels are as many as those of the row, where levels are told."""
        return not self.levels or sum(self.levels.values()) == self.items

    @property
    def by_level(self) -> tuple[int, ...]:
        """How many items are asked for at each of `LEVELS`; nothing where the row does not say."""
        return tuple(self.levels.get(level, 0) for level in LEVELS) if self.levels else ()

    @property
    def cells(self) -> tuple[tuple[LocalText, int], ...]:
        """The same beside the name of each level."""
        return tuple(zip(LEVEL_NAMES.values(), self.by_level, strict=False))

    @property
    def told_levels(self) -> LocalText:
        """How many items are asked for at each level, in words."""
        if not self.levels:
            return _ANY_LEVEL
        asked = [(name, count) for name, count in self.cells if count]
        return LocalText(
            en=", ".join(f"{name.en} {count}" for name, count in asked),
            ms=", ".join(f"{name.ms} {count}" for name, count in asked),
        )


class ClassRun(Strict):
    """The first and the last day of one run of a class."""

    starts: Day
    ends: Day


class ClassroomOffer(Strict):
    """A place where a course also runs in a classroom, and the runs whose days are known."""

    place: LocalText
    sessions: Count
    runs: tuple[ClassRun, ...] = ()


class Course(Strict):
    """A course and the blueprint of its exam.

    `prerequisites` are the exams that must have been passed, or be credited or exempted, before
    this course's exam may be sat. `forms` is how many forms without an item in common the secure
    pool must fill.
    """

    code: Code
    title: LocalText
    status: Literal["open", "in-preparation", "retired"]
    retired_on: Day | None = None
    study_hours: Count
    fee: CourseFee | None = None
    prerequisites: tuple[Code, ...] = ()
    forms: Annotated[int, Field(ge=1, le=4)] = 1
    classroom: tuple[ClassroomOffer, ...] = ()
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    blueprint: Annotated[tuple[BlueprintRow, ...], Field(min_length=1)]
    outline: tuple[LocalText, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether its lessons and its exam can be taken."""
        return self.status == "open"

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What it teaches, in the order of the blueprint."""
        return self.blueprint

    @property
    def has_levels(self) -> bool:
        """Whether any row of its blueprint tells items apart by their level."""
        return any(row.levels for row in self.blueprint)

    @property
    def page(self) -> str:
        """The slug of the page that presents it."""
        return f"courses/{self.code}/course"

    def counts_when_earned_on(self, day: date) -> bool:
        """Whether its exam counts when earned on that day: of a retired course, before its end."""
        return self.retired_on is None or day < self.retired_on


class EthicsCourse(Strict):
    """A short course on a code of ethics: lessons, cards and practice, and no exam.

    What counts for a designation is that the code is accepted; the course is there to understand
    it, so nothing asks whether its lessons were read.
    """

    code: Code
    title: LocalText
    ethics: Slug
    study_hours: Count
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]

    @property
    def page(self) -> str:
        """The slug of the page that presents it."""
        return f"ethics/{self.code}/course"


TaughtCourse = Course | EthicsCourse
"""Whatever has lessons."""
