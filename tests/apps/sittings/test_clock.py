"""The clock of exams is the database's: a server process whose own is wrong moves no deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from tauliah.apps.sittings.actions import Saved, save_answer, start_attempt
from tauliah.apps.sittings.clock import database_time, exam_time
from tauliah.apps.sittings.queries import seats_of
from tests.services import examhall


@pytest.fixture
def database_clock(settings):
    settings.EXAM_CLOCK = "tauliah.apps.sittings.clock.database_time"


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=400)])
@pytest.mark.django_db
def test_a_jump_of_the_process_clock_is_not_a_jump_of_the_exam(database_clock, jump):
    true = datetime.now(UTC)

    with time_machine.travel(true + jump):
        assert abs(exam_time() - true) < timedelta(seconds=30)


@pytest.mark.django_db
def test_the_clock_has_its_zone_and_moves_within_a_transaction():
    with transaction.atomic():
        first, second = database_time(), database_time()

    assert first.utcoffset() == timedelta(0)
    assert first <= second


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
@pytest.mark.django_db
def test_a_save_is_taken_or_late_by_the_databases_clock_alone(database_clock, jump):
    at = datetime.now(UTC)
    examhall.publish(examhall.programme_files(windows=examhall.ALL_YEAR), at=at)
    aisyah = examhall.candidate("Aisyah", at=at)
    booking = examhall.booked(aisyah, at=at, window=f"{at.year}-1")
    attempt = start_attempt(aisyah, booking.pk, at=exam_time())
    item = seats_of(attempt)[0].item.code

    with time_machine.travel(at + jump):
        saved = save_answer(aisyah, attempt.pk, item=item, value="a", client_sequence=1)

    assert isinstance(saved, Saved)
    assert saved.seconds_left > 60 * 60
