"""What goes wrong in the middle of an exam loses nothing that was acknowledged.

In a short form here; each test ends with the same question: is every acknowledged save there, in
order and once, is the chain whole, and is the score right?
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from tests.services import examhall
from tests.services.examhall import MORNING, WINDOW

KILLS = 4
CANDIDATES = 4
WRITES = ("INSERT", "UPDATE", "DELETE")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def aisyah() -> Any:
    examhall.publish()
    return examhall.candidate("Aisyah")


@dataclass
class Desk:
    """A candidate's browser: sends saves one after another, each until it is acknowledged."""

    port: int
    attempt: Any
    items: dict[str, tuple[str, ...]]
    session: str
    random: Random
    lease: str
    acknowledged: list[tuple[int, str, str]] = field(default_factory=list)
    refusals: list[tuple[int, bytes]] = field(default_factory=list)

    def work(self, stop: Event) -> None:
        while not stop.is_set() and not self.refusals:
            item = self.random.choice(list(self.items))
            option = self.random.choice(self.items[item])
            sequence = len(self.acknowledged) + 1
            self._send_until_acknowledged(sequence, item, option)

    def _send_until_acknowledged(self, sequence: int, item: str, option: str) -> None:
        body = {
            "item": item, "value": option, "client_sequence": sequence, "lease": self.lease,
        }  # fmt: skip
        for _ in range(400):
            try:
                status, reply = self._send(body)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if status == 200:
                assert json.loads(reply)["saved_sequence"] == sequence
                self.acknowledged.append((sequence, item, option))
                return
            if status < 500:
                self.refusals.append((status, reply))
                return
            time.sleep(0.05)
        self.refusals.append((0, b"never acknowledged"))

    def _send(self, body: dict[str, Any]) -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        token = "t" * 32
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
            "X-CSRFToken": token,
        }
        try:
            link.request(
                "POST", f"/en/exams/attempts/{self.attempt.pk}/save/", json.dumps(body), headers
            )
            response = link.getresponse()
            return response.status, response.read()
        finally:
            link.close()


def address_of_the_test_database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    host, user = (connection.settings_dict[key] for key in ("HOST", "USER"))
    return f"postgresql://{user}@/{name}?host={quote(host)}"


def environment() -> dict[str, str]:
    """For another process of this house: the same data, on the database of this test."""
    ours = {
        "TAULIAH_DATA": str(settings.DATA),
        "TAULIAH_DATABASE_URL": address_of_the_test_database(),
        "DJANGO_SETTINGS_MODULE": "tauliah.config.settings",
    }
    return {**os.environ, **ours}


