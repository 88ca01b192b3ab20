"""`tauliah person` and `tauliah retention`, as an operator runs them."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from tauliah.apps.awards.models import Award
from tauliah.apps.people.queries import User
from tauliah.apps.privacy.erasing import ask_for_erasure
from tauliah.apps.study.models import PracticeAnswer
from tauliah.cli import app


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def request_of(person: User, at: datetime) -> str:
    made: Any = ask_for_erasure(person, words="", actor=person, at=at)
    return str(made.pk)


def test_a_persons_data_are_written_into_a_file_for_its_owner_only(
    aisyah: User, tmp_path: Path
) -> None:
    file = tmp_path / "hers.zip"

    done = run("person", "export", aisyah.email, "--to", str(file))

    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    data = json.loads(zipfile.ZipFile(file).read("data.json"))
    assert data["account"] == str(aisyah.pk)
    rows = sum(len(one["rows"]) for one in data["held"])
    assert f"{rows} rows of {aisyah.candidate_number}" in done.output


def test_a_file_that_is_there_is_not_written_over(aisyah: User, tmp_path: Path) -> None:
    file = tmp_path / "hers.zip"
    file.write_bytes(b"another")

    done = run("person", "export", aisyah.email, "--to", str(file))

    assert done.exit_code == 2
    assert file.read_bytes() == b"another"


def test_nobody_of_that_address_is_said(house: None) -> None:
    done = run("person", "export", "nobody@example.test")

    assert done.exit_code == 1
    assert "no account has this e-mail address" in done.output


def test_requests_are_named_and_decided(aisyah: User, farid: User, moment: datetime) -> None:
    assert "No request waits." in run("person", "erasures").output
    id = request_of(aisyah, moment)
    assert id in run("person", "erasures").output

    done = run("person", "erase", id, "--as", farid.email, "--reason", "As asked")

    assert done.exit_code == 0, done.output
    aisyah.refresh_from_db()
    assert aisyah.full_name == "E000001"


def test_a_request_is_declined(aisyah: User, farid: User, moment: datetime) -> None:
    id = request_of(aisyah, moment)

    done = run("person", "decline", id, "--as", farid.email, "--reason", "A case is open")

    assert "Declined" in done.output
    aisyah.refresh_from_db()
    assert aisyah.is_active


def test_a_credential_that_was_erased_is_said_to_be_gone(
    aisyah: User, farid: User, moment: datetime
) -> None:
    number = Award.objects.get(person=aisyah).number
    id = request_of(aisyah, moment)
    run("person", "erase", id, "--as", farid.email, "--reason", "As asked")

    done = run("credential", "issue", number)

    assert done.exit_code == 1
    assert "the award stands" in done.output


def test_a_dry_run_says_what_would_go_in_either_language(aisyah: User) -> None:
    PracticeAnswer.objects.update(answered_at=datetime.fromisoformat("2001-01-01T00:00:00+00:00"))

    english = run("retention", "run", "--dry-run").output
    malay = run("retention", "run", "--dry-run", "--language", "ms").output

    assert "TAULIAH_KEEP_PRACTICE_DAYS=1095: lessons read and practice answers: 1" in english
    assert "Nothing was changed." in english
    assert "jawapan latihan: 1" in malay
    assert PracticeAnswer.objects.exists()


def test_what_is_over_goes(aisyah: User) -> None:
    PracticeAnswer.objects.update(answered_at=datetime.fromisoformat("2001-01-01T00:00:00+00:00"))

    assert run("retention", "run").exit_code == 0
    assert not PracticeAnswer.objects.exists()
