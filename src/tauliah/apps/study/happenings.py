"""What a person has read and reviewed lately, for apps that tell others of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tauliah.apps.study.models import LessonRead, Review


@dataclass(frozen=True, slots=True)
class LessonHappened:
    """A lesson was marked as read; `id` names the row for good."""

    id: str
    course: str
    lesson: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewHappened:
    """A card or item was reviewed; or, with `undoes`, that an earlier review was taken back."""

    id: str
    course: str
    kind: str
    unit: str
    rating: int
    language: str
    at: datetime
    undoes: str


def lessons_read_since(person: UUID, moment: datetime) -> Iterator[LessonHappened]:
    """The lessons that a person read from a moment on."""
    rows = LessonRead.objects.filter(person=person, read_at__gte=moment).order_by("read_at", "id")
    for row in rows:
        yield LessonHappened(str(row.pk), row.course, row.lesson, row.read_at)


def reviews_made_since(person: UUID, moment: datetime) -> Iterator[ReviewHappened]:
    """The reviews that a person made from a moment on, whenever they came in.

    A review that was taken back comes no more; the row that takes it back does.
    """
    rows = Review.objects.filter(person=person, reviewed_at__gte=moment, undone=None)
    for row in rows.order_by("reviewed_at", "id").iterator(chunk_size=1000):
        yield ReviewHappened(
            str(row.pk),
            row.course,
            row.kind,
            row.unit,
            row.rating,
            row.language,
            row.reviewed_at,
            str(row.undoes_id or ""),
        )