@contextmanager
def server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The site in a process of its own, ready to answer; killed at the end, if not before."""
    command = [
        *(sys.executable, "-m", "waitress"),
        *(f"--listen=127.0.0.1:{port}", "--threads=4", "tauliah.config.wsgi:application"),
    ]
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.kill()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server does not listen")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def desks(port: int) -> list[Desk]:
    """Candidates whose exam runs now, by the real clock."""
    from datetime import UTC, datetime, timedelta

    from tauliah.apps.sittings.queries import seats_of

    at = datetime.now(UTC) - timedelta(seconds=5)
    examhall.publish(examhall.programme_files(windows=examhall.ALL_YEAR), at=at)
    found = []
    for number in range(CANDIDATES):
        person = examhall.candidate(f"Candidate {'ABCD'[number]}", at=at)
        attempt = examhall.started(person, at=at, window=f"{at.year}-1")
        client = Client()
        client.force_login(person)
        items = {seat.item.code: seat.options for seat in seats_of(attempt)}
        session = client.cookies["sessionid"].value
        lease = examhall.claimed(person, attempt, at=at)
        found.append(Desk(port, attempt, items, session, Random(number), lease))
    return found


def wait_for_more(at_work: list[Desk], saves: int) -> None:
    """Until so many more saves are acknowledged, or any is refused."""
    before = sum(len(desk.acknowledged) for desk in at_work)
    for _ in range(6_000):
        if any(desk.refusals for desk in at_work):
            return
        if sum(len(desk.acknowledged) for desk in at_work) >= before + saves:
            return
        time.sleep(0.01)
    pytest.fail("the candidates make no progress")


def assert_nothing_acknowledged_is_lost(desk: Desk) -> None:
    from datetime import UTC, datetime

    from tauliah.apps.results.actions import submit_and_score
    from tauliah.apps.results.queries import Result
    from tauliah.apps.sittings.queries import chain_of, seats_of
    from tauliah.core.exam import chain_is_whole

    chain = chain_of(desk.attempt)
    kept = [
        (link.client_sequence, link.item, link.value) for link in chain if link.act == "answered"
    ]
    assert kept == desk.acknowledged
    assert chain_is_whole(chain, attempt=str(desk.attempt.pk))

    last = {item: option for _, item, option in desk.acknowledged}
    seats = seats_of(desk.attempt)
    assert {seat.item.code: seat.answer for seat in seats if seat.answer} == last
    result = submit_and_score(
        desk.attempt.booking.person, desk.attempt.pk, lease=desk.lease, at=datetime.now(UTC)
    )
    assert isinstance(result, Result)
    assert result.correct == sum(last.get(s.item.code) == s.item.text.key for s in seats)


@pytest.mark.slow
def test_a_server_killed_again_and_again_loses_no_acknowledged_answer():
    port = free_port()
    at_work = desks(port)
    stop = Event()
    threads = [Thread(target=desk.work, args=(stop,)) for desk in at_work]
    chance = Random(7)

    for round_ in range(KILLS):
        with server(port) as process:
            if round_ == 0:
                for thread in threads:
                    thread.start()
            wait_for_more(at_work, chance.randint(3, 12))
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=20)
    with server(port):
        stop.set()
        for thread in threads:
            thread.join(timeout=60)

    assert sum(len(desk.acknowledged) for desk in at_work) >= 3 * KILLS
    for desk in at_work:
        assert desk.refusals == []
        assert_nothing_acknowledged_is_lost(desk)


SAVE_AND_DIE = """
import os, signal, sys
from datetime import datetime
from uuid import UUID

import django

django.setup()
from django.db import transaction

from tauliah.apps.people.queries import person
from tauliah.apps.sittings.actions import Saved, save_answer

who, attempt, item, at, when = sys.argv[1:]
with transaction.atomic():
    saved = save_answer(
        person(who), UUID(attempt), item=item, value="a", client_sequence=1,
        at=datetime.fromisoformat(at),
    )
    assert isinstance(saved, Saved), saved
    if when == "before the commit":
        os.kill(os.getpid(), signal.SIGKILL)
