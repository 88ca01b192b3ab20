"""Every write of each act of an exam made to fail once, a process killed around its commit, a lock.

Nothing is left of what failed, and it can be done again; what was acknowledged is kept.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from tests.services import examhall
from tests.services.examhall import MORNING, WINDOW

WRITES = ("INSERT", "UPDATE", "DELETE")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def aisyah() -> Any:
    examhall.publish()
    return examhall.candidate("Aisyah")


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

    assert failures >= 1
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
