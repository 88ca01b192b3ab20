"""Courses: what they teach, how their exam is made, and where they run in a classroom."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tauliah.core.kernel import LocalText
from tauliah.core.programme.fees import CourseFee
from tauliah.core.programme.written import Code, Count, Day, Slug, Strict, written_as


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
    """A topic and how many of a form's items it takes."""

    items: Count


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
