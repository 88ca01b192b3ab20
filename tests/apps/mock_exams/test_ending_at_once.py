"""A mock exam that ends by two ways at the same moment counts once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tauliah.apps.mock_exams.actions import Sheet, save_sheet, start_mock, submit_mock
from tauliah.apps.mock_exams.models import MockExam
from tauliah.apps.mock_exams.queries import seats_of
from tauliah.apps.study.models import PracticeAnswer, Review
from tauliah.core.exam.answers import right_answer
from tests.web.programme import MOMENT, open_account, publish_the_programme

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> None:
    """Each act in a thread and with a database connection of its own, let go together."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        together.wait(timeout=10)
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result(timeout=60)


def test_submitted_and_followed_by_the_next_one_at_once_its_answers_count_once() -> None:
    publish_the_programme()
    aisyah = open_account("Aisyah", role="candidate")
    mock = start_mock(aisyah, "PUM", at=MOMENT)
    assert isinstance(mock, MockExam)
    seats = seats_of(mock)[:5]
    values = {seat.position: right_answer(seat.item.text) for seat in seats}
    save_sheet(aisyah, mock.pk, Sheet(values), at=MOMENT)
    over = mock.deadline + timedelta(hours=1)

    at_once(
        lambda: submit_mock(aisyah, mock.pk, language="en", at=over),
        lambda: start_mock(aisyah, "PUM", at=over),
    )

    assert PracticeAnswer.objects.filter(person=aisyah).count() == len(seats)
    assert Review.objects.filter(person=aisyah).count() == len(seats)
    assert MockExam.objects.filter(ended_at=None).count() == 1
