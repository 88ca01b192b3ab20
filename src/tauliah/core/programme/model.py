"""A programme as checked, immutable values: what a release freezes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field

from tauliah.core.kernel import Language, LocalText, NonEmpty
from tauliah.core.programme.annual_windows import AnnualWindow
from tauliah.core.programme.courses import Course, EthicsCourse, TaughtCourse
from tauliah.core.programme.fees import Fees
from tauliah.core.programme.rules import Requirement
from tauliah.core.programme.study_aids import Card, Deck, Figure
from tauliah.core.programme.terms import (
    Applies,
    AttemptLimit,
    ContinuingEducation,
    Equivalence,
    Lapse,
    OtherCourse,
    SharingLimit,
)
from tauliah.core.programme.written import (
    Code,
    Count,
    Day,
    Slug,
    Strict,
    written_as,
)

_T = TypeVar("_T")


class Body(Strict):
    """The awarding body."""

    name: LocalText
    about: LocalText


class Role(Strict):
    """A kind of work that the programme is meant for."""

    code: Slug
    title: LocalText
    benefit: LocalText


class ExamPolicy(Strict):
    """How every exam of the programme is sat and how often it may be tried."""

    items: Count
    minutes: Count
    pass_mark_percent: Annotated[int, Field(ge=1, le=100)]
    sittings_per_window: Count
    sittings_per_12_months: Count
    languages_in_attempt: bool = False
    safe_exam_browser: bool = False
    pilot_items: Annotated[int, Field(ge=0, le=50)] = 0


class EthicsCode(Strict):
    """A version of a code of ethics; its text is the page ethics/CODE-VERSION."""

    code: Slug
    version: Slug
    in_force_from: Day
    title: LocalText


class ProgrammeFile(Strict):
    """What programme.yaml holds."""

    code: Slug
    title: LocalText
    body: Body
    timezone: str
    languages: tuple[Language, ...]
    currency: Annotated[
        str,
        written_as(
            "[A-Z]{3}", "three capital letters, such as MYR", "tiga huruf besar, seperti MYR"
        ),
    ]
    fees: Fees
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    exam_policy: ExamPolicy
    windows: Annotated[tuple[AnnualWindow, ...], Field(min_length=1)]
    ethics: Annotated[tuple[EthicsCode, ...], Field(min_length=1)]
    exam_counts_for_at_most: Count | None = None
    other_courses: tuple[OtherCourse, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()


class Duration(Strict):
    """How long most candidates take, in months."""

    from_months: Annotated[Count, Field(alias="from")]
    to_months: Annotated[Count, Field(alias="to")]


class RuleVersion(Strict):
    """The rules of a designation from a date on."""

    from_date: Annotated[Day, Field(alias="from")]
    source: LocalText
    applies_to: Applies | None = None
    requires: Requirement


class Designation(Strict):
    """Letters after a name, and what they ask for."""

    code: Code
    letters: NonEmpty
    title: LocalText
    level: Literal["entry", "associate", "chartered"]
    typical_duration_months: Duration
    continuing_education: Literal["none"] | ContinuingEducation
    grandfathering: Literal["none", "fixed", "best_of"] = "none"
    lapse: Lapse | None = None
    attempts: AttemptLimit | None = None
    sharing: tuple[SharingLimit, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()
    versions: Annotated[tuple[RuleVersion, ...], Field(min_length=1)]

    def rules_on(self, day: date) -> RuleVersion | None:
        """The version in force on that day; None before the first one."""
        in_force = [version for version in self.versions if version.from_date <= day]
        return max(in_force, key=lambda version: version.from_date, default=None)

    def span_of(self, version: RuleVersion) -> tuple[date, date]:
        """The days of matriculation that a version is for: the first, and the first no more.

        Without other word a version is for those who matriculate while it is the newest; the first
        is for those before it, too.
        """
        later = [one.from_date for one in self.versions if one.from_date > version.from_date]
        is_first = all(version.from_date <= one.from_date for one in self.versions)
        begins = date.min if is_first else version.from_date
        ends = min(later, default=date.max)
        applies = version.applies_to or Applies()
        return applies.matriculated_from or begins, applies.matriculated_before or ends


class FrontMatter(Strict):
    """What every page says of itself above its text."""

    title: NonEmpty
    description: NonEmpty
    keywords: tuple[NonEmpty, ...] = ()
    highlights: tuple[NonEmpty, ...] = ()


class PageText(FrontMatter):
    """A page in one language: front matter and Markdown."""

    body: str


class Page(Strict):
    """A page in both languages."""

    slug: str
    en: PageText
    ms: PageText

    def in_language(self, language: str) -> PageText:
        """The page in that language; KeyError for one the house does not speak."""
        return {"en": self.en, "ms": self.ms}[language]


class AboutTerm(Strict):
    """What a glossary page says in the same words in both languages."""

    see_also: tuple[Slug, ...] = ()


class GlossaryTerm(Page, AboutTerm):
    """A term of the field, explained."""


class AboutLesson(Strict):
    """What a lesson's page says in the same words in both languages."""

    topic: Slug
    outcomes: tuple[str, ...]
    minutes: Count
    key_terms: tuple[Slug, ...] = ()


class Lesson(Page, AboutLesson):
    """A lesson of a course; `slug` is its file's name without language."""

    course: Code


