"""Booking an exam: what it gives, and every reason for which it is refused."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.itembank.queries import form_items
from tauliah.apps.sittings.actions import book, cancel_booking, start_attempt
from tauliah.apps.sittings.models import Booking
from tauliah.apps.sittings.queries import bookings_of, exam_offers, window_at
from tauliah.core.kernel import Refused
from tests.services.examhall import (
    BLUEPRINT,
    MORNING,
    WINDOW,
    account,
    booked,
    candidate,
    programme_files,
    publish,
    sat,
    started,
)

LATER_WINDOW = MORNING.replace(month=4)
THIRD_WINDOW = MORNING.replace(month=8)
BETWEEN_WINDOWS = MORNING.replace(month=4, day=1)


def refusal(person, course="PUM", *, window=WINDOW, at=MORNING):
    before = [(one.pk, one.state) for one in bookings_of(person)]
    outcome = book(person, course, window=window, at=at)
    assert isinstance(outcome, Refused), outcome
    assert [(one.pk, one.state) for one in bookings_of(person)] == before
    return outcome


def test_a_booking_comes_with_a_form_drawn_to_the_blueprint(aisyah):
    booking = booked(aisyah)

    items = form_items(booking.form)
    by_topic: dict[str, int] = {}
    for item in items:
        by_topic[item.topic] = by_topic.get(item.topic, 0) + 1
    assert len({item.code for item in items}) == 50
    assert by_topic == BLUEPRINT


def test_a_form_has_as_many_items_at_each_level_as_the_blueprint_says(aisyah):
    files = programme_files()
    course = json.loads(files["courses/PUM/course.yaml"])
    course["blueprint"][0]["levels"] = {"remember": 3, "apply": 5}
    secure = json.loads(files["courses/PUM/items/secure-market.yaml"])
    for item in secure["items"][:4]:
        item["level"] = "remember"
    changed = {"course.yaml": course, "items/secure-market.yaml": secure}
    publish(files | {f"courses/PUM/{at}": json.dumps(new).encode() for at, new in changed.items()})

    items = form_items(booked(aisyah).form)

    market = Counter(item.text.level for item in items if item.topic == "market")
    assert market == {"remember": 3, "apply": 5}


def test_no_item_of_a_form_can_be_practised(aisyah):
    assert all("-S-" in item.code for item in form_items(booked(aisyah).form))


def test_two_candidates_get_forms_of_their_own(aisyah):
    other = candidate("Kumar")

    first, second = booked(aisyah), booked(other)

    assert {i.code for i in form_items(first.form)} != {i.code for i in form_items(second.form)}


def test_booking_twice_is_refused(aisyah):
    booked(aisyah)

    assert refusal(aisyah).code == "already-booked"


def test_two_exams_can_be_booked_in_one_window(aisyah):
    booked(aisyah, "PUM")
    booked(aisyah, "PIN")

    assert len(bookings_of(aisyah)) == 2


def test_booking_between_windows_is_refused_and_names_the_next_window(aisyah):
    refused = refusal(aisyah, window="2026-2", at=BETWEEN_WINDOWS)

    assert refused.code == "window-closed"
    assert "5 April 2026" in refused.message.en
    assert "5 April 2026" in refused.message.ms


def test_booking_a_window_that_is_over_is_refused_though_another_is_open(aisyah):
    assert refusal(aisyah, window=WINDOW, at=LATER_WINDOW).code == "window-closed"


def test_booking_an_invented_window_is_refused(aisyah):
    assert refusal(aisyah, window="2031-9").code == "window-closed"


def test_the_first_and_the_last_day_belong_to_the_window_by_the_time_of_kuala_lumpur(published):
    last_minute = MORNING.replace(month=3, day=26, hour=15, minute=59)  # 23:59 there

    open_window = window_at(last_minute)

    assert open_window is not None
    assert open_window.code == WINDOW
    assert window_at(last_minute + timedelta(minutes=1)) is None


def test_booking_without_matriculation_is_refused(published):
    kumar = account("Kumar")

    assert refusal(kumar).code == "not-matriculated"


@pytest.mark.parametrize("course", ["PPM", "XYZ", "no such course", ""])
def test_booking_an_exam_that_is_not_offered_is_refused(aisyah, course):
    assert refusal(aisyah, course).code == "exam-not-offered"


def test_booking_a_passed_exam_is_refused(aisyah):
    sat(aisyah, right=50)

    assert refusal(aisyah).code == "already-passed"


def test_booking_an_exam_that_is_running_is_refused(aisyah):
    started(aisyah)

    assert refusal(aisyah).code == "already-running"


def test_a_third_sitting_in_one_window_is_refused(aisyah):
    sat(aisyah, right=10)
    sat(aisyah, right=20, at=MORNING + timedelta(days=3))

    refused = refusal(aisyah, at=MORNING + timedelta(days=6))

    assert refused.code == "window-limit"
    assert "2 times" in refused.message.en
    assert "5 April 2026" in refused.message.en


def test_a_fifth_sitting_in_twelve_months_is_refused_until_the_first_is_a_year_ago(aisyah):
    sat(aisyah, right=10)
    sat(aisyah, right=10, at=MORNING + timedelta(days=3))
    sat(aisyah, right=10, at=LATER_WINDOW, window="2026-2")
    sat(aisyah, right=10, at=LATER_WINDOW + timedelta(days=3), window="2026-2")

    refused = refusal(aisyah, window="2026-3", at=THIRD_WINDOW)

    assert refused.code == "twelve-month-limit"
    assert "10 February 2027" in refused.message.en
    assert booked(aisyah, window="2027-1", at=MORNING.replace(year=2027)).state == "booked"


def test_the_twelve_months_run_from_the_sitting_not_from_its_booking(aisyah):
    for day in (0, 3):
        booking = booked(aisyah, at=MORNING + timedelta(days=day))
        sitting = MORNING + timedelta(days=day + 30)
        assert not isinstance(start_attempt(aisyah, booking.pk, at=sitting), Refused)
        _submit_all(aisyah, at=sitting)
    sat(aisyah, right=10, at=LATER_WINDOW, window="2026-2")
    sat(aisyah, right=10, at=LATER_WINDOW, window="2026-2")

    a_year_after_the_booking = refusal(aisyah, window="2027-1", at=MORNING.replace(year=2027))

    assert a_year_after_the_booking.code == "twelve-month-limit"
    assert "12 March 2027" in a_year_after_the_booking.message.en


def test_a_failed_exam_can_be_booked_again_in_the_same_window(aisyah):
    sat(aisyah, right=34)

    assert booked(aisyah, at=MORNING + timedelta(days=1)).state == "booked"


def test_limits_of_one_exam_do_not_touch_another(aisyah):
    sat(aisyah, "PUM", right=10)
    sat(aisyah, "PUM", right=10)

    assert booked(aisyah, "PIN").state == "booked"


def test_a_place_that_was_never_used_counts_towards_no_limit_and_makes_room(aisyah):
    unused = booked(aisyah)

    booked(aisyah, window="2026-2", at=LATER_WINDOW)

    assert Booking.objects.get(pk=unused.pk).state == "lapsed"


def test_a_registrar_books_no_exam(published):
    farid = account("Farid", role="registrar")

    with pytest.raises(PermissionDenied):
        book(farid, "PUM", window=WINDOW, at=MORNING)


def test_a_cancelled_booking_counts_towards_no_limit(aisyah):
    for _ in range(5):
        assert cancel_booking(aisyah, booked(aisyah), at=MORNING) is None

    assert booked(aisyah).state == "booked"


def test_a_started_exam_is_not_cancelled(aisyah):
    attempt = started(aisyah)

    refused = cancel_booking(aisyah, attempt.booking, at=MORNING)

    assert refused is not None
    assert refused.code == "not-open"


def test_the_booking_of_another_is_not_cancelled(aisyah):
    booking = booked(candidate("Kumar"))

    assert cancel_booking(aisyah, booking, at=MORNING) is not None
    assert Booking.objects.get(pk=booking.pk).state == "booked"


def test_every_open_exam_is_offered_with_its_state(aisyah):
    booking = booked(aisyah, "PUM")

    offers = {offer.course: offer for offer in exam_offers(aisyah, at=MORNING)}

    assert set(offers) == {"PUM", "PIN"}
    assert offers["PUM"].booking == booking
    assert offers["PIN"].booking is None
    assert offers["PIN"].refusal is None


def test_offers_ask_the_database_the_same_number_of_times_however_much_was_sat(
    aisyah, django_assert_max_num_queries
):
    for day in range(2):
        sat(aisyah, right=10, at=MORNING + timedelta(days=day))

    with django_assert_max_num_queries(8):
        exam_offers(aisyah, at=MORNING + timedelta(days=5))


def _submit_all(person, *, at):
    from tauliah.apps.results.actions import submit_and_score
    from tauliah.apps.sittings.queries import running_attempt

    running = running_attempt(person)
    assert running is not None
    submit_and_score(person, running.pk, at=at)
