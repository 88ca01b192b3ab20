"""A seat, the waiting list, an offer and its time: what is kept, who is told, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tauliah.apps.classes.actions import (
    accept,
    book,
    call_off,
    give_up,
    open_class,
    set_seats,
    settle_classes,
    take_off,
)
from tauliah.apps.classes.keeping import entries_of
from tauliah.apps.classes.models import ClassBooking, ClassNotice, ScheduledClass
from tauliah.apps.classes.queries import my_class, my_classes, page_of_classes
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.classes import seating_of
from tests.services.classroom import BEGINS, HOUR, NOW, account, opened, wanted


@pytest.fixture
def full(penang, people):
    """Aisyah has the seat; Nurul and Siti wait."""
    for person in people:
        book(person, penang.pk, at=NOW)
    return penang


def states(scheduled):
    found = ClassBooking.objects.filter(scheduled_class=scheduled).order_by("arrival")
    return [one.state for one in found]


def told():
    return [(one.person.full_name, one.kind) for one in ClassNotice.objects.order_by("made_at")]


def test_the_first_has_the_seat_and_the_others_wait_in_their_order(full, people):
    aisyah, nurul, siti = people

    assert states(full) == ["booked", "waiting", "waiting"]
    assert my_class(aisyah, full, at=NOW).turn is None
    assert [my_class(one, full, at=NOW).turn for one in (nurul, siti)] == [1, 2]


def test_what_is_kept_of_each_person_follows_from_the_entries(full, people):
    aisyah, nurul, siti = people
    give_up(aisyah, full.pk, at=NOW)
    set_seats(full.pk, 2, actor=SYSTEM, at=NOW)
    accept(nurul, full.pk, at=NOW)
    give_up(siti, full.pk, at=NOW)
    book(aisyah, full.pk, at=NOW)

    full.refresh_from_db()
    seating = seating_of(entries_of(full))

    assert (full.seats, full.taken, full.waiting, full.entries) == (2, 2, 0, 11)
    assert (seating.taken, len(seating.waiting), seating.entries) == (2, 0, 11)
    assert seating.booked == (str(nurul.pk), str(aisyah.pk))
    assert states(full) == ["given-back", "booked", "declined", "booked"]


def test_an_offer_has_its_time_and_then_passes_to_the_next(full, people):
    aisyah, nurul, siti = people
    give_up(aisyah, full.pk, at=NOW)
    assert told() == [("Nurul", "offered")]
    assert my_class(nurul, full, at=NOW).booking.offer_until == NOW + 48 * HOUR

    later = NOW + 48 * HOUR
    assert my_class(nurul, full, at=later).state == "lapsed"
    assert accept(nurul, full.pk, at=later).code == "offer-lapsed"

    # the refusal has noticed the lapse, so that there is nothing left for the minute's look
    assert settle_classes(at=later) == 0
    assert told() == [("Nurul", "offered"), ("Nurul", "lapsed"), ("Siti", "offered")]
    assert accept(siti, full.pk, at=later + HOUR).state == "booked"


def test_the_minutes_look_does_what_is_due_once(full, people):
    give_up(people[0], full.pk, at=NOW)

    assert settle_classes(at=NOW + 47 * HOUR) == 0
    assert settle_classes(at=NOW + 48 * HOUR) == 1
    assert settle_classes(at=NOW + 48 * HOUR) == 0
    assert settle_classes(at=BEGINS) == 1
    assert settle_classes(at=BEGINS) == 0
    assert states(full) == ["given-back", "lapsed", "lapsed"]


def test_when_a_class_begins_those_who_sit_attend_and_those_who_wait_are_told(full, people):
    settle_classes(at=BEGINS)

    assert states(full) == ["attending", "no-seat", "no-seat"]
    assert told() == [("Nurul", "no-seat"), ("Siti", "no-seat")]
    assert give_up(people[0], full.pk, at=BEGINS).code == "has-begun"
    assert not page_of_classes(person=None, at=BEGINS).object_list


def test_a_seat_given_back_late_is_noted(full, people):
    assert give_up(people[0], full.pk, at=BEGINS - 24 * HOUR).is_late


def test_a_class_called_off_tells_everybody_why(full, people):
    assert call_off(full.pk, reason=" ", actor=SYSTEM, at=NOW).code == "no-reason"
    call_off(full.pk, reason="The hall is flooded", actor=SYSTEM, at=NOW)

    assert states(full) == ["called-off"] * 3
    assert {kind for _, kind in told()} == {"called-off"}
    assert book(people[0], full.pk, at=NOW).code == "called-off"
    assert ScheduledClass.objects.get().reason == "The hall is flooded"


def test_whoever_is_taken_off_is_told_and_the_next_moves_up(full, people):
    aisyah, nurul, _ = people
    take_off(aisyah, full.pk, reason="Booked twice by telephone", actor=SYSTEM, at=NOW)

    assert my_class(aisyah, full, at=NOW).booking.reason == "Booked twice by telephone"
    assert told() == [("Aisyah", "taken-off"), ("Nurul", "offered")]
    assert accept(nurul, full.pk, at=NOW).state == "booked"


def test_one_is_on_the_list_of_one_class_of_a_course_and_sits_in_one_at_a_time(penang, people):
    aisyah = people[0]
    ipoh = opened(place="Ipoh", starts=date(2026, 4, 6), ends=date(2026, 4, 7))
    same_days = opened(course="PIN", place="pulau pinang")
    book(aisyah, penang.pk, at=NOW)

    assert book(aisyah, ipoh.pk, at=NOW).code == "another-class-of-the-course"
    assert book(aisyah, same_days.pk, at=NOW).code == "clashes"
    give_up(aisyah, penang.pk, at=NOW)
    assert book(aisyah, ipoh.pk, at=NOW).state == "booked"
    assert [one.state for one in my_classes(aisyah, at=NOW)] == ["booked", "given-back"]


def test_an_offer_cannot_be_accepted_beside_a_seat_on_the_same_days(full, people):
    aisyah, nurul, _ = people
    same_days = opened(course="PIN")
    book(nurul, same_days.pk, at=NOW)
    give_up(aisyah, full.pk, at=NOW)

    assert accept(nurul, full.pk, at=NOW).code == "clashes"


def test_only_who_is_matriculated_books(penang):
    assert book(account("Kumar"), penang.pk, at=NOW).code == "not-matriculated"


def test_a_candidate_opens_nothing_and_a_registrar_sits_nowhere(penang, people, farid):
    with pytest.raises(PermissionDenied):
        open_class(wanted(), actor=people[0], at=NOW)
    with pytest.raises(PermissionDenied):
        book(farid, penang.pk, at=NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"place": "Muar"}, "no-such-place"),
        ({"course": "PPM"}, "no-such-place"),
        ({"venue": "  "}, "no-venue"),
        ({"language": "fr"}, "no-such-language"),
        ({"hours": "17:00-09:00"}, "no-such-hours"),
        ({"hours": "all day"}, "no-such-hours"),
        ({"ends": date(2026, 3, 15)}, "days-in-another-order"),
        ({"starts": date(2026, 3, 3)}, "starts-already"),
        ({"place": "Ipoh"}, "days-not-in-the-programme"),
        ({"seats": 0}, "no-such-terms"),
        ({"accept_hours": 1000}, "no-such-terms"),
        ({"free_days": -1}, "no-such-terms"),
    ],
)
def test_a_class_that_the_programme_does_not_know_is_not_opened(published, changes, code):
    assert open_class(wanted(**changes), actor=SYSTEM, at=NOW).code == code


@pytest.mark.parametrize(
    "numbers", [{"taken": 2}, {"taken": 0, "waiting": 1}], ids=["too many", "free while waiting"]
)
def test_the_database_itself_keeps_the_rules_of_seats(penang, numbers):
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduledClass.objects.filter(pk=penang.pk).update(**numbers)


def test_classes_are_found_by_course_by_place_and_by_free_seats(full):
    opened(place="Ipoh", starts=date(2026, 4, 6), ends=date(2026, 4, 7))

    def found(**by):
        page = page_of_classes(person=None, at=NOW, **by)
        return [one.scheduled.place_en for one in page.object_list]

    assert found() == ["Penang", "Ipoh"]
    assert found(place="Pulau Pinang") == ["Penang"]
    assert found(only_free=True) == ["Ipoh"]
    assert found(course="PIN") == []
