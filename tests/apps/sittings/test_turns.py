"""Who writes to SQLite waits for a turn, thread or process, and a turn ends however its transaction does."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from tauliah.apps.people.models import NumberSeries
from tauliah.config.sqlite import base
from tauliah.config.sqlite.base import turns

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def only_sqlite(database):
    if database != "sqlite":
        pytest.skip("about SQLite, where one transaction writes at a time")


def write(name: str) -> None:
    with transaction.atomic():
        NumberSeries.objects.create(name=name, last=1)


def in_a_thread(act) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def is_taken() -> bool:
    return turns[str(connection.settings_dict["NAME"])].locked()


def test_a_thread_that_writes_waits_for_its_turn_and_not_for_the_file():
    with transaction.atomic():
        NumberSeries.objects.create(name="first", last=1)
        assert is_taken()
        thread = in_a_thread(lambda: write("second"))
        thread.join(timeout=0.3)
        assert thread.is_alive()
    thread.join()

    assert not is_taken()
    assert NumberSeries.objects.filter(name__in=["first", "second"]).count() == 2


@pytest.mark.parametrize("end", ["rolled back", "closed", "failed"])
def test_a_turn_ends_with_its_transaction_however_that_ends(end):
    if end == "rolled back":
        with transaction.atomic():
            NumberSeries.objects.create(name="undone", last=1)
            transaction.set_rollback(True)
    elif end == "closed":
        thread = in_a_thread(lambda: connection.set_autocommit(False))
        thread.join()
    else:
        with pytest.raises(OperationalError), transaction.atomic():
            connection.cursor().execute("SELECT nothing FROM nowhere")

    thread = in_a_thread(lambda: write("next"))
    thread.join(timeout=5)

    assert not thread.is_alive()
    assert not is_taken()
    assert NumberSeries.objects.filter(name="next").exists()
    assert not NumberSeries.objects.filter(name="undone").exists()


def test_many_threads_that_write_at_once_all_come_to_their_turn():
    threads = [in_a_thread(lambda name=f"series {n}": write(name)) for n in range(12)]
    for thread in threads:
        thread.join()

    assert NumberSeries.objects.filter(name__startswith="series ").count() == 12


WAITS_FOREVER = """
import fcntl, sys, time
queue = open(sys.argv[1], "ab")
fcntl.flock(queue, fcntl.LOCK_EX)
print("has it", flush=True)
time.sleep(600)
"""


@pytest.fixture
def queue(tmp_path: Path, monkeypatch):
    """The file at which processes queue, as if the tests' database were a file that others write to."""
    file = (tmp_path / "queue").open("ab")
    monkeypatch.setattr(base, "_queue_of", lambda name: file)  # noqa: ARG005
    yield tmp_path / "queue"
    file.close()


def test_a_process_waits_for_the_one_before_it_even_if_that_is_killed(queue: Path):
    other = subprocess.Popen(
        [sys.executable, "-c", WAITS_FOREVER, str(queue)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "has it"
    thread = in_a_thread(lambda: write("after the other"))
    thread.join(timeout=0.3)
    assert thread.is_alive()

    other.send_signal(signal.SIGKILL)
    other.communicate()
    thread.join(timeout=10)

    assert NumberSeries.objects.filter(name="after the other").exists()


def test_after_a_transaction_the_next_process_may_write(queue: Path):
    write("done")

    with queue.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_each_process_queues_by_itself_at_a_file_beside_the_database(tmp_path: Path, monkeypatch):
    database = tmp_path / "house.sqlite3"
    database.touch()
    monkeypatch.setattr(base, "_queues", {})

    one = base._queue_of(str(database))

    assert one is not None
    assert one == base._queue_of(str(database))
    os.close(one)
    assert (tmp_path / "house.sqlite3-turn").exists()
    assert base._queue_of("file:memory?mode=memory") is None
