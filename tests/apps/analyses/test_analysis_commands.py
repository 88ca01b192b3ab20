"""`tauliah analyses`: the same runs and reports as on the pages."""

from __future__ import annotations

from uuid import uuid4

import pytest
from typer.testing import CliRunner

from tauliah.apps.analyses.models import AnalysisRun
from tauliah.cli.analyses import app
from tests.services.scored_sittings import WINDOW, score_sittings


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_an_item_analysis_is_made_shown_again_and_reported(officer, tmp_path):
    score_sittings(60, items=6)

    made = run("run", "items", "pum", "--window", WINDOW)
    assert made.exit_code == 0, made.output
    assert "Reliability (alpha)" in made.output
    kept = AnalysisRun.objects.get()
    assert kept.asked_by is None

    assert str(kept.pk) in run("list", "--course", "pum").output
    shown = run("show", str(kept.pk), "--language", "ms")
    assert "Kebolehpercayaan (alfa)" in shown.output
    assert "Not made yet: Calibration" in run("report", "pum", "--window", WINDOW).output
    pdf = tmp_path / "report.pdf"
    assert run("report", "pum", "--window", WINDOW, "--pdf", str(pdf)).exit_code == 0
    assert pdf.read_bytes().startswith(b"%PDF")


def test_what_cannot_be_made_ends_with_the_reason(officer):
    score_sittings(3, items=4)

    refused = run("run", "calibration", "pum", "--model", "3PL", "--language", "ms")

    assert refused.exit_code == 1
    assert "1,000 respons" in refused.output
    assert "4PL" in run("run", "calibration", "pum", "--model", "4PL").output


def test_forms_are_named_for_an_equating(officer):
    score_sittings(3, items=4)

    line = run("forms", "pum", "--window", WINDOW).output.splitlines()[1].split()
    assert line[1:] == ["3", "4"]


def test_without_anything_each_command_says_what_to_do(officer):
    for arguments in (("list",), ("report", "pum")):
        answer = run(*arguments)
        assert answer.exit_code == 1
        assert "tauliah analyses run" in answer.output
    assert "No sitting of this exam is scored yet" in run("forms", "pum").output
    assert "there is no such run" in run("show", str(uuid4())).output
    assert run("show", "nothing").exit_code == 2
