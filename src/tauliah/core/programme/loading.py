"""From a folder's files to a checked programme, or to every mistake in them at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tauliah.core.kernel import LANGUAGES, Problem, digest
from tauliah.core.programme.consistency import consistency_problems
from tauliah.core.programme.links import markdown_problems
from tauliah.core.programme.model import (
    Course, Designation, GlossaryTerm, Item, Lesson, Page, PooledItem, Pool, Programme,
    ProgrammeFile,
)  # fmt: skip
from tauliah.core.programme.reading import (
    Reading, check_shape, read_front_matter, read_yaml,
)  # fmt: skip
from tauliah.core.programme.rules import Slug, Strict

T = TypeVar("T")

_PAGE = re.compile(r"(?P<slug>.+)\.(?P<language>[a-z]{2})\.md")
_PLACES: tuple[tuple[str, str], ...] = (
    ("programme", r"programme\.yaml"),
    ("designation", r"designations/[a-z0-9-]+\.yaml"),
    ("course", r"courses/(?P<course>[A-Z0-9]+)/course\.yaml"),
    ("items", r"courses/(?P<course>[A-Z0-9]+)/items/[a-z0-9-]+\.yaml"),
    ("lesson", r"courses/(?P<course>[A-Z0-9]+)/lessons/(?P<slug>[a-z0-9-]+)\.[a-z]{2}\.md"),
    ("term", r"glossary/(?P<slug>[a-z0-9-]+)\.[a-z]{2}\.md"),
    ("page", r"(pages|ethics|designations)/[a-z0-9-]+\.[a-z]{2}\.md"),
    ("page", r"courses/[A-Z0-9]+/course\.[a-z]{2}\.md"),
    ("ignored", r"README\.md"),
)


class ItemFile(Strict):
    """What an item file holds."""

    pool: Pool
    topic: Slug
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Loaded:
    """A programme, its items, and the digest of the files they were read from."""

    programme: Programme
    items: tuple[PooledItem, ...]
    digest: str


def load_programme(files: Mapping[str, bytes]) -> Loaded | tuple[Problem, ...]:
    """The programme in these files (path in the folder -> content), or all their mistakes.

    Problems come sorted by file and line. Nothing is fetched and nothing is changed.
    """
    folder = _Folder()
    texts: dict[str, str] = {}
    for path in sorted(files):
        try:
            texts[path] = files[path].decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = files[path][: error.start].count(b"\n") + 1
            folder.problems.append(Problem(path, line, "", "not UTF-8 text"))
    for path, text in texts.items():
        folder.take(path, text)
    if "programme.yaml" not in texts:
        folder.problems.append(Problem("programme.yaml", 0, "", "this file is missing"))
    folder.join_pages()
    if folder.about is None:
        return tuple(sorted(folder.problems))
    programme = Programme(
        about=folder.about,
        designations=tuple(folder.designations.values()),
        courses=tuple(folder.courses.values()),
        lessons=tuple(folder.lessons),
        glossary=tuple(folder.glossary),
        pages=tuple(folder.pages),
    )
    items = tuple(pooled for pooled, _, _ in folder.items)
    places = folder.places
    problems = [
        *folder.problems,
        *consistency_problems(programme, folder.items, places),
        *markdown_problems(programme, folder.first),
    ]
    if problems:
        return tuple(sorted(set(problems)))
    return Loaded(programme, items, digest({path: digest(text.encode()) for path, text in texts.items()}))


class _Folder:
    """What has been read so far, and what was wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.about: ProgrammeFile | None = None
        self.designations: dict[str, Designation] = {}
        self.courses: dict[str, Course] = {}
        self.items: list[tuple[PooledItem, Reading, int]] = []
        self.lessons: list[Lesson] = []
        self.glossary: list[GlossaryTerm] = []
        self.pages: list[Page] = []
        self.places: dict[str, Reading] = {}
        self.first: dict[str, int] = {}
        self._texts: dict[str, dict[str, tuple[Reading, str, str]]] = {}

    def take(self, path: str, text: str) -> None:
        """Read one file by what its place in the folder says it is."""
        for kind, pattern in _PLACES:
            match = re.fullmatch(pattern, path)
            if match:
                if kind in ("lesson", "term", "page"):
                    self._collect(path, text)
                elif kind != "ignored":
                    self._take_yaml(kind, read_yaml(path, text), match.groupdict())
                return
        self.problems.append(Problem(path, 0, "", "no file of this name or place is known here"))

    def _take_yaml(self, kind: str, reading: Reading, names: Mapping[str, Any]) -> None:
        takers: dict[str, Callable[[], None]] = {
            "programme": lambda: self._typed(reading, ProgrammeFile, self._take_about),
            "designation": lambda: self._typed(reading, Designation, self._take_designation),
            "course": lambda: self._typed(reading, Course, self._take_course(names)),
            "items": lambda: self._typed(reading, ItemFile, self._take_items(names)),
        }
        takers[kind]()

    def _typed(self, reading: Reading, kind: type[T], take: Callable[[Reading, T], None]) -> None:
        checked: Any = check_shape(reading, kind)  # type: ignore[type-var]
        if isinstance(checked, kind):
            take(reading, checked)
        elif isinstance(checked, tuple):
            self.problems.extend(checked)

    def _take_about(self, reading: Reading, about: ProgrammeFile) -> None:
        self.about = about
        self.places["programme.yaml"] = reading

    def _take_designation(self, reading: Reading, designation: Designation) -> None:
        if designation.code in self.designations:
            message = f"the designation {designation.code} stands in another file too"
            self.problems.append(reading.problem(("code",), message))
        self.designations[designation.code] = designation
        self.places[f"designation:{designation.code}"] = reading

    def _take_course(self, names: Mapping[str, Any]) -> Callable[[Reading, Course], None]:
        def take(reading: Reading, course: Course) -> None:
            if course.code != names["course"]:
                message = f"expected the folder's name {names['course']}, got {course.code}"
                self.problems.append(reading.problem(("code",), message))
            self.courses[course.code] = course
            self.places[f"course:{course.code}"] = reading

        return take

    def _take_items(self, names: Mapping[str, Any]) -> Callable[[Reading, ItemFile], None]:
        def take(reading: Reading, file: ItemFile) -> None:
            for number, item in enumerate(file.items):
                pooled = PooledItem(
                    course=names["course"], pool=file.pool, topic=file.topic, item=item
                )
                self.items.append((pooled, reading, number))

        return take

    def _collect(self, path: str, text: str) -> None:
        match = _PAGE.fullmatch(path)
        if match is None or match["language"] not in LANGUAGES:
            spoken = " or ".join(LANGUAGES)
            self.problems.append(Problem(path, 0, "", f"expected a language, {spoken}"))
            return
        reading, body, self.first[path] = read_front_matter(path, text)
        self._texts.setdefault(match["slug"], {})[match["language"]] = (reading, body, path)

    def join_pages(self) -> None:
        """Join the languages of each page; a page that lacks one is a problem."""
        for slug, languages in sorted(self._texts.items()):
            missing = [language for language in LANGUAGES if language not in languages]
            for language in missing:
                other = next(iter(languages.values()))[2]
                message = f"its page in {language}, {slug}.{language}.md, is missing"
                self.problems.append(Problem(other, 0, "", message))
            if not missing:
                self._join(slug, languages)

    def _join(self, slug: str, languages: Mapping[str, tuple[Reading, str, str]]) -> None:
        readings = {language: languages[language][0] for language in LANGUAGES}
        flawed = [problem for reading in readings.values() for problem in reading.problems]
        if flawed:
            self.problems.extend(flawed)
            return
        shared, kind, pages = _page_shape(slug)
        values: dict[str, Any] = {"slug": slug.rpartition("/")[2] if shared else slug}
        course = re.fullmatch(r"courses/([A-Z0-9]+)/lessons/.*", slug)
        if course:
            values["course"] = course[1]
        for language, reading in readings.items():
            if not isinstance(reading.value, dict):
                self.problems.append(reading.problem((), "expected a mapping as front matter"))
                return
            own = {key: value for key, value in reading.value.items() if key not in shared}
            values[language] = {**own, "body": languages[language][1]}
        first, second = (readings[language] for language in LANGUAGES)
        for key in shared:
            if first.value.get(key) != second.value.get(key):
                message = f"differs from {first.file}, must be the same in both languages"
                self.problems.append(second.problem((key,), message))
            if key in first.value:
                values[key] = first.value[key]
        self._typed(_joined(values, readings), kind, lambda _, page: pages(self).append(page))


