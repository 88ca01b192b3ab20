"""Seats and the waiting list of a class: entries in, who sits and who waits out.

terms = Terms(seats=20, begins=begins, free_until=week_before, accept_hours=48)
seating, entries = book(opened(terms, at=now), "aisyah", at=now)
assert seating_of(entries_so_far) == seating

Everything that happens is an entry, and the seating is what follows from the entries. While a class
is open, nobody waits beside a free seat, and whoever has waited longest is offered the next one.
"""

from tauliah.core.classes.acts import (
    Change,
    Outcome,
    accept,
    book,
    call_off,
    decline,
    give_back,
    give_up,
    leave,
    opened,
    set_seats,
    settle,
    take_off,
)
from tauliah.core.classes.calendar_file import class_calendar
from tauliah.core.classes.seating import (
    MOST_ACCEPT_HOURS,
    MOST_SEATS,
    Act,
    ClassEntry,
    Offer,
    Seating,
    Terms,
    follow,
    seating_of,
)

__all__ = [
    "MOST_ACCEPT_HOURS",
    "MOST_SEATS",
    "Act",
    "Change",
    "ClassEntry",
    "Offer",
    "Outcome",
    "Seating",
    "Terms",
    "accept",
    "book",
    "call_off",
    "class_calendar",
    "decline",
    "follow",
    "give_back",
    "give_up",
    "leave",
    "opened",
    "seating_of",
    "set_seats",
    "settle",
    "take_off",
]
