"""Candidates' browsers for a server that fails: each sends a save until it is acknowledged."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.services.crowd import JSON, TOKEN
from tests.services.exam_house import House

TRIES = 4_000
SECONDS_BETWEEN_TRIES = 0.05
KEEPS = frozenset({401, 403, 423})
"""What a browser keeps a save for, besides what the server could not do."""


@dataclass
class Desk:
    """One tab of one candidate; `port`, `session` and `lease` may change while it works."""

    port: int
    attempt: str
    lease: str
    session: str
    items: dict[str, list[str]]
    random: Random
    patience: float = 20
    acknowledged: list[tuple[int, str, str]] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    seconds_off: list[float] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        """Save until told to stop or refused; what was begun is ended."""
        while not stop.is_set() and not self.refusals:
            self.save()

    def save(self) -> None:
        """Save one answer, however often it takes."""
        item = self.random.choice(list(self.items))
        save = (len(self.acknowledged) + 1, item, self.random.choice(self.items[item]))
        for _ in range(TRIES):
            try:
                status, reply = self.send(save)
            except (OSError, http.client.HTTPException):
                status, reply = 0, {}
            self.answers[status] += 1
            if status == 200:
                assert reply["saved_sequence"] == save[0]
                self.left.append(reply["seconds_left"])
                off = datetime.fromisoformat(reply["server_time"]) - datetime.now(UTC)
                self.seconds_off.append(off.total_seconds())
                self.acknowledged.append(save)
                return
            if 0 < status < 500 and status not in KEEPS:
                self.refusals.append((status, str(reply.get("code"))))
                return
            time.sleep(SECONDS_BETWEEN_TRIES)
        self.refusals.append((0, "never acknowledged"))

    def send(self, save: tuple[int, str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body of one attempt to save, on a connection of its own."""
        sequence, item, value = save
        body = {"item": item, "value": value, "client_sequence": sequence, "lease": self.lease}
        return self.post("save/", body)

    def post(self, what: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body of a message of the exam room's scripts."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        headers = {
            "Accept": JSON,
            "Content-Type": JSON,
            "Connection": "close",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        try:
            path = f"/en/exams/attempts/{self.attempt}/{what}"
            link.request("POST", path, json.dumps(body), headers)
            response = link.getresponse()
            text = response.read()
            is_json = "json" in (response.getheader("Content-Type") or "")
            return response.status, json.loads(text) if is_json else {}
        finally:
            link.close()


def desks_of(house: House, port: int, which: slice = slice(None)) -> list[Desk]:
    """The tabs of candidates of a house who have started: of all, or of some by their places."""
    begun = [desk for desk in house.desks() if "attempt" in desk][which]
    return [
        Desk(port, desk["attempt"], desk["lease"], desk["session"], desk["items"], Random(number))
        for number, desk in enumerate(begun)
    ]


@contextmanager
def at_work(desks: list[Desk]) -> Iterator[Callable[[int], None]]:
    """Desks that save all the time; hands out a wait for so many more acknowledged saves."""
    stop = threading.Event()
    threads = [threading.Thread(target=desk.work, args=(stop,)) for desk in desks]
    for thread in threads:
        thread.start()

    def wait_for(saves: int) -> None:
        before = _acknowledged(desks)
        for _ in range(12_000):
            if any(desk.refusals for desk in desks) or _acknowledged(desks) >= before + saves:
                return
            time.sleep(0.01)
        raise AssertionError("the candidates make no progress")

    try:
        yield wait_for
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=240)


def _acknowledged(desks: list[Desk]) -> int:
    return sum(len(desk.acknowledged) for desk in desks)


def assert_nothing_acknowledged_is_lost(house: House, desks: list[Desk]) -> None:
    """Nobody was refused; all that was acknowledged is kept in order, chained, and scored right."""
    assert [desk.refusals for desk in desks if desk.refusals] == []
    assert house.faults({desk.attempt: list(desk.acknowledged) for desk in desks}) == []
