"""The exam room in a real browser, for tests: Aisyah, her attempt, and what is seen and done."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.services import examhall

FAILED_FETCH = r"Failed to load resource"
EN, MS = "en", "ms"
# Longer than the longest wait between two tries.
UNTIL_RETRIED = 60_000

Enter = Callable[..., Page]


@pytest.fixture
def people(site: str) -> Any:
    """Aisyah, in a house whose window is always open."""
    examhall.publish(
        examhall.programme_files(windows=examhall.ALL_YEAR),
        at=datetime.now(UTC) - timedelta(days=1),
    )
    return examhall.candidate("Aisyah", at=datetime.now(UTC) - timedelta(days=1))


@pytest.fixture
def enter(open_page: Any, site: str, people: Any) -> Enter:
    """A page of Aisyah's on a device of its own, logged in."""

    def one(**options: Any) -> Page:
        page = open_page(**options)
        log_in(page, people, site)
        return page

    return one


@pytest.fixture
def attempt(people: Any) -> Any:
    """Aisyah's exam, started a minute ago."""
    return start(people, minutes_ago=1)


def start(person: Any, *, minutes_ago: float) -> Any:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return examhall.started(person, at=at, window=f"{at.year}-1")


def log_in(page: Page, person: Any, site: str) -> None:
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )


def room(attempt: Any, language: str = EN) -> str:
    return f"/{language}/exams/attempts/{attempt.pk}/"


def answers(attempt: Any) -> dict[str, str]:
    """What the server holds, by the chain alone."""
    from tauliah.apps.sittings.queries import answers_in_chain, chain_of
    from tauliah.core.exam import chain_is_whole

    assert chain_is_whole(chain_of(attempt), attempt=str(attempt.pk))
    return answers_in_chain(attempt)


def saved(page: Page, *, timeout: float = 8_000) -> None:
    expect(page.locator("[data-part=saved]")).to_have_text(
        re.compile(r"^saved \d\d:\d\d:\d\d$"), timeout=timeout
    )


def unsaved(page: Page) -> None:
    expect(page.locator("[data-part=saved]")).to_have_text("not saved, still trying")


def shown_question(page: Page) -> Any:
    return page.locator(".exam-item:visible")


def choose(page: Page, letter: str) -> None:
    shown_question(page).locator(".option").nth("ABCD".index(letter)).click()


def chosen(page: Page) -> str:
    """The letter of the option that is chosen in the question shown, or nothing."""
    options = shown_question(page).locator(".option")
    # the question may be on its way still
    for _ in range(20):
        checked = [options.nth(place).locator("input").is_checked() for place in range(4)]
        if any(checked):
            break
        page.wait_for_timeout(100)
    return "".join(letter for letter, is_it in zip("ABCD", checked, strict=True) if is_it)


def notices(page: Page) -> Any:
    return page.locator("[data-part=notices]")


def numbered(page: Page, number: int) -> Any:
    return page.locator("[data-part=navigator]").get_by_text(str(number), exact=True)


def go_on_here(page: Page, *, title: str = "The exam is open elsewhere") -> None:
    """Agrees to take the exam over in this tab, which then shows what is saved."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(title)
    with page.expect_navigation():
        dialog.get_by_role("button", name="Go on here").click()
    expect(dialog).to_be_hidden()
