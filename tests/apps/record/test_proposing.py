"""Exemptions and credits take two persons, of whom neither is the one they are for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.facts import Evidence
from tauliah.apps.record.models import Proposal
from tauliah.apps.record.proposing import approve, decline, propose_credit, propose_exemption
from tauliah.apps.record.queries import audit_of, entries_of
from tauliah.apps.record.waiting import proposals_waiting, waiting_count
from tauliah.core.kernel import Entry, EntryKind
from tests.apps.credited import grant_credit
from tests.apps.record.conftest import is_refused

WHY = "The syllabuses were compared."


@pytest.fixture
def proposal(aisyah: User, farid: User, degree: Evidence, moment: datetime) -> Proposal:
    """Farid proposes to exempt Aisyah from PUM."""
    made = propose_exemption(aisyah, "PUM", evidence=degree, reason=WHY, actor=farid, at=moment)
    assert isinstance(made, Proposal), made
    return made


def test_a_proposal_enters_nothing_into_the_record(aisyah: User, proposal: Proposal) -> None:
    assert entries_of(aisyah) == ()


def test_an_approved_exemption_names_both_and_counts(
    aisyah: User, farid: User, salmah: User, proposal: Proposal, moment: datetime
) -> None:
    entry = approve(proposal.pk, actor=salmah, at=moment)

    assert isinstance(entry, Entry)
    assert entry.kind is EntryKind.EXEMPTION_GRANTED
    assert (entry.recorded_by, entry.facts["approved_by"]) == (str(farid.pk), str(salmah.pk))
    assert entry.facts["evidence"] == "Bachelor of Commerce, Universiti Malaya (2021-06-15)"
    assert entry.facts["evidence_kind"] == "degree"
    assert entry.reason == WHY
    audit = audit_of(aisyah, "API", at=moment)
    assert audit is not None
    assert [one.code for one in audit.finding.counted()] == ["PUM"]
    fresh = Proposal.objects.get(pk=proposal.pk)
    assert (fresh.is_approved, fresh.entry, fresh.decided_by) == (True, entry.number, salmah)


def test_who_proposes_does_not_approve(farid: User, proposal: Proposal, moment: datetime) -> None:
    assert is_refused(approve(proposal.pk, actor=farid, at=moment), "second-person-needed")
    assert is_refused(
        decline(proposal.pk, reason="No", actor=farid, at=moment), "second-person-needed"
    )


def test_the_database_too_wants_a_second_person(
    farid: User, proposal: Proposal, moment: datetime
) -> None:
    decision = {"decided_at": moment, "is_approved": False}

    for person in (farid, proposal.person):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(decided_by=person, **decision)


def test_nobody_proposes_or_approves_for_themself(
    zainal: User, farid: User, degree: Evidence, moment: datetime
) -> None:
    own = propose_exemption(zainal, "PUM", evidence=degree, reason=WHY, actor=zainal, at=moment)
    credit = propose_credit(
        zainal, "PIN", source="Diploma", earned_on=None, reason=WHY, actor=zainal, at=moment
    )
    of_farid = propose_exemption(zainal, "PUM", evidence=degree, reason=WHY, actor=farid, at=moment)
    assert isinstance(of_farid, Proposal)

    assert is_refused(own, "own-record")
    assert is_refused(credit, "own-record")
    assert is_refused(approve(of_farid.pk, actor=zainal, at=moment), "own-record")
    assert waiting_count(zainal) == 0
    assert entries_of(zainal) == ()


def test_a_declined_proposal_keeps_its_reason_and_enters_nothing(
    aisyah: User, salmah: User, proposal: Proposal, moment: datetime
) -> None:
    outcome = decline(proposal.pk, reason="Not the same syllabus.", actor=salmah, at=moment)

    assert isinstance(outcome, Proposal)
    assert (outcome.is_approved, outcome.decision_reason) == (False, "Not the same syllabus.")
    assert entries_of(aisyah) == ()
    assert is_refused(approve(proposal.pk, actor=salmah, at=moment), "decided-already")


def test_declining_needs_a_reason(salmah: User, proposal: Proposal, moment: datetime) -> None:
    assert is_refused(decline(proposal.pk, reason=" ", actor=salmah, at=moment), "no-reason")


def test_a_proposal_is_decided_once(salmah: User, proposal: Proposal, moment: datetime) -> None:
    approve(proposal.pk, actor=salmah, at=moment)

    assert is_refused(approve(proposal.pk, actor=salmah, at=moment), "decided-already")
    assert is_refused(approve(uuid4(), actor=salmah, at=moment), "decided-already")


def test_the_same_exam_is_not_proposed_twice_while_one_waits(
    aisyah: User, salmah: User, degree: Evidence, proposal: Proposal, moment: datetime
) -> None:
    again = propose_exemption(aisyah, "PUM", evidence=degree, reason=WHY, actor=salmah, at=moment)

    assert is_refused(again, "proposed-already")


def test_what_counts_by_the_time_of_the_approval_is_not_granted_again(
    aisyah: User, salmah: User, proposal: Proposal, moment: datetime
) -> None:
    grant_credit(aisyah, "PUM", source="What", reason="Why", actor=SYSTEM, at=moment)

    assert is_refused(approve(proposal.pk, actor=salmah, at=moment), "already-counts")


def test_an_exemption_that_has_expired_may_be_granted_anew(
    aisyah: User, farid: User, salmah: User, degree: Evidence, moment: datetime
) -> None:
    short = replace(degree, expires=date(2026, 6, 30))
    first = propose_exemption(aisyah, "PUM", evidence=short, reason=WHY, actor=farid, at=moment)
    assert isinstance(first, Proposal)
    approve(first.pk, actor=salmah, at=moment)

    def again(later: datetime) -> object:
        return propose_exemption(aisyah, "PUM", evidence=degree, reason=WHY, actor=farid, at=later)

    assert is_refused(again(moment + timedelta(days=100)), "already-counts")
    assert isinstance(again(moment + timedelta(days=150)), Proposal)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "nothing-said"),
        ({"issued_by": ""}, "nothing-said"),
        ({"title": "x" * 301}, "said-too-long"),
        ({"issued_on": date(2026, 3, 4)}, "day-to-come"),
        ({"expires": date(2026, 3, 2)}, "over-already"),
        ({"kind": "hearsay"}, "no-such-evidence"),
    ],
)
def test_evidence_that_carries_nothing_is_refused(
    aisyah: User,
    farid: User,
    degree: Evidence,
    moment: datetime,
    change: dict[str, object],
    code: str,
) -> None:
    evidence = replace(degree, **change)  # type: ignore[arg-type]

    outcome = propose_exemption(
        aisyah, "PUM", evidence=evidence, reason=WHY, actor=farid, at=moment
    )

    assert is_refused(outcome, code)


def test_an_exam_that_does_not_exist_and_a_lack_of_reason_are_refused(
    aisyah: User, farid: User, degree: Evidence, moment: datetime
) -> None:
    unknown = propose_exemption(aisyah, "XYZ", evidence=degree, reason=WHY, actor=farid, at=moment)
    silent = propose_exemption(aisyah, "PUM", evidence=degree, reason="", actor=farid, at=moment)

    assert is_refused(unknown, "no-such-exam")
    assert is_refused(silent, "no-reason")


def test_a_candidate_proposes_and_decides_nothing(
    aisyah: User, nurul: User, degree: Evidence, proposal: Proposal, moment: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        propose_exemption(nurul, "PUM", evidence=degree, reason=WHY, actor=aisyah, at=moment)
    with pytest.raises(PermissionDenied):
        approve(proposal.pk, actor=nurul, at=moment)
    with pytest.raises(PermissionDenied):
        decline(proposal.pk, reason="No", actor=nurul, at=moment)


@pytest.mark.usefixtures("granting")
def test_a_course_of_another_body_is_credited_under_the_day_on_which_it_was_earned(
    aisyah: User, farid: User, salmah: User, moment: datetime
) -> None:
    made = propose_credit(
        aisyah,
        "OLD",
        source="Institute of Old, certificate 7",
        earned_on=date(2019, 5, 2),
        reason=WHY,
        actor=farid,
        at=moment,
    )
    assert isinstance(made, Proposal)
    entry = approve(made.pk, actor=salmah, at=moment)

    assert isinstance(entry, Entry)
    assert entry.happened_at.date() in (date(2019, 5, 1), date(2019, 5, 2))
    audit = audit_of(aisyah, "API", at=moment)
    assert audit is not None
    (counted,) = audit.finding.counted()
    assert counted.sentence.en == "Course PUM (PUM) counts since 2 May 2019, by Old course (OLD)."


def test_credit_earned_on_a_day_to_come_is_refused(
    aisyah: User, farid: User, moment: datetime
) -> None:
    outcome = propose_credit(
        aisyah,
        "PUM",
        source="Diploma",
        earned_on=date(2026, 3, 4),
        reason=WHY,
        actor=farid,
        at=moment,
    )

    assert is_refused(outcome, "day-to-come")


def test_a_proposal_waits_for_every_registrar_but_the_one_who_made_it(
    aisyah: User, farid: User, salmah: User, proposal: Proposal, moment: datetime
) -> None:
    assert (waiting_count(farid), waiting_count(salmah)) == (0, 1)
    (told,) = proposals_waiting(salmah)
    assert told.sentence.en == (
        "Exemption from Course PUM (PUM), on this evidence: "
        "Bachelor of Commerce, Universiti Malaya (2021-06-15)."
    )
    approve(proposal.pk, actor=salmah, at=moment)

    assert waiting_count(salmah) == 0


def test_every_step_stands_in_the_audit_trail(
    aisyah: User, farid: User, salmah: User, proposal: Proposal, moment: datetime
) -> None:
    approve(proposal.pk, actor=salmah, at=moment)

    acts = {(act.event, act.actor) for act in audit_trail(by_or_about=aisyah)}

    assert {
        ("proposal.made", str(farid.pk)),
        ("proposal.approved", str(salmah.pk)),
        ("record.exemption-granted", str(salmah.pk)),
    } <= acts


def test_two_registrars_who_are_candidates_decide_for_each_other(
    zainal: User,
    account: Callable[..., User],
    salmah: User,
    degree: Evidence,
    moment: datetime,
) -> None:
    other = account("Rosnah binti Ali", "registrar", "candidate")
    made = propose_exemption(zainal, "PUM", evidence=degree, reason=WHY, actor=other, at=moment)
    assert isinstance(made, Proposal)

    assert isinstance(approve(made.pk, actor=salmah, at=moment), Entry)
