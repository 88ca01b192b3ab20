"""An exam whose time has ended is closed and scored though its candidate never came back."""

from __future__ import annotations

from datetime import timedelta

from tauliah.apps.record.queries import standing
from tauliah.apps.results.actions import close_overdue_attempts, submit_and_score
from tauliah.apps.results.queries import Result, result_of
from tauliah.apps.sittings.actions import Saved, save_answer
from tauliah.apps.sittings.queries import attempt_of, running_attempt
from tauliah.core.exam import GRACE
from tests.services.examhall import candidate, give_answers, started


def test_an_overdue_attempt_is_scored_by_what_was_saved(aisyah, attempt):
    give_answers(aisyah, attempt, right=36)

    closed = close_overdue_attempts(at=attempt.deadline + timedelta(hours=1))

    result = result_of(aisyah, attempt.pk)
    assert closed == 1
    assert result is not None
    assert result.passed
    assert "PUM" in standing(aisyah).exams_passed
    assert running_attempt(aisyah) is None


def test_an_overdue_attempt_counts_as_submitted_at_its_deadline(aisyah, attempt):
    close_overdue_attempts(at=attempt.deadline + timedelta(days=2))

    fresh = attempt_of(aisyah, attempt.pk)
    assert fresh is not None
    assert fresh.submitted_at == attempt.deadline


def test_an_attempt_is_not_closed_while_a_save_on_its_way_still_counts(aisyah, attempt, item):
    at = attempt.deadline + GRACE

    closed = close_overdue_attempts(at=at)

    assert closed == 0
    saved = save_answer(aisyah, attempt.pk, item=item, value="a", client_sequence=1, at=at)
    assert isinstance(saved, Saved)


def test_a_running_attempt_is_left_alone(attempt):
    assert close_overdue_attempts(at=attempt.deadline - timedelta(seconds=1)) == 0


def test_closing_again_changes_nothing(aisyah, attempt):
    late = attempt.deadline + timedelta(hours=1)
    close_overdue_attempts(at=late)
    before = result_of(aisyah, attempt.pk)

    assert close_overdue_attempts(at=late + timedelta(hours=1)) == 0
    assert result_of(aisyah, attempt.pk) == before


def test_the_overdue_attempts_of_one_person_can_be_closed_alone(aisyah, attempt):
    kumar = candidate("Kumar")
    his = started(kumar)
    late = attempt.deadline + timedelta(hours=1)

    assert close_overdue_attempts(at=late, person=aisyah) == 1
    assert result_of(aisyah, attempt.pk) is not None
    assert result_of(kumar, his.pk) is None


def test_the_candidate_may_submit_after_the_deadline_too(aisyah, attempt):
    give_answers(aisyah, attempt, right=36)

    result = submit_and_score(aisyah, attempt.pk, at=attempt.deadline + timedelta(minutes=3))

    assert isinstance(result, Result)
    assert result.passed
