"""What is read of a record: standing, audits, the record in words, progress of many people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tauliah.apps.catalogue.actions import publish
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import accept_ethics, append_entry, matriculate
from tauliah.apps.record.queries import (
    audit_of,
    audits_of,
    effective_entries_of,
    entries_of,
    progress_of,
    told_entries_of,
    transcript_of,
)
from tauliah.apps.record.words import fault_sentence, kind_title
from tauliah.core.kernel import ChainFault, EntryKind
from tests.apps.credited import grant_credit
from tests.apps.invented_programme import invented_programme


def sit(person: User, exam: str, *, passed: bool, at: datetime) -> None:
    facts = {
        "exam": exam,
        "passed": passed,
        "correct": 2 if passed else 0,
        "items": 2,
        "window": "2026-1",
    }
    append_entry(person, EntryKind.EXAM_RESULT, facts=facts, actor=SYSTEM, at=at)


def test_audits_begin_with_what_the_person_is_matriculated_for(
    aisyah: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)

    audits = audits_of(aisyah, at=moment)

    # CPCU has no rules in force before 2030
    assert [(one.designation.code, one.matriculated) for one in audits] == [
        ("API", True),
        ("AINS", False),
    ]


def test_an_audit_follows_the_record(aisyah: User, moment: datetime) -> None:
    sit(aisyah, "PIN", passed=True, at=moment)
    accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)

    audit = audit_of(aisyah, "API", at=moment)

    assert audit is not None
    assert audit.met
    with pytest.raises(KeyError):
        audit_of(aisyah, "XYZ", at=moment)


def test_a_record_can_be_read_as_it_was(aisyah: User, moment: datetime) -> None:
    sit(aisyah, "PIN", passed=False, at=moment)
    sit(aisyah, "PIN", passed=True, at=moment + timedelta(days=90))

    assert len(entries_of(aisyah, until=moment)) == 1


def test_a_correction_changes_what_counts_and_keeps_what_was(
    aisyah: User, moment: datetime
) -> None:
    sit(aisyah, "PIN", passed=True, at=moment)
    append_entry(
        aisyah,
        EntryKind.CORRECTED,
        facts={"supersedes": 1, "with": None},
        actor=SYSTEM,
        at=moment,
        reason="Sat by another person",
    )

    assert transcript_of(aisyah) == ()
    assert effective_entries_of(aisyah) == ()
    assert len(entries_of(aisyah)) == 2


def test_a_transcript_names_days_as_they_are_in_the_programmes_zone(aisyah: User) -> None:
    sit(aisyah, "PIN", passed=True, at=datetime(2026, 3, 3, 16, 30, tzinfo=UTC))

    assert [(line.exam, line.day) for line in transcript_of(aisyah)] == [("PIN", date(2026, 3, 4))]


def test_an_entry_is_told_with_who_recorded_it(aisyah: User, farid: User, moment: datetime) -> None:
    sit(aisyah, "PIN", passed=True, at=moment)
    grant_credit(aisyah, "PUM", source="Diploma", reason="Same syllabus", actor=farid, at=moment)

    result, credit = told_entries_of(aisyah)

    assert (result.recorder, credit.recorder) == ("", "Farid bin Osman")
    assert result.kind.ms == "Keputusan peperiksaan"
    assert "Course PIN (PIN)" in result.sentence.en
    assert "Diploma" in credit.sentence.ms


def test_an_entry_is_told_by_the_release_under_which_it_was_made(
    aisyah: User, moment: datetime
) -> None:
    sit(aisyah, "PIN", passed=True, at=moment)
    path = "courses/PIN/course.yaml"
    renamed = invented_programme()[path].decode().replace("Course PIN", "Another title")
    publish(invented_programme({path: renamed}), actor=SYSTEM, at=moment)
    sit(aisyah, "PIN", passed=True, at=moment)

    before, after = told_entries_of(aisyah)

    assert "Course PIN" in before.sentence.en
    assert "Another title" in after.sentence.en


def test_every_kind_of_entry_has_a_heading_and_every_fault_a_sentence() -> None:
    headings = [kind_title(kind) for kind in EntryKind]
    faults = [
        "altered", "replaced", "missing", "missing, as are all up to 7", "of another person",
        "does not begin the chain", "numbered below 1", "not known to the head of the chain",
        "stands twice", "out of order",
    ]  # fmt: skip
    sentences = [fault_sentence(ChainFault("someone", 3, fault)) for fault in faults]

    assert len({heading.ms for heading in headings}) == len(EntryKind)
    assert len({sentence.ms for sentence in sentences}) == len(faults)
    assert "7" in sentences[3].en


def test_progress_tells_what_each_person_is_in_for_and_what_is_left(
    aisyah: User, nurul: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    sit(aisyah, "PUM", passed=True, at=moment)

    progress = progress_of([aisyah, nurul], at=moment)

    (audit,) = progress[aisyah.pk].audits
    assert (audit.designation.code, audit.finding.left) == ("API", 2)
    assert progress[nurul.pk].is_whole
    assert progress[nurul.pk].audits == ()
    assert progress[nurul.pk].conferrals == ()


def test_progress_knows_awards_in_force_and_revoked_ones(aisyah: User, moment: datetime) -> None:
    for designation, kinds in {
        "API": [EntryKind.CONFERRED],
        "AINS": [EntryKind.CONFERRED, EntryKind.REVOKED],
    }.items():
        for kind in kinds:
            facts = {"designation": designation, "credential": f"{designation}-1"}
            append_entry(aisyah, kind, facts=facts, actor=SYSTEM, at=moment, reason="Why")

    conferrals = progress_of([aisyah], at=moment)[aisyah.pk].conferrals

    assert [(c.letters, c.credential, c.is_in_force) for c in conferrals] == [
        ("API", "API-1", True),
        ("AINS", "AINS-1", False),
    ]


def test_progress_of_many_people_asks_the_database_no_more_often(
    aisyah: User, nurul: User, farid: User, moment: datetime, django_assert_num_queries: Any
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    matriculate(nurul, "AINS", actor=nurul, at=moment)
    progress_of([aisyah], at=moment)

    with django_assert_num_queries(4):
        progress_of([aisyah], at=moment)
    with django_assert_num_queries(4):
        progress_of([aisyah, nurul, farid], at=moment)
