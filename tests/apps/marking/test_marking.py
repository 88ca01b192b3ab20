"""Responses are marked by two people alone, by a third where they differ, and then there is a result."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from tauliah.apps.marking.models import Mark, Response
from tauliah.apps.marking.queries import queue_of, response_to_mark
from tauliah.apps.people.models import AuditEntry, RoleAssignment
from tauliah.apps.record.queries import entries_of
from tauliah.apps.results.actions import mark_response, score_attempt, submit_and_score
from tauliah.apps.results.queries import result_of
from tauliah.apps.sittings.actions import void_attempt
from tauliah.core.kernel import EntryKind, Refused
from tests.services import examhall
from tests.services.every_type import POINTS, RIGHT, answer
from tests.services.examhall import MORNING

FULL = {"rule": 3, "reason": 3, "tone": 2}
GOOD = {"rule": 3, "reason": 2, "tone": 1}
POOR = {"rule": 1, "reason": 1, "tone": 1}


def give(marker, points, *, comment="Because it says so."):
    response = Response.objects.get()
    return mark_response(marker, response.pk, points=points, comment=comment, at=MORNING)


def test_an_exam_with_a_response_has_no_result_before_it_is_marked(aisyah, sat):
    assert result_of(aisyah, sat.pk) is None
    assert entries_of(aisyah)[-1].kind is not EntryKind.EXAM_RESULT
    waiting = score_attempt(sat.pk, at=MORNING)
    assert isinstance(waiting, Refused)
    assert waiting.code == "waits-for-markers"


def test_handing_in_twice_puts_a_response_before_the_markers_once(aisyah, sat):
    submit_and_score(aisyah, sat.pk, at=MORNING)

    assert Response.objects.count() == 1


def test_two_marks_within_the_tolerance_make_the_result(aisyah, sat, markers):
    kumar, mei_ling, _ = markers

    assert give(kumar, FULL) is None
    assert result_of(aisyah, sat.pk) is None
    assert give(mei_ling, GOOD) is None

    result = result_of(aisyah, sat.pk)
    assert result is not None
    assert (result.points, result.of) == (POINTS - Decimal(1), POINTS)
    assert result.is_by_points
    facts = entries_of(aisyah)[-1].facts
    assert (facts["points"], facts["of"], facts["passed"]) == (str(POINTS - 1), POINTS, True)
    assert (facts["correct"], facts["items"]) == (11, 12)


def test_marks_that_differ_by_more_are_decided_by_a_third(aisyah, sat, markers):
    kumar, mei_ling, siti = markers

    give(kumar, FULL)
    give(mei_ling, POOR)
    assert result_of(aisyah, sat.pk) is None
    assert queue_of(siti)[0].needs == "deciding"
    give(siti, {"rule": 2, "reason": 2, "tone": 2})

    result = result_of(aisyah, sat.pk)
    assert result is not None
    assert result.points == POINTS - 8 + 6


def test_the_second_marker_does_not_see_the_first_mark_and_the_third_sees_both(sat, markers):
    kumar, mei_ling, siti = markers
    response = queue_of(kumar)[0].id

    give(kumar, FULL, comment="Very clear.")
    second = response_to_mark(mei_ling, response)
    assert second is not None
    assert second.earlier == ()
    give(mei_ling, POOR, comment="Says little.")
    third = response_to_mark(siti, response)
    assert third is not None
    assert [(one.total, one.comment) for one in third.earlier] == [
        (8, "Very clear."),
        (3, "Says little."),
    ]


def test_nobody_marks_twice_nor_decides_about_their_own_mark(sat, markers):
    kumar, mei_ling, _ = markers

    give(kumar, FULL)
    again = give(kumar, FULL)
    give(mei_ling, POOR)
    decided = give(kumar, FULL)

    for refused in (again, decided):
        assert refused is not None
        assert refused.code == "not-to-mark"
    assert queue_of(kumar) == ()
    assert Mark.objects.count() == 2


def test_a_settled_response_takes_no_mark_more(sat, markers):
    kumar, mei_ling, siti = markers
    give(kumar, FULL)
    give(mei_ling, FULL)

    refused = give(siti, POOR)

    assert refused is not None
    assert refused.code == "not-to-mark"
    assert queue_of(siti) == ()


def test_nobody_marks_their_own_response(aisyah, sat):
    RoleAssignment.objects.create(user=aisyah, role="marker", since=MORNING)
    aisyah = type(aisyah).objects.get(pk=aisyah.pk)

    assert queue_of(aisyah) == ()
    refused = give(aisyah, FULL)
    assert refused is not None
    assert refused.code == "not-to-mark"


def test_who_has_not_the_permission_marks_nothing(aisyah, sat):
    other = examhall.account("Nurul")

    with pytest.raises(PermissionDenied):
        give(other, FULL)


def test_points_beyond_the_rubric_are_refused_and_nothing_is_kept(sat, markers):
    refused = give(markers[0], {"rule": 9, "reason": 0, "tone": 0})

    assert refused is not None
    assert refused.code == "not-a-mark"
    assert not Mark.objects.exists()


def test_marks_and_responses_are_append_only(sat, markers):
    give(markers[0], FULL)

    for statement in (
        "UPDATE marking_mark SET comment = 'x'",
        "DELETE FROM marking_mark",
        "UPDATE marking_response SET text = 'x'",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_each_mark_is_in_the_audit_trail_without_the_candidate(aisyah, sat, markers):
    give(markers[0], FULL)

    entry = next(one for one in AuditEntry.objects.all() if one.event == "response.marked")
    assert entry.actor == str(markers[0].pk)
    assert str(aisyah.pk) not in str((entry.subject, entry.details))


def test_an_unanswered_response_is_worth_nothing_and_waits_for_nobody(aisyah):
    attempt = examhall.started(aisyah)
    answer(aisyah, attempt, {**RIGHT, "X-10-RESPONSE": None})

    submit_and_score(aisyah, attempt.pk, at=MORNING)

    result = result_of(aisyah, attempt.pk)
    assert result is not None
    assert (result.points, result.of) == (POINTS - 8, POINTS)
    assert not Response.objects.exists()


def test_a_mark_for_an_attempt_that_was_voided_is_kept_and_makes_no_result(aisyah, markers):
    attempt = examhall.started(aisyah)
    answer(aisyah, attempt, RIGHT)
    submit_and_score(aisyah, attempt.pk, at=MORNING)
    warden = examhall.account("Rosnah", role="invigilator")
    voided = void_attempt(warden, attempt.pk, reason="The hall was evacuated.", at=MORNING)

    give(markers[0], FULL)
    give(markers[1], FULL)

    assert Mark.objects.count() == 2
    if not isinstance(voided, Refused):
        assert result_of(aisyah, attempt.pk) is None
