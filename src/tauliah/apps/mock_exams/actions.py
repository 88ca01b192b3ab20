"""The only writers of mock exams: start one, keep answers, end it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import versions
from tauliah.apps.mock_exams.drawing import drawn_for
from tauliah.apps.mock_exams.models import MockExam, MockItem
from tauliah.apps.mock_exams.queries import MockSeat, running_mock, score_of, seats_of
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.adapted import accommodations_for
from tauliah.apps.study.choosing_plans import tick_mock
from tauliah.apps.study.mock_answers import MockAnswer, count_mock_answers
from tauliah.core.exam import GRACE, time_allowed
from tauliah.core.exam.answers import answer_refusal
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Course

PART_THAT_COUNTS = 0.5
"""A mock exam of which a smaller part was answered is no mock exam of the plan."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was written on a page of a mock exam: by the place of each item its value, and its flag."""

    values: Mapping[int, Any] = field(default_factory=dict)
    flags: Mapping[int, bool] = field(default_factory=dict)


@transaction.atomic
def start_mock(person: User, course: str, *, at: datetime) -> MockExam | Refused:
    """Draw a form from the practice pool and start its clock.

    While one runs, starting gives that one; where its time is over, it is ended first.
    """
    require(person, Permission.PRACTISE)
    wait_for_others(person)
    found = programme().course_by_code.get(course)
    if found is None or not found.is_open:
        return _no_such_course()
    running = running_mock(person, course)
    if running is not None:
        if at <= running.deadline + GRACE:
            return running
        _end(person, running, language=person.language, at=at)
    return _begin(person, found, at=at) or _too_few()


@transaction.atomic
def save_sheet(person: User, id: UUID, sheet: Sheet, *, at: datetime) -> MockExam | Refused:
    """Keep what was written in time; nothing is changed where a value can be no answer.

    None as a value takes an answer away.
    """
    require(person, Permission.PRACTISE)
    mock = MockExam.objects.select_for_update().filter(person=person, pk=id).first()
    if mock is None:
        return _no_such_mock()
    if mock.ended_at is not None or at > mock.deadline + GRACE:
        return _is_over()
    rows = MockItem.objects.filter(mock=mock, position__in={*sheet.values, *sheet.flags})
    written = {row.position: row for row in rows}
    texts = versions(row.version for row in written.values())
    for position, value in sheet.values.items():
        row = written.get(position)
        refused = answer_refusal(texts[row.version].text, value) if row else _no_such_mock()
        if refused:
            return refused
    for position, row in written.items():
        row.value = sheet.values.get(position, row.value)
        row.is_flagged = sheet.flags.get(position, row.is_flagged)
    MockItem.objects.bulk_update(written.values(), ["value", "is_flagged"])
    return mock


@transaction.atomic
def submit_mock(person: User, id: UUID, *, language: str, at: datetime) -> MockExam | Refused:
    """End a mock exam: it is scored, and its answers count as practice from now on.

    After the end of its time it counts as ended then. Ending it twice changes nothing.
    """
    require(person, Permission.PRACTISE)
    # starting the next one may end it, too: without one order, each would wait for the other
    wait_for_others(person)
    mock = MockExam.objects.select_for_update().filter(person=person, pk=id).first()
    if mock is None:
        return _no_such_mock()
    return mock if mock.ended_at is not None else _end(person, mock, language=language, at=at)


def _begin(person: User, course: Course, *, at: datetime) -> MockExam | None:
    """A mock exam of a course from now on; None where the pool is too small."""
    id = uuid7()
    drawn = drawn_for(person, course, seed=str(id))
    if not drawn.form.items:
        return None
    minutes = drawn.minutes
    granted = accommodations_for(person, at=at)
    pauses = timedelta(minutes=granted.pauses * granted.pause_minutes)
    allowed = time_allowed(minutes, granted.extra_time_percent) + pauses
    mock = MockExam.objects.create(
        id=id,
        person=person,
        course=course.code,
        seed=str(id),
        asked=drawn.form.asked,
        elsewhere=drawn.form.elsewhere,
        minutes=minutes,
        extra_minutes=-(-int(allowed.total_seconds()) // 60) - minutes,
        pass_mark_percent=programme().about.exam_policy.pass_mark_percent,
        started_at=at,
        deadline=at + allowed,
    )
    MockItem.objects.bulk_create(
        MockItem(
            mock=mock,
            position=position,
            item=item.code,
            version=item.version,
            was_met=item.code in drawn.met,
        )
        for position, item in enumerate(drawn.in_order(seed=mock.seed), start=1)
    )
    details = {"mock": str(id), "course": course.code}
    write_audit_entry(person, "mock-exam.started", subject=str(person.pk), at=at, details=details)
    return mock


def _end(person: User, mock: MockExam, *, language: str, at: datetime) -> MockExam:
    ended_at = min(at, mock.deadline)
    seats = seats_of(mock)
    score = score_of(mock, seats)
    answered = [seat for seat in seats if seat.is_answered]
    mock.ended_at, mock.answered = ended_at, len(answered)
    mock.points, mock.of, mock.counted = score.points, score.of, score.items
    mock.save(update_fields=["ended_at", "answered", "points", "of", "counted"])
    course = programme().course_by_code.get(mock.course)
    if course is not None:
        count_mock_answers(
            person, course, map(_as_practice, answered), language=language, at=ended_at
        )
        if len(answered) >= PART_THAT_COUNTS * len(seats):
            taken = int((ended_at - mock.started_at).total_seconds())
            tick_mock(person, course.code, minutes=max(1, -(-taken // 60)), at=ended_at)
    details = {"mock": str(mock.pk), "course": mock.course, "answered": len(answered)}
    write_audit_entry(person, "mock-exam.ended", subject=str(person.pk), at=at, details=details)
    return mock


def _as_practice(seat: MockSeat) -> MockAnswer:
    return MockAnswer(seat.item, seat.value, seat.score)


def _no_such_course() -> Refused:
    return Refused(
        "no-such-course",
        LocalText(
            en="This course has no exam that can be tried out. Nothing was started.",
            ms="Kursus ini tiada peperiksaan yang boleh dicuba. Tiada apa-apa dimulakan.",
        ),
    )


def _too_few() -> Refused:
    return Refused(
        "too-few-items",
        LocalText(
            en="This course has too few practice items for a mock exam. Practise by topic instead.",
            ms="Item latihan kursus ini tidak mencukupi untuk peperiksaan percubaan. Berlatihlah "
            "mengikut topik.",
        ),
    )


def _no_such_mock() -> Refused:
    return Refused(
        "no-such-mock-exam",
        LocalText(
            en="There is no such mock exam or question. Nothing was changed.",
            ms="Tiada peperiksaan percubaan atau soalan sedemikian. Tiada apa-apa diubah.",
        ),
    )


def _is_over() -> Refused:
    return Refused(
        "mock-exam-over",
        LocalText(
            en="The time of this mock exam is over. What was saved before counts.",
            ms="Masa peperiksaan percubaan ini telah tamat. Jawapan yang disimpan sebelumnya dikira.",
        ),
    )
