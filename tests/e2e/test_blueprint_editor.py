"""Numbers of an exam are changed in the browser: the bank answers beside them as they are typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.institute import Institute
from tests.e2e.soundness import faults_on_a_phone
from tests.web.programme import open_account

PHONE = {"width": 360, "height": 740}
IS_ON_TOP = """element => {
  const { left, top, right, width, height } = element.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return left >= 0 && right <= innerWidth && element.contains(seen);
}"""


@pytest.mark.slow
def test_numbers_are_answered_while_they_are_typed_and_then_proposed(
    open_page: Callable[..., Page],
    institute: Institute,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = open_page(viewport=PHONE)
    institute.let_in(page, open_account("Azman Hashim", role="bank-officer"))
    page.goto("/en/bank/blueprints/pin/")
    told, motor = page.locator("#told"), page.locator("[name=items-motor]")
    expect(told).to_contain_text("Nothing: these are the numbers in force.")

    motor.fill("12")
    expect(told).to_contain_text("The topics add up to 51 items, an exam has 50.")
    # what is told is exchanged around the field, which keeps the focus
    expect(motor).to_be_focused()
    page.locator("[name=level-motor-apply]").fill("5")
    page.locator("[name=items-home]").fill("10")
    page.locator("[name=level-home-remember]").fill("1")
    expect(page.locator("#told-total")).to_have_text("50 / 50")
    expect(page.locator("#beside-level-motor-apply")).to_contain_text("needs 10")
    assert not list(faults_on_a_phone(page))
    assert not violations(page)

    # a field far to the right is in sight when it has the focus, and its topic stays beside it
    page.set_viewport_size(PHONE)
    far = page.locator("[name^=level-motor-]").last
    far.focus()
    topic = page.locator("tr", has=far).locator("th")
    assert topic.evaluate(IS_ON_TOP)
    assert far.evaluate(IS_ON_TOP)
    screenshot(page, "blueprint-on-a-phone")

    page.locator("#id_reason").fill("Motor carries most of the claims.")
    page.get_by_role("button", name="Propose these numbers").focus()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("courses/PIN/course.yaml")
    assert not list(faults_on_a_phone(page))
    assert not violations(page)
