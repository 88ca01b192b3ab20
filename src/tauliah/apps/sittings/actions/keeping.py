"""How every act on an attempt is kept: the row locked, the links appended, the head moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from tauliah.apps.people.permissions import Actor
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.clock import exam_time
from tauliah.apps.sittings.models import Attempt, AttemptEvent, CurrentAnswer
from tauliah.apps.sittings.queries import state_of
from tauliah.apps.statements import Statement, insert, read, update, upsert, write
from tauliah.core.exam import SAVES, AttemptState, settle
from tauliah.core.exam import AttemptEvent as Link
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server holds after a save, for the browser to show."""

    sequence: int
    server_time: datetime
    seconds_left: int
    digest: str


@dataclass(frozen=True, slots=True)
class Held:
    """An attempt that this transaction alone may change, as it stands at this moment."""

    attempt: Attempt
    state: AttemptState
    at: datetime


def held(actor: Actor, attempt_id: UUID, *, at: datetime | None) -> Held | None:
    """The attempt, locked; None where there is no such one of this person's.

    Without a moment, the database's clock is read once the lock is had. A pause whose time is over
    ends here.
    """
    where: dict[str, Any] = {"pk": attempt_id}
    if isinstance(actor, User):
        where["booking__person"] = actor.pk
    found = read(Attempt, beside="booking", locked=True, where=where)
    return _settled(found[0] if found else None, at=at)


def held_of_anyone(attempt_id: UUID, *, at: datetime | None) -> Held | None:
    """The attempt of whoever sits it, locked, for an officer; the caller has asked for permission."""
    attempts = Attempt.objects.select_for_update(of=("self",))
    found = attempts.select_related("booking__person").filter(pk=attempt_id).first()
    return _settled(found, at=at)


def keep(attempt: Attempt, state: AttemptState, link: Link) -> Saved:
    """Append a link and move the head of the chain, inside the caller's transaction.

    Where the link is a save, the answer or the flag that the candidate sees follows it.
    """
    appended = insert(
        AttemptEvent,
        {
            "id": uuid7(),
            "attempt": attempt.pk,
            "number": link.number,
            "act": link.act,
            "item": link.item,
            "value": link.value,
            "facts": dict(link.facts) or None,
            "client_sequence": link.client_sequence,
            "server_time": link.server_time,
            "previous": link.previous,
            "digest": link.digest,
        },
    )
    now = {
        "client_sequence": state.client_sequence,
        "events": state.events,
        "head": state.head,
        "deadline": state.deadline,
        "submitted_at": state.submitted_at,
        "sealed_as": state.sealed_as,
        "lease": state.lease,
        "lease_number": state.lease_number,
        "holder": state.holder,
        "paused_at": state.paused_at,
        "paused_until": state.paused_until,
        "pauses": state.pauses,
    }
    # what only moves with the state is written where it moved; the others were set by the caller
    moved = {name: value for name, value in now.items() if getattr(attempt, name) != value}
    changed = {
        **moved,
        "seen_at": attempt.seen_at,
        "incidents": attempt.incidents,
        "extra_time_percent": attempt.extra_time_percent,
    }
    write(*_shown(attempt, link), appended, update(Attempt, attempt.pk, changed))
    for name, value in moved.items():
        setattr(attempt, name, value)
    return Saved(
        sequence=link.client_sequence,
        server_time=link.server_time,
        seconds_left=state.seconds_left(link.server_time),
        digest=link.digest,
    )


def not_yours() -> Refused:
    """The same for the attempt of another and for one that never was."""
    return Refused(
        "not-found",
        LocalText(
            en="There is no such exam of yours. Nothing was changed.",
            ms="Tiada peperiksaan sedemikian milik anda. Tiada apa-apa diubah.",
        ),
    )


def _settled(attempt: Attempt | None, *, at: datetime | None) -> Held | None:
    if attempt is None:
        return None
    moment = at or exam_time()
    state = state_of(attempt)
    over = settle(state, at=moment)
    if over is not None:
        state, link = over
        keep(attempt, state, link)
    return Held(attempt, state, moment)


def _shown(attempt: Attempt, link: Link) -> list[Statement]:
    """Set the answer or the flag of an item as it stands after a link; nothing where it is no save."""
    if link.act not in SAVES:
        return []
    now: dict[str, Any] = {"is_flagged": link.act == "flagged"}
    if link.act == "answered":
        now = {"value": link.value, "option": None}
    row = {"attempt": attempt.pk, "item": link.item, "is_flagged": False, **now}
    return [upsert(CurrentAnswer, row, unique=("attempt", "item"), sets=tuple(now))]
