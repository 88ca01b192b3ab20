"""What somebody might try against the exam room over the wire, and what they get for it."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client

from tauliah.apps.sittings.actions import grant_accommodation, pause_attempt
from tauliah.apps.sittings.queries import attempt_of, chain_of, seats_of
from tests.services import examhall
from tests.services.examhall import MORNING

LONG_AFTER = MORNING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def published(clock):
    return examhall.publish()


@pytest.fixture
def aisyah(published):
    return examhall.candidate("Aisyah")


@pytest.fixture
def kumar(published):
    return examhall.candidate("Kumar")


@pytest.fixture
def devi(published):
    return examhall.account("Devi", role="invigilator")


@pytest.fixture
def attempt(aisyah):
    attempt = examhall.started(aisyah)
    attempt.token = examhall.claimed(aisyah, attempt)
    return attempt


@pytest.fixture
def item(attempt):
    return seats_of(attempt)[0].item.code


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def post(client, attempt, route, body, *, language="en"):
    content = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(
        f"/{language}/exams/attempts/{attempt.pk}/{route}/",
        content,
        content_type="application/json",
        HTTP_ACCEPT="application/json",
    )


def save(client, attempt, body):
    return post(client, attempt, "save", {"client_sequence": 1, "lease": attempt.token} | body)


def state(attempt):
    fresh = attempt_of(attempt.booking.person, attempt.pk)
    assert fresh is not None
    return fresh.head, fresh.deadline, fresh.submitted_at, fresh.lease


PATHS = ["", "submit/", "result/", "clock/", "receipt/", "receipt.json", "receipt.en.pdf"]
POSTS = ["save/", "lease/", "clock/", "sheet/", "submit/", "take-over/", "pause/"]


@pytest.mark.parametrize("path", PATHS)
def test_looking_at_the_attempt_of_another_is_like_looking_at_none(kumar, attempt, path):
    stranger = logged_in(kumar)

    found = stranger.get(f"/en/exams/attempts/{attempt.pk}/{path}")
    invented = stranger.get(f"/en/exams/attempts/{uuid4()}/{path}")

    assert found.status_code == invented.status_code == 404
    assert 'class="stem"' not in found.content.decode()


@pytest.mark.parametrize("path", POSTS)
def test_acting_on_the_attempt_of_another_is_like_acting_on_none(kumar, attempt, item, path):
    stranger, before = logged_in(kumar), state(attempt)
    bodies = {
        "save/": {"item": item, "value": "a", "client_sequence": 1, "lease": attempt.token},
        "lease/": {"take_over": True},
        "clock/": {"lease": attempt.token},
    }
    how = (
        {"content_type": "application/json", "data": json.dumps(bodies[path])}
        if path in bodies
        else {"data": {"lease": attempt.token, "client_sequence": "0"}}
    )

    found = stranger.post(f"/en/exams/attempts/{attempt.pk}/{path}", **how)
    invented = stranger.post(f"/en/exams/attempts/{uuid4()}/{path}", **how)

    assert found.status_code == invented.status_code == 404
    if path in bodies:
        assert found.json() == invented.json()
    assert state(attempt) == before


@pytest.mark.parametrize("id", ["1", "0", "../1", "%27", "a" * 36])
def test_attempts_cannot_be_counted_through(aisyah, id):
    assert logged_in(aisyah).get(f"/en/exams/attempts/{id}/").status_code == 404


def test_no_item_is_told_before_the_start_in_a_pause_or_after_the_end(aisyah, devi, clock):
    booking, browser = examhall.booked(aisyah), logged_in(aisyah)
    before = browser.get(f"/en/exams/bookings/{booking.pk}/start/").content.decode()
    browser.post(f"/en/exams/bookings/{booking.pk}/start/")
    attempt = booking.__class__.objects.get(pk=booking.pk).attempt
    stem = seats_of(attempt)[0].item.text.stem.en
    path = f"/en/exams/attempts/{attempt.pk}/"
    running = browser.get(path).content.decode()
    pause_attempt(devi, attempt.pk, reason="alarm")
    paused = browser.get(path).content.decode()
    review = browser.get(f"{path}submit/").content.decode()

    assert stem in running
    assert stem not in before + paused + review
    assert "The exam is paused" in paused


def test_no_item_is_told_when_the_time_is_over_or_the_exam_sealed(aisyah, attempt, clock):
    browser = logged_in(aisyah)
    stem = seats_of(attempt)[0].item.text.stem.en
    clock.move_to(LONG_AFTER)
    over = browser.get(f"/en/exams/attempts/{attempt.pk}/").content.decode()
    browser.post(f"/en/exams/attempts/{attempt.pk}/submit/")
    result = browser.get(f"/en/exams/attempts/{attempt.pk}/", follow=True).content.decode()

    assert stem not in over + result


def test_a_picture_of_no_running_item_is_not_found(aisyah, attempt, clock):
    path = f"/en/exams/attempts/{attempt.pk}/pictures/pum-s-mark-01/"
    assert logged_in(aisyah).get(path).status_code == 404


def test_starting_what_was_not_booked_is_not_found(aisyah, kumar):
    booking = examhall.booked(kumar)

    for id in (booking.pk, uuid4()):
        assert logged_in(aisyah).post(f"/en/exams/bookings/{id}/start/").status_code == 404


@pytest.mark.parametrize(
    "value",
    [1.5, {"a": 0.5}, [[[[["a"]]]]], "a\u0000", {"a": {"b": {"c": {"d": {"e": 1}}}}}, 2**60],
)
def test_odd_values_are_400_or_422_and_change_nothing(aisyah, attempt, item, value):
    before = state(attempt)

    response = save(logged_in(aisyah), attempt, {"item": item, "value": value})

    assert response.status_code in (400, 422)
    assert state(attempt) == before


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"value":' * 20_000, b'{"item": "\\ud800"}', b'{"value": 1e999}', b"\x00"],
)
def test_deep_or_broken_json_is_400(aisyah, attempt, body):
    assert post(logged_in(aisyah), attempt, "save", body).status_code == 400


@pytest.mark.parametrize("size", [200_001, 3_000_000])
def test_a_huge_body_is_413_before_it_is_read(aisyah, attempt, size):
    body = b'"' + b"x" * size + b'"'

    assert post(logged_in(aisyah), attempt, "save", body).status_code == 413


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_of_another_kind_is_415(aisyah, attempt, kind):
    response = logged_in(aisyah).post(
        f"/en/exams/attempts/{attempt.pk}/save/", b"{}", content_type=kind
    )

    assert response.status_code == 415
    assert response.json()["code"] == "not-json"


@pytest.mark.parametrize(
    "more",
    [{"seconds_left": 9999}, {"deadline": "2030-01-01"}, {"server_time": "x"}, {"number": 1}],
)
def test_the_client_says_nothing_about_time_or_place_in_the_chain(aisyah, attempt, item, more):
    before = state(attempt)

    assert save(logged_in(aisyah), attempt, {"item": item, "value": "a"} | more).status_code == 400
    assert state(attempt) == before


def test_a_forged_sequence_is_refused(aisyah, attempt, item):
    response = save(
        logged_in(aisyah), attempt, {"item": item, "value": "a", "client_sequence": 2**31 - 1}
    )

    assert (response.status_code, response.json()["code"]) == (422, "too-far-ahead")


def test_another_tab_is_409_until_it_says_that_it_takes_over(aisyah, attempt, item):
    browser = logged_in(aisyah)

    refused = post(browser, attempt, "lease", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "held-elsewhere")
    assert set(refused.json()["messages"]) == {"en", "ms"}
    taken = post(browser, attempt, "lease", {"take_over": True}).json()

    late = save(browser, attempt, {"item": item, "value": "a"})
    assert (late.status_code, late.json()["code"]) == (409, "taken-over")
    told = post(browser, attempt, "clock", {"lease": attempt.token}).json()
    assert told["holds"] is False
    attempt.token = taken["lease"]
    assert save(browser, attempt, {"item": item, "value": "a"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"take_over": "yes"},
        {"lease": 1},
        {"lease": "short"},
        {"lease": "x" * 65},
        {"more": 1},
        [],
        {"take_over": 1},
    ],
)
def test_a_claim_that_is_none_is_400(aisyah, attempt, body):
    assert post(logged_in(aisyah), attempt, "lease", body).status_code == 400


def test_a_page_without_scripts_asks_before_it_takes_over(aisyah, attempt, item):
    browser = logged_in(aisyah)
    sheet = f"/en/exams/attempts/{attempt.pk}/sheet/"
    answers = {"client_sequence": "0", f"answer-{item}": "b"}

    refused = browser.post(sheet, answers)
    assert refused.status_code == 409
    assert "Go on here" in refused.content.decode()
    assert seats_of(attempt)[0].answer is None
    browser.post(f"/en/exams/attempts/{attempt.pk}/take-over/")
    assert browser.post(sheet, answers).status_code == 302
    assert seats_of(attempt)[0].answer == "b"


def test_a_save_in_a_pause_is_423_and_kept_for_later(aisyah, attempt, item, devi):
    pause_attempt(devi, attempt.pk, reason="alarm")

    response = save(logged_in(aisyah), attempt, {"item": item, "value": "a"})

    assert (response.status_code, response.json()["code"]) == (423, "paused")
    told = logged_in(aisyah).get(f"/en/exams/attempts/{attempt.pk}/clock/").json()
    assert told["paused"] is True


def test_the_same_save_twice_is_the_same_reply_byte_for_byte(aisyah, attempt, item, clock):
    browser, body = logged_in(aisyah), {"item": item, "value": "a"}
    first = save(browser, attempt, body)
    save(browser, attempt, {"item": item, "value": "b", "client_sequence": 2})
    clock.move_to(MORNING + timedelta(minutes=9))

    assert save(browser, attempt, body).content == first.content
    assert len(chain_of(attempt)) == 4


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), ProgrammingError("no such column")]
)
def test_a_database_in_trouble_is_503_and_the_answer_can_be_sent_again(
    aisyah, attempt, item, error
):
    def fail(execute, sql, params, many, context):
        if "sittings_attempt" in sql:
            raise error
        return execute(sql, params, many, context)

    browser, before = logged_in(aisyah), state(attempt)
    with connection.execute_wrapper(fail):
        response = save(browser, attempt, {"item": item, "value": "a"})

    assert (response.status_code, response.json()["code"]) == (503, "try-again")
    assert response["Retry-After"] == "2"
    assert state(attempt) == before


def test_a_database_that_does_not_know_the_session_is_503_for_scripts_too(aisyah, attempt, item):
    def fail(execute, sql, params, many, context):
        message = "the database is away"
        raise OperationalError(message)

    browser = logged_in(aisyah)
    browser.raise_request_exception = False
    with connection.execute_wrapper(fail):
        response = save(browser, attempt, {"item": item, "value": "a"})

    assert (response.status_code, response.json()["code"]) == (503, "try-again")


def test_a_start_whose_database_is_away_is_a_page_that_says_to_try_again(aisyah):
    def fail(execute, sql, params, many, context):
        message = "the database is away"
        raise OperationalError(message)

    booking, browser = examhall.booked(aisyah), logged_in(aisyah)
    browser.raise_request_exception = False
    with connection.execute_wrapper(fail):
        response = browser.post(
            f"/ms/exams/bookings/{booking.pk}/start/", headers={"Accept": "text/html"}
        )

    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert "Cuba lagi sebentar lagi" in response.content.decode()


def test_what_is_adapted_is_shown_before_the_start_and_in_the_room(aisyah):
    from tauliah.apps.people.accommodations import Grant

    farid = examhall.account("Farid", role="registrar")
    for wanted in (
        Grant("extra-time", "private matter", percent=25),
        Grant("large-print", "private matter"),
        Grant("reader-friendly", "private matter"),
        Grant("pauses", "private matter", times=2, minutes=5),
    ):
        grant_accommodation(aisyah, wanted, actor=farid, at=MORNING)
    booking, browser = examhall.booked(aisyah), logged_in(aisyah)

    start = browser.get(f"/en/exams/bookings/{booking.pk}/start/").content.decode()
    room = browser.post(f"/en/exams/bookings/{booking.pk}/start/", follow=True).content.decode()

    assert "Adapted for you" in start
    assert "50 questions in 81 minutes and 15 seconds." in start
    assert "with your 25% of extra time; your pauses come on top" in start
    assert "Extra time: 25% more" in start
    assert "2 pauses of up to 5 minutes each" in start
    assert "is-large-print is-reader-friendly" in room
    assert "Take a pause (2 left)" in room
    assert "private matter" not in start + room
