"""A conferral on many people is killed again and again: in the end each has one award, and all holds."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

PEOPLE = 3_000
KILLS = 4

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A house with people who meet API."""
    ours = {"TAULIAH_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tauliah.config.settings"}
    others = {name: value for name, value in os.environ.items() if not name.startswith("TAULIAH_")}
    made = {**others, **ours}
    subprocess.run(
        [sys.executable, "-m", "tests.services.people_who_meet_api", str(PEOPLE)],
        env=made, check=True, capture_output=True,
    )  # fmt: skip
    return made


def awards(environment: dict[str, str]) -> list[tuple[str, str]]:
    """Number and person of each award that is there now."""
    file = Path(environment["TAULIAH_DATA"]) / "tauliah.sqlite3"
    with sqlite3.connect(file, timeout=60) as database:
        return database.execute("SELECT number, person_id FROM awards_award").fetchall()


def test_a_conferral_that_is_killed_goes_on_and_nobody_gets_two(
    environment: dict[str, str],
) -> None:
    command = [sys.executable, "-m", "tauliah.cli", "confer", "API", "--as", "farid@example.org"]
    chance, seen = Random(7), 0

    for _ in range(KILLS):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        while len(awards(environment)) == seen and process.poll() is None:
            time.sleep(0.05)
        # somewhere within the next portion
        time.sleep(chance.random() * 0.5)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        now = len(awards(environment))
        assert seen < now
        seen = now
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)

    got = awards(environment)
    # of each hundred the last lacks an exam
    assert len(got) == PEOPLE - PEOPLE // 100
    assert len({person for _, person in got}) == len(got)
    assert sorted(int(number.rsplit("-", 1)[1]) for number, _ in got) == [*range(1, len(got) + 1)]
    assert f"{len(got) - seen} people hold API from today." in done.stdout
    verified = subprocess.run(
        [sys.executable, "-m", "tauliah.cli", "record", "verify"], env=environment, check=False
    )
    assert verified.returncode == 0
