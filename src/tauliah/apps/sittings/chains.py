"""What may be read of the chains of attempts: their state, their links, and whether they are whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from tauliah.apps.itembank.queries import form_asked
from tauliah.apps.sittings.models import Attempt, AttemptEvent, CurrentAnswer
from tauliah.core.exam import (
    SAVES,
    Act,
    Answerable,
    AttemptState,
    ChainBreak,
    Value,
    first_break,
    replayed,
)
from tauliah.core.exam import AttemptEvent as Link
from tauliah.core.kernel import LocalText, digest


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an attempt stands at a moment, for the tab that asks with its token."""

    sequence: int
    server_time: datetime
    seconds_left: int
    ended: bool
    paused: bool
    paused_until: datetime | None
    holds: bool
    holder: str


class _Items(Mapping[str, Answerable]):
    """The items of a form, read when the first answer asks for them."""

    def __init__(self, form: UUID) -> None:
        self._form = form

    def __getitem__(self, code: str) -> Answerable:
        return form_asked(self._form)[code]

    def __iter__(self) -> Iterator[str]:
        return iter(form_asked(self._form))

    def __len__(self) -> int:
        return len(form_asked(self._form))


def state_of(attempt: Attempt) -> AttemptState:
    """The attempt as the core decides about it."""
    return AttemptState(
        attempt=str(attempt.pk),
        items=_Items(attempt.booking.form),
        started_at=attempt.started_at,
        deadline=attempt.deadline,
        submitted_at=attempt.submitted_at,
        client_sequence=attempt.client_sequence,
        events=attempt.events,
        head=attempt.head,
        lease=attempt.lease,
        lease_number=attempt.lease_number,
        holder=attempt.holder,
        paused_at=attempt.paused_at,
        paused_until=attempt.paused_until,
        pauses=attempt.pauses,
        sealed_as=attempt.sealed_as,
    )


def seconds_left(attempt: Attempt, *, at: datetime) -> int:
    """Whole seconds to an attempt's deadline, never negative; 0 once it ended."""
    return state_of(attempt).seconds_left(at)


def seen(attempt: Attempt, *, lease: str, at: datetime) -> Seen:
    """Where an attempt stands, for the tab with that token."""
    state = state_of(attempt)
    shown = digest(lease.encode()) if lease else ""
    return Seen(
        sequence=state.client_sequence,
        server_time=at,
        seconds_left=state.seconds_left(at),
        ended=state.submitted_at is not None,
        paused=state.is_paused(at),
        paused_until=state.paused_until if state.is_paused(at) else None,
        holds=shown == state.lease,
        holder=state.holder,
    )


def answers_in_chain(attempt: Attempt) -> dict[str, Value]:
    """The answers by the chain alone, item -> value: what scoring reads."""
    return replayed(chain_of(attempt)).answers


def chain_of(attempt: Attempt) -> tuple[Link, ...]:
    """Every link of an attempt's chain."""
    rows = AttemptEvent.objects.filter(attempt=attempt).order_by("number")
    return tuple(_link(row) for row in rows)


def last_link(attempt: Attempt) -> Link | None:
    """The newest link of an attempt's chain."""
    row = AttemptEvent.objects.filter(attempt=attempt).order_by("-number").first()
    return _link(row) if row else None


def language_of(attempt: Attempt) -> str:
    """The language in which an attempt is sat now; "" where its chain does not say."""
    rows = AttemptEvent.objects.filter(attempt=attempt, act__in=["started", "language"])
    facts = rows.order_by("-number").values_list("facts", flat=True).first()
    return str((facts or {}).get("language", ""))


def saved_link(attempt: Attempt, sequence: int) -> Link | None:
    """The save that was kept under a sequence, if one was."""
    rows = AttemptEvent.objects.filter(
        attempt=attempt, client_sequence=sequence, act__in=sorted(SAVES)
    )
    row = rows.order_by("number").first()
    return _link(row) if row else None


def deadline_at(attempt: Attempt, number: int) -> datetime:
    """The deadline as it was when a link was made: before whatever moved it since."""
    moved = AttemptEvent.objects.filter(
        attempt=attempt, number__gt=number, act__in=["extended", "resumed"]
    )
    first = moved.order_by("number").values_list("facts", flat=True).first()
    return datetime.fromisoformat(first["was"]) if first else attempt.deadline


def chain_break(attempt: Attempt) -> ChainBreak | None:
    """The first break between an attempt's links, its head and its current answers."""
    links = chain_of(attempt)
    found = first_break(links, attempt=str(attempt.pk), head=(attempt.events, attempt.head))
    if found is not None:
        return found
    told = replayed(links)
    rows = CurrentAnswer.objects.filter(attempt=attempt)
    current = {row.item: row.answer for row in rows if row.answer is not None}
    if current != told.answers:
        return ChainBreak(told.events, "other-answers", _OTHER_ANSWERS)
    if attempt.submitted_at is None and told.sealed_as:
        return ChainBreak(told.events, "not-ended", _NOT_ENDED)
    if attempt.submitted_at is not None and not told.sealed_as:
        return ChainBreak(told.events, "no-seal", _NO_SEAL)
    return None


_OTHER_ANSWERS = LocalText(
    en="The answers shown are not those that the chain says.",
    ms="Jawapan yang ditunjukkan bukan jawapan menurut rantaian.",
)
_NOT_ENDED = LocalText(
    en="The chain is sealed, but the attempt is not marked as ended.",
    ms="Rantaian telah dimeterai tetapi percubaan tidak ditanda tamat.",
)
_NO_SEAL = LocalText(
    en="The attempt is marked as ended, but the chain has no seal.",
    ms="Percubaan ditanda tamat tetapi rantaian tiada meterai.",
)


def _link(row: AttemptEvent) -> Link:
    return Link(
        row.number,
        cast("Act", row.act),
        row.item,
        row.value if row.option is None else row.option,
        row.client_sequence,
        row.server_time,
        row.previous,
        row.digest,
        row.facts or {},
    )
