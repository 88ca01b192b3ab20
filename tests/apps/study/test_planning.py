"""The plan of a person: it follows what was done, says what slipped, and goes with calendar and letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.choosing_plans import (
    choose_plan,
    choose_plan_by_way,
    move_exams,
    tick_off,
    undo_tick,
)
from tauliah.apps.study.digests import (
    choose_digest,
    digest_secret,
    end_digest,
    send_digests,
    wants_digest,
)
from tauliah.apps.study.feeds import calendar_of, end_address, make_address, reader_of, secret_of
from tauliah.apps.study.models import PlanChoice, Review, StudyTick
from tauliah.apps.study.plan_choices import ExamDay, PlanWishes
from tauliah.apps.study.planning import StudyPlan, plan_of
from tauliah.core.kernel import Refused
from tests.web.programme import MOMENT, open_account

WEEK = (60, 60, 60, 60, 60, 90, 0)
LAST_OF_WINDOW_2 = date(2026, 6, 25)
A_DAY = timedelta(days=1)


@pytest.fixture
def aisyah(published: Any) -> User:
    person: User = open_account("Aisyah", role="candidate", language="ms")
    return person


def wishes(*days: tuple[str, date], week: tuple[int, ...] = WEEK, **more: Any) -> PlanWishes:
    exams = tuple(ExamDay(code, day, ("API",)) for code, day in days)
    return PlanWishes(targets=("API",), week=week, exams=exams, **more)


@pytest.fixture
def planned(aisyah: User) -> User:
    assert choose_plan(aisyah, wishes(("PUM", LAST_OF_WINDOW_2)), at=MOMENT) is None
    return aisyah


def plan(person: User, at: datetime = MOMENT) -> StudyPlan:
    found = plan_of(person, at=at)
    assert found
    return found


def test_without_a_choice_there_is_no_plan(aisyah: User) -> None:
    assert plan_of(aisyah, at=MOMENT) is None


def test_three_answers_give_the_exam_days_of_the_fastest_way_with_all_work_before_them(
    aisyah: User,
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=MOMENT)

    assert choose_plan_by_way(aisyah, wishes(week=(120,) * 7), at=MOMENT) is None

    found = plan(aisyah)
    assert len(found.exams) >= 2
    assert found.fits
    assert found.reached[0].day == max(one.day for one in found.exams)
    assert found.next_piece
    assert found.next_piece[1].kind == "lesson"


def test_where_there_is_no_way_nothing_is_kept_and_the_reason_is_told(aisyah: User) -> None:
    asked = PlanWishes(targets=("CPCU",), week=WEEK)

    refused = choose_plan_by_way(aisyah, asked, at=MOMENT)

    assert isinstance(refused, Refused)
    assert not PlanChoice.objects.exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (wishes(week=(0,) * 7), "no-such-week"),
        (wishes(("PUM", date(2026, 3, 3))), "no-such-exam-day"),
        (wishes(("PUM", date(2026, 6, 30))), "no-such-exam-day"),
        (wishes(("XXX", LAST_OF_WINDOW_2)), "no-such-exam-day"),
        (
            wishes(days_off=((date(2026, 4, 2), date(2026, 4, 1)),)),
            "no-such-days-off",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(
    aisyah: User, asked: PlanWishes, code: str
) -> None:
    refused = choose_plan(aisyah, asked, at=MOMENT)

    assert refused
    assert refused.code == code


def test_a_lesson_that_is_read_leaves_the_plan_and_uses_up_its_day(planned: User) -> None:
    first = programme().lessons_of("PUM")[0].slug
    before = plan(planned)

    mark_lesson_read(planned, "PUM", first, at=MOMENT)

    after = plan(planned, MOMENT + timedelta(hours=1))
    assert before.paced.finish_of("PUM", "lesson", first)
    assert after.paced.finish_of("PUM", "lesson", first) is None
    assert after.done_today >= 60
    assert after.paced.days[0].pieces == ()
    assert after.exams[0].pace.spare >= before.exams[0].pace.spare


def test_time_that_is_noted_shortens_the_lesson_until_it_is_taken_back(planned: User) -> None:
    first = programme().lessons_of("PUM")[0].slug
    before = plan(planned).paced

    assert tick_off(planned, "PUM", "lesson", first, minutes=60, at=MOMENT) is None
    noted = plan(planned, MOMENT + A_DAY)
    assert noted.paced.days == before.days[1:]
    assert undo_tick(planned, at=MOMENT) is None

    assert plan(planned).paced == before
    assert StudyTick.objects.count() == 2
    assert undo_tick(planned, at=MOMENT)


def test_what_is_practised_is_taken_from_what_is_planned(planned: User) -> None:
    Review.objects.create(
        person=planned,
        course="PUM",
        kind="card",
        unit="a",
        rating=3,
        seconds=1200,
        language="en",
        reviewed_at=MOMENT,
    )

    after = plan(planned, MOMENT + timedelta(minutes=1))

    assert after.done_today == 20
    assert after.paced.days[0].room == 40


def test_who_did_nothing_for_a_week_is_told_what_slipped_and_the_plan_goes_on(
    planned: User,
) -> None:
    later = plan(planned, MOMENT + 5 * A_DAY)

    assert later.changes
    assert later.changes.since == date(2026, 3, 3)
    assert later.changes.slips
    assert later.changes.slips[0].now
    assert later.changes.slips[0].now >= date(2026, 3, 8)
    assert later.changes.costs[0].minutes_lost == 60 * 4 + 90
    assert later.fits


def test_on_the_day_of_the_choice_nothing_can_have_slipped(planned: User) -> None:
    assert plan(planned).changes is None


def test_what_does_not_fit_is_told_with_hours_and_a_later_day_that_are_enough(
    aisyah: User,
) -> None:
    asked = wishes(("PUM", date(2026, 4, 10)), ("PFP", date(2026, 4, 20)))
    choose_plan(aisyah, asked, at=MOMENT)

    found = plan(aisyah)
    assert not found.fits
    assert found.longer
    assert {one.exam for one in found.moves} == {"PUM", "PFP"}
    days = {one.exam: one.to for one in found.moves if one.to}
    assert move_exams(aisyah, days, at=MOMENT) is None

    assert plan(aisyah).fits
    longer = tuple(one + found.longer if one else 0 for one in WEEK)
    choose_plan(aisyah, wishes(*((e.exam, e.day) for e in asked.exams), week=longer), at=MOMENT)
    assert plan(aisyah).fits


def test_an_exam_whose_day_has_come_is_told_until_it_is_passed(planned: User) -> None:
    at = datetime(2026, 6, 26, 2, tzinfo=UTC)

    found = plan(planned, at)

    assert [one.code for one in found.overdue] == ["PUM"]
    assert found.exams == ()
    assert move_exams(planned, {"PUM": date(2026, 9, 1)}, at=at) is None
    assert plan(planned, at).overdue == ()
    assert move_exams(planned, {"PFP": date(2026, 9, 1)}, at=at)


def test_only_who_has_the_secret_reads_the_calendar_and_only_while_it_is_in_use(
    planned: User,
) -> None:
    first = make_address(planned, at=MOMENT)
    assert reader_of(first) == planned
    second = make_address(planned, at=MOMENT)

    assert reader_of(first) is None
    assert reader_of(second) == planned
    assert secret_of(planned) == second
    assert reader_of(second[:-1] + ("0" if second[-1] != "0" else "1")) is None
    assert reader_of("nothing") is None
    end_address(planned, at=MOMENT)
    assert reader_of(second) is None
    assert secret_of(planned) is None


def test_the_calendar_is_in_the_language_of_its_person(planned: User) -> None:
    events = Calendar.from_ical(calendar_of(planned, at=MOMENT)).walk("VEVENT")

    heads = {str(one["summary"]) for one in events}
    assert "Belajar 1 jam" in heads
    assert any(head.startswith("Peperiksaan: ") and "(PUM)" in head for head in heads)
    assert "Peperiksaan terakhir untuk API" in heads


MONDAY = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
"""08:30 in Kuala Lumpur."""


def test_the_weekly_letter_goes_once_to_who_wants_it_and_has_something_to_plan(
    planned: User,
) -> None:
    idle = open_account("Nurul", role="candidate")
    mail.outbox.clear()
    for one in (planned, idle):
        choose_digest(one, wanted=True, at=MOMENT)

    assert send_digests(now=lambda: MONDAY - timedelta(hours=3)) == 0
    assert send_digests(now=lambda: MONDAY) == 1
    assert send_digests(now=lambda: MONDAY + timedelta(hours=1)) == 0

    (letter,) = mail.outbox
    assert letter.to == [planned.email]
    assert letter.subject.startswith("Rancangan belajar anda bagi minggu mulai 9 Mac 2026")
    assert "Isnin, 1 jam" in letter.body
    assert "Yang tertangguh" in letter.body
    assert digest_secret(planned) in letter.extra_headers["List-Unsubscribe"]
    assert send_digests(now=lambda: MONDAY + timedelta(days=7)) == 1


def test_the_secret_of_a_letter_ends_the_letters_and_no_other_does(planned: User) -> None:
    choose_digest(planned, wanted=True, at=MOMENT)

    assert not end_digest("0" * 32 + "-" + "0" * 40, at=MOMENT)
    assert wants_digest(planned)
    assert end_digest(digest_secret(planned), at=MOMENT)
    assert not wants_digest(planned)
    assert send_digests(now=lambda: MONDAY) == 0
