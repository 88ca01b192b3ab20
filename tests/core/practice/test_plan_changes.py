"""What slipped since an earlier plan, what it costs, and the calendar: in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from tauliah.core.kernel import LocalText
from tauliah.core.practice.fitting import Move
from tauliah.core.practice.pacing import paced
from tauliah.core.practice.plan_calendar import DatedNote, calendar_of_study
from tauliah.core.practice.plan_changes import plan_changes
from tauliah.core.practice.plan_sentences import (
    change_sentences,
    lacks_sentence,
    longer_sentence,
    move_sentence,
    slip_sentence,
    spoken_minutes,
)
from tauliah.core.practice.study_time import ExamWork, Hours, LessonLeft, MockExam

MONDAY = date(2026, 3, 2)
HOURS = Hours((60,) * 7)
PUM = LocalText(en="PUM", ms="PUM")


def on(number: int) -> date:
    return MONDAY + timedelta(days=number)


def work(*lessons: str, practice: int = 300, mocks: tuple[MockExam, ...] = ()) -> ExamWork:
    left = tuple(LessonLeft(name, 120) for name in lessons)
    return ExamWork("PUM", on(20), left, practice, mocks, is_begun=True)


def test_who_did_nothing_for_a_week_is_told_what_slipped_and_what_it_costs() -> None:
    before = paced([work("01", "02", "03")], HOURS, today=MONDAY)
    now = paced([work("01", "02", "03")], HOURS, today=on(7))

    changes = plan_changes(
        before,
        now,
        today=on(7),
        open_lessons={("PUM", name) for name in ("01", "02", "03")},
        practised={},
    )

    (first, second) = changes.slips[:2]
    (cost,) = changes.costs
    assert (first.name, first.planned, first.now) == ("01", on(2), on(9))
    assert second.now
    assert second.now > second.planned
    assert cost.missed > 0
    assert cost.days_later == 7
    assert cost.minutes_lost == 7 * 60
    assert not changes.is_on_time
    told = " ".join(one.en for one in change_sentences(changes, {"PUM": PUM}))
    assert "7 days later" in told
    assert "7 h of the time to spare are used up" in told
    assert slip_sentence(first, LocalText(en="Rating", ms="Kadar")).ms == (
        "Kadar dirancang pada 4 Mac 2026; kini dirancang pada 11 Mac 2026."
    )


def test_who_did_what_was_planned_is_on_time() -> None:
    before = paced([work("01", "02", "03")], HOURS, today=MONDAY)
    practised = sum(
        piece.minutes for day in before.days[:3] for piece in day.pieces if piece.kind == "practice"
    )
    minutes = {"01": 0, "02": 120, "03": 120}
    for day in before.days[:3]:
        for piece in day.pieces:
            if piece.name == "02":
                minutes["02"] -= piece.minutes
    left = ExamWork(
        "PUM",
        on(20),
        tuple(LessonLeft(name, minutes[name]) for name in ("02", "03")),
        300 - practised,
        is_begun=True,
    )

    changes = plan_changes(
        before,
        paced([left], HOURS, today=on(3)),
        today=on(3),
        open_lessons={("PUM", "02"), ("PUM", "03")},
        practised={"PUM": practised},
    )

    (cost,) = changes.costs
    assert changes.is_on_time
    assert (cost.days_later, cost.minutes_lost) == (0, 0)
    assert change_sentences(changes, {"PUM": PUM}) == ()


def test_a_mock_exam_that_was_not_sat_has_slipped_and_one_that_was_has_not() -> None:
    mocks = (MockExam(1, 60, on(1), on(2)), MockExam(2, 60, on(3), on(4)))
    before = paced([work(practice=100, mocks=mocks)], HOURS, today=MONDAY)
    now = paced([work(practice=100)], HOURS, today=on(6))

    changes = plan_changes(
        before, now, today=on(6), open_lessons=(), sat_mocks={("PUM", "1")}, practised={"PUM": 99}
    )

    (slip,) = changes.slips
    assert (slip.kind, slip.name, slip.now) == ("mock", "2", None)
    assert "no room left" in slip_sentence(slip, LocalText(en="Mock exam 2", ms="-")).en


def test_what_does_not_fit_is_told_with_what_it_would_take() -> None:
    plan = paced([work("01", "02", practice=2000)], HOURS, today=MONDAY)
    (pace,) = plan.exams

    assert lacks_sentence(pace, PUM).en == (
        "PUM: 17 h 20 min of the work do not fit before the exam on 22 March 2026."
    )
    assert (
        "52 min more on each day of study" in longer_sentence(52, week_before=420, week_then=784).en
    )
    assert longer_sentence(None, week_before=0, week_then=0).ms.startswith("Hari belajar")
    moved = move_sentence(Move("PUM", on(20), on(60)), PUM)
    assert moved.en == "PUM would fit if you sat it on 1 May 2026 instead of 22 March 2026."
    assert "none of the coming windows" in move_sentence(Move("PUM", on(20), None), PUM).en


@pytest.mark.parametrize(
    ("minutes", "told"), [(45, "45 min"), (120, "2 h"), (200, "3 h 20 min"), (-5, "5 min")]
)
def test_lengths_of_time_are_said_in_hours_and_minutes(minutes: int, told: str) -> None:
    assert spoken_minutes(minutes).en == told


def test_the_calendar_has_each_day_of_study_each_exam_and_what_else_has_days() -> None:
    plan = paced([work("01")], HOURS, today=MONDAY)
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)

    made = calendar_of_study(
        plan,
        title=LocalText(en="Plan", ms="Rancangan"),
        exams={"PUM": LocalText(en="Underwriting", ms="Pengunderaitan")},
        lessons={("PUM", "01"): LocalText(en="The market", ms="Pasaran")},
        notes=[DatedNote("class-1", LocalText(en="Class", ms="Kelas"), on(8), on(9))],
        language="ms",
        made_at=at,
        owner="T-1",
    )

    events = {str(one["uid"]): one for one in Calendar.from_ical(made).walk("VEVENT")}
    first = events["study-2026-03-02@T-1.tauliah"]
    assert str(first["summary"]) == "Belajar 1 jam"
    assert "PUM: Pasaran, 45 minit" in str(first["description"])
    assert str(events["exam-PUM@T-1.tauliah"]["summary"]) == "Peperiksaan: Pengunderaitan (PUM)"
    assert events["class-1@T-1.tauliah"].decoded("dtend") == on(10)
    assert len(events) == sum(bool(day.pieces) for day in plan.days) + 2
    with pytest.raises(ValueError, match="time zone"):
        calendar_of_study(
            plan,
            title=PUM,
            exams={},
            lessons={},
            language="en",
            made_at=at.replace(tzinfo=None),
            owner="T-1",
        )
