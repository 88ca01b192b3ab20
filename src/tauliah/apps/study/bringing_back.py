"""Reviews that come back in: from our own table, or made in Anki with a package of ours.

Nothing is changed unless the whole file is sound. A review is the same as one that is there when it
is of the same card or item and less than a second apart: nobody rates one twice within a second. So
the same file changes nothing the second time, whichever way it came, and a rating that was taken
back stays taken back.
"""

from __future__ import annotations

import zipfile
import zlib
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np
from django.db import transaction

from tauliah.apps.catalogue.queries import programme, zone
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.statements import insert_many
from tauliah.apps.study.anki_reading import read_reviews
from tauliah.apps.study.models import Review, UnitMemory
from tauliah.apps.study.queries import practice_items
from tauliah.apps.study.taking_along import REVIEWS_FILE
from tauliah.core.kernel import LocalText, Problem, Refused
from tauliah.core.practice import AGAIN, MemoryStates
from tauliah.core.practice.anki import guid_of
from tauliah.core.practice.histories import histories
from tauliah.core.practice.review_table import (
    LONGEST_SECONDS,
    MOST_BYTES,
    MOST_OF_A_UNIT,
    TableReview,
    read_table,
)
from tauliah.core.programme import Course

_SAME = timedelta(seconds=1)
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_ROWS_AT_ONCE = 500
_COLUMNS = (
    "id", "course", "kind", "unit", "rating", "seconds", "language", "days", "stability",
    "reviewed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Everything that is wrong with a file, by line; nothing was changed."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What a file brought: reviews added, there already, and of what the course has not (any more)."""

    added: int
    there: int
    unknown: int


def bring_back(
    person: User, course: Course, content: bytes, *, name: str, at: datetime
) -> BroughtBack | Mistakes | Refused:
    """Keep the reviews of a file that are not there yet; `name` is what mistakes call the file."""
    require(person, Permission.PRACTISE)
    # before the transaction: nobody waits for a file to be unpacked
    read = _read(person, course, content, name=name, at=at)
    return _brought_back(person, course, read, at=at) if isinstance(read, _Read) else read


@transaction.atomic
def _brought_back(
    person: User, course: Course, read: _Read, *, at: datetime
) -> BroughtBack | Refused:
    wait_for_others(person)
    new = _new(person, course.code, read.reviews)
    if isinstance(new, Refused):
        return new
    _keep(person, course.code, new)
    done = BroughtBack(len(new), len(read.reviews) - len(new), read.unknown)
    if new:
        details = {"course": course.code, "added": done.added, "there": done.there}
        write_audit_entry(
            person, "reviews.brought-back", subject=str(person.pk), at=at, details=details
        )
    return done


@dataclass(frozen=True, slots=True)
class _Read:
    reviews: tuple[TableReview, ...]
    unknown: int


def _read(
    person: User, course: Course, content: bytes, *, name: str, at: datetime
) -> _Read | Mistakes | Refused:
    """What a file says: a package of Anki, our archive, or the table itself."""
    if len(content) > MOST_BYTES:
        return _no_file()
    units = _kinds_of_units(course)
    if content.startswith(b"PK\x03\x04"):
        table = _table_in(content)
        if isinstance(table, Refused):
            return table
        if table is None:
            return _from_anki(person, course, content, units, at=at)
        content, name = table, REVIEWS_FILE
    found = read_table(content, name=name, course=course.code, units=units, now=at)
    if isinstance(found, Refused):
        return found
    return Mistakes(found.problems) if found.problems else _Read(found.reviews, found.unknown)


def _kinds_of_units(course: Course) -> dict[str, str]:
    """The code of each card and practice item of a course, with which of both it is."""
    published = programme()
    cards = {
        card.id: "card"
        for lesson in published.lessons_of(course.code)
        for card in published.cards_of(course.code, lesson.slug)
    }
    return cards | {item.code: "item" for item in practice_items(course.code)}


def _table_in(content: bytes) -> bytes | Refused | None:
    """The table of reviews in a ZIP file; None where it holds none."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if REVIEWS_FILE not in archive.namelist():
                return None
            with archive.open(REVIEWS_FILE) as file:
                table = file.read(MOST_BYTES + 1)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
        RuntimeError,
    ):  # fmt: skip
        return _no_file()
    return _no_file() if len(table) > MOST_BYTES else table


def _from_anki(
    person: User, course: Course, content: bytes, units: Mapping[str, str], *, at: datetime
) -> _Read | Refused:
    found = read_reviews(content)
    if isinstance(found, Refused):
        return found
    codes = {guid_of(course.code, code): code for code, kind in units.items() if kind == "card"}
    reviews, unknown = [], 0
    for one in found:
        code, moment = codes.get(one.guid), _moment(one.at_milliseconds)
        if code is None or moment is None or not _FIRST_MOMENT <= moment <= at:
            unknown += 1
            continue
        seconds = min(max(one.seconds, 1.0), LONGEST_SECONDS)
        reviews.append(TableReview("card", code, one.rating, seconds, person.language, moment))
    if unknown and not reviews:
        return Refused(
            "not-of-this-course",
            LocalText(
                en=f"No review in the package is of a card of {course.code}. Choose the page of the course "
                "from which you took the deck.",
                ms=f"Tiada ulang kaji dalam pakej ini bagi kad {course.code}. Pilih halaman kursus yang "
                "menjadi asal dek itu.",
            ),
        )
    return _Read(tuple(reviews), unknown)


