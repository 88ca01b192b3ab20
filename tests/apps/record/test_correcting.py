"""Corrections: what may be corrected, by whom, and what holds once a second person approves."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry
from tauliah.apps.record.correcting import effect_of_entry
from tauliah.apps.record.facts import Evidence, rewritten
from tauliah.apps.record.models import Proposal
from tauliah.apps.record.proposing import approve, propose_correction
from tauliah.apps.record.queries import effective_entries_of, entries_of, faults_of
from tauliah.core.kernel import Entry, EntryKind, Refused
from tests.apps.credited import grant_credit
from tests.apps.record.conftest import is_refused

NEW_FACTS = {"exam": "PUM", "source": "Diploma"}


@pytest.fixture
def credited(aisyah: User, moment: datetime) -> User:
    """Aisyah, whose entry 1 credits PIN."""
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=SYSTEM, at=moment)
    return aisyah


def proposed(person: User, actor: User, at: datetime, facts: object = NEW_FACTS) -> Proposal:
    made = propose_correction(
        person,
        1,
        facts=facts,  # type: ignore[arg-type]
        reason="The wrong exam was named.",
        actor=actor,
        at=at,
    )
    assert isinstance(made, Proposal), made
    return made


def test_an_approved_correction_supersedes_the_entry_and_keeps_it(
    credited: User, farid: User, salmah: User, moment: datetime
) -> None:
    (before,) = entries_of(credited)
    made = approve(proposed(credited, farid, moment).pk, actor=salmah, at=moment)

    assert isinstance(made, Entry)
    assert made.facts == {"supersedes": 1, "with": NEW_FACTS, "approved_by": str(salmah.pk)}
    assert made.recorded_by == str(farid.pk)
    assert entries_of(credited) == (before, made)
    assert [one.facts for one in effective_entries_of(credited)] == [NEW_FACTS]
    assert faults_of(credited) == ()


def test_a_withdrawn_entry_counts_no_more_and_can_be_put_back(
    credited: User, farid: User, salmah: User, moment: datetime
) -> None:
    approve(proposed(credited, farid, moment, facts=None).pk, actor=salmah, at=moment)
    withdrawn = effective_entries_of(credited)
    approve(proposed(credited, salmah, moment).pk, actor=farid, at=moment)

    assert withdrawn == ()
    assert [one.facts for one in effective_entries_of(credited)] == [NEW_FACTS]


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        (EntryKind.CONFERRED, {"designation": "API", "credential": "C"}, "an-award"),
        (EntryKind.REVOKED, {"designation": "API", "credential": "C"}, "an-award"),
        (EntryKind.REINSTATED, {"designation": "API", "credential": "C"}, "an-award"),
        (
            EntryKind.EXAM_RESULT,
            {"exam": "PUM", "passed": True, "correct": 2, "items": 2, "window": "2026-1"},
            "an-exam-result",
        ),
    ],
)
def test_awards_and_results_are_not_corrected_here(
    aisyah: User,
    farid: User,
    moment: datetime,
    kind: EntryKind,
    facts: dict[str, object],
    code: str,
) -> None:
    append_entry(aisyah, kind, facts=facts, actor=SYSTEM, at=moment)

    outcome = propose_correction(aisyah, 1, facts=None, reason="Why", actor=farid, at=moment)

    assert is_refused(outcome, code)


def test_a_correction_is_corrected_at_the_entry_it_is_about(
    credited: User, farid: User, salmah: User, moment: datetime
) -> None:
    approve(proposed(credited, farid, moment).pk, actor=salmah, at=moment)

    outcome = propose_correction(credited, 2, facts=None, reason="Why", actor=farid, at=moment)

    assert is_refused(outcome, "a-correction")


def test_what_changes_nothing_and_what_is_not_there_are_refused(
    credited: User, farid: User, moment: datetime
) -> None:
    def outcome(number: int, facts: dict[str, str]) -> object:
        return propose_correction(
            credited, number, facts=facts, reason="Why", actor=farid, at=moment
        )

    assert is_refused(outcome(1, {"exam": "PIN", "source": "Diploma"}), "no-difference")
    assert is_refused(outcome(1, {"exam": "XYZ", "source": "Diploma"}), "no-such-exam")
    assert is_refused(outcome(9, NEW_FACTS), "no-such-entry")


def test_an_entry_that_was_corrected_in_between_is_looked_at_anew(
    credited: User, farid: User, salmah: User, moment: datetime
) -> None:
    waiting = proposed(credited, farid, moment)
    facts = {"supersedes": 1, "with": {"exam": "PPM", "source": "Diploma"}}
    append_entry(credited, EntryKind.CORRECTED, facts=facts, actor=SYSTEM, at=moment)

    assert is_refused(approve(waiting.pk, actor=salmah, at=moment), "changed-since")


def test_nobody_corrects_the_own_record(zainal: User, moment: datetime) -> None:
    grant_credit(zainal, "PIN", source="Diploma", reason="Same", actor=SYSTEM, at=moment)

    outcome = propose_correction(zainal, 1, facts=NEW_FACTS, reason="Why", actor=zainal, at=moment)

    assert is_refused(outcome, "own-record")


def test_the_effect_is_told_before_it_is_proposed_and_changes_nothing(
    credited: User, moment: datetime
) -> None:
    before = entries_of(credited)

    effect = effect_of_entry(
        credited, EntryKind.CORRECTED, {"supersedes": 1, "with": None}, at=moment
    )

    assert {one.letters: one.turn for one in effect} == {"AINS": "worse", "API": "worse"}
    assert entries_of(credited) == before


def test_an_exemption_that_is_corrected_stays_approved(
    aisyah: User, farid: User, salmah: User, degree: Evidence, moment: datetime
) -> None:
    from tauliah.apps.record.proposing import propose_exemption
    from tauliah.apps.record.queries import audit_of

    made = propose_exemption(aisyah, "PPM", evidence=degree, reason="Why", actor=farid, at=moment)
    assert isinstance(made, Proposal)
    entry = approve(made.pk, actor=salmah, at=moment)
    assert isinstance(entry, Entry)
    facts = rewritten(entry.kind, entry.facts, {"exam": "PIN", "expires": "2027-12-31"})
    assert not isinstance(facts, Refused)
    approve(proposed(aisyah, farid, moment, facts=facts).pk, actor=salmah, at=moment)

    audit = audit_of(aisyah, "AINS", at=moment)
    assert audit is not None
    assert audit.met
    assert audit.finding.sentence.en.endswith("it counts until 31 December 2027.")


def test_facts_are_rewritten_by_name_and_read_as_what_they_are() -> None:
    work = {"from": "2023-01-01", "to": "2023-12-31", "hours_a_week": 40, "employer": "Amal"}

    changes = {"hours_a_week": "20", "to": "2024-06-30"}

    assert rewritten(EntryKind.EXPERIENCE_RECORDED, work, changes) == {
        **work,
        "hours_a_week": 20,
        "to": "2024-06-30",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"to": "tomorrow"},
        {"hours_a_week": "many"},
        {"hours_a_week": "-1"},
        {"approved_by": "farid"},
        {"passed": "true"},
    ],
)
def test_what_cannot_stand_in_the_entry_is_refused_with_what_can(change: dict[str, str]) -> None:
    work = {"from": "2023-01-01", "to": "2023-12-31", "hours_a_week": 40, "employer": "Amal"}

    outcome = rewritten(EntryKind.EXPERIENCE_RECORDED, work, change)

    assert is_refused(outcome, "fact-not-understood")
    assert isinstance(outcome, Refused)
    assert "from, to, hours_a_week, employer" in outcome.message.en


def test_evidence_that_is_rewritten_says_the_same_in_its_line(degree: Evidence) -> None:
    before = {"exam": "PUM", **degree.facts(), "approved_by": "salmah"}

    facts = rewritten(EntryKind.EXEMPTION_GRANTED, before, {"issued_by": "Universiti Sains"})

    assert isinstance(facts, dict)
    assert facts["evidence"] == "Bachelor of Commerce, Universiti Sains (2021-06-15)"
    assert facts["approved_by"] == "salmah"


@given(
    st.sampled_from(sorted(set(EntryKind))),
    st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=3),
)
def test_whatever_is_written_is_read_or_refused_and_never_breaks(
    kind: EntryKind, changes: dict[str, str]
) -> None:
    outcome = rewritten(kind, {"exam": "PUM"}, changes)

    assert isinstance(outcome, dict | Refused)
