"""Where items are worth parts or more than a point, points decide, and older results stay as they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tauliah.apps.record.queries import entries_of
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.results.queries import Result, result_of
from tests.services import examhall
from tests.services.every_type import POINTS, RIGHT, answer, publish_every_type
from tests.services.examhall import MORNING, candidate, sat

WITHOUT_RESPONSE = {**RIGHT, "X-10-RESPONSE": None}


@pytest.fixture
def nurul(db):
    publish_every_type()
    return candidate("Nurul")


def result_with(person, answers) -> Result:
    attempt = examhall.started(person)
    answer(person, attempt, answers)
    submit_and_score(person, attempt.pk, at=MORNING)
    result = result_of(person, attempt.pk)
    assert result is not None
    return result


def test_partial_answers_add_up_to_hundredths(nurul):
    result = result_with(
        nurul,
        {
            **dict.fromkeys(RIGHT),
            "X-2-MULTIPLE": ["a"],
            "X-3-TRUTHS": {"a": True},
            "X-7-ORDER": {"a": 1, "b": 2},
            "X-8-MATCH": {"a": "b"},
        },
    )

    assert (result.points, result.of, result.correct) == (4, POINTS, 0)
    assert sum(topic.points for topic in result.topics) == 4


def test_the_pass_mark_is_a_percentage_of_all_points(nurul):
    result = result_with(nurul, WITHOUT_RESPONSE)

    assert result.pass_mark == Decimal(POINTS) / 2
    assert result.passed == (result.points >= result.pass_mark)
    assert result.points == POINTS - 8
    assert result.percent == (POINTS - 8) * 100 // POINTS


def test_no_answer_at_all_is_worth_nothing(nurul):
    result = result_with(nurul, dict.fromkeys(RIGHT))

    assert (result.points, result.correct, result.passed) == (0, 0, False)


def test_a_form_of_plain_items_keeps_the_facts_that_it_always_had(published, aisyah):
    result = sat(aisyah, right=41)

    run = ScoringRun.objects.get(attempt=result.attempt)
    assert (run.points, run.points_of, run.pass_points) == (None, None, None)
    assert all(len(topic) == 3 for topic in run.topics)
    assert (result.points, result.of, result.pass_mark) == (41, 50, 35)
    assert not result.is_by_points
    assert {"points", "of"}.isdisjoint(entries_of(aisyah)[-1].facts)


def test_the_items_of_a_case_stand_together_in_every_attempt(nurul):
    from tauliah.apps.sittings.queries import seats_of

    attempt = examhall.started(nurul)
    codes = [seat.item.code for seat in seats_of(attempt)]

    first = codes.index("PUM-S-11-CASE-A")
    assert codes[first + 1] == "PUM-S-12-CASE-B"
    case = {seat.item.case.title.en for seat in seats_of(attempt) if seat.item.case}
    assert case == {"The Rahman household"}
