"""An exam in a folder of its own, for servers in processes of their own: made, later checked.

`python -m tests.services.exam_house make 16 40` writes who sits to `desks.json`; `check` reads what was
acknowledged to them from `acknowledged.json` and says what is not as it was acknowledged.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DESKS = "desks.json"
ACKNOWLEDGED = "acknowledged.json"
BEFORE_NOW = timedelta(seconds=5)
EXAM_MINUTES = 180
"""So that no test at full length outlasts its exam."""


@dataclass(frozen=True, slots=True)
class House:
    """A data folder and its database, for processes that share them."""

    data: Path
    database: str

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of this house has to be told."""
        ours = {
            "TAULIAH_DATA": str(self.data),
            "TAULIAH_DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "tauliah.config.settings",
        }
        return {**os.environ, **ours, **more}

    def run(self, *command: str, **more: str) -> str:
        """What a command says; AssertionError with its complaint where it fails."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stdout[-600:]}{done.stderr[-600:]}"
        return done.stdout

    def make(self, started: int, *, booked: int = 0) -> None:
        """Publish a programme; seat candidates who have started, and more who have only booked."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.run("tests.services.exam_house", "make", str(started), str(booked))

    def desks(self) -> list[dict[str, Any]]:
        """Who sits, with session, lease and items."""
        read: list[dict[str, Any]] = json.loads((self.data / DESKS).read_text(encoding="utf-8"))
        return read

    def faults(self, acknowledged: dict[str, list[tuple[int, str, Any]]], **more: str) -> list[str]:
        """What is not as it was acknowledged, by attempt; every chain verified, every exam scored.

        `acknowledged` has, for each attempt, (sequence, item, value) in the order of the replies.
        """
        file = self.data / ACKNOWLEDGED
        file.write_text(json.dumps(acknowledged), encoding="utf-8")
        *_, last = self.run("tests.services.exam_house", "check", **more).splitlines()
        found: list[str] = json.loads(last)
        return found


def make(started: int, *, booked: int) -> list[dict[str, Any]]:
    """Candidates of an exam that runs now, by the real clock."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    from tauliah.cli.site import prepare_installation
    from tests.services import examhall

    at = datetime.now(UTC) - BEFORE_NOW
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    call_command("migrate", verbosity=0, interactive=False)
    files = examhall.programme_files(windows=examhall.ALL_YEAR, minutes=EXAM_MINUTES)
    examhall.publish(files, at=at)
    prepare_installation()
    with translation.override("en"):
        return [
            _seat(number, at=at, started=number < started) for number in range(started + booked)
        ]


def _seat(number: int, *, at: datetime, started: bool) -> dict[str, Any]:
    from tauliah.apps.itembank.queries import form_items
    from tauliah.apps.people.actions import confirm_email, create_account
    from tauliah.apps.record.actions import matriculate
    from tauliah.apps.sittings.actions import start_attempt
    from tauliah.core.exam.answers import names_of
    from tests.services import examhall

    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
    person = create_account(
        email=f"candidate.{number}@example.test",
        full_name=f"Candidate {letters.title()}",
        language="en",
        # a hash that is slow on purpose, and one is enough to log in again
        password=examhall.PASSWORD if number == 0 else None,
        role="candidate",
        at=at,
    )
    confirm_email(person, at=at)
    matriculate(person, "API", actor=person, at=at)
    booking = examhall.booked(person, at=at, window=f"{at.year}-1")
    desk = {
        "email": person.email,
        "session": _session(person),
        "booking": str(booking.pk),
        "items": {item.code: list(names_of(item.text)) for item in form_items(booking.form)},
    }
    if not started:
        return desk
    attempt = start_attempt(person, booking.pk, at=at)
    return desk | {
        "attempt": str(attempt.pk),
        "lease": examhall.claimed(person, attempt, at=at),
    }


def _session(person: Any) -> str:
    """The cookie of a log-in, as the log-in page would give it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def check(acknowledged: dict[str, list[list[Any]]]) -> list[str]:
    """Everything that was acknowledged and is not kept as it was, and every wrong score.

    Then `tauliah sitting verify --all`, which ends the process where a chain or seal is broken.
    """
    from tauliah.cli.sittings import verify

    found = [
        f"{attempt}: {fault}"
        for attempt, saves in acknowledged.items()
        for fault in _faults_of(attempt, saves)
    ]
    verify("", everything=True)
    return found


def _faults_of(id: str, saves: list[list[Any]]) -> list[str]:
    from uuid import UUID

    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.results.actions import submit_and_score
    from tauliah.apps.results.queries import Result
    from tauliah.apps.sittings.queries import attempt_by_id, chain_of, exam_time, seats_of
    from tauliah.core.exam import SAVES, chain_is_whole

    attempt = attempt_by_id(UUID(id))
    chain = chain_of(attempt)
    kept = [[link.client_sequence, link.item, _said(link)] for link in chain if link.act in SAVES]
    faults = []
    if kept != saves:
        lost = [save for save in saves if save not in kept]
        faults.append(f"{len(saves)} acknowledged, {len(kept)} kept, lost: {lost[:5]}")
    if not chain_is_whole(chain, attempt=id) or chain[-1].digest != attempt.head:
        faults.append("the chain is broken")
    last = {item: value for _, item, value in saves if not isinstance(value, bool)}
    seats = seats_of(attempt)
    if {seat.item.code: seat.answer for seat in seats if seat.answer is not None} != last:
        faults.append("the answers shown are not the last ones acknowledged")
    if attempt.submitted_at is None:
        result = submit_and_score(SYSTEM, attempt.pk, at=exam_time())
        right = sum(last.get(seat.item.code) == seat.item.text.key for seat in seats)
        if not isinstance(result, Result) or result.correct != right:
            faults.append(f"scored {result}, and {right} are right")
    return faults


def _said(link: Any) -> Any:
    return link.value if link.act == "answered" else link.act == "flagged"


def main() -> None:
    """Make or check the house that the environment names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=["make", "check"])
    parser.add_argument("started", type=int, nargs="?", default=0)
    parser.add_argument("booked", type=int, nargs="?", default=0)
    wanted = parser.parse_args()
    import django

    django.setup()
    data = Path(os.environ["TAULIAH_DATA"])
    if wanted.act == "make":
        desks = make(wanted.started, booked=wanted.booked)
        (data / DESKS).write_text(json.dumps(desks), encoding="utf-8")
    else:
        acknowledged = json.loads((data / ACKNOWLEDGED).read_text(encoding="utf-8"))
        print(json.dumps(check(acknowledged)))


if __name__ == "__main__":
    main()
