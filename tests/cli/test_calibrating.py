"""`tauliah calibrate`: what it writes, how it is stopped and goes on, what it says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tauliah.batch import calibrating
from tauliah.cli import app
from tauliah.core.psychometrics import calibrate, fit_2pl, fit_3pl
from tests.batch.response_tables import ITEMS, by_person, scores_of_two_forms

pytest.importorskip("pyarrow")
SCORES = scores_of_two_forms(600)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return by_person(SCORES, tmp_path / "responses.parquet", first=0, row_group=200)


def _run(*words: object):
    return CliRunner().invoke(app, ["calibrate", *map(str, words)])


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_parameters_and_their_errors_are_written_as_text(file, tmp_path):
    to = tmp_path / "parameters.csv"

    done = _run(file, "--to", to)

    assert done.exit_code == 0, done.output
    rows = _rows(to)
    whole = fit_2pl(SCORES)
    assert [row["item"] for row in rows] == list(ITEMS)
    for name in ("discrimination", "discrimination_error", "difficulty", "difficulty_error"):
        np.testing.assert_allclose(
            [float(row[name]) for row in rows], getattr(whole, name), atol=1e-8
        )
    assert "12 of 12 items, 600 persons" in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "parameters.csv",
        "responses.parquet",
    ]


def test_the_guessing_parameter_of_the_3pl_is_written_with_its_error(file, tmp_path):
    to = tmp_path / "parameters.csv"

    done = _run(file, "--to", to, "--model", "3PL")

    assert done.exit_code == 0, done.output
    whole = fit_3pl(SCORES)
    for name in ("discrimination", "difficulty", "guessing", "guessing_error"):
        np.testing.assert_allclose(
            [float(row[name]) for row in _rows(to)], getattr(whole, name), atol=1e-8
        )


def test_an_item_without_an_estimate_is_empty_with_the_reason(tmp_path):
    scores = SCORES.copy()
    scores[:, 4] = np.where(scores[:, 4] >= 0, 1, -1)
    file = by_person(scores, tmp_path / "responses.parquet", first=0)
    to = tmp_path / "parameters.json"

    done = _run(file, "--to", to, "--model", "1PL", "--workers", 2, "--language", "ms")

    assert done.exit_code == 0, done.output
    kept = json.loads(to.read_text(encoding="utf-8"))
    assert kept["model"] == "1PL"
    assert kept["has_converged"] is True
    assert kept["items"][4]["difficulty"] is None
    assert kept["items"][4]["remark"].startswith("Semua orang betul bagi item 5")
    assert kept["items"][5]["difficulty_error"] > 0
    assert "11 daripada 12 item" in done.output


def test_a_fit_that_was_stopped_goes_on_with_the_same_command(file, tmp_path, monkeypatch):
    to = tmp_path / "parameters.csv"

    def stopped(data, model, *, watch, **asked):
        steps = 0

        def stop(reached):
            nonlocal steps
            watch(reached)
            steps += 1
            if steps == 3:
                raise KeyboardInterrupt

        return calibrate(data, model, watch=stop, **asked)

    monkeypatch.setattr(calibrating, "calibrate", stopped)
    first = _run(file, "--to", to)
    monkeypatch.undo()

    assert first.exit_code == 130
    assert "Stopped after step 3" in first.output
    assert not to.exists()
    second = _run(file, "--to", to)
    assert second.exit_code == 0, second.output
    assert "Going on from where" in second.output
    assert not (tmp_path / "parameters.csv.unfinished").exists()
    rows = _rows(to)
    np.testing.assert_allclose(
        [float(row["difficulty"]) for row in rows], fit_2pl(SCORES).difficulty, atol=2e-4
    )


def test_what_is_kept_of_other_data_is_not_gone_on_from(file, tmp_path):
    to = tmp_path / "parameters.csv"
    (tmp_path / "parameters.csv.unfinished").write_text('{"digest": "other"}', encoding="utf-8")

    done = _run(file, "--to", to)

    assert done.exit_code == 0
    assert "Going on" not in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "4PL"], "--model: expected 1PL, 2PL or 3PL, got 4PL"),
        (["--to", "a.txt"], "--to: expected a name that ends in .csv or .json"),
        (["--workers", "2", "--cluster", "tcp://127.0.0.1:1"], "expected one of them, or neither"),
    ],
)
def test_a_wrong_option_ends_with_one_line(file, words, said):
    done = _run(file, *words)

    assert done.exit_code == 2
    assert said in done.output


def test_rows_that_are_no_responses_are_told_in_malay_too(tmp_path):
    path = tmp_path / "responses.csv"
    path.write_text("person,item,score\nAisyah,PUM-1,7\n", encoding="utf-8")

    done = _run(path, "--to", tmp_path / "parameters.csv", "--language", "ms")

    assert done.exit_code == 1
    assert "responses.csv:2: dijangka 0, 1 atau tiada, diberi 7" in done.output


def test_a_file_that_is_not_there_is_told(tmp_path):
    done = _run(tmp_path / "nothing.parquet", "--to", tmp_path / "parameters.csv")

    assert done.exit_code == 2
    assert "Nothing was calibrated" in done.output
    assert "nothing.parquet" in done.output
