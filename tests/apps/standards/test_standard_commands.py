"""`tauliah standards`: a study goes its way from the command line by the same rules as on pages."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import pytest
from typer.testing import CliRunner

from tauliah.apps.standards.judging import candidates_page
from tauliah.apps.standards.models import Decision, Rating, Study
from tauliah.cli import standard_equating, standard_methods  # noqa: F401 - their commands join
from tauliah.cli.standards import app
from tests.services.examhall import sat
from tests.services.panel import BORDER, JUDGES, opened, rated

CODES = ["PUM-S-MARK-01", "PUM-S-SELE-02", "PUM-S-RATI-03"]


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def sheet(tmp_path):
    file = tmp_path / "ratings.csv"
    file.write_text("item,percent\n" + "".join(f"{code},60\n" for code in CODES))
    return str(file)


def test_a_study_goes_from_open_to_an_adopted_cut(people, tmp_path, sheet):
    border, officer = tmp_path / "border.txt", people["officer"].email
    border.write_text(BORDER)
    items = [option for code in CODES for option in ("--item", code)]

    opened = run("open", "pum", str(border), "--as", officer, *items)
    study = opened.output.strip()
    assert study == str(Study.objects.get().pk)
    for judge in JUDGES:
        run("appoint", study, people[judge].email, "--as", officer)
    run("open-round", study, "--as", officer)
    for judge in JUDGES:
        told = run("rate", study, sheet, "--as", people[judge].email, "--hand-in")
        assert told.output == "3 ratings are kept and handed in.\n"
    run("close-round", study, "--as", officer)
    registrar = people["registrar"].email
    adopted = run("adopt", study, "1.75", "--as", registrar, "--reason", "Near the mean.")

    assert adopted.output == "The cut score is 1.75.\n"
    told = run("study", study).output
    assert "round 1: cut 1.80 of 3 (standard error 0.00), agreement 1.00" in told
    assert "Farid: Near the mean." in told
    assert "1.75" in run("studies").output


def test_every_faulty_line_of_ratings_is_named_and_nothing_is_kept(people, tmp_path):
    study = opened(people, codes=CODES)
    run("open-round", str(study), "--as", people["officer"].email)
    file = tmp_path / "ratings.csv"
    file.write_text(f"item,percent\n{CODES[0]},60\n{CODES[1]},much\nPUM-S-NONE-01,60\n")

    answer = run("rate", str(study), str(file), "--as", people["chong"].email)

    assert answer.exit_code == 1
    assert f"{file}:3: expected a whole number from 0 to 100" in answer.output
    assert f"{file}:4: the study has no item" in answer.output
    assert not Rating.objects.exists()


def test_ratings_that_cannot_all_be_handed_in_are_not_kept_in_part(people, tmp_path):
    study = opened(people, codes=CODES)
    run("open-round", str(study), "--as", people["officer"].email)
    file = tmp_path / "ratings.csv"
    file.write_text(f"item,percent\n{CODES[0]},60\n")

    answer = run("rate", str(study), str(file), "--as", people["chong"].email, "--hand-in")

    assert answer.exit_code == 1
    assert "2 items have no rating from you yet" in answer.output
    assert not Rating.objects.exists()


def test_who_lacks_a_permission_is_told_which(people):
    study = opened(people, codes=CODES)

    answer = run("open-round", str(study), "--as", people["registrar"].email)

    assert answer.exit_code == 1
    assert "standards:study:manage" in answer.output


def test_a_study_ends_without_a_cut(people):
    study = rated(people, codes=CODES)

    run("end", str(study), "--as", people["registrar"].email, "--reason", "No agreement.")

    assert Decision.objects.get().cut is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("adopt", "x", "much", "--as", "a@example.test", "--reason", "r"), "expected points"),
        (("study", "x"), "expected an id"),
        (("forms", "PUM"), "no adopted standard holds"),
        (("equate", "PUM", "x", "--as", "azman@example.test"), "no adopted standard holds"),
        (("studies",), "No study was opened yet"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(people, arguments, told):
    answer = run(*arguments)

    assert answer.exit_code != 0
    assert re.search(told, answer.output)


def test_forms_are_listed_with_how_they_lead_to_the_standard(people, aisyah):
    from tauliah.apps.standards.actions import decide_study
    from tests.services.examhall import MORNING

    study = rated(people)
    refused = decide_study(
        people["registrar"], study, cut=Decimal(40), reason="Agreed.", at=MORNING
    )
    assert refused is None
    sat(aisyah, right=40)

    assert "judgement" in run("forms", "pum").output


def test_the_other_methods_go_their_way_from_the_command_line(people, tmp_path):
    from tests.services.scored_sittings import score_sittings

    border, officer = tmp_path / "border.txt", people["officer"].email
    border.write_text(BORDER)
    score_sittings(60)
    form = re.search(r"^\s*([0-9a-f]{12})\s+12\s+60", run("scores", "pum").output, re.MULTILINE)
    assert form

    def begun(*asked: str) -> str:
        study = run(*asked, "--as", officer).output.strip()
        for judge in JUDGES:
            run("appoint", study, people[judge].email, "--as", officer)
        run("open-round", study, "--as", officer)
        return study

    hofstee = begun("open-scores", "pum", str(border), "--method", "hofstee", "--form", form[1])
    groups = begun("open-scores", "pum", str(border), "--method", "borderline", "--form", form[1])
    file = tmp_path / "groups.csv"
    number = next(iter(candidates_page(people["chong"], UUID(groups)).candidates))[0]
    file.write_text(f"candidate,group\n{number},border\n")
    for judge in JUDGES:
        by = ("--as", people[judge].email, "--hand-in")
        assert "kept and handed in" in run("bounds", hofstee, "5-9", "10-60", *by).output
        assert "1 judgements are kept" in run("sort", groups, str(file), *by).output
    for study in (hofstee, groups):
        run("close-round", study, "--as", officer)

    assert "Failure rate at the cut score" in run("study", hofstee).output
    assert "A group is too small" in run("study", groups).output
    assert "no calibration" in run("calibrations").output.lower()
    refused = run("open-bookmark", "pum", str(border), "--as", officer)
    assert "at least two items of one point" in " ".join(refused.output.split())
