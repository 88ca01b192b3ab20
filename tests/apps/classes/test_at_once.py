"""Two who ask for the last seat at the same instant: one has it, the other waits."""

from __future__ import annotations

from functools import partial

import pytest

from tauliah.apps.classes.actions import book, give_up, settle_classes
from tauliah.apps.classes.keeping import entries_of
from tauliah.apps.classes.models import ClassBooking, ScheduledClass
from tauliah.core.classes import seating_of
from tests.services.classroom import HOUR, NOW, at_once, opened

pytestmark = pytest.mark.django_db(transaction=True)
SHORT, WHOLE = 8, 1_000


def race(people, times):
    """The last seat of so many classes, each for two at the same instant; how each one ended."""
    for number in range(times):
        scheduled = opened()
        outcomes = at_once(*(partial(book, one, scheduled.pk, at=NOW) for one in people[:2]))
        assert sorted(one.state for one in outcomes) == ["booked", "waiting"], number
        scheduled.refresh_from_db()
        assert (scheduled.taken, scheduled.waiting) == (1, 1), number
        assert seating_of(entries_of(scheduled)).entries == 3, number
        for one in people[:2]:
            give_up(one, scheduled.pk, at=NOW)


def test_of_two_who_ask_for_the_last_seat_at_once_one_has_it_and_one_waits(people):
    race(people, SHORT)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_two_who_ask_for_the_last_seat_at_once_a_thousand_times(people):
    race(people, WHOLE)


def test_one_who_asks_twice_at_once_has_one_place(penang, people):
    outcomes = at_once(*[partial(book, people[0], penang.pk, at=NOW)] * 4)

    assert sorted(getattr(one, "code", "booked") for one in outcomes) == [
        "booked",
        *["booked-already"] * 3,
    ]
    assert ClassBooking.objects.count() == 1


def test_two_servers_that_look_at_the_same_minute_offer_the_seat_once(penang, people):
    for person in people:
        book(person, penang.pk, at=NOW)
    give_up(people[0], penang.pk, at=NOW)

    at_once(*[partial(settle_classes, at=NOW + 48 * HOUR)] * 3)

    assert ClassBooking.objects.filter(state="offered").count() == 1
    assert ScheduledClass.objects.get().entries == 8
