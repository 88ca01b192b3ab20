"""What must agree between the files of a programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from zoneinfo import ZoneInfo

from tauliah.core.kernel import LANGUAGES, LocalText, Problem
from tauliah.core.programme.blueprint_consistency import filling_problems, level_problems
from tauliah.core.programme.check_sentences import (
    none_in,
    none_named,
    page_missing,
    stands,
)
from tauliah.core.programme.courses import Course, TaughtCourse
from tauliah.core.programme.ethics_consistency import ethics_course_problems, topic_problems
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.item_consistency import attachment_faults, item_faults
from tauliah.core.programme.item_sentences import case_elsewhere
from tauliah.core.programme.items import PooledItem
from tauliah.core.programme.malay_consistency import malay_problems
from tauliah.core.programme.model import Designation, GlossaryTerm, Lesson, ProgrammeFile
from tauliah.core.programme.places import Names
from tauliah.core.programme.readability import readability_problems
from tauliah.core.programme.reading import Path
from tauliah.core.programme.repetition import repetition_problems
from tauliah.core.programme.rule_consistency import rule_problems
from tauliah.core.programme.rules import DesignationHeld, placed_parts
from tauliah.core.programme.said import texts_of
from tauliah.core.programme.satisfying import conflict_problems
from tauliah.core.programme.term_consistency import term_problems
from tauliah.core.programme.writing import writing_problems


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
    yield from term_problems(folder)
    yield from conflict_problems(folder)
    for code, course in folder.courses.items():
        yield from _course_problems(folder, code, course)
        yield from _pool_problems(folder, code, course)
    yield from ethics_course_problems(folder)
    yield from _double_items(folder)
    yield from _double_cases(folder)
    for item in folder.items:
        yield from _item_problems(folder, item)
    for lesson in folder.lessons:
        yield from _lesson_problems(folder, lesson)
    for term in folder.glossary:
        yield from _term_problems(folder, term)
    yield from _card_problems(folder)
    yield from writing_problems(folder)
    texts = texts_of(folder)
    yield from malay_problems(folder, texts)
    yield from readability_problems(texts)
    yield from repetition_problems(texts)


def _programme_problems(about: Placed[ProgrammeFile], names: Names) -> Iterator[Problem]:
    programme = about.value
    try:
        ZoneInfo(programme.timezone)
    except (KeyError, ValueError, OSError):
        message = LocalText(
            en=f"expected a time zone such as Asia/Kuala_Lumpur, got {programme.timezone}",
            ms=f"dijangka zon waktu seperti Asia/Kuala_Lumpur, diberi {programme.timezone}",
        )
        yield about.problem(("timezone",), message)
    if set(programme.languages) != set(LANGUAGES):
        listed = ", ".join(LANGUAGES)
        message = LocalText(en=f"expected {listed}", ms=f"dijangka {listed}")
        yield about.problem(("languages",), message)
    numbers = [window.number for window in programme.windows]
    if numbers != list(range(1, len(numbers) + 1)):
        message = LocalText(
            en=f"windows are numbered 1, 2, 3 ..., got {numbers}",
            ms=f"tetingkap dinomborkan 1, 2, 3 ..., diberi {numbers}",
        )
        yield about.problem(("windows",), message)
    before = ""
    for position, window in enumerate(programme.windows):
        if window.opens <= before:
            message = LocalText(
                en=f"opens before the window before it closes ({before})",
                ms=f"dibuka sebelum tetingkap sebelumnya ditutup ({before})",
            )
            yield about.problem(("windows", position, "opens"), message)
        if window.closes < window.opens:
            message = LocalText(en="closes before it opens", ms="ditutup sebelum dibuka")
            yield about.problem(("windows", position, "closes"), message)
        before = window.closes
    for position, ethics in enumerate(programme.ethics):
        slug = f"ethics/{ethics.code}-{ethics.version}"
        if slug not in names.pages:
            message = LocalText(
                en=f"its text {slug}.en.md is missing", ms=f"teksnya, {slug}.en.md, tiada"
            )
            yield about.problem(("ethics", position), message)
    versions = Counter((ethics.code, ethics.version) for ethics in programme.ethics)
    for (code, version), times in versions.items():
        if times > 1:
            yield about.problem(("ethics",), stands(f"{code} {version}", times))


def _designation_problems(
    folder: Folder, code: str, placed: Placed[Designation]
) -> Iterator[Problem]:
    designation = placed.value
    dates = [version.from_date for version in designation.versions]
    if dates != sorted(set(dates)):
        message = LocalText(
            en="versions stand in the order of their dates, each once",
            ms="versi disusun mengikut tarikh, setiap satu sekali sahaja",
        )
        yield placed.problem(("versions",), message)
    months = designation.typical_duration_months
    if months.from_months > months.to_months:
        message = LocalText(en="from is more than to", ms="from lebih besar daripada to")
        yield placed.problem(("typical_duration_months",), message)
    page = f"designations/{code.lower()}"
    if page not in folder.names.pages:
        yield placed.problem((), page_missing(page))


def _designation_cycles(folder: Folder) -> Iterator[Problem]:
    """Designations that ask for themselves, each told where it asks, with the others between."""
    asks = {code: _asked_designations(placed.value) for code, placed in folder.designations.items()}
    for code, placed in folder.designations.items():
        circle = _circle_of_designations(code, asks)
        if not circle:
            continue
        between = [
            folder.designations[one].place(asks[one][after])
            for one, after in pairwise((*circle[1:], code))
        ]
        by_way = (f" by way of {', '.join(between)}", f" melalui {', '.join(between)}")
        message = LocalText(
            en=f"{code} asks for itself{by_way[0] if between else ''}",
            ms=f"{code} meminta dirinya sendiri{by_way[1] if between else ''}",
        )
        yield placed.problem(asks[code][(*circle, code)[1]], message)


def _asked_designations(designation: Designation) -> dict[str, Path]:
    """The designations that any version of the rules asks for, each with its first place."""
    found: dict[str, Path] = {}
    for number, version in enumerate(designation.versions):
        for path, part in placed_parts(version.requires, ("versions", number, "requires")):
            if isinstance(part, DesignationHeld):
                found.setdefault(part.designation, (*path, "designation"))
    return found


def _circle_of_designations(code: str, asks: Mapping[str, Mapping[str, Path]]) -> tuple[str, ...]:
    """The designations of a shortest circle through one, which comes first; none without."""
    ways: dict[str, tuple[str, ...]] = {code: (code,)}
    seen: set[str] = set()
    while ways:
        ahead: dict[str, tuple[str, ...]] = {}
        for at, way in ways.items():
            if code in asks.get(at, ()):
                return way
            for after in asks.get(at, ()):
                if after not in seen:
                    seen.add(after)
                    ahead[after] = (*way, after)
        ways = ahead
    return ()


def _course_problems(folder: Folder, code: str, placed: Placed[Course]) -> Iterator[Problem]:
    course = placed.value
    total = sum(row.items for row in course.blueprint)
    expected = folder.salvaged.items_of_an_exam
    if expected is not None and total != expected:
        message = LocalText(
            en=f"the rows add up to {total} items, an exam has {expected}",
            ms=f"baris-baris berjumlah {total} item, satu peperiksaan mempunyai {expected}",
        )
        yield placed.problem(("blueprint",), message)
    if f"courses/{code}/course" not in folder.names.pages:
        yield placed.problem((), page_missing("course"))
    yield from level_problems(placed)
    yield from topic_problems(placed, "blueprint")


def _pool_problems(folder: Folder, code: str, placed: Placed[Course]) -> Iterator[Problem]:
    """What an open course must offer: lessons, and a secure pool that fills its blueprint."""
    course = placed.value
    if not course.is_open:
        return
    if not any(lesson.startswith(f"{code}/") for lesson in folder.names.lessons):
        message = LocalText(
            en="an open course has lessons, this one has none",
            ms="kursus yang dibuka mempunyai pelajaran, kursus ini tiada",
        )
        yield placed.problem(("status",), message)
    if code in folder.courses_with_unread_items:
        return
    secure = [
        item.value
        for item in folder.items
        if item.value.course == code and item.value.pool == "secure"
    ]
    yield from filling_problems(placed, secure)


def _double_items(folder: Folder) -> Iterator[Problem]:
    """Items that stand twice, by id or by what they ask, in one pool or in both."""
    first_of: dict[str, Placed[PooledItem]] = {}
    asked_by: dict[tuple[str, str], str] = {}
    for placed in folder.items:
        item = placed.value.item
        if item.id in first_of:
            before = first_of[item.id]
            place = f"{before.reading.file} ({before.value.pool})"
            message = LocalText(
                en=f"{item.id} stands in {place} too", ms=f"{item.id} muncul dalam {place} juga"
            )
            yield placed.problem(("id",), message)
            continue
        first_of[item.id] = placed
        for language in LANGUAGES:
            stem = " ".join(item.stem.in_language(language).casefold().split())
            other = asked_by.setdefault((language, stem), item.id)
            if other != item.id:
                message = LocalText(
                    en=f"the same words as in {other}",
                    ms=f"kata-kata yang sama seperti dalam {other}",
                )
                yield placed.problem(("stem", language), message)


def _double_cases(folder: Folder) -> Iterator[Problem]:
    """Cases of one name in two files: a form would take their items for one set."""
    first_of: dict[str, Placed[PooledItem]] = {}
    for placed in folder.items:
        case = placed.value.item.case
        if case is None:
            continue
        before = first_of.setdefault(case, placed)
        if before.reading.file != placed.reading.file:
            yield placed.problem(("case",), case_elsewhere(case, before.reading.file))


def _item_problems(folder: Folder, placed: Placed[PooledItem]) -> Iterator[Problem]:
    item, code = placed.value.item, placed.value.course
    for path, message in (
        *item_faults(item),
        *attachment_faults(placed.value, area=_area(placed)),
    ):
        yield placed.problem(path, message)
    if f"{code}/{item.lesson}" not in folder.names.lessons:
        yield placed.problem(("lesson",), none_in("lesson", item.lesson, code))
    course = folder.taught(code)
    if course is None:
        return
    if item.outcome not in {outcome.code for outcome in course.outcomes}:
        yield placed.problem(("outcome",), none_in("outcome", item.outcome, code))
    topic = placed.value.topic
    if topic not in {one.topic for one in course.topics}:
        yield placed.reading.problem(("topic",), none_in("topic", topic, *_list_of_topics(course)))


def _lesson_problems(folder: Folder, placed: Placed[Lesson]) -> Iterator[Problem]:
    lesson = placed.value
    for position, slug in enumerate(lesson.key_terms):
        if slug not in folder.names.terms:
            yield placed.problem(("key_terms", position), none_named("glossary term", slug))
    course = folder.taught(lesson.course)
    if course is None:
        return
    if lesson.topic not in {one.topic for one in course.topics}:
        yield placed.problem(("topic",), none_in("topic", lesson.topic, *_list_of_topics(course)))
    outcomes = {outcome.code for outcome in course.outcomes}
    for position, code in enumerate(lesson.outcomes):
        if code not in outcomes:
            yield placed.problem(("outcomes", position), none_in("outcome", code, lesson.course))


def _area(placed: Placed[PooledItem]) -> str:
    """The folder that the course of an item stands in."""
    return placed.reading.file.partition("/")[0]


def _list_of_topics(course: TaughtCourse) -> tuple[str, str]:
    if isinstance(course, Course):
        return f"the blueprint of {course.code}", f"pelan peperiksaan {course.code}"
    return f"the topics of {course.code}", f"topik {course.code}"


def _card_problems(folder: Folder) -> Iterator[Problem]:
    """Cards of no lesson, and ids of cards that stand twice."""
    first_of: dict[str, tuple[str, int]] = {}
    for placed in folder.decks:
        deck = placed.value
        if f"{deck.course}/{deck.lesson}" not in folder.names.lessons:
            yield placed.problem((), none_in("lesson", deck.lesson, deck.course))
        for position, card in enumerate(deck.cards):
            here = placed.reading.file, position
            before = first_of.setdefault(card.id, here)
            if before != here:
                message = LocalText(
                    en=f"{card.id} stands in {before[0]} too",
                    ms=f"{card.id} muncul dalam {before[0]} juga",
                )
                yield placed.problem(("cards", position, "id"), message)


def _term_problems(folder: Folder, placed: Placed[GlossaryTerm]) -> Iterator[Problem]:
    for position, slug in enumerate(placed.value.see_also):
        if slug not in folder.names.terms:
            yield placed.problem(("see_also", position), none_named("glossary term", slug))
