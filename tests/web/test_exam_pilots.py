"""What the pages of an exam say of items on pilot: they ride along, and nothing is promised of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tauliah.apps.itembank.writing import write_item
from tauliah.core.programme import PooledItem
from tauliah.core.programme.items import item_from
from tests.services import bank_people, examhall
from tests.services.bank_people import CODE, act, review
from tests.services.examhall import MORNING
from tests.web.reading import words

WRITTEN = {
    "id": CODE,
    "type": "extended-response",
    "outcome": "PUM-1",
    "level": "analyse",
    "lesson": "01-first",
    "stem": {"en": "Explain what a deductible is.", "ms": "Terangkan maksud deduktibel."},
    "words": 120,
    "rubric": {
        "criteria": [{"id": "rule", "text": {"en": "Says it", "ms": "Menyatakannya"}, "points": 4}],
        "tolerance": 1,
    },
    "model_answer": {"en": "The part that you bear.", "ms": "Bahagian yang anda tanggung."},
}


@pytest.fixture
def clock(db):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def aisyah(clock):
    """A candidate of a programme that has one written response on pilot, which two people would mark."""
    examhall.publish(examhall.programme_files(pilot_items=1))
    people = bank_people.staff()
    item = PooledItem(course="PUM", pool="secure", topic="market", item=item_from(WRITTEN))
    write_item(people["author"], item, at=MORNING)
    review(people)
    act(people["officer"], "pilot")
    return examhall.candidate("Aisyah")


@pytest.fixture
def browser(aisyah):
    client = Client()
    client.force_login(aisyah)
    return client


def test_what_is_said_before_the_start_is_about_scored_items(aisyah, browser):
    booking = examhall.booked(aisyah)

    page = words(browser.get(f"/en/exams/bookings/{booking.pk}/start/"))

    assert "50, each with one best answer. At most 1 more is being tried out" in page
    assert "70% right answers" in page
    assert "At once, with a breakdown by topic" in page


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "0 of 51 questions have a saved answer; all of them count but those that are being"),
        ("ms", "semuanya dikira kecuali soalan yang sedang dirintis."),
    ],
)
def test_when_the_time_has_ended_not_all_questions_are_said_to_count(
    aisyah, browser, clock, language, told
):
    attempt = examhall.started(aisyah)
    clock.move_to(MORNING + timedelta(hours=3))

    assert told in words(browser.get(f"/{language}/exams/attempts/{attempt.pk}/"))
