"""The files of a programme read one by one: what is sound in each, and what is wrong."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args

from tauliah.core.kernel import LANGUAGES, LocalText, Problem
from tauliah.core.programme.cases import Case, CaseFile
from tauliah.core.programme.courses import Course, EthicsCourse, TaughtCourse
from tauliah.core.programme.figures import figures_among
from tauliah.core.programme.item_consistency import case_problems
from tauliah.core.programme.items import CaseSet, Hotspot, Item, Pool, PooledItem
from tauliah.core.programme.model import (
    AboutLesson,
    AboutTerm,
    Designation,
    FrontMatter,
    GlossaryTerm,
    Lesson,
    Page,
    PageText,
    ProgrammeFile,
)
from tauliah.core.programme.pictures import attached, picture_problems
from tauliah.core.programme.places import Names, Place, names_in, place_of
from tauliah.core.programme.reading import (
    Path,
    Reading,
    Shape,
    check_shape,
    read_front_matter,
    read_yaml,
    unwanted_characters,
)
from tauliah.core.programme.salvaging import Salvaged, salvaged
from tauliah.core.programme.study_aids import CardFile, Deck, Figure
from tauliah.core.programme.term_list import TermList
from tauliah.core.programme.written import Slug, Strict

T = TypeVar("T")
_Taught = TypeVar("_Taught", Course, EthicsCourse)

_LARGEST = 1_000_000
"""Bytes; a file of a programme is a page or a list of items, not an archive."""
_TOO_LARGE = LocalText(
    en=f"larger than {_LARGEST} bytes", ms=f"lebih besar daripada {_LARGEST} bait"
)
_UNKNOWN_PLACE = LocalText(
    en="no file of this name or place is known here",
    ms="tiada fail dengan nama atau tempat ini dikenali di sini",
)
_UNKNOWN_LANGUAGE = LocalText(
    en=f"expected a language, {' or '.join(LANGUAGES)}",
    ms=f"dijangka bahasa, {' atau '.join(LANGUAGES)}",
)
_NOT_UTF8 = LocalText(en="not UTF-8 text", ms="bukan teks UTF-8")
_MISSING = LocalText(en="this file is missing", ms="fail ini tiada")


class ItemFile(Strict):
    """What an item file holds."""

    pool: Pool
    topic: Slug
    cases: tuple[CaseSet, ...] = ()
    items: tuple[Item, ...]


class TermFront(FrontMatter, AboutTerm):
    """The front matter of a glossary page."""


class LessonFront(FrontMatter, AboutLesson):
    """The front matter of a lesson."""


@dataclass(frozen=True)
class Placed(Generic[T]):
    """A sound value with the place that it was read from."""

    value: T
    reading: Reading
    start: Path = ()

    def problem(
        self, path: Path, message: LocalText, *, because: tuple[LocalText, ...] = ()
    ) -> Problem:
        """A problem at a path inside this value."""
        return self.reading.problem((*self.start, *path), message, because=because)

    def place(self, path: Path) -> str:
        """File and line of a path inside this value, as a message names them."""
        return f"{self.reading.file}:{self.reading.line((*self.start, *path))}"


@dataclass(frozen=True)
class Body:
    """The Markdown of a page, and the line of its file on which it starts."""

    file: str
    text: str
    first_line: int


@dataclass
class Folder:
    """What could be read of a programme's files, sound or not, and every problem in single files."""

    names: Names
    problems: list[Problem]
    texts: dict[str, str]
    pictures: dict[str, bytes] = field(default_factory=dict)
    about: Placed[ProgrammeFile] | None = None
    salvaged: Salvaged = field(default_factory=Salvaged)
    designations: dict[str, Placed[Designation]] = field(default_factory=dict)
    courses: dict[str, Placed[Course]] = field(default_factory=dict)
    ethics_courses: dict[str, Placed[EthicsCourse]] = field(default_factory=dict)
    items: list[Placed[PooledItem]] = field(default_factory=list)
    courses_with_unread_items: set[str] = field(default_factory=set)
    decks: list[Placed[Deck]] = field(default_factory=list)
    figures: tuple[Figure, ...] = ()
    cases: list[Placed[Case]] = field(default_factory=list)
    lessons: list[Placed[Lesson]] = field(default_factory=list)
    glossary: list[Placed[GlossaryTerm]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    term_list: Placed[TermList] | None = None
    readings: list[Reading] = field(default_factory=list)

    def taught(self, code: str) -> TaughtCourse | None:
        """The course or the course on ethics of that code; None where its file is not sound."""
        placed = self.courses.get(code) or self.ethics_courses.get(code)
        return placed.value if placed else None


def read_folder(files: Mapping[str, bytes]) -> Folder:
    """Every file read by what its place says it is; no file's mistake hides another's."""
    problems: list[Problem] = []
    places: list[Place] = []
    texts: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    figure_places: list[Place] = []
    for path in sorted(files):
        place = place_of(path)
        if place is None:
            problems.append(Problem(path, 0, "", _UNKNOWN_PLACE))
        elif place.language and place.language not in LANGUAGES:
            problems.append(Problem(path, 0, "", _UNKNOWN_LANGUAGE))
        elif place.kind == "picture":
            pictures[path] = files[path]
            problems.extend(picture_problems(path, files[path]))
        elif place.kind == "figure":
            pictures[path] = files[path]
            figure_places.append(place)
        else:
            places.append(place)
            text = _text(path, files[path])
            if isinstance(text, str):
                texts[path] = text
            else:
                problems.extend(text)
    folder = Folder(names_in((*places, *figure_places)), problems, texts, pictures)
    folder.figures, flawed = figures_among(figure_places, pictures)
    folder.problems.extend(flawed)
    folder.problems.extend(_missing_files(places))
    for place in places:
        if place.path in texts and place.path.endswith(".yaml"):
            _read_values(folder, place)
        elif place.kind == "items":
            folder.courses_with_unread_items.add(place.course)
    _read_pages(folder, [place for place in places if place.language])
    return folder


def decoded(content: bytes) -> str:
    """The text of a file with one kind of line end; raises UnicodeDecodeError."""
    text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(path: str, content: bytes) -> str | tuple[Problem, ...]:
    if len(content) > _LARGEST:
        return (Problem(path, 0, "", _TOO_LARGE),)
    try:
        text = decoded(content)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return (Problem(path, line, "", _NOT_UTF8),)
    return tuple(unwanted_characters(path, text)) or text


def _missing_files(places: Iterable[Place]) -> Iterator[Problem]:
    paths = {place.path for place in places}
    wanted = {"programme.yaml"}
    wanted |= {f"{place.folder}/course.yaml" for place in places if place.course}
    wanted |= {f"{p.slug}.yaml" for p in places if p.slug.startswith("designations/")}
    for path in sorted(wanted - paths):
        yield Problem(path, 0, "", _MISSING)


def _sound(folder: Folder, reading: Reading, shape: type[Shape]) -> Shape | None:
    checked = check_shape(reading, shape)
    if isinstance(checked, tuple):
        folder.problems.extend(checked)
        return None
    return checked


def _read_values(folder: Folder, place: Place) -> None:
    reading = read_yaml(place.path, folder.texts[place.path])
    folder.readings.append(reading)
    match place.kind:
        case "programme":
            about = _sound(folder, reading, ProgrammeFile)
            folder.about = Placed(about, reading) if about else None
            folder.salvaged = salvaged(reading)
        case "designation":
            designation = _sound(folder, reading, Designation)
            if designation:
                code = place.slug.upper()
                folder.designations[code] = Placed(designation, reading)
                folder.problems.extend(_misnamed(reading, designation.code, expected=code))
        case "course":
            _read_course(folder, place, reading, Course, folder.courses)
        case "ethics-course":
            _read_course(folder, place, reading, EthicsCourse, folder.ethics_courses)
        case "items":
            _read_items(folder, place, reading)
        case "cards":
            cards = _sound(folder, reading, CardFile)
            if cards:
                deck = Deck(course=place.course, lesson=place.slug, cards=cards.cards)
                folder.decks.append(Placed(deck, reading))
        case "term-list":
            terms = _sound(folder, reading, TermList)
            folder.term_list = Placed(terms, reading) if terms else None
        case "case":
            cases = _sound(folder, reading, CaseFile)
            for number, case in enumerate(cases.cases if cases else ()):
                folder.cases.append(Placed(case, reading, ("cases", number)))
        case _:
            raise AssertionError(place)


def _read_course(
    folder: Folder,
    place: Place,
    reading: Reading,
    shape: type[_Taught],
    into: dict[str, Placed[_Taught]],
) -> None:
    course = _sound(folder, reading, shape)
    if course:
        into[place.course] = Placed(course, reading)
        folder.problems.extend(_misnamed(reading, course.code, expected=place.course))


def _read_items(folder: Folder, place: Place, reading: Reading) -> None:
    file = _sound(folder, reading, ItemFile)
    if file is None:
        folder.courses_with_unread_items.add(place.course)
        return
    folder.items.extend(_placed_items(folder, place, reading, file))
    folder.problems.extend(case_problems(reading, file.cases, file.items))
    folder.problems.extend(_misplaced(reading, place, file.pool))


def _placed_items(
    folder: Folder, place: Place, reading: Reading, file: ItemFile
) -> Iterator[Placed[PooledItem]]:
    cases = {case.id: case for case in file.cases}
    places: Counter[str] = Counter()
    for number, item in enumerate(file.items):
        case = cases.get(item.case) if item.case else None
        if case:
            places[case.id] += 1
        picture = None
        if isinstance(item, Hotspot):
            path = f"{place.folder}/pictures/{item.picture.file}"
            picture = attached(path, folder.pictures[path]) if path in folder.pictures else None
        pooled = PooledItem(
            course=place.course,
            pool=file.pool,
            topic=file.topic,
            item=item,
            case=case,
            place=places[case.id] if case else 0,
            picture=picture,
        )
        yield Placed(pooled, reading, ("items", number))


def _misplaced(reading: Reading, place: Place, pool: Pool) -> Iterator[Problem]:
    """A file that is named after the other pool: it would show what must stay secret."""
    named = place.slug.partition("-")[0]
    if named in get_args(Pool) and named != pool:
        message = LocalText(
            en=f"the name of its file says {named}, got {pool}",
            ms=f"nama failnya menyatakan {named}, diberi {pool}",
        )
        yield reading.problem(("pool",), message)


def _misnamed(reading: Reading, code: str, *, expected: str) -> Iterator[Problem]:
    if code != expected:
        message = LocalText(
            en=f"its place in the folder says {expected}, got {code}",
            ms=f"tempatnya dalam folder menyatakan {expected}, diberi {code}",
        )
        yield reading.problem(("code",), message)


_FRONTS: dict[str, type[FrontMatter]] = {
    "lesson": LessonFront,
    "term": TermFront,
    "page": FrontMatter,
}


def _read_pages(folder: Folder, places: Iterable[Place]) -> None:
    by_page: dict[str, dict[str, Place]] = {}
    for place in places:
        stem = place.path.removesuffix(f".{place.language}.md")
        by_page.setdefault(stem, {})[place.language] = place
    for stem, languages in by_page.items():
        texts = {
            language: front
            for language, place in languages.items()
            if place.path in folder.texts and (front := _front(folder, place))
        }
        for language in LANGUAGES:
            if language not in languages:
                given = next(iter(languages.values())).path
                message = LocalText(
                    en=f"its page in {language}, {stem}.{language}.md, is missing",
                    ms=f"halamannya dalam {language}, {stem}.{language}.md, tiada",
                )
                folder.problems.append(Problem(given, 0, "", message))
        if len(texts) == len(LANGUAGES):
            _join(folder, languages["en"], texts["en"], texts["ms"])


def _front(folder: Folder, place: Place) -> tuple[Placed[FrontMatter], PageText] | None:
    reading, body, first_line = read_front_matter(place.path, folder.texts[place.path])
    folder.readings.append(reading)
    folder.bodies.append(Body(place.path, body, first_line))
    front = _sound(folder, reading, _FRONTS[place.kind])
    if front is None:
        return None
    said = front.model_dump(include=set(FrontMatter.model_fields))
    return Placed(front, reading), PageText(**said, body=body)


def _join(
    folder: Folder,
    place: Place,
    en: tuple[Placed[FrontMatter], PageText],
    ms: tuple[Placed[FrontMatter], PageText],
) -> None:
    """Join the languages of a page; what is said once for both must be the same in both."""
    front, other = en[0], ms[0]
    shared: dict[str, Any] = front.value.model_dump(exclude=set(FrontMatter.model_fields))
    for key, value in shared.items():
        if getattr(other.value, key) != value:
            message = LocalText(
                en=f"differs from {front.reading.file}, must be the same in both languages",
                ms=f"berbeza daripada {front.reading.file}, mesti sama dalam kedua-dua bahasa",
            )
            folder.problems.append(other.problem((key,), message))
    match place.kind:
        case "lesson":
            lesson = Lesson(slug=place.slug, course=place.course, en=en[1], ms=ms[1], **shared)
            folder.lessons.append(Placed(lesson, front.reading))
        case "term":
            term = GlossaryTerm(slug=place.slug, en=en[1], ms=ms[1], **shared)
            folder.glossary.append(Placed(term, front.reading))
        case _:
            folder.pages.append(Page(slug=place.slug, en=en[1], ms=ms[1]))
