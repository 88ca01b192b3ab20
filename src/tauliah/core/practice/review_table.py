"""Reviews as a table that a person takes along and brings back: CSV with stable English headings."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tauliah.core.kernel import LANGUAGES, LocalText, Problem, Refused

HEADINGS = ("course", "kind", "unit", "rating", "seconds", "language", "reviewed_at")
KINDS = ("card", "item")

MOST_BYTES = 8_000_000
MOST_REVIEWS = 20_000
MOST_OF_A_UNIT = 2_000
MOST_PROBLEMS = 50
"""Mistakes that are told one by one; of the rest, how many."""
LONGEST_SECONDS = 300.0
"""Of one review: who takes longer has gone away, and the rest is not counted."""
_LONGEST_LINE = 1_000
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TableReview:
    """One review as the table has it."""

    kind: str
    unit: str
    rating: int
    seconds: float
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a table says: its reviews, or every mistake in it; never both.

    `unknown` are reviews of cards and items that the course has not (any more).
    """

    reviews: tuple[TableReview, ...]
    unknown: int
    problems: tuple[Problem, ...]


def table_rows(course: str, reviews: Iterable[TableReview]) -> Iterator[tuple[str, ...]]:
    """The headings, then a row for each review."""
    yield HEADINGS
    for one in reviews:
        yield (
            course,
            one.kind,
            one.unit,
            str(one.rating),
            f"{one.seconds:g}",
            one.language,
            spelled(one.at),
        )


def spelled(at: datetime) -> str:
    """A moment in UTC with its milliseconds, as the table has it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_table(
    content: bytes, *, name: str, course: str, units: Mapping[str, str], now: datetime
) -> ReadTable | Refused:
    """Read a table of reviews wholly; Refused where it is none or too large.

    `units` has the kind of each card and item of the course by its code. A row of one that the
    course has not is left out and counted; any other mistake is told with its line.
    """
    if len(content) > MOST_BYTES:
        return _too_large()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _no_table()
    lines = text.splitlines(keepends=True)
    if "\0" in text or any(len(line) > _LONGEST_LINE for line in lines):
        return _no_table()
    if len(lines) > MOST_REVIEWS + 1:
        return _too_many()
    first = lines[0] if lines else ""
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return _no_table()
    headings = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not set(HEADINGS) <= set(headings) or len(rows) != len(lines):
        return _no_table()
    places = [headings.index(heading) for heading in HEADINGS]
    return _read_rows(rows[1:], places, _Row(name, course, units, now))


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row is held against."""

    file: str
    course: str
    units: Mapping[str, str]
    now: datetime

    def problems(self, cells: Mapping[str, str]) -> Iterator[tuple[str, LocalText]]:
        """Each column that is wrong, and why."""
        if cells["course"] != self.course:
            yield (
                "course",
                LocalText(
                    en=f"expected {self.course}; the reviews of each course are brought in by themselves",
                    ms=f"{self.course} dijangka; ulang kaji setiap kursus dibawa masuk secara berasingan",
                ),
            )
        if cells["kind"] not in KINDS:
            yield "kind", _expected("card or item", "card atau item")
        elif self.units.get(cells["unit"], cells["kind"]) != cells["kind"]:
            kind = self.units[cells["unit"]]
            yield "kind", _expected(f"{kind} for this code", f"{kind} bagi kod ini")
        if not cells["unit"] or len(cells["unit"]) > 40:
            yield "unit", _expected("the code of a card or item", "kod kad atau item")
        if cells["rating"] not in ("1", "2", "3", "4"):
            yield "rating", _expected("1, 2, 3 or 4", "1, 2, 3 atau 4")
        if _seconds(cells["seconds"]) is None:
            yield "seconds", _expected("a number from 0 to 300", "nombor dari 0 hingga 300")
        if cells["language"] not in LANGUAGES:
            yield "language", _expected("en or ms", "en atau ms")
        moment = _moment(cells["reviewed_at"])
        if moment is None:
            yield (
                "reviewed_at",
                _expected(
                    "a moment such as 2026-03-03T02:15:30.000Z",
                    "waktu seperti 2026-03-03T02:15:30.000Z",
                ),
            )
        elif not _FIRST_MOMENT <= moment <= self.now:
            yield (
                "reviewed_at",
                LocalText(
                    en="lies in the future or before 2000",
                    ms="pada masa hadapan atau sebelum tahun 2000",
                ),
            )


def _read_rows(rows: list[list[str]], places: list[int], held: _Row) -> ReadTable | Refused:
    reviews, problems, unknown = [], [], 0
    counts: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        # a row that is cut short misses its last cells, which are then told as wrong
        found = [row[place].strip() if place < len(row) else "" for place in places]
        cells = dict(zip(HEADINGS, found, strict=True))
        wrong = [Problem(held.file, line, path, why) for path, why in held.problems(cells)]
        problems.extend(wrong)
        if wrong:
            continue
        if cells["unit"] not in held.units:
            unknown += 1
            continue
        counts[cells["unit"]] = counts.get(cells["unit"], 0) + 1
        reviews.append(_review(cells))
    if problems:
        return ReadTable((), 0, tuple(problems))
    if max(counts.values(), default=0) > MOST_OF_A_UNIT:
        return _too_many()
    return ReadTable(tuple(reviews), unknown, ())


def _review(cells: Mapping[str, str]) -> TableReview:
    """A row whose cells were looked at."""
    moment, seconds = _moment(cells["reviewed_at"]), _seconds(cells["seconds"])
    if moment is None or seconds is None:
        raise ValueError("a row is read after it was checked")
    return TableReview(
        cells["kind"], cells["unit"], int(cells["rating"]), seconds, cells["language"], moment
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if len(text) <= 40 else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text) if len(text) <= 20 else math.nan
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_SECONDS else None


def _expected(en: str, ms: str) -> LocalText:
    return LocalText(en=f"expected {en}", ms=f"dijangka {ms}")


def _no_table() -> Refused:
    return Refused(
        "no-table-of-reviews",
        LocalText(
            en="This is no table of reviews. Take the file “reviews.csv” as you downloaded it; its first "
            f"line has the headings {', '.join(HEADINGS)}.",
            ms="Ini bukan jadual ulang kaji. Gunakan fail “reviews.csv” seperti yang anda muat turun; "
            f"baris pertamanya mengandungi tajuk {', '.join(HEADINGS)}.",
        ),
    )


def _too_large() -> Refused:
    return Refused(
        "too-large",
        LocalText(
            en="The file is larger than 8 MB. Nothing was read.",
            ms="Fail ini melebihi 8 MB. Tiada apa-apa dibaca.",
        ),
    )


def _too_many() -> Refused:
    return Refused(
        "too-many-reviews",
        LocalText(
            en=f"At most {MOST_REVIEWS:,} reviews come in at once, and {MOST_OF_A_UNIT:,} of one card or item. "
            "Divide the file, and bring in one part after the other.",
            ms=f"Paling banyak {MOST_REVIEWS:,} ulang kaji boleh dibawa masuk sekali gus, dan {MOST_OF_A_UNIT:,} bagi "
            "satu kad atau item. Bahagikan fail dan bawa masuk satu demi satu.",
        ),
    )
