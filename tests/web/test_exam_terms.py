"""What the pages say of an exam's price, its time and its last attempt."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.record.recording import record_member_joined
from tests.apps.sittings.test_terms_of_booking import APART, files
from tests.services import examhall
from tests.services.examhall import MORNING

FEES = {
    "matriculation": 100,
    "exam": 20_000,
    "members": {"yearly": 50, "matriculation": 80, "exam": 15_000},
}


@pytest.fixture
def browser(db):
    with time_machine.travel(MORNING, tick=False):
        examhall.publish(
            files(
                timetable=APART,
                fees=FEES,
                course={"fee": {"exam": 90_000, "members": 70_000}},
                designation={"attempts": {"at_most": 1}},
            )
        )
        browser = Client()
        browser.force_login(examhall.candidate("Aisyah"))
        yield browser


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_exam_is_offered_with_its_own_price_its_time_and_a_warning(browser):
    page = text_of(browser, "/en/exams/")

    assert "Fee: RM200." in page
    assert "Fee: RM900." in page
    assert (
        "This exam is held on 10 February 2026, 14:00 to 17:00. It can be started only then."
        in page
    )
    assert "This is the last attempt that can count for API" in page


def test_the_same_is_said_in_malay(browser):
    page = text_of(browser, "/ms/exams/")

    assert "Peperiksaan ini diadakan pada 10 Februari 2026, 14:00 hingga 17:00." in page
    assert "Inilah percubaan terakhir yang boleh dikira bagi API" in page


def test_the_public_page_of_a_course_says_what_its_exam_costs_members(browser):
    page = text_of(browser, "/en/courses/pin/")

    assert "RM900<br>For members: RM700" in page


def test_the_public_pages_of_a_designation_and_the_front_say_what_members_pay(browser):
    designation, front = text_of(browser, "/en/designations/api/"), text_of(browser, "/en/")

    assert "RM1, once<br>For members: RM0.80" in designation
    assert "RM200<br>For members: RM150" in designation
    assert "once for RM1. Members pay RM0.80." in front
    assert "RM200 for each sitting. You see your result at once. Members pay RM150." in front


def test_who_matriculates_sees_the_price_that_this_person_pays(browser):
    nurul = examhall.account("Nurul", role="candidate")
    browser.force_login(nurul)

    everybody = text_of(browser, "/en/my/matriculate/api/")
    record_member_joined(nurul, until=None, actor=SYSTEM, at=MORNING)
    member = text_of(browser, "/en/my/matriculate/api/")

    assert "RM1, once" in everybody
    assert "RM200</dd>" in everybody
    assert "prices for members" not in everybody
    assert "RM0.80, once" in member
    assert "RM150</dd>" in member
    assert "These are the prices for members." in member
