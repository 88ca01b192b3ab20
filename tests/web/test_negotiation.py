"""One address, several readers: what each is given by the type that it asks for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.awards.models import Award
from tauliah.apps.awards.register import decide_listing
from tauliah.apps.people.queries import User
from tests.web.programme import MOMENT, confer_api

pytestmark = pytest.mark.usefixtures("signing_key")

NUMBER = "API-2026-000001"
SECURED = ("application/vc", "application/vc+ld+json", "application/ld+json")


@pytest.fixture
def award(aisyah: User, farid: User) -> Award:
    return confer_api(aisyah, registrar=farid, at=MOMENT)


def agree(person: User, *fields: str) -> None:
    decide_listing(person, fields, actor=person, at=MOMENT)


def ask(client: Client, accept: str, path: str = f"/credentials/{NUMBER}") -> Any:
    return client.get(path, headers={"accept": accept})


def test_where_the_holder_agreed_a_program_is_given_the_signed_credential(
    client: Client, award: Award, aisyah: User
) -> None:
    agree(aisyah, "credential")

    answers = {kind: ask(client, kind) for kind in (*SECURED, "application/json")}

    assert {kind: one.headers["Content-Type"] for kind, one in answers.items()} == {
        kind: kind for kind in answers
    }
    assert {one.content.decode() for one in answers.values()} == {award.credential}
    for one in answers.values():
        assert {"Accept"} <= set(one.headers["Vary"].split(", "))
        assert one.headers["Access-Control-Allow-Origin"] == "*"
        assert one.headers["Cache-Control"] == "no-cache"
        assert not one.cookies


def test_a_list_of_types_as_programs_send_it_is_understood(
    client: Client, award: Award, aisyah: User
) -> None:
    agree(aisyah, "credential")

    answer = ask(client, "application/json, application/ld+json, */*")

    assert json.loads(answer.content)["type"][0] == "VerifiableCredential"


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*"])
def test_a_browser_is_led_to_the_page_whatever_was_agreed(
    client: Client, award: Award, aisyah: User, accept: str
) -> None:
    agree(aisyah, "credential")

    answer = ask(client, accept)

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/verify/{NUMBER}/")
    assert {"Accept"} <= set(answer.headers["Vary"].split(", "))


def test_without_the_holders_word_nobody_is_given_the_credential(
    client: Client, award: Award
) -> None:
    kept = {kind: ask(client, kind) for kind in SECURED}
    facts = ask(client, "application/json")

    assert {one.status_code for one in kept.values()} == {403}
    assert {one.json()["code"] for one in kept.values()} == {"kept-back"}
    assert facts.json()["status"] == "in-force"
    assert "credentialSubject" not in facts.json()


def test_a_withdrawal_takes_effect_at_once(client: Client, award: Award, aisyah: User) -> None:
    agree(aisyah, "credential")
    agree(aisyah, "named-by-number")

    assert ask(client, "application/vc").status_code == 403


@pytest.mark.parametrize("kind", [*SECURED, "application/json"])
def test_a_number_that_was_never_given_is_said_to_be_none(
    client: Client, published: Any, kind: str
) -> None:
    answer = ask(client, kind, "/credentials/API-2026-000999")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", [*SECURED, "application/json"])
@pytest.mark.parametrize("path", ["/credentials/status/1", "/credentials/status/1/suspension"])
def test_a_status_list_is_given_in_the_type_that_is_asked_for(
    client: Client, award: Award, path: str, kind: str
) -> None:
    answer = ask(client, kind, path)

    assert answer.headers["Content-Type"] == kind
    assert {"Accept"} <= set(answer.headers["Vary"].split(", "))
    assert json.loads(answer.content)["credentialSubject"]["type"] == "BitstringStatusList"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/did+ld+json", "application/did+ld+json"),
        ("application/did+json", "application/did+json"),
        ("application/did", "application/did"),
        ("text/html", "application/json"),
    ],
)
def test_the_did_document_is_given_in_the_type_that_is_asked_for(
    client: Client, db: None, accept: str, kind: str
) -> None:
    answer = ask(client, accept, "/.well-known/did.json")

    assert answer.headers["Content-Type"] == kind
    assert {"Accept"} <= set(answer.headers["Vary"].split(", "))
    assert json.loads(answer.content)["id"] == "did:web:localhost%3A8000"
