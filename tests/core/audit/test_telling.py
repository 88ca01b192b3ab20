"""A record in plain words, in both languages."""

from __future__ import annotations

import pytest

from tauliah.core.audit import told
from tauliah.core.kernel import EntryKind
from tests.core.audit.rules import NEW, TWO_PATHWAYS, Record, programme_asking

PROGRAMME = programme_asking(TWO_PATHWAYS)
RESULT = {"exam": "PUM", "correct": 34, "items": 50, "window": "2026-1"}


def told_last(record: Record) -> str:
    return told(PROGRAMME, record.entries[-1], chain=record.entries).en


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (NEW.matriculated(), "Matriculated for Title API (API)."),
        (NEW.completed("PIN"), "Completed the course Course PIN (PIN)."),
        (NEW.conferred(), "Title API (API) conferred, with credential C-1."),
        (NEW.conferred().revoked(), "Title API (API) revoked, credential C-1."),
        (
            NEW.conferred().revoked().reinstated(),
            "Title API (API) put back in force, credential C-1.",
        ),
        (
            NEW.credited("PLI"),
            "Credit granted for the exam Course PLI (PLI), for what was earned elsewhere: elsewhere.",
        ),
    ],
)
def test_each_act_is_one_sentence(record: Record, sentence: str) -> None:
    assert told_last(record) == sentence


def test_a_result_says_whether_it_was_a_pass_and_how_much_was_right() -> None:
    failed = NEW.add(EntryKind.EXAM_RESULT, passed=False, **RESULT)
    passed = NEW.add(EntryKind.EXAM_RESULT, passed=True, **{**RESULT, "correct": 35})

    assert "did not pass, with 34 of 50 items right" in told_last(failed)
    assert told_last(passed).startswith("Passed the exam Course PUM (PUM) in window 2026-1")


def test_both_languages_tell_the_same_entry() -> None:
    record = NEW.matriculated()

    assert "Title API (ms) (API)" in told(PROGRAMME, record.entries[0], chain=record.entries).ms


def test_a_code_of_ethics_is_told_by_its_own_version() -> None:
    title = PROGRAMME.about.ethics[0].title.en

    assert title in told_last(NEW.accepted("ethics", PROGRAMME.about.ethics[0].version))
    assert told_last(NEW.accepted("ethics", "1999")) == "Accepted the ethics 1999."


def test_a_correction_tells_what_the_entry_says_now() -> None:
    sat = NEW.add(EntryKind.EXAM_RESULT, passed=False, **RESULT)
    once = sat.corrected(1, {**RESULT, "passed": True, "correct": 36})
    twice = once.corrected(2, {**RESULT, "passed": True, "correct": 37})

    assert told_last(once).startswith("Entry 1 corrected. It now reads: Passed the exam")
    assert told_last(twice).startswith("Entry 2 corrected. It now reads: Passed the exam")
    assert "37 of 50" in told_last(twice)


def test_a_withdrawal_is_told_as_such() -> None:
    assert told_last(NEW.credited("PLI").corrected(1, None)) == (
        "Entry 1 withdrawn; it no longer counts."
    )


@pytest.mark.parametrize("number", [1, 7])
def test_a_correction_of_nothing_says_that_it_changes_nothing(number: int) -> None:
    record = NEW.corrected(number, {"exam": "PUM", "passed": True})

    assert told_last(record) == (
        f"A correction of entry {number}, which is not there; it changes nothing."
    )
