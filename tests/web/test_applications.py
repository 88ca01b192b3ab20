"""What a candidate applies for and declares, and how the registrar answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import entries_of
from tests.web.reading import links, words

HOME = "/en/my/applications/"
WAITING = "/en/registrar/waiting/"
ERASURES = "/en/registrar/erasures/"
PDF = b"%PDF-1.7\nA certificate.\n"
EVIDENCE = {
    "exam": "PUM",
    "kind": "degree",
    "title": "Bachelor of Commerce",
    "issued_by": "Universiti Malaya",
    "issued_on": "2021-06-15",
    "words": "My thesis was on underwriting.",
}


@pytest.fixture
def desk(farid: User, browser_of: Callable[[User], Client]) -> Client:
    """Farid's browser."""
    return browser_of(farid)


@pytest.fixture
def licensed(aisyah: User, moment: datetime) -> User:
    """Aisyah, who holds AINS under a programme that asks its holders for 10 hours a year."""
    from tauliah.apps.catalogue.actions import Published, publish
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import append_entry
    from tauliah.core.kernel import EntryKind
    from tests.apps.record.conftest import granting_programme

    assert isinstance(publish(granting_programme(), actor=SYSTEM, at=moment), Published)
    facts = {"designation": "AINS", "credential": "AINS-2026-000001"}
    append_entry(aisyah, EntryKind.CONFERRED, facts=facts, actor=SYSTEM, at=moment)
    return aisyah


def certificate(name: str = "certificate.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def sent(browser: Client, **change: Any) -> Any:
    given = {**EVIDENCE, "file": certificate(), **change}
    return browser.post(f"{HOME}exemption/", given, follow=True)


def application_of(desk: Client) -> str:
    (address,) = [link for link in links(desk.get(WAITING)) if "/applications/" in link]
    return address


def test_an_application_waits_and_enters_nothing(her_browser: Client, aisyah: User) -> None:
    page = words(sent(her_browser))

    assert "It is sent. The registrar answers it, and you see the answer here." in page
    assert "Exemption applied for" in page
    assert "Waiting for an answer No registrar has answered it yet." in page
    assert entries_of(aisyah) == ()


def test_the_registrar_proposes_from_it_and_the_candidate_sees_how_it_stands(
    her_browser: Client, desk: Client, browser_of: Callable[[User], Client], farid: User
) -> None:
    from tests.web.programme import open_account

    sent(her_browser)
    address = application_of(desk)
    (propose,) = [one for one in links(desk.get(address)) if "?application=" in one]
    form = desk.get(propose)
    given = {
        name: value for name, value in form.context["form"].initial.items() if value is not None
    }
    desk.post(
        propose.partition("?")[0],
        {**given, "reason": "Compared.", "application": propose.partition("=")[2]},
    )
    proposed = words(her_browser.get(HOME))
    second = browser_of(open_account("Salmah binti Idris", role="registrar"))
    (decide,) = [link for link in links(second.get(WAITING)) if "/proposals/" in link]
    second.post(decide, {"decision": "approve"})

    assert "My thesis was on underwriting." in words(form)
    assert given["issued_on"] == date(2021, 6, 15)
    assert "Waiting for a second person" in proposed
    assert "Granted It stands in the record since 3 March 2026, as entry 1." in (
        words(her_browser.get(HOME))
    )
    assert links(second.get(WAITING)) == [ERASURES]


def test_a_declined_application_says_why(her_browser: Client, desk: Client) -> None:
    sent(her_browser)
    address = application_of(desk)

    desk.post(address, {"decision": "decline", "reason": "The degree is in another field."})

    assert "Declined On 3 March 2026. Reason: The degree is in another field." in (
        words(her_browser.get(HOME))
    )


def test_the_file_goes_to_registrars_alone_as_a_download(
    her_browser: Client, desk: Client, client: Client
) -> None:
    sent(her_browser, file=certificate("../../wills & “deeds”.PDF"))
    address = f"{application_of(desk)}evidence/"

    response = desk.get(address)

    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    assert "/" not in response.headers["Content-Disposition"].removeprefix("attachment; ")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert her_browser.get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.pdf", b"<script>alert(1)</script>", "The file is no PDF, PNG or JPEG."),
        ("large.png", b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024), "larger than 5 MB"),
        ("empty.pdf", b"", "This file is empty."),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_what_to_do(
    her_browser: Client, desk: Client, name: str, content: bytes, sentence: str
) -> None:
    response = sent(her_browser, file=certificate(name, content))

    assert response.status_code == 400
    assert sentence in words(response)
    assert links(desk.get(WAITING)) == [ERASURES]


