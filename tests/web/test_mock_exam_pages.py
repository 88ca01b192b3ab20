"""Mock exams as a candidate uses the pages: by plain forms, by a script that saves quietly, to the result."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from tauliah.apps.mock_exams.models import MockExam, MockItem
from tauliah.apps.mock_exams.queries import MockSeat, seats_of
from tauliah.apps.people.queries import User
from tauliah.apps.study.choosing_plans import choose_plan
from tauliah.apps.study.models import PracticeAnswer
from tauliah.apps.study.plan_choices import ExamDay, PlanWishes
from tauliah.core.exam.answers import right_answer, wrong_answer
from tests.web.reading import fields, links, words

HOME = "/en/study/pum/mock/"


@pytest.fixture
def sheet(her_browser: Client) -> str:
    """The address of the mock exam that Aisyah has started."""
    response = her_browser.post(f"{HOME}start/")
    assert response.status_code == 302
    return str(response.headers["Location"])


def kept() -> MockExam:
    return MockExam.objects.get()


def form_of(response: Any) -> dict[str, Any]:
    """What the form of a page of questions would send if nothing were touched."""
    sent: dict[str, Any] = {}
    for field in fields(response):
        name, kind = field.get("name"), field.get("type")
        is_off = kind in ("radio", "checkbox") and "checked" not in field
        if name and kind != "submit" and not is_off:
            sent.setdefault(name, []).append(field.get("value") or "")
    return sent


def controls(seat: MockSeat, value: Any) -> dict[str, Any]:
    """What a form sends for an answer to a question."""
    name = f"a{seat.position}"
    if isinstance(value, dict) and "number" in value:
        return {name: value["number"], f"{name}-unit": value["unit"] or ""}
    if isinstance(value, dict):
        return {f"{name}-{part}": str(one).lower() for part, one in value.items()}
    return {name: value}


def write(browser: Client, address: str, *, right: int, of: int, to: str = "save") -> Any:
    """Answer the questions of a page, so many of them right."""
    sent = form_of(browser.get(address))
    positions = sorted(
        int(name.removeprefix("shown-")) for name in sent if name.startswith("shown-")
    )
    seats = {seat.position: seat for seat in seats_of(kept())}
    for place, position in enumerate(positions[:of]):
        make = right_answer if place < right else wrong_answer
        sent |= controls(seats[position], make(seats[position].item.text))
    return browser.post(address.partition("?")[0], {**sent, "to": to})


def test_course_practice_readiness_and_plan_lead_to_it(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    exams = (ExamDay("PUM", date(2026, 3, 24), ("API",)),)
    choose_plan(aisyah, PlanWishes(("API",), (120,) * 7, exams=exams), at=moment)

    pages = ("study/pum/", "study/pum/practice/", "study/pum/readiness/", "my/plan/")
    assert [page for page in pages if HOME not in links(her_browser.get(f"/en/{page}"))] == []


def test_it_says_before_the_start_what_it_is_and_what_it_is_not(her_browser: Client) -> None:
    text = words(her_browser.get(HOME))

    assert "It changes nothing in your record." in text
    assert "Its questions are practice items, never those of the exam." in text
    assert "49 questions in 64 minutes, where the exam has 50 in 65." in text
    assert "50 questions in 65 minutes." in words(her_browser.get("/en/study/pin/mock/"))


def test_ten_questions_stand_on_a_page_and_nothing_of_what_is_right(
    her_browser: Client, sheet: str
) -> None:
    page = her_browser.get(sheet)

    shown = unescape(page.content.decode())
    seats = seats_of(kept())
    assert [seat.item.text.stem.en in shown for seat in seats].count(True) == 10
    assert "Question 1 of 49" in words(page)
    reasons = [
        option.explanation.en
        for seat in seats
        for option in getattr(seat.item.text, "options", {}).values()
    ]
    assert reasons
    assert not any(reason in shown for reason in reasons)
    assert "until 11:04" in words(page)


def test_the_whole_way_by_plain_forms_to_a_result_with_reasons_and_lessons(
    her_browser: Client, sheet: str
) -> None:
    for page in range(1, 6):
        write(her_browser, f"{sheet}?page={page}", right=8, of=9)
    review = her_browser.get(f"{sheet}review/")
    assert "44 of 49 answered and saved" not in words(review)
    assert "45 of 49 answered and saved" in words(review)
    assert not PracticeAnswer.objects.exists()

    result = her_browser.post(f"{sheet}submit/", follow=True)

    text = words(result)
    assert "This is practice: it stands in no record." in text
    assert "measure with an error: about two times in three" in text
    assert "It had 49 questions in 64 minutes where the exam has 50" in text
    assert "Right answer" in text
    assert any(link.startswith("/en/study/pum/lessons/") for link in links(result))
    assert PracticeAnswer.objects.count() == 45
    assert "Your mock exams side by side" in words(her_browser.get(HOME))
    assert "Mock exam of" in words(her_browser.get(f"{sheet}result/?page=5"))
    assert her_browser.get(sheet).headers["Location"].endswith("/result/")


def test_a_button_with_a_number_saves_the_page_and_goes_to_that_question(
    her_browser: Client, sheet: str
) -> None:
    response = write(her_browser, sheet, right=3, of=3, to="27")

    assert response.headers["Location"].endswith("?page=3#q27")
    assert MockItem.objects.exclude(value=None).count() == 3


def test_an_old_page_does_not_put_its_answers_over_newer_ones(
    her_browser: Client, aisyah: User, sheet: str
) -> None:
    old = form_of(her_browser.get(sheet))
    write(her_browser, sheet, right=5, of=5)
    newer = [seat.value for seat in seats_of(kept())]

    her_browser.post(sheet, {**old, "flag-7": "1", "to": "save"})

    assert [seat.value for seat in seats_of(kept())] == newer
    assert [seat.position for seat in seats_of(kept()) if seat.is_flagged] == [7]


def test_an_answer_can_be_taken_away_on_the_page(her_browser: Client, sheet: str) -> None:
    write(her_browser, sheet, right=5, of=5)
    sent = form_of(her_browser.get(sheet))
    seat = seats_of(kept())[0]

    left = {
        name: one for name, one in sent.items() if not re.match(rf"a{seat.position}(-|$)", name)
    }
    her_browser.post(sheet, {**left, "to": "save"})

    assert not seats_of(kept())[0].is_answered
    assert seats_of(kept())[1].is_answered


def test_a_script_saves_quietly_and_hears_the_time_left(her_browser: Client, sheet: str) -> None:
    sent = form_of(her_browser.get(sheet))
    seat = seats_of(kept())[0]
    asks = {"headers": {"accept": "application/json"}}

    reply = her_browser.post(sheet, sent | controls(seat, right_answer(seat.item.text)), **asks)

    assert reply.json()["seconds_left"] == 64 * 60
    told = reply.json()["shown"]
    assert set(told) == {str(number) for number in range(1, 11)}
    assert told["1"] != sent["shown-1"][0]
    assert told["2"] == sent["shown-2"][0]
    assert seats_of(kept())[0].is_answered


def test_when_its_time_is_over_it_takes_no_answers_and_leads_to_the_result(
    her_browser: Client, sheet: str, moment: datetime
) -> None:
    write(her_browser, sheet, right=10, of=10)
    sent = form_of(her_browser.get(sheet))

    with time_machine.travel(moment + timedelta(minutes=65), tick=False):
        quiet = her_browser.post(sheet, sent, headers={"accept": "application/json"})
        page = her_browser.get(sheet)
        assert quiet.status_code == 409
        assert "The time of your mock exam is over" in words(page)
        assert "Its time is over." in words(her_browser.get(HOME))
        assert kept().ended_at is None
        result = her_browser.post(f"{sheet}submit/", follow=True)

    assert "Mock exam of 3 March 2026" in words(result)
    assert kept().ended_at == moment + timedelta(minutes=64)


def test_it_goes_on_where_it_was_on_another_device(
    her_browser: Client, browser_of: Any, aisyah: User, sheet: str, moment: datetime
) -> None:
    write(her_browser, sheet, right=4, of=4)
    phone = browser_of(aisyah)

    with time_machine.travel(moment + timedelta(minutes=10), tick=False):
        assert "It runs: 54 minutes are left." in words(phone.get(HOME))
        again = phone.post(f"{HOME}start/")
        page = phone.get(again.headers["Location"])

    assert again.headers["Location"] == sheet
    assert 'data-seconds-left="3240"' in page.content.decode()
    chosen = form_of(page)
    seat = next(one for one in seats_of(kept()) if isinstance(one.value, str))
    assert chosen[f"a{seat.position}"] == [seat.value]


def test_the_mock_exam_of_another_is_not_found(
    her_browser: Client, sheet: str, nurul: User, browser_of: Any
) -> None:
    other = browser_of(nurul)

    pages = ("", "review/", "result/", "pictures/pum-p-sel-01/")
    assert {other.get(f"{sheet}{page}").status_code for page in pages} == {404}
    assert other.post(f"{sheet}submit/").status_code == 404
    assert other.post(sheet, {"to": "save"}).status_code == 404
    assert kept().ended_at is None


@pytest.mark.parametrize("code", ["xxx", "frm", "eth"])
def test_a_course_without_an_exam_to_try_out_has_no_page(her_browser: Client, code: str) -> None:
    assert her_browser.get(f"/en/study/{code}/mock/").status_code == 404
    assert her_browser.post(f"/en/study/{code}/mock/start/").status_code == 404


def test_its_pages_take_few_questions_to_the_database(
    her_browser: Client, sheet: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        her_browser.get(sheet)
    her_browser.post(f"{sheet}submit/")
    with django_assert_max_num_queries(40):
        her_browser.get(f"{sheet}result/")