print("acknowledged", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("when", ["before the commit", "after the acknowledgement"])
def test_a_process_killed_around_its_commit_keeps_what_it_acknowledged(aisyah, when):
    from tauliah.apps.sittings.actions import Saved, save_answer
    from tauliah.apps.sittings.queries import answers_in_chain, attempt_of, seats_of

    attempt = examhall.started(aisyah)
    first, second = (seat.item.code for seat in seats_of(attempt)[:2])
    arguments = [str(aisyah.pk), str(attempt.pk), first, MORNING.isoformat(), when]

    done = subprocess.run(
        [sys.executable, "-c", SAVE_AND_DIE, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    was_acknowledged = "acknowledged" in done.stdout
    assert was_acknowledged is (when == "after the acknowledgement")
    fresh = attempt_of(aisyah, attempt.pk)
    assert fresh is not None
    assert answers_in_chain(fresh) == ({first: "a"} if was_acknowledged else {})
    following = save_answer(
        aisyah,
        attempt.pk,
        item=second,
        value="b",
        client_sequence=fresh.client_sequence + 1,
        at=MORNING,
    )
    assert isinstance(following, Saved)


def whole_database() -> dict[str, list[Any]]:
    """Every row of every table of the apps."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("tauliah.apps.")]
    return {m._meta.label: sorted(map(repr, m.objects.values_list())) for m in ours}


class Fault:
    """Lets the database fail at the n-th statement that would write."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.startswith(WRITES):
            self.left -= 1
            if self.left == 0:
                message = "disk I/O error"
                raise OperationalError(message)
        return execute(sql, params, many, context)


def _book(person: Any) -> Callable[[], Any]:
    from tauliah.apps.sittings.actions import book

    return lambda: book(person, "PUM", window=WINDOW, at=MORNING)


def _cancel(person: Any) -> Callable[[], Any]:
    from tauliah.apps.sittings.actions import cancel_booking

    booking = examhall.booked(person)
    return lambda: cancel_booking(person, booking, at=MORNING)


def _start(person: Any) -> Callable[[], Any]:
    from tauliah.apps.sittings.actions import start_attempt

    booking = examhall.booked(person)
    return lambda: start_attempt(person, booking.pk, at=MORNING)


def _save(person: Any) -> Callable[[], Any]:
    from tauliah.apps.sittings.actions import save_answer
    from tauliah.apps.sittings.queries import seats_of

    attempt = examhall.started(person)
    item = seats_of(attempt)[0].item.code
    return lambda: save_answer(
        person, attempt.pk, item=item, value="a", client_sequence=1, at=MORNING
    )


def _flag(person: Any) -> Callable[[], Any]:
    from tauliah.apps.sittings.actions import flag_item
    from tauliah.apps.sittings.queries import seats_of

    attempt = examhall.started(person)
    item = seats_of(attempt)[0].item.code
    return lambda: flag_item(
        person, attempt.pk, item=item, flagged=True, client_sequence=1, at=MORNING
    )


def _submit(person: Any) -> Callable[[], Any]:
    from tauliah.apps.results.actions import submit_and_score

    attempt = examhall.started(person)
    examhall.give_answers(person, attempt, right=40)
    return lambda: submit_and_score(person, attempt.pk, at=MORNING)


@pytest.mark.parametrize("prepare", [_book, _cancel, _start, _save, _flag, _submit])
def test_an_act_that_fails_at_any_of_its_writes_leaves_nothing_and_can_be_repeated(aisyah, prepare):
    from tauliah.core.kernel import Refused

    act = prepare(aisyah)
    before = whole_database()
    failures = 0

    for at in range(1, 50):
        with connection.execute_wrapper(Fault(at)):
            try:
                outcome = act()
            except OperationalError:
                failures += 1
                assert whole_database() == before
            else:
                break

    assert failures >= 2
    assert not isinstance(outcome, Refused)
    assert whole_database() != before


@pytest.mark.usefixtures("database")
def test_a_database_that_is_locked_by_another_is_503_and_then_saved(aisyah, database):
    if database != "sqlite":
        pytest.skip("about SQLite, where writers wait for each other")
    import sqlite3

    from tauliah.apps.sittings.queries import chain_of, seats_of

    attempt = examhall.started(aisyah, at=MORNING)
    item = seats_of(attempt)[0].item.code
    client = Client()
    client.force_login(aisyah)
    lease = examhall.claimed(aisyah, attempt)
    body = json.dumps({"item": item, "value": "a", "client_sequence": 1, "lease": lease})
    path = f"/en/exams/attempts/{attempt.pk}/save/"
    other = sqlite3.connect(Path(connection.settings_dict["NAME"]), isolation_level=None)

    other.execute("BEGIN IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    locked = client.post(path, body, content_type="application/json")
    other.execute("ROLLBACK")
    other.close()

    assert locked.status_code == 503
    assert len(chain_of(attempt)) == 2
    # the clock of this test stands still only for the actions: by now the time has long ended
    assert client.post(path, body, content_type="application/json").status_code == 410
