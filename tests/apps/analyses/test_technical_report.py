"""The technical report of an exam: which runs it is made of, what it says, and its PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from tauliah.apps.analyses.documents import notes_of, report_pdf
from tauliah.apps.analyses.models import AnalysisRun, RunOutcome
from tauliah.apps.analyses.pictures import items_with_pictures, picture_of_item, pictures_of
from tauliah.apps.analyses.queries import run_of
from tauliah.apps.analyses.report import technical_report
from tauliah.apps.analyses.telling import sections_of
from tauliah.core.kernel import cell_in
from tauliah.core.psychometrics.runs import (
    Earlier,
    ResponseTable,
    analyse_items,
    anchors_that_drift,
    calibrate_items,
    calibrate_points,
    compare_languages,
    equate_forms,
    fit_of_persons,
)
from tests.services.scored_sittings import AT, WINDOW, score_sittings


def told(run, language="en"):
    """Every word and figure of a run in one language."""
    found = []
    for section in sections_of(run):
        found += [section.title.in_language(language)]
        found += [
            f"{name.in_language(language)}: {cell_in(value, language)}"
            for name, value in section.facts
        ]
        found += [note.in_language(language) for note in section.notes]
        for table in section.tables:
            found += [table.title.in_language(language)]
            found += [" | ".join(cell_in(cell, language) for cell in row) for row in table.rows]
    return found


EARLIER = "01890000-0000-7000-8000-000000000000"


@cache
def invented():
    """The results of a run of every kind, over 800 sittings of two forms."""
    random = np.random.default_rng(1)
    scores = np.full((800, 12), -1, np.int8)
    for group, columns in enumerate((slice(0, 8), slice(4, 12))):
        rows = slice(400 * group, 400 * (group + 1))
        distance = random.normal(0.4 * group, 1, (400, 1)) - np.linspace(-1, 1, 8)
        scores[rows, columns] = random.random((400, 8)) < 1 / (1 + np.exp(-distance))
    table = ResponseTable(
        persons=tuple(map(str, range(800))),
        items=tuple(f"PUM-S-{column:02} v1" for column in range(12)),
        scores=scores,
        is_scored=scores >= 0,
        forms=("first",) * 400 + ("second",) * 400,
        languages=("en", "ms") * 400,
        pass_marks=(5,) * 800,
        choices=[["ba"[score] if score >= 0 else None for score in row] for row in scores],
        keys=dict.fromkeys(range(12), "a"),
    )
    equating = {"new": "second", "base": "first", "model": "1PL", "replications": 4, "seed": 1}
    equating["method"] = "mean-sigma"
    earlier = {at: Earlier(1.0, -1.2 + 0.2 * at, 0.0, 0.1) for at in range(7)}
    halves = np.where(scores >= 0, scores / 2 + 0.5 * (random.random(scores.shape) < 0.6), -1.0)
    in_parts = replace(
        table, points=halves, scores=np.where(halves < 0, -1, halves == 1).astype(np.int8)
    )
    graded = {"model": "graded", "has_priors": False, "grouped_by": "language"}
    return table.fingerprint(), {
        "items": (analyse_items(table), {}),
        "calibration": (calibrate_items(table, "1PL"), {"model": "1PL", "has_priors": False}),
        "languages": (compare_languages(table, focal="ms"), {"focal": "ms"}),
        "equating": (equate_forms(table, **equating), equating),
        "drift": (
            {**anchors_that_drift(table, earlier, "1PL"), "earlier": EARLIER},
            {"earlier": EARLIER},
        ),
        "persons": (fit_of_persons(table, "1PL"), {"model": "1PL", "has_priors": False}),
        "graded": (calibrate_points(in_parts, "graded", grouped_by="language"), graded),
    }


@pytest.fixture
def everything(officer):
    """A made run of every kind, kept as they are."""
    digest, results = invented()
    runs = []
    for kind, (found, settings) in results.items():
        if kind == "graded":
            continue  # the newest calibration alone stands in a report
        row = AnalysisRun.objects.create(
            kind=kind, course="PUM", window=WINDOW, settings=settings, code_version="1", asked_at=AT
        )
        responses = {"persons": 800, "responses": 6400, "digest": digest}
        RunOutcome.objects.create(
            run=row, state="made", responses=responses, results=found, ended_at=AT
        )
        runs.append(run_of(row.pk, at=AT))
    return runs


def test_a_report_has_a_part_for_each_kind_of_run_and_a_pdf_in_both_languages(everything):
    report = technical_report("PUM", WINDOW, at=AT)

    assert [part.run.id for part in report.parts] == [run.id for run in everything]
    assert report.missing == ()
    assert notes_of(report) == ()
    english, malay = (report_pdf(report, language, at=AT) for language in ("en", "ms"))
    assert english[:4] == malay[:4] == b"%PDF"
    assert english != malay
    assert report_pdf(report, "en", at=AT) == english


def test_figures_of_a_run_are_told_as_they_are_kept(everything):
    items, calibration, languages, equating, *_ = everything
    reliability, first = items.results["reliability"], calibration.results["items"][0]

    assert f"Reliability (KR-21): {reliability['value']:.3f}" in told(items)
    assert f"Kebolehpercayaan (KR-21): {reliability['value']:.3f}" in told(items, "ms")
    assert any(f"{first['b']:.3f} ± {first['b_error']:.3f}" in line for line in told(calibration))
    assert any(line.startswith("Compared with: English") for line in told(languages))
    assert sum(line.startswith("8 | ") for line in told(equating)) == 1
    for run in everything:
        assert len(told(run)) == len(told(run, "ms"))


def test_every_run_has_its_pictures_in_both_languages(everything):
    for run in everything:
        english, malay = pictures_of(run, "en"), pictures_of(run, "ms")
        assert [one.section for one in english] == [one.section for one in malay]
        assert english
        keys = {section.key for section in sections_of(run)}
        assert all(one.section in keys and one.svg.startswith("<svg") for one in english)
        assert english[0].svg != malay[0].svg


def test_a_calibration_by_points_tells_groups_and_thresholds_and_draws_its_categories(officer):
    digest, results = invented()
    found, settings = results["graded"]
    row = AnalysisRun.objects.create(
        kind="calibration", course="PUM", window=WINDOW, settings=settings, code_version="1",
        asked_at=AT,
    )  # fmt: skip
    RunOutcome.objects.create(
        run=row, state="made", responses={"digest": digest}, results=found, ended_at=AT
    )
    run = run_of(row.pk, at=AT)

    lines = told(run)
    assert any(line.startswith("English | ") for line in lines)
    assert any("0 · 0.5 · 1" in line for line in lines)
    assert len(lines) == len(told(run, "ms"))
    assert len(pictures_of(run, "ms")) == 2
    name = items_with_pictures(run)[2]
    assert "0.5 markah" in picture_of_item(run, name, "ms").svg


def test_items_have_curves_and_options_of_their_own(everything):
    items, calibration, languages, *_ = everything

    for run in (items, calibration):
        names = items_with_pictures(run)
        assert len(names) == 12
        assert f"<title>{names[3]}</title>" in picture_of_item(run, names[3], "en").svg
    assert picture_of_item(items, "no such item", "en") is None
    assert picture_of_item(languages, languages.results["items"][0]["item"], "en") is None


def test_a_report_says_what_is_missing(made):
    score_sittings(60)
    made("items", window=WINDOW)
    report = technical_report("PUM", WINDOW, at=AT)

    assert report.missing == ("calibration", "languages", "equating")
    assert "Not made yet: Calibration; Differences by language" in notes_of(report)[0].en
    assert report_pdf(report, "en", at=AT).startswith(b"%PDF")


def test_a_report_of_runs_over_different_responses_says_so(made):
    score_sittings(120)
    made("items", window=WINDOW)
    score_sittings(5, seed=2)
    made("calibration", window=WINDOW, model="1PL")
    report = technical_report("PUM", WINDOW, at=AT)

    assert report.is_mixed
    assert "did not all start from the same responses" in notes_of(report)[-1].en


def test_an_exam_without_runs_has_no_parts(officer):
    report = technical_report("PUM", WINDOW, at=AT + timedelta(days=1))

    assert (report.parts, report.title.en) == ((), "Course PUM")
