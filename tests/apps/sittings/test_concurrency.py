"""Two requests at the same moment do not slip past a rule together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tauliah.apps.record.queries import entries_of
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.sittings.actions import Saved, book, save_answer, start_attempt
from tauliah.apps.sittings.models import Attempt
from tauliah.apps.sittings.queries import bookings_of, chain_of, seats_of
from tauliah.core.exam import chain_is_whole
from tauliah.core.kernel import Refused
from tests.services.examhall import MORNING, WINDOW, booked

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread and with a database connection of its own, let go together."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        together.wait(timeout=10)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, act) for act in acts]]


def refusals(outcomes):
    return sorted(outcome.code for outcome in outcomes if isinstance(outcome, Refused))


def test_of_several_bookings_at_once_one_is_taken(aisyah):
    outcomes = at_once(*[lambda: book(aisyah, "PUM", window=WINDOW, at=MORNING)] * 6)

    assert refusals(outcomes) == ["already-booked"] * 5
    assert [booking.state for booking in bookings_of(aisyah)] == ["booked"]


def test_an_exam_started_on_two_devices_at_once_is_one_attempt(aisyah):
    booking = booked(aisyah)

    attempts = at_once(*[lambda: start_attempt(aisyah, booking.pk, at=MORNING)] * 4)

    assert len({attempt.pk for attempt in attempts}) == 1
    assert Attempt.objects.count() == 1
    assert len(chain_of(attempts[0])) == 1


def test_of_two_tabs_that_save_at_once_one_is_told_that_it_is_stale(aisyah, attempt):
    codes = [seat.item.code for seat in seats_of(attempt)[:4]]

    def save(item):
        return lambda: save_answer(
            aisyah, attempt.pk, item=item, value="a", client_sequence=1, at=MORNING
        )

    outcomes = at_once(*map(save, codes))

    assert refusals(outcomes) == ["stale"] * 3
    assert len(chain_of(attempt)) == 2
    assert chain_is_whole(chain_of(attempt), attempt=str(attempt.pk))


def test_the_same_save_sent_twice_at_once_is_kept_once_and_acknowledged_twice(aisyah, attempt):
    item = seats_of(attempt)[0].item.code

    outcomes = at_once(
        *[
            lambda: save_answer(
                aisyah, attempt.pk, item=item, value="a", client_sequence=1, at=MORNING
            )
        ]
        * 4
    )

    assert all(isinstance(outcome, Saved) for outcome in outcomes)
    assert len(set(outcomes)) == 1
    assert len(chain_of(attempt)) == 2


def test_an_exam_submitted_twice_at_once_has_one_result(aisyah, attempt):
    results = at_once(*[lambda: submit_and_score(aisyah, attempt.pk, at=MORNING)] * 4)

    assert len(set(results)) == 1
    assert ScoringRun.objects.count() == 1
    assert sum(entry.facts.get("sitting") == str(attempt.pk) for entry in entries_of(aisyah)) == 1


def test_a_save_at_the_moment_of_submission_is_scored_or_refused(aisyah, attempt):
    item = seats_of(attempt)[0].item

    saved, result = at_once(
        lambda: save_answer(
            aisyah,
            attempt.pk,
            item=item.code,
            value=item.text.key,
            client_sequence=1,
            at=MORNING,
        ),
        lambda: submit_and_score(aisyah, attempt.pk, at=MORNING),
    )

    assert result.correct == (1 if isinstance(saved, Saved) else 0)
