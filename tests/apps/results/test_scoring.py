"""Submitting an exam seals it, scores it by its chain and enters the result in the record."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection

from tauliah.apps.record.queries import entries_of, standing
from tauliah.apps.results.actions import score_attempt, submit_and_score
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.results.queries import Result, result_of, results_of
from tauliah.apps.sittings.actions import save_answer
from tauliah.apps.sittings.queries import attempt_of, seats_of
from tauliah.core.kernel import EntryKind, Refused
from tests.services import examhall
from tests.services.examhall import BLUEPRINT, MORNING, candidate, give_answers, sat

LATER = MORNING + timedelta(minutes=30)


@pytest.mark.parametrize(("right", "passes"), [(0, False), (34, False), (35, True), (50, True)])
def test_35_right_answers_of_50_pass(aisyah, right, passes):
    result = sat(aisyah, right=right)

    assert (result.correct, result.items, result.pass_mark) == (right, 50, 35)
    assert result.passed is passes


def test_the_breakdown_by_topic_adds_up(aisyah):
    result = sat(aisyah, right=41)

    assert sum(topic.correct for topic in result.topics) == 41
    assert {topic.topic: topic.items for topic in result.topics} == BLUEPRINT


def test_the_result_is_entered_in_the_record(aisyah):
    result = sat(aisyah, right=40)

    entry = entries_of(aisyah)[-1]
    assert entry.kind is EntryKind.EXAM_RESULT
    assert entry.facts["exam"] == "PUM"
    assert entry.facts["passed"] is True
    assert (entry.facts["correct"], entry.facts["items"]) == (40, 50)
    assert entry.facts["sitting"] == str(result.attempt)
    assert "PUM" in standing(aisyah).exams_passed


def test_a_failed_exam_is_in_the_record_and_does_not_count(aisyah):
    sat(aisyah, right=34)

    assert entries_of(aisyah)[-1].facts["passed"] is False
    assert "PUM" not in standing(aisyah).exams_passed


def test_an_exam_submitted_without_answers_is_scored_nought(aisyah, attempt):
    result = submit_and_score(aisyah, attempt.pk, at=MORNING)

    assert isinstance(result, Result)
    assert result.correct == 0


def test_submitting_twice_gives_the_same_result_and_one_entry(aisyah, attempt):
    give_answers(aisyah, attempt, right=40)
    first = submit_and_score(aisyah, attempt.pk, at=LATER)
    entries = len(entries_of(aisyah))

    second = submit_and_score(aisyah, attempt.pk, at=LATER + timedelta(seconds=1))

    assert first == second
    assert len(entries_of(aisyah)) == entries
    assert ScoringRun.objects.count() == 1


def test_a_running_attempt_is_not_scored(aisyah, attempt):
    outcome = score_attempt(attempt.pk, at=LATER)

    assert isinstance(outcome, Refused)
    assert outcome.code == "not-submitted"
    assert ScoringRun.objects.count() == 0


def test_the_attempt_of_another_is_not_submitted(aisyah, attempt):
    kumar = candidate("Kumar")

    outcome = submit_and_score(kumar, attempt.pk, at=LATER)

    assert isinstance(outcome, Refused)
    assert outcome.code == "not-found"
    fresh = attempt_of(aisyah, attempt.pk)
    assert fresh is not None
    assert fresh.submitted_at is None


def test_the_result_of_another_is_not_shown(aisyah):
    result = sat(aisyah, right=40)
    kumar = candidate("Kumar")

    assert result_of(kumar, result.attempt) is None
    assert results_of(kumar) == ()
    assert results_of(aisyah) == (result,)


def test_scoring_reads_the_chain_not_the_current_answers(aisyah, attempt):
    seat = seats_of(attempt)[0]
    save_answer(
        aisyah,
        attempt.pk,
        item=seat.item.code,
        value=seat.item.text.key,
        client_sequence=1,
        at=MORNING,
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sittings_currentanswer SET option = 'z', value = NULL")

    result = submit_and_score(aisyah, attempt.pk, at=LATER)

    assert isinstance(result, Result)
    assert result.correct == 1


def test_a_chain_with_an_answer_too_few_is_not_scored_and_stays_sealed(aisyah, attempt):
    give_answers(aisyah, attempt, right=40)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sittings_attempt SET head = 'sha256:invented'")

    outcome = submit_and_score(aisyah, attempt.pk, at=LATER)

    assert isinstance(outcome, Refused)
    assert outcome.code == "chain-broken"
    again = submit_and_score(aisyah, attempt.pk, at=LATER)
    assert isinstance(again, Refused)
    assert again.code == "chain-broken"
    assert ScoringRun.objects.count() == 0
    assert "PUM" not in standing(aisyah).exams_passed


def test_an_exam_is_scored_by_the_keys_with_which_it_was_drawn(aisyah, attempt):
    give_answers(aisyah, attempt, right=50)
    files = examhall.programme_files()
    next_key = {b"a": b"b", b"b": b"c", b"c": b"d", b"d": b"a"}
    turned = {
        path: re.sub(rb'"key": "([a-d])"', lambda key: b'"key": "%b"' % next_key[key[1]], content)
        if "/items/" in path
        else content
        for path, content in files.items()
    }
    examhall.publish(turned, at=LATER)

    result = submit_and_score(aisyah, attempt.pk, at=LATER)

    assert isinstance(result, Result)
    assert result.correct == 50


def test_a_pass_mark_not_reached_is_never_rounded_up_to_it(aisyah):
    assert sat(aisyah, right=34).percent == 68
