"""The language of a running exam: changed where the programme allows it, and written in the chain."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from tauliah.apps.sittings.queries import chain_of, language_of, seats_of
from tests.services import examhall
from tests.services.examhall import MORNING


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def allowed(clock):
    examhall.publish()


@pytest.fixture
def fixed(clock):
    examhall.publish(examhall.programme_files(languages_in_attempt=False))


@pytest.fixture
def aisyah():
    return examhall.candidate("Aisyah")


@pytest.fixture
def browser(aisyah):
    client = Client()
    client.force_login(aisyah)
    return client


def begin(browser, aisyah, *, language="en"):
    booking = examhall.booked(aisyah)
    browser.post(f"/{language}/exams/bookings/{booking.pk}/start/")
    booking.refresh_from_db()
    return booking.attempt


def languages(attempt):
    return [one.facts.get("language") for one in chain_of(attempt) if "language" in one.facts]


def switch(browser, attempt, language, **more):
    path = f"/en/exams/attempts/{attempt.pk}/language/"
    return browser.post(path, {"language": language}, **more)


def test_the_chain_says_in_which_language_the_exam_was_started(allowed, browser, aisyah):
    assert languages(begin(browser, aisyah, language="ms")) == ["ms"]


def test_a_change_is_written_in_the_chain_and_shows_the_items_in_it(allowed, browser, aisyah):
    attempt = begin(browser, aisyah)

    response = switch(browser, attempt, "ms")

    assert response["Location"] == f"/ms/exams/attempts/{attempt.pk}/"
    assert languages(attempt) == ["en", "ms"]
    page = browser.get(response["Location"]).content.decode()
    assert seats_of(attempt)[0].item.text.stem.ms in page


def test_another_address_alone_changes_nothing(allowed, browser, aisyah):
    attempt = begin(browser, aisyah)

    response = browser.get(f"/ms/exams/attempts/{attempt.pk}/")

    assert response["Location"] == f"/en/exams/attempts/{attempt.pk}/"
    assert languages(attempt) == ["en"]


def test_the_same_language_again_is_no_new_link(allowed, browser, aisyah):
    attempt = begin(browser, aisyah)

    switch(browser, attempt, "en")

    assert languages(attempt) == ["en"]


def test_where_the_programme_does_not_allow_it_nothing_is_offered_and_nothing_changes(
    fixed, browser, aisyah
):
    attempt = begin(browser, aisyah)
    assert (
        "/language/"
        not in browser.get(f"/en/exams/attempts/{attempt.pk}/")
        .content.decode()
        .split("data-language-url")[0]
    )

    refused = switch(browser, attempt, "ms")

    assert refused.status_code == 409
    assert "the language in which it was started" in refused.content.decode()
    assert languages(attempt) == ["en"]


@pytest.mark.parametrize("language", ["", "fr", "xx", "../en"])
def test_a_language_that_the_house_does_not_speak_is_refused(allowed, browser, aisyah, language):
    attempt = begin(browser, aisyah)

    assert switch(browser, attempt, language).status_code == 409
    assert language_of(attempt) == "en"


def test_a_tab_that_does_not_hold_the_exam_cannot_change_it(allowed, browser, aisyah):
    attempt = begin(browser, aisyah)
    examhall.claimed(aisyah, attempt, take_over=True)

    refused = browser.post(
        f"/en/exams/attempts/{attempt.pk}/language/",
        {"language": "ms", "lease": "x" * 32},
        headers={"accept": "application/json"},
    )

    assert refused.status_code == 409
    assert refused.json()["code"] == "taken-over"


def test_the_exam_of_another_is_not_there(allowed, browser, aisyah):
    kumar = examhall.started(examhall.candidate("Kumar"))

    assert switch(browser, kumar, "ms").status_code == 404


def test_an_exam_from_before_languages_were_written_is_shown_as_it_is_asked_for(
    allowed, browser, aisyah
):
    attempt = examhall.started(aisyah)

    assert language_of(attempt) == ""
    assert browser.get(f"/ms/exams/attempts/{attempt.pk}/").status_code == 200
