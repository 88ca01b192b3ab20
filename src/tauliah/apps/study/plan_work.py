"""What is left to do before an exam, by what a person has read, noted and practised until a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, Sum

from tauliah.apps.catalogue.queries import zone
from tauliah.apps.people.queries import User
from tauliah.apps.results.queries import results_of
from tauliah.apps.study.models import LessonRead, Review, StudyTick
from tauliah.core.kernel import LocalText
from tauliah.core.practice import (
    CourseTime,
    ExamWork,
    LessonLeft,
    course_time,
    mock_exams,
)
from tauliah.core.practice.study_time import GRAIN
from tauliah.core.programme import Course, Programme

LEAST_OF_A_LESSON = 2 * GRAIN
"""However much time was noted, a lesson that is not marked as read takes so many minutes more."""
PART_WHEN_SAT_AGAIN = 0.5
"""For an exam that was failed, this part of the practice is planned anew."""
OUTLINE = "outline-"


@dataclass(frozen=True, slots=True)
class Studied:
    """What a person did in the courses of a plan: when lessons were read, what was noted, practice.

    `practised` are minutes by course before each of the moments that were asked about.
    """

    read: Mapping[tuple[str, str], datetime]
    ticks: tuple[StudyTick, ...]
    practised: Mapping[datetime, Mapping[str, int]]
    failed: Mapping[str, datetime]

    def minutes_noted(self, course: str, kind: str, name: str, *, until: datetime) -> int:
        """The minutes that were noted for a lesson or a mock exam before a moment."""
        return sum(
            one.minutes
            for one in self.ticks
            if (one.course, one.kind, one.name) == (course, kind, name) and one.done_at < until
        )


def studied_of(person: User, courses: Iterable[str], moments: Iterable[datetime]) -> Studied:
    """What a person did in some courses, with the practice before each of the moments."""
    wanted, at = sorted(set(courses)), list(dict.fromkeys(moments))
    read = {
        (course, lesson): read_at
        for course, lesson, read_at in LessonRead.objects.filter(
            person=person, course__in=wanted
        ).values_list("course", "lesson", "read_at")
    }
    ticks = StudyTick.objects.filter(
        person=person, course__in=wanted, minutes__gt=0, undone=None
    ).order_by("done_at", "id")
    failed: dict[str, datetime] = {}
    for result in results_of(person):
        if not result.passed and result.course in wanted:
            failed[result.course] = max(
                result.scored_at, failed.get(result.course, result.scored_at)
            )
    practised = {moment: dict.fromkeys(wanted, 0) for moment in at}
    rows = Review.objects.filter(person=person, course__in=wanted, rating__gt=0, undone=None)
    for course, failed_at in failed.items():
        rows = rows.exclude(course=course, reviewed_at__lte=failed_at)
    sums = {
        f"until_{place}": Sum("seconds", filter=Q(reviewed_at__lt=moment))
        for place, moment in enumerate(at)
    }
    by_course = rows.values("course").annotate(**sums).order_by()
    for course, *seconds in by_course.values_list("course", *sums):
        for moment, some in zip(at, seconds, strict=True):
            practised[moment][course] = int((some or 0) // 60)
    return Studied(read, tuple(ticks), practised, failed)


def beginning_of(day: date) -> datetime:
    """The first moment of a day of the programme."""
    return datetime.combine(day, time.min, tzinfo=zone())


def time_of_course(published: Programme, course: Course) -> CourseTime:
    """How the hours of a course are divided; without lessons, by the segments of its outline."""
    lessons = published.lessons_of(course.code)
    reading = [one.minutes for one in lessons] or [GRAIN] * len(course.outline)
    minutes = published.about.exam_policy.minutes
    return course_time(course.study_hours, reading, exam_minutes=minutes)


def lesson_titles(published: Programme, course: Course) -> dict[str, LocalText]:
    """The lessons of a course by name; without any, the segments of its outline."""
    lessons = published.lessons_of(course.code)
    if lessons:
        return {one.slug: LocalText(en=one.en.title, ms=one.ms.title) for one in lessons}
    return {f"{OUTLINE}{number}": one for number, one in enumerate(course.outline, start=1)}


def exam_work(
    published: Programme,
    course: Course,
    day: date,
    studied: Studied,
    *,
    today: date,
    until: datetime,
) -> ExamWork:
    """What was left to do before an exam at a moment of a day."""
    spent = time_of_course(published, course)
    code = course.code
    lessons = []
    names = list(lesson_titles(published, course))
    read = {name for name in names if _is_before(studied.read.get((code, name)), until)}
    for name, minutes in zip(names, spent.lessons, strict=True):
        noted = studied.minutes_noted(code, "lesson", name, until=until)
        is_done = name in read or (name.startswith(OUTLINE) and noted >= minutes)
        if not is_done:
            lessons.append(LessonLeft(name, max(LEAST_OF_A_LESSON, minutes - noted)))
    failed = studied.failed.get(code)
    sat_again = failed is not None and failed < until
    practice = int(spent.practice * (PART_WHEN_SAT_AGAIN if sat_again else 1))
    left = max(0, practice - studied.practised[until].get(code, 0))
    mocks = tuple(
        one
        for one in mock_exams(day, minutes=spent.mock, today=today)
        if not _was_sat(studied, code, one.number, failed, until)
    )
    return ExamWork(
        code, day, tuple(lessons), -(-left // GRAIN) * GRAIN, mocks, len(lessons) < len(names)
    )


def _is_before(moment: datetime | None, until: datetime) -> bool:
    return moment is not None and moment < until


def _was_sat(
    studied: Studied, course: str, number: int, failed: datetime | None, until: datetime
) -> bool:
    """Whether a mock exam was sat before a moment, and after the exam was failed last."""
    return any(
        (one.course, one.kind, one.name) == (course, "mock", str(number))
        and one.done_at < until
        and (failed is None or one.done_at > failed)
        for one in studied.ticks
    )
