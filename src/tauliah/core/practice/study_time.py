"""What a plan of study is made from: the hours of a person's days, and the work before each exam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
GRAIN = 5
"""Minutes in a plan are whole multiples of this where they are not what is left over."""
MOCK_EXAMS = 3
LOOKING_BACK = 30
"""Minutes after a mock exam in which its answers are gone through."""
PART_FOR_LESSONS = 0.5
"""Of a course's hours, what mock exams leave: this part for its lessons, the rest for practice."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of study by weekday, Monday first, and spans of days without any (first, last).

    `taken` are minutes of single days that something else has, such as a class.
    """

    week: tuple[int, ...]
    days_off: tuple[tuple[date, date], ...] = ()
    taken: tuple[tuple[date, int], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7 or min(self.week) < 0:
            raise ValueError("a week has seven days of no fewer than 0 minutes")
        if any(minutes < 0 for _, minutes in self.taken):
            raise ValueError("no fewer than 0 minutes of a day are taken")

    def on(self, day: date) -> int:
        """The minutes of one day."""
        taken = sum(minutes for one, minutes in self.taken if one == day)
        return 0 if self.is_off(day) else max(0, self.week[day.weekday()] - taken)

    def is_off(self, day: date) -> bool:
        """Whether the day lies in a span without study."""
        return any(first <= day <= last for first, last in self.days_off)

    @property
    def a_week(self) -> int:
        """The minutes of a week without days off."""
        return sum(self.week)

    def longer(self, minutes: int) -> Hours:
        """The same with so many minutes more on each day of study."""
        week = tuple(one + minutes if one else 0 for one in self.week)
        return Hours(week, self.days_off, self.taken)


@dataclass(frozen=True, slots=True)
class LessonLeft:
    """A lesson that is not read yet, and the minutes that it still takes."""

    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class MockExam:
    """A mock exam that is not sat yet: its minutes, and the days between which it does most good."""

    number: int
    minutes: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ExamWork:
    """What is left to do before one exam; all of it on days before the exam's.

    `lessons` stand in their order; `practice` is in minutes. `is_begun` says whether the first
    lesson of the course was read: practice comes after it.
    """

    exam: str
    day: date
    lessons: tuple[LessonLeft, ...] = ()
    practice: int = 0
    mocks: tuple[MockExam, ...] = ()
    is_begun: bool = False

    @property
    def minutes(self) -> int:
        """All of it."""
        lessons = sum(one.minutes for one in self.lessons)
        return lessons + self.practice + sum(one.minutes for one in self.mocks)


@dataclass(frozen=True, slots=True)
class CourseTime:
    """How the hours of a course are spent, in minutes: each lesson, practice, one mock exam."""

    lessons: tuple[int, ...]
    practice: int
    mock: int


def course_time(study_hours: int, reading: Sequence[int], *, exam_minutes: int) -> CourseTime:
    """How the hours that a course takes are divided.

    `reading` are the minutes that its lessons take to be read, in their order. Mock exams come
    first; of the rest, lessons get a half in proportion to their reading, and never less than it:
    it is read, worked through, and put into one's own words. What is left is practice.
    """
    mock = _up(exam_minutes + LOOKING_BACK)
    rest = max(0, 60 * study_hours - MOCK_EXAMS * mock)
    whole = sum(reading)
    lessons = tuple(
        _up(max(one, int(PART_FOR_LESSONS * rest * one / whole))) if whole else one
        for one in reading
    )
    return CourseTime(lessons, _up(max(0, rest - sum(lessons))), mock)


def mock_exams(exam_day: date, *, minutes: int, today: date) -> tuple[MockExam, ...]:
    """The mock exams that can still be sat: one in each of the last weeks before the exam.

    The last one leaves a day free before the exam.
    """
    found = []
    for number in range(1, MOCK_EXAMS + 1):
        ends = exam_day - 7 * (MOCK_EXAMS - number) * ONE_DAY - 2 * ONE_DAY
        begins = max(today, ends - 6 * ONE_DAY)
        if begins <= ends:
            found.append(MockExam(number, minutes, begins, ends))
    return tuple(found)


def _up(minutes: int) -> int:
    return -(-minutes // GRAIN) * GRAIN
