"""The plan of study: on the hours there are, before each exam, in order, or told what does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from tauliah.core.practice.fitting import fits, longer_days, moves
from tauliah.core.practice.pacing import paced
from tauliah.core.practice.study_plan import Paced, Piece
from tauliah.core.practice.study_time import (
    ExamWork,
    Hours,
    LessonLeft,
    MockExam,
    course_time,
    mock_exams,
)

TODAY = date(2026, 3, 3)  # a Tuesday


def on(number: int) -> date:
    return TODAY + timedelta(days=number)


@st.composite
def works(draw: st.DrawFn) -> list[ExamWork]:
    """Up to three exams within ten days, with a few minutes of work each."""
    found = []
    for place in range(draw(st.integers(1, 3))):
        day = draw(st.integers(0, 10))
        lessons = draw(st.lists(st.integers(1, 4), max_size=3))
        mocks = [
            MockExam(
                number, draw(st.integers(1, 3)), on(first), on(first + draw(st.integers(0, 4)))
            )
            for number, first in enumerate(draw(st.lists(st.integers(0, 8), max_size=2)), start=1)
        ]
        found.append(
            ExamWork(
                f"E{place}",
                on(day),
                tuple(LessonLeft(f"l{n}", minutes) for n, minutes in enumerate(lessons)),
                draw(st.integers(0, 12)),
                tuple(mocks),
                draw(st.booleans()),
            )
        )
    return found


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Few minutes on each weekday, and some days off."""
    week = tuple(draw(st.integers(0, 5)) for _ in range(7))
    first = draw(st.lists(st.integers(-1, 9), max_size=2))
    off = [(on(n), on(n + draw(st.integers(0, 3)))) for n in first]
    return Hours(week, tuple(off))


def unmatched(work: list[ExamWork], hours: Hours, *, done_today: int = 0) -> int:
    """By trying all ways: how many minutes of work find no minute of a day before their exam."""
    slots = [
        number
        for number in range(10)
        for _ in range(max(0, hours.on(on(number)) - (done_today if number == 0 else 0)))
    ]
    jobs = [(one.day - TODAY).days for one in work for _ in range(one.minutes)]
    if not jobs or not slots:
        return len(jobs)
    may = csr_matrix(np.array([[slot < until for slot in slots] for until in jobs], dtype=int))
    return int((maximum_bipartite_matching(may, perm_type="column") < 0).sum())


@given(works(), weeks(), st.integers(0, 3))
@settings(max_examples=80)
def test_as_much_finds_room_as_trying_all_ways_finds(
    work: list[ExamWork], hours: Hours, done: int
) -> None:
    plan = paced(work, hours, today=TODAY, done_today=done)

    assert sum(one.lacks for one in plan.exams) == unmatched(work, hours, done_today=done)
    assert plan.fits == fits(work, hours, today=TODAY, done_today=done)


@given(works(), weeks(), st.integers(0, 3))
@settings(max_examples=80)
def test_no_day_is_over_its_hours_and_all_is_before_its_exam_or_told(
    work: list[ExamWork], hours: Hours, done: int
) -> None:
    plan = paced(work, hours, today=TODAY, done_today=done)
    days = {one.exam: one.day for one in work}
    planned = dict.fromkeys(days, 0)

    for day in plan.days:
        used = done if day.day == TODAY else 0
        assert day.minutes <= max(0, hours.on(day.day) - used)
        for piece in day.pieces:
            assert piece.minutes > 0
            assert day.day < days[piece.exam]
            planned[piece.exam] += piece.minutes
    lacks = {one.exam: one.lacks for one in plan.exams}
    assert {one.exam: planned[one.exam] + lacks[one.exam] for one in work} == {
        one.exam: one.minutes for one in work
    }


@given(works(), weeks())
@settings(max_examples=60)
def test_lessons_keep_their_order_and_practice_comes_after_the_first(
    work: list[ExamWork], hours: Hours
) -> None:
    plan = paced(work, hours, today=TODAY)
    for one in work:
        pieces = [p for day in plan.days for p in day.pieces if p.exam == one.exam]
        read = [p.name for p in pieces if p.kind == "lesson"]
        assert all(before <= after for before, after in pairwise(read))
        if one.lessons and not one.is_begun:
            first = next((n for n, p in enumerate(pieces) if p.kind == "practice"), None)
            assert first is None or any(p.kind == "lesson" and p.is_last for p in pieces[:first])


@given(works(), weeks())
@settings(max_examples=60)
def test_a_mock_exam_is_sat_at_once_between_its_days_or_told_to_be_in_parts(
    work: list[ExamWork], hours: Hours
) -> None:
    plan = paced(work, hours, today=TODAY)
    in_parts = {one.exam: one.in_parts for one in plan.exams}
    for one in work:
        for mock in one.mocks:
            sat = [
                (day.day, piece.minutes)
                for day in plan.days
                for piece in day.pieces
                if (piece.exam, piece.kind, piece.name) == (one.exam, "mock", str(mock.number))
            ]
            if mock.number in in_parts[one.exam]:
                assert not sat
            else:
                ((day, minutes),) = sat
                assert mock.first <= day <= mock.last
                assert minutes == mock.minutes


