"""A record tells what was done to it: which entry was altered, replaced, cut out, added or moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.kernel import ChainFault, EntryKind, chain_faults, seal
from tests.core.kernel.records import AISYAH, chain_of, chains, entry

OTHER_VALUES = {
    "person": "kumar",
    "kind": EntryKind.CREDIT_GRANTED,
    "facts": {"exam": "PFP", "passed": True},
    "happened_at": datetime(2020, 1, 1, tzinfo=UTC),
    "recorded_by": "kumar",
    "reason": "as agreed",
    "release": "99",
    "previous": "sha256:" + "0" * 64,
    "seal": "sha256:" + "0" * 64,
}
PASSED = {"exam": "PUM", "passed": True}
FAILED = {"exam": "PUM", "passed": False}


def head_of(chain):
    return (chain[-1].number, chain[-1].seal) if chain else (0, "")


def faults(stored, *, head):
    return {(fault.number, fault.fault) for fault in chain_faults(AISYAH, stored, head=head)}


def named(stored, *, head):
    return {number for number, _ in faults(stored, head=head)}


@given(chains(least=0))
def test_a_whole_chain_has_no_faults(chain):
    assert chain_faults(AISYAH, chain) == ()
    assert chain_faults(AISYAH, chain, head=head_of(chain)) == ()


@given(chains(), st.data(), st.sampled_from(sorted(OTHER_VALUES)))
def test_an_altered_entry_is_named_whichever_field_was_altered(chain, data, field):
    at = data.draw(st.integers(0, len(chain) - 1))
    altered = replace(chain[at], **{field: OTHER_VALUES[field]})

    found = faults([*chain[:at], altered, *chain[at + 1 :]], head=head_of(chain))

    assert (at + 1, "altered") in found
    assert {number for number, _ in found} == {at + 1}


@given(chains(), st.data(), st.sampled_from(sorted(set(OTHER_VALUES) - {"seal"})))
def test_an_altered_entry_that_was_sealed_again_is_named(chain, data, field):
    at = data.draw(st.integers(0, len(chain) - 1))
    forged = seal(replace(chain[at], **{field: OTHER_VALUES[field]}))

    found = faults([*chain[:at], forged, *chain[at + 1 :]], head=head_of(chain))

    assert (at + 1, "replaced") in found


@given(chains(least=2), st.data())
def test_a_chain_forged_from_an_entry_onwards_is_told_from_its_head(chain, data):
    at = data.draw(st.integers(0, len(chain) - 1))
    forged = [*chain[:at]]
    for old in chain[at:]:
        previous = forged[-1].seal if forged else ""
        forged.append(seal(replace(old, reason="forged", previous=previous)))

    assert faults(forged, head=head_of(chain)) == {(len(chain), "replaced")}
    assert faults(forged, head=head_of(forged)) == set()


@given(chains(least=2), st.data())
def test_a_missing_entry_is_named(chain, data):
    at = data.draw(st.integers(0, len(chain) - 1))

    found = faults([*chain[:at], *chain[at + 1 :]], head=head_of(chain))

    assert found == {(at + 1, "missing")}


@given(chains(), st.data())
def test_entries_cut_from_the_end_are_named_by_the_head(chain, data):
    kept = data.draw(st.integers(0, len(chain) - 1))
    cut = chain[:kept]

    found = faults(cut, head=head_of(chain))

    if len(chain) - kept == 1:
        assert found == {(len(chain), "missing")}
    else:
        assert found == {(kept + 1, f"missing, as are all up to {len(chain)}")}
    assert chain_faults(AISYAH, cut) == ()  # without the head they leave no trace


@given(chains(least=2), st.data())
def test_two_entries_in_each_others_place_are_both_named(chain, data):
    one = data.draw(st.integers(0, len(chain) - 2))
    other = data.draw(st.integers(one + 1, len(chain) - 1))
    stored = list(chain)
    stored[one], stored[other] = stored[other], stored[one]

    assert faults(stored, head=head_of(chain)) == {
        (one + 1, "out of order"),
        (other + 1, "out of order"),
    }


@given(chains(), st.data())
def test_an_entry_that_stands_twice_is_named(chain, data):
    at = data.draw(st.integers(0, len(chain) - 1))

    found = faults([*chain, chain[at]], head=head_of(chain))

    assert (at + 1, "stands twice") in found


@given(chains())
def test_entries_added_behind_the_head_are_named(chain):
    added = entry(len(chain) + 1, previous=chain[-1].seal)

    found = faults([*chain, added], head=head_of(chain))

    assert found == {(len(chain) + 1, "not known to the head of the chain")}


@given(chains(), st.data())
def test_a_forged_twin_is_named_although_its_seal_is_right(chain, data):
    at = data.draw(st.integers(0, len(chain) - 1))
    twin = seal(replace(chain[at], reason="another story"))

    found = faults([*chain[: at + 1], twin, *chain[at + 1 :]], head=head_of(chain))

    assert {(at + 1, "replaced"), (at + 1, "stands twice")} == found


@given(chains(), st.integers())
def test_an_entry_under_another_number_is_named_and_its_own_number_is_missing(chain, number):
    at = len(chain) // 2
    moved = replace(chain[at], number=number)

    found = named([*chain[:at], moved, *chain[at + 1 :]], head=head_of(chain))

    assert (number == at + 1) == (found == set())
    if number != at + 1:
        assert {number, at + 1} <= found


def test_a_huge_forged_number_gives_one_fault_for_its_gap():
    chain = chain_of([PASSED, FAILED])
    forged = seal(replace(chain[1], number=10**15))

    assert faults([chain[0], forged], head=None) == {
        (2, f"missing, as are all up to {10**15 - 1}"),
    }


def test_an_entry_with_facts_that_cannot_be_sealed_is_altered_and_no_crash():
    chain = chain_of([PASSED, PASSED])
    altered = replace(chain[0], facts={"exam": "PUM", "passed": True, "correct": 34.5})
    without_zone = replace(chain[1], happened_at=datetime(2026, 1, 6))  # noqa: DTZ001

    assert faults([altered, without_zone], head=head_of(chain)) == {(1, "altered"), (2, "altered")}


def test_a_whole_chain_of_somebody_else_is_not_taken_for_aisyahs():
    chain = chain_of([PASSED])

    assert ChainFault("kumar", 1, "of another person") in chain_faults("kumar", chain)


def test_a_moment_is_sealed_as_the_same_moment_in_any_zone():
    in_utc = entry(1, at=datetime(2026, 1, 5, 2, tzinfo=UTC))
    in_kuala_lumpur = entry(1, at=datetime(2026, 1, 5, 10, tzinfo=timezone(timedelta(hours=8))))

    assert in_utc.seal == in_kuala_lumpur.seal


def test_a_moment_without_a_zone_is_not_sealed():
    with pytest.raises(ValueError, match="time zone"):
        entry(1, at=datetime(2026, 1, 5))  # noqa: DTZ001


def test_faults_come_by_number():
    chain = chain_of([PASSED] * 5)

    found = chain_faults(AISYAH, [chain[4], chain[1]], head=head_of(chain))

    assert [fault.number for fault in found] == sorted(fault.number for fault in found)
