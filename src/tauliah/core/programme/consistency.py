"""What must agree between the files of a programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from tauliah.core.kernel import Problem
from tauliah.core.programme.model import Course, Designation, PooledItem, Programme
from tauliah.core.programme.reading import Path, Reading
from tauliah.core.programme.rules import (
    CourseCompleted, DesignationHeld, EthicsAccepted, ExamPassed, Leaf, Pathway, Requirement,
    leaves, parts, pathways,
)  # fmt: skip

PlacedItem = tuple[PooledItem, Reading, int]


def consistency_problems(
    programme: Programme, items: Sequence[PlacedItem], places: Mapping[str, Reading]
) -> Iterator[Problem]:
    """Every disagreement between files; `places` finds the line of a designation or course."""
    yield from _programme_problems(programme, places["programme.yaml"])
    for designation in programme.designations:
        place = places[f"designation:{designation.code}"]
        yield from _designation_problems(programme, designation, place)
    yield from _designation_cycles(programme, places)
    for course in programme.courses:
        own = [placed for placed in items if placed[0].course == course.code]
        yield from _course_problems(programme, course, places[f"course:{course.code}"], own)
    yield from _item_problems(programme, items)
    yield from _lesson_problems(programme)


def _programme_problems(programme: Programme, place: Reading) -> Iterator[Problem]:
    about = programme.about
    try:
        ZoneInfo(about.timezone)
    except (KeyError, ValueError, OSError):
        yield place.problem(("timezone",), f"expected a time zone's name, got {about.timezone}")
    numbers = [window.number for window in about.windows]
    if numbers != list(range(1, len(numbers) + 1)):
        yield place.problem(("windows",), f"windows are numbered 1, 2, 3 ..., got {numbers}")
    before = ""
    for position, window in enumerate(about.windows):
        path: Path = ("windows", position, "opens")
        if window.opens <= before:
            yield place.problem(path, f"opens before the window before it closes ({before})")
        if window.closes < window.opens:
            yield place.problem(("windows", position, "closes"), "closes before it opens")
        before = window.closes
    for position, ethics in enumerate(about.ethics):
        slug = f"ethics/{ethics.code}-{ethics.version}"
        if slug not in {page.slug for page in programme.pages}:
            yield place.problem(("ethics", position), f"its text {slug}.en.md is missing")


def _designation_problems(
    programme: Programme, designation: Designation, place: Reading
) -> Iterator[Problem]:
    courses = {course.code for course in programme.courses}
    designations = {other.code for other in programme.designations}
    ethics = {code.code for code in programme.about.ethics}
    known: dict[type[Leaf], set[str]] = {
        ExamPassed: courses,
        CourseCompleted: courses,
        DesignationHeld: designations,
        EthicsAccepted: ethics,
    }
    dates = [version.from_date for version in designation.versions]
    if dates != sorted(set(dates)):
        yield place.problem(("versions",), "versions stand in the order of their dates, each once")
    months = designation.typical_duration_months
    if months.from_months > months.to_months:
        yield place.problem(("typical_duration_months",), "from is more than to")
    if f"designations/{designation.code.lower()}" not in {page.slug for page in programme.pages}:
        yield place.problem((), f"its page designations/{designation.code.lower()}.en.md is missing")
    for position, version in enumerate(designation.versions):
        start: Path = ("versions", position, "requires")
        names = Counter(pathway.pathway for pathway in pathways(version.requires))
        for name, times in names.items():
            if times > 1:
                yield place.problem(start, f"the pathway {name} stands {times} times")
        for path, leaf in _placed_leaves(version.requires, start):
            ((key, code),) = leaf.model_dump().items()
            if code not in known[type(leaf)]:
                yield place.problem((*path, key), f"no {key} {code} in this programme")
        for path, part in _placed_choices(version.requires, start):
            yield place.problem(path, part)


def _placed_leaves(
    requirement: Requirement | Pathway, path: Path
) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(requirement, Leaf):
        yield path, requirement
        return
    for number, part in enumerate(parts(requirement)):
        yield from _placed_leaves(part, (*path, *_list_path(requirement), number))


def _placed_choices(requirement: Requirement | Pathway, path: Path) -> Iterator[tuple[Path, str]]:
    choice = getattr(requirement, "at_least", None)
    if choice is not None and choice.n > len(choice.of):
        yield (*path, "at_least", "n"), f"asks for {choice.n} of only {len(choice.of)}"
    for number, part in enumerate(parts(requirement)):
        yield from _placed_choices(part, (*path, *_list_path(requirement), number))


def _list_path(requirement: Requirement | Pathway) -> Path:
    for key in ("all", "any", "one_pathway_of"):
        if hasattr(requirement, key):
            return (key,)
    return ("at_least", "of")


def _designation_cycles(programme: Programme, places: Mapping[str, Reading]) -> Iterator[Problem]:
    asks = {
        designation.code: {
            leaf.designation
            for version in designation.versions
            for leaf in leaves(version.requires)
            if isinstance(leaf, DesignationHeld)
        }
        for designation in programme.designations
    }
    for code in asks:
        reached, ahead = set[str](), set(asks[code])
        while ahead:
            reached |= ahead
            ahead = {after for one in ahead for after in asks.get(one, ())} - reached
        if code in reached:
            yield places[f"designation:{code}"].problem((), f"{code} asks for itself")


def _course_problems(
    programme: Programme, course: Course, place: Reading, items: Sequence[PlacedItem]
) -> Iterator[Problem]:
    expected = programme.about.exam_policy.items
    total = sum(row.items for row in course.blueprint)
    if total != expected:
        message = f"the rows add up to {total} items, an exam has {expected}"
        yield place.problem(("blueprint",), message)
    if f"courses/{course.code}/course" not in {page.slug for page in programme.pages}:
        yield place.problem((), "its page course.en.md is missing")
    outcomes = {outcome.code for outcome in course.outcomes}
    for position, row in enumerate(course.blueprint):
        for number, code in enumerate(row.outcomes):
            if code not in outcomes:
                path: Path = ("blueprint", position, "outcomes", number)
                yield place.problem(path, f"no outcome {code} in this course")
    for topic, times in Counter(row.topic for row in course.blueprint).items():
        if times > 1:
            yield place.problem(("blueprint",), f"the topic {topic} stands {times} times")
    if not course.is_open:
        return
    if not programme.lessons_of(course.code):
        yield place.problem(("status",), "an open course has lessons, this one has none")
    pool = Counter(placed.topic for placed, _, _ in items if placed.pool == "secure")
    for position, row in enumerate(course.blueprint):
        if pool[row.topic] < row.items:
            message = f"asks for {row.items} items, the secure pool has {pool[row.topic]}"
            yield place.problem(("blueprint", position, "items"), message)


def _item_problems(programme: Programme, items: Sequence[PlacedItem]) -> Iterator[Problem]:
    courses = {course.code: course for course in programme.courses}
    first_of: dict[str, str] = {}
    stem_of: dict[str, str] = {}
    for placed, reading, number in items:
        item, path = placed.item, ("items", number)
        course = courses.get(placed.course)
        if course is None:
            yield reading.problem((), f"no course {placed.course} in this programme")
            continue
        if item.id in first_of:
            yield reading.problem((*path, "id"), f"{item.id} stands in {first_of[item.id]} too")
        first_of.setdefault(item.id, reading.file)
        stem = " ".join(item.stem.en.casefold().split())
        if stem in stem_of and stem_of[stem] != item.id:
            yield reading.problem((*path, "stem"), f"the same stem as {stem_of[stem]}")
        stem_of.setdefault(stem, item.id)
        if item.key not in item.options:
            message = f"the key {item.key} is not among the options {', '.join(item.options)}"
            yield reading.problem((*path, "key"), message)
        for language in ("en", "ms"):
            texts = [option.text.in_language(language) for option in item.options.values()]
            if len(set(texts)) < len(texts):
                yield reading.problem((*path, "options"), f"two options read the same ({language})")
        if item.outcome not in {outcome.code for outcome in course.outcomes}:
            yield reading.problem((*path, "outcome"), f"no outcome {item.outcome} in {course.code}")
        if item.lesson not in {lesson.slug for lesson in programme.lessons_of(course.code)}:
            yield reading.problem((*path, "lesson"), f"no lesson {item.lesson} in {course.code}")
    for reading in _each_once(reading for _, reading, _ in items):
        course = courses.get(reading.file.split("/")[1])
        topic = reading.value["topic"]
        if course and topic not in {row.topic for row in course.blueprint}:
            yield reading.problem(("topic",), f"no topic {topic} in the blueprint of {course.code}")


def _each_once(readings: Iterable[Reading]) -> Iterable[Reading]:
    return {reading.file: reading for reading in readings}.values()


def _lesson_problems(programme: Programme) -> Iterator[Problem]:
    courses = {course.code: course for course in programme.courses}
    terms = {term.slug for term in programme.glossary}
    for lesson in programme.lessons:
        file = f"courses/{lesson.course}/lessons/{lesson.slug}.en.md"
        course = courses.get(lesson.course)
        if course is None:
            yield Problem(file, 0, "", f"no course {lesson.course} in this programme")
            continue
        if lesson.topic not in {row.topic for row in course.blueprint}:
            yield Problem(file, 1, "topic", f"no topic {lesson.topic} in the blueprint")
        for code in lesson.outcomes:
            if code not in {outcome.code for outcome in course.outcomes}:
                yield Problem(file, 1, "outcomes", f"no outcome {code} in {course.code}")
        for slug in lesson.key_terms:
            if slug not in terms:
                yield Problem(file, 1, "key_terms", f"no glossary term {slug}")
    for term in programme.glossary:
        for slug in term.see_also:
            if slug not in terms:
                file = f"glossary/{term.slug}.en.md"
                yield Problem(file, 1, "see_also", f"no glossary term {slug}")
