"""The only writers of places, notes and highlights.

None of this goes into the audit trail, which others read: it is its person's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tauliah.apps.people.actions import wait_for_others
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.reading.bounds import MOST_LETTERS, MOST_QUOTED, TONES
from tauliah.apps.reading.models import LessonPlace, Note
from tauliah.apps.reading.texts import lesson_called, paragraph_called, paragraphs_in
from tauliah.core.kernel import LANGUAGES, LocalText, Refused
from tauliah.core.reading import anchor_at

MOST_NOTES = 300
"""Notes and highlights that a person may have in one lesson."""

TAKEN_BACK_WITHIN = timedelta(days=1)
"""How long a deleted note can be taken back."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was marked in a lesson: a part of a paragraph, or with an empty quote all of it.

    `start` says which of several same parts is meant; the nearest one is taken.
    """

    language: str
    paragraph: str
    exact: str = ""
    start: int = 0


_NO_LESSON = Refused(
    "no-such-lesson",
    LocalText(en="There is no such lesson.", ms="Tiada pelajaran sedemikian."),
)
_NO_PLACE = Refused(
    "no-such-place",
    LocalText(
        en="The text of this lesson has changed since you opened it. Nothing was kept: open it anew and mark the place again.",
        ms="Teks pelajaran ini telah berubah sejak anda membukanya. Tiada apa-apa disimpan: buka semula dan tandakan tempatnya sekali lagi.",
    ),
)
_TOO_LONG = Refused(
    "note-too-long",
    LocalText(
        en=f"A note has at most {MOST_LETTERS:,} letters. Nothing was kept: shorten it, or make two.",
        ms=f"Nota mempunyai paling banyak {MOST_LETTERS:,} huruf. Tiada apa-apa disimpan: pendekkannya atau buat dua.",
    ),
)
_EMPTY = Refused(
    "empty-note",
    LocalText(
        en="Choose a kind of highlight or write a note. Nothing was kept.",
        ms="Pilih jenis serlahan atau tulis nota. Tiada apa-apa disimpan.",
    ),
)
_TOO_MANY = Refused(
    "too-many-notes",
    LocalText(
        en=f"A lesson has at most {MOST_NOTES} of your notes and highlights. Delete some first.",
        ms=f"Satu pelajaran mempunyai paling banyak {MOST_NOTES} nota dan serlahan anda. Padamkan beberapa dahulu.",
    ),
)
_NO_NOTE = Refused(
    "no-such-note",
    LocalText(
        en="There is no such note, or it was deleted.",
        ms="Tiada nota sedemikian, atau nota itu telah dipadamkan.",
    ),
)


def keep_place(
    person: User,
    course: str,
    lesson: str,
    *,
    language: str,
    paragraph: str,
    seen: str = "",
    at: datetime,
) -> Refused | None:
    """Remember where a person is in a lesson, and how far it was ever read.

    `seen` is the last paragraph up to which it was read, where that is another.
    """
    require(person, Permission.STUDY)
    found = lesson_called(course, lesson)
    if found is None or language not in LANGUAGES:
        return _NO_LESSON
    names = [one.name for one in paragraphs_in(found, language)]
    if paragraph not in names or seen not in {"", *names}:
        return _NO_PLACE
    number = names.index(paragraph) + 1
    reached = names.index(seen) + 1 if seen else number
    with transaction.atomic():
        before = LessonPlace.objects.filter(person=person, course=course, lesson=lesson)
        furthest = before.values_list("furthest", flat=True).first() or 0
        LessonPlace.objects.update_or_create(
            person=person,
            course=course,
            lesson=lesson,
            defaults={
                "language": language,
                "paragraph": paragraph,
                "number": number,
                "of": len(names),
                "furthest": max(furthest, 100 * reached // len(names)),
                "left_at": at,
            },
        )
    return None


def make_note(
    person: User,
    course: str,
    lesson: str,
    selection: Selection,
    *,
    tone: str = "",
    text: str = "",
    at: datetime,
) -> Note | Refused:
    """Mark a part of a lesson, or note something on it, or both."""
    require(person, Permission.NOTES_KEEP)
    said = _said(tone, text)
    if isinstance(said, Refused):
        return said
    found = lesson_called(course, lesson)
    if found is None or selection.language not in LANGUAGES:
        return _NO_LESSON
    paragraph = paragraph_called(found, selection.language, selection.paragraph)
    if paragraph is None:
        return _NO_PLACE
    start = _start_of(selection, paragraph.text)
    exact = selection.exact or paragraph.text
    if start is None or len(exact) > MOST_QUOTED:
        return _NO_PLACE
    is_whole = exact == paragraph.text
    anchor = anchor_at(paragraph.name, paragraph.text, start, start + len(exact), is_whole=is_whole)
    with transaction.atomic():
        wait_for_others(person)
        if _is_full(person, course, lesson):
            return _TOO_MANY
        return Note.objects.create(
            person=person,
            course=course,
            lesson=lesson,
            language=selection.language,
            paragraph=anchor.paragraph,
            start=anchor.start,
            exact=anchor.exact,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
            is_whole=anchor.is_whole,
            tone=said[0],
            text=said[1],
            made_at=at,
            changed_at=at,
        )


@transaction.atomic
def change_note(person: User, id: UUID, *, tone: str, text: str, at: datetime) -> Note | Refused:
    """Say something else in a note, or mark its quote in another tone."""
    require(person, Permission.NOTES_KEEP)
    note = _own(person, id, is_deleted=False)
    if note is None:
        return _NO_NOTE
    said = _said(tone, text)
    if isinstance(said, Refused):
        return said
    note.tone, note.text = said
    note.changed_at = at
    note.save(update_fields=["tone", "text", "changed_at"])
    return note


@transaction.atomic
def delete_note(person: User, id: UUID, *, at: datetime) -> Note | Refused:
    """Delete a note; for a day it can be taken back, then it is gone."""
    require(person, Permission.NOTES_KEEP)
    note = _own(person, id, is_deleted=False)
    if note is None:
        return _NO_NOTE
    forget_deleted_notes(at=at)
    note.deleted_at = at
    note.save(update_fields=["deleted_at"])
    return note


@transaction.atomic
def take_back_note(person: User, id: UUID) -> Note | Refused:
    """Have a deleted note again, if its lesson is not full meanwhile."""
    require(person, Permission.NOTES_KEEP)
    wait_for_others(person)
    note = _own(person, id, is_deleted=True)
    if note is None:
        return _NO_NOTE
    if _is_full(person, note.course, note.lesson):
        return _TOO_MANY
    note.deleted_at = None
    note.save(update_fields=["deleted_at"])
    return note


def forget_deleted_notes(*, at: datetime) -> int:
    """Remove for good what was deleted and can no longer be taken back; how many there were."""
    over = Note.objects.filter(deleted_at__lt=at - TAKEN_BACK_WITHIN)
    return over.delete()[0]


def _own(person: User, id: UUID, *, is_deleted: bool) -> Note | None:
    notes = Note.objects.select_for_update().filter(person=person, pk=id)
    return notes.filter(deleted_at__isnull=not is_deleted).first()


def _is_full(person: User, course: str, lesson: str) -> bool:
    kept = Note.objects.filter(person=person, course=course, lesson=lesson, deleted_at=None)
    return kept.count() >= MOST_NOTES


def _said(tone: str, text: str) -> tuple[str, str] | Refused:
    """The tone and the text as they are kept."""
    # a form sends two signs for the end of a line
    kept = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(kept) > MOST_LETTERS:
        return _TOO_LONG
    if tone not in {"", *TONES} or not (tone or kept):
        return _EMPTY
    return tone, kept


def _start_of(selection: Selection, text: str) -> int | None:
    """Where the selected words stand in the paragraph, nearest to where the browser says."""
    if not selection.exact:
        return 0
    found = []
    at = text.find(selection.exact)
    while at >= 0:
        found.append(at)
        at = text.find(selection.exact, at + 1)
    return min(found, key=lambda one: abs(one - selection.start), default=None)
