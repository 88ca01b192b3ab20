"""`tauliah bank`: an item goes its way from the command line by the same rules as on pages."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tauliah.apps.itembank.models import Item
from tauliah.cli.bank import app
from tauliah.core.programme.item_files import item_yaml
from tests.services import bank_people, examhall
from tests.services.bank_people import CODE, SECRET, act, approve, pooled, write

PLACE = ("--course", "PUM", "--pool", "secure", "--topic", "market")


@pytest.fixture
def people(db):
    examhall.publish()
    return bank_people.staff()


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_an_item_is_written_and_submitted(people, tmp_path):
    file = tmp_path / "item.yaml"
    file.write_text(item_yaml(pooled().item))
    email = people["author"].email

    written = run("write", str(file), "--as", email, *PLACE)
    submitted = run("act", CODE.lower(), "submit", "--as", email, "--version", "1")

    assert written.output.startswith(f"{CODE} version 1, sha256:"), written.output
    assert submitted.output == f"{CODE}: submit done.\n"
    assert Item.objects.get(code=CODE).state == "content-review"


def test_mistakes_of_a_file_are_told_with_their_lines(people, tmp_path):
    file = tmp_path / "item.yaml"
    file.write_text(item_yaml(pooled().item).replace("key: a", "key: z"))

    answer = run("write", str(file), "--as", people["author"].email, *PLACE)

    assert answer.exit_code == 1
    assert f"{file}:8: key: " in answer.output
    assert not Item.objects.filter(code=CODE).exists()


def test_duties_are_kept_apart_here_too(people):
    write(people["author"])
    act(people["author"], "submit")

    answer = run("act", CODE, "pass", "--as", people["author"].email, "--version", "1")

    assert answer.exit_code == 1
    assert "bank:item:review-content" in answer.output
    assert Item.objects.get(code=CODE).state == "content-review"


def test_lists_and_histories_show_no_text(people):
    approve(people)

    listed = run("items", "new", "--state", "approved")
    told = run("history", CODE, "--as", people["officer"].email)
    waiting = run("waiting", "--as", people["officer"].email)

    assert "1 item; page 1 of 1." in listed.output
    for answer in (listed, told, waiting):
        assert CODE in answer.output or "sha256:" in answer.output
        assert SECRET not in answer.output


def test_what_waits_is_told_page_by_page(people):
    for number in range(10, 36):
        write(people["author"], f"PUM-S-NEW-{number}")

    told = run("waiting", "--as", people["author"].email, "--page", "2").output.splitlines()

    assert told[0] == "author: 26; page 2 of 2"
    assert [line.split()[0] for line in told[1:]] == ["PUM-S-NEW-35"]


def test_approved_items_are_written_as_files_of_the_folder_and_never_over_others(people, tmp_path):
    approve(people)

    first = run("export", str(tmp_path), "--course", "PUM")
    second = run("export", str(tmp_path), "--course", "PUM")

    (file,) = (tmp_path / "courses" / "PUM" / "items").iterdir()
    assert SECRET in file.read_text()
    assert first.exit_code == 0
    assert (second.exit_code, "is there already" in second.output) == (1, True)


def test_figures_are_counted(people):
    assert run("figures").exit_code == 1
    examhall.sat(examhall.candidate("Aisyah"), right=50)

    assert run("figures").output == "PUM: 50 versions have figures.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("items", "--state", "asleep"),
        ("act", CODE, "bless", "--as", "nobody@example.test", "--version", "1"),
        ("write", "/nowhere.yaml", "--as", "nobody@example.test", *PLACE),
    ],
)
def test_what_is_not_known_is_told(people, arguments):
    answer = run(*arguments)

    assert answer.exit_code == 2
    assert answer.output
