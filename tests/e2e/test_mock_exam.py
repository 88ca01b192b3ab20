"""A mock exam by keyboard: answers are saved as they are given, and the result says what is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tauliah.apps.mock_exams.models import MockExam, MockItem
from tests.e2e.accessibility import violations
from tests.e2e.institute import Institute
from tests.e2e.soundness import PHONE


def test_a_mock_exam_is_started_answered_and_submitted_by_keyboard(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    nurul = institute.newcomer("Nurul Huda")
    page = open_page()
    institute.let_in(page, nurul)

    page.goto("/en/study/pum/mock/")
    page.get_by_role("button", name="Start a mock exam now").press("Enter")
    expect(page.get_by_role("heading", name="Question 1 of 49")).to_be_visible()
    expect(page.locator("[data-mock-time] time")).to_have_text(re.compile("^1:0[34]:"))
    option = page.locator(".options input[type=radio]").first
    option.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-mock-saved]")).to_have_text("saved")
    assert MockItem.objects.exclude(value=None).count() == 1
    number = page.locator("[data-mock-number].is-answered")
    expect(number).to_have_count(1)

    assert not violations(page)
    page.reload()
    expect(page.locator(".options input:checked")).to_have_count(1)
    page.get_by_role("button", name="Save and go on").press("Enter")
    expect(page.get_by_role("heading", name="Question 11 of 49")).to_be_visible()
    page.get_by_role("button", name="Review and submit").press("Enter")
    expect(page.get_by_text("1 of 49 answered and saved")).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="Submit the mock exam").press("Enter")
    expect(page.get_by_role("heading", name="What this says")).to_be_visible()
    assert not violations(page)
    assert MockExam.objects.get().answered == 1


@pytest.mark.slow
def test_on_a_phone_the_time_runs_out_and_the_result_is_shown(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    nurul = institute.newcomer("Nurul Huda")
    page = open_page(viewport=PHONE, has_touch=True)
    institute.let_in(page, nurul)
    page.goto("/ms/study/pum/mock/")
    page.locator("form[action$='/start/'] button").tap()
    expect(page.locator("[data-mock-number]")).to_have_count(49)
    page.locator(".option").first.tap()
    expect(page.locator("[data-mock-saved][data-state=saved]")).not_to_be_empty()
    # as if she had come back shortly before its end
    MockExam.objects.update(deadline=timezone.now() + timedelta(seconds=4))
    page.reload()

    expect(page.locator("#says")).to_be_visible()
    assert MockExam.objects.get().answered == 1


@pytest.mark.slow
def test_what_cannot_be_saved_is_said_and_sent_when_the_network_is_back(
    open_page: Callable[..., Page], institute: Institute, watch: Any
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    nurul = institute.newcomer("Nurul Huda")
    page = open_page()
    institute.let_in(page, nurul)
    page.goto("/en/study/pum/mock/")
    page.get_by_role("button", name="Start a mock exam now").click()
    expect(page.locator("[data-mock-time] time")).to_have_text(re.compile("^1:0[34]:"))
    number = page.locator("[data-number]").first
    # which page asks for a number follows from the draw
    while not number.count():
        with page.expect_navigation():
            page.get_by_role("button", name="Save and go on").click()
    here = page.url

    page.context.set_offline(True)
    number.fill("1250")
    number.press("Enter")
    expect(page.locator("[data-mock-saved]")).to_have_text("not saved, still trying")
    page.get_by_role("button", name="Save and go on").click()
    assert page.url == here
    assert not MockItem.objects.filter(value__number="1250").exists()

    page.context.set_offline(False)
    expect(page.locator("[data-mock-saved]")).to_have_text("saved")
    assert page.url == here
    assert MockItem.objects.filter(value__number="1250").count() == 1
