"""The choice whether statements go to the record store, and what registrars see of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.experience.models import SharingDecision, Statement
from tauliah.apps.people.queries import User
from tests.web.reading import links, words

PAGE = "/en/accounts/data/record-store/"


@pytest.fixture
def store(settings: Any) -> str:
    settings.RECORD_STORE = "https://records.example.org/xapi"
    return "records.example.org"


def decide(browser: Client, decision: str) -> str:
    return words(browser.post(PAGE, {"decision": decision}, follow=True))


def test_my_data_leads_to_it_only_where_there_is_a_store(
    her_browser: Client, settings: Any
) -> None:
    without = links(her_browser.get("/en/accounts/data/"))
    settings.RECORD_STORE = "https://records.example.org/xapi"

    assert PAGE not in without
    assert PAGE in links(her_browser.get("/en/accounts/data/"))


def test_a_registrar_is_not_asked(store: str, farid: User, browser_of: Any) -> None:
    browser = browser_of(farid)

    assert PAGE not in links(browser.get("/en/accounts/data/"))
    assert browser.get(PAGE).status_code == 403


def test_it_says_to_whom_and_what_in_both_languages_and_is_off_at_first(
    store: str, her_browser: Client
) -> None:
    english, malay = (
        words(her_browser.get(PAGE)),
        words(her_browser.get(PAGE.replace("/en", "/ms"))),
    )

    assert store in english
    assert "Nothing is sent" in english
    assert "each exam of mine and whether I passed" in english
    assert "setiap peperiksaan saya dan sama ada saya lulus" in malay


def test_one_agrees_and_withdraws_with_a_click(store: str, her_browser: Client) -> None:
    agreed = decide(her_browser, "agree")
    number = SharingDecision.objects.get().account
    withdrawn = decide(her_browser, "withdraw")

    assert "You have agreed. What you do from now on is sent." in agreed
    assert str(number) in agreed
    assert "Nothing is sent any more, and what waited is deleted." in withdrawn
    assert [one.agreed for one in SharingDecision.objects.order_by("id")] == [True, False]


def test_where_the_store_is_another_one_is_asked_anew(
    store: str, her_browser: Client, settings: Any
) -> None:
    decide(her_browser, "agree")
    settings.RECORD_STORE = "https://elsewhere.example.org"

    page = words(her_browser.get(PAGE))

    assert "You are asked anew" in page
    assert "elsewhere.example.org" in page


def test_without_a_store_there_is_nothing_to_decide(her_browser: Client) -> None:
    assert "There is no record store" in words(her_browser.get(PAGE))
    assert "This institute has no record store." in decide(her_browser, "agree")
    assert not SharingDecision.objects.exists()


def test_the_registrar_sees_what_was_given_up(
    store: str, farid: User, aisyah: User, browser_of: Any, moment: datetime
) -> None:
    page = "/en/registrar/releases/health/"
    before = words(browser_of(farid).get(page))
    Statement.objects.create(
        id=aisyah.pk,
        person=aisyah,
        body={},
        made_at=moment,
        given_up_at=moment,
        answer="HTTP 400 no",
    )

    after = words(browser_of(farid).get(page))

    assert "Statements given up" in before
    assert "The operator should look at it" not in before
    assert "1 statement given up: HTTP 400 no" in after
