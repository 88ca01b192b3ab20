"""The way to designations: a question in the address, a plan on the calendar, what if, a calendar file."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tests.web.reading import words

QUESTION = "to=API&hours=10&best=fastest"
IN_PREPARATION = "to=CPCU&hours=10&best=fastest"


@pytest.fixture
def on_the_way(aisyah: User, moment: datetime) -> User:
    """Aisyah is matriculated for API."""
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    return aisyah


@pytest.mark.usefixtures("on_the_way")
def test_who_asks_nothing_is_shown_a_way_to_what_they_are_matriculated_for(
    her_browser: Client,
) -> None:
    answer = her_browser.get("/en/my/way/")
    assert answer.status_code == 200
    text = words(answer)
    assert "Associate in Personal Insurance" in text
    assert "There is no such way" not in text
    assert "<svg" in answer.content.decode()


def test_where_courses_are_in_preparation_the_page_says_so_and_offers_to_suppose_them_open(
    her_browser: Client,
) -> None:
    answer = her_browser.get(f"/en/my/way/?{IN_PREPARATION}")
    assert answer.status_code == 200
    text = words(answer)
    assert "There is no such way" in text
    assert "In preparation" in text
    assert "See the way if these courses were open" in text


def test_where_courses_in_preparation_are_supposed_to_open_there_is_a_way(
    her_browser: Client,
) -> None:
    text = words(her_browser.get(f"/en/my/way/?{IN_PREPARATION}&opens=2026-03-03"))
    assert "The fastest way" in text
    assert "Insurance Law (ILW)" in text


@pytest.mark.usefixtures("on_the_way")
def test_a_way_is_shown_with_its_days_its_money_and_its_picture(her_browser: Client) -> None:
    answer = her_browser.get(f"/en/my/way/?{QUESTION}&suppose-1=passed:PUM")
    text = words(answer)
    assert "The fastest way" in text
    assert "What that would change" in text
    assert "Personal Financial Planning (PFP)" in text
    assert "RM420" in text
    assert "<svg" in answer.content.decode()


@pytest.mark.usefixtures("on_the_way")
def test_the_same_way_is_told_in_malay(her_browser: Client) -> None:
    text = words(her_browser.get(f"/ms/my/way/?{QUESTION}"))
    assert "Laluan terpantas" in text
    assert "Perancangan Kewangan Peribadi (PFP)" in text


@pytest.mark.usefixtures("on_the_way")
def test_the_plan_can_be_put_into_a_calendar(her_browser: Client) -> None:
    answer = her_browser.get(f"/en/my/way/calendar.ics?{QUESTION}")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert text.startswith("BEGIN:VCALENDAR")
    assert "PFP" in text


def test_a_calendar_of_no_way_is_not_there(her_browser: Client) -> None:
    assert her_browser.get(f"/en/my/way/calendar.ics?{IN_PREPARATION}").status_code == 404


@pytest.mark.usefixtures("on_the_way")
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("hours=10&best=fastest", "Choose one designation at least."),
        ("to=API&hours=0&best=fastest", "greater than or equal to 1"),
        ("to=API&hours=10&best=fastest&by=soon", "Write the day as year-month-day"),
        ("to=XYZ&hours=10&best=fastest", "XYZ is not one of the available choices"),
        ("to=API&hours=10&best=fastest&suppose-1=passed:XYZ", "not one of the available choices"),
    ],
)
def test_a_question_that_cannot_be_understood_is_answered_with_what_to_change(
    her_browser: Client, query: str, told: str
) -> None:
    answer = her_browser.get(f"/en/my/way/?{query}")
    assert answer.status_code == 400
    assert told in words(answer)


def test_a_registrar_finds_the_way_of_a_candidate_who_asks(
    farid: User, aisyah: User, browser_of: object
) -> None:
    his_browser = browser_of(farid)  # type: ignore[operator]
    answer = his_browser.get(f"/en/registrar/candidates/{aisyah.pk}/way/?{QUESTION}")
    assert answer.status_code == 200
    assert "The fastest way" in words(answer)


def test_many_questions_in_one_minute_have_to_wait(
    her_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tauliah.web.pages.ways.QUESTIONS_A_MINUTE", 0)
    answer = her_browser.get(f"/en/my/way/?{QUESTION}")
    assert answer.status_code == 429
    assert "Wait a minute" in words(answer)
