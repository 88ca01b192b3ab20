"""Candidates of an exam as the server meets them: saves by a crowd, starts at once, a long sitting.

`python -m benchmarks.exam_load --database sqlite` prints saves a second, their times, the server's
CPU for each, and how many acknowledged ones are lost; `--starts` and `--minutes` add the 400.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.services import postgresql
from tests.services.exam_house import House

TOKEN = "t" * 32
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass
class Browser:
    """One candidate's browser: one connection that stays open, a log-in, a token against forgery."""

    port: int
    desk: dict[str, Any]
    link: http.client.HTTPConnection | None = None

    def post(self, path: str, body: str, kind: str, *, accept: str = JSON) -> tuple[int, bytes]:
        """Status and body of a POST; a connection that the server closed meanwhile is opened anew."""
        headers = {
            "Accept": accept,
            "Content-Type": kind,
            "Cookie": f"sessionid={self.desk['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        for is_last in (False, True):
            if self.link is None:
                self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.link.connect()
                self.link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.link.request("POST", path, body, headers)
                response = self.link.getresponse()
                self.location = response.getheader("Location") or ""
                return response.status, response.read()
            except (http.client.HTTPException, OSError):
                self.link.close()
                self.link = None
                if is_last:
                    raise
        raise AssertionError

    def get(self, path: str) -> int:
        """Status of a page, read to its end."""
        link = self.link or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.link = link
        link.request("GET", path, headers={"Cookie": f"sessionid={self.desk['session']}"})
        response = link.getresponse()
        response.read()
        return response.status


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
    port: int, desks: list[dict[str, Any]], *, seconds: float, every: float, before: Crowd | None
) -> Crowd:
    """Save for so long: again at once, or every so many seconds by an own timetable.

    In the second case a save is timed from when it was due, so that a late start is no gift.
    """
    crowd = Crowd(acknowledged=before.acknowledged if before else {})
    begin = time.monotonic() + 0.2

    def candidate(desk: dict[str, Any], number: int) -> None:
        browser, random = Browser(port, desk), Random(number)
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
            except (OSError, http.client.HTTPException) as error:
                crowd.note(type(error).__name__)
                continue
            if status != 200:
                crowd.note(str(status))
            else:
                mine.append((sequence, item, value))
                crowd.taken.append(time.monotonic() - start)
            due = due + every * random.uniform(0.5, 1.5) if every else time.monotonic()

    _at_once(candidate, desks)
    return crowd


def floor(port: int, candidates: int, *, seconds: float) -> Crowd:
    """As many inserts as the same server commits."""
    crowd, begin = Crowd(), time.monotonic()
    body = json.dumps({"item": "PUM-S-MARK-01", "value": "a", "client_sequence": 1, "lease": TOKEN})

    def candidate(desk: dict[str, Any], number: int) -> None:  # noqa: ARG001
        browser = Browser(port, desk)
        while time.monotonic() < begin + seconds:
            start = time.monotonic()
            browser.post("/", body, JSON)
            crowd.taken.append(time.monotonic() - start)

    _at_once(candidate, [{"session": ""}] * candidates)
    return crowd


def starts(port: int, desks: list[dict[str, Any]], *, within: float) -> tuple[Crowd, Crowd]:
    """Start, see the first page, and claim the exam: the start itself, and all three together."""
    start, whole = Crowd(), Crowd()
    begin = time.monotonic() + 0.2

    def candidate(desk: dict[str, Any], number: int) -> None:
        browser, due = Browser(port, desk), begin + within * number / len(desks)
        time.sleep(max(0.0, due - time.monotonic()))
        path = f"/en/exams/bookings/{desk['booking']}/start/"
        status, _ = browser.post(path, urlencode({"csrfmiddlewaretoken": TOKEN}), FORM, accept="text/html")
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

    _at_once(candidate, desks)
    return start, whole


def _at_once(act: Callable[[dict[str, Any], int], None], desks: list[dict[str, Any]]) -> None:
    threads = [
        threading.Thread(target=act, args=(desk, number)) for number, desk in enumerate(desks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def serving(house: House, *command: str, port: int) -> Iterator[int]:
    """A server of a house in a process of its own, ready to answer: its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], env=house.environment(), stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def cpu_seconds(roots: list[int]) -> float:
    """What these processes and all that come from them have used, user and system."""
    processes: dict[int, tuple[int, int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        processes[int(stat.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    family, grown = set(roots), True
    while grown:
        more = {pid for pid, (parent, _) in processes.items() if parent in family} - family
        family |= more
        grown = bool(more)
    ticks = sum(processes[pid][1] for pid in family if pid in processes)
    return ticks / os.sysconf("SC_CLK_TCK")


def spelled(what: str, crowd: Crowd, *, seconds: float, cpu: float | None = None) -> str:
    """One line of the report."""
    taken = sorted(crowd.taken) or [float("nan")]
    p50, p95 = (taken[int(share * (len(taken) - 1))] * 1000 for share in (0.5, 0.95))
    spent = "" if cpu is None else f"  CPU {cpu / len(taken) * 1000:5.2f} ms each"
    problems = f"  not acknowledged: {crowd.refused}" if crowd.refused else ""
    rate = len(crowd.taken) / seconds
    return f"{what:<44} {rate:7.1f}/s  p50 {p50:7.1f} ms  p95 {p95:7.1f} ms{spent}{problems}"


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def main() -> None:
    """Make a house, load it, read back, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--candidates", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--workers", type=int, default=1, help="1 is `tauliah serve` itself")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--starts", type=int, default=0, help="candidates who start in 30 s")
    parser.add_argument("--minutes", type=float, default=0, help="they then save every 10 s so long")
    wanted = parser.parse_args()
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tauliah-load-")))
        database, others = f"sqlite:///{data}/tauliah.sqlite3", []
        if wanted.database == "postgresql":
            server = stack.enter_context(postgresql.running_server(postgresql.DURABLE))
            database, others = server.address, [server.process.pid]
        _report(House(data, database), others, wanted)


def _report(house: House, others: list[int], wanted: argparse.Namespace) -> None:
    print(f"{wanted.database}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the start")
    port, seconds = free_port(), wanted.seconds
    house.make(wanted.starts or wanted.candidates, started=not wanted.starts)
    desks = house.desks()
    command = ["tauliah.cli", "serve", f"--port={port}", f"--threads={wanted.threads}"]
    if wanted.workers > 1:
        command = ["tests.services.workers", str(port), f"--workers={wanted.workers}"]
    with serving(house, *command, port=port) as server:
        crowd = None
        if wanted.starts:
            crowd = _report_starts(house, port, desks, [server, *others], wanted)
        else:
            saves(port, desks, seconds=1, every=0, before=None)
            crowd = Crowd()
            house.make_ready = None
        del crowd
    _ = seconds


if __name__ == "__main__":
    main()
