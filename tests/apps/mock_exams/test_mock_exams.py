"""A mock exam: drawn from practice items, on the clock, practice from its end on and not before."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.mock_exams.actions import Sheet, save_sheet, start_mock, submit_mock
from tauliah.apps.mock_exams.models import MockExam, MockItem
from tauliah.apps.mock_exams.queries import (
    ended_mocks,
    mock_of,
    result_of,
    running_mock,
    seats_of,
    seconds_left,
)
from tauliah.apps.people.accommodations import Grant, grant
from tauliah.apps.people.queries import User
from tauliah.apps.study.choosing_plans import choose_plan, tick_off, undo_tick
from tauliah.apps.study.models import PracticeAnswer, Review, StudyTick
from tauliah.apps.study.plan_choices import ExamDay, PlanWishes
from tauliah.apps.study.planning import plan_of
from tauliah.apps.study.practising import today_of
from tauliah.apps.study.readying import ready_for
from tauliah.core.exam import GRACE
from tauliah.core.exam.answers import right_answer, wrong_answer
from tauliah.core.kernel import Refused
from tests.web.programme import MOMENT, open_account, publish_the_programme

LATER = MOMENT + timedelta(minutes=40)


@pytest.fixture
def published(db: None) -> Any:
    return publish_the_programme()


@pytest.fixture
def aisyah(published: Any) -> User:
    return open_account("Aisyah", role="candidate")


def started(person: User, course: str = "PUM", *, at: datetime = MOMENT) -> MockExam:
    mock = start_mock(person, course, at=at)
    assert not isinstance(mock, Refused), mock
    return mock


def answer(person: User, mock: MockExam, *, right: int, wrong: int = 0) -> None:
    """Answer the first so many right, and the next so many wrong."""
    seats = seats_of(mock)
    values = {seat.position: right_answer(seat.item.text) for seat in seats[:right]}
    values |= {seat.position: wrong_answer(seat.item.text) for seat in seats[right : right + wrong]}
    saved = save_sheet(person, mock.pk, Sheet(values), at=LATER)
    assert not isinstance(saved, Refused), saved


def submitted(person: User, mock: MockExam, *, at: datetime = LATER) -> MockExam:
    done = submit_mock(person, mock.pk, language="en", at=at)
    assert not isinstance(done, Refused), done
    return done


def sat(person: User, *, right: int, wrong: int = 0, at: datetime = MOMENT) -> MockExam:
    mock = started(person, at=at)
    answer(person, mock, right=right, wrong=wrong)
    return submitted(person, mock)


def test_its_items_are_of_the_practice_pool_and_keep_the_shares_of_the_exam(aisyah: User) -> None:
    mock = started(aisyah)

    seats = seats_of(mock)
    secure = {item.code for item in current_items("PUM", "secure")}
    asked = {row.topic: row.items for row in programme().course("PUM").blueprint}
    taken = Counter(seat.item.topic for seat in seats)
    assert not secure & {seat.item.code for seat in seats}
    assert all(abs(taken[topic] - count) <= 1 for topic, count in asked.items())
    # the pool has nine items on selection, where the exam takes ten
    assert (len(seats), mock.asked, mock.minutes) == (49, 50, 64)
    assert mock.deadline - mock.started_at == timedelta(minutes=64)


def test_two_people_have_other_items_or_another_order(aisyah: User) -> None:
    nurul = open_account("Nurul", role="candidate")

    hers, others = (seats_of(started(one)) for one in (aisyah, nurul))

    assert [seat.item.code for seat in hers] != [seat.item.code for seat in others]
    assert hers == seats_of(started(aisyah))


def test_one_runs_at_a_time_for_a_course_and_others_beside_it(aisyah: User) -> None:
    mock = started(aisyah)

    again, other = started(aisyah, at=LATER), started(aisyah, "PIN")

    assert again.pk == mock.pk
    assert other.pk != mock.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        MockExam.objects.create(
            person=aisyah, course="PUM", seed="", asked=1, elsewhere=0, minutes=1, extra_minutes=0,
            pass_mark_percent=70, started_at=MOMENT, deadline=LATER,
        )  # fmt: skip


def test_extra_time_and_pauses_are_added(aisyah: User) -> None:
    farid = open_account("Farid", role="registrar")
    grant(aisyah, Grant("extra-time", "Sight", percent=25), actor=farid, at=MOMENT)
    grant(aisyah, Grant("pauses", "Back", times=2, minutes=10), actor=farid, at=MOMENT)

    mock = started(aisyah)

    assert mock.deadline - mock.started_at == timedelta(minutes=64 * 1.25 + 20)
    assert (mock.minutes, mock.extra_minutes) == (64, 36)


@pytest.mark.parametrize("course", ["XXX", "FRM", "ETH"])
def test_a_course_without_an_open_exam_has_none(aisyah: User, course: str) -> None:
    refused = start_mock(aisyah, course, at=MOMENT)

    assert isinstance(refused, Refused)
    assert not MockExam.objects.exists()


def test_answers_and_flags_are_kept_changed_and_taken_away(aisyah: User) -> None:
    mock = started(aisyah)
    first, second, *_ = seats_of(mock)

    save_sheet(aisyah, mock.pk, Sheet({1: right_answer(first.item.text)}, {2: True}), at=LATER)
    save_sheet(aisyah, mock.pk, Sheet({2: wrong_answer(second.item.text)}), at=LATER)
    one, two, *rest = seats_of(mock)
    save_sheet(aisyah, mock.pk, Sheet({1: None}), at=LATER)

    assert one.value == right_answer(first.item.text)
    assert (two.value, two.is_flagged) == (wrong_answer(second.item.text), True)
    assert not any(seat.is_answered or seat.is_flagged for seat in rest)
    assert not seats_of(mock)[0].is_answered


@pytest.mark.parametrize("values", [{1: "no such option"}, {99: "a"}, {1: ["a"] * 40}])
def test_what_can_be_no_answer_is_refused_and_nothing_is_kept(
    aisyah: User, values: dict[int, Any]
) -> None:
    mock = started(aisyah)
    good = right_answer(seats_of(mock)[4].item.text)

    refused = save_sheet(aisyah, mock.pk, Sheet({5: good, **values}), at=LATER)

    assert isinstance(refused, Refused)
    assert not any(seat.is_answered for seat in seats_of(mock))


def test_after_the_time_and_a_moment_of_grace_nothing_more_is_kept(aisyah: User) -> None:
    mock = started(aisyah)
    value = Sheet({1: right_answer(seats_of(mock)[0].item.text)})

    late = save_sheet(aisyah, mock.pk, value, at=mock.deadline + GRACE + timedelta(seconds=1))
    on_its_way = save_sheet(aisyah, mock.pk, value, at=mock.deadline + GRACE)

    assert isinstance(late, Refused)
    assert not isinstance(on_its_way, Refused)
    assert seconds_left(mock, at=mock.deadline + GRACE) == 0


def test_nobody_else_may_look_at_it_write_in_it_or_end_it(aisyah: User) -> None:
    nurul, mock = open_account("Nurul", role="candidate"), started(aisyah)

    assert mock_of(nurul, "PUM", mock.pk) is None
    assert isinstance(save_sheet(nurul, mock.pk, Sheet({1: None}), at=LATER), Refused)
    assert isinstance(submit_mock(nurul, mock.pk, language="en", at=LATER), Refused)


def test_its_answers_are_practice_from_its_end_on_and_what_was_left_open_is_not(
    aisyah: User,
) -> None:
    mock = started(aisyah)
    answer(aisyah, mock, right=5, wrong=3)
    before = (PracticeAnswer.objects.count(), Review.objects.count())

    submitted(aisyah, mock)

    answers = PracticeAnswer.objects.filter(person=aisyah, course="PUM")
    reviews = Review.objects.filter(person=aisyah, course="PUM", kind="item")
    assert before == (0, 0)
    assert Counter(answers.values_list("is_right", flat=True)) == {True: 5, False: 3}
    assert reviews.count() == 8
    # all were answered before anything was explained: each as it was known before all of them
    assert set(reviews.values_list("known", "days", "stability")) == {(0.0, None, None)}
    assert set(answers.values_list("answered_at", flat=True)) == {LATER}


def test_its_time_is_no_time_of_practice_which_the_plan_counts_apart(aisyah: User) -> None:
    sat(aisyah, right=30, wrong=19)

    today = today_of(aisyah, programme().course("PUM"), at=LATER)

    assert today.reviews == 49
    assert today.minutes_done == 0


def test_ending_it_twice_changes_nothing(aisyah: User) -> None:
    mock = sat(aisyah, right=10)

    again = submitted(aisyah, mock, at=LATER + timedelta(days=1))

    assert again.ended_at == LATER
    assert PracticeAnswer.objects.count() == 10


def test_what_nobody_submits_ends_with_its_time_when_it_is_looked_at_or_a_new_one_starts(
    aisyah: User,
) -> None:
    first = started(aisyah)
    answer(aisyah, first, right=2)

    second = started(aisyah, at=MOMENT + timedelta(days=2))

    first.refresh_from_db()
    assert second.pk != first.pk
    assert first.ended_at == first.deadline
    assert first.answered == 2
    assert set(PracticeAnswer.objects.values_list("answered_at", flat=True)) == {first.deadline}
    assert running_mock(aisyah, "PUM") == second


def test_items_that_were_answered_before_come_last_and_are_told_apart(aisyah: User) -> None:
    first = sat(aisyah, right=20, wrong=29)

    second = started(aisyah, at=LATER)
    answer(aisyah, second, right=49)
    came = result_of(submitted(aisyah, second))

    met = {seat.item.code for seat in seats_of(first)}
    fresh = {item.code for item in current_items("PUM", "practice")} - met
    told_new = {seat.item.code for seat in came.seats if not seat.was_met}
    assert told_new
    assert told_new <= fresh
    assert came.met[1] + came.new[1] == 49
    assert came.new == (len(told_new), len(told_new))


def test_the_score_is_that_of_the_exams_rules_with_its_topics_and_a_band(aisyah: User) -> None:
    mock = sat(aisyah, right=30, wrong=10)

    came = result_of(mock)

    assert came.score.correct >= 30
    assert came.ended.points == came.score.points
    assert sum(topic.items for topic in came.score.topics) == came.score.items == 49
    assert came.ended.band.low < came.ended.points < came.ended.band.high
    assert came.ended.verdict in ("below", "across")
    assert [one.mock.pk for one in ended_mocks(aisyah, "PUM")] == [mock.pk]


def test_a_mock_exam_is_evidence_of_readiness(aisyah: User) -> None:
    course = programme().course("PUM")
    before = ready_for(aisyah, course, at=MOMENT)

    sat(aisyah, right=44, wrong=5)

    after = ready_for(aisyah, course, at=LATER)
    assert before.today is None
    assert after.answers == 49
    assert after.today
    assert after.today.probability > 0.5
    assert after.best


@pytest.fixture
def planned(aisyah: User) -> User:
    """Her exam is in the plan for three weeks from now."""
    exams = (ExamDay("PUM", date(2026, 3, 24), ("API",)),)
    wishes = PlanWishes(targets=("API",), week=(120,) * 7, exams=exams)
    assert choose_plan(aisyah, wishes, at=MOMENT) is None
    return aisyah


def mocks_ahead(person: User, *, at: datetime = LATER + timedelta(minutes=1)) -> set[str]:
    plan = plan_of(person, at=at)
    assert plan
    return {
        piece.name for day in plan.paced.days for piece in day.pieces if piece.kind == "mock"
    }  # fmt: skip


def test_a_mock_exam_ticks_off_the_next_one_of_the_plan(planned: User) -> None:
    before = mocks_ahead(planned, at=MOMENT)

    sat(planned, right=20, wrong=5)

    assert before == {"1", "2", "3"}
    assert mocks_ahead(planned) == {"2", "3"}
    tick = StudyTick.objects.get()
    assert (tick.kind, tick.name, tick.minutes) == ("mock", "1", 40)
    assert undo_tick(planned, at=LATER) is None
    assert mocks_ahead(planned) == before


def test_one_of_which_less_than_half_was_answered_is_none_of_the_plan(planned: User) -> None:
    sat(planned, right=20)

    assert mocks_ahead(planned) == {"1", "2", "3"}
    assert not StudyTick.objects.exists()


def test_one_on_paper_is_ticked_by_hand_and_the_next_here_is_the_second(planned: User) -> None:
    assert tick_off(planned, "PUM", "mock", "1", minutes=95, at=MOMENT) is None

    sat(planned, right=49)

    assert mocks_ahead(planned) == {"3"}


def test_without_a_plan_nothing_is_ticked(aisyah: User) -> None:
    sat(aisyah, right=49)

    assert not StudyTick.objects.exists()
    assert MockItem.objects.count() == 49
