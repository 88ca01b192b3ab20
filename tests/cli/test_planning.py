"""`tauliah programme plan` and `publish` over people for whom something changes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.apps.invented_programme import API_RULES, invented_programme

RULES = "designations/api.yaml"
AT = datetime(2026, 3, 3, 2, tzinfo=UTC)


@pytest.fixture
def aisyah(db: None) -> Any:
    """A candidate matriculated for API under the invented programme, release 1."""
    from tauliah.apps.catalogue.actions import Published, publish
    from tauliah.apps.people.actions import create_account
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import matriculate

    assert isinstance(publish(invented_programme(), actor=SYSTEM, at=AT), Published)
    person = create_account(
        email="aisyah@example.com",
        full_name="Aisyah binti Rahman",
        language="ms",
        password=None,
        role="candidate",
        at=AT,
    )
    matriculate(person, "API", actor=person, at=AT)
    return person


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], str]:
    """Writes the invented programme in which API asks for this to a folder."""

    def write(requires: str) -> str:
        text = invented_programme()[RULES].decode().replace(API_RULES, f"\n      {requires}\n")
        for path, content in invented_programme({RULES: text}).items():
            file = tmp_path / "programme" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return str(tmp_path / "programme")

    return write


STRICTER = "{all: [{exam: PUM}, {exam: PPM}, {exam: PIN}, {ethics: ethics}]}"
EASIER = "{ethics: ethics}"


def programme(*arguments: str) -> Result:
    from tauliah.cli.programmes import app

    return CliRunner().invoke(app, arguments)


def record(*arguments: str) -> Result:
    from tauliah.cli.records import app

    return CliRunner().invoke(app, arguments)


def test_a_plan_by_which_somebody_loses_ends_with_3_and_names_them(
    aisyah: Any, folder: Callable[[str], str]
) -> None:
    answer = programme("plan", folder(STRICTER))

    assert answer.exit_code == 3
    assert "Rules of API from 1 January 2024: newly asked for: the exam Course PUM" in answer.output
    assert "Records: 1. Gain: 0. Lose: 1, of whom need grandfathering: 1." in answer.output
    assert f"{aisyah.candidate_number}  API" in answer.output
    assert "loses: Requirements left to API" in answer.output


def test_a_plan_by_which_nobody_loses_ends_with_0(
    aisyah: Any, folder: Callable[[str], str]
) -> None:
    answer = programme("plan", folder(EASIER), "--language", "ms")

    assert answer.exit_code == 0
    assert "Rekod: 1. Mendapat manfaat: 1. Terjejas: 0" in answer.output


def test_planning_changes_nothing(aisyah: Any, folder: Callable[[str], str]) -> None:
    from tauliah.apps.catalogue.queries import current_release

    programme("plan", folder(EASIER))

    assert current_release() == 1


def test_the_effects_go_to_a_file_when_asked(
    aisyah: Any, folder: Callable[[str], str], tmp_path: Path
) -> None:
    file = tmp_path / "effects.csv"

    programme("plan", folder(STRICTER), "--csv", str(file))

    with file.open(encoding="utf-8", newline="") as table:
        (row,) = csv.DictReader(table)
    assert (row["candidate_number"], row["effect"]) == (aisyah.candidate_number, "loses")
    assert row["why_ms"]


def test_a_release_by_which_somebody_loses_needs_to_be_accepted(
    aisyah: Any, folder: Callable[[str], str]
) -> None:
    refused = programme("publish", folder(STRICTER))
    accepted = programme("publish", folder(STRICTER), "--accept-losses")

    assert refused.exit_code == 3
    assert "People who lose by this release: 1" in refused.output
    assert (accepted.exit_code, "Release 2 published" in accepted.output) == (0, True)


def test_mistakes_end_a_plan_with_their_places(aisyah: Any, folder: Callable[[str], str]) -> None:
    answer = programme("plan", folder("{exam: NONE}"))

    assert answer.exit_code == 1
    assert f"{RULES}:12:" in answer.output


def test_a_new_house_has_nothing_to_compare_with(db: None, folder: Callable[[str], str]) -> None:
    answer = programme("plan", folder(EASIER))

    assert answer.exit_code == 0
    assert "this would be the first release" in answer.output


def test_a_plan_by_several_processes_over_exported_records_says_the_same(
    aisyah: Any, folder: Callable[[str], str], tmp_path: Path
) -> None:
    records = tmp_path / "records"

    exported = record("export", str(records))
    here = programme("plan", folder(STRICTER))
    there = programme("plan", folder(STRICTER), "--records", str(records), "--workers", "1")

    assert exported.output == f"1 records in 1 file: {records}\n"
    assert (there.exit_code, there.output) == (here.exit_code, here.output) == (3, here.output)


def test_records_are_not_exported_over_others(aisyah: Any, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").touch()

    answer = record("export", str(tmp_path))

    assert (answer.exit_code, "expected a new or an empty folder" in answer.output) == (2, True)


def test_a_folder_without_records_ends_a_plan(
    aisyah: Any, folder: Callable[[str], str], tmp_path: Path
) -> None:
    answer = programme("plan", folder(STRICTER), "--records", str(tmp_path), "--language", "ms")

    assert answer.exit_code == 2
    assert "Tiada rancangan dibuat: " in answer.output


def test_workers_and_a_cluster_at_once_are_refused(folder: Callable[[str], str]) -> None:
    answer = programme("plan", folder(EASIER), "--workers", "2", "--cluster", "tcp://127.0.0.1:1")

    assert (answer.exit_code, "expected one of them" in answer.output) == (2, True)


def test_publishing_speaks_malay(aisyah: Any, folder: Callable[[str], str]) -> None:
    refused = programme("publish", folder(STRICTER), "--language", "ms")
    published = programme("publish", folder(EASIER), "--language", "ms")

    assert refused.exit_code == 3
    assert "Bilangan orang yang terjejas oleh keluaran ini: 1" in refused.output
    assert "Terima: --accept-losses." in refused.output
    assert published.output.startswith("Keluaran 2 diterbitkan: sha256:")