def _page_shape(
    slug: str,
) -> tuple[tuple[str, ...], type[Page], Callable[[_Folder], list[Any]]]:
    """Front-matter keys shared by the languages, the type, and where such pages are kept."""
    if slug.startswith("glossary/"):
        return ("see_also",), GlossaryTerm, lambda folder: folder.glossary
    if "/lessons/" in slug:
        shared = ("topic", "outcomes", "minutes", "key_terms")
        return shared, Lesson, lambda folder: folder.lessons
    return (), Page, lambda folder: folder.pages


def _joined(values: Mapping[str, Any], readings: Mapping[str, Reading]) -> Reading:
    """A reading over both files, whose problems still name the file of each language."""
    return _PageReading(next(iter(readings.values())).file, dict(values), readings=readings)


@dataclass(frozen=True)
class _PageReading(Reading):
    readings: Mapping[str, Reading] | None = None

    def problem(self, path: tuple[str | int, ...], message: str) -> Problem:
        readings = self.readings or {}
        if path and path[0] in readings:
            return readings[str(path[0])].problem(path[1:], message)
        return next(iter(readings.values())).problem(path, message)


def pooled(items: Iterable[PooledItem], *, course: str, pool: Pool) -> tuple[PooledItem, ...]:
    """The items of one course and pool."""
    return tuple(one for one in items if one.course == course and one.pool == pool)