def test_a_file_that_was_changed_on_the_disk_is_not_served(
    her_browser: Client, desk: Client, settings: Any
) -> None:
    sent(her_browser)
    address = f"{application_of(desk)}evidence/"
    (kept,) = (settings.DATA / "evidence").iterdir()
    whole = kept.read_bytes()

    try:
        kept.write_bytes(b"%PDF-other")
        assert desk.get(address).status_code == 404
    finally:
        kept.write_bytes(whole)


def test_the_same_is_not_applied_for_twice(her_browser: Client) -> None:
    sent(her_browser)

    assert "You have asked for this already; it waits for an answer." in words(sent(her_browser))


def test_a_holder_declares_hours_that_count_once_confirmed(
    her_browser: Client, desk: Client, licensed: User
) -> None:
    hours = {"designation": "AINS", "hours": "6", "title": "Floods", "on": "2026-03-03"}
    her_browser.post(f"{HOME}education/", hours)
    before = words(her_browser.get(HOME))
    desk.post(application_of(desk), {"decision": "confirm"})

    assert "0 of 10 hours are recorded" in before
    assert "6 of 10 hours are recorded" in words(her_browser.get(HOME))
    assert "6 of 10 hours are recorded" not in before


def test_hours_cannot_be_declared_by_who_holds_nothing(her_browser: Client) -> None:
    assert "You hold no designation that asks for hours" in (
        words(her_browser.get(f"{HOME}education/"))
    )


def test_work_is_declared_and_confirmed(her_browser: Client, desk: Client, aisyah: User) -> None:
    work = {
        "employer": "Syarikat Amal",
        "first": "2023-01-01",
        "last": "2025-12-31",
        "hours_a_week": "40",
    }
    her_browser.post(f"{HOME}work/", work)
    desk.post(application_of(desk), {"decision": "confirm"})

    (entry,) = entries_of(aisyah)
    assert (entry.kind, entry.facts["hours_a_week"]) == ("experience-recorded", 40)


def test_a_holder_retires_and_works_again(her_browser: Client, licensed: User) -> None:
    address = "/en/my/retirement/ains/"
    her_browser.post(address)
    retired = words(her_browser.get(HOME))
    her_browser.post(address)

    assert "Retired The holder of AINS is retired since 3 March 2026" in retired
    assert "In good standing" in words(her_browser.get(HOME))
    assert [one.kind for one in entries_of(licensed)][-2:] == ["retired", "resumed"]


def test_looking_at_the_page_retires_nobody(her_browser: Client, licensed: User) -> None:
    her_browser.get("/en/my/retirement/ains/")

    assert len(entries_of(licensed)) == 1


def test_who_holds_nothing_of_the_kind_cannot_retire(her_browser: Client, aisyah: User) -> None:
    assert her_browser.get("/en/my/retirement/api/").status_code == 404


def test_a_registrar_answers_no_application_of_their_own(
    farid: User, desk: Client, moment: datetime
) -> None:
    from tauliah.apps.people.models import RoleAssignment

    RoleAssignment.objects.create(user=farid, role="candidate", since=moment)
    sent(desk)
    waiting = links(desk.get(WAITING))

    from tauliah.apps.record.waiting import applications_of

    (own,) = applications_of(farid)
    address = f"/en/registrar/applications/{own.application.pk}/"
    page = words(desk.get(address))
    refused = words(desk.post(address, {"decision": "decline", "reason": "No"}, follow=True))

    assert waiting == [ERASURES]
    assert "This is about you Another registrar decides it." in page
    assert "Only another registrar may act on it." in refused


def test_the_pages_speak_malay(her_browser: Client, aisyah: User) -> None:
    page = words(her_browser.get("/ms/my/applications/exemption/"))

    assert "Mohon pengecualian" in page
    assert "Ijazah atau diploma" in page
