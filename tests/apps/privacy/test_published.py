"""What anyone may read, and what lies in logs, holds nothing of a person."""

from __future__ import annotations

import base64
import gzip
import json
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from tauliah.apps.awards.issuer import issuer_document
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import status_lists
from tauliah.apps.people.queries import User
from tests.apps.privacy.conftest import EMPLOYER, EVIDENCE, NAME, REASON, WORDS
from tests.services import examhall

QUERIES = frozenset({"django.db.backends", "django.template"})
"""What Django writes only at the level DEBUG, which the settings of the house never ask for."""


def personal(person: User) -> list[str]:
    """Every text that would tell who somebody is, as it is and as it would be spelled in JSON."""
    award = Award.objects.get(person=person)
    texts = [NAME, *NAME.split(), person.email, person.candidate_number, str(person.pk),
             person.pk.hex, EMPLOYER, EVIDENCE, REASON, WORDS, award.number]  # fmt: skip
    return [*texts, *(text.lower() for text in texts)]


def found_in(text: str, person: User) -> list[str]:
    return [one for one in personal(person) if one in text]


def test_status_lists_hold_no_personal_data(aisyah: User, farid: User, moment: datetime) -> None:
    from tauliah.apps.awards.actions import revoke

    revoke(Award.objects.get(person=aisyah).number, reason=REASON, actor=farid, at=moment)

    published = status_lists(at=moment + timedelta(hours=1))

    marked = {}
    for name, document in published.items():
        bits = json.loads(document)["credentialSubject"]["encodedList"].removeprefix("u")
        unpacked = gzip.decompress(base64.urlsafe_b64decode(bits + "=" * (-len(bits) % 4)))
        assert not found_in(document, aisyah)
        marked[name] = sum(byte.bit_count() for byte in unpacked)
    assert marked == {"1-revocation": 1, "1-suspension": 0}


def test_the_document_of_the_keys_holds_no_personal_data(aisyah: User) -> None:
    assert not found_in(json.dumps(issuer_document()), aisyah)


@pytest.fixture
def log(caplog: Any) -> Any:
    """All that any part of the house logs, however small."""
    caplog.set_level(logging.DEBUG)
    return caplog


def test_nothing_of_a_person_is_logged_on_the_way_through_the_house(
    aisyah: User, farid: User, client: Any, log: Any, moment: datetime, time_machine_at: Any
) -> None:
    number = Award.objects.get(person=aisyah).number
    client.post("/en/accounts/login/", {"login": aisyah.email, "password": "not this one"})
    client.post("/en/accounts/login/", {"login": aisyah.email, "password": examhall.PASSWORD})
    client.force_login(aisyah)
    assert client.get("/en/my/record/").status_code == 200
    client.get(f"/en/verify/{number}/")
    client.get("/en/register/", {"name": NAME})
    client.get(f"/en/no-such-page/{NAME}/")
    client.post("/en/verify/", {"number": number, "email": aisyah.email})
    client.force_login(farid)
    client.get(f"/en/registrar/candidates/{aisyah.pk}/")
    client.get("/en/registrar/candidates/", {"search": NAME})

    said = [f"{one.name} {one.getMessage()}" for one in log.records if one.name not in QUERIES]
    assert "django.request Not Found: an address that is none of this site" in said
    assert not found_in("\n".join(said), aisyah)


def test_a_letter_after_an_erasure_that_fails_logs_no_address(
    aisyah: User, farid: User, log: Any, moment: datetime, monkeypatch: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    from tauliah.apps.privacy import erasing

    def fail(*arguments: Any) -> None:
        raise OSError(f"{arguments} cannot be reached")

    monkeypatch.setattr(erasing, "send_mail", fail)
    address = aisyah.email
    request: Any = erasing.ask_for_erasure(aisyah, words="", actor=aisyah, at=moment)
    with django_capture_on_commit_callbacks(execute=True):
        erasing.grant_erasure(request.pk, reason="Asked for", actor=farid, at=moment)

    assert "was not sent" in log.text
    assert address not in log.text
    assert NAME not in log.text
