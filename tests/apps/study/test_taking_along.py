"""Progress goes along as an Anki package and as tables, and comes back from both."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.queries import User
from tauliah.apps.study.actions import answer_practice_item
from tauliah.apps.study.bringing_back import BroughtBack, Mistakes, bring_back
from tauliah.apps.study.models import Review, UnitMemory
from tauliah.apps.study.queries import practice_items
from tauliah.apps.study.reviewing import review_card, undo_review
from tauliah.apps.study.taking_along import anki_package_of, tables_of
from tauliah.core.kernel import LANGUAGES, Refused
from tauliah.core.practice.anki import guid_of
from tauliah.core.programme import Course
from tauliah.core.programme.items import SingleChoice
from tests.web.programme import open_account

DAY = timedelta(days=1)
Brought = BroughtBack | Mistakes | Refused


@pytest.fixture
def nurul(published: Any) -> User:
    return open_account("Nurul", role="candidate")


@pytest.fixture
def course(published: Any) -> Course:
    return programme().course("PUM")


@pytest.fixture
def cards(course: Course) -> list[str]:
    lesson = programme().lessons_of(course.code)[0]
    return [card.id for card in programme().cards_of(course.code, lesson.slug)]


@pytest.fixture
def practised(aisyah: User, cards: list[str], moment: datetime) -> datetime:
    """Aisyah has reviewed two cards over some days and answered an item; the moment of the last."""
    review(aisyah, cards[0], 3, moment)
    review(aisyah, cards[0], 1, moment + 5 * DAY)
    review(aisyah, cards[0], 3, moment + 5 * DAY + timedelta(minutes=3))
    review(aisyah, cards[1], 4, moment + 6 * DAY)
    item = next(one for one in practice_items("PUM") if isinstance(one.text, SingleChoice))
    last = moment + 7 * DAY
    answer_practice_item(aisyah, "PUM", item.code, value=item.text.key, seconds=50, at=last)
    return last


def review(person: User, card: str, rating: int, at: datetime) -> None:
    refused = review_card(person, "PUM", card, rating=rating, seconds=8, language="ms", at=at)
    assert refused is None


@contextmanager
def collection(package: bytes) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert sorted(archive.namelist()) == ["collection.anki2", "media"]
        database = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.deserialize(database)
    try:
        yield connection
    finally:
        connection.close()


def package_of(changed: Callable[[sqlite3.Connection], None], package: bytes) -> bytes:
    """The package after something was done to its collection."""
    with collection(package) as connection:
        changed(connection)
        connection.commit()
        return zipped({"collection.anki2": connection.serialize(), "media": b"{}"})


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def rows_of(tables: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(tables)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def memories(person: User) -> dict[str, tuple[float, ...]]:
    return {
        row.unit: (
            round(row.stability, 6), round(row.difficulty, 6), row.reviews, row.lapses,
            row.last_rating,
        )
        for row in UnitMemory.objects.filter(person=person)
    }  # fmt: skip


def brought(outcome: Brought) -> BroughtBack:
    assert isinstance(outcome, BroughtBack), outcome
    return outcome


def refused(outcome: Brought) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


# -- to Anki


def test_every_card_of_the_course_is_in_the_package_with_its_tags(
    aisyah: User, course: Course, practised: datetime
) -> None:
    package = anki_package_of(aisyah, course, languages=("en",), at=practised)

    with collection(package) as found:
        notes = found.execute("SELECT * FROM notes").fetchall()
    expected = {
        guid_of("PUM", card.id): (lesson, card)
        for lesson in programme().lessons_of("PUM")
        for card in programme().cards_of("PUM", lesson.slug)
    }
    assert {note["guid"] for note in notes} == set(expected)
    for note in notes:
        lesson, card = expected[note["guid"]]
        front, _back, code = note["flds"].split("\x1f")
        assert 'lang="ms"' not in front
        assert code == card.id
        assert note["tags"].split() == [
            f"Tauliah::PUM::topic::{lesson.topic}",
            f"Tauliah::PUM::lesson::{lesson.slug}",
        ]


def test_what_is_remembered_is_the_schedule_of_the_card(
    aisyah: User, course: Course, cards: list[str], practised: datetime
) -> None:
    package = anki_package_of(aisyah, course, languages=LANGUAGES, at=practised)
    memory = UnitMemory.objects.get(person=aisyah, unit=cards[0])

    with collection(package) as found:
        (began,) = found.execute("SELECT crt FROM col").fetchone()
        card = found.execute(
            "SELECT cards.* FROM cards JOIN notes ON notes.id = nid WHERE guid = ?",
            [guid_of("PUM", cards[0])],
        ).fetchone()
        new = found.execute("SELECT COUNT(*) FROM cards WHERE type = 0 AND queue = 0").fetchone()[0]
        total = found.execute("SELECT COUNT(*) FROM cards").fetchone()[0]
    assert (card["type"], card["queue"], card["reps"], card["lapses"]) == (2, 2, 3, 1)
    assert card["ivl"] == max(1, round(memory.stability))
    first_day = local_day(datetime.fromtimestamp(began, tz=practised.tzinfo))
    due = first_day + card["due"] * DAY
    assert due == local_day(memory.last_at) + card["ivl"] * DAY
    assert json.loads(card["data"])["s"] == pytest.approx(memory.stability, abs=1e-4)
    assert json.loads(card["data"])["d"] == pytest.approx(memory.difficulty, abs=1e-3)
    assert new == total - 2


def test_each_review_that_stands_is_a_row_of_the_log_under_its_moment(
    aisyah: User, course: Course, cards: list[str], practised: datetime
) -> None:
    later = practised + DAY
    review(aisyah, cards[1], 1, later)
    undo_review(aisyah, "PUM", at=later)

    package = anki_package_of(aisyah, course, languages=("ms",), at=later)

    with collection(package) as found:
        log = found.execute("SELECT * FROM revlog ORDER BY id").fetchall()
    kept = Review.objects.filter(kind="card", rating__gt=0, undone=None).order_by("reviewed_at")
    assert [row["id"] for row in log] == [int(one.reviewed_at.timestamp() * 1000) for one in kept]
    assert [(row["ease"], row["type"], row["time"]) for row in log] == [
        (3, 0, 8000), (1, 1, 8000), (3, 2, 8000), (4, 0, 8000),
    ]  # fmt: skip


def test_two_reviews_of_one_moment_are_two_rows(
    aisyah: User, course: Course, cards: list[str], moment: datetime
) -> None:
    for card in cards[:3]:
        review(aisyah, card, 3, moment)

    with collection(anki_package_of(aisyah, course, languages=("en",), at=moment)) as found:
        ids = [row[0] for row in found.execute("SELECT id FROM revlog ORDER BY id")]

    first = int(moment.timestamp() * 1000)
    assert ids == [first, first + 1, first + 2]


def test_of_others_nothing_is_in_it(
    aisyah: User, nurul: User, course: Course, practised: datetime
) -> None:
    with collection(anki_package_of(nurul, course, languages=("en",), at=practised)) as found:
        assert found.execute("SELECT COUNT(*) FROM revlog").fetchone()[0] == 0
        assert found.execute("SELECT MAX(reps) FROM cards").fetchone()[0] == 0


# -- as tables


def test_the_tables_have_a_row_for_each_review_and_each_unit(
    aisyah: User, course: Course, practised: datetime
) -> None:
    tables = tables_of(aisyah, course, at=practised)

    reviews, memory = rows_of(tables, "reviews.csv"), rows_of(tables, "memory.csv")
    assert [row["kind"] for row in reviews] == ["card", "card", "card", "card", "item"]
    assert reviews[-1]["rating"] == "3"
    assert {row["unit"] for row in memory} == {row["unit"] for row in reviews}
    assert all(0 < float(row["recall_today"]) <= 1 for row in memory)


# -- back in


def test_the_tables_come_to_the_same_memory_in_another_account(
    aisyah: User, nurul: User, course: Course, practised: datetime
) -> None:
    tables = tables_of(aisyah, course, at=practised)

    outcome = brought(bring_back(nurul, course, tables, name="mine.zip", at=practised))

    assert outcome == BroughtBack(added=5, there=0, unknown=0)
    assert memories(nurul) == memories(aisyah)
    before = {
        (row.unit, row.reviewed_at): (row.days, row.stability)
        for row in Review.objects.filter(person=aisyah)
    }
    for row in Review.objects.filter(person=nurul):
        days, stability = before[row.unit, row.reviewed_at]
        assert row.days == days
        assert row.stability == pytest.approx(stability)


def test_the_same_file_changes_nothing_the_second_time(
    aisyah: User, nurul: User, course: Course, practised: datetime
) -> None:
    tables = tables_of(aisyah, course, at=practised)
    bring_back(nurul, course, tables, name="mine.zip", at=practised)
    there = memories(nurul)

    again = brought(bring_back(nurul, course, tables, name="mine.zip", at=practised))
    own = brought(bring_back(aisyah, course, tables, name="mine.zip", at=practised))

    assert again == own == BroughtBack(added=0, there=5, unknown=0)
    assert memories(nurul) == there
    assert Review.objects.filter(person=nurul).count() == 5


def test_a_rating_that_was_taken_back_stays_taken_back(
    aisyah: User, course: Course, cards: list[str], practised: datetime
) -> None:
    later = practised + DAY
    review(aisyah, cards[1], 1, later)
    tables = tables_of(aisyah, course, at=later)
    undo_review(aisyah, "PUM", at=later)
    there = memories(aisyah)

    assert brought(bring_back(aisyah, course, tables, name="x.zip", at=later)).added == 0
    assert memories(aisyah) == there


def test_reviews_from_before_those_that_are_there_change_what_stood_before_them(
    aisyah: User, nurul: User, course: Course, cards: list[str], practised: datetime
) -> None:
    review(nurul, cards[0], 3, practised)
    tables = tables_of(aisyah, course, at=practised)

    assert brought(bring_back(nurul, course, tables, name="x.zip", at=practised)).added == 5

    last = Review.objects.get(person=nurul, unit=cards[0], reviewed_at=practised)
    assert last.days == 2
    assert UnitMemory.objects.get(person=nurul, unit=cards[0]).reviews == 4
    assert UnitMemory.objects.get(person=nurul, unit=cards[0]).lapses == 1


def test_with_one_mistake_nothing_is_changed_and_all_are_told(
    nurul: User, aisyah: User, course: Course, practised: datetime
) -> None:
    tables = tables_of(aisyah, course, at=practised)
    lines = zipfile.ZipFile(io.BytesIO(tables)).read("reviews.csv").decode().splitlines()
    lines[2] = lines[2].replace(",1,", ",7,")
    lines[4] = lines[4].replace(",ms,", ",fr,")

    outcome = bring_back(nurul, course, "\n".join(lines).encode(), name="my.csv", at=practised)

    assert isinstance(outcome, Mistakes)
    assert [str(one) for one in outcome.problems] == [
        "my.csv:3: rating: expected 1, 2, 3 or 4",
        "my.csv:5: language: expected en or ms",
    ]
    assert not Review.objects.filter(person=nurul).exists()


def test_reviews_made_in_anki_come_back(
    aisyah: User, course: Course, cards: list[str], practised: datetime
) -> None:
    package = anki_package_of(aisyah, course, languages=("en",), at=practised)
    later = practised + 3 * DAY

    def review_in_anki(found: sqlite3.Connection) -> None:
        card = found.execute(
            "SELECT cards.id FROM cards JOIN notes ON notes.id = nid WHERE guid = ?",
            [guid_of("PUM", cards[2])],
        ).fetchone()[0]
        at = int(later.timestamp() * 1000)
        for id, ease, kind in ((at, 3, 0), (at + 5_000, 0, 4), (at + 9_000, 4, 3)):
            found.execute(
                "INSERT INTO revlog VALUES (?, ?, -1, ?, 3, 0, 2500, 6500, ?)",
                (id, card, ease, kind),
            )

    back = package_of(review_in_anki, package)
    outcome = brought(bring_back(aisyah, course, back, name="deck.apkg", at=later))

    assert outcome == BroughtBack(added=1, there=4, unknown=0)
    added = Review.objects.get(unit=cards[2])
    assert (added.kind, added.rating, added.seconds, added.reviewed_at) == ("card", 3, 6.5, later)
    again = bring_back(aisyah, course, back, name="deck.apkg", at=later)
    assert brought(again) == BroughtBack(added=0, there=5, unknown=0)


def test_a_package_of_another_course_is_refused(
    aisyah: User, course: Course, practised: datetime
) -> None:
    package = anki_package_of(aisyah, course, languages=("en",), at=practised)
    other = programme().course("PIN")

    assert refused(bring_back(aisyah, other, package, name="x", at=practised)) == (
        "not-of-this-course"
    )


def test_the_newest_format_of_anki_is_refused_with_what_to_tick(
    aisyah: User, course: Course, moment: datetime
) -> None:
    package = zipped({"collection.anki21b": b"(\xb5/\xfd", "collection.anki2": b"", "media": b""})

    outcome = bring_back(aisyah, course, package, name="x", at=moment)

    assert refused(outcome) == "newest-format"
    assert isinstance(outcome, Refused)
    assert "Support older Anki versions" in outcome.message.en


def as_view(found: sqlite3.Connection) -> None:
    found.executescript(
        "DROP TABLE revlog; CREATE VIEW revlog (id, cid, ease, time, type) AS"
        " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i, 1, 3, 1, 1 FROM n"
    )


def as_blobs(found: sqlite3.Connection) -> None:
    found.execute("UPDATE notes SET guid = zeroblob(100000)")


def as_computed(found: sqlite3.Connection) -> None:
    found.executescript(
        "DROP TABLE notes; CREATE TABLE notes (id integer primary key,"
        " guid text AS (hex(zeroblob(400000))))"
    )


@pytest.mark.parametrize("changed", [as_view, as_blobs, as_computed])
def test_a_package_that_wants_to_run_something_brings_nothing(
    aisyah: User, course: Course, practised: datetime, changed: Any
) -> None:
    package = anki_package_of(aisyah, course, languages=("en",), at=practised)

    outcome = bring_back(aisyah, course, package_of(changed, package), name="x", at=practised)

    assert outcome == BroughtBack(0, 0, 0) or isinstance(outcome, Refused)
    assert Review.objects.count() == 5


def test_a_broken_database_is_refused(aisyah: User, course: Course, practised: datetime) -> None:
    package = anki_package_of(aisyah, course, languages=("en",), at=practised)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        sound = bytearray(archive.read("collection.anki2"))
    for start in range(100, len(sound), 997):
        sound[start : start + 60] = b"\xa5" * 60
    for broken in (bytes(sound), bytes(sound[:5000]), b"SQLite format 3\0", b""):
        outcome = bring_back(
            aisyah, course, zipped({"collection.anki2": broken}), name="x", at=practised
        )
        assert refused(outcome) == "no-package"


def test_what_unpacks_to_too_much_is_refused(
    aisyah: User, course: Course, moment: datetime
) -> None:
    bomb = zipped({"collection.anki2": b"SQLite format 3\0" + bytes(65_000_000)})
    table = zipped({"reviews.csv": bytes(9_000_000)})

    assert len(bomb) < 100_000
    assert refused(bring_back(aisyah, course, bomb, name="x", at=moment)) == "too-large"
    assert refused(bring_back(aisyah, course, table, name="x", at=moment)) == "no-file-of-progress"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and nothing more",
        struct.pack("<4sHHH", b"PK\x03\x04", 20, 1, 0) + bytes(20),
        zipped({"notes.txt": b"hello"}),
    ],
)
def test_what_is_no_package_is_refused(
    aisyah: User, course: Course, moment: datetime, content: bytes
) -> None:
    code = refused(bring_back(aisyah, course, content, name="x", at=moment))

    assert code in {"no-package", "no-file-of-progress"}


def test_only_who_practises_takes_and_brings(course: Course, moment: datetime) -> None:
    farid = open_account("Farid", role="registrar")

    for act in (
        lambda: anki_package_of(farid, course, languages=("en",), at=moment),
        lambda: tables_of(farid, course, at=moment),
        lambda: bring_back(farid, course, b"", name="x", at=moment),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_long_history_comes_in_at_once(
    nurul: User, course: Course, cards: list[str], moment: datetime
) -> None:
    start = date(2025, 1, 1)
    lines = [
        f"PUM,card,{card},{1 + n % 4},8,en,{start + n * DAY}T02:00:00Z"
        for card in cards
        for n in range(200)
    ]
    table = "\n".join(["course,kind,unit,rating,seconds,language,reviewed_at", *lines])

    outcome = brought(bring_back(nurul, course, table.encode(), name="long.csv", at=moment))

    assert outcome.added == 200 * len(cards)
    assert {row.reviews for row in UnitMemory.objects.filter(person=nurul)} == {200}
