"""What is taken along is today's choice and that of the next days, of the practice pool alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.itembank.queries import exam_items_of
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tauliah.apps.sittings.actions import book
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.offline_days import MOST_ALONG, TakenAlong, taken_along
from tauliah.apps.study.practising import aim_of, today_of
from tauliah.apps.study.reviewing import choose_minutes, review_card
from tests.web.programme import open_account


@pytest.fixture
def aisyah(published: Any, moment: datetime) -> User:
    """A candidate who has read three lessons."""
    person: User = open_account("Aisyah", role="candidate")
    for lesson in programme().lessons_of("PUM")[:3]:
        mark_lesson_read(person, "PUM", lesson.slug, at=moment)
    return person


def along(person: User, *, at: datetime) -> TakenAlong:
    return taken_along(person, programme().course("PUM"), at=at)


def test_today_is_what_the_page_of_today_shows_and_a_week_follows(
    aisyah: User, moment: datetime
) -> None:
    found = along(aisyah, at=moment)

    today = today_of(aisyah, programme().course("PUM"), at=moment)
    assert [one.code for one in found.days[0].units] == [one.code for one in today.ahead]
    assert [one.day for one in found.days] == [
        local_day(moment) + timedelta(days=day) for day in range(7)
    ]
    assert found.until == local_day(moment) + timedelta(days=6)
    assert len(found.units) > len(today.ahead)


def test_nothing_comes_along_that_is_not_open_or_is_in_an_exam(
    aisyah: User, moment: datetime
) -> None:
    choose_minutes(aisyah, "PUM", 120, at=moment)

    found = along(aisyah, at=moment)

    read = {lesson.slug for lesson in programme().lessons_of("PUM")[:3]}
    assert {one.lesson for one in found.units} <= read
    secure = {one.item.id for one in exam_items_of("PUM")}
    assert secure
    assert not secure & {one.code for one in found.units}
    assert len(found.units) <= MOST_ALONG


def test_it_ends_before_the_exam_day(aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    book(aisyah, "PUM", window="2026-1", at=moment)
    aim = aim_of(aisyah, programme().course("PUM"), at=moment)
    assert (aim.why, aim.day is not None) == ("booked", True)
    day = aim.day

    eve = moment + (day - local_day(moment)) - timedelta(days=2)
    found = along(aisyah, at=eve)

    assert found.aim.day == day
    assert [one.day for one in found.days] == [day - timedelta(days=2), day - timedelta(days=1)]


def test_what_does_not_stick_is_named(aisyah: User, moment: datetime) -> None:
    card = programme().cards_of("PUM", programme().lessons_of("PUM")[0].slug)[0].id
    for day in range(8):
        at = moment + timedelta(days=day)
        review_card(aisyah, "PUM", card, rating=1, seconds=9, language="en", at=at)

    found = along(aisyah, at=moment + timedelta(days=10))

    assert found.leeches == {card}


def test_who_has_read_nothing_takes_nothing_along(published: Any, moment: datetime) -> None:
    found = along(open_account("Nurul", role="candidate"), at=moment)

    assert found.units == ()