class Programme(Strict):
    """The whole programme but its items, which the item bank keeps."""

    about: ProgrammeFile
    designations: tuple[Designation, ...]
    courses: tuple[Course, ...]
    ethics_courses: tuple[EthicsCourse, ...] = ()
    lessons: tuple[Lesson, ...]
    glossary: tuple[GlossaryTerm, ...]
    pages: tuple[Page, ...]
    decks: tuple[Deck, ...] = ()
    figures: tuple[Figure, ...] = ()

    @cached_property
    def _page_by_slug(self) -> dict[str, Page]:
        return {page.slug: page for page in self.pages}

    @cached_property
    def _designation_by_code(self) -> dict[str, Designation]:
        return {one.code: one for one in reversed(self.designations)}

    @cached_property
    def course_by_code(self) -> Mapping[str, Course]:
        """Our courses by their codes."""
        return {one.code: one for one in reversed(self.courses)}

    @cached_property
    def exam_fees(self) -> Mapping[str, int]:
        """What one sitting of each course's exam costs those who are no members, by code."""
        return {one.code: self.exam_fee(one.code) for one in self.courses}

    @cached_property
    def retired_on(self) -> Mapping[str, date]:
        """The courses that are retired at a day, by code."""
        return {one.code: one.retired_on for one in self.courses if one.retired_on is not None}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other parts; what is kept to find things by is made anew for it."""
        copied = super().model_copy(update=update, deep=deep)
        for name in [name for name in copied.__dict__ if name not in type(self).model_fields]:
            del copied.__dict__[name]
        return copied

    def designation(self, code: str) -> Designation:
        """The designation of that code; KeyError where there is none."""
        return self._designation_by_code[code]

    def course(self, code: str) -> Course:
        """The course of that code; KeyError where there is none."""
        return self.course_by_code[code]

    @property
    def taught_courses(self) -> tuple[TaughtCourse, ...]:
        """Whatever has lessons: our courses, then those on ethics."""
        return (*self.courses, *self.ethics_courses)

    def taught(self, code: str) -> TaughtCourse:
        """The course or the course on ethics of that code; KeyError where there is none."""
        return _only(code, [one for one in self.taught_courses if one.code == code])

    def course_on(self, ethics: str) -> EthicsCourse | None:
        """The course on a code of ethics; None where it has none."""
        return next((one for one in self.ethics_courses if one.ethics == ethics), None)

    def lessons_of(self, course: str) -> tuple[Lesson, ...]:
        """A course's lessons in the order of their names."""
        return tuple(lesson for lesson in self.lessons if lesson.course == course)

    def lesson(self, course: str, slug: str) -> Lesson:
        """One lesson; KeyError where there is none."""
        found = [one for one in self.lessons_of(course) if one.slug == slug]
        return _only(f"{course}/{slug}", found)

    def cards_of(self, course: str, lesson: str) -> tuple[Card, ...]:
        """The flash cards of one lesson, in their order; none where it has none."""
        found = (one.cards for one in self.decks if (one.course, one.lesson) == (course, lesson))
        return next(found, ())

    def figure(self, course: str, name: str) -> Figure:
        """The figure of that name in a course; KeyError where there is none."""
        found = [one for one in self.figures if (one.course, one.name) == (course, name)]
        return _only(f"{course}/{name}", found)

    def term(self, slug: str) -> GlossaryTerm:
        """One glossary term; KeyError where there is none."""
        return _only(slug, [one for one in self.glossary if one.slug == slug])

    def page(self, slug: str) -> Page:
        """The page of that slug, such as `designations/api` or `pages/about`; KeyError if none."""
        return self._page_by_slug[slug]

    def other_course(self, code: str) -> OtherCourse:
        """The course of another body, or old number, of that code; KeyError where there is none."""
        return _only(code, [one for one in self.about.other_courses if one.code == code])

    def title_of(self, code: str) -> LocalText:
        """The title of a course, be it ours or another body's; the code itself where unknown."""
        known: tuple[Course | OtherCourse, ...] = (*self.courses, *self.about.other_courses)
        titles = (one.title for one in known if one.code == code)
        return next(titles, LocalText(en=code, ms=code))

    def exam_fee(self, code: str, *, member: bool = False) -> int:
        """What one sitting of an exam costs, in minor units; members may have their own price.

        A code that is no course of ours costs what exams cost in general.
        """
        course = self.course_by_code.get(code)
        own = course.fee if course else None
        if own is not None:
            return own.members if member and own.members is not None else own.exam
        fees = self.about.fees
        return fees.members.exam if member and fees.members else fees.exam

    def matriculation_fee(self, *, member: bool = False) -> int:
        """What matriculating for one designation costs, once, in minor units."""
        fees = self.about.fees
        return fees.members.matriculation if member and fees.members else fees.matriculation

    def ethics_on(self, code: str, day: date) -> EthicsCode | None:
        """The version of a code of ethics in force on that day; None before the first."""
        in_force = [e for e in self.about.ethics if e.code == code and e.in_force_from <= day]
        return max(in_force, key=lambda ethics: ethics.in_force_from, default=None)


def _only(name: str, found: list[_T]) -> _T:
    if not found:
        raise KeyError(name)
    return found[0]
