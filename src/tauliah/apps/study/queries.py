"""How far a person's study is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import BankItem, current_items
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import LessonRead, PracticeAnswer
from tauliah.core.exam.answers import Answer
from tauliah.core.programme import Lesson, TaughtCourse


@dataclass(frozen=True, slots=True)
class TopicPractice:
    """Practice in one topic: items in the pool, items tried, items right at the last try."""

    topic: str
    items: int
    tried: int
    right: int


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """How far a person is in one course; `practice` has each of its topics, in order."""

    course: TaughtCourse
    lessons: tuple[Lesson, ...]
    read: frozenset[str]
    practice: tuple[TopicPractice, ...]

    @property
    def lessons_read(self) -> int:
        """How many of the course's lessons are marked as read."""
        return sum(lesson.slug in self.read for lesson in self.lessons)

    @property
    def next_lesson(self) -> Lesson | None:
        """The first lesson that is not marked as read; None where all are."""
        return next((lesson for lesson in self.lessons if lesson.slug not in self.read), None)

    @property
    def items(self) -> int:
        """How many practice items there are."""
        return sum(topic.items for topic in self.practice)

    @property
    def tried(self) -> int:
        """How many practice items were answered at least once."""
        return sum(topic.tried for topic in self.practice)

    @property
    def right(self) -> int:
        """How many practice items were right at the last try."""
        return sum(topic.right for topic in self.practice)


def progress_in(person: User, course: str) -> CourseProgress:
    """How far a person is in a course; KeyError where there is no such course."""
    published = programme()
    wanted = published.taught(course)
    practised = practice_by_topic(person, course)
    return CourseProgress(
        course=wanted,
        lessons=published.lessons_of(course),
        read=lessons_read(person, course),
        practice=tuple(
            practised.get(one.topic, TopicPractice(one.topic, 0, 0, 0)) for one in wanted.topics
        ),
    )


def progress_in_open_courses(person: User) -> tuple[CourseProgress, ...]:
    """How far a person is in each course that can be studied now."""
    return tuple(
        progress_in(person, course.code) for course in programme().courses if course.is_open
    )


def progress_in_ethics_courses(person: User) -> tuple[CourseProgress, ...]:
    """How far a person is in each course on ethics."""
    return tuple(progress_in(person, course.code) for course in programme().ethics_courses)


def lessons_read(person: User, course: str) -> frozenset[str]:
    """The lessons of a course that the person marked as read."""
    read = LessonRead.objects.filter(person=person, course=course)
    return frozenset(read.values_list("lesson", flat=True))


def practice_items(course: str, topic: str = "") -> tuple[BankItem, ...]:
    """The practice pool of a course, or of one of its topics. Never the secure pool."""
    return tuple(item for item in current_items(course, "practice") if topic in ("", item.topic))


def practice_item(course: str, code: str) -> BankItem | None:
    """One practice item, if it is in the practice pool of that course."""
    return next((item for item in practice_items(course) if item.code == code), None)


def next_practice_item(person: User, course: str, topic: str = "") -> BankItem | None:
    """What to practise next: items never tried, then those wrong at the last try, oldest first.

    When all were right, the one answered longest ago; None where the pool is empty.
    """
    last = _last_answers(person, course)

    def place(item: BankItem) -> tuple[int, float, str]:
        answer = last.get(item.code)
        if answer is None:
            return 0, 0.0, item.code
        return (2 if answer.is_right else 1), answer.answered_at.timestamp(), item.code

    return min(practice_items(course, topic), key=place, default=None)


def last_practice_answer(person: User, course: str, code: str) -> Answer | None:
    """What a person answered at the last try of a practice item; None where never tried."""
    answers = PracticeAnswer.objects.filter(person=person, course=course, item=code)
    newest = answers.order_by("-answered_at", "-id").first()
    if newest is None:
        return None
    return newest.option if newest.value is None else cast("Answer", newest.value)


def practice_by_topic(person: User, course: str) -> dict[str, TopicPractice]:
    """How practice stands in each topic that has items."""
    last = _last_answers(person, course)
    topics: dict[str, list[BankItem]] = {}
    for item in practice_items(course):
        topics.setdefault(item.topic, []).append(item)
    return {
        topic: TopicPractice(
            topic=topic,
            items=len(items),
            tried=sum(item.code in last for item in items),
            right=sum(item.code in last and last[item.code].is_right for item in items),
        )
        for topic, items in topics.items()
    }


def _last_answers(person: User, course: str) -> dict[str, PracticeAnswer]:
    answers = PracticeAnswer.objects.filter(person=person, course=course)
    return {answer.item: answer for answer in answers.order_by("answered_at", "id")}
