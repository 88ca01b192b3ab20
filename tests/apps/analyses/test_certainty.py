"""How surely an adopted cut sorts: in the technical report and beside a study, or what is missing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tauliah.apps.analyses.actions import order_run
from tauliah.apps.analyses.asking import asked
from tauliah.apps.analyses.booklets import calibrations
from tauliah.apps.analyses.certainty import (
    CutOn,
    adopted_certainty,
    certainty_at,
    certainty_section,
)
from tauliah.apps.analyses.documents import report_pdf
from tauliah.apps.analyses.making import make_run
from tauliah.apps.analyses.models import AnalysisRun, RunOutcome
from tauliah.apps.analyses.pictures import pictures_of_certainty
from tauliah.apps.analyses.queries import newest_settled_calibration, runs_of_exam
from tauliah.apps.analyses.report import technical_report
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.standards.models import Study
from tests.services import examhall, panel
from tests.services.scored_sittings import AT, WINDOW, score_sittings


def analysed(kind, **settings):
    id = order_run(SYSTEM, asked(kind, "PUM", WINDOW, settings=settings), at=AT)
    assert make_run(id, clock=lambda: AT) == "made"


@pytest.fixture
def adopted(db):
    """A cut of 7 of the 12 points of a form, adopted before anybody has sat it."""
    examhall.publish()
    codes = [item.code for item in current_items("PUM", "secure")[:12]]
    return panel.adopted(panel.panel_people(), cut="7", codes=codes, at=AT)


def names(found):
    return [name.en.partition(" (")[0] for name, _ in found.found]


def test_too_few_scores_are_told_with_their_number(adopted):
    score_sittings(30)

    found = adopted_certainty("PUM", WINDOW, at=AT)

    assert (found.found, found.persons) == ((), 0)
    assert "30 of the 30 candidates" in found.missing[0].en
    assert "at least 50" in certainty_section(found).notes[0].en


def test_what_is_missing_is_said_until_it_is_there(adopted):
    score_sittings(300)

    before = adopted_certainty("PUM", WINDOW, at=AT)
    assert names(before) == []
    assert "make an item analysis first" in before.missing[0].en
    assert "settled calibration" in before.missing[1].en
    analysed("items")
    analysed("calibration", model="1PL", has_priors=False)
    after = adopted_certainty("PUM", WINDOW, at=AT)

    assert names(after) == ["Livingston and Lewis", "Rudner", "Lee"]
    assert after.missing == ()
    accuracies = [one.accuracy for _, one in after.found]
    assert all(0.7 < one < 0.95 for one in accuracies)
    assert max(accuracies) - min(accuracies) < 0.06  # three ways to the same thing
    for _, one in after.found:
        assert one.accuracy + one.false_pass + one.false_fail == pytest.approx(1)


def test_the_technical_report_says_it_at_the_adopted_cut(adopted):
    score_sittings(120)
    analysed("items")

    report = technical_report("PUM", WINDOW, at=AT)

    assert report.adopted.facts[0][1] == "7 / 12"
    assert report.adopted.tables[0].rows[0][0].en == "Livingston and Lewis (1995)"
    assert report_pdf(report, "ms", at=AT).startswith(b"%PDF")
    assert adopted_certainty("PIN", "", at=AT) is None


def made_again(run, *, after, **otherwise):
    """The same calibration made once more, with another model or other results."""
    results = {**run.results, **otherwise}
    settings = {**run.settings, "model": results["model"]}
    row = AnalysisRun.objects.create(
        kind=run.kind, course=run.course, window=run.window, settings=settings,
        code_version="1", asked_at=AT + after,
    )  # fmt: skip
    RunOutcome.objects.create(
        run=row, state="made", responses=run.responses, results=results, ended_at=AT + after
    )
    return row.pk


def test_a_calibration_that_did_not_settle_hides_none_that_did(adopted):
    score_sittings(300)
    analysed("items")
    analysed("calibration", model="1PL", has_priors=False)
    settled = newest_settled_calibration("PUM", WINDOW, at=AT)

    made_again(settled, after=timedelta(hours=1), has_converged=False)
    points = made_again(settled, after=timedelta(hours=2), model="graded")

    assert newest_settled_calibration("PUM", WINDOW, at=AT).id == settled.id
    assert [one.run.id for one in calibrations(at=AT)] == [settled.id]
    beside = {run.id for run in runs_of_exam("PUM", WINDOW, at=AT)["calibration"]}
    assert beside == {settled.id, points}
    again = made_again(settled, after=timedelta(hours=3))
    assert newest_settled_calibration("PUM", WINDOW, at=AT).id == again


def test_the_runs_behind_its_figures_are_named(adopted):
    score_sittings(120)
    analysed("items")
    analysed("calibration", model="1PL", has_priors=False)

    found = adopted_certainty("PUM", WINDOW, at=AT)

    assert [run.kind for run in found.runs] == ["items", "calibration"]
    facts = {name.en: value for name, value in certainty_section(found).facts}
    assert facts["Calibration"] == f"PUM {WINDOW}, {found.runs[1].id}"


def test_a_cut_that_is_only_proposed_is_told_the_same_way(adopted):
    score_sittings(60)
    analysed("items")
    study = Study.objects.get()
    versions = tuple(study.items.values_list("version", flat=True))

    found = certainty_at(CutOn("PUM", study.content, 6.4, 12, versions), at=AT)

    assert names(found) == ["Livingston and Lewis"]
    assert found.persons == 60
    assert Decimal(found.passed) > 0


def test_the_scores_are_drawn_with_the_cut_and_the_band_of_its_error(adopted):
    score_sittings(60)
    analysed("items")

    found = adopted_certainty("PUM", WINDOW, at=AT)

    assert sum(found.counts) == found.persons
    assert sum(found.counts[7:]) == found.passed
    for language, words in (("en", "cut score"), ("ms", "skor lulus")):
        (picture,) = pictures_of_certainty(found, language)
        assert words in picture.svg
    too_few = adopted_certainty("PUM", "2025-1", at=AT)
    assert pictures_of_certainty(too_few, "en") == ()
