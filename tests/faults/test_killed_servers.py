"""Servers that die, are replaced, or meet a database of the next release: nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import time
from random import Random

import pytest

from tests.services.crowd import free_port, serving
from tests.services.desks import assert_nothing_acknowledged_is_lost, at_work, desks_of
from tests.services.workers import workers_of

KILLS = {"short": 8, "full": 200}
SAVES_BESIDE_A_MIGRATION = {"short": 30, "full": 500}

pytestmark = pytest.mark.slow


def test_workers_killed_again_and_again_lose_no_acknowledged_save(house, workers, length):
    port, process = workers(house, "--workers=2")
    desks, chance = desks_of(house, port), Random(7)

    with at_work(desks) as wait_for:
        wait_for(16)
        for _ in range(KILLS[length]):
            wait_for(chance.randint(1, 12))
            os.kill(chance.choice(_alive(process.pid)), signal.SIGKILL)

    assert_nothing_acknowledged_is_lost(house, desks)


def _alive(parent: int) -> list[int]:
    """The workers of a site; a moment after a kill there may be one less."""
    while not (found := workers_of(parent)):
        time.sleep(0.01)
    return found


def test_servers_replaced_one_by_one_while_a_migration_waits_lose_nothing(house, workers, length):
    old_port, _ = workers(house, "--workers=2")
    desks = desks_of(house, old_port)
    saves, port = SAVES_BESIDE_A_MIGRATION[length], free_port()
    command = ["tauliah.cli", "serve", f"--port={port}"]
    next_release = {"DJANGO_SETTINGS_MODULE": "tests.services.next_release.settings"}

    with at_work(desks) as wait_for:
        wait_for(saves)
        # a new server changes the tables first, while the old ones go on
        with serving(house, *command, port=port, **next_release) as process:
            wait_for(saves)
            for desk in desks[::2]:
                desk.port = port
            wait_for(saves)
            for desk in desks:
                desk.port = port
            wait_for(saves)
            # told to end, it finishes what it has begun; the candidates come back to the old one
            process.terminate()
            assert process.wait(timeout=60) == 0
            for desk in desks:
                desk.port = old_port
            wait_for(saves)

    assert _has_the_new_column(house)
    assert_nothing_acknowledged_is_lost(house, desks)


def _has_the_new_column(house) -> bool:
    said = house.run(
        "django",
        "showmigrations",
        "next_release",
        DJANGO_SETTINGS_MODULE="tests.services.next_release.settings",
    )
    return "[X] 0001_initial" in said
