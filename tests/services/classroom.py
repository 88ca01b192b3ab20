"""A programme whose course PUM runs in a classroom, and people who want a seat there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

from tests.apps.invented_programme import COURSE, invented_programme

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)  # ten o'clock in Kuala Lumpur
BEGINS = datetime(2026, 3, 16, 1, tzinfo=UTC)  # nine o'clock there
LAST_DAY = date(2026, 3, 20)
OVER = datetime(2026, 3, 20, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFERS = """
classroom:
  - {place: {en: Penang, ms: Pulau Pinang}, sessions: 5}
  - {place: {en: Ipoh, ms: Ipoh}, sessions: 2, runs: [{starts: 2026-04-06, ends: 2026-04-07}]}
"""


def publish() -> Any:
    """The invented programme with classrooms of PUM and PIN, as the next release."""
    from tauliah.apps.catalogue.actions import publish
    from tauliah.apps.people.permissions import SYSTEM

    courses = {
        f"courses/{code}/course.yaml": COURSE.format(code=code, status="open") + OFFERS
        for code in ("PUM", "PIN")
    }
    return publish(invented_programme(courses), actor=SYSTEM, at=NOW)


def account(name: str, *, role: str = "candidate") -> Any:
    from tauliah.apps.people.actions import create_account

    return create_account(
        email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
        full_name=name,
        language="en",
        password=None,
        role=role,
        at=NOW,
    )


def candidate(name: str) -> Any:
    """A candidate who is matriculated, and so may book classes."""
    from tauliah.apps.record.actions import matriculate

    person = account(name)
    matriculate(person, "API", actor=person, at=NOW)
    return person


def wanted(**changes: Any) -> Any:
    """A class of PUM in Penang with one seat, from 16 to 20 March."""
    from tauliah.apps.classes.opening import Wanted

    usual = {
        "course": "PUM",
        "place": "Penang",
        "venue": "Room 3, Jalan Burma 1",
        "language": "en",
        "starts": date(2026, 3, 16),
        "ends": LAST_DAY,
        "hours": "09:00-17:00",
        "seats": 1,
    }
    return Wanted(**{**usual, **changes})


def opened(**changes: Any) -> Any:
    from tauliah.apps.classes.actions import open_class
    from tauliah.apps.classes.models import ScheduledClass
    from tauliah.apps.people.permissions import SYSTEM

    made = open_class(wanted(**changes), actor=SYSTEM, at=NOW)
    assert isinstance(made, ScheduledClass), made
    return made


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread and with a database connection of its own, let go together."""
    from django.db import connection

    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        together.wait(timeout=10)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, act) for act in acts]]
