"""Candidates of an exam as the server meets them: saves by a crowd, starts at once, a long sitting.

`python -m benchmarks.exam_load --database sqlite` prints saves a second, their times, the server's
CPU for each, and how many acknowledged ones are lost; `--starts` and `--minutes` add the 400.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.services import postgresql
from tests.services.crowd import (
    JSON,
    TOKEN,
    Browser,
    Crowd,
    at_once,
    free_port,
    saves,
    serving,
    starts,
)
from tests.services.exam_house import House

SECONDS_TO_START = 30
SECONDS_BETWEEN_SAVES = 10


def floor(port: int, candidates: int, *, seconds: float) -> Crowd:
    """As many inserts as the same server commits."""
    crowd, begin = Crowd(), time.monotonic()
    body = json.dumps({"item": "PUM-S-MARK-01", "value": "a", "client_sequence": 1, "lease": TOKEN})

    def candidate(browser: Browser, number: int) -> None:  # noqa: ARG001
        while time.monotonic() < begin + seconds:
            start = time.monotonic()
            browser.post("/", body, JSON)
            crowd.taken.append(time.monotonic() - start)

    at_once(candidate, [{"session": ""}] * candidates, port=port)
    return crowd


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


def main() -> None:
    """Make a house, load it, read back, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--candidates", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--starts", type=int, default=0, help="candidates who start in 30 s")
    parser.add_argument(
        "--minutes", type=float, default=0, help="they then save every 10 s so long"
    )
    wanted = parser.parse_args()
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tauliah-load-")))
        database, others = f"sqlite:///{data}/tauliah.sqlite3", []
        if wanted.database == "postgresql":
            server = stack.enter_context(postgresql.running_server(postgresql.DURABLE))
            database, others = server.address, [server.process.pid]
        _report(House(data, database), others, wanted)


def _report(house: House, others: list[int], wanted: argparse.Namespace) -> None:
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"{wanted.database}, {wanted.workers} worker(s); load {load:.1f} on {cores} cores before")
    house.make(0 if wanted.starts else wanted.candidates, booked=wanted.starts)
    desks, port = house.desks(), free_port()
    command = ["serve", f"--port={port}", f"--threads={wanted.threads}"]
    command.append(f"--workers={wanted.workers}")
    with serving(house, "tauliah.cli", *command, port=port) as server:
        if wanted.starts:
            _report_starts(port, desks, [server.pid, *others])
            crowd = _report_sitting(port, desks, [server.pid, *others], minutes=wanted.minutes)
        else:
            crowd = _report_saves(port, desks, [server.pid, *others], seconds=wanted.seconds)
    faults = house.faults(crowd.acknowledged)
    count = sum(map(len, crowd.acknowledged.values()))
    print(f"{count} acknowledged, read back by chain and score: {faults or 'nothing lost'}")
    if not wanted.starts:
        _report_floor(house, others, wanted, saves_a_second=len(crowd.taken) / wanted.seconds)


def _report_saves(
    port: int, desks: list[dict[str, Any]], processes: list[int], *, seconds: float
) -> Crowd:
    warm = saves(port, desks, seconds=2, every=0, before=None)
    before = cpu_seconds(processes)
    crowd = saves(port, desks, seconds=seconds, every=0, before=warm)
    cpu = cpu_seconds(processes) - before
    print(spelled(f"{len(desks)} candidates, save after save", crowd, seconds=seconds, cpu=cpu))
    return crowd


def _report_starts(port: int, desks: list[dict[str, Any]], processes: list[int]) -> None:
    before = cpu_seconds(processes)
    start, whole = starts(port, desks, within=SECONDS_TO_START)
    cpu = cpu_seconds(processes) - before
    within = f"within {SECONDS_TO_START} s"
    print(spelled(f"{len(desks)} starts {within}", start, seconds=SECONDS_TO_START))
    print(spelled("  with the first page", whole, seconds=SECONDS_TO_START, cpu=cpu))


def _report_sitting(
    port: int, desks: list[dict[str, Any]], processes: list[int], *, minutes: float
) -> Crowd:
    begun = [desk for desk in desks if "lease" in desk]
    if not minutes:
        return Crowd()
    before = cpu_seconds(processes)
    crowd = saves(port, begun, seconds=minutes * 60, every=SECONDS_BETWEEN_SAVES, before=None)
    cpu = cpu_seconds(processes) - before
    what = f"{len(begun)} candidates, a save each {SECONDS_BETWEEN_SAVES} s"
    print(spelled(what, crowd, seconds=minutes * 60, cpu=cpu))
    return crowd


def _report_floor(
    house: House, others: list[int], wanted: argparse.Namespace, *, saves_a_second: float
) -> None:
    port = free_port()
    command = ["waitress", f"--listen=127.0.0.1:{port}", f"--threads={wanted.threads}"]
    with serving(house, *command, "benchmarks.bare_floor:application", port=port) as server:
        floor(port, wanted.candidates, seconds=1)
        before = cpu_seconds([server.pid, *others])
        crowd = floor(port, wanted.candidates, seconds=wanted.seconds)
        cpu = cpu_seconds([server.pid, *others]) - before
    print(spelled("bare floor: one insert a request", crowd, seconds=wanted.seconds, cpu=cpu))
    share = saves_a_second * wanted.seconds / max(1, len(crowd.taken))
    print(f"saves are {share:.0%} of the floor")


if __name__ == "__main__":
    main()
