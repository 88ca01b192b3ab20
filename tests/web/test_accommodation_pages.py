"""What a registrar grants a candidate for exams, on the page of that candidate."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tauliah.apps.people.accommodations import accommodations_in_force
from tauliah.apps.people.queries import audit_trail
from tests.services import examhall
from tests.services.examhall import MORNING


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(MORNING, tick=False) as traveller:
        examhall.publish()
        yield traveller


@pytest.fixture
def aisyah():
    return examhall.candidate("Aisyah")


@pytest.fixture
def browser():
    client = Client()
    client.force_login(examhall.account("Farid", role="registrar"))
    return client


def page_of(person):
    return f"/en/registrar/candidates/{person.pk}/accommodations/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def in_force(person):
    return [(one.kind, one.percent) for one in accommodations_in_force(person, on=MORNING.date())]


def test_extra_time_is_granted_and_shown_with_its_reason_and_officer(aisyah, browser):
    said = {"kind": "extra-time", "percent": "25", "reason": "report of 3 January"}

    page = browser.post(page_of(aisyah), said, follow=True)

    assert "It is granted, also for an exam that runs now." in words(page)
    assert "Extra time, 25%" in words(page)
    assert "report of 3 January" in words(page)
    assert "Farid" in words(page)
    assert in_force(aisyah) == [("extra-time", 25)]


def test_the_reason_is_not_in_the_audit_trail(aisyah, browser):
    browser.post(page_of(aisyah), {"kind": "large-print", "reason": "sight of the left eye"})

    acts = list(audit_trail(by_or_about=aisyah, event="accommodation.granted"))

    assert len(acts) == 1
    assert "sight" not in repr(acts)


@pytest.mark.parametrize(
    "said",
    [
        {}, {"kind": "extra-time", "reason": "x"}, {"kind": "extra-time", "percent": "0", "reason": "x"},
        {"kind": "pauses", "times": "2", "reason": "x"}, {"kind": "large-print", "reason": " "},
        {"kind": "other", "reason": "x"},
        {"kind": "large-print", "reason": "x", "valid_until": "2026-02-30"},
    ],
)  # fmt: skip
def test_what_is_incomplete_is_refused_with_words(aisyah, browser, said):
    response = browser.post(page_of(aisyah), said)

    assert response.status_code == 400
    assert in_force(aisyah) == []


def test_it_is_ended_by_a_button_and_only_once(aisyah, browser):
    browser.post(page_of(aisyah), {"kind": "separate-room", "reason": "report"})
    (one,) = accommodations_in_force(aisyah, on=MORNING.date())

    first = browser.post(f"{page_of(aisyah)}{one.pk}/end/", follow=True)
    second = browser.post(f"{page_of(aisyah)}{one.pk}/end/", follow=True)

    assert "It has ended." in words(first)
    assert "This accommodation has ended already." in words(second)
    assert "ended on 10 February 2026" in words(second)
    assert in_force(aisyah) == []


def test_that_of_another_person_is_not_ended(aisyah, browser):
    kumar = examhall.candidate("Kumar")
    browser.post(page_of(kumar), {"kind": "separate-room", "reason": "report"})
    (one,) = accommodations_in_force(kumar, on=MORNING.date())

    browser.post(f"{page_of(aisyah)}{one.pk}/end/")

    assert in_force(kumar) == [("separate-room", 0)]


def test_a_person_who_is_no_candidate_is_not_found(browser):
    path = f"/en/registrar/candidates/{uuid4()}/accommodations/"

    assert browser.get(path).status_code == 404
    assert browser.post(f"{path}{uuid4()}/end/").status_code == 404


def test_a_look_ends_nothing(aisyah, browser):
    assert browser.get(f"{page_of(aisyah)}{uuid4()}/end/").status_code == 405
