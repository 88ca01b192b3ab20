"""Classes on the pages: found, booked with the rules said beforehand, run and marked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.web.programme import MOMENT, open_account
from tests.web.reading import words

if TYPE_CHECKING:
    from django.test import Client

LIST = "/en/classes/"
DESK = "/en/registrar/classes/"
AFTER = datetime(2026, 3, 21, 2, tzinfo=MOMENT.tzinfo)
FORM = {
    "where": "PUM:Penang",
    "venue": "Room 3, Jalan Burma 1",
    "language": "en",
    "starts": "2026-03-16",
    "ends": "2026-03-20",
    "hours": "09:00-17:00",
    "seats": "1",
    "free_days": "7",
    "accept_hours": "48",
}


@pytest.fixture
def penang(published: Any) -> Any:
    """A class of one seat from 16 March."""
    from tauliah.apps.classes.actions import open_class
    from tauliah.apps.classes.opening import Wanted
    from tauliah.apps.people.permissions import SYSTEM

    wanted = Wanted(
        course="PUM", place="Penang", venue="Room 3, Jalan Burma 1", language="en",
        starts=date(2026, 3, 16), ends=date(2026, 3, 20), hours="09:00-17:00", seats=1,
    )  # fmt: skip
    return open_class(wanted, actor=SYSTEM, at=MOMENT)


def enter(person: Any) -> Any:
    from tauliah.apps.record.actions import matriculate

    matriculate(person, "API", actor=person, at=MOMENT)
    return person


def address(scheduled: Any, act: str = "") -> str:
    return f"{LIST}{scheduled.pk}/{act}"


def test_a_visitor_finds_classes_by_place_and_is_asked_to_log_in(
    client: Client, penang: Any
) -> None:
    page = words(client.get(LIST, {"place": "Penang"}))
    nothing = words(client.get(LIST, {"place": "Hartford"}))
    one = words(client.get(address(penang)))

    assert "1 seat free" in page
    # a place without a class is none of the choices, so that all classes are shown
    assert "1 class" in nothing
    assert "Log in to book a seat" in one


def test_an_empty_list_says_that_nothing_is_open(client: Client, published: Any) -> None:
    assert "No class is open for booking" in words(client.get(LIST))


def test_two_book_the_last_seat_and_the_rules_are_said_before_it_is_given_back(
    penang: Any, aisyah: Any, nurul: Any, browser_of: Any
) -> None:
    hers, his = browser_of(enter(aisyah)), browser_of(enter(nurul))

    assert "You have a seat" in words(hers.post(address(penang, "book/"), follow=True))
    assert "you are on the waiting list" in words(his.post(address(penang, "book/"), follow=True))
    assert "Number 1 on the waiting list" in words(his.get(f"{LIST}mine/"))
    asked = words(hers.get(address(penang, "give-up/")))
    assert "Nothing is noted against you" in asked
    assert "The seat is offered at once to whoever has waited longest" in asked

    hers.post(address(penang, "give-up/"))

    assert "Accept it by 5 March 2026, 10:00" in words(his.get(address(penang)))
    assert "The seat is yours." in words(his.post(address(penang, "accept/"), follow=True))
    assert "in my calendar" in words(his.get(address(penang))).replace("into", "in")


def test_after_the_day_that_was_said_giving_back_is_said_to_be_late(
    penang: Any, aisyah: Any, browser_of: Any
) -> None:
    enter(aisyah)
    browser_of(aisyah).post(address(penang, "book/"))

    with time_machine.travel(MOMENT + timedelta(days=10), tick=False):
        page = words(browser_of(aisyah).get(address(penang, "give-up/")))

    assert "it is noted as late, and the registrar can see that" in page


def test_who_is_not_matriculated_is_told_what_to_do(penang: Any, her_browser: Client) -> None:
    page = words(her_browser.get(address(penang)))

    assert "Matriculate for a designation first" in page
    assert "Choose a designation" in page


def test_a_booked_class_goes_into_the_calendar(
    penang: Any, aisyah: Any, her_browser: Client
) -> None:
    from icalendar import Calendar

    answer = her_browser.get(address(penang, "calendar.ics"))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 3, 16), date(2026, 3, 21))
    assert "Penang" in event["location"]


def test_a_registrar_opens_a_class_and_is_told_at_the_form_what_cannot_be(
    farid: Any, browser_of: Any
) -> None:
    desk = browser_of(farid)

    wrong = desk.post(f"{DESK}open/", {**FORM, "starts": "2026-03-21"})
    assert wrong.status_code == 400
    assert "The last day of the class is before its first" in words(wrong)

    page = words(desk.post(f"{DESK}open/", FORM, follow=True))
    assert "The class is open for booking." in page
    assert "0 of 1" in words(desk.get(DESK))


def test_a_registrar_changes_seats_takes_somebody_off_and_calls_off_with_reasons(
    penang: Any, farid: Any, aisyah: Any, nurul: Any, browser_of: Any
) -> None:
    for person in (aisyah, nurul):
        browser_of(enter(person)).post(address(penang, "book/"))
    desk, here = browser_of(farid), f"{DESK}{penang.pk}/"

    assert "Waiting list 1" in words(desk.get(here))
    desk.post(f"{here}seats/", {"seats": "2"})
    assert "Seats kept for somebody 1" in words(desk.get(here))
    assert "Seats that are booked or offered: 2" in words(
        desk.post(f"{here}seats/", {"seats": "1"})
    )
    desk.post(f"{here}take-off/{aisyah.pk}/", {"reason": "Asked by telephone"})
    assert "was taken off the list (Asked by telephone)" in words(desk.get(here))
    assert "1 person is on the list" in words(desk.get(f"{here}call-off/"))
    desk.post(f"{here}call-off/", {"reason": "The hall is flooded"})
    assert "The hall is flooded" in words(browser_of(nurul).get(address(penang)))


def test_a_whole_class_is_marked_at_once_and_stands_in_the_record(
    penang: Any, farid: Any, aisyah: Any, browser_of: Any
) -> None:
    from tauliah.apps.classes.models import ClassBooking

    browser_of(enter(aisyah)).post(address(penang, "book/"))
    here = f"{DESK}{penang.pk}/attendance/"
    assert "Attendance is marked from the last day" in words(browser_of(farid).get(here))

    with time_machine.travel(AFTER, tick=False):
        desk = browser_of(farid)
        # the minute's look has not come yet
        from tauliah.apps.classes.actions import settle_classes

        settle_classes(at=AFTER)
        assert "1 mark is kept." in words(desk.post(here, {"rest": "attended"}, follow=True))
        mark = f"mark-{ClassBooking.objects.get().pk}"
        refused = desk.post(here, {mark: "absent"})
        record = words(browser_of(aisyah).get("/en/my/record/"))

    assert refused.status_code == 409
    assert "Attended the classroom sessions of" in record


def test_the_list_to_print_names_who_sits(
    penang: Any, farid: Any, aisyah: Any, browser_of: Any
) -> None:
    browser_of(enter(aisyah)).post(address(penang, "book/"))

    page = words(browser_of(farid).get(f"{DESK}{penang.pk}/print/"))

    assert "Aisyah binti Rahman" in page
    assert "Signature" in page


def test_the_list_asks_the_database_as_often_for_one_class_as_for_many(
    penang: Any, aisyah: Any, her_browser: Client, django_assert_max_num_queries: Any
) -> None:
    from tauliah.apps.classes.models import ScheduledClass
    from tests.services.classroom import HOUR

    for number in range(12):
        copy = ScheduledClass.objects.get(pk=penang.pk)
        copy.pk = open_account(f"Person{number}", role="candidate").pk
        copy.begins_at += number * HOUR
        copy.save(force_insert=True)
    with django_assert_max_num_queries(25):
        her_browser.get(LIST)


def test_the_command_line_opens_shows_and_marks_a_class(
    published: Any, farid: Any, aisyah: Any
) -> None:
    from typer.testing import CliRunner

    from tauliah.apps.classes.actions import book
    from tauliah.apps.classes.models import ScheduledClass
    from tauliah.cli.classes import app

    def said(*words: str) -> str:
        outcome = CliRunner().invoke(app, list(words))
        assert outcome.exit_code == 0, outcome.output
        return outcome.output

    by = ("--as", farid.email)
    said(
        "open", "pum", "Penang", *by, "--venue", "Room 3", "--from", "2026-03-16",
        "--to", "2026-03-20", "--seats", "2",
    )  # fmt: skip
    scheduled = ScheduledClass.objects.get()
    book(enter(aisyah), scheduled.pk, at=MOMENT)
    assert "1 of 2 taken, 0 waiting" in said("list")
    id = scheduled.pk.hex[-8:]
    assert "Aisyah binti Rahman" in said("show", id)
    said("seats", id, "1", *by)

    with time_machine.travel(AFTER, tick=False):
        assert "1 classes looked after" in said("settle")
        assert "1 marks are kept" in said("attendance", id, *by)
        assert "attended" in said("show", id)
