"""A server that is told to end answers what it has begun, and takes nothing new."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from waitress.server import create_server

from tauliah.cli.draining import run_until_told


class Site:
    """A server in a thread, with an application that takes its time."""

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds
        self.begun, self.told = threading.Event(), threading.Event()
        self.is_drained: bool | None = None
        sockets: dict[int, Any] = {}
        self.server = create_server(self.answer, map=sockets, host="127.0.0.1", port=0, threads=2)
        self.port = self.server.effective_port
        self.thread = threading.Thread(target=self._run, args=(sockets,))
        self.thread.start()

    def answer(self, environ: Any, start_response: Any) -> list[bytes]:  # noqa: ARG002
        self.begun.set()
        time.sleep(self.seconds)
        start_response("200 OK", [("Content-Length", "5")])
        return [b"saved"]

    def _run(self, sockets: dict[int, Any]) -> None:
        self.is_drained = run_until_told(self.server, sockets, self.told)

    def ask(self) -> bytes:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request("POST", "/", b"x")
            return link.getresponse().read()
        finally:
            link.close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(seconds=1)
    yield site
    site.told.set()
    site.thread.join(timeout=20)


def test_a_request_at_hand_is_answered_and_a_new_one_refused(site: Site) -> None:
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(site.ask()))
    asking.start()
    assert site.begun.wait(timeout=10)

    site.told.set()
    time.sleep(0.5)
    with pytest.raises(ConnectionError):
        site.ask()
    asking.join(timeout=10)
    site.thread.join(timeout=10)

    assert answers == [b"saved"]
    assert site.is_drained is True
    assert not site.thread.is_alive()


def test_a_server_without_requests_ends_at_once(site: Site) -> None:
    began = time.monotonic()

    site.told.set()
    site.thread.join(timeout=10)

    assert time.monotonic() - began < 3
    assert site.is_drained is True


WAIT_FOR_THE_SIGNAL = """
import os, signal, time
from tauliah.cli.draining import told_to_end
told = told_to_end()
os.kill(os.getpid(), signal.SIGTERM)
assert told.wait(5)
print("draining", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(5)
"""


def test_sigterm_asks_to_drain_and_a_second_one_ends_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WAIT_FOR_THE_SIGNAL], capture_output=True, text=True, check=False
    )

    assert done.stdout == "draining\n"
    assert done.returncode == -15
