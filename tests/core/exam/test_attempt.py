"""A running attempt: what is saved is saved in order and in time, and its chain shows any change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tauliah.core.exam import (
    GRACE,
    SAVES,
    AttemptEvent,
    AttemptState,
    OneOf,
    chain_is_whole,
    flag,
    is_repeat,
    save,
    start,
    submit,
)
from tauliah.core.kernel import LANGUAGES, Refused

STARTED = datetime(2026, 2, 10, 2, tzinfo=UTC)
DEADLINE = STARTED + timedelta(minutes=65)
ITEMS = {f"item-{n}": OneOf(frozenset("abcd")) for n in range(1, 4)}
MOMENTS = st.integers(-60, 4200).map(lambda seconds: STARTED + timedelta(seconds=seconds))


def started(attempt: str = "attempt-1") -> tuple[AttemptState, AttemptEvent]:
    return start(AttemptState(attempt, ITEMS, STARTED, DEADLINE))


class RunningAttempt(RuleBasedStateMachine):
    """Aisyah, a slow network and a second tab, against a plain model of what was saved."""

    @initialize()
    def begin(self) -> None:
        self.state, first = started()
        self.events = [first]
        self.answers: dict[str, str | None] = {}
        self.flags: set[str] = set()
        self.sequence = 0
        self.submitted_at: datetime | None = None

    def expected_refusal(self, sequence: int, at: datetime, *, is_on_form: bool) -> str | None:
        if self.submitted_at is not None:
            return "submitted"
        if at > DEADLINE + timedelta(seconds=10):
            return "deadline-passed"
        if sequence <= self.sequence:
            return "stale"
        return None if is_on_form else "not-on-this-form"

    def keep(self, outcome: Any, refusal: str | None) -> bool:
        if refusal is not None:
            assert isinstance(outcome, Refused)
            assert outcome.code == refusal
            return False
        assert not isinstance(outcome, Refused)
        self.state, event = outcome
        self.events.append(event)
        return True

    @rule(
        item=st.sampled_from([*ITEMS, "item-of-kumar"]),
        option=st.sampled_from([*"abcd", "z", None]),
        step=st.integers(-2, 3),
        at=MOMENTS,
    )
    def save_an_answer(self, item: str, option: str | None, step: int, at: datetime) -> None:
        sequence = self.sequence + step
        is_on_form = item in ITEMS and option != "z"
        outcome = save(self.state, item, value=option, client_sequence=sequence, at=at)
        if self.keep(outcome, self.expected_refusal(sequence, at, is_on_form=is_on_form)):
            self.answers[item] = option
            self.sequence = sequence

    @rule(
        item=st.sampled_from([*ITEMS, "item-of-kumar"]),
        flagged=st.booleans(),
        step=st.integers(-2, 3),
        at=MOMENTS,
    )
    def flag_an_item(self, item: str, flagged: bool, step: int, at: datetime) -> None:
        sequence = self.sequence + step
        outcome = flag(self.state, item, flagged=flagged, client_sequence=sequence, at=at)
        if self.keep(outcome, self.expected_refusal(sequence, at, is_on_form=item in ITEMS)):
            self.flags = self.flags | {item} if flagged else self.flags - {item}
            self.sequence = sequence

    @precondition(lambda self: len(self.events) > 3)
    @rule(at=MOMENTS)
    def submit_it(self, at: datetime) -> None:
        refusal = "submitted" if self.submitted_at else None
        if self.keep(submit(self.state, at=at), refusal):
            self.submitted_at = min(at, DEADLINE)

    @invariant()
    def the_chain_is_whole_and_its_head_is_known(self) -> None:
        assert chain_is_whole(tuple(self.events), attempt="attempt-1")
        assert self.state.events == len(self.events)
        assert self.state.head == self.events[-1].digest

    @invariant()
    def the_state_is_what_was_accepted(self) -> None:
        assert self.state.client_sequence == self.sequence
        assert self.state.submitted_at == self.submitted_at

    @invariant()
    def the_chain_alone_gives_the_answers_and_the_flags(self) -> None:
        answers = {e.item: e.value for e in self.events if e.act == "answered"}
        flags: set[str] = set()
        for event in self.events:
            if event.act == "flagged":
                flags.add(event.item)
            elif event.act == "unflagged":
                flags.discard(event.item)
        assert (answers, flags) == (self.answers, self.flags)

    @invariant()
    def sequences_only_rise(self) -> None:
        sequences = [e.client_sequence for e in self.events if e.act in SAVES]
        assert sequences == sorted(set(sequences))


RunningAttempt.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_a_running_attempt = RunningAttempt.TestCase


def a_chain(acts: list[tuple[str, str | None]]) -> tuple[AttemptEvent, ...]:
    state, event = started()
    events = [event]
    for number, (item, option) in enumerate(acts, start=1):
        at = STARTED + timedelta(seconds=number)
        outcome = save(state, item, value=option, client_sequence=number, at=at)
        assert not isinstance(outcome, Refused)
        state, event = outcome
        events.append(event)
    outcome = submit(state, at=STARTED + timedelta(minutes=30))
    assert not isinstance(outcome, Refused)
    return (*events, outcome[1])


chains = st.lists(
    st.tuples(st.sampled_from(sorted(ITEMS)), st.sampled_from([*"abcd", None])), max_size=8
).map(a_chain)
OTHER_VALUES: dict[str, Any] = {
    "number": 99,
    "act": "unflagged",
    "item": "item-9",
    "value": "e",
    "client_sequence": 99,
    "server_time": STARTED - timedelta(days=1),
    "previous": "sha256:" + "0" * 64,
    "digest": "sha256:" + "f" * 64,
}


@given(chains, st.data(), st.sampled_from(sorted(OTHER_VALUES)))
def test_any_change_of_any_link_is_noticed(chain, data, field):
    at = data.draw(st.integers(0, len(chain) - 1))
    altered = replace(chain[at], **{field: OTHER_VALUES[field]})

    assert not chain_is_whole((*chain[:at], altered, *chain[at + 1 :]), attempt="attempt-1")


@given(chains, st.data())
def test_a_missing_doubled_or_moved_link_is_noticed(chain, data):
    at = data.draw(st.integers(0, len(chain) - 2))
    other = data.draw(st.integers(at + 1, len(chain) - 1))
    moved = list(chain)
    moved[at], moved[other] = moved[other], moved[at]

    for stored in ((*chain[:at], *chain[at + 1 :]), (*chain[: at + 1], *chain[at:]), tuple(moved)):
        assert not chain_is_whole(stored, attempt="attempt-1")


@given(chains)
def test_a_chain_belongs_to_one_attempt(chain):
    assert chain_is_whole(chain, attempt="attempt-1")
    assert not chain_is_whole(chain, attempt="attempt-of-kumar")


@given(chains, st.integers(0, 8))
def test_links_cut_from_the_end_are_noticed_by_the_head(chain, kept):
    cut = chain[: min(kept, len(chain) - 1)]

    assert chain_is_whole(cut, attempt="attempt-1")
    assert not cut or cut[-1].digest != chain[-1].digest


@pytest.mark.parametrize("late", [timedelta(0), GRACE])
def test_a_save_on_its_way_at_the_deadline_is_still_taken(late):
    state, _ = started()

    saved = save(state, "item-1", value="a", client_sequence=1, at=DEADLINE + late)

    assert not isinstance(saved, Refused)


def test_a_save_after_the_grace_is_refused_and_says_that_earlier_answers_count():
    state, _ = started()
    late = DEADLINE + GRACE + timedelta(microseconds=1)

    refused = save(state, "item-1", value="a", client_sequence=1, at=late)

    assert refused.code == "deadline-passed"
    assert "all answers saved before count" in refused.message.en


def test_late_autosave_does_not_overwrite_a_newer_answer():
    state, _ = started()
    state, _ = save(state, "item-1", value="b", client_sequence=2, at=STARTED)

    refused = save(state, "item-1", value="a", client_sequence=1, at=STARTED)

    assert refused.code == "stale"


def test_the_same_save_sent_again_is_known_as_a_repeat():
    state, _ = started()
    _, event = save(state, "item-1", value="b", client_sequence=2, at=STARTED)

    assert is_repeat(event, "item-1", act="answered", value="b", client_sequence=2)
    assert not is_repeat(event, "item-1", act="answered", value="c", client_sequence=2)
    assert not is_repeat(event, "item-1", act="flagged", value="b", client_sequence=2)
    assert not is_repeat(event, "item-1", act="answered", value="b", client_sequence=3)


def test_an_attempt_handed_in_late_counts_as_handed_in_at_its_deadline():
    state, _ = started()

    sealed, event = submit(state, at=DEADLINE + timedelta(hours=5))

    assert sealed.submitted_at == DEADLINE
    assert event.server_time == DEADLINE + timedelta(hours=5)


@given(MOMENTS)
def test_time_left_is_whole_seconds_and_never_negative(at):
    state, _ = started()
    left = state.seconds_left(at)

    assert left >= 0
    assert (left == 0) == (DEADLINE - at < timedelta(seconds=1))
    assert timedelta(seconds=left) <= max(DEADLINE - at, timedelta(0))


def test_no_time_is_left_once_submitted():
    state, _ = started()
    sealed, _ = submit(state, at=STARTED)

    assert sealed.seconds_left(STARTED) == 0


def test_every_refusal_is_said_in_both_languages():
    state, _ = started()
    sealed, _ = submit(state, at=STARTED)
    refusals = [
        save(sealed, "item-1", value="a", client_sequence=1, at=STARTED),
        save(state, "item-1", value="a", client_sequence=0, at=STARTED),
        save(state, "item-9", value="a", client_sequence=1, at=STARTED),
        save(state, "item-1", value="a", client_sequence=1, at=DEADLINE + timedelta(hours=1)),
    ]

    assert [refused.code for refused in refusals] == [
        "submitted", "stale", "not-on-this-form", "deadline-passed",
    ]  # fmt: skip
    for refused in refusals:
        assert len({refused.message.in_language(language) for language in LANGUAGES}) == 2
