"""A plan as an iCalendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from tauliah.core.audit.pathfinder import Plan, Wishes, calendar_of, find_path
from tests.core.audit.pathfinder.small_worlds import TODAY, world

AT = datetime(2026, 1, 1, 3, tzinfo=UTC)
PAPER = {"exams": ["PUM"], "on": "06-10", "starts": "09:00", "ends": "12:00"}
WINDOW = {"opens": "06-01", "closes": "06-30", "timetable": [PAPER]}


def events(language="en", **how):
    programme = world({"API": {"all": [{"exam": "PUM"}, {"ethics": "ethics"}]}}, windows=(WINDOW,))
    plan = find_path(programme, (), Wishes(("API",), 12), on=TODAY)
    assert isinstance(plan, Plan)
    said = {"made_at": AT, "owner": "IID-1", **how}
    made = calendar_of(plan, programme, language=language, **said)
    return made, {str(one["uid"]): one for one in Calendar.from_ical(made).walk("VEVENT")}


def test_a_fixed_paper_has_its_hours_on_the_clock_of_the_programme():
    _, found = events()

    exam = found["exam-PUM@IID-1.small.tauliah"]
    assert exam.decoded("dtstart") == datetime(2026, 6, 10, 1, tzinfo=UTC)
    assert exam.decoded("dtend") == datetime(2026, 6, 10, 4, tzinfo=UTC)


def test_study_and_the_day_of_completion_take_whole_days():
    _, found = events()

    study = found["study-PUM@IID-1.small.tauliah"]
    assert study.decoded("dtstart") == TODAY
    assert study.decoded("dtend") - study.decoded("dtstart") == timedelta(days=35)
    assert found["complete-API@IID-1.small.tauliah"].decoded("dtstart") == date(2026, 6, 10)


def test_the_same_plan_gives_the_same_bytes_in_the_language_asked_for():
    assert events()[0] == events()[0]
    assert "Peperiksaan: " in str(events("ms")[1]["exam-PUM@IID-1.small.tauliah"]["summary"])


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        events(made_at=datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test
