"""`tauliah check`, `init`, `programme` and `account` in a new house."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.conftest import SOURCE

SHIPPED = SOURCE / "programmes" / "personal-insurance"


def test_check_names_each_wrong_setting(tauliah):
    answer = tauliah(
        "check", TAULIAH_MODE="toy", TAULIAH_ADDRESS="example.org/path", TAULIAH_COLOUR="red"
    )

    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "TAULIAH_COLOUR: no setting of this name",
        "TAULIAH_MODE: expected embedded or production, got 'toy'",
        "TAULIAH_ADDRESS: expected http(s)://HOST[:PORT] without a path, got 'example.org/path'",
    ]


def test_production_makes_up_no_secret(tauliah):
    answer = tauliah("check", TAULIAH_MODE="production")

    assert answer.returncode == 1
    assert "TAULIAH_SIGNING_KEY: must be set in production" in answer.stderr


def test_check_shows_no_secret(tauliah):
    answer = tauliah("check", TAULIAH_SECRET_KEY="do-not-tell")

    assert answer.returncode == 0
    assert "do-not-tell" not in answer.stdout


@pytest.mark.slow
def test_the_shipped_programme_has_no_mistakes(tauliah):
    answer = tauliah("programme", "check", str(SHIPPED))

    assert answer.returncode == 0, answer.stdout
    assert "no mistakes" in answer.stdout


def test_each_broken_file_of_a_trusted_issuer_is_named(tauliah, tmp_path):
    issuers = tmp_path / "issuers"
    for name, text in [("good", '{"id": "did:web:example.org"}'), ("torn", "{"), ("empty", None)]:
        (issuers / name).mkdir(parents=True)
        if text:
            (issuers / name / "did.json").write_text(text)
    (issuers / "good" / "status-1.json").write_text("[]")

    answer = tauliah("check", TAULIAH_DATA=str(tmp_path))

    assert answer.returncode == 1
    lines = [line.removeprefix(f"{issuers}/") for line in answer.stderr.splitlines()]
    assert lines[:3] == [
        "empty/did.json: missing",
        "good/did.json: lists no key that signs credentials of did:web:example.org",
        "good/status-1.json: expected a JSON object",
    ]
    assert lines[3].startswith("torn/did.json: not JSON: ")


@pytest.mark.slow
def test_mistakes_are_told_in_malay_with_the_steps_of_the_audit(tauliah, tmp_path):
    folder = tmp_path / "programme"
    shutil.copytree(SHIPPED, folder)
    cases = folder / "cases" / "api.yaml"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("left: ", "left: 7", 1), "utf-8")

    answer = tauliah("programme", "check", str(folder), "--language", "ms")

    assert answer.returncode == 1
    first, *steps = answer.stdout.splitlines()
    assert "cases[0].expect.left: dijangka 7" in first
    assert any(step.startswith("    Peraturan bertarikh ") for step in steps)
    assert any(step.startswith("    Apa yang masih diperlukan: ") for step in steps)
    assert "1 kesilapan; tiada apa-apa diubah." in answer.stderr


def test_a_mistake_is_told_with_its_file_and_line_and_nothing_is_published(tauliah, tmp_path):
    folder = tmp_path / "programme"
    shutil.copytree(SHIPPED, folder)
    page = folder / "glossary" / "insurance.en.md"
    page.write_text(page.read_text() + "\nSee [this](glossary:nowhere).\n")
    line = page.read_text().splitlines().index("See [this](glossary:nowhere).") + 1
    data = str(tmp_path / "data")
    tauliah("init", TAULIAH_DATA=data)

    answer = tauliah("programme", "publish", str(folder), TAULIAH_DATA=data)

    assert answer.returncode == 1
    assert f"glossary/insurance.en.md:{line}: dead link: glossary:nowhere" in answer.stdout
    again = tauliah("programme", "publish", str(SHIPPED), TAULIAH_DATA=data)
    assert "Release 1 holds this content already" in again.stdout


def test_a_command_before_the_database_says_what_makes_it(tauliah, tmp_path):
    told = tauliah("record", "verify", TAULIAH_DATA=str(tmp_path))

    assert told.returncode == 1
    assert "`tauliah init` makes it" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.slow
def test_init_twice_changes_nothing(tauliah, tmp_path):
    data = str(tmp_path / "data")
    first = tauliah("init", TAULIAH_DATA=data)

    second = tauliah("init", TAULIAH_DATA=data)

    assert "Published release 1" in first.stdout
    assert (second.returncode, second.stdout) == (0, "")


@pytest.mark.slow
def test_the_signing_key_is_readable_by_its_owner_only(tauliah, tmp_path):
    tauliah("init", TAULIAH_DATA=str(tmp_path / "data"))

    assert (tmp_path / "data" / "signing.key").stat().st_mode & 0o777 == 0o600
