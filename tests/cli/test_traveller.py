"""The invented candidates find their way on any day of the year."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.services import examhall


@pytest.mark.usefixtures("db")
def test_who_books_on_any_day_still_finds_the_window_open_a_day_later():
    examhall.publish()
    from tauliah.apps.catalogue.queries import zone
    from tauliah.apps.sittings.queries import window_at
    from tauliah.cli.journeys import Traveller

    morning = datetime(2026, 1, 1, 9, tzinfo=zone())
    for days in range(366):
        aisyah = Traveller(
            None,
            name="Aisyah",
            email="aisyah@example.org",
            language="ms",
            at=morning + timedelta(days=days),
        )

        code = aisyah.go_to_open_window()

        tomorrow = window_at(aisyah.at + timedelta(days=1))
        assert tomorrow is not None
        assert (window_at(aisyah.at).code, tomorrow.code) == (code, code)
