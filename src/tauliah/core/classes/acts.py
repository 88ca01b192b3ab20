"""What may be done to a class, and when: each act gives the seating after it and its entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tauliah.core.classes import refusals
from tauliah.core.classes.seating import (
    MOST_SEATS,
    Act,
    ClassEntry,
    Seating,
    Terms,
    follow,
    seating_of,
)
from tauliah.core.kernel import Refused

Change = tuple[Seating, tuple[ClassEntry, ...]]
"""The seating afterwards, and the entries that led there from the one before."""
Outcome = Change | Refused


def opened(terms: Terms, *, at: datetime) -> Change:
    """A class as it is opened, with all its seats free."""
    facts = {
        "seats": terms.seats,
        "begins": terms.begins.isoformat(),
        "free_until": terms.free_until.isoformat(),
        "accept_hours": terms.accept_hours,
    }
    entry = ClassEntry(1, "opened", at, facts=facts)
    return seating_of([entry]), (entry,)


def settle(seating: Seating, *, at: datetime) -> Change:
    """What time alone has done by then: offers lapse, the next are told, and the class begins.

    A lapse counts from when it is noticed, so that whoever is offered the seat next has the whole
    time to accept it, however long nobody looked. Doing it again changes nothing.
    """
    steps = _Steps(seating, at)
    if seating.ended:
        return steps.done()
    has_begun = at >= seating.terms.begins
    for offer in seating.offered:
        if at >= offer.until:
            steps.take("lapsed", offer.person)
    if has_begun:
        for person in steps.seating.waiting:
            steps.take("no-seat", person)
        steps.take("begun")
    else:
        steps.offer_what_is_free()
    return steps.done()


def book(seating: Seating, person: str, *, at: datetime) -> Outcome:
    """A seat where one is free, else the last place of the waiting list."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    match steps.seating.state_of(person):
        case "booked":
            return refusals.booked_already()
        case "offered":
            return refusals.offered_already()
        case "waiting":
            return refusals.waiting_already()
    steps.take("booked" if steps.seating.free else "waited", person)
    return steps.done()


def accept(seating: Seating, person: str, *, at: datetime) -> Outcome:
    """Take the seat that is kept for a person, while its time lasts."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    if steps.seating.state_of(person) != "offered":
        had_one = seating.offer_to(person) is not None
        return refusals.offer_lapsed() if had_one else refusals.no_offer()
    steps.take("accepted", person)
    return steps.done()


def decline(seating: Seating, person: str, *, at: datetime) -> Outcome:
    """Let an offered seat go; it is offered to the next, and the person waits no more."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    if steps.seating.state_of(person) != "offered":
        return refusals.no_offer()
    steps.take("declined", person)
    steps.offer_what_is_free()
    return steps.done()


def give_back(seating: Seating, person: str, *, at: datetime) -> Outcome:
    """Give a booked seat back before the class begins; the entry says whether it was late."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    if steps.seating.state_of(person) != "booked":
        return refusals.no_seat()
    steps.take("given-back", person, {"late": at > seating.terms.free_until})
    steps.offer_what_is_free()
    return steps.done()


def leave(seating: Seating, person: str, *, at: datetime) -> Outcome:
    """Leave the waiting list; those behind move up."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    if steps.seating.state_of(person) != "waiting":
        return refusals.not_waiting()
    steps.take("left", person)
    return steps.done()


def give_up(seating: Seating, person: str, *, at: datetime) -> Outcome:
    """Whatever the person has here, given up: seat, offer or place in the waiting list."""
    match seating.state_of(person):
        case "booked":
            return give_back(seating, person, at=at)
        case "offered":
            return decline(seating, person, at=at)
        case "waiting":
            return leave(seating, person, at=at)
    return refusals.no_seat()


def take_off(seating: Seating, person: str, *, at: datetime) -> Outcome:
    """Take a person off the class, in whatever state; the seat goes to the next."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    if not steps.seating.state_of(person):
        return refusals.not_on_the_list()
    steps.take("taken-off", person)
    steps.offer_what_is_free()
    return steps.done()


def set_seats(seating: Seating, seats: int, *, at: datetime) -> Outcome:
    """More or fewer seats; never fewer than are taken. New ones are offered to those who wait."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    if not 1 <= seats <= MOST_SEATS:
        return refusals.seats_out_of_range(MOST_SEATS)
    if seats < steps.seating.taken:
        return refusals.fewer_than_taken(steps.seating.taken)
    if seats == steps.seating.terms.seats:
        return refusals.as_many_already()
    steps.take("seats-set", facts={"seats": seats})
    steps.offer_what_is_free()
    return steps.done()


def call_off(seating: Seating, *, at: datetime) -> Outcome:
    """Call the class off before it begins: nobody sits and nobody waits any more."""
    steps = _settled(seating, at)
    if isinstance(steps, Refused):
        return steps
    steps.take("called-off")
    return steps.done()


class _Steps:
    """A seating on its way, and the entries that it has taken."""

    def __init__(self, seating: Seating, at: datetime) -> None:
        self.seating = seating
        self.at = at
        self.taken: list[ClassEntry] = []

    def take(self, act: Act, person: str = "", facts: Mapping[str, Any] | None = None) -> None:
        number = self.seating.entries + 1
        entry = ClassEntry(number, act, self.at, person, dict(facts or {}))
        self.seating = follow(self.seating, entry)
        self.taken.append(entry)

    def offer_what_is_free(self) -> None:
        until = self.seating.terms.offer_ends(self.at).isoformat()
        while self.seating.free and self.seating.waiting:
            self.take("offered", self.seating.waiting[0], {"until": until})

    def done(self) -> Change:
        return self.seating, tuple(self.taken)


def _settled(seating: Seating, at: datetime) -> _Steps | Refused:
    """The steps so far once time has done its part; a refusal where the class is over for booking."""
    settled, entries = settle(seating, at=at)
    if settled.ended:
        return refusals.called_off() if settled.ended == "called-off" else refusals.has_begun()
    steps = _Steps(settled, at)
    steps.taken = list(entries)
    return steps
