"""What must agree between the files of a programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from tauliah.core.kernel import LANGUAGES, Problem
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.model import (
    Course,
    Designation,
    GlossaryTerm,
    Lesson,
    PooledItem,
    ProgrammeFile,
)
from tauliah.core.programme.places import Names
from tauliah.core.programme.reading import Path
from tauliah.core.programme.rule_consistency import designations_asked_for, rule_problems


def consistency_problems(folder: Folder) -> Iterator[Problem]:
    """Every disagreement between the sound files of a folder.

    What a flawed file would have said is not held against the others.
    """
    if folder.about:
        yield from _programme_problems(folder.about, folder.names)
    for code, designation in folder.designations.items():
        yield from _designation_problems(folder, code, designation)
    yield from _designation_cycles(folder)
    yield from rule_problems(folder)
    for code, course in folder.courses.items():
        yield from _course_problems(folder, code, course)
        yield from _pool_problems(folder, code, course)
    yield from _double_items(folder)
    for item in folder.items:
        yield from _item_problems(folder, item)
    for lesson in folder.lessons:
        yield from _lesson_problems(folder, lesson)
    for term in folder.glossary:
        yield from _term_problems(folder, term)


def _programme_problems(about: Placed[ProgrammeFile], names: Names) -> Iterator[Problem]:
    programme = about.value
    try:
        ZoneInfo(programme.timezone)
    except (KeyError, ValueError, OSError):
        message = f"expected a time zone such as Asia/Kuala_Lumpur, got {programme.timezone}"
        yield about.problem(("timezone",), message)
    if set(programme.languages) != set(LANGUAGES):
        yield about.problem(("languages",), f"expected {', '.join(LANGUAGES)}")
    numbers = [window.number for window in programme.windows]
    if numbers != list(range(1, len(numbers) + 1)):
        yield about.problem(("windows",), f"windows are numbered 1, 2, 3 ..., got {numbers}")
    before = ""
    for position, window in enumerate(programme.windows):
        if window.opens <= before:
            message = f"opens before the window before it closes ({before})"
            yield about.problem(("windows", position, "opens"), message)
        if window.closes < window.opens:
            yield about.problem(("windows", position, "closes"), "closes before it opens")
        before = window.closes
    for position, ethics in enumerate(programme.ethics):
        slug = f"ethics/{ethics.code}-{ethics.version}"
        if slug not in names.pages:
            yield about.problem(("ethics", position), f"its text {slug}.en.md is missing")
    versions = Counter((ethics.code, ethics.version) for ethics in programme.ethics)
    for (code, version), times in versions.items():
        if times > 1:
            yield about.problem(("ethics",), f"{code} {version} stands {times} times")


def _designation_problems(
    folder: Folder, code: str, placed: Placed[Designation]
) -> Iterator[Problem]:
    designation = placed.value
    dates = [version.from_date for version in designation.versions]
    if dates != sorted(set(dates)):
        yield placed.problem(("versions",), "versions stand in the order of their dates, each once")
    months = designation.typical_duration_months
    if months.from_months > months.to_months:
        yield placed.problem(("typical_duration_months",), "from is more than to")
    page = f"designations/{code.lower()}"
    if page not in folder.names.pages:
        yield placed.problem((), f"its page {page}.en.md is missing")


def _designation_cycles(folder: Folder) -> Iterator[Problem]:
    asks = {
        code: designations_asked_for(version.requires for version in placed.value.versions)
        for code, placed in folder.designations.items()
    }
    for code, placed in folder.designations.items():
        reached: set[str] = set()
        ahead = asks[code]
        while ahead:
            reached |= ahead
            ahead = {after for one in ahead for after in asks.get(one, ())} - reached
        if code in reached:
            yield placed.problem(("versions",), f"{code} asks for itself")


def _course_problems(folder: Folder, code: str, placed: Placed[Course]) -> Iterator[Problem]:
    course = placed.value
    total = sum(row.items for row in course.blueprint)
    if folder.about and total != folder.about.value.exam_policy.items:
        expected = folder.about.value.exam_policy.items
        message = f"the rows add up to {total} items, an exam has {expected}"
        yield placed.problem(("blueprint",), message)
    if f"courses/{code}/course" not in folder.names.pages:
        yield placed.problem((), "its page course.en.md is missing")
    outcomes = Counter(outcome.code for outcome in course.outcomes)
    topics = Counter(row.topic for row in course.blueprint)
    for key, counted in (("outcomes", outcomes), ("blueprint", topics)):
        for name, times in counted.items():
            if times > 1:
                yield placed.problem((key,), f"{name} stands {times} times")
    for position, row in enumerate(course.blueprint):
        for number, outcome in enumerate(row.outcomes):
            if outcome not in outcomes:
                path: Path = ("blueprint", position, "outcomes", number)
                yield placed.problem(path, f"no outcome {outcome} in this course")


def _pool_problems(folder: Folder, code: str, placed: Placed[Course]) -> Iterator[Problem]:
    """What an open course must offer: lessons, and a secure pool that fills its blueprint."""
    course = placed.value
    if not course.is_open:
        return
    if not any(lesson.startswith(f"{code}/") for lesson in folder.names.lessons):
        yield placed.problem(("status",), "an open course has lessons, this one has none")
    if code in folder.courses_with_unread_items:
        return
    pool = Counter(
        item.value.topic
        for item in folder.items
        if item.value.course == code and item.value.pool == "secure"
    )
    for position, row in enumerate(course.blueprint):
        if pool[row.topic] < row.items:
            message = f"asks for {row.items} items, the secure pool has {pool[row.topic]}"
            yield placed.problem(("blueprint", position, "items"), message)


def _double_items(folder: Folder) -> Iterator[Problem]:
    """Items that stand twice, by id or by what they ask, in one pool or in both."""
    first_of: dict[str, Placed[PooledItem]] = {}
    asked_by: dict[tuple[str, str], str] = {}
    for placed in folder.items:
        item = placed.value.item
        if item.id in first_of:
            before = first_of[item.id]
            message = f"{item.id} stands in {before.reading.file} ({before.value.pool}) too"
            yield placed.problem(("id",), message)
            continue
        first_of[item.id] = placed
        for language in LANGUAGES:
            stem = " ".join(item.stem.in_language(language).casefold().split())
            other = asked_by.setdefault((language, stem), item.id)
            if other != item.id:
                yield placed.problem(("stem", language), f"the same words as in {other}")


def _item_problems(folder: Folder, placed: Placed[PooledItem]) -> Iterator[Problem]:
    item, code = placed.value.item, placed.value.course
    if item.key not in item.options:
        message = f"the key {item.key} is not among the options {', '.join(item.options)}"
        yield placed.problem(("key",), message)
    for language in LANGUAGES:
        texts = Counter(option.text.in_language(language) for option in item.options.values())
        if max(texts.values()) > 1:
            yield placed.problem(("options",), f"two options read the same ({language})")
    if f"{code}/{item.lesson}" not in folder.names.lessons:
        yield placed.problem(("lesson",), f"no lesson {item.lesson} in {code}")
    course = folder.courses.get(code)
    if course is None:
        return
    if item.outcome not in {outcome.code for outcome in course.value.outcomes}:
        yield placed.problem(("outcome",), f"no outcome {item.outcome} in {code}")
    topic = placed.value.topic
    if topic not in {row.topic for row in course.value.blueprint}:
        message = f"no topic {topic} in the blueprint of {code}"
        yield placed.reading.problem(("topic",), message)


def _lesson_problems(folder: Folder, placed: Placed[Lesson]) -> Iterator[Problem]:
    lesson = placed.value
    for position, slug in enumerate(lesson.key_terms):
        if slug not in folder.names.terms:
            yield placed.problem(("key_terms", position), f"no glossary term {slug}")
    course = folder.courses.get(lesson.course)
    if course is None:
        return
    if lesson.topic not in {row.topic for row in course.value.blueprint}:
        message = f"no topic {lesson.topic} in the blueprint of {lesson.course}"
        yield placed.problem(("topic",), message)
    outcomes = {outcome.code for outcome in course.value.outcomes}
    for position, code in enumerate(lesson.outcomes):
        if code not in outcomes:
            yield placed.problem(("outcomes", position), f"no outcome {code} in {lesson.course}")


def _term_problems(folder: Folder, placed: Placed[GlossaryTerm]) -> Iterator[Problem]:
    for position, slug in enumerate(placed.value.see_also):
        if slug not in folder.names.terms:
            yield placed.problem(("see_also", position), f"no glossary term {slug}")
