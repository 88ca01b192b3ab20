"""A person's own progress in a course as files: an Anki package, and tables as CSV."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from io import BytesIO

from django.conf import settings

from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.anki_package import AnkiDeck, day_begins_at, write_package
from tauliah.apps.study.models import Review, UnitMemory
from tauliah.core.kernel import LANGUAGES
from tauliah.core.practice import recall
from tauliah.core.practice.anki import (
    AnkiCard,
    AnkiReview,
    Held,
    guid_of,
    interval_of,
    kind_of,
    side,
)
from tauliah.core.practice.review_table import TableReview, spelled, table_rows
from tauliah.core.programme import Course
from tauliah.core.staff_lists import csv_portions

REVIEWS_FILE, MEMORY_FILE = "reviews.csv", "memory.csv"
MEMORY_HEADINGS = (
    "course", "kind", "unit", "stability_days", "difficulty", "reviews", "lapses", "last_rating",
    "first_at", "last_at", "recall_today",
)  # fmt: skip


def anki_package_of(
    person: User, course: Course, *, languages: tuple[str, ...], at: datetime
) -> bytes:
    """The cards of a course as an Anki package, with the person's reviews and memory of them.

    `languages` are those in which a card is shown; ValueError where there is none. Of practice items
    nothing goes along: Anki has no items.
    """
    require(person, Permission.PRACTISE)
    if not set(languages) & set(LANGUAGES):
        raise ValueError("a card is shown in at least one language")
    memories = {row.unit: row for row in _memories(person, course.code) if row.kind == "card"}
    reviews = _reviews_by_unit(person, course.code)
    cards = tuple(_cards(course, languages, memories, reviews))
    first = min((row.first_at for row in memories.values()), default=at)
    began = local_day(first)
    here = at.astimezone(zone())
    offset = here.utcoffset()
    return write_package(
        AnkiDeck(
            name=f"Tauliah::{course.code} {course.title.in_language(person.language)}",
            # two houses may teach a course of the same code: each has a deck of its own
            key=f"{settings.ADDRESS}/{course.code}",
            cards=cards,
            began=began,
            began_at=day_begins_at(began, zone=zone()),
            offset_minutes=-round(offset.total_seconds() / 60) if offset else 0,
        ),
        at=at,
    )


def tables_of(person: User, course: Course, *, at: datetime) -> bytes:
    """A ZIP file with the reviews and the memory of a course as CSV, one row for each."""
    require(person, Permission.PRACTISE)
    tables = {
        REVIEWS_FILE: table_rows(course.code, _table_reviews(person, course.code)),
        MEMORY_FILE: _memory_rows(person, course.code, at=at),
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            with archive.open(zipfile.ZipInfo(name, at.timetuple()[:6]), "w") as file:
                file.writelines(csv_portions(rows))
    return written.getvalue()


def _memories(person: User, course: str) -> Iterator[UnitMemory]:
    return iter(UnitMemory.objects.filter(person=person, course=course).order_by("kind", "unit"))


def _standing(person: User, course: str) -> Iterator[Review]:
    """Reviews that were not taken back, oldest first."""
    rows = Review.objects.filter(person=person, course=course, rating__gt=0, undone=None)
    return rows.order_by("reviewed_at", "id").iterator(chunk_size=2000)


def _reviews_by_unit(person: User, course: str) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = defaultdict(list)
    for row in _standing(person, course):
        if row.kind == "card":
            found[row.unit].append(row)
    return found


def _cards(
    course: Course,
    languages: tuple[str, ...],
    memories: dict[str, UnitMemory],
    reviews: dict[str, list[Review]],
) -> Iterator[AnkiCard]:
    published, here = programme(), zone()
    for lesson in published.lessons_of(course.code):
        tags = (
            f"Tauliah::{course.code}::topic::{lesson.topic}",
            f"Tauliah::{course.code}::lesson::{lesson.slug}",
        )
        for card in published.cards_of(course.code, lesson.slug):
            memory = memories.get(card.id)
            yield AnkiCard(
                guid=guid_of(course.code, card.id),
                code=card.id,
                front=side(card.front, languages),
                back=side(card.back, languages),
                tags=tags,
                held=_held(memory, here) if memory else None,
                reviews=_anki_reviews(reviews.get(card.id, ()), memory),
            )


def _held(memory: UnitMemory, here: tzinfo) -> Held:
    return Held(
        stability=memory.stability,
        difficulty=memory.difficulty,
        reviews=memory.reviews,
        lapses=memory.lapses,
        last_at=memory.last_at,
        last_day=memory.last_at.astimezone(here).date(),
    )


def _anki_reviews(rows: Sequence[Review], memory: UnitMemory | None) -> tuple[AnkiReview, ...]:
    """The rows of a card, each with the intervals before and after it."""
    held = [interval_of(row.stability) if row.stability else 0 for row in rows]
    last = [interval_of(memory.stability) if memory else 0] if rows else []
    after = [*held[1:], *last]
    return tuple(
        AnkiReview(
            at=row.reviewed_at,
            rating=row.rating,
            seconds=row.seconds,
            interval=following,
            before=before,
            kind=kind_of(is_first=place == 0, days=row.days),
        )
        for place, (row, before, following) in enumerate(zip(rows, held, after, strict=True))
    )


def _table_reviews(person: User, course: str) -> Iterator[TableReview]:
    for row in _standing(person, course):
        yield TableReview(
            row.kind, row.unit, row.rating, row.seconds, row.language, row.reviewed_at
        )


def _memory_rows(person: User, course: str, *, at: datetime) -> Iterator[tuple[str, ...]]:
    yield MEMORY_HEADINGS
    here = zone()
    today = at.astimezone(here).date()
    for row in _memories(person, course):
        days = (today - row.last_at.astimezone(here).date()).days
        yield (
            course, row.kind, row.unit, f"{row.stability:.4f}", f"{row.difficulty:.3f}",
            str(row.reviews), str(row.lapses), str(row.last_rating), spelled(row.first_at),
            spelled(row.last_at), f"{float(recall(days, row.stability)):.4f}",
        )  # fmt: skip
