"""Proposing credit for what was earned elsewhere, and the second person's approval."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import entries_of
from tests.apps.credited import grant_credit
from tests.web.reading import links, words
from tests.web.registrar_pages.addresses import of

ANSWER = {"exam": "PUM", "source": "Diploma, 2019", "reason": "Same syllabus"}
WAITING = "/en/registrar/waiting/"


@pytest.fixture
def proposed(desk: Client, aisyah: User) -> str:
    """The page of Farid's proposal."""
    from tauliah.apps.record.waiting import all_proposals_waiting

    desk.post(of(aisyah, "credit/"), ANSWER)
    (told,) = all_proposals_waiting()
    return f"/en/registrar/proposals/{told.proposal.pk}/"


def test_credit_is_proposed_and_not_yet_recorded(desk: Client, aisyah: User) -> None:
    before = entries_of(aisyah)

    response = desk.post(of(aisyah, "credit/"), ANSWER, follow=True)

    assert response.redirect_chain == [(of(aisyah, "add/"), 302)]
    assert "It enters the record once a second registrar approves it." in words(response)
    assert entries_of(aisyah) == before


def test_the_second_person_sees_what_it_changes_and_approves(
    second_desk: Client, aisyah: User, farid: User, salmah: User, proposed: str
) -> None:
    page = words(second_desk.get(proposed))
    response = second_desk.post(proposed, {"decision": "approve"}, follow=True)

    assert "Reason Same syllabus Proposed by Farid bin Osman" in page
    assert "Credit for Course PUM (PUM) was granted on 3 March 2026." in page
    assert "Approved. The entry stands in the record under both names." in words(response)
    entry = entries_of(aisyah)[-1]
    assert entry.facts == {
        "exam": "PUM",
        "source": "Diploma, 2019",
        "approved_by": str(salmah.pk),
    }
    assert (entry.reason, entry.recorded_by) == ("Same syllabus", str(farid.pk))


def test_who_proposed_it_sees_no_decision_and_cannot_take_it(
    desk: Client, aisyah: User, proposed: str
) -> None:
    page = words(desk.get(proposed))
    response = desk.post(proposed, {"decision": "approve"}, follow=True)

    assert "You proposed this A second registrar decides it." in page
    assert "Approve: enter it into the record" not in page
    assert "You proposed this yourself. A second registrar must decide it." in words(response)
    assert len(entries_of(aisyah)) == 1


def test_declining_asks_for_a_reason_and_keeps_it(
    second_desk: Client, aisyah: User, proposed: str
) -> None:
    silent = second_desk.post(proposed, {"decision": "decline", "reason": " "})
    second_desk.post(proposed, {"decision": "decline", "reason": "Another syllabus"})

    assert silent.status_code == 400
    assert "Write the reason: nothing can be changed without one." in words(silent)
    assert "Declined By Salmah binti Idris on 3 March 2026. Reason: Another syllabus" in (
        words(second_desk.get(proposed))
    )
    assert len(entries_of(aisyah)) == 1


def test_what_waits_is_counted_in_the_navigation_of_the_second_person_only(
    desk: Client, second_desk: Client, proposed: str
) -> None:
    for_salmah, for_farid = second_desk.get(WAITING), desk.get(WAITING)

    assert counted(for_salmah) == {"Waiting": 1}
    assert "Waiting for a second person 1 Credit proposed: Aisyah binti Rahman" in words(for_salmah)
    assert proposed in links(for_salmah)
    assert counted(for_farid) == {}
    assert "Proposed by you Credit proposed: Aisyah binti Rahman" in words(for_farid)


def counted(response: Any) -> dict[str, int]:
    """The entries of the navigation that say how much of them waits."""
    entries = response.context["here"]["role_navigation"]
    return {one.label: one.waiting for one in entries if one.waiting}


def test_where_nothing_waits_the_page_says_so(desk: Client) -> None:
    assert "Nothing waits" in words(desk.get(WAITING))


@pytest.mark.usefixtures("granting")
def test_a_course_of_another_body_can_be_credited(
    desk: Client, second_desk: Client, aisyah: User
) -> None:
    form = desk.get(of(aisyah, "credit/")).context["form"]
    desk.post(of(aisyah, "credit/"), {**ANSWER, "exam": "OLD", "earned_on": "2019-05-02"})
    (address,) = [link for link in links(second_desk.get(WAITING)) if "/proposals/" in link]
    second_desk.post(address, {"decision": "approve"})

    assert [code for code, _ in form.fields["exam"].choices] == [
        "", "PIN", "PPM", "PUM", "OLD", "DIP",
    ]  # fmt: skip
    assert "Course PUM (PUM) counts since 2 May 2019, by Old course (OLD)." in (
        words(desk.get(of(aisyah)))
    )


def test_what_lacks_is_said_at_its_field_and_nothing_is_recorded(
    desk: Client, aisyah: User, unchanged: Callable[[], bool]
) -> None:
    response = desk.post(of(aisyah, "credit/"), {"source": " ", "reason": "", "earned_on": "May"})

    page = words(response)
    assert response.status_code == 400
    assert "Choose one of the list." in page
    assert "Fill this in: the entry must speak for itself." in page
    assert "Give the day as year, month and day, such as 2026-03-01." in page
    assert "Write the reason: nothing can be changed without one." in page
    assert unchanged()


def test_what_was_written_is_kept_beside_an_error(desk: Client, aisyah: User) -> None:
    response = desk.post(of(aisyah, "credit/"), {"source": "Diploma, 2019", "reason": "Same"})

    assert 'value="Diploma, 2019"' in response.content.decode()


def test_an_exam_that_counts_already_is_refused_in_words(
    desk: Client, aisyah: User, moment: datetime
) -> None:
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=SYSTEM, at=moment)

    response = desk.post(of(aisyah, "credit/"), {**ANSWER, "exam": "PIN"})

    assert response.status_code == 400
    assert "The exam PIN counts for this person already." in words(response)


def test_a_candidate_grants_no_credit(
    aisyah: User, her_browser: Client, unchanged: Callable[[], bool]
) -> None:
    assert her_browser.post(of(aisyah, "credit/"), ANSWER).status_code == 403
    assert unchanged()
