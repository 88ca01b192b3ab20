"""Practise today and readiness, as a candidate uses the pages."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tauliah.apps.sittings.actions import book
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.models import Review
from tauliah.apps.study.queries import practice_items
from tests.web.reading import links, words

TODAY = "/en/study/pum/today/"
READY = "/en/study/pum/readiness/"


@pytest.fixture
def lesson(aisyah: User, moment: datetime) -> str:
    first = programme().lessons_of("PUM")[0].slug
    mark_lesson_read(aisyah, "PUM", first, at=moment)
    return first


def shown_card(browser: Client, page: str = TODAY) -> str:
    found = re.search(r'name="card" value="([^"]+)"', browser.get(page).content.decode())
    assert found, "no card is shown"
    return found[1]


def rate(browser: Client, card: str, rating: str = "3") -> str:
    form = {"card": card, "rating": rating, "language": "en", "seconds": "11.5"}
    return words(browser.post(TODAY, form, follow=True))


def test_before_a_lesson_was_read_it_leads_to_the_first(her_browser: Client) -> None:
    page = her_browser.get(TODAY)

    assert "Read a lesson first" in words(page)
    assert f"/en/study/pum/lessons/{programme().lessons_of('PUM')[0].slug}/" in links(page)


def test_a_card_is_shown_in_either_language_and_the_rating_leads_to_the_next(
    her_browser: Client, lesson: str
) -> None:
    code = shown_card(her_browser)
    card = next(one for one in programme().cards_of("PUM", lesson) if one.id == code)

    assert card.front.en in words(her_browser.get(TODAY))
    assert card.front.ms in words(her_browser.get(f"{TODAY}?in=ms"))
    text = rate(her_browser, code)

    assert "1 card or item so far." in text
    assert card.front.en not in text
    assert Review.objects.get().seconds == 11.5


def test_the_last_rating_can_be_taken_back(her_browser: Client, lesson: str) -> None:
    code = shown_card(her_browser)
    rate(her_browser, code, "1")

    text = words(her_browser.post(f"{TODAY}undo/", follow=True))

    assert "The last rating was taken back." in text
    assert "0 cards and items so far." in text
    assert "There is no rating to take back" in words(
        her_browser.post(f"{TODAY}undo/", follow=True)
    )


@pytest.mark.parametrize(
    "form", [{"card": "PUM-C-NO-99", "rating": "3"}, {"card": "", "rating": "x"}]
)
def test_what_there_is_not_is_refused_in_words(
    her_browser: Client, lesson: str, form: dict[str, str]
) -> None:
    text = words(her_browser.post(TODAY, {**form, "language": "en"}, follow=True))

    assert "There is no such card or rating. Nothing was changed." in text


def test_an_item_is_judged_with_its_reasons_and_leads_on(her_browser: Client, lesson: str) -> None:
    item = next(one for one in practice_items("PUM") if one.text.type == "single-choice")
    form = {"item": item.code, "answer": item.text.key, "seconds": "30"}

    page = her_browser.post(TODAY, form, follow=True)

    text = words(page)
    assert text.count("Right answer") == 1
    assert "Go on" in text
    assert TODAY in links(page)
    assert "Give an answer first." in words(
        her_browser.post(TODAY, {"item": item.code}, follow=True)
    )


def test_the_minutes_of_a_day_are_chosen_and_bounded(her_browser: Client, lesson: str) -> None:
    text = words(her_browser.post(f"{TODAY}minutes/", {"minutes": "30"}, follow=True))

    assert "Minutes today 0 of 30" in text
    refused = words(her_browser.post(f"{TODAY}minutes/", {"minutes": "1000"}, follow=True))
    assert "Choose between 5 and 120 minutes a day." in refused


def test_it_says_what_it_aims_at(
    her_browser: Client, aisyah: User, lesson: str, moment: datetime
) -> None:
    assert "You have not booked this exam yet." in words(her_browser.get(TODAY))

    matriculate(aisyah, "API", actor=aisyah, at=moment)
    book(aisyah, "PUM", window="2026-1", at=moment)

    assert "It aims at your exam, 23 days from now." in words(her_browser.get(TODAY))


def test_used_minutes_end_the_day(her_browser: Client, lesson: str) -> None:
    her_browser.post(f"{TODAY}minutes/", {"minutes": "5"})
    form = {"rating": "3", "language": "en", "seconds": "300"}
    her_browser.post(TODAY, {**form, "card": shown_card(her_browser)})

    assert "Done for today" in words(her_browser.get(TODAY))


def test_readiness_is_hidden_until_there_is_enough_evidence(her_browser: Client) -> None:
    text = words(her_browser.get(READY))

    assert "It is too early to say" in text
    assert "Answer 24 more practice items for the first time" in text
    assert "in 10" not in text


def test_readiness_is_told_in_words_and_as_a_picture(her_browser: Client) -> None:
    topics: dict[str, int] = {}
    for item in practice_items("PUM"):
        if item.text.type == "single-choice" and topics.setdefault(item.topic, 0) < 4:
            topics[item.topic] += 1
            her_browser.post(TODAY, {"item": item.code, "answer": item.text.key})

    page = her_browser.get(READY)

    text = words(page)
    assert re.search(r"Chance of passing: (about \d|more than 9|fewer than 1) in 10", text)
    assert re.search(r"Very likely between \d+ and \d+ in 10", text)
    assert page.content.decode().count('class="ready-dot"') >= 2
    assert "4 of 4" in text


def test_a_course_on_ethics_or_in_preparation_has_no_exam_to_practise_for(
    her_browser: Client,
) -> None:
    closed = next(one for one in programme().courses if not one.is_open).code.lower()
    ethics = programme().ethics_courses[0].code.lower()

    for code in (closed, ethics, "nix"):
        assert her_browser.get(f"/en/study/{code}/today/").status_code == 404
        assert her_browser.get(f"/en/study/{code}/readiness/").status_code == 404


def test_study_and_the_candidates_home_lead_to_it(
    her_browser: Client, aisyah: User, lesson: str, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)

    for page in ("/en/study/", "/en/study/pum/", "/en/my/"):
        assert TODAY in links(her_browser.get(page, follow=True)), page
