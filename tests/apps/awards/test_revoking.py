"""Revocation, suspension and their undoing: an entry with a reason, and a new status list."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from tauliah.apps.awards.actions import confer, reinstate, revoke, suspend
from tauliah.apps.awards.models import Award, StatusList
from tauliah.apps.awards.queries import public_award, status_list, verify_credential
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import entries_of, faults_of, standing
from tauliah.core.credentials import CheckName, decode_status_list
from tauliah.core.kernel import EntryKind, Refused

DAY = timedelta(days=1)


def is_marked(award: Award, at: datetime, purpose: str = "revocation") -> bool:
    document = json.loads(status_list(award.status_list, at=at, purpose=purpose) or "")
    listed = decode_status_list(document["credentialSubject"]["encodedList"])
    return listed.is_marked(award.status_index)


def revocation_check(award: Award, at: datetime) -> str:
    return verify_credential(award.credential.encode(), at=at).check(CheckName.REVOCATION).code


@pytest.fixture
def revoked(award: Award, farid: User, moment: datetime) -> Award:
    """Aisyah's award, revoked by Farid a day after it was conferred."""
    outcome = revoke(award.number, reason="A broken code", actor=farid, at=moment + DAY)
    assert isinstance(outcome, Award)
    return outcome


def test_a_revocation_is_an_entry_with_its_reason(
    revoked: Award, aisyah: User, farid: User
) -> None:
    entry = entries_of(aisyah)[-1]

    assert (entry.kind, entry.reason) == (EntryKind.REVOKED, "A broken code")
    assert entry.recorded_by == str(farid.pk)
    assert entry.facts == {"designation": "API", "credential": revoked.number}
    assert faults_of(aisyah) == ()


def test_from_then_on_the_award_is_known_as_revoked(revoked: Award, moment: datetime) -> None:
    shown = public_award(revoked.number)

    assert shown is not None
    assert (shown.is_in_force, shown.state, shown.since) == (False, "revoked", moment + DAY)
    assert is_marked(revoked, moment + DAY)
    assert revocation_check(revoked, moment + DAY) == "revoked"


def test_as_of_the_day_before_it_was_still_in_force(revoked: Award, moment: datetime) -> None:
    assert not is_marked(revoked, moment)
    assert revocation_check(revoked, moment) == "passed"


def test_the_credential_itself_does_not_change(award: Award, farid: User, moment: datetime) -> None:
    before = award.credential

    revoke(award.number, reason="A broken code", actor=farid, at=moment + DAY)

    award.refresh_from_db()
    assert award.credential == before


def test_other_awards_of_the_same_list_stand(
    revoked: Award, conferred: Callable[..., Award], nurul: User, moment: datetime
) -> None:
    other = conferred(nurul)

    assert other.status_list == revoked.status_list
    assert revocation_check(other, moment + DAY) == "passed"
    assert is_marked(revoked, moment + 2 * DAY)


def test_a_status_list_holds_nothing_about_people(revoked: Award, moment: datetime) -> None:
    document = status_list(revoked.status_list, at=moment + DAY) or ""

    assert "Aisyah" not in document
    assert revoked.number not in document


def test_a_published_status_list_cannot_be_changed_afterwards(revoked: Award) -> None:
    with pytest.raises(DatabaseError):
        StatusList.objects.update(document="{}")


def test_what_was_revoked_is_not_held_and_cannot_be_claimed_again(
    revoked: Award, aisyah: User, moment: datetime
) -> None:
    again = confer(aisyah, "API", actor=aisyah, at=moment + 2 * DAY, language="en", show_name=True)

    assert isinstance(again, Refused)
    assert again.code == "revoked"
    assert "API" not in standing(aisyah).held


def test_a_reinstated_award_is_in_force_again(
    revoked: Award, farid: User, aisyah: User, moment: datetime
) -> None:
    outcome = reinstate(revoked.number, reason="Appeal upheld", actor=farid, at=moment + 2 * DAY)

    assert isinstance(outcome, Award)
    assert (outcome.is_revoked, outcome.revoked_at) == (False, None)
    assert entries_of(aisyah)[-1].kind is EntryKind.REINSTATED
    assert "API" in standing(aisyah).held
    assert [revocation_check(revoked, moment + n * DAY) for n in (0, 1, 2)] == [
        "passed",
        "revoked",
        "passed",
    ]


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_no_reason_no_revocation(award: Award, farid: User, moment: datetime, reason: str) -> None:
    outcome = revoke(award.number, reason=reason, actor=farid, at=moment + DAY)

    assert isinstance(outcome, Refused)
    assert outcome.code == "no-reason"
    assert not is_marked(award, moment + DAY)


def test_what_is_revoked_is_not_revoked_twice(
    revoked: Award, farid: User, moment: datetime
) -> None:
    outcome = revoke(revoked.number, reason="Again", actor=farid, at=moment + 2 * DAY)

    assert isinstance(outcome, Refused)
    assert outcome.code == "not-in-this-state"


def test_what_is_in_force_is_not_reinstated(award: Award, farid: User, moment: datetime) -> None:
    outcome = reinstate(award.number, reason="Appeal", actor=farid, at=moment + DAY)

    assert isinstance(outcome, Refused)
    assert outcome.code == "not-in-this-state"


def test_a_number_that_does_not_exist_is_refused(farid: User, moment: datetime) -> None:
    outcome = revoke("API-2026-999999", reason="Why", actor=farid, at=moment)

    assert isinstance(outcome, Refused)
    assert outcome.code == "not-in-this-state"


