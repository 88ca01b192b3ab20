"""Statements on their way to the record store: in batches, tried again, with an end.

A statement keeps its id, so that what is sent twice is one to the store: nothing is locked while the
network is waited for, and a process that is killed after a batch sends it again. Where the store
itself fails or refuses (no answer, 5xx, 429, 401, 403, a redirection), all wait, longer each time.
Where it refuses a batch for what is in it (400, 409, 413), each statement goes alone: 409 means that
the store has it; what is refused for itself is tried twice more and then given up. What has waited
for 30 days is given up, too. What was given up stays, with the reason, for the operator to see.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from tauliah.apps.experience.gathering import gather_statements
from tauliah.apps.experience.models import Statement, StoreState
from tauliah.apps.experience.sharing import Sharing, sharing_now
from tauliah.apps.experience.store import Answer, send, store_address

AT_ONCE = 50
"""Statements in a batch."""
SECONDS_A_LOOK = 30.0
"""After so long a look ends, and the rest waits for the next: other work waits behind it."""
WAITS_AFTER_REFUSALS = (timedelta(hours=1), timedelta(days=1))
WAITS_OF_THE_STORE = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""How long all wait after each failure of the store in a row; the last holds on."""
LONGEST_WAIT = timedelta(days=1)
GIVEN_UP_AFTER = timedelta(days=30)

_ABOUT_CONTENT = frozenset({400, 409, 413, 415, 422})
_HAS_IT = 409


def look_after_statements(*, now: Callable[[], datetime]) -> int:
    """Make the statements that are due and send what waits; how many went. Nothing without a store."""
    if not store_address():
        return 0
    gather_statements(at=now())
    return send_statements(now=now)


def send_statements(*, now: Callable[[], datetime]) -> int:
    """Send what waits, oldest first, unless the store is to be left alone; how many went."""
    state, _ = StoreState.objects.get_or_create(id=1)
    _give_up_old(now())
    if state.next_try_at is not None and state.next_try_at > now():
        return 0
    ends, went = time.monotonic() + SECONDS_A_LOOK, 0
    while time.monotonic() < ends:
        batch = _next_batch(now())
        if not batch:
            break
        answer = send([one.body for one in batch])
        if answer.is_taken:
            went += _note_sent(batch, at=now())
        elif answer.status in _ABOUT_CONTENT:
            done, answer = _one_by_one(batch, ends=ends, now=now)
            went += done
        if not answer.is_taken and answer.status not in _ABOUT_CONTENT:
            _note_trouble(answer, at=now())
            return went
        # after each batch: a failure after one that went well is the first in a row
        _note_heard(at=now())
    return went


def waiting() -> QuerySet[Statement]:
    """Statements that are to be sent yet."""
    return Statement.objects.filter(sent_at=None, given_up_at=None)


def try_again(*, at: datetime) -> int:
    """Let those that were given up, and the store, be tried at once; how many there are."""
    StoreState.objects.filter(id=1).update(failures=0, next_try_at=None)
    given_up = Statement.objects.filter(given_up_at__isnull=False)
    # as if made now: else the first look would find them too old
    return given_up.update(given_up_at=None, refusals=0, next_try_at=None, answer="", made_at=at)


def _next_batch(at: datetime) -> list[Statement]:
    """The next statements of people who agree at this very moment; what others left is deleted."""
    due = waiting().filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
    while found := list(due.order_by("made_at", "id")[:AT_ONCE]):
        agreed = sharing_now({one.person_id for one in found})
        told = [one for one in found if _is_of(one, agreed)]
        stale = [one.pk for one in found if not _is_of(one, agreed)]
        Statement.objects.filter(pk__in=stale, sent_at=None).delete()
        if told:
            return told
    return []


def _is_of(statement: Statement, agreed: Mapping[UUID, Sharing]) -> bool:
    """Whether its person agrees still, under the account that it names."""
    sharing = agreed.get(statement.person_id)
    name = statement.body["actor"]["account"]["name"]
    return sharing is not None and name == str(sharing.account)


def _one_by_one(
    batch: Sequence[Statement], *, ends: float, now: Callable[[], datetime]
) -> tuple[int, Answer]:
    """Send each of a refused batch alone; how many the store has, and what it said last."""
    went, answer = 0, Answer(_HAS_IT)
    for one in batch:
        if time.monotonic() >= ends:
            break
        answer = send([one.body])
        if answer.is_taken or answer.status == _HAS_IT:
            went += _note_sent([one], at=now())
        elif answer.status in _ABOUT_CONTENT:
            _note_refusal(one, answer, at=now())
        else:
            break
    return went, answer


def _note_sent(batch: Sequence[Statement], *, at: datetime) -> int:
    return Statement.objects.filter(pk__in=[one.pk for one in batch]).update(
        sent_at=at, next_try_at=None, answer=""
    )


def _note_refusal(one: Statement, answer: Answer, *, at: datetime) -> None:
    refusals = one.refusals + 1
    is_over = refusals > len(WAITS_AFTER_REFUSALS)
    Statement.objects.filter(pk=one.pk).update(
        refusals=refusals,
        answer=answer.words[:300],
        next_try_at=None if is_over else at + WAITS_AFTER_REFUSALS[refusals - 1],
        given_up_at=at if is_over else None,
    )


def _note_heard(*, at: datetime) -> None:
    StoreState.objects.filter(id=1).update(failures=0, next_try_at=None, trouble="", answered_at=at)


def _note_trouble(answer: Answer, *, at: datetime) -> None:
    """Keep how the store failed, without its words, which may quote a statement; all wait."""
    state = StoreState.objects.get(id=1)
    state.failures += 1
    wait = WAITS_OF_THE_STORE[min(state.failures, len(WAITS_OF_THE_STORE)) - 1]
    wait = min(max(wait, timedelta(seconds=answer.retry_after)), LONGEST_WAIT)
    state.next_try_at = at + wait
    state.trouble = f"HTTP {answer.status}" if answer.status else answer.words[:200]
    state.save(update_fields=["failures", "next_try_at", "trouble"])


def _give_up_old(at: datetime) -> None:
    waiting().filter(made_at__lt=at - GIVEN_UP_AFTER).update(
        given_up_at=at, answer="waited for 30 days"
    )