@given(works(), weeks())
@settings(max_examples=60)
def test_who_does_what_the_plan_says_is_told_the_same_plan_on_the_next_day(
    work: list[ExamWork], hours: Hours
) -> None:
    plan = paced(work, hours, today=TODAY)
    assume(plan.days and not any(one.in_parts for one in plan.exams))
    left = [after(one, plan.days[0].pieces) for one in work if one.day > on(1)]

    assert paced(left, hours, today=on(1)).days == plan.days[1:]


def after(work: ExamWork, done: tuple[Piece, ...]) -> ExamWork:
    """The work for an exam that is left when some pieces are done."""
    lessons = {one.name: one.minutes for one in work.lessons}
    practice, mocks, is_begun = work.practice, work.mocks, work.is_begun or not work.lessons
    for piece in done:
        if piece.exam != work.exam:
            continue
        match piece.kind:
            case "lesson":
                lessons[piece.name] -= piece.minutes
                is_begun = is_begun or piece.is_last
            case "practice":
                practice -= piece.minutes
            case "mock":
                mocks = tuple(one for one in mocks if str(one.number) != piece.name)
    kept = tuple(LessonLeft(name, minutes) for name, minutes in lessons.items() if minutes)
    return replace(work, lessons=kept, practice=practice, mocks=mocks, is_begun=is_begun)


@given(works(), weeks())
@settings(max_examples=20)
def test_the_fewest_minutes_more_a_day_are_the_fewest(work: list[ExamWork], hours: Hours) -> None:
    more = longer_days(work, hours, today=TODAY)

    first = next((n for n in range(80) if not unmatched(work, hours.longer(n))), None)
    assert more == first


@given(works(), weeks(), st.lists(st.integers(1, 14), max_size=4))
@settings(max_examples=40)
def test_when_the_exams_are_moved_as_told_all_fits(
    work: list[ExamWork], hours: Hours, offered: list[int]
) -> None:
    later = {one.exam: [on(number) for number in offered] for one in work}

    told = {move.exam: move for move in moves(work, hours, later, today=TODAY)}

    kept = [
        replace(one, day=told[one.exam].to or one.day) if one.exam in told else one
        for one in work
        if one.exam not in told or told[one.exam].to
    ]
    assert fits(kept, hours, today=TODAY)
    assert bool(told) != fits(work, hours, today=TODAY)
    for move in told.values():
        assert move.to is None or (move.to > move.day and move.to in later[move.exam])


def course(day: date, *, practice: int = 1200) -> ExamWork:
    lessons = tuple(LessonLeft(f"{n:02}", 150) for n in range(1, 9))
    mocks = mock_exams(day, minutes=95, today=TODAY)
    return ExamWork("PUM", day, lessons, practice, mocks)


def minutes_of_practice(plan: Paced, first: date, last: date) -> int:
    return sum(
        piece.minutes
        for day in plan.days
        for piece in day.pieces
        if piece.kind == "practice" and first <= day.day < last
    )


def test_practice_grows_towards_the_exam_and_mock_exams_are_in_the_last_weeks() -> None:
    exam = on(130)
    plan = paced([course(exam)], Hours((60, 60, 60, 60, 60, 120, 0)), today=TODAY)

    months = [
        minutes_of_practice(
            plan, exam - timedelta(days=28 * n), exam - timedelta(days=28 * (n - 1))
        )
        for n in (4, 3, 2, 1)
    ]
    mocks = [day.day for day in plan.days if any(one.kind == "mock" for one in day.pieces)]

    assert months[:3] == sorted(months[:3])
    assert months[-1] > 1.5 * months[0]
    assert [(exam - day).days for day in mocks] == [21, 14, 7]
    assert plan.exams[0].read_on
    assert plan.exams[0].read_on < on(45)
    assert plan.exams[0].spare > 0


def test_the_hours_of_a_course_are_those_of_its_lessons_practice_and_mock_exams() -> None:
    time = course_time(60, [30, 35, 35, 35, 30, 30, 40, 40], exam_minutes=65)

    assert time.mock == 95
    assert sum(time.lessons) == pytest.approx(30 * 60 - 143, abs=30)
    assert time.lessons[0] < time.lessons[1]
    assert sum(time.lessons) + time.practice + 3 * time.mock == pytest.approx(3600, abs=10)


def test_a_lesson_takes_no_less_than_its_reading_however_few_hours_the_course_has() -> None:
    assert course_time(1, [30, 20], exam_minutes=65).lessons == (30, 20)


def test_who_begins_late_has_fewer_mock_exams_ahead() -> None:
    assert [one.number for one in mock_exams(on(9), minutes=95, today=TODAY)] == [2, 3]
    assert mock_exams(on(1), minutes=95, today=TODAY) == ()


def test_days_off_have_no_study() -> None:
    hours = Hours((30,) * 7, ((on(2), on(4)),))

    plan = paced([ExamWork("PUM", on(20), practice=600, is_begun=True)], hours, today=TODAY)

    assert [day.minutes for day in plan.days[2:5]] == [0, 0, 0]
    assert plan.exams[0].lacks == 600 - 17 * 30


def test_where_no_day_is_studied_no_longer_days_help() -> None:
    work = [ExamWork("PUM", on(5), practice=10)]

    assert longer_days(work, Hours((0,) * 7), today=TODAY) is None
