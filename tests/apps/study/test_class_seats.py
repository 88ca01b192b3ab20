"""A seat in a class of the plan's courses is shown in the plan and takes its hours from its days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tauliah.apps.classes.actions import book, give_up
from tauliah.apps.people.queries import User
from tauliah.apps.study.choosing_plans import choose_plan
from tauliah.apps.study.feeds import calendar_of
from tauliah.apps.study.plan_choices import Attended, ExamDay, PlanWishes
from tauliah.apps.study.planning import StudyPlan, classes_of, plan_of
from tauliah.core.kernel import Refused
from tauliah.core.practice import Hours
from tests.services import classroom

MONDAY, FRIDAY = date(2026, 3, 16), classroom.LAST_DAY


@pytest.fixture
def aisyah(db: None) -> User:
    """She studies 150 minutes a day for PUM, whose exam is on 24 March."""
    classroom.publish()
    person: User = classroom.candidate("Aisyah")
    wishes = PlanWishes(("API",), (150,) * 7, exams=(ExamDay("PUM", date(2026, 3, 24), ("API",)),))
    assert choose_plan(person, wishes, at=classroom.NOW) is None
    return person


def plan(person: User, *, later: int = 0) -> StudyPlan:
    found = plan_of(person, at=classroom.NOW + timedelta(days=later))
    assert found
    return found


def room(person: User, *, later: int = 0) -> dict[date, int]:
    return {day.day: day.room for day in plan(person, later=later).paced.days}


def seat(person: User, **changes: Any) -> Any:
    scheduled = classroom.opened(**changes)
    booked = book(person, scheduled.pk, at=classroom.NOW)
    assert not isinstance(booked, Refused), booked
    return scheduled


def test_a_class_of_whole_days_leaves_no_study_on_them_and_the_others_as_they_are(
    aisyah: User,
) -> None:
    before = room(aisyah)

    seat(aisyah)

    after = room(aisyah)
    inside = {day for day in before if MONDAY <= day <= FRIDAY}
    assert len(inside) == 5
    assert {after[day] for day in inside} == {0}
    assert {day: after[day] for day in after.keys() - inside} == {
        day: before[day] for day in before.keys() - inside
    }


def test_a_class_in_the_evening_takes_its_own_hours_only(aisyah: User) -> None:
    seat(aisyah, hours="19:00-21:00")

    assert room(aisyah)[MONDAY] == 150 - 120


def test_one_that_does_not_meet_daily_is_shown_and_takes_nothing_by_itself(aisyah: User) -> None:
    before = room(aisyah)

    seat(aisyah, ends=date(2026, 3, 22))

    [held] = plan(aisyah).seats
    assert held.days == ()
    assert room(aisyah) == before


def test_it_leaves_the_plan_when_the_seat_is_given_back_or_the_class_is_over(aisyah: User) -> None:
    before = room(aisyah)
    scheduled = seat(aisyah)

    assert [one.id for one in plan(aisyah, later=16).seats] == [scheduled.pk]
    assert plan(aisyah, later=18).seats == ()
    give_up(aisyah, scheduled.pk, at=classroom.NOW)
    assert plan(aisyah).seats == ()
    assert room(aisyah) == before


def test_who_waits_for_a_seat_has_none_yet(aisyah: User) -> None:
    scheduled = classroom.opened()
    nurul = classroom.candidate("Nurul")
    for person in (nurul, aisyah):
        book(person, scheduled.pk, at=classroom.NOW)

    assert plan(aisyah).seats == ()


def test_a_class_of_another_course_is_no_part_of_the_plan(aisyah: User) -> None:
    seat(aisyah, course="PIN")

    assert plan(aisyah).seats == ()


def test_it_stands_in_the_calendar_once_also_where_its_run_was_chosen(aisyah: User) -> None:
    scheduled = seat(
        aisyah, place="Ipoh", starts=date(2026, 4, 6), ends=date(2026, 4, 7)
    )  # fmt: skip
    run = Attended("PUM", scheduled.starts, scheduled.ends)
    wishes = PlanWishes(
        ("API",), (150,) * 7, exams=(ExamDay("PUM", date(2026, 6, 24), ("API",)),), classes=(run,)
    )
    assert choose_plan(aisyah, wishes, at=classroom.NOW) is None

    feed = Calendar.from_ical(calendar_of(aisyah, at=classroom.NOW))

    titles = [str(event["summary"]) for event in feed.walk("VEVENT")]
    assert [title for title in titles if title.startswith("Class: ")] == [
        f"Class: {plan(aisyah).seats[0].title.en}, 09:00-17:00"
    ]
    assert classes_of(plan(aisyah)) == ()


def test_hours_of_a_day_are_never_fewer_than_none() -> None:
    hours = Hours((60,) * 7, taken=((MONDAY, 45), (MONDAY, 45), (FRIDAY, 20)))

    assert (hours.on(MONDAY), hours.on(FRIDAY)) == (0, 40)
    assert hours.longer(60).on(FRIDAY) == 100
    with pytest.raises(ValueError, match="fewer than 0"):
        Hours((60,) * 7, taken=((MONDAY, -1),))
