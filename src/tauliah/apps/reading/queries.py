"""Where a person is in lessons, and the person's own notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.reading.models import LessonPlace, Note
from tauliah.apps.reading.texts import lesson_called, paragraphs_in, place_of_note
from tauliah.core.programme import Lesson, Paragraph
from tauliah.core.reading import Place, words_of

NEARLY_ALL = 95
"""Per cent from which a lesson has been read to its end: the last lines are seen with those above."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson that somebody began: the paragraph to go on at, and how far it was read."""

    lesson: Lesson
    paragraph: Paragraph
    percent: int
    is_begun: bool

    @property
    def is_at_the_end(self) -> bool:
        """Whether there is nothing left to go on with."""
        return self.percent >= NEARLY_ALL


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note, its lesson, and where it stands in it; `place` is None where that text is gone."""

    note: Note
    lesson: Lesson | None
    place: Place | None
    section: str

    @property
    def has_moved_on(self) -> bool:
        """Whether the text that it was made on has changed so that it is not found."""
        return self.place is None


def reading_of(person: User, course: str, lesson: str, *, language: str) -> Reading | None:
    """Where a person left a lesson, in the language of the page; None where it was never opened."""
    row = LessonPlace.objects.filter(person=person, course=course, lesson=lesson).first()
    return _reading(row, lesson_called(course, lesson), language) if row else None


def readings_in(person: User, course: str, *, language: str) -> dict[str, Reading]:
    """The lessons of a course that somebody began, by their slugs, the newest first."""
    rows = LessonPlace.objects.filter(person=person, course=course).order_by("-left_at")
    published = {one.slug: one for one in programme().lessons_of(course)}
    found = ((row.lesson, _reading(row, published.get(row.lesson), language)) for row in rows)
    return {slug: reading for slug, reading in found if reading is not None}


def last_reading(person: User, *, language: str) -> Reading | None:
    """The lesson that a person had open last, whatever its course, if there is more to read in it."""
    row = LessonPlace.objects.filter(person=person).order_by("-left_at").first()
    found = _reading(row, lesson_called(row.course, row.lesson), language) if row else None
    return found if found and not found.is_at_the_end else None


def notes_on(person: User, course: str, lesson: str, *, language: str) -> tuple[PlacedNote, ...]:
    """A person's notes on a lesson in one language, in the order of the text, lost ones last."""
    notes = _notes(person).filter(course=course, lesson=lesson, language=language)
    return _placed(notes)


def notes_in(person: User, course: str, *, search: str = "") -> tuple[PlacedNote, ...]:
    """A person's notes on a course in both languages, lesson by lesson, that hold every word sought."""
    wanted = words_of(search)
    return _placed(note for note in _notes(person).filter(course=course) if _holds(note, wanted))


def note_of(person: User, id: UUID) -> PlacedNote | None:
    """One of a person's own notes; None where there is none of that id."""
    note = _notes(person).filter(pk=id).first()
    return _placed([note])[0] if note else None


def deleted_note(person: User, id: str) -> Note | None:
    """A note that its person has deleted and can still take back; None where there is none."""
    try:
        wanted = UUID(id)
    except ValueError:
        return None
    return Note.objects.filter(person=person, pk=wanted, deleted_at__isnull=False).first()


def count_notes(person: User, course: str) -> int:
    """How many notes and highlights a person has in a course."""
    return _notes(person).filter(course=course).count()


def _notes(person: User) -> QuerySet[Note]:
    return Note.objects.filter(person=person, deleted_at=None).order_by("made_at", "id")


def _holds(note: Note, wanted: Sequence[str]) -> bool:
    """Whether each of these words stands in the note or its quote, be it as part of a word."""
    if not wanted:
        return True
    said = words_of(f"{note.text} {note.exact}")
    return all(any(word in one for one in said) for word in wanted)


def _placed(notes: Iterable[Note]) -> tuple[PlacedNote, ...]:
    """Notes in the order of the course, the lesson and the text."""
    published = {(one.course, one.slug): one for one in programme().lessons}
    order = {name: at for at, name in enumerate(published)}
    found = []
    for note in notes:
        lesson = published.get((note.course, note.lesson))
        place = place_of_note(note, lesson) if lesson else None
        paragraphs = paragraphs_in(lesson, note.language) if lesson else ()
        names = {one.name: at for at, one in enumerate(paragraphs)}
        at = names.get(place.paragraph) if place else None
        section = paragraphs[at].heading if at is not None else ""
        key = (
            order.get((note.course, note.lesson), len(order)),
            len(names) if at is None else at,
            place.start if place else 0,
        )
        found.append((key, PlacedNote(note, lesson, place, section)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _reading(row: LessonPlace, lesson: Lesson | None, language: str) -> Reading | None:
    """A place as it is in the lesson now and in this language.

    Where the paragraph is not there, the one as far on in the lesson stands for it.
    """
    paragraphs = paragraphs_in(lesson, language) if lesson else ()
    if lesson is None or not paragraphs:
        return None
    names = [one.name for one in paragraphs]
    at = (
        names.index(row.paragraph)
        if row.paragraph in names
        else min(len(names) - 1, (row.number - 1) * len(names) // row.of)
    )
    return Reading(lesson, paragraphs[at], row.furthest, is_begun=at > 0)
