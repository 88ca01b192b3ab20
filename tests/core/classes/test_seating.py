"""What people meet who book a class: a seat, the waiting list, an offer, and the rules of going."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tauliah.core.classes import (
    ClassEntry,
    Offer,
    Terms,
    accept,
    book,
    call_off,
    decline,
    follow,
    give_back,
    opened,
    seating_of,
    set_seats,
    settle,
    take_off,
)
from tauliah.core.kernel import Refused

BEGINS = datetime(2026, 3, 16, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TERMS = Terms(seats=1, begins=BEGINS, free_until=BEGINS - 7 * 24 * HOUR, accept_hours=48)


@pytest.fixture
def full():
    """One seat, which Aisyah has; Nurul and Siti wait."""
    seating, _ = opened(TERMS, at=NOW)
    for person in ("aisyah", "nurul", "siti"):
        seating, _ = book(seating, person, at=NOW)
    return seating


def acts(entries):
    return [(entry.act, entry.person) for entry in entries]


def test_whoever_comes_when_all_seats_are_taken_waits(full):
    assert full.booked == ("aisyah",)
    assert (full.turn_of("nurul"), full.turn_of("siti"), full.turn_of("aisyah")) == (1, 2, None)


def test_a_seat_given_back_is_kept_for_whoever_waited_longest(full):
    seating, entries = give_back(full, "aisyah", at=NOW)

    assert acts(entries) == [("given-back", "aisyah"), ("offered", "nurul")]
    assert seating.offered == (Offer("nurul", NOW + 48 * HOUR),)
    assert book(seating, "kumar", at=NOW)[0].waiting == ("siti", "kumar")


def test_an_offer_that_nobody_noticed_lapsing_gives_the_next_the_whole_time(full):
    seating, _ = give_back(full, "aisyah", at=NOW)
    late = NOW + 100 * HOUR

    refused = accept(seating, "nurul", at=late)
    seating, entries = settle(seating, at=late)

    assert refused.code == "offer-lapsed"
    assert acts(entries) == [("lapsed", "nurul"), ("offered", "siti")]
    assert seating.offered == (Offer("siti", late + 48 * HOUR),)


def test_an_offer_let_go_passes_to_the_next_and_an_accepted_one_is_a_seat(full):
    seating, _ = give_back(full, "aisyah", at=NOW)
    seating, entries = decline(seating, "nurul", at=NOW)
    seating, _ = accept(seating, "siti", at=NOW + 47 * HOUR)

    assert acts(entries) == [("declined", "nurul"), ("offered", "siti")]
    assert (seating.booked, seating.offered, seating.waiting) == (("siti",), (), ())


@pytest.mark.parametrize(("after_hours", "is_late"), [(0, False), (168, False), (169, True)])
def test_a_seat_given_back_after_the_day_that_was_said_is_noted_as_late(full, after_hours, is_late):
    _, entries = give_back(full, "aisyah", at=TERMS.free_until - 168 * HOUR + after_hours * HOUR)

    assert entries[0].facts == {"late": is_late}


def test_an_offer_ends_when_the_class_begins_and_so_does_the_waiting_list(full):
    seating, _ = give_back(full, "aisyah", at=BEGINS - HOUR)
    assert seating.offered == (Offer("nurul", BEGINS),)

    seating, entries = settle(seating, at=BEGINS)

    assert acts(entries) == [("lapsed", "nurul"), ("no-seat", "siti"), ("begun", "")]
    assert book(seating, "kumar", at=BEGINS).code == "has-begun"


def test_more_seats_are_offered_to_those_who_wait_and_never_fewer_than_are_taken(full):
    seating, entries = set_seats(full, 3, at=NOW)

    assert acts(entries) == [("seats-set", ""), ("offered", "nurul"), ("offered", "siti")]
    assert set_seats(seating, 2, at=NOW).code == "fewer-than-taken"


def test_who_is_taken_off_makes_room_and_a_class_called_off_keeps_nobody(full):
    seating, entries = take_off(full, "aisyah", at=NOW)
    assert acts(entries) == [("taken-off", "aisyah"), ("offered", "nurul")]

    seating, entries = call_off(seating, at=NOW)

    assert (seating.taken, seating.waiting, seating.ended) == (0, (), "called-off")
    assert isinstance(accept(seating, "nurul", at=NOW), Refused)


@pytest.mark.parametrize("act", ["booked", "accepted", "offered", "left", "begun"])
def test_an_entry_that_cannot_follow_is_not_followed(full, act):
    entry = ClassEntry(full.entries + 1, act, NOW, "" if act == "begun" else "stranger")

    with pytest.raises(ValueError, match="cannot follow"):
        follow(full, entry)


def test_a_class_begins_with_the_entry_that_opens_it():
    with pytest.raises(ValueError, match="first of a class"):
        seating_of([ClassEntry(1, "booked", NOW, "aisyah")])


@pytest.mark.parametrize(
    "wrong", [{"seats": 0}, {"accept_hours": 0}, {"free_until": BEGINS + HOUR}]
)
def test_terms_that_nobody_could_keep_are_no_terms(wrong):
    with pytest.raises(ValueError, match=r"class|hours"):
        Terms(**{"seats": 1, "begins": BEGINS, "free_until": BEGINS, "accept_hours": 1, **wrong})
