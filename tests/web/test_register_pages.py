"""The register on its pages: found by a whole name or a number, shown by consent, shared by links."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tauliah.apps.awards.actions import revoke
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.register import decide_listing, listing_of
from tauliah.apps.people.queries import User
from tauliah.core.kernel import Refused
from tauliah.web.pages import register
from tests.web.programme import confer_api
from tests.web.reading import links, words

NAME = "Aisyah binti Rahman"
NUMBER = "API-2026-000001"
OWN = "/en/my/register/"


@pytest.fixture(autouse=True)
def award(aisyah: User, farid: User, moment: datetime, signing_key: None) -> Award:
    """API, conferred on Aisyah, who kept her name back."""
    return confer_api(aisyah, registrar=farid, at=moment, show_name=False)


def agreed(person: User, *fields: str, at: datetime) -> str:
    """The address of the page of a person who agrees to be listed with these fields."""
    outcome = decide_listing(person, ["listed", *fields], actor=person, at=at)
    assert outcome is not None
    assert not isinstance(outcome, Refused)
    return f"/en/register/{outcome.key}/"


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_search_needs_no_account_and_sets_no_cookie(client: Client, language: str) -> None:
    response = client.get(f"/{language}/register/")

    assert response.status_code == 200
    assert not response.cookies
    assert b"noindex" not in response.content


def test_a_number_leads_to_its_award_listed_or_not(client: Client) -> None:
    response = client.get("/en/register/", {"q": "api 2026 000001"})

    assert response.headers["Location"] == f"/en/verify/{NUMBER}/"


def test_a_name_finds_who_agreed_and_nobody_else(
    client: Client, aisyah: User, moment: datetime
) -> None:
    before = client.get("/en/register/", {"q": NAME})
    page = agreed(aisyah, at=moment)
    after = client.get("/en/register/", {"q": "RAHMAN AISYAH"})

    assert "Nobody of this name has agreed to be listed." in words(before)
    assert page in links(after)
    assert b'content="noindex"' in before.content
    assert b'content="noindex"' in after.content


def test_too_many_searches_a_minute_are_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "SEARCHES_A_MINUTE", 1)
    client.get("/en/register/", {"q": NAME})

    response = client.get("/en/register/", {"q": NAME})

    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_the_page_of_a_holder_shows_what_was_agreed_to_and_no_more(
    client: Client, aisyah: User, moment: datetime
) -> None:
    bare = client.get(agreed(aisyah, at=moment))
    full = client.get(agreed(aisyah, "designations", "dates", "numbers", "indexed", at=moment))

    assert "keeps back which" in words(bare)
    assert NUMBER not in words(bare)
    assert b'content="noindex"' in bare.content
    assert f"Conferred on 3 March 2026 Credential number {NUMBER}" in words(full)
    assert b'content="noindex"' not in full.content
    assert not full.cookies


def test_the_page_is_gone_with_the_withdrawal(
    client: Client, aisyah: User, moment: datetime
) -> None:
    page = agreed(aisyah, at=moment)

    decide_listing(aisyah, [], actor=aisyah, at=moment)

    assert client.get(page).status_code == 404
    assert client.get(f"{page}card.png").status_code == 404


def test_the_page_can_be_shared_by_plain_links(
    client: Client, aisyah: User, moment: datetime, settings: Any
) -> None:
    page = agreed(aisyah, at=moment)
    shared = [link for link in links(client.get(page)) if "share-offsite" in link]

    assert parse_qs(urlsplit(shared[0]).query)["url"] == [settings.ADDRESS + page]


def test_links_have_a_picture_drawn_by_the_house(
    client: Client, aisyah: User, moment: datetime, settings: Any
) -> None:
    page = agreed(aisyah, "designations", at=moment)
    content = client.get(page).content.decode()

    holder = client.get(f"{page}card.png")
    award = client.get(f"/en/verify/{NUMBER}/card.png")

    assert f'property="og:image" content="{settings.ADDRESS}{page}card.png"' in content
    for picture in (holder, award):
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG\r\n\x1a\n")
        size = picture.content[16:24]
        assert (int.from_bytes(size[:4]), int.from_bytes(size[4:])) == (1200, 630)
        # who withdraws is not shown for as long as a copy is kept
        assert picture.headers["Cache-Control"] == "no-cache"


def test_too_many_pictures_a_minute_are_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "CARDS_A_MINUTE", 0)

    response = client.get(f"/en/verify/{NUMBER}/card.png")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_no_picture_is_drawn_of_an_award_that_is_not_in_force(
    client: Client, farid: User, moment: datetime
) -> None:
    revoke(NUMBER, reason="Why", actor=farid, at=moment)

    assert client.get(f"/en/verify/{NUMBER}/card.png").status_code == 404


# The holder's own word


def test_nothing_is_ticked_beforehand_but_what_was_agreed_to(her_browser: Client) -> None:
    response = her_browser.get(OWN)

    assert response.status_code == 200
    assert b"checked" not in response.content
    assert "You are not listed in the public register." in words(response)


def test_a_holder_agrees_field_by_field(her_browser: Client, aisyah: User) -> None:
    response = her_browser.post(
        OWN, {"fields_agreed": ["listed", "designations", "named-by-number"]}, follow=True
    )

    listing = listing_of(aisyah)
    assert listing is not None
    assert (listing.shows_designations, listing.shows_dates) == (True, False)
    assert "Your choice is kept." in words(response)
    assert response.content.count(b" checked") == 3
    assert NAME in words(her_browser.get(f"/en/verify/{NUMBER}/"))


def test_one_click_withdraws_everything(her_browser: Client, aisyah: User) -> None:
    her_browser.post(OWN, {"fields_agreed": ["listed", "named-by-number"]})

    response = her_browser.post(OWN, {"withdraw": "yes", "fields_agreed": ["listed"]}, follow=True)

    assert "Nothing is shown any more." in words(response)
    assert listing_of(aisyah) is None
    assert NAME not in words(her_browser.get(f"/en/verify/{NUMBER}/"))


def test_what_makes_no_sense_alone_is_refused_in_words(her_browser: Client) -> None:
    response = her_browser.post("/ms/my/register/", {"fields_agreed": ["dates"]})

    assert response.status_code == 400
    assert "Bersetuju untuk ditemui melalui nama anda dahulu" in words(response)


def test_an_award_is_added_to_a_profile_by_a_filled_form(
    her_browser: Client, settings: Any
) -> None:
    (link,) = [one for one in links(her_browser.get(OWN)) if "profile/add" in one]

    asked = parse_qs(urlsplit(link).query)
    assert asked["certId"] == [NUMBER]
    assert asked["certUrl"] == [f"{settings.ADDRESS}/en/verify/{NUMBER}/"]
    assert (asked["issueYear"], asked["issueMonth"]) == (["2026"], ["3"])
    assert asked["organizationName"] == ["Institute of Insurance Designations"]
