"""What an entry would change is told before it is made."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.audit import Consequence, audit_all, consequences
from tauliah.core.programme import AllOf
from tests.core.audit.rules import COURSES, NEW, TODAY, Record, exam, exams, programme_asking

BOTH = programme_asking(AllOf(all=exams("PUM", "PPM")))


def changed(before: Record, after: Record) -> dict[str, Consequence]:
    found = consequences(BOTH, before=before.entries, after=after.entries, on=TODAY)
    return {one.designation: one for one in found}


def told(found: Consequence) -> list[str]:
    return [sentence.en for sentence in found.sentences]


def test_an_exam_that_comes_nearer_is_told():
    found = changed(NEW, NEW.passed("PUM"))["API"]

    assert found.turn == "better"
    assert told(found) == [
        "Requirements left to API on the shortest way: 1 instead of 2.",
        "The exam Course PUM (PUM) was passed on 5 January 2026.",
    ]


def test_a_withdrawn_entry_goes_further_away():
    before = NEW.passed("PUM")

    found = changed(before, before.corrected(1, None))["API"]

    assert found.turn == "worse"
    assert told(found) == [
        "Requirements left to API on the shortest way: 2 instead of 1.",
        "The exam Course PUM (PUM) is still to be passed.",
    ]


def test_what_is_as_far_as_before_but_by_other_exams_is_told():
    before = NEW.passed("PUM")

    found = changed(before, before.corrected(1, {"exam": "PPM", "passed": True}))["API"]

    assert found.turn == "other"
    assert told(found) == [
        "The exam Course PUM (PUM) is still to be passed.",
        "The exam Course PPM (PPM) was passed on 5 January 2026.",
    ]


def test_matriculation_is_told():
    before = NEW.matriculated()

    assert told(changed(before, before.corrected(1, None))["API"]) == [
        "The person is no longer matriculated for API."
    ]


def test_a_conferred_designation_stays_so_and_that_is_said():
    before = NEW.passed("PUM", "PPM").conferred()

    assert told(changed(before, before.corrected(1, None))["API"])[-1] == (
        "API stays conferred, although its requirements would no longer be met. Whether it is "
        "revoked is a decision of its own."
    )


def test_what_changes_nothing_is_no_consequence():
    before = NEW.passed("PUM")

    assert changed(before, before.passed("PRM")) == {}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(COURSES), max_size=5), st.integers(1, 6))
def test_there_is_a_consequence_exactly_where_an_audit_differs(taken: list[str], number: int):
    programme = programme_asking(AllOf(all=(exam("PUM"), exam("PIN"))))
    before = NEW.passed(*taken)
    after = before.corrected(number, None)

    found = consequences(programme, before=before.entries, after=after.entries, on=TODAY)

    def findings(record: Record) -> dict[str, object]:
        return {
            one.designation.code: (
                one.matriculated,
                [f.sentence for f in one.finding.all_findings()],
            )
            for one in audit_all(programme, record.entries, TODAY).audits
        }

    was, now = findings(before), findings(after)
    assert {one.designation for one in found} == {code for code in was if was[code] != now[code]}
