"""`tauliah record-store`, as an operator runs it."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tauliah.apps.experience.models import Statement
from tauliah.apps.people.queries import User
from tauliah.config.environment import read_environment
from tests.services.record_store import RecordStore


def run(*arguments: str) -> Result:
    from tauliah.cli import app

    return CliRunner().invoke(app, ["record-store", *arguments])


def test_without_a_store_it_says_so(db: None) -> None:
    done = run("health")

    assert done.exit_code == 2
    assert "TAULIAH_RECORD_STORE is empty" in done.output


def test_it_tells_what_waits_sends_it_and_says_that_all_is_well(
    store: RecordStore, aisyah: User, agree: Any, read_a_lesson: Any
) -> None:
    agree(aisyah)
    read_a_lesson()
    sent = run("send")
    health = run("health")

    assert sent.exit_code == 0
    assert health.exit_code == 0
    assert "1 people agreed" in health.output.replace("\n", " ")
    assert "0 waiting, 0 given up." in health.output


def test_what_was_given_up_is_told_with_its_reason_and_can_be_tried_again(
    store: RecordStore, aisyah: User, agree: Any, moment: Any
) -> None:
    account = agree(aisyah).account
    Statement.objects.create(
        id=account, person=aisyah, made_at=moment, given_up_at=moment, answer="HTTP 400 no",
        body={"actor": {"account": {"name": str(account)}}},
    )  # fmt: skip

    health = run("health")
    again = run("again")

    assert health.exit_code == 1
    assert "1 given up: HTTP 400 no" in health.output
    assert "1 statements wait again." in again.output
    assert Statement.objects.get().given_up_at is None


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("https://records.example.org/xapi/", True),
        ("http://127.0.0.1:8080/xapi", True),
        ("http://localhost/xapi", True),
        ("http://records.example.org/xapi", False),
        ("https://name:password@records.example.org/xapi", False),
        ("https://records.example.org/xapi?key=1", False),
        ("ftp://records.example.org", False),
        ("records.example.org", False),
    ],
)
def test_a_store_is_reached_by_https_or_on_this_machine_alone(address: str, is_taken: bool) -> None:
    values, wrong = read_environment({"TAULIAH_RECORD_STORE": address})

    assert (not wrong) is is_taken
    if is_taken:
        assert values["TAULIAH_RECORD_STORE"] == address.rstrip("/")
