"""`tauliah bank assemble` and what goes with it: the same rules as on the pages."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tauliah.apps.itembank.assembly.pools import pool_of
from tauliah.apps.itembank.models import ApprovedForm, Assembly
from tauliah.apps.itembank.queries import current_items
from tauliah.cli.bank_forms import app
from tests.services import assembling, examhall

OVERLAP = ("--overlap", str(assembling.SHARED))


@pytest.fixture
def officers(db):
    examhall.publish()
    return assembling.officers()


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def as_officer(person):
    return "--as", person.email


def test_forms_are_assembled_and_approved_by_a_second_person(officers):
    azman, hui_min = officers

    made = run("assemble", "pum", *as_officer(azman), *OVERLAP, "--key", "any")
    request = str(Assembly.objects.get().pk)
    own = run("approve", request, *as_officer(azman))
    approved = run("approve", request, *as_officer(hui_min))
    listed = run("forms")

    assert f"tauliah bank approve {request}" in made.output
    assert Assembly.objects.get().asked["key"] is None
    assert (own.exit_code, own.output) == (
        1,
        "You asked for these forms. A second person approves them.\n",
    )
    assert approved.output == "Approved as forms 1, 2 of PUM.\n"
    assert "2 forms; page 1 of 1." in listed.output


def test_conflicts_are_told_with_what_helps_in_either_language(officers):
    said = run("assemble", "PUM", *as_officer(officers[0]), "--overlap", "37")
    told = run("assemble", "PUM", *as_officer(officers[0]), "--overlap", "37", "--language", "ms")

    assert said.exit_code == told.exit_code == 1
    assert "let two forms share 38 items instead of 37" in said.output
    assert "benarkan dua set soalan berkongsi 38 item dan bukan 37" in told.output


def test_cells_and_lengths_are_asked_by_options(officers):
    run(
        "assemble", "PUM", *as_officer(officers[0]), "--forms", "1", "--length", "51",
        "--cell", "rating=9-11", "--cell", "motor=8-",
    )  # fmt: skip

    asked = Assembly.objects.get().asked
    assert (asked["forms"], asked["length"]) == (1, 51)
    assert asked["cells"]["rating"]["any"] == {"low": 9, "high": 11}
    assert asked["cells"]["motor"]["any"] == {"low": 8, "high": None}


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--cell", "nothing=3", "--cell nothing=3: expected a topic and level"),
        ("--cell", "rating=three", "--cell rating=three: expected a topic and level"),
        ("--key", "many", "--key many: expected a number"),
        ("--information", "much", "--information much: expected an ability"),
        ("--information", "0=9", "No item of PUM is calibrated"),
        ("--forms", "99", "These values are out of range: forms."),
    ],
)
def test_what_is_no_request_is_told(officers, option, value, told):
    answer = run("assemble", "PUM", *as_officer(officers[0]), option, value)

    assert answer.exit_code != 0
    assert told in answer.output
    assert not Assembly.objects.exists()


def test_others_are_told_the_permission_that_they_lack(officers):
    author = examhall.account("Mei Ling", role="item-author")

    answer = run("assemble", "PUM", *as_officer(author))

    assert (answer.exit_code, "bank:form:assemble" in answer.output) == (1, True)


def test_a_form_is_withdrawn(officers):
    (form,) = assembling.approved(*officers, forms=1)

    answer = run(
        "withdraw", str(form), *as_officer(officers[0]), "--reason", "It was seen outside."
    )

    assert answer.output == "Withdrawn: no exam takes it any more.\n"
    assert ApprovedForm.objects.get().withdrawal.reason == "It was seen outside."


def test_coverage_is_listed_with_what_lacks(officers):
    answer = run("coverage", "PUM")

    row = next(line.split() for line in answer.output.splitlines() if "rating" in line)
    assert row == ["rating", "any", "9", "11", "0", "0", "0", "0", "7"]


def test_parameters_of_a_file_are_kept(officers, tmp_path):
    first, second = (item.code for item in current_items("PUM", "secure")[:2])
    file = tmp_path / "parameters.csv"
    file.write_text(f"item,a,b,c\n{first},1.2,-0.5,0.2\n{second.lower()},0.8,1,\n")

    answer = run("parameters", str(file), *as_officer(officers[0]), "--source", "Trial")

    assert answer.output == "Kept: 2 items are calibrated.\n"
    assert pool_of(assembling.course()).parameters == {
        first: (1.2, -0.5, 0.2),
        second: (0.8, 1.0, 0.0),
    }


def test_lines_that_are_no_parameters_are_all_named(officers, tmp_path):
    file = tmp_path / "parameters.csv"
    file.write_text("item,a,b\nPUM-1,high,0\nPUM-2,1,0\nPUM-2,1,0\n")

    answer = run("parameters", str(file), *as_officer(officers[0]), "--source", "Trial")

    assert answer.exit_code == 2
    assert f"{file}:2: expected item, a, b" in answer.output
    assert f"{file}:4: PUM-2 stands here twice" in answer.output
