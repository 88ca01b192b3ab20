"""What a class is made of: its terms, its entries, and who sits and who waits after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

MOST_SEATS = 500
MOST_ACCEPT_HOURS = 336
"""The longest time to accept a seat: two weeks."""

Act = Literal[
    "opened",
    "booked",
    "waited",
    "offered",
    "accepted",
    "declined",
    "lapsed",
    "given-back",
    "left",
    "taken-off",
    "seats-set",
    "no-seat",
    "begun",
    "called-off",
]
"""What can happen to a class. All but opened, seats-set, begun and called-off are about a person."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said before anybody books, and is kept for as long as the class stands.

    `begins` is when its first session begins, the end of all booking. Until `free_until` a seat is
    given back without a trace; later it is noted as late. An offer stands for `accept_hours`, and
    never beyond `begins`.
    """

    seats: int
    begins: datetime
    free_until: datetime
    accept_hours: int

    def __post_init__(self) -> None:
        if not 1 <= self.seats <= MOST_SEATS:
            raise ValueError(f"a class has 1 to {MOST_SEATS} seats, not {self.seats}")
        if not 1 <= self.accept_hours <= MOST_ACCEPT_HOURS:
            raise ValueError(f"1 to {MOST_ACCEPT_HOURS} hours to accept, not {self.accept_hours}")
        if self.free_until > self.begins:
            raise ValueError("a class begins after the last day on which its seats are free to go")

    def offer_ends(self, at: datetime) -> datetime:
        """Until when an offer that is made now can be accepted."""
        return min(at + timedelta(hours=self.accept_hours), self.begins)


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """One thing that happened to a class; `person` is empty where it is about the class."""

    number: int
    act: Act
    at: datetime
    person: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat that is kept for somebody until they accept it, or the time for that is over."""

    person: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits, whom a seat is kept for, and who waits, in the order in which they came.

    `entries` is how many entries led here. `ended` says how booking ended: the class has begun, or
    was called off; empty while it is open.
    """

    terms: Terms
    booked: tuple[str, ...] = ()
    offered: tuple[Offer, ...] = ()
    waiting: tuple[str, ...] = ()
    entries: int = 0
    ended: Literal["", "begun", "called-off"] = ""

    @property
    def taken(self) -> int:
        """Seats that are booked, or kept for whom they are offered to."""
        return len(self.booked) + len(self.offered)

    @property
    def free(self) -> int:
        """Seats that anybody may book."""
        return self.terms.seats - self.taken

    def offer_to(self, person: str) -> Offer | None:
        """The offer that stands for a person, if there is one."""
        return next((one for one in self.offered if one.person == person), None)

    def turn_of(self, person: str) -> int | None:
        """The place of a person in the waiting list, from 1; None for who does not wait."""
        return self.waiting.index(person) + 1 if person in self.waiting else None

    def state_of(self, person: str) -> Literal["", "booked", "offered", "waiting"]:
        """What a person has here now; empty for nothing."""
        if person in self.booked:
            return "booked"
        if self.offer_to(person):
            return "offered"
        return "waiting" if person in self.waiting else ""


def seating_of(entries: Iterable[ClassEntry]) -> Seating:
    """The seating after these entries, of which the first opens the class.

    ValueError where there is none, or one that cannot follow the others.
    """
    seating = None
    for entry in entries:
        seating = follow(seating, entry)
    if seating is None:
        raise ValueError("a class begins with the entry that opens it")
    return seating


def follow(seating: Seating | None, entry: ClassEntry) -> Seating:
    """The seating after one more entry; ValueError for one that cannot follow."""
    if seating is None:
        if entry.act != "opened" or entry.number != 1:
            raise ValueError(f"entry {entry.number} ({entry.act}) cannot be the first of a class")
        return Seating(_terms(entry.facts), entries=1)
    if entry.number != seating.entries + 1 or seating.ended:
        raise _impossible(entry)
    return replace(_after(seating, entry), entries=entry.number)


def _after(seating: Seating, entry: ClassEntry) -> Seating:
    """The same with what the entry changes; who may do it when is the concern of the acts."""
    person, state = entry.person, seating.state_of(entry.person)
    match entry.act, state:
        case "booked", "" if person and seating.free and not seating.waiting:
            return replace(seating, booked=(*seating.booked, person))
        case "waited", "" if person and not seating.free:
            return replace(seating, waiting=(*seating.waiting, person))
        case "offered", "waiting" if seating.free and seating.waiting[0] == person:
            offer = Offer(person, datetime.fromisoformat(entry.facts["until"]))
            return replace(seating, waiting=seating.waiting[1:], offered=(*seating.offered, offer))
        case "accepted", "offered":
            without = _without(seating, person)
            return replace(without, booked=(*without.booked, person))
        case (
            ("declined" | "lapsed", "offered")
            | ("given-back", "booked")
            | ("left", "waiting")
            | ("taken-off", "booked" | "offered" | "waiting")
            | ("no-seat", "offered" | "waiting")
        ):
            return _without(seating, person)
        case "seats-set", _ if not person and entry.facts["seats"] >= seating.taken:
            return replace(seating, terms=replace(seating.terms, seats=entry.facts["seats"]))
        case "begun", _ if not person and not seating.offered and not seating.waiting:
            return replace(seating, ended="begun")
        case "called-off", _ if not person:
            return replace(seating, booked=(), offered=(), waiting=(), ended="called-off")
    raise _impossible(entry)


def _without(seating: Seating, person: str) -> Seating:
    return replace(
        seating,
        booked=tuple(one for one in seating.booked if one != person),
        offered=tuple(one for one in seating.offered if one.person != person),
        waiting=tuple(one for one in seating.waiting if one != person),
    )


def _terms(facts: Mapping[str, Any]) -> Terms:
    return Terms(
        seats=facts["seats"],
        begins=datetime.fromisoformat(facts["begins"]),
        free_until=datetime.fromisoformat(facts["free_until"]),
        accept_hours=facts["accept_hours"],
    )


def _impossible(entry: ClassEntry) -> ValueError:
    return ValueError(f"entry {entry.number} ({entry.act}) cannot follow the entries before it")