def _moment(milliseconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _new(
    person: User, course: str, reviews: Sequence[TableReview]
) -> tuple[TableReview, ...] | Refused:
    """Those that are not there yet, in the order of their moments."""
    there: dict[str, list[datetime]] = defaultdict(list)
    rows = Review.objects.filter(person=person, course=course, rating__gt=0)
    for unit, moment in rows.order_by("reviewed_at").values_list("unit", "reviewed_at"):
        there[unit].append(moment)
    new = []
    for one in sorted(reviews, key=lambda review: (review.at, review.unit)):
        moments = there[one.unit]
        place = bisect_left(moments, one.at)
        near = moments[max(place - 1, 0) : place + 1]
        if any(abs(one.at - moment) < _SAME for moment in near):
            continue
        insort(moments, one.at)
        new.append(one)
    if any(len(moments) > MOST_OF_A_UNIT for moments in there.values()):
        return Refused(
            "too-many-reviews",
            LocalText(
                en=f"With this file a card would have more than {MOST_OF_A_UNIT:,} reviews. Nothing was "
                "changed.",
                ms=f"Dengan fail ini satu kad akan mempunyai lebih daripada {MOST_OF_A_UNIT:,} ulang kaji. "
                "Tiada apa-apa diubah.",
            ),
        )
    return tuple(new)


def _keep(person: User, course: str, new: Sequence[TableReview]) -> None:
    """Write the new reviews, and work out anew what those of their units come to."""
    if not new:
        return
    rows = [
        Review(
            person=person,
            course=course,
            kind=one.kind,
            unit=one.unit,
            rating=one.rating,
            # answers of a mock exam have no time of their own
            seconds=min(max(one.seconds, 1.0), LONGEST_SECONDS) if one.seconds else 0,
            language=one.language,
            reviewed_at=one.at,
        )
        for one in new
    ]
    codes = sorted({one.unit for one in new})
    standing = Review.objects.filter(person=person, course=course, rating__gt=0, undone=None)
    history: list[Review] = [*rows]
    for some in _portions(codes):
        history.extend(standing.filter(unit__in=some))
    history.sort(key=lambda row: (row.unit, row.reviewed_at, row.id))
    place = {code: number for number, code in enumerate(codes)}
    there = zone()
    found = histories(
        [place[row.unit] for row in history],
        [row.reviewed_at.astimezone(there).toordinal() for row in history],
        [row.rating for row in history],
    )
    changed = []
    for row, passed, before in zip(history, found.passed, found.before, strict=True):
        days, stability = (None if np.isnan(one) else float(one) for one in (passed, before))
        is_other = (row.days, row.stability) != (days, stability)
        row.days, row.stability = days, stability
        if is_other and not row._state.adding:  # noqa: SLF001 - documented by Django
            changed.append(row)
    insert_many(
        Review,
        [{"person": person.pk} | {name: getattr(row, name) for name in _COLUMNS} for row in rows],
    )
    # what stood before a review that was there is another, where one came in before it
    Review.objects.bulk_update(changed, ["days", "stability"], batch_size=_ROWS_AT_ONCE)
    _remember(person, course, codes, history, found.after)


def _remember(
    person: User, course: str, codes: Sequence[str], history: Iterable[Review], after: MemoryStates
) -> None:
    by_unit: dict[str, list[Review]] = defaultdict(list)
    for row in history:
        by_unit[row.unit].append(row)
    for some in _portions(codes):
        UnitMemory.objects.filter(person=person, course=course, unit__in=some).delete()
    states = zip(codes, after.stability, after.difficulty, strict=True)
    UnitMemory.objects.bulk_create(
        [
            UnitMemory(
                person=person,
                course=course,
                kind=by_unit[code][0].kind,
                unit=code,
                stability=float(stability),
                difficulty=float(difficulty),
                reviews=len(by_unit[code]),
                # the first answer can forget nothing
                lapses=sum(row.rating == AGAIN for row in by_unit[code][1:]),
                last_rating=by_unit[code][-1].rating,
                first_at=by_unit[code][0].reviewed_at,
                last_at=by_unit[code][-1].reviewed_at,
            )
            for code, stability, difficulty in states
        ],
        batch_size=_ROWS_AT_ONCE,
    )


def _portions(codes: Sequence[str]) -> Iterable[Sequence[str]]:
    return (codes[start : start + _ROWS_AT_ONCE] for start in range(0, len(codes), _ROWS_AT_ONCE))


def _no_file() -> Refused:
    return Refused(
        "no-file-of-progress",
        LocalText(
            en="This file cannot be read, or is larger than 8 MB. Send “reviews.csv”, the ZIP file that you "
            "downloaded here, or an Anki package (.apkg) of a deck from here.",
            ms="Fail ini tidak dapat dibaca atau melebihi 8 MB. Hantar “reviews.csv”, fail ZIP yang anda "
            "muat turun di sini, atau pakej Anki (.apkg) bagi dek dari sini.",
        ),
    )
