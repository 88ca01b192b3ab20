"""`tauliah keys` and `tauliah credential check-list`, as an operator and an employer run them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.slow
def test_the_keys_are_listed_with_what_each_has_signed(tauliah: Run) -> None:
    tauliah("init")

    done = tauliah("keys", "list")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("z6Mk")
    assert "signs" in done.stdout


def test_a_key_is_rotated_and_the_old_one_stays_listed(tauliah: Run) -> None:
    tauliah("init")

    early = tauliah("keys", "rotate", "--if-overdue")
    done = tauliah("keys", "rotate")
    listed = tauliah("keys", "list").stdout.splitlines()

    assert "nothing was changed" in early.stdout
    assert "signs from now on." in done.stdout
    assert [line.split()[-1] for line in listed[:1]] == ["signs"]
    assert "retired" in listed[1]


@pytest.mark.slow
def test_a_key_of_nobody_cannot_be_given_up(tauliah: Run) -> None:
    tauliah("init")

    done = tauliah("keys", "compromised", "z6MkNobody", "--reason", "Why")

    assert done.returncode == 1
    assert "`tauliah keys list` names them" in done.stderr


@pytest.mark.slow
def test_a_list_is_checked_with_the_reason_for_each_row(tauliah: Run, tmp_path: Path) -> None:
    tauliah("init")
    staff = tmp_path / "staff.csv"
    staff.write_text("No. sijil,Nama\nAPI-2020-000999,Devi\n,Kumar\n")

    done = tauliah("credential", "check-list", str(staff))
    malay = tauliah("credential", "check-list", str(staff), "--language", "ms")

    assert done.returncode == malay.returncode == 1
    assert done.stdout.splitlines() == [
        "2: API-2020-000999: No award has this number.",
        "3: : The row gives no credential number. A name alone proves nothing.",
        "Confirmed: 0",
        "Number only: 0",
        "Not confirmed: 2",
    ]
    assert "Tidak disahkan: 2" in malay.stdout


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_answers_are_written_to_a_file(tauliah: Run, tmp_path: Path, kind: str) -> None:
    tauliah("init")
    staff, answers = tmp_path / "staff.csv", tmp_path / f"answers.{kind}"
    staff.write_text("Number,Name\nAPI-2020-000999,Devi\n")

    tauliah("credential", "check-list", str(staff), "--out", str(answers))
    again = tauliah("credential", "check-list", str(answers))

    assert "2: API-2020-000999: No award has this number." in again.stdout


@pytest.mark.slow
def test_what_is_no_list_is_refused_in_one_line(tauliah: Run, tmp_path: Path) -> None:
    tauliah("init")
    staff = tmp_path / "staff.csv"
    staff.write_text("Name\nDevi\n")

    done = tauliah("credential", "check-list", str(staff))

    assert done.returncode == 1
    assert "names a column of credential numbers" in done.stderr
    assert len(done.stderr.splitlines()) == 1
