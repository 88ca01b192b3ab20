"""The pages of a receipt: the candidate's own, and the check that anyone may make."""

from __future__ import annotations

import json
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.awards.keys import make_signing_key
from tauliah.apps.sittings.seals import receipt_for
from tests.services import examhall
from tests.services.examhall import MORNING


@pytest.fixture(autouse=True)
def house(db, settings, tmp_path):
    """It is ten in the morning, and the house has a key."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    with time_machine.travel(MORNING, tick=False):
        examhall.publish()
        yield


@pytest.fixture
def aisyah():
    return examhall.candidate("Aisyah")


@pytest.fixture
def browser(aisyah):
    client = Client()
    client.force_login(aisyah)
    return client


@pytest.fixture
def receipt(aisyah):
    result = examhall.sat(aisyah, right=40)
    found = receipt_for(aisyah, result.attempt)
    assert found is not None
    return found


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_result_leads_to_the_receipt_which_shows_number_and_digest(browser, receipt):
    path = f"/en/exams/attempts/{receipt.attempt_id}/receipt/"
    assert path in browser.get(path.replace("receipt/", "result/")).content.decode()

    shown = words(browser.get(path))

    assert receipt.number in shown
    assert receipt.facts["head"] in shown
    assert "handed in" in shown


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_receipt_is_had_on_paper(browser, receipt, language):
    response = browser.get(
        f"/{language}/exams/attempts/{receipt.attempt_id}/receipt.{language}.pdf"
    )

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_the_file_of_the_receipt_is_confirmed_to_anyone(browser, receipt):
    file = browser.get(f"/en/exams/attempts/{receipt.attempt_id}/receipt.json").content

    page = Client().post("/en/receipts/", {"file": SimpleUploadedFile("r.json", file)})

    assert "Genuine" in words(page)
    assert receipt.number in words(page)


def test_a_forged_file_is_not_confirmed(browser, receipt):
    file = json.loads(browser.get(f"/en/exams/attempts/{receipt.attempt_id}/receipt.json").content)
    file["receipt"]["answers"] += 1
    forged = SimpleUploadedFile("r.json", json.dumps(file).encode())

    page = Client().post("/en/receipts/", {"file": forged})

    assert "Not confirmed" in words(page)
    assert "The signature does not fit" in words(page)


@pytest.mark.parametrize("content", [b"", b"x" * 20_000, b"<script>alert(1)</script>"])
def test_another_file_is_no_receipt(content):
    sent = {"file": SimpleUploadedFile("r.json", content)} if content else {}

    page = Client().post("/en/receipts/", sent)

    assert "This is no receipt of an exam." in words(page)


def test_number_and_digest_are_confirmed_to_anyone_and_tell_no_name(aisyah, receipt):
    page = Client().get(
        "/ms/receipts/", {"number": receipt.number, "digest": receipt.facts["head"]}
    )

    assert receipt.number in words(page)
    assert aisyah.full_name not in words(page)
    assert aisyah.candidate_number not in words(page)


def test_a_number_alone_is_told_nothing(receipt):
    page = Client().get("/en/receipts/", {"number": receipt.number, "digest": "sha256:0"})

    assert "There is no receipt with this number and this digest." in words(page)
    assert receipt.facts["exam"] not in words(page)


def test_asking_too_often_is_429():
    client = Client()
    asked = {"number": "R-0000-0000-0000", "digest": "x"}

    answers = [client.get("/en/receipts/", asked).status_code for _ in range(31)]

    assert answers[-1] == 429
    assert set(answers[:-1]) == {200}
