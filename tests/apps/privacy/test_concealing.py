"""Words about a person in the ledger: sealed as cipher, and unreadable once the key is dropped."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry
from tauliah.apps.record.concealing import GONE
from tauliah.apps.record.models import RecordEntry, WordsKey
from tauliah.apps.record.queries import entries_of, faults_of, told_entries_of
from tauliah.core.kernel import EntryKind
from tests.services import examhall

FACTS = {"from": "2024-01-01", "to": "2025-01-01", "hours_a_week": 40, "employer": "Bunga Raya"}


@pytest.fixture
def person(published: None) -> User:
    return examhall.candidate("Rosnah")


def record(person: User, moment: datetime, reason: str = "Letter of the employer") -> None:
    append_entry(
        person, EntryKind.EXPERIENCE_RECORDED, facts=FACTS, actor=person, at=moment, reason=reason
    )


def test_words_are_read_as_they_were_written(person: User, moment: datetime) -> None:
    record(person, moment)

    entry = entries_of(person)[-1]
    assert (entry.facts, entry.reason) == (FACTS, "Letter of the employer")


def test_the_ledger_itself_holds_no_words(person: User, moment: datetime) -> None:
    record(person, moment)

    row = RecordEntry.objects.get(kind="experience-recorded")
    assert "Bunga" not in str(row.facts)
    assert "Letter" not in row.reason
    assert row.facts["hours_a_week"] == 40


def test_a_correction_conceals_the_words_within_it(person: User, moment: datetime) -> None:
    facts = {"supersedes": 1, "with": {"exam": "PUM", "source": "Diploma Kenari"}}
    append_entry(person, EntryKind.CORRECTED, facts=facts, actor=person, at=moment)

    assert "Kenari" not in str(RecordEntry.objects.get(kind="corrected").facts)
    assert entries_of(person)[-1].facts == facts


def test_an_entry_without_words_needs_no_key(person: User) -> None:
    assert RecordEntry.objects.filter(person=person).exists()
    assert not WordsKey.objects.exists()


def test_a_chain_holds_without_its_key_and_nobody_reads_its_words(
    person: User, moment: datetime
) -> None:
    record(person, moment)

    WordsKey.objects.all().delete()

    entry = entries_of(person)[-1]
    assert (entry.facts["employer"], entry.reason) == (GONE, GONE)
    assert not faults_of(person)
    assert not told_entries_of(person)[-1].is_altered


def test_equal_words_are_not_seen_to_be_equal(person: User, moment: datetime) -> None:
    record(person, moment)
    record(person, moment)

    first, second = RecordEntry.objects.filter(kind="experience-recorded").order_by("number")
    assert first.facts["employer"] != second.facts["employer"]


def test_words_that_were_moved_to_another_entry_are_a_fault_and_are_not_read(
    person: User, moment: datetime
) -> None:
    record(person, moment)
    record(person, moment, reason="Another")
    on = " ON record_recordentry" if connection.vendor == "postgresql" else ""
    first, second = RecordEntry.objects.filter(kind="experience-recorded").order_by("number")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER record_recordentry_no_UPDATE{on}")
        cursor.execute(
            "UPDATE record_recordentry SET reason = %s WHERE number = %s",
            [first.reason, second.number],
        )

    assert faults_of(person)
    assert entries_of(person)[-1].reason == GONE


def test_the_audit_trail_holds_no_words(person: User, moment: datetime) -> None:
    from tauliah.apps.people.models import AuditEntry

    record(person, moment)

    details = AuditEntry.objects.get(event="record.experience-recorded").details
    assert details == {"from": "2024-01-01", "to": "2025-01-01", "hours_a_week": 40}


def test_words_from_before_there_was_a_key_are_still_read(person: User, moment: datetime) -> None:
    from dataclasses import replace

    from tauliah.apps.record.concealing import revealed

    old = replace(entries_of(person)[0], facts=FACTS, reason="Old")

    assert revealed(person, [old]) == (old,)
