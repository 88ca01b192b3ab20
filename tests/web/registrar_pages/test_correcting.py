"""Correcting an entry: before and after, what it changes, and the second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.awards.models import Award
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import effective_entries_of, entries_of
from tests.apps.credited import grant_credit
from tests.web.reading import fields, links, words
from tests.web.registrar_pages.addresses import of


@pytest.fixture
def credited(aisyah: User, moment: datetime) -> User:
    """Aisyah, whose entry 2 credits PIN."""
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=SYSTEM, at=moment)
    return aisyah


CORRECTED = {"exam": "PUM", "source": "Diploma", "reason": "The wrong exam was named."}


def approve(second_desk: Client) -> None:
    (address,) = [
        link for link in links(second_desk.get("/en/registrar/waiting/")) if "/proposals/" in link
    ]
    second_desk.post(address, {"decision": "approve"})


def test_the_record_leads_to_the_correction_of_what_can_be_corrected(
    desk: Client, award: Award
) -> None:
    found = links(desk.get(of(award.person, "record/")))

    # matriculation, credit and ethics; not the conferral
    assert [link for link in found if link.endswith("/correct/")] == [
        of(award.person, f"record/{number}/correct/") for number in (1, 2, 3)
    ]


def test_before_and_after_are_shown_with_what_changes_and_nothing_is_proposed_yet(
    desk: Client, credited: User, unchanged: Callable[[], bool]
) -> None:
    page = words(desk.post(of(credited, "record/2/correct/"), CORRECTED))

    assert "It reads now Credit granted for the exam Course PIN (PIN)" in page
    assert "It would read Credit granted for the exam Course PUM (PUM)" in page
    assert "API Further away Requirements left to API on the shortest way: 2 instead of 1." in page
    assert "Credit for Course PUM (PUM) was granted on 3 March 2026." in page
    assert unchanged()


def test_a_correction_counts_once_the_second_person_approves_it(
    desk: Client, second_desk: Client, credited: User, salmah: User
) -> None:
    address = of(credited, "record/2/correct/")
    shown = desk.post(address, CORRECTED)
    hidden = {
        str(one["name"]): str(one["value"]) for one in fields(shown) if one.get("type") == "hidden"
    }
    hidden.pop("csrfmiddlewaretoken", None)
    desk.post(address, {**hidden, "confirmed": "yes"})
    before = effective_entries_of(credited)
    approve(second_desk)

    assert before[-1].facts["exam"] == "PIN"
    assert effective_entries_of(credited)[-1].facts == {"exam": "PUM", "source": "Diploma"}
    last = entries_of(credited)[-1]
    assert last.facts["supersedes"] == 2
    assert last.facts["approved_by"] == str(salmah.pk)
    assert last.reason == "The wrong exam was named."


def test_a_withdrawal_asks_for_its_reason_alone_and_can_be_undone(
    desk: Client, second_desk: Client, credited: User
) -> None:
    address = of(credited, "record/2/correct/")
    silent = desk.post(address, {"withdraw": "yes", "reason": ""})
    shown = words(desk.post(address, {"withdraw": "yes", "reason": "A mistake"}))
    desk.post(address, {"withdraw": "yes", "reason": "A mistake", "confirmed": "yes"})
    approve(second_desk)
    withdrawn = words(desk.get(address))
    desk.post(address, {**CORRECTED, "exam": "PIN", "confirmed": "yes"})
    approve(second_desk)

    assert silent.status_code == 400
    assert "It would read Nothing: the entry is withdrawn." in shown
    assert "It reads now Nothing: the entry was withdrawn." in withdrawn
    assert [one.facts.get("exam") for one in effective_entries_of(credited)] == [None, "PIN"]


def test_what_says_the_same_is_no_correction(
    desk: Client, credited: User, unchanged: Callable[[], bool]
) -> None:
    response = desk.post(of(credited, "record/2/correct/"), {**CORRECTED, "exam": "PIN"})

    assert response.status_code == 400
    assert "The entry says this already." in words(response)
    assert unchanged()


def test_an_award_is_revoked_and_not_corrected(desk: Client, award: Award) -> None:
    response = desk.get(of(award.person, "record/4/correct/"), follow=True)

    assert "carries an award, which is revoked or reinstated" in words(response)


def test_an_entry_that_is_not_there_is_not_found(desk: Client, aisyah: User) -> None:
    assert desk.get(of(aisyah, "record/9/correct/")).status_code == 404


def test_entries_that_the_programme_does_not_know_are_named(
    desk: Client, credited: User, moment: datetime, her_browser: Client
) -> None:
    from tauliah.apps.record.actions import append_entry
    from tauliah.core.kernel import EntryKind

    facts = {"exam": "GONE", "source": "Elsewhere"}
    append_entry(credited, EntryKind.CREDIT_GRANTED, facts=facts, actor=SYSTEM, at=moment)
    named = "Entry 3 of 3 March 2026 names GONE, which this programme does not have"

    assert named in words(desk.get(of(credited)))
    assert named in words(desk.get(of(credited, "record/")))
    assert named in words(her_browser.get("/en/my/record/"))
