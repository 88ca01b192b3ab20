"""A running attempt: who may save, what, until when; each act is a new link of its chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from tauliah.core.exam import refusals
from tauliah.core.exam.chain import Act, AttemptEvent, Value, is_plain, link
from tauliah.core.kernel import Refused, canonical_json

GRACE = timedelta(seconds=10)
"""How long after the deadline a save on its way is still taken."""
HELD_OPEN = timedelta(minutes=30)
"""How long after the deadline an attempt that nobody handed in waits for an emergency file."""
LARGEST_STEP = 1_000
"""How far above the last one a sequence may be: a forged one must not use all of them up."""


class Answerable(Protocol):
    """What an attempt has to know of an item: which values can be an answer to it."""

    def accepts(self, value: Value) -> bool:
        """Whether the value can be saved as an answer to this item; None always can."""
        ...


@dataclass(frozen=True, slots=True)
class OneOf:
    """An item whose answer is one of its options, by identity."""

    options: frozenset[str]

    def accepts(self, value: Value) -> bool:
        """Whether the value is one of the options."""
        return isinstance(value, str) and value in self.options


@dataclass(frozen=True, slots=True)
class AttemptState:
    """An attempt as far as acts on it decide.

    `client_sequence` is the highest sequence saved so far, 0 before the first save. `lease` is the
    digest of the token of the tab that holds the attempt, "" before the first tab claims it.
    `paused_until` is None in a pause that a person has to end. `submitted_at` is when the attempt
    ended, however it did; `sealed_as` says how.
    """

    attempt: str
    items: Mapping[str, Answerable]
    started_at: datetime
    deadline: datetime
    submitted_at: datetime | None = None
    client_sequence: int = 0
    events: int = 0
    head: str = ""
    lease: str = ""
    lease_number: int = 0
    holder: str = ""
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    pauses: int = 0
    sealed_as: str = ""

    def seconds_left(self, at: datetime) -> int:
        """Whole seconds to the deadline, never negative; they stand still in a pause; 0 once ended."""
        if self.submitted_at is not None:
            return 0
        if self.paused_at is not None:
            over = max(timedelta(0), at - self.paused_until) if self.paused_until else timedelta(0)
            at = self.paused_at + over
        return max(0, int((self.deadline - at).total_seconds()))

    def is_paused(self, at: datetime) -> bool:
        """Whether the clock stands still at that moment."""
        if self.submitted_at is not None or self.paused_at is None:
            return False
        return self.paused_until is None or at < self.paused_until


Outcome = tuple[AttemptState, AttemptEvent] | Refused


def start(
    state: AttemptState, *, facts: Mapping[str, Any] | None = None
) -> tuple[AttemptState, AttemptEvent]:
    """The first link of the chain, at the attempt's own start."""
    return append(state, "started", at=state.started_at, facts=facts)


def claim(
    state: AttemptState, *, lease: str, holder: str, take_over: bool, at: datetime
) -> Outcome:
    """Give the attempt to a tab: freely the first time, later only where taking over is confirmed.

    `lease` is the digest of the new token. The tab that held it before is refused from then on.
    """
    if state.submitted_at is not None:
        return refusals.submitted()
    if not state.is_paused(at) and at > state.deadline + GRACE:
        return refusals.deadline_passed()
    if state.lease and not take_over:
        return refusals.held_elsewhere(state.holder)
    number = state.lease_number + 1
    facts = {"holder": holder, "number": number}
    after, event = append(state, "claimed", at=at, facts=facts)
    return replace(after, lease=lease, lease_number=number, holder=holder), event


def save(
    state: AttemptState,
    item: str,
    *,
    value: Value,
    client_sequence: int,
    at: datetime,
    lease: str = "",
) -> Outcome:
    """Save one answer (None clears it).

    Refused when ended, taken over by another tab, paused, late, stale, or foreign to the form.
    """
    refusal = _refusal(state, client_sequence, lease=lease, at=at)
    if refusal:
        return refusal
    if not is_plain(value):
        return refusals.no_answer()
    if item not in state.items or (value is not None and not state.items[item].accepts(value)):
        return refusals.not_on_this_form()
    return append(state, "answered", item=item, value=value, client_sequence=client_sequence, at=at)


