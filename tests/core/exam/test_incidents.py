"""Pauses, extensions, voiding and leases, against a plain model of the clock of one attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tauliah.core.exam import (
    GRACE,
    AttemptState,
    OneOf,
    claim,
    extend,
    first_break,
    lengthen,
    pause,
    replayed,
    resume,
    save,
    settle,
    start,
    submit,
    void,
)
from tauliah.core.kernel import LANGUAGES, Refused

STARTED = datetime(2026, 2, 10, 2, tzinfo=UTC)
LENGTH = timedelta(minutes=65)
ITEMS = {"item-1": OneOf(frozenset("abcd"))}


def running() -> AttemptState:
    return start(AttemptState("attempt-1", ITEMS, STARTED, STARTED + LENGTH))[0]


def done(outcome: Any) -> AttemptState:
    assert not isinstance(outcome, Refused), outcome
    return outcome[0]


def code(outcome: Any) -> str:
    assert isinstance(outcome, Refused), outcome
    assert len({outcome.message.in_language(language) for language in LANGUAGES}) == 2
    return outcome.code


class Room(RuleBasedStateMachine):
    """An invigilator, two tabs and a clock that only moves forward, against plain arithmetic.

    The model knows seconds: how many the candidate was given, and how many ran.
    """

    @initialize()
    def begin(self) -> None:
        self.state, first = start(AttemptState("attempt-1", ITEMS, STARTED, STARTED + LENGTH))
        self.links = [first]
        self.now = 0
        self.given = 65 * 60
        self.ran = 0
        self.is_paused = False
        self.pause_ends: int | None = None
        self.ended = ""
        self.lease = ""
        self.sequence = 0

    @property
    def at(self) -> datetime:
        return STARTED + timedelta(seconds=self.now)

    def keep(self, outcome: Any, expected: str | None) -> bool:
        if expected is not None:
            assert code(outcome) == expected
            return False
        self.state = done(outcome)
        self.links.append(outcome[1])
        return True

    @rule(seconds=st.integers(0, 1500))
    def time_passes(self, seconds: int) -> None:
        if self.ended:
            self.now += seconds
            return
        for _ in range(seconds):
            self.now += 1
            if self.is_paused and (self.pause_ends is None or self.now <= self.pause_ends):
                continue
            self.ran += 1
        self.settle()

    def settle(self) -> None:
        over = settle(self.state, at=self.at)
        is_over = (
            not self.ended and self.is_paused
            and self.pause_ends is not None and self.now >= self.pause_ends
        )  # fmt: skip
        assert (over is not None) is is_over
        if over is not None:
            self.state = over[0]
            self.links.append(over[1])
            self.is_paused, self.pause_ends = False, None

    @rule(until=st.one_of(st.none(), st.integers(1, 900)))
    def pause(self, until: int | None) -> None:
        end = None if until is None else self.at + timedelta(seconds=until)
        expected = None
        if self.ended:
            expected = "submitted"
        elif self.is_paused:
            expected = "paused"
        elif self.ran > self.given:
            expected = "time-is-over"
        if self.keep(pause(self.state, by="devi", reason="alarm", at=self.at, until=end), expected):
            self.is_paused = True
            self.pause_ends = None if until is None else self.now + until

    @rule()
    def resume(self) -> None:
        expected = "submitted" if self.ended else None if self.is_paused else "not-paused"
        if self.keep(resume(self.state, by="devi", reason="", at=self.at), expected):
            self.is_paused, self.pause_ends = False, None

    @rule(minutes=st.integers(-1, 20))
    def extend(self, minutes: int) -> None:
        expected = "wrong-minutes" if minutes < 1 else "submitted" if self.ended else None
        outcome = extend(self.state, minutes=minutes, by="devi", reason="alarm", at=self.at)
        if self.keep(outcome, expected):
            # what ran out before it was extended is given again
            overrun = 0 if self.is_paused else max(0, self.ran - self.given)
            self.given += overrun + 60 * minutes

    @rule(tab=st.sampled_from(["tab-1", "tab-2"]), take_over=st.booleans())
    def claim(self, tab: str, take_over: bool) -> None:
        expected = None
        if self.ended:
            expected = "submitted"
        elif not self.is_paused and self.ran > self.given + 10:
            expected = "deadline-passed"
        elif self.lease and not take_over:
            expected = "held-elsewhere"
        outcome = claim(self.state, lease=tab, holder=tab, take_over=take_over, at=self.at)
        if self.keep(outcome, expected):
            self.lease = tab

    @rule(tab=st.sampled_from(["", "tab-1", "tab-2"]), step=st.integers(-1, 2))
    def save(self, tab: str, step: int) -> None:
        expected = None
        if self.ended:
            expected = "submitted"
        elif tab != self.lease:
            expected = "taken-over"
        elif self.is_paused:
            expected = "paused"
        elif self.ran > self.given + 10:
            expected = "deadline-passed"
        elif step < 1:
            expected = "stale"
        outcome = save(
            self.state, "item-1", value="a", client_sequence=self.sequence + step, at=self.at,
            lease=tab,
        )  # fmt: skip
        if self.keep(outcome, expected):
            self.sequence += step

    @rule(tab=st.sampled_from(["", "tab-1", "tab-2", None]))
    def submit(self, tab: str | None) -> None:
        expected = None
        if self.ended:
            expected = "submitted"
        elif self.is_paused:
            expected = "paused"
        elif self.ran <= self.given and tab is not None and tab != self.lease:
            expected = "taken-over"
        if self.keep(submit(self.state, at=self.at, lease=tab), expected):
            self.ended = "submitted" if self.ran <= self.given + 10 else "timed-out"

    @rule()
    def void(self) -> None:
        expected = "submitted" if self.ended else None
        if self.keep(void(self.state, by="devi", reason="mistaken person", at=self.at), expected):
            self.ended = "voided"

    @invariant()
    def the_clock_is_what_was_given_less_what_ran(self) -> None:
        left = 0 if self.ended else max(0, self.given - self.ran)
        assert self.state.seconds_left(self.at) == left

    @invariant()
    def the_chain_is_whole_and_tells_the_same(self) -> None:
        head = (self.state.events, self.state.head)
        assert first_break(self.links, attempt="attempt-1", head=head) is None
        told = replayed(self.links)
        assert (told.sealed_as, told.client_sequence) == (self.ended, self.sequence)
        assert self.state.sealed_as == self.ended


Room.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
test_a_room_with_an_invigilator = Room.TestCase


def test_time_in_a_pause_does_not_count():
    state = done(pause(running(), by="devi", reason="alarm", at=STARTED + timedelta(minutes=5)))

    state = done(resume(state, by="devi", reason="", at=STARTED + timedelta(minutes=35)))

    assert state.deadline == STARTED + LENGTH + timedelta(minutes=30)


def test_a_pause_that_ends_by_itself_gives_no_more_than_its_length_however_late_it_is_noticed():
    begins = STARTED + timedelta(minutes=5)
    ends = begins + timedelta(minutes=10)
    state = done(pause(running(), by="aisyah", reason="granted", at=begins, until=ends))

    change = settle(state, at=begins + timedelta(hours=1))

    assert change is not None
    assert change[0].deadline == STARTED + LENGTH + timedelta(minutes=10)


def test_minutes_given_after_the_time_is_over_count_from_now():
    late = STARTED + LENGTH + timedelta(minutes=3)

    state = done(extend(running(), minutes=10, by="devi", reason="power cut", at=late))

    assert state.seconds_left(late) == 600
    assert not isinstance(save(state, "item-1", value="a", client_sequence=1, at=late), Refused)


@given(st.integers(1, 7200), st.integers(0, 3900))
def test_a_lengthened_attempt_has_exactly_that_much_more(seconds, at):
    moment = STARTED + timedelta(seconds=at)
    before = running().seconds_left(moment)

    after = done(
        lengthen(running(), timedelta(seconds=seconds), by="farid", reason="", at=moment)
    ).seconds_left(moment)

    assert after - before == seconds


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_nothing_is_done_to_an_attempt_without_a_reason(blank):
    acts = [
        pause(running(), by="devi", reason=blank, at=STARTED),
        extend(running(), minutes=5, by="devi", reason=blank, at=STARTED),
        void(running(), by="devi", reason=blank, at=STARTED),
    ]

    assert [code(act) for act in acts] == ["no-reason"] * 3


def test_each_incident_says_who_and_why():
    state, link = pause(running(), by="devi", reason=" alarm ", at=STARTED)

    assert link.facts == {"by": "devi", "reason": "alarm"}
    assert resume(state, by="kumar", reason="all clear", at=STARTED)[1].facts["by"] == "kumar"


def test_an_attempt_is_taken_over_only_by_one_that_says_so():
    state = done(claim(running(), lease="one", holder="Firefox", take_over=False, at=STARTED))

    refused = claim(state, lease="two", holder="Chrome", take_over=False, at=STARTED)
    taken = done(claim(state, lease="two", holder="Chrome", take_over=True, at=STARTED))

    assert code(refused) == "held-elsewhere"
    assert "Firefox" in refused.message.ms
    late = save(taken, "item-1", value="a", client_sequence=1, at=STARTED, lease="one")
    assert code(late) == "taken-over"
    assert save(taken, "item-1", value="a", client_sequence=1, at=STARTED, lease="two")


def test_a_forged_sequence_cannot_use_all_sequences_up():
    state = running()

    far = save(state, "item-1", value="a", client_sequence=2**31 - 1, at=STARTED)

    assert code(far) == "too-far-ahead"


def test_a_voided_attempt_takes_nothing_more():
    state = done(void(running(), by="devi", reason="mistaken person", at=STARTED))

    assert code(save(state, "item-1", value="a", client_sequence=1, at=STARTED)) == "submitted"
    assert code(extend(state, minutes=5, by="devi", reason="x", at=STARTED)) == "submitted"
    assert code(claim(state, lease="x", holder="", take_over=True, at=STARTED)) == "submitted"


def test_an_attempt_sealed_at_the_end_of_its_time_says_so():
    late = STARTED + LENGTH + GRACE + timedelta(seconds=1)

    state, link = submit(running(), at=late, lease=None)

    assert (state.sealed_as, link.act) == ("timed-out", "timed-out")
    assert state.submitted_at == STARTED + LENGTH
