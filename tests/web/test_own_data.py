"""My data: what is held, the archive, and the wish to be erased, from the person's own account."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from tests.web.programme import PASSWORD
from tests.web.reading import words

PAGE = "/en/accounts/data/"


@pytest.fixture
def fresh(client: Any, aisyah: Any) -> Any:
    """Aisyah's browser, in which she has just proven who she is."""
    client.force_login(aisyah)
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def archive_of(response: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def practised(aisyah: Any, moment: Any) -> None:
    from tauliah.apps.study.models import PracticeAnswer

    PracticeAnswer.objects.create(
        person=aisyah, course="PUM", item="pum-p-1", topic="market", value="A",
        is_right=True, answered_at=moment,
    )  # fmt: skip


def test_the_page_says_what_is_held_for_what_and_how_long(
    her_browser: Any, practised: None
) -> None:
    page = words(her_browser.get(PAGE))

    assert "Practice answers to show you what you know" in page
    assert "for 1,095 days, at the latest until the account is erased" in page
    assert "Account : to know you" in page
    assert "An account without a name stays" in page


def test_what_is_not_held_is_not_on_the_page(her_browser: Any) -> None:
    page = words(her_browser.get(PAGE))

    assert "Awards" not in page
    assert "Items that you wrote" not in page


def test_the_page_reads_in_malay(her_browser: Any, practised: None) -> None:
    page = words(her_browser.get("/ms/accounts/data/"))

    assert "Jawapan latihan untuk menunjukkan apa yang anda tahu" in page


def test_the_account_leads_to_it(her_browser: Any) -> None:
    assert PAGE in her_browser.get("/en/accounts/").content.decode()


@pytest.mark.parametrize("what", ["export", "erasure"])
def test_the_password_is_asked_for_first(her_browser: Any, what: str) -> None:
    response = her_browser.post(f"{PAGE}{what}/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/en/accounts/reauthenticate/")


def test_the_archive_holds_json_and_a_page_in_each_language(fresh: Any, aisyah: Any) -> None:
    response = fresh.post(f"{PAGE}export/")

    archive = archive_of(response)
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="tauliah-2026-03-03.zip"'
    )
    assert response.headers["Cache-Control"] == "private, no-store"
    assert {"data.json", "data.en.html", "data.ms.html"} <= set(archive.namelist())
    data = json.loads(archive.read("data.json"))
    assert data["held"][0]["rows"][0]["email"] == aisyah.email


def test_an_archive_is_asked_for_by_a_button_and_by_no_link(fresh: Any) -> None:
    assert fresh.get(f"{PAGE}export/").status_code == 405


def test_many_archives_in_a_minute_are_refused(fresh: Any) -> None:
    for _ in range(3):
        archive_of(fresh.post(f"{PAGE}export/"))

    response = fresh.post(f"{PAGE}export/", follow=True)

    assert "Wait a minute" in response.content.decode()


def test_a_wish_needs_to_be_understood(fresh: Any) -> None:
    response = fresh.post(f"{PAGE}erasure/", {"words": "Please"})

    assert response.status_code == 400
    assert "nobody can restore your account" in words(response)


def test_a_wish_is_made_seen_and_withdrawn(fresh: Any) -> None:
    asked = fresh.post(f"{PAGE}erasure/", {"is_understood": "on"}, follow=True)
    assert "A registrar decides your request" in words(asked)
    assert "You asked on 3 March 2026" in words(asked)

    withdrawn = fresh.post(f"{PAGE}erasure/withdraw/", follow=True)
    assert "A registrar decides your request" not in words(withdrawn)
    assert "Ask to be erased" in words(withdrawn)


def test_a_declined_wish_shows_its_reason(fresh: Any, aisyah: Any, farid: Any, moment: Any) -> None:
    from tauliah.apps.privacy.erasing import ask_for_erasure, decline_erasure

    request: Any = ask_for_erasure(aisyah, words="", actor=aisyah, at=moment)
    decline_erasure(request.pk, reason="An appeal is open", actor=farid, at=moment)

    page = words(fresh.get(PAGE))

    assert "Your request was declined on 3 March 2026" in page
    assert "Reason: An appeal is open" in page
