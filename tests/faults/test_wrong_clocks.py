"""Servers whose own clock is wrong by an hour: the clock of the database is what counts."""

from __future__ import annotations

import pytest

from tests.services.desks import assert_nothing_acknowledged_is_lost, at_work, desks_of
from tests.services.exam_house import EXAM_MINUTES

SAVES = {"short": 40, "full": 1_000}
EXAM_SECONDS = EXAM_MINUTES * 60
# less than the hour by which a clock is wrong, and longer than the tests before this one take
LONGEST_TEST_SECONDS = 50 * 60
LONGEST_REPLY_SECONDS = 60

pytestmark = pytest.mark.slow


def test_servers_an_hour_fast_and_an_hour_slow_give_and_take_no_time(house, workers, length):
    fast, _ = workers(house, "--workers=1", "--clock-off=3600")
    slow, _ = workers(house, "--workers=1", "--clock-off=-3600")
    desks = desks_of(house, fast)
    for desk in desks[::2]:
        desk.port = slow

    with at_work(desks) as wait_for:
        wait_for(SAVES[length])
        for desk in desks:
            # each goes over to the other server in the middle of its exam
            desk.port = fast if desk.port == slow else slow
        wait_for(SAVES[length])

    for desk in desks:
        assert all(EXAM_SECONDS - LONGEST_TEST_SECONDS < left < EXAM_SECONDS for left in desk.left)
        assert desk.left == sorted(desk.left, reverse=True)
        assert max(map(abs, desk.seconds_off)) < LONGEST_REPLY_SECONDS
    assert_nothing_acknowledged_is_lost(house, desks)
