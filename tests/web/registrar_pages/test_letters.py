"""The decision as a letter, for the registrar and for the candidate it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tests.apps.credited import grant_credit
from tests.web.reading import links, words
from tests.web.registrar_pages.addresses import of


def test_the_registrar_reads_the_same_letter_as_the_candidate(
    desk: Client, her_browser: Client, aisyah: User, moment: datetime
) -> None:
    grant_credit(aisyah, "PUM", source="Diploma", reason="Same", actor=SYSTEM, at=moment)

    for page in (
        words(desk.get(of(aisyah, "letters/api/"))),
        words(her_browser.get("/en/my/letters/api/")),
    ):
        assert "Decision on Associate API (API), as of 3 March 2026" in page
        assert "Dear Aisyah binti Rahman," in page
        assert "You matriculated for API on 3 March 2026." in page
        assert "(release 1 of the programme)" in page
        assert "(PUM), granted on 3 March 2026 (entry 2), counts for API" in page
        assert "What is missing The exam Course PPM (PPM) is still to be passed" in page
        assert "entries 1 to 2 of your record" in page


def test_the_letter_is_linked_from_the_audit(
    desk: Client, her_browser: Client, aisyah: User
) -> None:
    assert of(aisyah, "letters/api/") in links(desk.get(of(aisyah)))
    assert "/en/my/letters/api/" in links(her_browser.get("/en/my/pathways/api/"))


def test_a_letter_of_an_earlier_day_leaves_out_what_came_later(
    desk: Client, aisyah: User, moment: datetime
) -> None:
    grant_credit(aisyah, "PUM", source="Diploma", reason="Same", actor=SYSTEM, at=moment)

    page = words(desk.get(of(aisyah, "letters/api/"), {"on": "2026-03-02"}))

    assert "as of 2 March 2026" in page
    assert "You are not matriculated for API." in page
    assert "Your record holds no entry yet." in page


def test_a_letter_of_a_day_to_come_is_that_of_today(desk: Client, aisyah: User) -> None:
    page = words(desk.get(of(aisyah, "letters/api/"), {"on": "2030-01-01"}))

    assert "as of 3 March 2026" in page


def test_the_letter_speaks_malay(her_browser: Client, aisyah: User) -> None:
    page = words(her_browser.get("/ms/my/letters/api/"))

    assert "Aisyah binti Rahman yang dihormati," in page
    assert "Anda bermatrikulasi untuk API pada 3 Mac 2026." in page


def test_of_what_has_no_rules_yet_there_is_no_letter(desk: Client, aisyah: User) -> None:
    assert desk.get(of(aisyah, "letters/cpcu/")).status_code == 404
    assert desk.get(of(aisyah, "letters/xyz/")).status_code == 404


def test_about_a_record_that_is_not_whole_no_letter_is_written(
    desk: Client, aisyah: User, alter: Callable[[str, str], None]
) -> None:
    alter("facts", "{}")

    page = words(desk.get(of(aisyah, "letters/api/")))

    assert "No letter is written about a record that is not as it was written." in page
    assert "Dear" not in page
