"""A server of several processes: whoever dies is replaced, and all end when told to, or when orphaned."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tauliah.cli.workers import can_fork, listening
from tests.services.workers import workers_of

SITE = """
import sys
from tauliah.cli.draining import told_to_end
from tauliah.cli.workers import Workers, listening

listener = listening("127.0.0.1", 0)

def answer(told):
    while not told.is_set():
        listener.settimeout(0.1)
        try:
            link, _ = listener.accept()
        except TimeoutError:
            continue
        link.settimeout(5)
        said = link.recv(10)
        if said == b"slow":
            told.wait(20)
        link.sendall(b"answered")
        link.close()

def fails(told):
    raise RuntimeError("this one never begins")

print(listener.getsockname()[1], flush=True)
works = [answer] * 2 + [fails] * (len(sys.argv) > 1)
print(Workers(told_to_end(), listener).supervise(works), flush=True)
"""

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system serves by one process")


class Site:
    """A supervised site in a process of its own."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SITE, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        until(lambda: len(workers_of(self.process.pid)) >= 2)

    def begin(self, said: bytes) -> socket.socket:
        link = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        link.sendall(said)
        return link

    def ask(self) -> bytes:
        with self.begin(b"quick") as link:
            return link.recv(20)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def site() -> Iterator[Callable[..., Site]]:
    begun: list[Site] = []

    def begin(*options: str) -> Site:
        begun.append(Site(*options))
        return begun[-1]

    yield begin
    for one in begun:
        one.process.kill()
        one.process.communicate()


def test_a_worker_that_is_killed_is_replaced_and_the_site_goes_on(site):
    running = site()
    first = workers_of(running.process.pid)
    for pid in first:
        os.kill(pid, signal.SIGKILL)

    assert running.ask() == b"answered"
    until(lambda: len(set(workers_of(running.process.pid)) - set(first)) == 2)


def test_told_to_end_it_answers_what_it_has_begun_and_takes_nothing_new(site):
    running = site()
    with running.begin(b"slow") as link:
        time.sleep(0.3)
        running.process.terminate()

        assert link.recv(20) == b"answered"
    assert running.process.wait(timeout=20) == 0
    assert "True" in running.process.stdout.read()
    with pytest.raises(ConnectionRefusedError):
        running.ask()


def test_workers_whose_supervisor_is_killed_end_too(site):
    running = site()
    workers = workers_of(running.process.pid)
    running.process.kill()
    running.process.wait()

    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def test_work_that_fails_at_once_is_tried_again_slowly_and_harms_no_other(site):
    running = site("fails")
    time.sleep(1.5)

    assert running.ask() == b"answered"
    running.process.terminate()
    _, errors = running.process.communicate(timeout=20)
    assert 1 <= errors.count("this one never begins") <= 4


def test_a_port_that_somebody_listens_on_is_refused():
    with listening("127.0.0.1", 0) as one, pytest.raises(OSError, match="in use"):
        listening("127.0.0.1", one.getsockname()[1])
