"""Random histories of a class, each act compared with a model that knows only people and arrivals."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tauliah.core import classes
from tauliah.core.classes import ClassEntry, Seating, Terms, seating_of
from tauliah.core.kernel import Refused

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
PEOPLE = tuple("abcdefghi")
ACTS = ("book", "accept", "decline", "give_back", "leave", "take_off", "set_seats", "settle",
        "call_off")  # fmt: skip
# most histories should be long, so that calling off is rare
WEIGHTS = (30, 12, 6, 10, 6, 4, 5, 8, 0.3)


@dataclass
class Model:
    """The class as the institute would run it on a sheet of paper: one line for each arrival."""

    seats: int
    begins: datetime
    accept: timedelta
    lines: dict[str, dict] = field(default_factory=dict)
    arrivals: int = 0
    over: str = ""

    def has(self, state: str) -> list[str]:
        found = [(line["arrival"], name) for name, line in self.lines.items()
                 if line["state"] == state]  # fmt: skip
        return [name for _, name in sorted(found)]

    def look(self, at: datetime) -> None:
        """What time does."""
        if self.over:
            return
        for name in self.has("offered"):
            if self.lines[name]["until"] <= at:
                del self.lines[name]
        if at >= self.begins:
            self.lines = {name: one for name, one in self.lines.items() if one["state"] == "booked"}
            self.over = "begun"
            return
        while self.has("waiting") and self.room():
            self.lines[self.has("waiting")[0]].update(
                state="offered", until=min(at + self.accept, self.begins)
            )

    def room(self) -> int:
        return self.seats - sum(one["state"] != "waiting" for one in self.lines.values())

    def do(self, act: str, person: str, seats: int, at: datetime) -> bool:
        """Whether the act is done; time has done its part in any case."""
        self.look(at)
        if act == "settle":
            return True
        if self.over:
            return False
        state = self.lines.get(person, {}).get("state", "")
        if act == "book":
            if state:
                return False
            self.arrivals += 1
            kind = "booked" if self.room() else "waiting"
            self.lines[person] = {"arrival": self.arrivals, "state": kind}
        elif act == "accept":
            if state != "offered":
                return False
            self.lines[person]["state"] = "booked"
        elif act == "set_seats":
            taken = self.seats - self.room()
            if seats < max(taken, 1) or seats == self.seats:
                return False
            self.seats = seats
        elif act == "call_off":
            self.lines, self.over = {}, "called-off"
        else:
            wanted = {"decline": "offered", "give_back": "booked", "leave": "waiting"}
            if not state or wanted.get(act, state) != state:
                return False
            del self.lines[person]
        self.look(at)
        return True


def live(seed: int, *, acts: int = 40) -> tuple[int, int]:
    """One history of a class; how many acts were done and how many offers were made.

    AssertionError with the seed where the class differs from the model, or an invariant breaks.
    """
    chance = random.Random(seed)
    begins = START + timedelta(hours=chance.randint(1, 400))
    terms = Terms(
        seats=chance.randint(1, 4),
        begins=begins,
        free_until=begins - timedelta(hours=chance.randint(0, 200)),
        accept_hours=chance.choice((1, 24, 48)),
    )
    model = Model(terms.seats, begins, timedelta(hours=terms.accept_hours))
    at = START
    seating, entries = classes.opened(terms, at=at)
    history = list(entries)
    done = offers = 0
    for act in chance.choices(ACTS, WEIGHTS, k=acts):
        at += timedelta(minutes=chance.choice((0, 0, 1, 30, 90, 600, 1500)))
        person, seats = chance.choice(PEOPLE), chance.randint(0, 6)
        before = seating
        outcome = perform(seating, act, person, seats, at)
        is_done = model.do(act, person, seats, at)
        assert (not isinstance(outcome, Refused)) is is_done, (seed, act, person, outcome)
        # a refused act changes nothing but what time does by itself
        change = classes.settle(seating, at=at) if isinstance(outcome, Refused) else outcome
        seating, new = change
        history += new
        done += is_done
        offers += sum(entry.act == "offered" for entry in new)
        check(before, seating, new, at, seed)
        assert compared(seating) == told(model), (seed, act, person)
    assert seating_of(history) == seating, seed
    assert classes.settle(seating, at=at) == (seating, ()), seed
    return done, offers


def perform(seating: Seating, act: str, person: str, seats: int, at: datetime) -> classes.Outcome:
    if act in ("settle", "call_off"):
        return getattr(classes, act)(seating, at=at)
    if act == "set_seats":
        return classes.set_seats(seating, seats, at=at)
    return getattr(classes, act)(seating, person, at=at)


def check(
    before: Seating, after: Seating, new: tuple[ClassEntry, ...], at: datetime, seed: int
) -> None:
    """The invariants, after each act and at each entry on the way."""
    assert after.taken <= after.terms.seats, seed
    assert not (after.waiting and after.free), (seed, "a free seat while people wait")
    assert not (after.ended and (after.waiting or after.offered)), seed
    assert after.ended or at < after.terms.begins, (seed, "open after it began")
    everybody = [*after.booked, *(one.person for one in after.offered), *after.waiting]
    assert len(set(everybody)) == len(everybody), seed
    step = before
    for entry in new:
        if entry.act == "booked":
            assert not step.waiting, (seed, "jumped the waiting list")
        if entry.act == "offered":
            assert step.waiting[0] == entry.person, (seed, "not the first who waits")
            until = datetime.fromisoformat(entry.facts["until"])
            assert until == step.terms.offer_ends(at) > at, (seed, "less than the whole time")
        if entry.act == "lapsed":
            assert step.offer_to(entry.person).until <= at, (seed, "lapsed before its time")
        if entry.act == "accepted":
            assert at < step.offer_to(entry.person).until, (seed, "accepted after its time")
        step = classes.follow(step, entry)
        assert step.taken <= step.terms.seats, seed
    assert step == after, seed
    # who waits before and after keeps the order
    stay = [one for one in before.waiting if one in after.waiting]
    rejoined = {entry.person for entry in new if entry.act == "waited"}
    assert stay == [one for one in after.waiting if one in stay and one not in rejoined], seed


def compared(seating: Seating) -> tuple:
    return (
        seating.ended, seating.terms.seats, set(seating.booked),
        {one.person: one.until for one in seating.offered}, seating.waiting,
    )  # fmt: skip


def told(model: Model) -> tuple:
    offered = {name: model.lines[name]["until"] for name in model.has("offered")}
    return (
        model.over, model.seats, set(model.has("booked")), offered, tuple(model.has("waiting")),
    )  # fmt: skip
