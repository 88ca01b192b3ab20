"""The figures beside each version of an item, counted from sittings, against figures counted by hand."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.itembank.overview import item_file
from tauliah.apps.itembank.queries import form_items
from tauliah.apps.people.models import AuditEntry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.results import item_statistics
from tauliah.apps.results.item_statistics import count_item_figures, courses_with_results
from tauliah.apps.sittings.queries import attempt_by_id, seats_of
from tests.services import examhall
from tests.services.examhall import MORNING


@pytest.fixture
def sat(db):
    """Six candidates, each of whom has the first so many places right."""
    examhall.publish()
    return [
        examhall.sat(examhall.candidate(f"Candidate {right}"), right=right)
        for right in (10, 20, 25, 30, 40, 50)
    ]


def by_hand(results):
    """For each item the responses and how many are right."""
    counted: dict[str, list[int]] = {}
    for result in results:
        attempt = attempt_by_id(result.attempt)
        for seat in seats_of(attempt):
            right = seat.answer == seat.item.text.key
            found = counted.setdefault(seat.item.code, [0, 0])
            found[0] += 1
            found[1] += right
    return counted


def test_difficulty_is_the_share_of_right_responses_of_all_who_had_the_item(sat):
    counted = by_hand(sat)

    assert count_item_figures(SYSTEM, "PUM", at=MORNING) == len(counted)

    for code, (responses, right) in counted.items():
        figures = item_file(examhall.account(f"U {code}"), code).line.figures
        assert figures["responses"] == responses
        assert figures["difficulty"] == pytest.approx(right / responses, abs=5e-5)
        assert sum(option["share"] for option in figures["options"]) == pytest.approx(1, abs=5e-4)


def test_no_more_sittings_are_read_than_a_page_can_wait_for(sat, monkeypatch):
    monkeypatch.setattr(item_statistics, "MOST_SITTINGS", 2)
    newest = sorted(sat, key=lambda one: one.attempt)[-2:]
    counted = by_hand(newest)

    assert count_item_figures(SYSTEM, "PUM", at=MORNING) == len(counted)

    officer = examhall.account("Azman")
    for code, (responses, _right) in counted.items():
        assert item_file(officer, code).line.figures["responses"] == responses


def test_an_item_that_was_left_out_counts_as_wrong(db):
    examhall.publish()
    aisyah = examhall.candidate("Aisyah")
    attempt = examhall.started(aisyah)
    from tauliah.apps.results.actions import submit_and_score

    submit_and_score(aisyah, attempt.pk, at=MORNING)
    count_item_figures(SYSTEM, "PUM", at=MORNING)

    code = form_items(attempt.booking.form)[0].code
    figures = item_file(aisyah, code).line.figures
    assert (figures["responses"], figures["difficulty"]) == (1, 0.0)
    assert figures["discrimination"] is None


def test_counting_again_replaces_the_figures_and_is_in_the_audit_trail(sat):
    first = count_item_figures(SYSTEM, "PUM", at=MORNING)
    assert count_item_figures(SYSTEM, "PUM", at=MORNING) == first

    assert AuditEntry.objects.filter(event="items.figures-counted").count() == 2


def test_a_course_without_sittings_has_no_figures(sat):
    assert courses_with_results() == ("PUM",)
    assert count_item_figures(SYSTEM, "PIN", at=MORNING) == 0


def test_figures_are_counted_by_officers(sat):
    with pytest.raises(PermissionDenied):
        count_item_figures(examhall.account("Hana", role="item-author"), "PUM", at=MORNING)
