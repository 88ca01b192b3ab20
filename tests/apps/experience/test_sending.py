"""Statements reach the store however it fails, are tried again with an end, and go nowhere else."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tauliah.apps.experience import sending
from tauliah.apps.experience.models import Statement, StoreState
from tauliah.apps.experience.queries import Counts, counts_of, store_health
from tauliah.apps.experience.sending import AT_ONCE, try_again
from tauliah.apps.experience.xapi import Speaker, course, unit
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText
from tests.apps.experience.conftest import Clock
from tests.services.record_store import KEY, RecordStore

Agree = Callable[[User], Any]
Look = Callable[[], int]


@pytest.fixture
def wait_for(aisyah: User, agree: Agree, clock: Clock) -> Callable[[int], list[Statement]]:
    """So many statements about Aisyah that wait."""

    def make(number: int) -> list[Statement]:
        account = agree(aisyah).account
        speaker = Speaker("https://house.example.org", account)
        of = course("PUM", LocalText(en="Course", ms="Kursus"))
        bodies = [
            speaker.statement(
                f"review/{n}",
                "answered",
                unit("PUM", "card", f"C-{n}"),
                of=of,
                at=clock(),
                success=True,
            )
            for n in range(number)
        ]
        rows = [
            Statement(id=body["id"], person=aisyah, body=body, made_at=clock()) for body in bodies
        ]
        return Statement.objects.bulk_create(rows)

    return make


def trouble() -> str:
    return StoreState.objects.get().trouble


def test_they_go_in_batches(store: RecordStore, wait_for: Any, look: Look) -> None:
    wait_for(2 * AT_ONCE + 1)

    assert look() == 2 * AT_ONCE + 1
    assert [len(batch) for batch in store.batches] == [AT_ONCE, AT_ONCE, 1]
    assert len(store.held) == 2 * AT_ONCE + 1


def test_what_a_killed_process_sent_and_did_not_note_is_one_to_the_store(
    store: RecordStore, wait_for: Any, look: Look
) -> None:
    wait_for(3)
    look()
    Statement.objects.update(sent_at=None)

    assert look() == 3
    assert len(store.held) == 3


def test_what_the_store_has_already_with_other_words_is_understood_as_there(
    store: RecordStore, wait_for: Any, look: Look, aisyah: User
) -> None:
    first, *_ = wait_for(3)
    store.held[str(first.pk)] = {**first.body, "stored": "2026"}

    assert look() == 3
    assert [len(batch) for batch in store.batches] == [3, 1, 1, 1]
    assert counts_of(aisyah) == Counts(sent=3, waiting=0, given_up=0)


def test_one_that_the_store_refuses_holds_up_nothing_else_and_is_given_up_in_the_end(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock
) -> None:
    bad, *_ = wait_for(3)
    store.dislikes = {str(bad.pk)}

    assert look() == 2
    for days in (1, 3, 9):
        clock.pass_by(days=days)
        look()

    bad.refresh_from_db()
    assert (bad.refusals, bad.sent_at) == (3, None)
    assert bad.given_up_at is not None
    assert "HTTP 400" in bad.answer
    asked = sum(bad.body in batch and len(batch) == 1 for batch in store.batches)
    # the batch of three, then alone at first and after an hour and a day; of one alone, twice each
    assert asked <= 5


def test_a_refused_one_is_tried_again_only_after_its_time(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock
) -> None:
    (bad,) = wait_for(1)
    store.dislikes = {str(bad.pk)}
    look()
    asked = len(store.batches)
    clock.pass_by(minutes=59)
    look()

    assert len(store.batches) == asked
    store.dislikes.clear()
    clock.pass_by(minutes=2)
    assert look() == 1


@pytest.mark.parametrize("status", [500, 503, 429, 401, 403, 404, 301])
def test_where_the_store_itself_fails_all_wait_longer_each_time(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock, status: int
) -> None:
    wait_for(2)
    store.answers = [(status, {})] * 3
    for minutes in (0, 2, 6):
        clock.pass_by(minutes=minutes)
        assert look() == 0

    assert trouble() == f"HTTP {status}"
    assert StoreState.objects.get().failures == 3
    assert not store.answers
    assert look() == 0  # not before its time
    clock.pass_by(minutes=16)
    assert look() == 2
    assert StoreState.objects.get().failures == 0


def test_a_failure_after_a_batch_that_was_taken_is_the_first_in_a_row(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock
) -> None:
    wait_for(AT_ONCE + 1)
    store.answers = [(503, {}), (503, {}), (200, {}), (503, {})]
    for minutes in (0, 2, 6):
        clock.pass_by(minutes=minutes)
        look()

    state = StoreState.objects.get()
    assert state.failures == 1
    assert state.answered_at == clock()
    clock.pass_by(minutes=2)
    assert look() == 1


def test_a_store_that_asks_to_be_left_alone_is(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock
) -> None:
    wait_for(1)
    store.answers = [(503, {"Retry-After": "7200"})]
    look()

    clock.pass_by(minutes=119)
    assert look() == 0
    clock.pass_by(minutes=2)
    assert look() == 1


def test_a_redirection_is_not_followed(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock
) -> None:
    wait_for(1)
    store.answers = [(307, {"Location": f"{store.address}/statements"})]

    assert look() == 0
    assert not store.batches
    assert trouble() == "HTTP 307"


def test_a_store_that_is_away_is_trouble_and_no_more(
    store: RecordStore, wait_for: Any, look: Look, settings: Any, aisyah: User
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    settings.RECORD_STORE = f"http://127.0.0.1:{port}/xapi"
    wait_for(1)

    assert look() == 0
    assert trouble().startswith("ConnectionRefusedError")


def test_a_store_that_never_answers_is_not_waited_for_for_ever(
    wait_for: Any, look: Look, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tauliah.apps.experience import store as at_store

    monkeypatch.setattr(at_store, "SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.RECORD_STORE = f"http://127.0.0.1:{silent.getsockname()[1]}/xapi"
        wait_for(1)

        assert look() == 0
    assert trouble().startswith("TimeoutError")


def test_what_waited_for_a_month_is_given_up_and_tells_the_operator(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock
) -> None:
    wait_for(2)
    clock.pass_by(days=31)
    look()

    health = store_health()
    assert health is not None
    assert health.counts == Counts(sent=0, waiting=0, given_up=2)
    assert health.reasons == (("waited for 30 days", 2),)
    assert not health.is_well
    assert try_again(at=clock()) == 2
    assert look() == 2


def test_a_withdrawal_between_two_batches_stops_the_second(
    store: RecordStore, wait_for: Any, look: Look, aisyah: User, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from tauliah.apps.experience.sharing import decide_sharing

    wait_for(AT_ONCE + 1)
    send = sending.send

    def send_and_withdraw(bodies: Any) -> Any:
        answer = send(bodies)
        decide_sharing(aisyah, agreed=False, actor=aisyah, at=clock())
        return answer

    monkeypatch.setattr(sending, "send", send_and_withdraw)
    look()

    assert len(store.held) == AT_ONCE
    assert len(store.batches) == 1
    assert not Statement.objects.exists()


def test_a_statement_under_an_earlier_number_is_not_sent(
    store: RecordStore, wait_for: Any, look: Look
) -> None:
    (one,) = wait_for(1)
    one.body["actor"]["account"]["name"] = str(uuid4())
    one.save()

    assert look() == 0
    assert not Statement.objects.exists()


def test_a_key_file_that_others_can_read_is_not_used(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock, settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "record-store.key"
    settings.RECORD_STORE_KEY_SECRET, settings.RECORD_STORE_KEY_FILE = "", file
    wait_for(1)
    look()
    missing = trouble()
    file.touch(mode=0o644)
    file.write_text(f"{KEY}\n", encoding="utf-8")
    clock.pass_by(days=1)
    look()

    assert "cannot be read" in missing
    assert "chmod 600" in trouble()
    assert not store.batches
    file.chmod(0o600)
    clock.pass_by(days=1)
    assert look() == 1


def test_erasure_takes_statements_and_decisions(
    store: RecordStore, wait_for: Any, look: Look, aisyah: User, clock: Clock
) -> None:
    from tauliah.apps.experience.models import SharingDecision
    from tauliah.apps.experience.privacy import erase

    wait_for(2)
    erase(aisyah, clock())

    assert look() == 0
    assert not Statement.objects.exists()
    assert not SharingDecision.objects.exists()


def test_what_was_sent_long_ago_goes_by_time(
    store: RecordStore, wait_for: Any, look: Look, clock: Clock
) -> None:
    from tauliah.apps.experience.privacy import DUE

    wait_for(2)
    look()
    (due,) = DUE

    assert due.carry_out(clock()) == 0
    assert due.count(clock() + timedelta(days=1)) == 2
    assert due.carry_out(clock() + timedelta(days=1)) == 2
