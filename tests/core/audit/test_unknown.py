"""A record may name what a later release does not have: the entry is named, and nothing breaks."""

from __future__ import annotations

from tauliah.core.audit import audit_all, told, unknown_entries
from tauliah.core.kernel import EntryKind
from tests.core.audit.rules import NEW, TODAY, audited, exam, programme_asking

PROGRAMME = programme_asking(exam("PUM"))
GONE = NEW.passed("OLD9").add(EntryKind.MATRICULATED, designation="OLDD").passed("PUM")


def test_an_entry_of_something_unknown_is_named_in_both_languages():
    found = unknown_entries(PROGRAMME, GONE.entries)

    assert [(one.entry.number, one.code) for one in found] == [(1, "OLD9"), (2, "OLDD")]
    assert found[0].sentence.en == (
        "Entry 1 of 5 January 2026 names OLD9, which this programme does not have; it stays in the "
        "record and counts for nothing here."
    )
    assert found[0].sentence.ms.startswith("Entri 1 bertarikh 5 Januari 2026 menamakan OLD9")


def test_a_withdrawn_entry_is_not_named():
    assert unknown_entries(PROGRAMME, NEW.passed("OLD9").corrected(1, None).entries) == ()


def test_the_rest_of_the_record_is_audited_and_told():
    assert audited(PROGRAMME, GONE).met
    assert [one.exam for one in audit_all(PROGRAMME, GONE.entries, TODAY).uses] == ["OLD9", "PUM"]
    assert told(PROGRAMME, GONE.entries[1], chain=GONE.entries).en == "Matriculated for OLDD."
