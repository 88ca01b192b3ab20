"""What a programme's terms say about booking: fixed times, clashes, prerequisites, prices, warnings."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tauliah.apps.sittings.actions import book, cancel_booking, start_attempt
from tauliah.apps.sittings.queries import exam_offers, open_booking
from tauliah.core.kernel import Refused
from tests.apps.credited import grant_credit
from tests.services.examhall import (
    FOUR_WINDOWS,
    MORNING,
    WINDOW,
    account,
    booked,
    candidate,
    programme_files,
    publish,
    sat,
)

PAPERS = [
    {"exams": ["PUM"], "on": "02-10", "starts": "14:00", "ends": "17:00"},
    {"exams": ["PIN"], "on": "02-10", "starts": "16:00", "ends": "19:00"},
]
APART = [PAPERS[0], {"exams": ["PIN"], "on": "02-11", "starts": "14:00", "ends": "17:00"}]
TWO = MORNING + timedelta(hours=4)  # two o'clock in Kuala Lumpur, when PUM starts


def files(*, timetable=(), course=None, designation=None, fees=None):
    """The programme of tests with other terms for its first window, for PIN and for API."""
    found = programme_files(windows=FOUR_WINDOWS)

    def change(path, **keys):
        found[path] = json.dumps({**json.loads(found[path]), **keys}).encode()

    about = json.loads(found["programme.yaml"])
    about["windows"][0]["timetable"] = list(timetable)
    change("programme.yaml", windows=about["windows"], fees=fees or about["fees"])
    change("courses/PIN/course.yaml", **(course or {}))
    change("designations/api.yaml", **(designation or {}))
    return found


def her(**terms):
    publish(files(**terms))
    return candidate("Aisyah")


def refusal(person, course, *, at=MORNING, window=WINDOW):
    outcome = book(person, course, window=window, at=at)
    assert isinstance(outcome, Refused), outcome
    return outcome


def offer(person, course, *, at=MORNING):
    (found,) = [one for one in exam_offers(person, at=at) if one.course == course]
    return found


pytestmark = pytest.mark.django_db


def test_a_timetabled_exam_is_booked_before_its_time_and_started_only_then():
    aisyah = her(timetable=PAPERS)
    booking = booked(aisyah)

    early = start_attempt(aisyah, booking.pk, at=TWO - timedelta(minutes=1))
    assert isinstance(early, Refused)
    assert early.code == "not-at-this-time"
    assert "on 10 February 2026, 14:00 to 17:00" in early.message.en

    attempt = start_attempt(aisyah, booking.pk, at=TWO)
    assert not isinstance(attempt, Refused)
    assert attempt.deadline == TWO + timedelta(minutes=65)


def test_who_starts_late_has_what_is_left_of_the_paper():
    aisyah = her(timetable=PAPERS)
    booking = booked(aisyah)

    attempt = start_attempt(aisyah, booking.pk, at=TWO + timedelta(hours=2, minutes=30))

    assert not isinstance(attempt, Refused)
    assert attempt.deadline == TWO + timedelta(hours=3)


def test_on_other_days_than_its_own_an_exam_is_neither_started_nor_booked_later():
    aisyah = her(timetable=PAPERS)
    booking = booked(aisyah)

    the_next_day = TWO + timedelta(days=1)
    late = start_attempt(aisyah, booking.pk, at=the_next_day)
    assert isinstance(late, Refused)
    assert late.code == "not-at-this-time"
    assert refusal(aisyah, "PUM", at=the_next_day).code == "paper-over"


def test_a_place_whose_paper_went_by_is_open_no_more_and_counts_towards_no_limit():
    aisyah = her(timetable=PAPERS)
    booking = booked(aisyah)

    assert open_booking(aisyah, "PUM", at=TWO) == booking
    after = TWO + timedelta(hours=3)
    assert open_booking(aisyah, "PUM", at=after) is None
    assert offer(aisyah, "PUM", at=after).booking is None


def test_an_exam_without_a_time_is_not_held_in_that_window_but_in_the_next():
    aisyah = her(timetable=PAPERS[:1])

    assert refusal(aisyah, "PIN").code == "not-in-timetable"
    april = MORNING.replace(month=4)
    assert booked(aisyah, "PIN", at=april, window="2026-2").state == "booked"


def test_an_exam_that_clashes_with_a_booked_one_is_refused_until_that_is_given_back():
    aisyah = her(timetable=PAPERS)
    booking = booked(aisyah, "PUM")

    refused = refusal(aisyah, "PIN")
    assert refused.code == "clash"
    assert "at the same time as PUM" in refused.message.en

    cancel_booking(aisyah, booking, at=MORNING)
    assert booked(aisyah, "PIN").state == "booked"


def test_an_exam_that_is_being_sat_clashes_too():
    aisyah = her(timetable=PAPERS)
    booking = booked(aisyah, "PUM")
    at = TWO + timedelta(hours=2, minutes=10)
    assert not isinstance(start_attempt(aisyah, booking.pk, at=at), Refused)

    assert refusal(aisyah, "PIN", at=at).code == "clash"


def test_exams_of_different_days_do_not_clash():
    aisyah = her(timetable=APART)
    booked(aisyah, "PUM")

    assert booked(aisyah, "PIN").state == "booked"


def test_an_exam_is_booked_only_after_its_prerequisites_which_are_named():
    aisyah = her(course={"prerequisites": ["PUM"]})

    refused = refusal(aisyah, "PIN")
    assert refused.code == "prerequisites-missing"
    assert "Course PUM (PUM)" in refused.message.en
    assert "Course PUM (ms) (PUM)" in refused.message.ms

    sat(aisyah, "PUM", right=10)
    assert refusal(aisyah, "PIN").code == "prerequisites-missing"
    sat(aisyah, "PUM", right=50)
    assert booked(aisyah, "PIN").state == "booked"


def test_credit_for_a_prerequisite_opens_the_exam():
    aisyah = her(course={"prerequisites": ["PUM"]})
    farid = account("Farid", role="registrar")
    granted = grant_credit(
        aisyah, "PUM", actor=farid, at=MORNING, source="elsewhere", reason="checked"
    )
    assert not isinstance(granted, Refused)

    assert booked(aisyah, "PIN").state == "booked"


def test_an_offer_says_what_the_exam_costs_and_when_it_is_held():
    aisyah = her(
        timetable=PAPERS,
        course={"fee": {"exam": 900, "members": 700}},
        fees={
            "matriculation": 100,
            "exam": 200,
            "members": {"yearly": 50, "matriculation": 80, "exam": 150},
        },
    )

    assert offer(aisyah, "PUM").fee == 200
    assert offer(aisyah, "PIN").fee == 900
    assert offer(aisyah, "PUM").paper.starts == TWO


def test_the_last_attempt_that_counts_is_warned_of_and_no_ban_follows():
    aisyah = her(designation={"attempts": {"at_most": 2}})
    assert offer(aisyah, "PUM").warnings == ()

    sat(aisyah, "PUM", right=10)
    (before,) = offer(aisyah, "PUM").warnings
    assert before.en.startswith("This is the last attempt that can count for API")

    sat(aisyah, "PUM", right=10)
    april = MORNING.replace(month=4)
    (after,) = offer(aisyah, "PUM", at=april).warnings
    assert "a pass no longer counts for API" in after.en
    assert booked(aisyah, "PUM", at=april, window="2026-2").state == "booked"
