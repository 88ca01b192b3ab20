"""What an invigilator does to a running attempt: pause, resume, extend, void; each a link with who and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tauliah.core.exam import refusals
from tauliah.core.exam.attempt import AttemptState, Outcome, append, spelled
from tauliah.core.exam.chain import AttemptEvent

MOST_MINUTES = 240
"""The longest extension by one act."""
LONGEST_REASON = 2_000

Change = tuple[AttemptState, AttemptEvent]


def pause(
    state: AttemptState,
    *,
    by: str,
    reason: str,
    at: datetime,
    until: datetime | None = None,
) -> Outcome:
    """Stop the clock, until somebody resumes the attempt or until that moment.

    Time in a pause does not count: the deadline moves by its length when it ends.
    """
    if state.submitted_at is not None:
        return refusals.submitted()
    if state.is_paused(at):
        return refusals.paused()
    if not reason.strip():
        return refusals.no_reason()
    if at > state.deadline:
        return refusals.time_is_over()
    facts: dict[str, Any] = {"by": by, "reason": reason.strip()[:LONGEST_REASON]}
    if until is not None:
        facts["until"] = spelled(until)
    after, event = append(state, "paused", at=at, facts=facts)
    return replace(after, paused_at=at, paused_until=until, pauses=state.pauses + 1), event


def resume(state: AttemptState, *, by: str, reason: str, at: datetime) -> Outcome:
    """Let the clock run again; the deadline moves by what was paused."""
    if state.submitted_at is not None:
        return refusals.submitted()
    if state.paused_at is None:
        return refusals.not_paused()
    return _resumed(state, by=by, reason=reason.strip()[:LONGEST_REASON], at=at, ended=at)


def settle(state: AttemptState, *, at: datetime) -> Change | None:
    """The end of a pause whose time is over, as a link; None where there is no such pause.

    The deadline moves by the granted length alone, however late the end is noticed.
    """
    until = state.paused_until
    if state.submitted_at is not None or state.paused_at is None or until is None or at < until:
        return None
    return _resumed(state, by="clock", reason="", at=at, ended=until)


def extend(state: AttemptState, *, minutes: int, by: str, reason: str, at: datetime) -> Outcome:
    """Give more minutes, from now on where the time is over but the attempt not sealed."""
    if not 1 <= minutes <= MOST_MINUTES:
        return refusals.wrong_minutes(MOST_MINUTES)
    if not reason.strip():
        return refusals.no_reason()
    return lengthen(
        state, timedelta(minutes=minutes), by=by, reason=reason.strip()[:LONGEST_REASON], at=at
    )


def lengthen(
    state: AttemptState, length: timedelta, *, by: str, reason: str, at: datetime
) -> Outcome:
    """Move the deadline of an attempt that has not ended."""
    if state.submitted_at is not None:
        return refusals.submitted()
    counted_from = state.deadline if state.paused_at is not None else max(state.deadline, at)
    deadline = counted_from + length
    facts = {
        "by": by,
        "reason": reason,
        "seconds": int(length.total_seconds()),
        "was": spelled(state.deadline),
        "deadline": spelled(deadline),
    }
    after, event = append(state, "extended", at=at, facts=facts)
    return replace(after, deadline=deadline), event


def void(state: AttemptState, *, by: str, reason: str, at: datetime) -> Outcome:
    """Seal the attempt as one that counts for nothing: it is scored as none."""
    if state.submitted_at is not None:
        return refusals.submitted()
    if not reason.strip():
        return refusals.no_reason()
    facts = {"by": by, "reason": reason.strip()[:LONGEST_REASON]}
    sealed, event = append(state, "voided", at=at, facts=facts)
    ended = at if state.paused_at is not None else min(at, state.deadline)
    return replace(sealed, submitted_at=ended, sealed_as="voided"), event


def _resumed(state: AttemptState, *, by: str, reason: str, at: datetime, ended: datetime) -> Change:
    paused_at = state.paused_at
    if paused_at is None:
        raise AssertionError(state.attempt)
    # a clock that was set back must not shorten anybody's time
    deadline = state.deadline + max(timedelta(0), ended - paused_at)
    facts = {
        "by": by,
        "reason": reason,
        "was": spelled(state.deadline),
        "deadline": spelled(deadline),
    }
    after, event = append(state, "resumed", at=at, facts=facts)
    return replace(after, deadline=deadline, paused_at=None, paused_until=None), event
