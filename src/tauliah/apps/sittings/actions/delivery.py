"""What a candidate's browser does to a running attempt: claim, save, flag, pause, submit."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, name_of, require
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.actions.keeping import Held, Saved, held, keep, not_yours
from tauliah.apps.sittings.actions.sealing import issue_receipt
from tauliah.apps.sittings.adapted import accommodations_for
from tauliah.apps.sittings.models import Attempt, CurrentAnswer
from tauliah.apps.sittings.queries import (
    Seen,
    deadline_at,
    language_of,
    may_switch_language,
    saved_link,
    seen,
)
from tauliah.core.exam import (
    Act,
    Value,
    claim,
    flag,
    is_repeat,
    pause,
    refusals,
    resume,
    save,
    speak,
    submit,
)
from tauliah.core.exam.attempt import Outcome
from tauliah.core.kernel import LANGUAGES, Refused, digest

HOLDER_LETTERS = 80
SHORTEST_TOKEN = 22
"""Letters of a token that nobody guesses: 128 bits in base64."""


@dataclass(frozen=True, slots=True)
class Lease:
    """What the tab that now holds an attempt needs: its token, and where the saves stand.

    The house keeps the token's digest only.
    """

    token: str
    number: int
    sequence: int
    server_time: datetime
    seconds_left: int


@transaction.atomic
def claim_attempt(
    person: User,
    attempt_id: UUID,
    *,
    token: str = "",
    take_over: bool = False,
    holder: str = "",
    at: datetime | None = None,
) -> Lease | Refused:
    """Give an attempt to a tab, whose device is described by `holder`.

    A tab makes its own token before it asks, so that it may ask again where the reply was lost;
    without one it is given one. A tab whose token holds the attempt keeps it. Another is refused
    unless it says that it takes over; then the first one's saves are refused from that moment on.
    """
    require(person, Permission.SIT)
    mine = held(person, attempt_id, at=at)
    if mine is None:
        return not_yours()
    state = mine.state
    if token and state.submitted_at is None and state.lease == digest(token.encode()):
        return _lease(mine, token)
    fresh = token if len(token) >= SHORTEST_TOKEN else secrets.token_urlsafe(24)
    outcome = claim(
        state,
        lease=digest(fresh.encode()),
        holder=holder[:HOLDER_LETTERS],
        take_over=take_over,
        at=mine.at,
    )
    if isinstance(outcome, Refused):
        return outcome
    mine.attempt.seen_at = mine.at
    keep(mine.attempt, *outcome)
    return _lease(Held(mine.attempt, outcome[0], mine.at), fresh)


@transaction.atomic
def save_answer(
    person: User,
    attempt_id: UUID,
    *,
    item: str,
    value: Value,
    client_sequence: int,
    lease: str = "",
    at: datetime | None = None,
) -> Saved | Refused:
    """Save one answer of a running attempt: locked, checked, chained, then said to be saved.

    A save that is kept already, sent once more, gets the reply that it got before, and changes
    nothing.
    """
    return _kept_once(
        person, attempt_id, "answered", item, value,
        step=partial(save, item=item, value=value, client_sequence=client_sequence),
        sequence=client_sequence, lease=lease, at=at,
    )  # fmt: skip


@transaction.atomic
def flag_item(
    person: User,
    attempt_id: UUID,
    *,
    item: str,
    flagged: bool,
    client_sequence: int,
    lease: str = "",
    at: datetime | None = None,
) -> Saved | Refused:
    """Mark an item of a running attempt for review, or take the mark away."""
    return _kept_once(
        person, attempt_id, "flagged" if flagged else "unflagged", item, None,
        step=partial(flag, item=item, flagged=flagged, client_sequence=client_sequence),
        sequence=client_sequence, lease=lease, at=at,
    )  # fmt: skip


def _kept_once(
    person: User,
    attempt_id: UUID,
    act: Act,
    item: str,
    value: Value,
    *,
    step: Callable[..., Outcome],
    sequence: int,
    lease: str,
    at: datetime | None,
) -> Saved | Refused:
    """Keep one step of a running attempt, or give the reply that it got when it was kept before."""
    require(person, Permission.SIT)
    mine = held(person, attempt_id, at=at)
    if mine is None:
        return not_yours()
    before = _said_before(mine, act, item, value=value, sequence=sequence)
    if before:
        return before
    outcome = step(mine.state, at=mine.at, lease=_digest_of(lease))
    if isinstance(outcome, Refused):
        return outcome
    mine.attempt.seen_at = mine.at
    return keep(mine.attempt, *outcome)


@transaction.atomic
def save_sheet(
    person: User,
    attempt_id: UUID,
    *,
    answers: Mapping[str, Value],
    flags: Mapping[str, bool],
    client_sequence: int,
    lease: str = "",
    at: datetime | None = None,
) -> Refused | None:
    """Save a sheet of answers and flags at once, all or none: what a page without scripts sends.

    `client_sequence` is the one that the sheet was shown with; only what differs is saved.
    """
    require(person, Permission.SIT)
    mine = held(person, attempt_id, at=at)
    if mine is None:
        return not_yours()
    current = {row.item: row for row in CurrentAnswer.objects.filter(attempt=mine.attempt)}
    sequence = client_sequence
    changed_answers = {
        item: value
        for item, value in answers.items()
        if (current[item].answer if item in current else None) != value
    }
    changed_flags = {
        item: is_flagged
        for item, is_flagged in flags.items()
        if (item in current and current[item].is_flagged) != is_flagged
    }
    for item, value in changed_answers.items():
        sequence += 1
        outcome = save_answer(
            person, attempt_id, item=item, value=value, client_sequence=sequence, lease=lease,
            at=mine.at,
        )  # fmt: skip
        if isinstance(outcome, Refused):
            transaction.set_rollback(True)
            return outcome
    for item, is_flagged in changed_flags.items():
        sequence += 1
        outcome = flag_item(
            person, attempt_id, item=item, flagged=is_flagged, client_sequence=sequence,
            lease=lease, at=mine.at,
        )  # fmt: skip
        if isinstance(outcome, Refused):
            transaction.set_rollback(True)
            return outcome
    return None


@transaction.atomic
def note_presence(
    person: User, attempt_id: UUID, *, lease: str = "", at: datetime | None = None
) -> Seen | Refused:
    """Note that the tab that holds an attempt is there, and tell it where the attempt stands."""
    require(person, Permission.SIT)
    mine = held(person, attempt_id, at=at)
    if mine is None:
        return not_yours()
    if mine.state.lease == _digest_of(lease) and mine.state.submitted_at is None:
        Attempt.objects.filter(pk=mine.attempt.pk).update(seen_at=mine.at)
    return seen(mine.attempt, lease=lease, at=mine.at)


@transaction.atomic
def take_pause(
    person: User, attempt_id: UUID, *, lease: str = "", at: datetime | None = None
) -> Attempt | Refused:
    """Begin one of the pauses that were granted to the candidate; it ends by itself."""
    require(person, Permission.SIT)
    mine = held(person, attempt_id, at=at)
    if mine is None:
        return not_yours()
    if mine.state.submitted_at is None and mine.state.lease != _digest_of(lease):
        return refusals.taken_over(mine.state.holder)
    granted = accommodations_for(person, at=mine.at)
    if mine.attempt.pauses >= granted.pauses:
        return refusals.no_pause_left()
    outcome = pause(
        mine.state,
        by=name_of(person),
        reason="granted",
        at=mine.at,
        until=mine.at + timedelta(minutes=granted.pause_minutes),
    )
    if isinstance(outcome, Refused):
        return outcome
    state, link = outcome
    keep(mine.attempt, state, link)
    return mine.attempt


@transaction.atomic
def end_pause(
    person: User, attempt_id: UUID, *, lease: str = "", at: datetime | None = None
) -> Attempt | Refused:
    """Go on before the end of a pause that the candidate took; not one that an officer began."""
    require(person, Permission.SIT)
    mine = held(person, attempt_id, at=at)
    if mine is None:
        return not_yours()
    if mine.state.submitted_at is None and mine.state.lease != _digest_of(lease):
        return refusals.taken_over(mine.state.holder)
    if mine.state.paused_at is not None and mine.state.paused_until is None:
        return refusals.paused()
    outcome = resume(mine.state, by=name_of(person), reason="", at=mine.at)
    if isinstance(outcome, Refused):
        return outcome
    keep(mine.attempt, *outcome)
    return mine.attempt


@transaction.atomic
def switch_language(
    person: User,
    attempt_id: UUID,
    language: str,
    *,
    lease: str = "",
    at: datetime | None = None,
) -> Attempt | Refused:
    """Go on in another language, where the programme allows it; the chain says so."""
    require(person, Permission.SIT)
    mine = held(person, attempt_id, at=at)
    if mine is None:
        return not_yours()
    if not may_switch_language(mine.attempt) or language not in LANGUAGES:
        return refusals.language_fixed()
    outcome = speak(mine.state, language, lease=_digest_of(lease), at=mine.at)
    if isinstance(outcome, Refused):
        return outcome
    if language != language_of(mine.attempt):
        mine.attempt.seen_at = mine.at
        keep(mine.attempt, *outcome)
    return mine.attempt


@transaction.atomic
def submit_attempt(
    actor: Actor, attempt_id: UUID, *, lease: str = "", at: datetime | None = None
) -> Attempt | Refused:
    """Seal an attempt and sign its receipt.

    While time is left, only the tab that holds it may. The system may do it for a candidate whose
    time has ended.
    """
    require(actor, Permission.SIT)
    mine = held(actor, attempt_id, at=at)
    if mine is None:
        return not_yours()
    shown = _digest_of(lease) if isinstance(actor, User) else None
    outcome = submit(mine.state, at=mine.at, lease=shown)
    if isinstance(outcome, Refused):
        return outcome
    state, link = outcome
    attempt = mine.attempt
    keep(attempt, state, link)
    issue_receipt(attempt, at=mine.at)
    write_audit_entry(
        actor,
        "attempt.submitted",
        subject=str(attempt.booking.person_id),
        at=mine.at,
        details={"attempt": str(attempt.pk), "events": state.events, "head": state.head},
    )
    return attempt


def _lease(mine: Held, token: str) -> Lease:
    return Lease(
        token=token,
        number=mine.state.lease_number,
        sequence=mine.state.client_sequence,
        server_time=mine.at,
        seconds_left=mine.state.seconds_left(mine.at),
    )


def _said_before(mine: Held, act: Act, item: str, *, value: Value, sequence: int) -> Saved | None:
    if not 0 < sequence <= mine.state.client_sequence:
        return None
    kept = saved_link(mine.attempt, sequence)
    if kept is None or not is_repeat(kept, item, act=act, value=value, client_sequence=sequence):
        return None
    left = deadline_at(mine.attempt, kept.number) - kept.server_time
    return Saved(
        sequence=kept.client_sequence,
        server_time=kept.server_time,
        seconds_left=max(0, int(left.total_seconds())),
        digest=kept.digest,
    )


def _digest_of(token: str) -> str:
    return digest(token.encode()) if token else ""
