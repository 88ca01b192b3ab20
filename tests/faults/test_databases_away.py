"""A database that is killed, or has no room left: what was not kept is not acknowledged, and goes on later."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.desks import assert_nothing_acknowledged_is_lost, at_work, desks_of
from tests.services.exam_house import House

KILLS = {"short": 2, "full": 20}
SAVES = {"short": 30, "full": 400}
ROOM_BYTES = 24 * 1024 * 1024

pytestmark = pytest.mark.slow


def test_a_postgresql_killed_and_started_again_loses_nothing(
    house, workers, length, database, request
):
    if database != "postgresql":
        pytest.skip("about PostgreSQL, which runs in processes of its own")
    server = request.getfixturevalue("durable_postgresql")
    port, _ = workers(house, "--workers=2")
    desks = desks_of(house, port)

    with at_work(desks) as wait_for:
        for _ in range(KILLS[length]):
            wait_for(SAVES[length])
            server.kill()
            time.sleep(0.5)
            server.start_again()
        wait_for(SAVES[length])

    assert sum(desk.answers[503] for desk in desks) > 0
    assert_nothing_acknowledged_is_lost(house, desks)


def test_a_disk_without_room_acknowledges_nothing_and_goes_on_when_there_is_room(
    house, workers, length, database, tmp_path
):
    if database != "sqlite":
        pytest.skip("about the disk under SQLite; PostgreSQL ends itself and is as if killed")
    with _small_disk(house, tmp_path) as (small, fill, make_room):
        port, _ = workers(small, "--workers=2")
        desks = desks_of(small, port)
        with at_work(desks) as wait_for:
            wait_for(SAVES[length])
            fill()
            _wait_until_refused(desks)
            before = [len(desk.acknowledged) for desk in desks]
            time.sleep(1)
            assert [len(desk.acknowledged) for desk in desks] == before
            make_room()
            wait_for(SAVES[length])

        assert_nothing_acknowledged_is_lost(small, desks)


def _wait_until_refused(desks) -> None:
    """Until every desk was told twice in a row that nothing can be saved."""
    for _ in range(6_000):
        if all(desk.answers[503] >= 2 for desk in desks):
            return
        time.sleep(0.01)
    pytest.fail(f"a full disk is not noticed: {[desk.answers for desk in desks]}")


@contextmanager
def _small_disk(
    house: House, folder: Path
) -> Iterator[tuple[House, Callable[[], None], Callable[[], None]]]:
    """The house on a small file system of its own; how to fill it, and how to make room again."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM_BYTES}", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"no file system may be mounted here: {mounted.stderr.decode().strip()}")
    try:
        data, ballast = disk / "data", disk / "ballast"
        shutil.copytree(house.data, data)
        small = House(data, f"sqlite:///{data}/tauliah.sqlite3")

        def fill() -> None:
            with ballast.open("wb", buffering=0) as file:
                for size in (1024 * 1024, 4096):
                    try:
                        while True:
                            file.write(bytes(size))
                    except OSError:
                        continue

        yield small, fill, ballast.unlink
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
