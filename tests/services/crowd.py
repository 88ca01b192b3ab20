"""A crowd of candidates as a server meets them, and a server in a process of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.services.exam_house import House

TOKEN = "t" * 32
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass
class Browser:
    """One candidate's browser: one connection that stays open, a log-in, a token against forgery.

    It speaks as much of HTTP as the site answers with, and nothing dearer: what it computes is taken
    from the server beside it.
    """

    port: int
    desk: dict[str, Any]
    link: socket.socket | None = None
    location: str = ""

    def post(self, path: str, body: str, kind: str, *, accept: str = JSON) -> tuple[int, bytes]:
        """Status and body of a POST."""
        return self._ask(
            "POST", path, body.encode(), f"Content-Type: {kind}\r\nAccept: {accept}\r\n"
        )

    def get(self, path: str) -> int:
        """Status of a page, read to its end."""
        return self._ask("GET", path, b"", "Accept: text/html\r\n")[0]

    def close(self) -> None:
        """End the connection."""
        if self.link is not None:
            self.link.close()
            self.link = None

    def _ask(self, method: str, path: str, body: bytes, more: str) -> tuple[int, bytes]:
        """Status and body; a connection that the server closed meanwhile is opened anew."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{more}"
            f"Cookie: sessionid={self.desk['session']}; csrftoken={TOKEN}\r\n"
            f"X-CSRFToken: {TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        for is_last in (False, True):
            try:
                if self.link is None:
                    self.link = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                    self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.link.sendall(head.encode() + body)
                return self._answer()
            except OSError:
                self.close()
                if is_last:
                    raise
        raise AssertionError

    def _answer(self) -> tuple[int, bytes]:
        assert self.link is not None
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        told = {
            name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)
        }
        self.location = told.get("location", "")
        length = int(told["content-length"])
        while len(body) < length:
            body += self._more()
        if told.get("connection", "").lower() == "close":
            self.close()
        return int(lines[0].split(" ")[1]), body

    def _more(self) -> bytes:
        assert self.link is not None
        more = self.link.recv(65536)
        if not more:
            raise ConnectionResetError("the server closed the connection")
        return more


@dataclass
class Crowd:
    """What the candidates of one run saw."""

    taken: list[float] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    acknowledged: dict[str, list[tuple[int, str, Any]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str) -> None:
        """Count what was not acknowledged."""
        with self.lock:
            self.refused[what] = self.refused.get(what, 0) + 1


def saves(
    port: int,
    desks: list[dict[str, Any]],
    *,
    seconds: float,
    every: float,
    before: Crowd | None = None,
) -> Crowd:
    """Save for so long: again at once, or every so many seconds by an own timetable.

    In the second case a save is timed from when it was due, so that a late start is no gift.
    """
    crowd = Crowd(acknowledged=before.acknowledged if before else {})
    begin = time.monotonic() + 0.2

    def candidate(browser: Browser, number: int) -> None:
        desk, random = browser.desk, Random(number)
        mine = crowd.acknowledged.setdefault(desk["attempt"], [])
        items = list(desk["items"].items())
        due = begin + random.random() * every
        while due < begin + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            item, options = items[len(mine) % len(items)]
            value, sequence = random.choice(options), len(mine) + 1
            body = {
                "item": item, "value": value, "client_sequence": sequence, "lease": desk["lease"],
            }  # fmt: skip
            path = f"/en/exams/attempts/{desk['attempt']}/save/"
            start = due if every else time.monotonic()
            try:
                status, _ = browser.post(path, json.dumps(body), JSON)
            except OSError as error:
                crowd.note(type(error).__name__)
                continue
            if status != 200:
                crowd.note(str(status))
            else:
                mine.append((sequence, item, value))
                crowd.taken.append(time.monotonic() - start)
            due = due + every * random.uniform(0.5, 1.5) if every else time.monotonic()

    at_once(candidate, desks, port=port)
    return crowd


def starts(port: int, desks: list[dict[str, Any]], *, within: float) -> tuple[Crowd, Crowd]:
    """Start, see the first page, and claim the exam: the start itself, and all three together."""
    start, whole = Crowd(), Crowd()
    begin = time.monotonic() + 0.2

    def candidate(browser: Browser, number: int) -> None:
        desk, due = browser.desk, begin + within * number / len(desks)
        time.sleep(max(0.0, due - time.monotonic()))
        path = f"/en/exams/bookings/{desk['booking']}/start/"
        status, _ = browser.post(
            path, urlencode({"csrfmiddlewaretoken": TOKEN}), FORM, accept="text/html"
        )
        if status != 302:
            start.note(str(status))
            return
        start.taken.append(time.monotonic() - due)
        page = browser.location
        shown = browser.get(page)
        status, reply = browser.post(f"{page}lease/", "{}", JSON)
        if shown != 200 or status != 200:
            whole.note(f"{shown}, {status}")
            return
        whole.taken.append(time.monotonic() - due)
        desk["attempt"] = page.rstrip("/").rpartition("/")[2]
        desk["lease"] = json.loads(reply)["lease"]

    at_once(candidate, desks, port=port)
    return start, whole


def at_once(act: Callable[[Browser, int], None], desks: list[dict[str, Any]], *, port: int) -> None:
    """Let the browser of each desk act in a thread of its own, until all are done."""

    def run(desk: dict[str, Any], number: int) -> None:
        browser = Browser(port, desk)
        try:
            act(browser, number)
        finally:
            browser.close()

    threads = [
        threading.Thread(target=run, args=(desk, number)) for number, desk in enumerate(desks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def serving(
    house: House, *command: str, port: int, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server of a house in a process of its own, ready to answer; told to end with the block."""
    errors = (house.data / "server.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        env=house.environment(**more),
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)
        errors.close()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(2400):
        assert process.poll() is None, "the server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not listen")
