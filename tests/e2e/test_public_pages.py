"""What a reader does with the public pages: other words, other colours, no scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.programme import publish_the_programme


@pytest.fixture(autouse=True)
def published(browser: Any, site: str) -> None:
    # The browser first: its event loop gives this thread another connection to the database
    publish_the_programme()


def test_the_language_switch_stays_on_the_page(page: Page) -> None:
    page.goto("/en/glossary/?q=premium")

    page.get_by_role("link", name="Bahasa Melayu").first.click()

    expect(page).to_have_url(re.compile(r"/ms/glossary/\?q=premium$"))
    expect(page.locator("html")).to_have_attribute("lang", "ms")


@pytest.mark.slow
def test_an_appearance_once_chosen_is_kept(page: Page) -> None:
    page.goto("/en/")
    before = background_of(page)

    page.get_by_label("Appearance").select_option("dark")
    dark = background_of(page)
    page.goto("/en/courses/")

    assert before != dark == background_of(page)


def test_all_can_be_read_without_scripts(open_page: Any) -> None:
    page = open_page(java_script_enabled=False)

    page.goto("/en/courses/pum/")

    expect(page.get_by_role("heading", name="Exam blueprint")).to_be_visible()
    expect(page.get_by_label("Appearance")).to_be_hidden()


def background_of(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
