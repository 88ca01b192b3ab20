"""The invigilator's pages: who sits, what can be done, and how light the room stays."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tauliah.apps.people.accommodations import Grant
from tauliah.apps.sittings.actions import (
    Saved,
    grant_accommodation,
    pause_attempt,
    save_answer,
)
from tauliah.apps.sittings.models import Attempt
from tauliah.apps.sittings.queries import seats_of
from tests.services import examhall
from tests.services.examhall import MORNING

ROOM = "/en/invigilation/2026-02-10/"
STATE = f"{ROOM}state.json"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def published(clock):
    return examhall.publish()


@pytest.fixture
def attempt(published):
    """Aisyah's attempt, running."""
    return examhall.started(examhall.candidate("Aisyah"))


@pytest.fixture
def devi(published):
    return examhall.account("Devi", role="invigilator")


@pytest.fixture
def browser(devi):
    client = Client()
    client.force_login(devi)
    return client


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def act(browser, attempt, **said):
    path = f"/en/invigilation/attempts/{attempt.pk}/"
    return browser.post(path, {"act": "pause", "minutes": "", "reason": "fire alarm"} | said)


def test_the_first_page_of_an_invigilator_is_the_room_of_today(browser):
    page = browser.get("/en/home/", follow=True)

    assert page.redirect_chain[-1][0] == ROOM
    assert "Nobody has started yet." in words(page)


def test_the_room_shows_who_sits_and_how_it_stands(browser, attempt, published):
    kumar = examhall.candidate("Kumar")
    examhall.booked(kumar)

    shown = words(browser.get(ROOM))

    assert "One candidate has started." in shown
    assert "One more has booked in this window and not started." in shown
    assert "Aisyah" in shown
    assert "65:00" in shown


def test_the_room_speaks_malay(browser, attempt):
    assert "Bilik" in words(browser.get(ROOM.replace("/en/", "/ms/")))


def test_the_room_shows_no_item_no_answer_and_no_reason_of_what_is_adapted(browser, attempt):
    farid = examhall.account("Farid", role="registrar")
    person = attempt.booking.person
    seat = seats_of(attempt)[0]
    grant_accommodation(person, Grant("extra-time", "asthma", percent=25), actor=farid, at=MORNING)

    pages = [
        browser.get(path).content.decode()
        for path in (ROOM, STATE, f"{ROOM}print/", f"/en/invigilation/attempts/{attempt.pk}/")
    ]

    assert all(seat.item.code not in page and "What is rule" not in page for page in pages)
    assert all("asthma" not in page for page in pages)
    assert "+25%" in pages[0]


def test_the_numbers_of_the_room_are_asked_for_once_and_then_not_changed(browser, attempt):
    first = browser.get(STATE)
    assert first.json()["rows"] == [
        [attempt.pk.hex, "running", int(attempt.deadline.timestamp()), int(MORNING.timestamp()),
         0, 0, None]
    ]  # fmt: skip

    again = browser.get(STATE, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")

    item = seats_of(attempt)[0].item.code
    saved = save_answer(attempt.booking.person, attempt.pk, item=item, value="a", client_sequence=1)
    assert isinstance(saved, Saved)
    changed = browser.get(STATE, HTTP_IF_NONE_MATCH=first["ETag"])
    assert changed.status_code == 200
    assert changed.json()["rows"][0][4] == 1


@pytest.mark.parametrize("path", ["x", "2026-02-30", "20260210x"])
def test_a_day_that_is_none_is_not_found(browser, path):
    for page in ("", "state.json", "print/"):
        assert browser.get(f"/en/invigilation/{path}/{page}").status_code == 404


def test_an_attempt_that_never_was_is_not_found(browser):
    assert browser.get(f"/en/invigilation/attempts/{uuid4()}/").status_code == 404


def test_an_act_is_shown_before_it_is_done(browser, attempt):
    page = act(browser, attempt)

    assert "Pause this exam?" in words(page)
    assert "fire alarm" in words(page)
    assert Attempt.objects.get().paused_at is None


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ({"act": "pause"}, "The exam is paused."),
        ({"act": "extend", "minutes": "15"}, "The exam is extended from this moment on."),
        ({"act": "void"}, "The sitting is voided."),
    ],
)
def test_a_confirmed_act_is_done_and_told(browser, attempt, devi, said, done):
    response = act(browser, attempt, confirmed="yes", **said)

    assert response.status_code == 302
    shown = words(browser.get(response["Location"]))
    assert done in shown
    assert "fire alarm" in shown
    assert devi.full_name in shown


