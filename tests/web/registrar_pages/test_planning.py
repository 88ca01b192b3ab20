"""Planning a release from a page: what would change, for whom, and publishing with open eyes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.catalogue.queries import current_release
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.actions import matriculate
from tauliah.web import limits, proposals
from tauliah.web.pages import planning
from tests.apps.invented_programme import API_RULES, invented_programme
from tests.web.reading import fields, links, words
from tests.web.registrar_pages.addresses import of
from tests.web.test_archives import zipped

PLAN = "/en/registrar/plan/"
RELEASES = "/en/registrar/releases/"
RULES = "designations/api.yaml"


def asking(requires: str) -> bytes:
    """The invented programme in which API asks for this, as a ZIP file."""
    text = invented_programme()[RULES].decode()
    return zipped(invented_programme({RULES: text.replace(API_RULES, f"\n      {requires}\n")}))


STRICTER = asking("{all: [{exam: PUM}, {exam: PPM}, {exam: PIN}, {ethics: ethics}]}")
EASIER = asking("{ethics: ethics}")


def send(desk: Client, archive: bytes, *, language: str = "en") -> Any:
    file = SimpleUploadedFile("programme.zip", archive)
    return desk.post(PLAN.replace("/en/", f"/{language}/"), {"folder": file}, follow=True)


def plan_address(response: Any) -> str:
    return str(response.redirect_chain[-1][0])


def test_the_page_is_linked_from_the_releases(desk: Client) -> None:
    assert PLAN in links(desk.get(RELEASES))


def test_differences_and_people_are_shown_before_anything_is_published(
    desk: Client, aisyah: User, unchanged: Callable[[], bool]
) -> None:
    response = send(desk, STRICTER)
    page = words(response)

    assert "Compared with release 1, which is in force." in page
    assert "newly asked for: the exam Course PUM (PUM)" in page
    assert "People who gain 0 People who lose 1" in page
    assert f"{aisyah.candidate_number} API 3 March 2026 Loses Needs grandfathering" in page
    assert of(aisyah) in links(response)
    assert unchanged()


def test_the_plan_reads_in_malay(desk: Client, aisyah: User) -> None:
    page = words(send(desk, STRICTER, language="ms"))

    assert "keperluan baharu: peperiksaan Kursus PUM (PUM)" in page
    assert "Terjejas" in page


def test_mistakes_are_shown_with_file_and_line(desk: Client) -> None:
    response = send(desk, asking("{exam: NONE}"))

    assert response.status_code == 400
    assert "1 mistake in the folder" in words(response)
    assert f"{RULES} :12" in words(response) or f"{RULES}:12" in words(response)


def test_mistakes_are_shown_in_the_language_of_the_reader(desk: Client) -> None:
    page = words(send(desk, asking("{exam: NONE}"), language="ms"))

    assert "tiada peperiksaan NONE dalam program ini" in page


def test_what_is_no_zip_file_is_refused(desk: Client) -> None:
    response = send(desk, b"programme")

    assert response.status_code == 400
    assert "No plan was made" in words(response)


def test_nothing_chosen_is_said(desk: Client) -> None:
    assert "Choose the ZIP file first." in words(desk.post(PLAN))


def test_a_huge_body_is_refused_by_its_length(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MOST_BYTES", 10)
    monkeypatch.setattr(limits, "ENVELOPE", 10)

    assert send(desk, EASIER).status_code == 413


def test_many_plans_in_a_minute_are_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "UPLOADS_A_MINUTE", 0)

    assert send(desk, EASIER).status_code == 429


def test_a_release_by_which_nobody_loses_is_published_at_once(desk: Client, aisyah: User) -> None:
    planned = send(desk, EASIER)

    response = desk.post(plan_address(planned), follow=True)

    assert "Release 2 is published." in response.content.decode()
    assert current_release() == 2


def test_losses_ask_for_a_tick(desk: Client, aisyah: User) -> None:
    planned = send(desk, STRICTER)
    assert "accepted" in {field.get("name") for field in fields(planned)}

    response = desk.post(plan_address(planned))

    assert response.status_code == 400
    assert "Tick the box, or publish nothing." in words(response)
    assert current_release() == 1


def test_losses_that_are_accepted_are_published_in_the_registrars_name(
    desk: Client, farid: User, aisyah: User
) -> None:
    planned = send(desk, STRICTER)

    desk.post(plan_address(planned), {"accepted": "on"})

    assert current_release() == 2
    (act,) = audit_trail(event="release.losses-accepted")
    assert act.actor == str(farid.pk)


def test_more_losses_than_were_shown_are_shown_anew(
    desk: Client, aisyah: User, account: Callable[[str], User], moment: datetime
) -> None:
    planned = send(desk, STRICTER)
    nurul = account("Nurul Huda")
    matriculate(nurul, "API", actor=nurul, at=moment)

    response = desk.post(plan_address(planned), {"accepted": "on"}, follow=True)

    assert current_release() == 1
    assert "People who lose by this release: 2" in response.content.decode()
    assert "People who lose 2" in words(response)


def test_people_come_in_pages(
    desk: Client,
    aisyah: User,
    account: Callable[[str], User],
    moment: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nurul = account("Nurul Huda")
    matriculate(nurul, "API", actor=nurul, at=moment)
    monkeypatch.setattr(planning, "PEOPLE_PER_PAGE", 1)

    planned = send(desk, STRICTER)
    second = desk.get(plan_address(planned), {"page": 2})

    assert "?page=2" in links(planned)
    shown = [of(one) in links(page) for one in (aisyah, nurul) for page in (planned, second)]
    assert sorted(shown) == [False, False, True, True]


def test_all_of_it_can_be_taken_away_as_a_table(desk: Client, aisyah: User) -> None:
    planned = send(desk, STRICTER)

    response = desk.get(f"{plan_address(planned)}effects.csv")

    assert response.headers["Content-Type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(response.content.decode()))
    assert (row["candidate_number"], row["effect"]) == (aisyah.candidate_number, "loses")


def test_a_plan_is_its_registrars_own_and_is_not_kept_for_ever(
    desk: Client, aisyah: User, browser_of: Callable[[User], Client], db: None
) -> None:
    from tests.web.programme import open_account

    planned = send(desk, EASIER)
    other = browser_of(open_account("Hassan bin Ali", role="registrar"))

    for address in (plan_address(planned), f"{plan_address(planned)}effects.csv"):
        response = other.get(address, follow=True)
        assert "This plan is no longer kept." in response.content.decode()
    assert proposals.SECONDS_KEPT < 24 * 3600
