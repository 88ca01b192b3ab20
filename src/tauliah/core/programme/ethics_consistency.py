"""What must agree between the courses on ethics and the rest of a programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.check_sentences import none_here, none_in, page_missing, stands
from tauliah.core.programme.courses import Course, EthicsCourse
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.reading import Path

_NO_LESSONS = LocalText(
    en="a course on ethics has lessons, this one has none",
    ms="kursus etika mempunyai pelajaran, kursus ini tiada",
)
_NO_EXAM = LocalText(
    en="a course on ethics has no exam: expected practice, got secure",
    ms="kursus etika tiada peperiksaan: dijangka practice, diberi secure",
)


def ethics_course_problems(folder: Folder) -> Iterator[Problem]:
    """Every disagreement of the courses on ethics; no code of ethics has two."""
    first_on: dict[str, str] = {}
    for code, placed in folder.ethics_courses.items():
        yield from topic_problems(placed, "topics")
        course = placed.value
        known = folder.salvaged.codes_of_ethics
        if known is not None and course.ethics not in known:
            yield placed.problem(("ethics",), none_here("ethics", course.ethics))
        other = first_on.setdefault(course.ethics, code)
        if other != code:
            message = LocalText(
                en=f"{other} is the course on {course.ethics} already",
                ms=f"{other} sudah menjadi kursus bagi {course.ethics}",
            )
            yield placed.problem(("ethics",), message)
        if code in folder.names.courses:
            message = LocalText(
                en=f"courses/{code} has this code too", ms=f"courses/{code} juga mempunyai kod ini"
            )
            yield placed.problem(("code",), message)
        if f"ethics/{code}/course" not in folder.names.pages:
            yield placed.problem((), page_missing("course"))
        if not any(lesson.startswith(f"{code}/") for lesson in folder.names.lessons):
            yield placed.problem((), _NO_LESSONS)
    for item in folder.items:
        if item.value.pool == "secure" and item.value.course in folder.names.ethics_courses:
            yield item.reading.problem(("pool",), _NO_EXAM)


def topic_problems(placed: Placed[Course] | Placed[EthicsCourse], key: str) -> Iterator[Problem]:
    """Outcomes and topics that stand twice, and topics of outcomes that the course has not.

    `key` is where its file lists the topics.
    """
    outcomes = Counter(outcome.code for outcome in placed.value.outcomes)
    topics = Counter(one.topic for one in placed.value.topics)
    for name, counted in (("outcomes", outcomes), (key, topics)):
        for code, times in counted.items():
            if times > 1:
                yield placed.problem((name,), stands(code, times))
    for position, topic in enumerate(placed.value.topics):
        for number, outcome in enumerate(topic.outcomes):
            if outcome not in outcomes:
                path: Path = (key, position, "outcomes", number)
                yield placed.problem(path, none_in("outcome", outcome, "this course", "kursus ini"))