def test_a_paused_exam_is_resumed(browser, attempt, devi, clock):
    pause_attempt(devi, attempt.pk, reason="alarm")
    clock.move_to(MORNING + timedelta(minutes=30))

    act(browser, attempt, act="resume", confirmed="yes")

    fresh = Attempt.objects.get()
    assert fresh.paused_at is None
    assert fresh.deadline == attempt.deadline + timedelta(minutes=30)


@pytest.mark.parametrize(
    "said",
    [
        {"reason": ""}, {"reason": " "}, {"act": "extend"}, {"act": "extend", "minutes": "0"},
        {"act": "extend", "minutes": "241"}, {"act": "delete"}, {"act": "resume"},
    ],
)  # fmt: skip
def test_an_act_that_cannot_be_is_refused_and_changes_nothing(browser, attempt, said):
    before = Attempt.objects.values().get()

    response = act(browser, attempt, confirmed="yes", **said)

    assert response.status_code == 400
    assert Attempt.objects.values().get() == before


def test_looking_does_nothing(browser, attempt):
    before = Attempt.objects.values().get()

    for path in (ROOM, STATE, f"{ROOM}print/", f"/en/invigilation/attempts/{attempt.pk}/?act=void"):
        browser.get(path)

    assert Attempt.objects.values().get() == before


def test_the_list_to_print_has_everybody_of_the_day(browser, attempt, published):
    examhall.booked(examhall.candidate("Kumar"))

    shown = words(browser.get(f"{ROOM}print/"))

    assert "Aisyah" in shown
    assert "Kumar" in shown
    assert "not started" in shown
    assert "Signature" in shown


def crowd(count):
    """Many who sit, put into the tables at once: only their number matters here."""
    from tauliah.apps.people.models import User
    from tauliah.apps.sittings.models import Booking

    people = User.objects.bulk_create(
        User(
            email=f"c{n}@example.test", full_name=f"Candidate {n:04}",
            candidate_number=f"X{n:06}", joined_at=MORNING,
        )
        for n in range(count)
    )  # fmt: skip
    bookings = Booking.objects.bulk_create(
        Booking(
            person=one, course="PUM", window="2026-1", form=uuid4(), booked_at=MORNING,
            state="started",
        )
        for one in people
    )  # fmt: skip
    Attempt.objects.bulk_create(
        Attempt(
            booking=one, seed="s", started_at=MORNING, deadline=MORNING + timedelta(minutes=65),
            seen_at=MORNING + timedelta(seconds=number % 60), client_sequence=number % 50,
            events=number % 50 + 2,
        )
        for number, one in enumerate(bookings)
    )  # fmt: skip


def test_a_room_of_1000_stays_light(browser, published):
    crowd(1000)
    browser.get(ROOM)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        state = browser.get(STATE, HTTP_ACCEPT_ENCODING="gzip")
    page = browser.get(ROOM, HTTP_ACCEPT_ENCODING="gzip")
    with CaptureQueriesContext(connection) as asked_again:
        unchanged = browser.get(
            STATE, HTTP_IF_NONE_MATCH=state["ETag"], HTTP_ACCEPT_ENCODING="gzip"
        )

    assert len(json.loads(gzip.decompress(state.content))["rows"]) == 1000
    assert len(state.content) < 100_000
    assert len(page.content) < 100_000
    assert unchanged.status_code == 304
    assert len(asked) <= 8
    assert len(asked_again) <= 5
