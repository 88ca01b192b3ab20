"""An exam that can be opened in Safe Exam Browser only: what is asked for, and what is said."""

from __future__ import annotations

import plistlib

import pytest
import time_machine
from django.test import Client

from tauliah.apps.sittings.models import Attempt
from tauliah.core.exam.safe_browser import config_key, request_hash
from tests.services import examhall
from tests.services.examhall import MORNING

HOST = "http://testserver"
FILE = "/en/exams/safe-browser/exam.seb"
PROOF = "/en/exams/safe-browser/proof/"


@pytest.fixture(autouse=True)
def clock(db, settings):
    settings.ADDRESS = HOST
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def aisyah(clock):
    examhall.publish(examhall.programme_files(safe_exam_browser=True))
    return examhall.candidate("Aisyah")


@pytest.fixture
def browser(aisyah):
    client = Client()
    client.force_login(aisyah)
    return client


@pytest.fixture
def start(aisyah):
    return f"/en/exams/bookings/{examhall.booked(aisyah).pk}/start/"


def key(browser, path=FILE):
    return config_key(plistlib.loads(browser.get(path).content))


def proof(browser, path, *, file=FILE):
    return {"X-SafeExamBrowser-ConfigKeyHash": request_hash(HOST + path, key(browser, file))}


def test_the_file_begins_at_the_exams_of_the_house(browser):
    settings = plistlib.loads(browser.get(FILE).content)

    assert settings["startURL"] == f"{HOST}/en/exams/"
    assert settings["URLFilterRules"][0]["expression"] == "testserver/*"
    assert browser.get(FILE)["Content-Type"] == "application/seb"


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_browser_is_told_what_to_do_and_nothing_starts(browser, start, method):
    response = getattr(browser, method)(start)

    assert response.status_code == 403
    page = response.content.decode()
    assert "Open this exam in Safe Exam Browser" in page
    assert FILE in page
    assert not Attempt.objects.exists()


def test_in_malay_it_is_told_in_malay(browser, start):
    page = browser.get(start.replace("/en/", "/ms/")).content.decode()

    assert "Buka peperiksaan ini dalam Safe Exam Browser" in page


@pytest.mark.parametrize("file", [FILE, FILE.replace("/en/", "/ms/")])
def test_with_the_proof_the_exam_starts_whatever_the_language_of_the_file(browser, start, file):
    started = browser.post(start, headers=proof(browser, start, file=file))

    room = started["Location"]
    assert browser.get(room, headers=proof(browser, room)).status_code == 200


def test_no_item_leaves_without_the_proof_but_answers_are_taken(browser, start, aisyah):
    room = browser.post(start, headers=proof(browser, start))["Location"]
    attempt = Attempt.objects.get()
    lease = examhall.claimed(aisyah, attempt)

    assert browser.get(room).status_code == 403
    answer = {"client_sequence": 1, "lease": lease, "item": "x", "value": "a"}
    saved = browser.post(f"{room}save/", answer, content_type="application/json")
    assert saved.json()["code"] == "not-on-this-form"


def test_the_proof_of_another_address_or_of_other_settings_is_none(browser, start):
    elsewhere = request_hash(f"{HOST}/en/exams/", key(browser))
    other = request_hash(HOST + start, config_key({"startURL": HOST}))
    for wrong in (elsewhere, other, "x", "é"):
        headers = {"X-SafeExamBrowser-ConfigKeyHash": wrong}
        assert browser.get(start, headers=headers).status_code == 403


def test_a_page_that_was_told_the_proof_passes_it_on_for_this_log_in(browser, start):
    said = {"address": HOST + start, "proof": request_hash(HOST + start, key(browser))}

    assert browser.post(PROOF, said, content_type="application/json").status_code == 200

    assert browser.get(start).status_code == 200
    assert Client().get(start).status_code == 302


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"proof": "0" * 64}, 403),
        ({"address": "http://elsewhere.example/en/exams/"}, 403),
        ({"address": 1}, 400),
        ({"more": 1}, 400),
    ],
)
def test_a_wrong_proof_is_not_taken(browser, start, change, status):
    said = {"address": HOST + start, "proof": request_hash(HOST + start, key(browser)), **change}
    if change.get("address"):
        said["proof"] = request_hash(str(change["address"]), key(browser))

    response = browser.post(PROOF, said, content_type="application/json")

    assert response.status_code == status
    assert browser.get(start).status_code == 403


def test_where_the_programme_does_not_ask_for_it_any_browser_will_do(clock):
    examhall.publish()
    mei = examhall.candidate("Mei")
    client = Client()
    client.force_login(mei)

    assert client.get(f"/en/exams/bookings/{examhall.booked(mei).pk}/start/").status_code == 200
