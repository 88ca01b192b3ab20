"""A running attempt: what may be saved, until when, and the chain of what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from tauliah.core.kernel import LocalText, Refused, digest

Act = Literal["started", "answered", "flagged", "unflagged", "submitted"]

GRACE = timedelta(seconds=10)
"""How long after the deadline a save on its way is still taken."""


@dataclass(frozen=True, slots=True)
class AttemptState:
    """An attempt as far as its saves decide: items and their options, deadline, head of the chain.

    `client_sequence` is the highest sequence saved so far, 0 before the first save.
    """

    attempt: str
    options: Mapping[str, frozenset[str]]
    started_at: datetime
    deadline: datetime
    submitted_at: datetime | None = None
    client_sequence: int = 0
    events: int = 0
    head: str = ""

    def seconds_left(self, at: datetime) -> int:
        """Whole seconds to the deadline, never negative; 0 once submitted."""
        if self.submitted_at is not None:
            return 0
        return max(0, int((self.deadline - at).total_seconds()))


@dataclass(frozen=True, slots=True)
class AttemptEvent:
    """One link of an attempt's chain; `option` None means the answer was cleared."""

    number: int
    act: Act
    item: str
    option: str | None
    client_sequence: int
    server_time: datetime
    previous: str
    digest: str


def start(state: AttemptState) -> tuple[AttemptState, AttemptEvent]:
    """The first link of the chain, at the attempt's own start."""
    return _append(state, "started", client_sequence=0, at=state.started_at)


def save(
    state: AttemptState, item: str, *, option: str | None, client_sequence: int, at: datetime
) -> tuple[AttemptState, AttemptEvent] | Refused:
    """Save one answer (None clears it): refused when submitted, late, foreign to it, or stale."""
    refusal = _refusal(state, client_sequence, at)
    if refusal:
        return refusal
    if item not in state.options or (option is not None and option not in state.options[item]):
        return _not_on_this_form()
    return _append(
        state, "answered", item=item, option=option, client_sequence=client_sequence, at=at
    )


def flag(
    state: AttemptState, item: str, *, flagged: bool, client_sequence: int, at: datetime
) -> tuple[AttemptState, AttemptEvent] | Refused:
    """Mark an item for review, or take the mark away."""
    refusal = _refusal(state, client_sequence, at)
    if refusal:
        return refusal
    if item not in state.options:
        return _not_on_this_form()
    act: Literal["flagged", "unflagged"] = "flagged" if flagged else "unflagged"
    return _append(state, act, item=item, client_sequence=client_sequence, at=at)


def submit(state: AttemptState, *, at: datetime) -> tuple[AttemptState, AttemptEvent] | Refused:
    """Seal the chain. After the deadline the attempt counts as submitted at the deadline."""
    if state.submitted_at is not None:
        return _submitted()
    moment = min(at, state.deadline)
    sealed, event = _append(state, "submitted", client_sequence=state.client_sequence, at=at)
    return replace(sealed, submitted_at=moment), event


def is_repeat(
    last: AttemptEvent, item: str, *, act: Act, option: str | None, client_sequence: int
) -> bool:
    """Whether a save is the last link once more: its reply was lost on the way, not its answer."""
    return (last.act, last.item, last.option, last.client_sequence) == (
        act, item, option, client_sequence,
    )  # fmt: skip


def chain_is_whole(events: tuple[AttemptEvent, ...], *, attempt: str) -> bool:
    """Whether every link follows the one before, none is missing and none was altered."""
    previous = ""
    for number, event in enumerate(events, start=1):
        expected = _digest_of(attempt, event)
        if event.number != number or event.previous != previous or event.digest != expected:
            return False
        previous = event.digest
    return True


def _refusal(state: AttemptState, client_sequence: int, at: datetime) -> Refused | None:
    if state.submitted_at is not None:
        return _submitted()
    if at > state.deadline + GRACE:
        return Refused(
            "deadline-passed",
            LocalText(
                en="The time of this exam has ended. This answer was not saved; "
                "all answers saved before count.",
                ms="Masa peperiksaan ini telah tamat. Jawapan ini tidak disimpan; "
                "semua jawapan yang disimpan sebelumnya dikira.",
            ),
        )
    if client_sequence <= state.client_sequence:
        return Refused(
            "stale",
            LocalText(
                en="A newer answer was saved already, perhaps from another tab. "
                "Reload the page to see it.",
                ms="Jawapan yang lebih baharu telah disimpan, mungkin daripada tab lain. "
                "Muat semula halaman untuk melihatnya.",
            ),
        )
    return None


def _submitted() -> Refused:
    return Refused(
        "submitted",
        LocalText(
            en="This attempt is submitted and can no longer be changed.",
            ms="Percubaan ini telah dihantar dan tidak boleh diubah lagi.",
        ),
    )


def _not_on_this_form() -> Refused:
    return Refused(
        "not-on-this-form",
        LocalText(
            en="This item or option is not on your form. Nothing was changed.",
            ms="Item atau pilihan ini tiada dalam borang anda. Tiada apa-apa diubah.",
        ),
    )


def _append(
    state: AttemptState,
    act: Act,
    *,
    client_sequence: int,
    at: datetime,
    item: str = "",
    option: str | None = None,
) -> tuple[AttemptState, AttemptEvent]:
    event = AttemptEvent(
        state.events + 1, act, item, option, client_sequence, at, state.head, digest=""
    )
    event = replace(event, digest=_digest_of(state.attempt, event))
    after = replace(state, client_sequence=client_sequence, events=event.number, head=event.digest)
    return after, event


def _digest_of(attempt: str, event: AttemptEvent) -> str:
    return digest(
        {
            "attempt": attempt,
            "number": event.number,
            "act": event.act,
            "item": event.item,
            "option": event.option,
            "client_sequence": event.client_sequence,
            "server_time": event.server_time.astimezone(UTC).isoformat(timespec="microseconds"),
            "previous": event.previous,
        }
    )
