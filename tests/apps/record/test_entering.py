"""Entering what happened to a person: whose act it may be, and when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.actions import accept_ethics, append_entry, matriculate
from tauliah.apps.record.models import Proposal
from tauliah.apps.record.proposing import approve, propose_credit
from tauliah.apps.record.queries import entries_of, exams_not_counting, standing
from tauliah.core.kernel import Entry, EntryKind, Refused


def is_refused(outcome: object, code: str) -> bool:
    """Refused with that code, and with a sentence in both languages."""
    return isinstance(outcome, Refused) and outcome.code == code and bool(outcome.message.ms)


def credit(
    person: User, exam: str, source: str, reason: str, actor: User, at: datetime
) -> Proposal | Refused:
    """Credit for an exam, as one registrar proposes it."""
    return propose_credit(
        person, exam, source=source, earned_on=None, reason=reason, actor=actor, at=at
    )


def test_matriculation_is_the_first_entry_of_a_record(aisyah: User, moment: datetime) -> None:
    entry = matriculate(aisyah, "API", actor=aisyah, at=moment)

    assert isinstance(entry, Entry)
    assert (entry.number, entry.previous) == (1, "")
    assert entry.facts == {"designation": "API"}
    assert entry.recorded_by == str(aisyah.pk)
    assert entry.release == "1"
    assert entries_of(aisyah) == (entry,)


def test_an_act_is_noted_in_the_audit_trail(aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)

    act = audit_trail(by_or_about=aisyah)[0]

    assert act.event == "record.matriculated"
    assert act.actor == act.subject == str(aisyah.pk)
    assert act.details == {"designation": "API"}
    assert act.at == moment


def test_matriculating_twice_is_refused(aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)

    again = matriculate(aisyah, "API", actor=aisyah, at=moment)

    assert is_refused(again, "already-matriculated")
    assert len(entries_of(aisyah)) == 1


def test_matriculating_for_two_designations_is_allowed(aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    matriculate(aisyah, "AINS", actor=aisyah, at=moment)

    assert set(standing(aisyah).matriculated) == {"API", "AINS"}


@pytest.mark.parametrize("designation", ["XYZ", "CPCU"])
def test_an_unknown_designation_and_one_not_in_force_yet_are_refused(
    aisyah: User, moment: datetime, designation: str
) -> None:
    outcome = matriculate(aisyah, designation, actor=aisyah, at=moment)

    assert is_refused(outcome, "no-such-designation")
    assert entries_of(aisyah) == ()


def test_rules_come_into_force_on_the_day_of_the_programme_not_of_utc(aisyah: User) -> None:
    last_of_2029 = datetime(2029, 12, 31, 16, 0, tzinfo=UTC)  # 1 January 2030, 00:00 there

    early = matriculate(aisyah, "CPCU", actor=aisyah, at=last_of_2029 - timedelta(seconds=1))
    in_time = matriculate(aisyah, "CPCU", actor=aisyah, at=last_of_2029)

    assert is_refused(early, "no-such-designation")
    assert isinstance(in_time, Entry)


def test_ethics_are_accepted_in_the_version_in_force(aisyah: User, moment: datetime) -> None:
    entry = accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)

    assert isinstance(entry, Entry)
    assert entry.facts == {"code": "ethics", "version": "2026"}


@pytest.mark.parametrize(("code", "version"), [("ethics", "2024"), ("other", "2026")])
def test_ethics_not_in_force_cannot_be_accepted(
    aisyah: User, moment: datetime, code: str, version: str
) -> None:
    outcome = accept_ethics(aisyah, code, version=version, actor=aisyah, at=moment)

    assert is_refused(outcome, "not-in-force")
    assert entries_of(aisyah) == ()


def test_accepting_the_same_ethics_twice_is_refused(aisyah: User, moment: datetime) -> None:
    accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)

    again = accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)

    assert is_refused(again, "already-accepted")


def test_a_new_version_of_ethics_can_be_accepted_after_the_old_one(aisyah: User) -> None:
    in_2025, in_2026 = (datetime(year, 6, 1, tzinfo=UTC) for year in (2025, 2026))
    accept_ethics(aisyah, "ethics", version="2024", actor=aisyah, at=in_2025)

    entry = accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=in_2026)

    assert isinstance(entry, Entry)
    assert standing(aisyah).ethics_accepted["ethics"] == entry


def test_credit_names_its_source_and_its_reason(
    aisyah: User, farid: User, salmah: User, moment: datetime
) -> None:
    proposed = credit(aisyah, "PUM", " Diploma 2019 ", " Same syllabus ", farid, moment)
    assert isinstance(proposed, Proposal)

    entry = approve(proposed.pk, actor=salmah, at=moment)

    assert isinstance(entry, Entry)
    assert entry.facts == {
        "exam": "PUM", "source": "Diploma 2019", "approved_by": str(salmah.pk)
    }  # fmt: skip
    assert entry.reason == "Same syllabus"
    assert entry.recorded_by == str(farid.pk)
    assert [course.code for course in exams_not_counting(aisyah)] == ["PIN", "PPM"]


@pytest.mark.parametrize(("source", "reason"), [("", "Why"), ("What", ""), (" ", "Why")])
def test_credit_without_source_or_reason_is_refused(
    aisyah: User, farid: User, moment: datetime, source: str, reason: str
) -> None:
    outcome = credit(aisyah, "PUM", source, reason, farid, moment)

    assert isinstance(outcome, Refused)
    assert entries_of(aisyah) == ()


def test_credit_for_an_exam_that_is_not_in_the_programme_is_refused(
    aisyah: User, farid: User, moment: datetime
) -> None:
    assert is_refused(credit(aisyah, "XYZ", "What", "Why", farid, moment), "no-such-exam")


def test_credit_for_an_exam_that_counts_already_is_refused(
    aisyah: User, farid: User, moment: datetime
) -> None:
    facts = {"exam": "PUM", "passed": True, "correct": 2, "items": 2}
    append_entry(aisyah, EntryKind.EXAM_RESULT, facts=facts, actor=SYSTEM, at=moment)

    outcome = credit(aisyah, "PUM", "What", "Why", farid, moment)

    assert is_refused(outcome, "already-counts")
    assert len(entries_of(aisyah)) == 1


def test_credit_may_be_granted_after_a_failed_exam(
    aisyah: User, farid: User, salmah: User, moment: datetime
) -> None:
    facts = {"exam": "PUM", "passed": False, "correct": 0, "items": 2}
    append_entry(aisyah, EntryKind.EXAM_RESULT, facts=facts, actor=SYSTEM, at=moment)

    proposed = credit(aisyah, "PUM", "What", "Why", farid, moment)

    assert isinstance(proposed, Proposal)
    assert isinstance(approve(proposed.pk, actor=salmah, at=moment), Entry)


def test_one_registrar_alone_grants_no_credit(aisyah: User, farid: User, moment: datetime) -> None:
    proposed = credit(aisyah, "PUM", "What", "Why", farid, moment)
    assert isinstance(proposed, Proposal)

    assert is_refused(approve(proposed.pk, actor=farid, at=moment), "second-person-needed")
    assert entries_of(aisyah) == ()
    assert is_refused(credit(aisyah, "PUM", "What", "Why", farid, moment), "proposed-already")


@pytest.mark.parametrize(
    "act",
    [
        lambda person, at: matriculate(person, "API", actor=person, at=at),
        lambda person, at: accept_ethics(person, "ethics", version="2026", actor=person, at=at),
    ],
    ids=["matriculate", "accept ethics"],
)
def test_a_registrar_does_not_act_as_a_candidate(
    farid: User, moment: datetime, act: Callable[[User, datetime], object]
) -> None:
    with pytest.raises(PermissionDenied):
        act(farid, moment)


@pytest.mark.parametrize(
    "act",
    [
        lambda person, by, at: matriculate(person, "API", actor=by, at=at),
        lambda person, by, at: accept_ethics(person, "ethics", version="2026", actor=by, at=at),
    ],
    ids=["matriculate", "accept ethics"],
)
def test_a_candidate_does_not_act_for_another(
    aisyah: User, nurul: User, moment: datetime, act: Callable[[User, User, datetime], object]
) -> None:
    with pytest.raises(PermissionDenied):
        act(aisyah, nurul, moment)

    assert entries_of(aisyah) == ()


def test_a_candidate_grants_no_credit(aisyah: User, moment: datetime) -> None:
    with pytest.raises(PermissionDenied):
        credit(aisyah, "PUM", "What", "Why", aisyah, moment)

    assert entries_of(aisyah) == ()


def test_an_inactive_account_may_do_nothing(aisyah: User, moment: datetime) -> None:
    aisyah.is_active = False

    with pytest.raises(PermissionDenied):
        matriculate(aisyah, "API", actor=aisyah, at=moment)
