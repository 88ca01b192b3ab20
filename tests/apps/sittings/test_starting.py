"""Starting a booked exam starts its clock once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tauliah.apps.itembank.queries import form_items
from tauliah.apps.sittings.actions import cancel_booking, start_attempt
from tauliah.apps.sittings.models import Attempt, Booking
from tauliah.apps.sittings.queries import attempt_of, seats_of, start_obstacle
from tauliah.core.kernel import Refused
from tests.services import examhall
from tests.services.examhall import MORNING, booked, candidate


def test_the_deadline_is_65_minutes_after_the_start(aisyah):
    attempt = start_attempt(aisyah, booked(aisyah).pk, at=MORNING)

    assert isinstance(attempt, Attempt)
    assert attempt.deadline - attempt.started_at == timedelta(minutes=65)


def test_the_time_is_that_of_the_release_from_which_the_form_was_drawn(aisyah):
    booking = booked(aisyah)
    examhall.publish(examhall.programme_files(minutes=5), at=MORNING)

    attempt = start_attempt(aisyah, booking.pk, at=MORNING)

    assert isinstance(attempt, Attempt)
    assert attempt.deadline - attempt.started_at == timedelta(minutes=65)


def test_starting_twice_gives_the_same_attempt_with_the_same_deadline(aisyah):
    booking = booked(aisyah)
    first = start_attempt(aisyah, booking.pk, at=MORNING)

    second = start_attempt(aisyah, booking.pk, at=MORNING + timedelta(minutes=20))

    assert first == second
    assert isinstance(second, Attempt)
    assert second.started_at == MORNING
    assert Attempt.objects.count() == 1


def test_starting_after_the_window_is_refused(aisyah):
    booking = booked(aisyah)
    after = MORNING.replace(month=4, day=1)

    refused = start_attempt(aisyah, booking.pk, at=after)

    assert isinstance(refused, Refused)
    assert refused.code == "window-closed"
    assert start_obstacle(booking, at=after) == refused
    assert Attempt.objects.count() == 0


def test_starting_a_cancelled_booking_is_refused(aisyah):
    booking = booked(aisyah)
    cancel_booking(aisyah, booking, at=MORNING)

    refused = start_attempt(aisyah, booking.pk, at=MORNING)

    assert isinstance(refused, Refused)
    assert Attempt.objects.count() == 0


def test_starting_the_booking_of_another_is_refused_as_if_there_were_none(aisyah):
    booking = booked(candidate("Kumar"))

    refused = start_attempt(aisyah, booking.pk, at=MORNING)
    invented = start_attempt(aisyah, uuid4(), at=MORNING)

    assert isinstance(refused, Refused)
    assert refused.code == "not-found"
    assert refused == invented
    assert Booking.objects.get(pk=booking.pk).state == "booked"


def test_items_and_options_come_in_an_order_of_the_attempts_own_and_stay_in_it(attempt):
    kumar = candidate("Kumar")
    his = examhall.started(kumar)

    seats = seats_of(attempt)

    assert seats == seats_of(attempt)
    assert [seat.position for seat in seats] == list(range(1, 51))
    assert {seat.item.code for seat in seats} == {
        item.code for item in form_items(attempt.booking.form)
    }
    hers = {seat.item.code: seat.options for seat in seats}
    shared = [seat for seat in seats_of(his) if seat.item.code in hers]
    assert any(seat.options != hers[seat.item.code] for seat in shared)


def test_the_attempt_of_another_is_not_shown(attempt):
    assert attempt_of(candidate("Kumar"), attempt.pk) is None
