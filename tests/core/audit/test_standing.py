"""What a person has, from all that is in the record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.audit import effective, standing_of
from tests.core.audit.rules import NEW

ACTS = {
    "pass": lambda record, code: record.passed(code),
    "fail": lambda record, code: record.failed(code),
    "credit": lambda record, code: record.credited(code),
    "complete": lambda record, code: record.completed(code),
    "confer": lambda record, code: record.conferred(code),
    "revoke": lambda record, code: record.revoked(code),
    "reinstate": lambda record, code: record.reinstated(code),
}
histories = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(["PUM", "PIN"]))
    | st.tuples(st.just("correct"), st.integers(1, 8), st.booleans()),
    max_size=10,
)


def record_of(history):
    """A record in which a correction turns a result around or withdraws an entry."""
    record = NEW
    for act, *details in history:
        if act != "correct":
            record = ACTS[act](record, *details)
            continue
        number, withdraws = details
        turned = None
        if not withdraws and number <= len(record.entries):
            facts = dict(record.entries[number - 1].facts)
            if "passed" in facts:
                turned = {**facts, "passed": not facts["passed"]}
        record = record.corrected(number, turned)
    return record


@given(histories)
def test_without_corrections_every_entry_is_effective_as_it_stands(history):
    record = record_of([step for step in history if step[0] != "correct"])

    assert effective(record.entries) == record.entries


@given(histories)
def test_no_correction_is_effective_by_itself_and_no_number_stands_twice(history):
    record = record_of(history)
    numbers = [entry.number for entry in effective(record.entries)]

    assert numbers == sorted(set(numbers))
    assert {entry.kind for entry in effective(record.entries)} <= {
        entry.kind for entry in record.entries if "supersedes" not in entry.facts
    }


@given(histories, st.randoms())
def test_the_order_in_which_entries_are_handed_over_does_not_matter(history, random):
    entries = list(record_of(history).entries)
    shuffled = list(entries)
    random.shuffle(shuffled)

    assert standing_of(shuffled) == standing_of(entries)


@given(histories)
def test_withdrawing_everything_leaves_nothing(history):
    record = record_of(history)
    for number in range(1, len(record.entries) + 1):
        record = record.corrected(number, None)

    has = standing_of(record.entries)

    assert not any([has.exams_passed, has.courses_completed, has.held, has.revoked])


@given(histories)
def test_a_designation_is_never_both_held_and_revoked(history):
    has = standing_of(record_of(history).entries)

    assert not set(has.held) & set(has.revoked)
    assert set(has.exams_passed) <= set(has.courses_completed)
