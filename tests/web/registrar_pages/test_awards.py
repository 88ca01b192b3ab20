"""Revoking, suspending and reinstating an award: the reason first, then what will happen, then the act."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import public_award
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import entries_of
from tauliah.core.kernel import EntryKind
from tests.web.reading import links, words
from tests.web.registrar_pages.addresses import of, turn

REASON = "Decision of 2 November 2026"
CONFIRMED = {"reason": REASON, "confirmed": "yes"}


def is_in_force(award: Award) -> bool:
    """As anyone is told who asks for the number."""
    shown = public_award(award.number)
    assert shown is not None
    return shown.is_in_force


def test_an_award_shows_its_number_and_what_has_happened_to_it(
    desk: Client, aisyah: User, award: Award
) -> None:
    response = desk.get(of(aisyah, "awards/"))

    page = words(response)
    assert f"Associate API (API) In force Number {award.number}" in page
    assert "Designation conferred Recorded by Aisyah binti Rahman. Entry 4" in page
    assert turn(award, "revoke") in links(response)


def test_without_an_award_the_page_says_so(desk: Client, aisyah: User) -> None:
    assert "Nothing was conferred yet" in words(desk.get(of(aisyah, "awards/")))


def test_nothing_happens_without_a_reason(
    desk: Client, award: Award, unchanged: Callable[[], bool]
) -> None:
    response = desk.post(turn(award, "revoke"), {"reason": " ", "confirmed": "yes"})

    assert response.status_code == 400
    assert "Write the reason: nothing can be changed without one." in words(response)
    assert unchanged()


def test_what_will_happen_is_shown_before_it_happens(
    desk: Client, award: Award, unchanged: Callable[[], bool]
) -> None:
    response = desk.post(turn(award, "revoke"), {"reason": REASON})

    assert response.status_code == 200
    assert f"Reason {REASON} This will happen at once" in words(response)
    assert unchanged()


def test_a_confirmed_revocation_is_recorded_and_verification_says_so(
    desk: Client, aisyah: User, farid: User, award: Award
) -> None:
    response = desk.post(turn(award, "revoke"), CONFIRMED, follow=True)

    entry = entries_of(aisyah)[-1]
    assert response.redirect_chain == [(of(aisyah, "awards/"), 302)]
    assert "The award is revoked." in words(response)
    assert f"Designation revoked Reason: {REASON}" in words(response)
    assert not is_in_force(award)
    assert (entry.kind, entry.reason) == (EntryKind.REVOKED, REASON)
    assert entry.recorded_by == str(farid.pk)


def test_an_award_is_revoked_once(desk: Client, aisyah: User, award: Award) -> None:
    desk.post(turn(award, "revoke"), CONFIRMED)
    entries = entries_of(aisyah)

    response = desk.post(turn(award, "revoke"), CONFIRMED)

    assert response.headers["Location"] == of(aisyah, "awards/")
    assert entries_of(aisyah) == entries


def test_a_revoked_award_is_reinstated_in_the_same_steps(desk: Client, award: Award) -> None:
    desk.post(turn(award, "revoke"), CONFIRMED)

    shown = words(desk.post(turn(award, "reinstate"), {"reason": "Appeal upheld"}))
    done = desk.post(
        turn(award, "reinstate"), {"reason": "Appeal upheld", "confirmed": "yes"}, follow=True
    )

    assert "API is held again" in shown
    assert "The award is in force again." in words(done)
    assert is_in_force(award)


def test_an_award_in_force_is_not_reinstated(
    desk: Client, award: Award, unchanged: Callable[[], bool]
) -> None:
    response = desk.post(turn(award, "reinstate"), CONFIRMED)

    assert response.status_code == 302
    assert unchanged()


def test_a_number_that_no_award_has_is_not_found(desk: Client) -> None:
    assert desk.get("/en/registrar/awards/API-2026-999999/revoke/").status_code == 404


def test_a_candidate_revokes_nothing(
    award: Award, her_browser: Client, unchanged: Callable[[], bool]
) -> None:
    assert her_browser.post(turn(award, "revoke"), CONFIRMED).status_code == 403
    assert is_in_force(award)
    assert unchanged()


def test_an_award_is_suspended_and_reinstated_in_the_same_steps(
    desk: Client, aisyah: User, award: Award
) -> None:
    asked = words(desk.post(turn(award, "suspend"), {"reason": REASON}))
    done = desk.post(turn(award, "suspend"), CONFIRMED, follow=True)

    assert "may not use the letters until it is reinstated" in asked
    assert "The award is suspended." in words(done)
    assert f"Designation suspended Reason: {REASON}" in words(done)
    assert entries_of(aisyah)[-1].kind is EntryKind.SUSPENDED
    assert {turn(award, "reinstate"), turn(award, "revoke")} <= set(links(done))
    assert turn(award, "suspend") not in links(done)

    desk.post(turn(award, "reinstate"), CONFIRMED)

    assert is_in_force(award)


def test_a_revoked_award_is_not_suspended(desk: Client, award: Award) -> None:
    desk.post(turn(award, "revoke"), CONFIRMED)

    desk.post(turn(award, "suspend"), CONFIRMED)

    shown = public_award(award.number)
    assert shown is not None
    assert shown.state == "revoked"
