"""`tauliah sitting verify` and `receipt`: a house whose exams can be checked from the command line."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest


def facts_of(data: Path) -> tuple[str, str, str]:
    """One attempt, the number of its receipt, and the digest of its chain."""
    with sqlite3.connect(data / "tauliah.sqlite3") as database:
        row = database.execute(
            "SELECT a.id, r.number, a.head FROM sittings_attempt a "
            "JOIN sittings_sealreceipt r ON r.attempt_id = a.id ORDER BY a.id LIMIT 1"
        ).fetchone()
    return str(row[0]), str(row[1]), str(row[2])


@pytest.mark.slow
def test_every_chain_of_a_journey_is_whole_and_an_altered_link_is_named(
    tauliah: Any, journey: Any, house: Path, tmp_path: Path
) -> None:
    assert journey.returncode == 0, journey.stderr
    data = tmp_path / "copy"
    data.mkdir()
    for name in ("tauliah.sqlite3", "signing.key"):
        (data / name).write_bytes((house / "journey" / name).read_bytes())
    (data / "signing.key").chmod(0o600)
    settings = {"TAULIAH_DATA": str(data), "TAULIAH_ADDRESS": "http://journey.localhost"}
    attempt, number, head = facts_of(data)

    whole = tauliah("sitting", "verify", "--all", **settings)
    one = tauliah("sitting", "verify", number, **settings)
    receipt = tauliah("sitting", "receipt", number, head, **settings)
    with sqlite3.connect(data / "tauliah.sqlite3") as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'sittings%'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(
            "UPDATE sittings_attemptevent SET value = '\"z\"' WHERE attempt_id = ? AND number = 5",
            [attempt],
        )
    broken = tauliah("sitting", "verify", "--all", **settings)
    doubted = tauliah("sitting", "receipt", number, head, **settings)

    assert (whole.returncode, whole.stdout.endswith("every link and seal holds.\n")) == (0, True)
    assert (one.returncode, one.stdout) == (0, "1 chain: every link and seal holds.\n")
    assert (receipt.returncode, receipt.stdout[:23]) == (0, "The receipt is genuine,")
    assert broken.returncode == 1
    assert "link 5: This link was altered after it was saved." in broken.stdout
    assert doubted.returncode == 1


def test_what_is_not_named_or_unknown_is_told(tauliah: Any) -> None:
    assert tauliah("sitting", "verify").returncode == 2
    assert tauliah("sitting", "receipt", "/nowhere/receipt.json").returncode == 2
