"""`tauliah path` over a folder and a record, and over a person of the site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from typer.testing import CliRunner, Result

from tests.apps.invented_programme import invented_programme

RECORD = """
cases:
  - title: {en: Aisyah, ms: Aisyah}
    designation: API
    entries:
      - {day: 2026-02-10, kind: exam-result, facts: {exam: PIN, passed: true}}
    on: 2026-03-02
    expect: {met: false}
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    for path, content in invented_programme().items():
        file = tmp_path / "programme" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return str(tmp_path / "programme")


def path(*arguments: str) -> Result:
    from tauliah.cli import app

    return CliRunner().invoke(app, ["path", *arguments, "--on", "2026-03-02"])


def test_the_timeline_has_each_step_with_its_day_and_the_day_when_all_is_met(folder):
    said = path(folder, "--to", "API", "--hours", "10")

    assert said.exit_code == 0, said.output
    assert "proven to be the cheapest" in said.output
    assert "(PIN)" in said.output
    assert "every requirement of API is met" in " ".join(said.output.split())


def test_the_record_of_a_file_of_cases_counts(folder, tmp_path):
    record = tmp_path / "aisyah.yaml"
    record.write_text(RECORD, encoding="utf-8")

    without = path(folder, "--to", "API")
    with_record = path(folder, "--to", "API", "--record", str(record))

    assert "(PIN)" in without.output
    assert "(PIN)" not in with_record.output


def test_what_is_supposed_is_compared_in_the_language_asked_for(folder):
    said = path(folder, "--to", "API", "--suppose", "passed:PIN@2026-03-05", "--language", "ms")

    assert said.exit_code == 0, said.output
    assert said.output.startswith("Andaikan PIN dilepasi pada 5 Mac 2026.")
    assert "lebih murah" in said.output


def test_no_way_ends_with_1_and_says_why(folder):
    said = path(folder, "--to", "API", "--by", "2026-03-10", "--hours", "1")

    assert said.exit_code == 1
    assert "You want to be done by 10 March 2026" in said.output


def test_a_calendar_file_is_written(folder, tmp_path):
    file = tmp_path / "plan.ics"

    said = path(folder, "--to", "API", "--ics", str(file))

    assert said.exit_code == 0, said.output
    assert Calendar.from_ical(file.read_bytes()).walk("VEVENT")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--to", "XYZ"),
        ("--to", "API", "--by", "soon"),
        ("--to", "API", "--suppose", "hope"),
        ("--to", "API", "--pathway", "API"),
        (),
    ],
)
def test_what_is_not_understood_ends_with_2(folder, arguments):
    assert path(folder, *arguments).exit_code == 2


def test_a_person_of_the_site_is_found_by_candidate_number(db: None) -> None:
    from tauliah.apps.catalogue.actions import Published, publish
    from tauliah.apps.people.actions import create_account
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import matriculate

    at = datetime(2026, 2, 3, 2, tzinfo=UTC)
    assert isinstance(publish(invented_programme(), actor=SYSTEM, at=at), Published)
    aisyah: Any = create_account(
        email="aisyah@example.com", full_name="Aisyah binti Rahman", language="ms",
        password=None, role="candidate", at=at,
    )  # fmt: skip
    matriculate(aisyah, "API", actor=aisyah, at=at)

    said = path("--to", "API", "--candidate", aisyah.candidate_number)

    assert said.exit_code == 0, said.output
    assert "Matriculate" not in said.output
    assert path("--to", "API", "--candidate", "nobody").exit_code == 1
