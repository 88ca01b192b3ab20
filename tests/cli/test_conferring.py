"""`tauliah confer` and `tauliah credential check-code`, as a registrar and an employer run them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def crowd(tauliah: Run, house: Path) -> None:
    """A hundred who have sat the exams of API, of whom the last lacks one, in the shared house."""
    environment = {"TAULIAH_DATA": str(house), "DJANGO_SETTINGS_MODULE": "tauliah.config.settings"}
    subprocess.run(
        [sys.executable, "-m", "tests.services.people_who_meet_api", "100"],
        env=environment, cwd=Path(__file__).parents[2], check=True, capture_output=True,
    )  # fmt: skip


@pytest.mark.slow
def test_all_who_meet_it_get_it_and_who_does_not_is_written_down_with_the_reason(
    crowd: None, tauliah: Run, tmp_path: Path
) -> None:
    asked = ("confer", "API", "--as", "farid@example.org", "--window", "2026-1")

    done = tauliah(*asked, "--out", str(tmp_path / "missing.csv"), "--language", "ms")
    again = tauliah(*asked)

    assert done.stdout.splitlines() == [
        "99 people hold API from today.",
        "1 do not: requirements-missing",
    ]
    head, row = (tmp_path / "missing.csv").read_text(encoding="utf-8").splitlines()
    assert head == "candidate_number,code,why"
    assert row.startswith("B0000100,requirements-missing,")
    assert "PFP" in row
    assert again.stdout.startswith("0 people hold API from today.")


@pytest.mark.slow
def test_only_a_registrar_confers(crowd: None, tauliah: Run) -> None:
    done = tauliah("confer", "API", "--as", "person1@example.org")

    assert done.returncode == 1
    assert "no registrar has this e-mail address" in done.stderr


@pytest.mark.slow
def test_a_designation_that_is_not_there_is_refused_in_one_line(crowd: None, tauliah: Run) -> None:
    done = tauliah("confer", "XYZ", "--as", "farid@example.org")

    assert done.returncode == 1
    assert "No designation XYZ can be earned here now." in done.stderr


@pytest.mark.slow
def test_what_is_no_code_is_said_to_be_none(tauliah: Run) -> None:
    tauliah("init")

    done = tauliah("credential", "check-code", "API-2026-000001", "--language", "ms")

    assert done.returncode == 1
    assert "✗ readable: Ini bukan teks kod pada sijil" in done.stdout


def test_a_file_of_fifty_megabytes_is_not_opened(tauliah: Run, tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    with file.open("wb") as target:
        target.truncate(50_000_000)

    done = tauliah("credential", "verify", str(file))

    assert done.returncode == 1
    assert "It was not opened." in done.stderr
