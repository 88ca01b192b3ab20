"""Runs over scored sittings: what goes in, what is kept, what is refused, and that nothing changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tauliah import __version__
from tauliah.apps.analyses.actions import cancel_run, order_run
from tauliah.apps.analyses.asking import Asked, asked
from tauliah.apps.analyses.making import make_run
from tauliah.apps.analyses.models import AnalysisRun, RunOutcome
from tauliah.apps.analyses.queries import Wanted, page_of_runs, run_of, runs_of_exam
from tauliah.apps.analyses.tables import exam_forms, table_of
from tauliah.apps.analyses.telling import sections_of
from tauliah.apps.people.models import AuditEntry
from tauliah.core.kernel import Refused
from tests.services import examhall
from tests.services.scored_sittings import AT, WINDOW, score_sittings


def test_an_item_analysis_keeps_what_went_in_and_its_figures(made, officer):
    score_sittings(60)
    run = made("items", window=WINDOW)

    assert run.state == "made"
    assert (run.asked_by, run.code_version) == ("Azman", __version__)
    assert (run.persons, run.responses["items"], run.responses["responses"]) == (60, 12, 720)
    assert run.digest == table_of("PUM", WINDOW)[0].fingerprint()
    assert len(run.results["items"]) == 12
    assert run.results["classification"]["cut"] == 9


def test_shares_right_are_those_of_the_answers(made):
    from tauliah.apps.itembank.queries import current_items
    from tauliah.apps.sittings.models import CurrentAnswer

    score_sittings(60)
    run = made("items")

    item = current_items("PUM", "secure")[0]
    answers = [row.answer for row in CurrentAnswer.objects.filter(item=item.code)]
    first = run.results["items"][0]
    assert first["item"] == f"{item.code} v1"
    assert first["difficulty"] == pytest.approx(answers.count(item.text.key) / 60)


def test_what_candidates_left_open_tells_whether_the_time_was_enough(made):
    from tauliah.apps.sittings.models import CurrentAnswer

    score_sittings(60)
    last = CurrentAnswer.objects.order_by("pk").last()
    CurrentAnswer.objects.filter(pk=last.pk).delete()
    run = made("items")

    found = run.results["left_open"]
    assert found["everything"] == pytest.approx(59 / 60)
    assert (found["three_quarters"], found["is_speeded"]) == (1.0, False)
    told = next(one for one in sections_of(run) if one.key == "time")
    assert "Swineford" in told.notes[0].en


def test_the_same_responses_have_the_same_digest_and_one_more_sitting_another(made):
    score_sittings(60)
    first, second = made("items"), made("items")
    score_sittings(1, seed=2)

    assert first.digest == second.digest
    assert made("items").digest != first.digest


def test_only_the_first_sitting_of_a_person_goes_in(made):
    score_sittings(60)
    from tauliah.apps.results.models import ScoringRun
    from tauliah.apps.sittings.models import Booking

    first, second = Booking.objects.order_by("attempt__started_at")[:2]
    Booking.objects.filter(pk=second.pk).update(person=first.person)

    assert ScoringRun.objects.count() == 60
    assert made("items").persons == 59


def test_one_window_alone_goes_in_where_it_is_asked_for(made):
    score_sittings(60)
    score_sittings(55, window="2026-2", seed=2)

    assert [made("items", window=one).persons for one in ("2026-1", "2026-2", "")] == [60, 55, 115]


def test_without_a_scored_sitting_a_run_says_so(made):
    run = made("items")

    assert (run.state, run.results) == ("refused", {})
    assert "No sitting of this exam is scored yet" in run.reason.en


def test_too_few_responses_are_refused_with_what_is_needed_and_what_went_in(made):
    score_sittings(40)
    run = made("calibration", model="2PL")

    assert run.state == "refused"
    assert "250 responses" in run.reason.en
    assert "250 respons" in run.reason.ms
    assert run.persons == 40


def test_a_calibration_by_the_one_parameter_model_is_made(made):
    score_sittings(150)
    run = made("calibration", model="1PL")

    assert run.state == "made"
    assert {one["a"] for one in run.results["items"]} == {run.results["items"][0]["a"]}
    assert run.results["trace"]


def test_languages_are_those_in_which_exams_were_sat(made):
    score_sittings(520, items=4)
    run = made("languages", focal="ms")

    assert run.state == "made"
    assert run.results["items"][0]["focal"] == 260


def test_two_forms_are_equated_by_the_items_that_both_have(made):
    score_sittings(400, items=range(6))
    score_sittings(400, items=range(3, 9), ability=0.5, seed=2)
    one, other = exam_forms("PUM", WINDOW)
    run = made("equating", new=one.name, base=other.name, model="1PL")

    assert run.state == "made"
    assert len(run.results["common"]) == 3
    assert [point[0] for point in run.results["equivalents"]] == list(range(7))


def test_forms_with_the_same_items_are_one_form(officer):
    score_sittings(10)
    score_sittings(5, items=8, seed=2)

    assert [(one.persons, one.items) for one in exam_forms("PUM", WINDOW)] == [(10, 12), (5, 8)]


def test_a_program_that_breaks_off_says_why(made, monkeypatch):
    from tauliah.apps.analyses import making

    def broken(*_args, **_named):
        raise RuntimeError("no memory left")

    score_sittings(60)
    monkeypatch.setattr(making, "analyse_items", broken)
    run = made("items")

    assert run.state == "failed"
    assert "RuntimeError: no memory left" in run.reason.en


def test_a_run_that_is_cancelled_stops_at_its_next_sign(officer):
    score_sittings(60)
    id = order_run(officer, asked("items", "PUM"), at=AT)
    assert cancel_run(officer, id, at=AT) is None

    assert make_run(id, clock=lambda: AT) == "cancelled"
    assert run_of(id, at=AT).results == {}
    assert isinstance(cancel_run(officer, id, at=AT), Refused)


def test_a_run_under_way_tells_how_far_it_is_and_one_that_fell_silent_has_stopped(officer):
    id = order_run(officer, asked("items", "PUM"), at=AT)

    assert run_of(id, at=AT + timedelta(seconds=30)).state == "under-way"
    stopped = run_of(id, at=AT + timedelta(minutes=5))
    assert (stopped.state, stopped.may_go_on) == ("stopped", True)
    assert "go on from the last step" in stopped.reason.en


def test_runs_and_outcomes_never_change(made):
    run = made("items")

    for rows, change in (
        (AnalysisRun.objects.filter(pk=run.id), {"course": "PIN"}),
        (RunOutcome.objects.filter(pk=run.id), {"state": "made"}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RunOutcome.objects.filter(pk=run.id).delete()


def test_asking_and_ending_are_in_the_audit_trail(made):
    run = made("items")

    acts = AuditEntry.objects.filter(subject=f"analysis:{run.id}").order_by("pk")
    assert [one.event for one in acts] == ["analysis.ordered", "analysis.ended"]


def test_analyses_are_asked_for_by_those_who_may(officer):
    author = examhall.account("Hana", role="item-author")

    with pytest.raises(PermissionDenied):
        order_run(author, asked("items", "PUM"), at=AT)


def test_runs_are_listed_newest_first_by_what_is_wanted(made):
    score_sittings(60)
    made("items", window=WINDOW)
    made("calibration", model="3PL")

    def listed(**wanted):
        return [(one.kind, one.state) for one in page_of_runs(Wanted(**wanted), at=AT)]

    assert listed() == [("calibration", "refused"), ("items", "made")]
    assert listed(kind="items") == [("items", "made")]
    assert listed(state="refused") == [("calibration", "refused")]
    assert listed(window=WINDOW) == [("items", "made")]
    assert listed(course="PIN") == []


def test_the_newest_made_run_of_each_kind_stands_for_an_exam(made):
    score_sittings(60)
    made("items", window=WINDOW)
    newest = made("items", window=WINDOW)
    made("calibration", window=WINDOW, model="1PL")

    runs = runs_of_exam("PUM", WINDOW, at=AT)
    assert [one.id for one in runs["items"]] == [newest.id]
    assert "calibration" not in runs


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("moods", {}),
        ("calibration", {"model": "4PL"}),
        ("languages", {"focal": "ta"}),
        ("equating", {"new": "a", "base": "a"}),
        ("equating", {"new": "a", "base": "b", "model": "3PL"}),
        ("equating", {"new": "a", "base": "b", "method": "by-eye"}),
        ("equating", {"new": "a", "base": "b", "replications": 7}),
        ("equating", {"new": "a", "base": "b", "seed": -1}),
        ("calibration", {"grouped_by": "shoe-size"}),
        ("calibration", {"model": "graded", "is_anchored": True}),
        ("persons", {"model": "graded"}),
        ("drift", {"earlier": "yesterday"}),
    ],
)
def test_what_is_not_known_is_not_asked(kind, settings):
    assert isinstance(asked(kind, "PUM", settings=settings), Refused)


def test_a_setting_of_another_kind_is_not_kept():
    wanted = asked("calibration", "PUM", settings={"model": "1PL", "focal": "ms"})

    assert isinstance(wanted, Asked)
    assert wanted.settings == {
        "model": "1PL",
        "has_priors": False,
        "grouped_by": "",
        "is_anchored": False,
    }
