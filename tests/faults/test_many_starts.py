"""A room full of candidates who start within half a minute."""

from __future__ import annotations

import pytest

from tests.services.crowd import saves, starts

WITHIN_SECONDS = {"short": 5, "full": 30}
SAVING_SECONDS = {"short": 2, "full": 30}
SECONDS_BETWEEN_SAVES = {"short": 1, "full": 10}

pytestmark = pytest.mark.slow


def test_a_room_that_starts_at_once_is_seated_and_saves(shared_house, shared_site, length):
    port = shared_site
    booked = [desk for desk in shared_house.desks() if "attempt" not in desk]

    start, whole = starts(port, booked, within=WITHIN_SECONDS[length])

    assert start.refused == {}
    assert whole.refused == {}
    assert len({desk["attempt"] for desk in booked}) == len(booked)
    crowd = saves(port, booked, seconds=SAVING_SECONDS[length], every=SECONDS_BETWEEN_SAVES[length])
    assert crowd.refused == {}
    assert len(crowd.acknowledged) == len(booked)
    assert shared_house.faults(crowd.acknowledged) == []
