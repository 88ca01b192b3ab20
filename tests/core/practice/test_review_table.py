"""Reviews as a table: what is written is read again, and every mistake is told with its line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.kernel import Refused
from tauliah.core.practice.review_table import (
    HEADINGS,
    MOST_BYTES,
    MOST_OF_A_UNIT,
    MOST_REVIEWS,
    ReadTable,
    TableReview,
    read_table,
    table_rows,
)
from tauliah.core.staff_lists import csv_portions

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
UNITS = {"PUM-C-RAT-01": "card", "PUM-P-SEL-01": "item"}
SOUND = "PUM,card,PUM-C-RAT-01,3,12.5,en,2026-03-01T02:00:00.000Z"

reviews = st.builds(
    TableReview,
    kind=st.just("card"),
    unit=st.just("PUM-C-RAT-01"),
    rating=st.integers(1, 4),
    seconds=st.integers(0, 3000).map(lambda tenths: tenths / 10),
    language=st.sampled_from(["en", "ms"]),
    at=st.datetimes(datetime(2000, 1, 2), datetime(2026, 3, 1)).map(  # noqa: DTZ001 - the zone comes below
        lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000, tzinfo=UTC)
    ),
)


def read(content: str | bytes) -> ReadTable | Refused:
    data = content.encode() if isinstance(content, str) else content
    return read_table(data, name="reviews.csv", course="PUM", units=UNITS, now=NOW)


def table(*lines: str) -> str:
    return "\r\n".join([",".join(HEADINGS), *lines]) + "\r\n"


def told(content: str) -> list[str]:
    found = read(content)
    assert isinstance(found, ReadTable)
    assert not found.problems or not found.reviews
    return [str(one) for one in found.problems]


def code(content: str | bytes) -> str:
    found = read(content)
    assert isinstance(found, Refused)
    return found.code


@given(st.lists(reviews, max_size=20))
def test_what_is_written_is_read_again(written: list[TableReview]) -> None:
    found = read(b"".join(csv_portions(table_rows("PUM", written))))

    assert found == ReadTable(tuple(written), 0, ())


def test_columns_may_stand_in_another_order_and_be_divided_by_semicolons() -> None:
    headings = "unit;kind;course;rating;seconds;language;reviewed_at;a note"
    found = read(f"{headings}\nPUM-C-RAT-01;card;PUM;3;12.5;en;2026-03-01T02:00:00.000Z;mine\n")

    assert isinstance(found, ReadTable)
    assert [one.unit for one in found.reviews] == ["PUM-C-RAT-01"]


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    lines = told(
        table(
            SOUND,
            "PIN,card,PUM-C-RAT-01,3,12.5,en,2026-03-01T02:00:00.000Z",
            "PUM,song,PUM-C-RAT-01,5,-1,fr,yesterday",
            "PUM,item,PUM-C-RAT-01,3,12.5,en,2026-03-01T02:00:00",
            "PUM,card",
        )
    )

    assert [line.split(": ")[:2] for line in lines] == [
        ["reviews.csv:3", "course"],
        *[["reviews.csv:4", path] for path in ("kind", "rating", "seconds", "language", "reviewed_at")],
        *[["reviews.csv:5", path] for path in ("kind", "reviewed_at")],
        *[["reviews.csv:6", path] for path in ("unit", "rating", "seconds", "language", "reviewed_at")],
    ]  # fmt: skip


@pytest.mark.parametrize("moment", [NOW + timedelta(seconds=1), datetime(1999, 12, 31, tzinfo=UTC)])
def test_a_review_lies_neither_in_the_future_nor_long_ago(moment: datetime) -> None:
    lines = told(table(f"PUM,card,PUM-C-RAT-01,3,12.5,en,{moment.isoformat()}"))

    assert lines == ["reviews.csv:2: reviewed_at: lies in the future or before 2000"]


@pytest.mark.parametrize("seconds", ["nan", "inf", "1e999", "301"])
def test_seconds_are_a_number_within_bounds(seconds: str) -> None:
    lines = told(table(f"PUM,card,PUM-C-RAT-01,3,{seconds},en,2026-03-01T02:00:00Z"))

    assert lines == ["reviews.csv:2: seconds: expected a number from 0 to 300"]


def test_reviews_of_what_the_course_has_no_more_are_counted_and_left_out() -> None:
    found = read(table(SOUND, SOUND.replace("RAT-01", "OLD-99")))

    assert isinstance(found, ReadTable)
    assert (len(found.reviews), found.unknown, found.problems) == (1, 1, ())


@pytest.mark.parametrize(
    "content",
    ["", "name,mark\nAisyah,3\n", b"\xff\xfe\x00", "a\0b", f'{table()}"an open quote', "x" * 2_000],
)
def test_what_is_no_table_of_reviews_is_refused(content: str | bytes) -> None:
    assert code(content) == "no-table-of-reviews"


def test_a_table_has_bounds() -> None:
    assert code(b"x" * (MOST_BYTES + 1)) == "too-large"
    assert code(table(*[SOUND] * (MOST_REVIEWS + 1))) == "too-many-reviews"
    assert code(table(*[SOUND] * (MOST_OF_A_UNIT + 1))) == "too-many-reviews"
