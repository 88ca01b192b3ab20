"""The chain of one attempt: its links, their digests, the first break, and what the links add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from tauliah.core.kernel import LocalText, digest

Act = Literal[
    "started",
    "claimed",
    "answered",
    "flagged",
    "unflagged",
    "paused",
    "resumed",
    "extended",
    "submitted",
    "timed-out",
    "voided",
    "language",
    "emergency",
]
Value: TypeAlias = str | int | list[Any] | dict[str, Any] | None
"""An answer as plain data, or None where there is none; fractions are written as text."""

SAVES: frozenset[str] = frozenset({"answered", "flagged", "unflagged"})
"""What the candidate's browser saves, each under a sequence of its own."""
SEALS: frozenset[str] = frozenset({"submitted", "timed-out", "voided"})
"""What ends an attempt: no link may follow."""
DEEPEST_VALUE = 4
LARGEST_VALUE_LETTERS = 60_000


@dataclass(frozen=True, slots=True)
class AttemptEvent:
    """One link of an attempt's chain; a `value` of None means that the answer was cleared.

    `facts` say what the act alone does not: who acted and why, the deadline that it made, the one
    that was before, or the device that holds the attempt from here on.
    """

    number: int
    act: Act
    item: str
    value: Value
    client_sequence: int
    server_time: datetime
    previous: str
    digest: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """Where a chain is broken first: the number of the link, a code, and the sentence."""

    number: int
    fault: str
    message: LocalText


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a chain adds up to: answers, flags, and how and when it was sealed."""

    answers: dict[str, Value]
    flags: frozenset[str]
    client_sequence: int
    sealed_as: str
    events: int
    head: str


_FAULTS = {
    "missing": LocalText(en="A link is missing here.", ms="Satu pautan hilang di sini."),
    "not-following": LocalText(
        en="This link does not follow the one before it.",
        ms="Pautan ini tidak menyambung pautan sebelumnya.",
    ),
    "altered": LocalText(
        en="This link was altered after it was saved.",
        ms="Pautan ini diubah selepas disimpan.",
    ),
    "no-start": LocalText(
        en="The chain does not begin with the start of the attempt.",
        ms="Rantaian tidak bermula dengan permulaan percubaan.",
    ),
    "started-twice": LocalText(
        en="The attempt starts a second time here.", ms="Percubaan bermula kali kedua di sini."
    ),
    "after-the-seal": LocalText(
        en="This link was added after the attempt was sealed.",
        ms="Pautan ini ditambah selepas percubaan dimeterai.",
    ),
    "out-of-sequence": LocalText(
        en="The sequence of this save is not above the one before.",
        ms="Turutan simpanan ini tidak melebihi yang sebelumnya.",
    ),
    "cut-off": LocalText(
        en="Links are missing at the end of the chain.",
        ms="Pautan di hujung rantaian hilang.",
    ),
    "not-the-head": LocalText(
        en="The last link is not the one that the attempt was sealed with.",
        ms="Pautan terakhir bukan pautan yang digunakan untuk memeterai percubaan.",
    ),
}


def link(
    attempt: str,
    act: Act,
    *,
    number: int,
    previous: str,
    at: datetime,
    client_sequence: int = 0,
    item: str = "",
    value: Value = None,
    facts: Mapping[str, Any] | None = None,
) -> AttemptEvent:
    """A new link with its digest."""
    event = AttemptEvent(
        number, act, item, value, client_sequence, at, previous, digest="", facts=dict(facts or {})
    )
    return replace(event, digest=digest_of(attempt, event))


def digest_of(attempt: str, event: AttemptEvent) -> str:
    """The digest of a link: over all it says, the attempt, and the digest of the link before.

    The answer is called `option` and empty facts are left out: so were the first links spelled,
    and a chain must stay true for as long as somebody may ask for it.
    """
    spelled: dict[str, Any] = {
        "attempt": attempt,
        "number": event.number,
        "act": event.act,
        "item": event.item,
        "option": event.value,
        "client_sequence": event.client_sequence,
        "server_time": event.server_time.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": event.previous,
    }
    if event.facts:
        spelled["facts"] = event.facts
    return digest(spelled)


def chain_is_whole(events: Iterable[AttemptEvent], *, attempt: str) -> bool:
    """Whether every link follows the one before, none is missing and none was altered."""
    return first_break(events, attempt=attempt) is None


def first_break(
    events: Iterable[AttemptEvent], *, attempt: str, head: tuple[int, str] | None = None
) -> ChainBreak | None:
    """The first place at which a chain is broken; None where it is whole.

    `head` is (count, digest) as kept apart from the chain: without it, links cut from the end
    leave no trace.
    """
    previous, number, sequence, is_sealed = "", 0, 0, False
    for number, event in enumerate(events, start=1):
        fault = _fault_of(event, attempt, number=number, previous=previous)
        if not fault and (event.act == "started") != (number == 1):
            fault = "no-start" if number == 1 else "started-twice"
        if not fault and is_sealed:
            fault = "after-the-seal"
        if not fault and event.act in SAVES and event.client_sequence <= sequence:
            fault = "out-of-sequence"
        if fault:
            return _break(number, fault)
        if event.act in SAVES:
            sequence = event.client_sequence
        is_sealed = event.act in SEALS
        previous = event.digest
    if head is not None and number < head[0]:
        return _break(number + 1, "cut-off")
    if head is not None and (number, previous) != head:
        return _break(number, "not-the-head")
    return None


def replayed(events: Iterable[AttemptEvent]) -> Replayed:
    """What the links add up to, by themselves; of a broken chain this proves nothing."""
    answers: dict[str, Value] = {}
    flags: set[str] = set()
    sequence, sealed_as, number, head = 0, "", 0, ""
    for event in events:
        number, head = event.number, event.digest
        if event.act in SAVES:
            sequence = event.client_sequence
        if event.act == "answered":
            answers.pop(event.item, None)
            if event.value is not None:
                answers[event.item] = event.value
        elif event.act == "flagged":
            flags.add(event.item)
        elif event.act == "unflagged":
            flags.discard(event.item)
        elif event.act in SEALS:
            sealed_as = event.act
    return Replayed(answers, frozenset(flags), sequence, sealed_as, number, head)


def is_plain(value: object) -> bool:
    """Whether a value can be an answer: plain data without fractions, not deep, not huge.

    Letters that no database keeps, such as NUL or half a surrogate pair, are no text.
    """
    return _letters_of(value, depth=0) <= LARGEST_VALUE_LETTERS


def _letters_of(value: object, *, depth: int) -> int:
    """The letters in a value; more than any value may have where it is not plain data."""
    too_many = LARGEST_VALUE_LETTERS + 1
    if depth > DEEPEST_VALUE:
        return too_many
    if value is None or isinstance(value, bool):
        return 1
    if isinstance(value, int):
        return 20 if abs(value) < 2**53 else too_many
    if isinstance(value, str):
        is_text = "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
        return len(value) if is_text else too_many
    if isinstance(value, list):
        parts: list[object] = list(value)
    elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
        parts = [*value.keys(), *value.values()]
    else:
        return too_many
    if len(parts) > LARGEST_VALUE_LETTERS:
        return too_many
    return 1 + sum(_letters_of(part, depth=depth + 1) for part in parts)


def _fault_of(event: AttemptEvent, attempt: str, *, number: int, previous: str) -> str:
    if event.number != number:
        return "missing" if event.number > number else "not-following"
    if event.previous != previous:
        return "not-following"
    try:
        is_sound = event.digest == digest_of(attempt, event)
    except (TypeError, ValueError):
        # what has no digest was never saved like this
        is_sound = False
    return "" if is_sound else "altered"


def _break(number: int, fault: str) -> ChainBreak:
    return ChainBreak(number, fault, _FAULTS[fault])