def flag(
    state: AttemptState,
    item: str,
    *,
    flagged: bool,
    client_sequence: int,
    at: datetime,
    lease: str = "",
) -> Outcome:
    """Mark an item for review, or take the mark away."""
    refusal = _refusal(state, client_sequence, lease=lease, at=at)
    if refusal:
        return refusal
    if item not in state.items:
        return refusals.not_on_this_form()
    act: Act = "flagged" if flagged else "unflagged"
    return append(state, act, item=item, client_sequence=client_sequence, at=at)


def speak(state: AttemptState, language: str, *, lease: str, at: datetime) -> Outcome:
    """Go on in another language of the programme: who reads what was asked knows how it was read."""
    refusal = _closed(state, lease=lease, at=at)
    if refusal:
        return refusal
    return append(state, "language", at=at, facts={"language": language})


def submit(state: AttemptState, *, at: datetime, lease: str | None = "") -> Outcome:
    """Seal the chain. After the deadline the attempt counts as submitted at the deadline.

    While time is left, only the tab that holds the attempt may end it; `lease` None stands for
    the house itself.
    """
    if state.submitted_at is not None:
        return refusals.submitted()
    if state.is_paused(at):
        return refusals.paused()
    if at <= state.deadline and lease is not None and lease != state.lease:
        return refusals.taken_over(state.holder)
    act: Act = "submitted" if at <= state.deadline + GRACE else "timed-out"
    sealed, event = append(state, act, client_sequence=state.client_sequence, at=at)
    return replace(sealed, submitted_at=min(at, state.deadline), sealed_as=act), event


def is_repeat(
    kept: AttemptEvent, item: str, *, act: Act, value: Value, client_sequence: int
) -> bool:
    """Whether a save is a kept link once more: its reply was lost on the way, not its answer."""
    if (kept.act, kept.item, kept.client_sequence) != (act, item, client_sequence):
        return False
    # by their spelling: 1 and true are equal in this language, but not as answers
    return is_plain(value) and canonical_json(kept.value) == canonical_json(value)


def append(
    state: AttemptState,
    act: Act,
    *,
    at: datetime,
    client_sequence: int | None = None,
    item: str = "",
    value: Value = None,
    facts: Mapping[str, Any] | None = None,
) -> tuple[AttemptState, AttemptEvent]:
    """The state with one more link; acts that are no saves leave the sequence as it is."""
    sequence = state.client_sequence if client_sequence is None else client_sequence
    event = link(
        state.attempt,
        act,
        number=state.events + 1,
        previous=state.head,
        at=at,
        client_sequence=sequence,
        item=item,
        value=value,
        facts=facts,
    )
    after = replace(state, client_sequence=sequence, events=event.number, head=event.digest)
    return after, event


def spelled(moment: datetime) -> str:
    """A moment as facts write it: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _closed(state: AttemptState, *, lease: str, at: datetime) -> Refused | None:
    """Why nothing is taken from that tab at that moment; None while it is."""
    if state.submitted_at is not None:
        return refusals.submitted()
    if lease != state.lease:
        return refusals.taken_over(state.holder)
    if state.is_paused(at):
        return refusals.paused()
    if state.paused_at is None and at > state.deadline + GRACE:
        return refusals.deadline_passed()
    return None


def _refusal(
    state: AttemptState, client_sequence: int, *, lease: str, at: datetime
) -> Refused | None:
    refusal = _closed(state, lease=lease, at=at)
    if refusal:
        return refusal
    if client_sequence <= state.client_sequence:
        return refusals.stale()
    if client_sequence > state.client_sequence + LARGEST_STEP:
        return refusals.too_far_ahead()
    return None
