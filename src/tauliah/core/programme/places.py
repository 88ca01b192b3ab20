"""Where each kind of file stands in a programme's folder, and the names that the places give."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, cast

from tauliah.core.programme.model import Programme

Kind = Literal["programme", "designation", "course", "ethics-course", "items", "cards", "picture",
               "figure", "case", "lesson", "term", "term-list", "page", "ignored"]  # fmt: skip

_CODE = r"(?P<course>[A-Z][A-Z0-9]{1,9})"
_COURSE = rf"(?P<area>courses|ethics)/{_CODE}"
_SLUG = r"(?P<slug>[a-z0-9-]+)"
_MARKDOWN = r"\.(?P<language>[a-z]{2})\.md"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("programme", r"programme\.yaml"),
    ("designation", rf"designations/{_SLUG}\.yaml"),
    ("course", rf"(?P<area>courses)/{_CODE}/course\.yaml"),
    ("ethics-course", rf"(?P<area>ethics)/{_CODE}/course\.yaml"),
    ("items", rf"{_COURSE}/items/{_SLUG}\.yaml"),
    ("cards", rf"{_COURSE}/cards/{_SLUG}\.yaml"),
    ("figure", rf"{_COURSE}/figures/{_SLUG}(\.(?P<language>[a-z]{{2}}))?\.svg"),
    ("picture", rf"{_COURSE}/pictures/{_SLUG}\.(svg|png)"),
    ("case", rf"cases/{_SLUG}\.yaml"),
    ("lesson", rf"{_COURSE}/lessons/{_SLUG}{_MARKDOWN}"),
    ("term", rf"glossary/{_SLUG}{_MARKDOWN}"),
    ("term-list", r"glossary/terms\.yaml"),
    ("page", rf"(?P<slug>(pages|ethics|designations)/[a-z0-9-]+){_MARKDOWN}"),
    ("page", rf"(?P<slug>{_COURSE}/course){_MARKDOWN}"),
    ("ignored", r"README\.md"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A file by its place: its kind, and the course, slug and language where it has one.

    `area` is the folder of the course, `courses` or `ethics`.
    """

    path: str
    kind: Kind
    area: str = ""
    course: str = ""
    slug: str = ""
    language: str = ""

    @property
    def folder(self) -> str:
        """The folder of its course; empty where it belongs to none."""
        return f"{self.area}/{self.course}" if self.course else ""


def place_of(path: str) -> Place | None:
    """What stands at that path of a folder; None where nothing is known to stand."""
    for kind, pattern in _PATTERNS:
        match = re.fullmatch(pattern, path)
        if match:
            return Place(path, kind, **cast("dict[str, str]", match.groupdict(default="")))
    return None


@dataclass(frozen=True, slots=True)
class Names:
    """The names that files may refer to; lessons as COURSE/SLUG, figures as COURSE/NAME."""

    courses: frozenset[str] = field(default=frozenset())
    ethics_courses: frozenset[str] = field(default=frozenset())
    designations: frozenset[str] = field(default=frozenset())
    lessons: frozenset[str] = field(default=frozenset())
    terms: frozenset[str] = field(default=frozenset())
    pages: frozenset[str] = field(default=frozenset())
    figures: frozenset[str] = field(default=frozenset())

    @property
    def link_targets(self) -> frozenset[str]:
        """Every target that a link in Markdown may name."""
        named = {
            "course": self.courses,
            "designation": self.designations,
            "lesson": self.lessons,
            "glossary": self.terms,
            "page": self.pages,
        }
        return frozenset(f"{scheme}:{name}" for scheme, names in named.items() for name in names)


def names_in(places: Iterable[Place]) -> Names:
    """The names that files give by standing where they stand, whatever is in them.

    So a mistake in a course's file is no reason to call every link to the course dead.
    """
    stands = tuple(places)
    return Names(
        courses=frozenset(place.course for place in stands if place.area == "courses"),
        ethics_courses=frozenset(place.course for place in stands if place.area == "ethics"),
        designations=frozenset(p.slug.upper() for p in stands if p.kind == "designation"),
        lessons=frozenset(f"{p.course}/{p.slug}" for p in stands if p.kind == "lesson"),
        terms=frozenset(place.slug for place in stands if place.kind == "term"),
        pages=frozenset(place.slug for place in stands if place.kind == "page"),
        figures=frozenset(f"{p.course}/{p.slug}" for p in stands if p.kind == "figure"),
    )


def names_of(programme: Programme) -> Names:
    """The names of a programme's parts."""
    return Names(
        courses=frozenset(course.code for course in programme.courses),
        ethics_courses=frozenset(course.code for course in programme.ethics_courses),
        designations=frozenset(designation.code for designation in programme.designations),
        lessons=frozenset(f"{lesson.course}/{lesson.slug}" for lesson in programme.lessons),
        terms=frozenset(term.slug for term in programme.glossary),
        pages=frozenset(page.slug for page in programme.pages),
        figures=frozenset(f"{figure.course}/{figure.name}" for figure in programme.figures),
    )
