"""What reading holds of a person: places in lessons, notes and highlights; and what it holds of nobody."""

from __future__ import annotations

from datetime import datetime

from tauliah.apps.holdings import (
    WITH_THE_ACCOUNT,
    Table,
    describes,
    impersonal,
    nothing,
    sensitive,
    whose,
)
from tauliah.apps.people.queries import User
from tauliah.apps.reading.models import LessonPlace, Note
from tauliah.core.kernel import LocalText

_PERSON = whose("Person", "Orang")
_COURSE = describes("Course", "Kursus")
_LESSON = describes("Lesson", "Pelajaran")
_LANGUAGE = describes("Language", "Bahasa")

HELD = (
    Table(
        model="reading.LessonPlace",
        title=LocalText(en="Where you left each lesson", ms="Tempat anda berhenti dalam pelajaran"),
        purpose=LocalText(
            en="to let you go on reading where you left",
            ms="untuk membolehkan anda menyambung bacaan di tempat anda berhenti",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "lesson": _LESSON,
            "language": _LANGUAGE,
            "paragraph": nothing,
            "number": describes("Paragraph", "Perenggan"),
            "of": describes("Paragraphs of the lesson", "Perenggan dalam pelajaran"),
            "furthest": describes("Read so far (per cent)", "Dibaca setakat ini (peratus)"),
            "left_at": describes("Last read on", "Terakhir dibaca pada"),
        },
    ),
    Table(
        model="reading.Note",
        title=LocalText(en="Your notes and highlights", ms="Nota dan serlahan anda"),
        purpose=LocalText(
            en="to show them to you in your lessons; nobody else sees them",
            ms="untuk menunjukkannya kepada anda dalam pelajaran; orang lain tidak melihatnya",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "lesson": _LESSON,
            "language": _LANGUAGE,
            "paragraph": nothing,
            "start": nothing,
            "exact": describes("Words of the lesson", "Perkataan dalam pelajaran"),
            "prefix": nothing,
            "suffix": nothing,
            "is_whole": nothing,
            "tone": describes("Kind of highlight", "Jenis serlahan"),
            "text": sensitive("Your note", "Nota anda"),
            "made_at": describes("Made on", "Dibuat pada"),
            "changed_at": describes("Changed on", "Diubah pada"),
            "deleted_at": describes("Deleted on", "Dipadamkan pada"),
        },
    ),
    impersonal(
        "reading.Passage",
        "id", "language", "kind", "course", "slug", "section", "title", "heading", "text",
    ),
    impersonal("reading.SearchIndex", "language", "release", "digest", "words", "made_at"),
)  # fmt: skip


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Remove all places and notes of a person."""
    LessonPlace.objects.filter(person=person).delete()
    Note.objects.filter(person=person).delete()
