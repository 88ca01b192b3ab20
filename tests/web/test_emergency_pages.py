"""The page on which an officer takes an emergency file: what it says when it does, and when not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.awards.keys import make_signing_key
from tauliah.apps.sittings.emergency import emergency_public_key
from tauliah.apps.sittings.models import Attempt
from tauliah.apps.sittings.queries import answers_in_chain, seats_of
from tests.services import examhall
from tests.services.emergency_files import answer, contents, sealed
from tests.services.examhall import MORNING

PAGE = "/en/emergency-file/"


@pytest.fixture(autouse=True)
def clock(db, settings, tmp_path):
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    with time_machine.travel(MORNING, tick=False) as traveller:
        examhall.publish()
        yield traveller


@pytest.fixture
def aisyah():
    return examhall.candidate("Aisyah")


@pytest.fixture
def attempt(aisyah):
    return examhall.started(aisyah)


@pytest.fixture
def file(aisyah, attempt, clock):
    """What Aisyah's browser wrote while the network was away."""
    lease = examhall.claimed(aisyah, attempt)
    item = seats_of(attempt)[0].item.code
    said = contents(
        str(attempt.pk),
        lease=lease,
        known=Attempt.objects.get().head,
        saves=[answer(1, item, "a", at=MORNING + timedelta(minutes=5))],
        made_at=MORNING + timedelta(minutes=6),
    )
    clock.shift(timedelta(minutes=10))
    return sealed(said, public_key=emergency_public_key())


@pytest.fixture
def devi(db):
    client = Client()
    client.force_login(examhall.account("Devi", role="invigilator"))
    return client


def upload(client, data, *, page=PAGE, **more):
    said = {"reason": "The switch failed.", **more}
    file = SimpleUploadedFile("file.json", data, content_type="application/json")
    return client.post(page, {**said, "file": file}, follow=True)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_file_is_taken_and_the_officer_is_told_whose_it_was(devi, attempt, file):
    response = upload(devi, file, attempt=str(attempt.pk))

    assert "One save of Aisyah was taken from the file." in words(response)
    assert len(answers_in_chain(attempt)) == 1
    page = words(devi.get(f"/en/invigilation/attempts/{attempt.pk}/"))
    assert "one save taken from an emergency file" in page
    assert "The switch failed." in page


def test_what_is_no_file_is_said_in_the_language_of_the_page(devi):
    assert "This is no emergency file of an exam." in words(upload(devi, b"{}"))
    malay = upload(devi, b"{}", page="/ms/emergency-file/")
    assert malay.status_code == 400
    assert "Ini bukan fail kecemasan peperiksaan." in words(malay)


def test_a_file_without_a_reason_is_not_taken(devi, attempt, file):
    response = upload(devi, file, reason="")

    assert "Write the reason" in words(response)
    assert answers_in_chain(attempt) == {}


def test_no_file_at_all_is_said(devi):
    assert devi.post(PAGE, {"reason": "x"}).status_code == 400


def test_the_page_of_an_attempt_leads_to_it_and_refuses_the_file_of_another(devi, file):
    kumar = examhall.started(examhall.candidate("Kumar"))
    link = f"{PAGE}?attempt={kumar.pk}"
    assert link in devi.get(f"/en/invigilation/attempts/{kumar.pk}/").content.decode()
    assert "Kumar" in words(devi.get(link))

    response = upload(devi, file, attempt=str(kumar.pk))

    assert "This file belongs to another exam than the one chosen." in words(response)


def test_a_strange_attempt_in_the_address_is_passed_over(devi):
    assert devi.get(f"{PAGE}?attempt=no-attempt").status_code == 200
