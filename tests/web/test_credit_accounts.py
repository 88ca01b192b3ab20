"""Pages tell of each credit what it counts for and why, to the registrar and to whoever earned it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tests.apps.credited import grant_credit
from tests.web.reading import links, words

HEADING = "What each credit counts for"


@pytest.fixture
def her_browser(aisyah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(aisyah)


@pytest.fixture
def desk(farid: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farid)


@pytest.fixture
def earned(aisyah: User, moment: datetime) -> None:
    """Aisyah is matriculated for API and has credit for an exam that API asks for."""
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    grant_credit(aisyah, "PUM", source="Diploma", reason="Same", actor=SYSTEM, at=moment)


@pytest.mark.usefixtures("earned")
def test_the_registrar_reads_it_beside_the_audits_and_finds_the_entry(
    desk: Client, aisyah: User
) -> None:
    response = desk.get(f"/en/registrar/candidates/{aisyah.pk}/")

    told = words(response).split(HEADING)[1]
    assert "(PUM) 3 March 2026" in told
    assert "(PUM), granted on 3 March 2026 (entry 2), counts for API, through" in told
    assert f"/en/registrar/candidates/{aisyah.pk}/record/#entry-2" in links(response)


@pytest.mark.usefixtures("earned")
def test_a_candidate_reads_it_under_the_own_record(her_browser: Client) -> None:
    english = words(her_browser.get("/en/my/record/")).split(HEADING)[1]
    malay = words(her_browser.get("/ms/my/record/")).split("Kegunaan setiap kredit")[1]

    assert "granted on 3 March 2026 (entry 2), counts for API" in english
    assert "yang diberikan pada 3 Mac 2026 (entri 2), dikira bagi API" in malay


def test_where_nothing_was_earned_it_says_so(
    her_browser: Client, desk: Client, aisyah: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)

    for browser, path in (
        (her_browser, "/en/my/record/"),
        (desk, f"/en/registrar/candidates/{aisyah.pk}/"),
    ):
        assert f"{HEADING} There is no exam passed" in words(browser.get(path))
