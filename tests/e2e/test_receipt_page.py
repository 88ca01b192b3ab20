"""The receipt of a sealed exam and its check: accessible, and fit for a phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tauliah.apps.awards.keys import make_signing_key
from tests.e2e.exam_room import enter, people
from tests.services import examhall

__all__ = ["enter", "people"]


@pytest.mark.parametrize(
    ("width", "language"),
    [
        (360, "ms"),
        *(
            pytest.param(*one, marks=pytest.mark.slow)
            for one in ((360, "en"), (1280, "en"), (1280, "ms"))
        ),
    ],
)
def test_the_receipt_and_its_check_are_accessible_and_fit(
    enter, people, settings, tmp_path, axe, screenshot, language, width
):
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    now = datetime.now(UTC)
    sat = examhall.sat(people, right=40, at=now, window=f"{now.year}-1")
    page = enter(viewport={"width": width, "height": 800})

    for path, name in (
        (f"exams/attempts/{sat.attempt}/receipt/", "receipt"),
        ("receipts/", "receipt-check"),
    ):
        page.goto(f"/{language}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        axe(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        screenshot(page, f"{name}-{language}-{width}")
