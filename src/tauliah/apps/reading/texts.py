"""The paragraphs of the lessons that are published, and where notes stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.reading.models import Note
from tauliah.core.programme import Lesson, Paragraph, paragraphs_of
from tauliah.core.reading import Place, find_anchor


def lesson_called(course: str, slug: str) -> Lesson | None:
    """A lesson of the newest release; None where it has none of that name."""
    try:
        return programme().lesson(course, slug)
    except KeyError:
        return None


def paragraphs_in(lesson: Lesson, language: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a lesson in one language, in order."""
    return _read(lesson.in_language(language).body)


def paragraph_called(lesson: Lesson, language: str, name: str) -> Paragraph | None:
    """One paragraph of a lesson; None where it has none of that name in that language."""
    return next((one for one in paragraphs_in(lesson, language) if one.name == name), None)


def place_of_note(note: Note, lesson: Lesson) -> Place | None:
    """Where a note stands in its lesson now; None where the text that it was made on is gone."""
    return find_anchor(note.anchor, _texts(lesson.in_language(note.language).body))


@lru_cache(maxsize=128)
def _read(body: str) -> tuple[Paragraph, ...]:
    return paragraphs_of(body)


@lru_cache(maxsize=128)
def _texts(body: str) -> Mapping[str, str]:
    return {one.name: one.text for one in _read(body)}