@pytest.mark.parametrize("act", [revoke, suspend, reinstate])
def test_only_the_registrar_may(award: Award, aisyah: User, moment: datetime, act: Any) -> None:
    with pytest.raises(PermissionDenied):
        act(award.number, reason="I say so", actor=aisyah, at=moment)

    assert entries_of(aisyah)[-1].kind is EntryKind.CONFERRED


@pytest.mark.django_db(transaction=True)
def test_of_two_revocations_at_once_the_last_list_holds_both(
    conferred: Callable[..., Award], aisyah: User, nurul: User, farid: User, moment: datetime
) -> None:
    awards = [conferred(aisyah), conferred(nurul)]
    start = Barrier(2)

    def run(award: Award) -> Award | Refused:
        try:
            start.wait(timeout=20)
            return revoke(award.number, reason="Why", actor=farid, at=moment + DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, awards))

    assert all(isinstance(outcome, Award) for outcome in outcomes), outcomes
    assert [is_marked(award, moment + 2 * DAY) for award in awards] == [True, True]


def test_a_clock_that_goes_back_loses_no_revocation(
    revoked: Award, conferred: Callable[..., Award], nurul: User, farid: User, moment: datetime
) -> None:
    other = conferred(nurul)

    revoke(other.number, reason="Why", actor=farid, at=moment + DAY - timedelta(seconds=1))

    assert [is_marked(one, moment + 2 * DAY) for one in (revoked, other)] == [True, True]


# Suspension


@pytest.fixture
def suspended(award: Award, farid: User, moment: datetime) -> Award:
    """Aisyah's award, suspended by Farid a day after it was conferred."""
    outcome = suspend(award.number, reason="Under inquiry", actor=farid, at=moment + DAY)
    assert isinstance(outcome, Award)
    return outcome


def test_a_suspension_is_an_entry_with_its_reason(suspended: Award, aisyah: User) -> None:
    entry = entries_of(aisyah)[-1]

    assert (entry.kind, entry.reason) == (EntryKind.SUSPENDED, "Under inquiry")
    assert faults_of(aisyah) == ()


def test_others_are_told_the_state_and_never_the_reason(suspended: Award, moment: datetime) -> None:
    shown = public_award(suspended.number)

    assert shown is not None
    assert (shown.state, shown.since) == ("suspended", moment + DAY)
    assert "inquiry" not in str(shown)
    assert revocation_check(suspended, moment + DAY) == "suspended"


def test_a_suspended_award_is_marked_on_the_list_of_suspensions_alone(
    suspended: Award, moment: datetime
) -> None:
    marks = [
        is_marked(suspended, moment + DAY, purpose) for purpose in ("suspension", "revocation")
    ]

    assert marks == [True, False]


def test_a_suspended_designation_is_still_held_and_cannot_be_claimed_again(
    suspended: Award, aisyah: User, moment: datetime
) -> None:
    again = confer(aisyah, "API", actor=aisyah, at=moment + 2 * DAY, language="en", show_name=True)

    assert isinstance(again, Refused)
    assert "API" in standing(aisyah).held


def test_a_suspended_award_is_reinstated_or_revoked_and_not_suspended_twice(
    suspended: Award, farid: User, moment: datetime
) -> None:
    twice = suspend(suspended.number, reason="Again", actor=farid, at=moment + 2 * DAY)
    back = reinstate(suspended.number, reason="Cleared", actor=farid, at=moment + 2 * DAY)
    assert isinstance(back, Award)
    assert isinstance(twice, Refused)

    suspend(suspended.number, reason="New facts", actor=farid, at=moment + 3 * DAY)
    outcome = revoke(suspended.number, reason="Proven", actor=farid, at=moment + 4 * DAY)

    assert isinstance(outcome, Award)
    assert [
        [is_marked(outcome, moment + n * DAY, purpose) for purpose in ("suspension", "revocation")]
        for n in range(5)
    ] == [[False, False], [True, False], [False, False], [True, False], [False, True]]


def test_a_credential_that_names_no_suspensions_is_revoked_for_the_time(
    award: Award, farid: User, moment: datetime
) -> None:
    Award.objects.update(names_suspensions=False)

    suspend(award.number, reason="Under inquiry", actor=farid, at=moment + DAY)
    reinstate(award.number, reason="Cleared", actor=farid, at=moment + 2 * DAY)

    assert [is_marked(award, moment + n * DAY) for n in range(3)] == [False, True, False]


# When lists are published


def test_a_decision_is_published_at_the_next_quarter_and_known_here_at_once(
    award: Award, farid: User, moment: datetime
) -> None:
    decided = moment + timedelta(minutes=4, seconds=7)

    revoke(award.number, reason="Why", actor=farid, at=decided)

    minutes = [timedelta(minutes=n) for n in (5, 14, 15)]
    assert [is_marked(award, moment + after) for after in minutes] == [False, False, True]
    assert revocation_check(award, decided) == "revoked"


def test_a_list_tells_only_the_quarter_in_which_something_was_decided(
    award: Award, farid: User, moment: datetime
) -> None:
    revoke(award.number, reason="Why", actor=farid, at=moment + timedelta(minutes=19, seconds=7))

    document = json.loads(status_list(1, at=moment + DAY) or "")

    assert document["validFrom"] == "2026-03-03T02:15:00Z"
    assert document["proof"]["created"] == "2026-03-03T02:15:00Z"
