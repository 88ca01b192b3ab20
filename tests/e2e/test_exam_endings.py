"""The end of the time while the network is away: what is said is true, and no minute or answer lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tauliah.apps.awards.keys import make_signing_key
from tauliah.apps.sittings.actions import Rescued, extend_attempt, take_emergency_file
from tests.e2e.exam_room import (
    FAILED_FETCH,
    UNTIL_RETRIED,
    answers,
    choose,
    enter,
    notices,
    people,
    room,
    saved,
    shown_question,
    start,
)
from tests.services import examhall

pytestmark = pytest.mark.slow

__all__ = ["enter", "people"]

NEARLY_OVER = 64.6
"""Minutes after which 24 seconds of the exam are left: enough for a busy machine to open it."""
UNTIL_OVER = 40_000
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def attempt(people: Any, settings: Any, tmp_path: Path) -> Any:
    """Aisyah's exam in its last seconds, in a house that can open emergency files."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    return start(people, minutes_ago=NEARLY_OVER)


@pytest.fixture
def devi(people: Any) -> Any:
    return examhall.account("Devi", role="invigilator")


def cut_off_at_the_end(enter: Any, attempt: Any, watch: Any, **options: Any) -> Page:
    """The first question is saved, the second waits, and then the time of the page is over."""
    watch.expect(FAILED_FETCH)
    page: Page = enter(**options)
    page.goto(room(attempt))
    choose(page, "A")
    saved(page)
    page.context.set_offline(True)
    page.keyboard.press("n")
    choose(page, "B")
    expect(notices(page)).to_contain_text("The time has ended.", timeout=UNTIL_OVER)
    return page


def added(attempt: Any, devi: Any) -> None:
    given = extend_attempt(devi, attempt.pk, minutes=10, reason="The switch failed.")
    assert not hasattr(given, "code"), given


def test_the_end_without_a_network_says_what_waits_and_nothing_that_is_not_so(
    enter, attempt, watch, axe, screenshot
):
    page = cut_off_at_the_end(enter, attempt, watch, viewport=PHONE, reduced_motion="reduce")

    said = notices(page)
    expect(said).to_contain_text("Answers that were written in time and are not saved yet: 2.")
    expect(said.get_by_role("button", name="Save an emergency file")).to_be_visible()
    expect(said).not_to_contain_text("Go on working")
    expect(said).not_to_contain_text("being submitted")
    expect(page.locator("[data-part=saved]")).to_have_text("not saved, still trying")
    axe(page)
    screenshot(page, "ending-cut-360")


@pytest.mark.parametrize("waits", [True, False])
def test_minutes_that_were_added_in_a_cut_are_there_when_the_network_returns(
    enter, attempt, watch, devi, waits
):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    choose(page, "A")
    saved(page)
    page.context.set_offline(True)
    if waits:
        page.keyboard.press("n")
        choose(page, "B")
    added(attempt, devi)
    expect(notices(page)).to_contain_text("The time has ended.", timeout=UNTIL_OVER)
    expect(shown_question(page).locator("input[type=radio]").first).to_be_disabled()
    page.context.set_offline(False)

    expect(page.get_by_role("timer")).to_contain_text(
        re.compile(r"\b(10|09):\d\d"), timeout=UNTIL_RETRIED
    )
    saved(page, timeout=UNTIL_RETRIED)
    assert len(answers(attempt)) == 1 + waits
    page.keyboard.press("n")
    page.keyboard.press("n")
    choose(page, "C")
    saved(page)
    assert len(answers(attempt)) == 2 + waits


def test_a_review_that_was_cut_off_at_the_end_does_not_give_added_minutes_away(
    enter, attempt, watch, devi
):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    choose(page, "A")
    saved(page)
    page.goto(f"{room(attempt)}submit/")
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"00:[01]\d"))
    page.context.set_offline(True)
    added(attempt, devi)
    expect(notices(page)).to_contain_text("Not submitted yet, still trying.", timeout=UNTIL_OVER)
    page.context.set_offline(False)

    expect(page.get_by_role("timer")).to_contain_text(
        re.compile(r"\b(10|09):\d\d"), timeout=UNTIL_RETRIED
    )
    expect(notices(page)).to_be_empty(timeout=UNTIL_RETRIED)
    page.get_by_role("link", name="Back to the questions").click()
    choose(page, "B")
    saved(page)


def test_a_page_opened_after_the_end_still_offers_what_this_browser_could_not_send(
    enter, attempt, watch, devi, axe, screenshot, tmp_path
):
    page = cut_off_at_the_end(enter, attempt, watch)
    page.wait_for_timeout(15_000)  # until the grace for saves on their way is over, too
    page.on("dialog", lambda asked: asked.accept())
    page.context.set_offline(False)
    page.reload()

    said = notices(page)
    expect(said).to_contain_text("never reached the server: 1.")
    axe(page)
    screenshot(page, "ended-with-answers")
    with page.expect_download() as given:
        said.get_by_role("button", name="Save an emergency file").click()
    path = tmp_path / "emergency.json"
    given.value.save_as(path)
    expect(said).to_contain_text("Give it to the invigilator within 30 minutes")
    taken = take_emergency_file(devi, path.read_bytes(), reason="Aisyah gave me the file.")

    assert isinstance(taken, Rescued), taken
    expect(page.get_by_text("2 of 50 questions have a saved answer")).to_be_visible(timeout=20_000)
    expect(notices(page)).to_be_empty()
    assert len(answers(attempt)) == 2


def test_a_page_opened_after_the_end_offers_nothing_where_nothing_waits(enter, people):
    attempt = start(people, minutes_ago=70)
    page = enter()
    page.goto(room(attempt))

    expect(page.get_by_role("heading", name="The time has ended")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(notices(page)).to_be_empty()


def test_the_question_is_in_view_though_notices_fill_the_screen_of_a_phone(
    enter, people, watch, settings, tmp_path
):
    watch.expect(FAILED_FETCH)
    page = enter(viewport=PHONE)
    page.goto(room(start(people, minutes_ago=1)))
    choose(page, "A")
    saved(page)
    page.context.set_offline(True)
    page.keyboard.press("n")
    choose(page, "B")
    expect(notices(page)).to_contain_text("Answers that wait here: 1.")

    page.keyboard.press("n")
    choose(page, "C")

    expect(notices(page)).to_contain_text("Answers that wait here: 2.")
    page.keyboard.press("n")
    expect(shown_question(page).locator("h2")).to_be_in_viewport()
    expect(shown_question(page).locator(".option").first).to_be_in_viewport()
