"""Requests to be erased at the registrar's desk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.reading import links, words

if TYPE_CHECKING:
    from django.test import Client

    from tauliah.apps.awards.models import Award
    from tauliah.apps.people.queries import User

LIST = "/en/registrar/erasures/"


@pytest.fixture
def address(aisyah: User, moment: datetime) -> str:
    """The page of Aisyah's request."""
    from tauliah.apps.privacy.erasing import ask_for_erasure

    made: Any = ask_for_erasure(aisyah, words="I leave the trade.", actor=aisyah, at=moment)
    return f"{LIST}{made.pk}/"


def test_nobody_has_asked(desk: Client) -> None:
    assert "Nobody has asked" in words(desk.get(LIST))


def test_a_request_waits_among_what_else_waits(desk: Client, address: str) -> None:
    page = desk.get("/en/registrar/waiting/")

    assert address in links(page)
    assert LIST in links(page)
    assert address in links(desk.get(LIST))


def test_the_page_says_what_goes_what_stays_and_the_persons_words(
    desk: Client, address: str, award: Award
) -> None:
    page = words(desk.get(address))

    assert "I leave the trade." in page
    assert award.number in page
    assert "What goes" in page
    assert "E-mail addresses" in page
    assert "Place in the register" not in page
    assert "The award stays provable by its number" in page


def test_a_person_is_erased_and_the_award_is_still_checked_by_its_number(
    desk: Client, client: Client, address: str, award: Award
) -> None:
    done = desk.post(address, {"decision": "grant", "reason": "As asked"}, follow=True)

    assert "The person is erased" in done.content.decode()
    assert "E000001 3 March 2026 Farid bin Osman Erased" in words(done)
    checked = words(client.get(f"/en/verify/{award.number}/"))
    assert "In force" in checked
    assert "Aisyah" not in checked
    assert "Aisyah" not in words(desk.get(address))


def test_the_record_of_an_erased_person_can_still_be_read_under_the_number(
    desk: Client, address: str, aisyah: User, award: Award
) -> None:
    desk.post(address, {"decision": "grant", "reason": "As asked"})

    page = words(desk.get(f"/en/registrar/candidates/{aisyah.pk}/record/"))

    assert "E000001" in page
    assert "Diploma" not in page


def test_a_request_is_declined_with_a_reason(desk: Client, address: str, aisyah: User) -> None:
    desk.post(address, {"decision": "decline", "reason": "A case is open"})

    aisyah.refresh_from_db()
    assert aisyah.full_name == "Aisyah binti Rahman"
    assert "Reason: A case is open" in words(desk.get(address))


@pytest.mark.parametrize("decision", ["grant", "decline"])
def test_without_a_reason_nothing_is_decided(
    desk: Client, address: str, aisyah: User, decision: str
) -> None:
    response = desk.post(address, {"decision": decision, "reason": ""})

    assert response.status_code == 400
    aisyah.refresh_from_db()
    assert aisyah.full_name == "Aisyah binti Rahman"


def test_what_hinders_is_said_and_there_is_no_button_to_erase(
    desk: Client, address: str, aisyah: User, moment: datetime
) -> None:
    from datetime import date

    from tauliah.apps.record.applications import declare_experience

    declare_experience(
        aisyah, first=date(2024, 1, 1), last=date(2024, 2, 1), hours_a_week=40, employer="Amal",
        words="", file=None, actor=aisyah, at=moment,
    )  # fmt: skip

    page = desk.get(address)

    assert "Decide it first" in words(page)
    assert "Erase this person" not in words(page)
    refused = desk.post(address, {"decision": "grant", "reason": "As asked"}, follow=True)
    assert "Decide it first" in refused.content.decode()


def test_a_registrar_does_not_decide_about_themselves(
    desk: Client, farid: User, moment: datetime
) -> None:
    from tauliah.apps.privacy.erasing import ask_for_erasure

    made: Any = ask_for_erasure(farid, words="", actor=farid, at=moment)

    assert "Another registrar decides it" in words(desk.get(f"{LIST}{made.pk}/"))


def test_an_unknown_request_is_not_found(desk: Client) -> None:
    assert desk.get(f"{LIST}01890000-0000-7000-8000-000000000000/").status_code == 404
