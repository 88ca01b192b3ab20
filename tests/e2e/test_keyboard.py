"""Nothing needs a mouse, and whoever works without one always sees where they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tauliah.apps.sittings.queries import answers_in_chain, running_attempt
from tests.e2e.institute import Institute
from tests.e2e.soundness import PHONE
from tests.web.programme import PASSWORD

MOST_STEPS = 60
MOST_LOOKS = 30
HAS_FOCUS = "element => element === document.activeElement"
# In sight, and covered by nothing that stays where it is: WCAG 2.4.7 and 2.4.11.
IS_SEEN = """element => {
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const shown = element.type === "radio" ? element.closest("label") : element;
  const outlined = [element, shown].some(one => getComputedStyle(one).outlineStyle !== "none");
  return outlined && (shown.contains(top) || top?.contains(shown));
}"""


def reach(page: Page, target: Locator) -> None:
    """Goes on with the tabulator until the target has the focus."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if target.evaluate(HAS_FOCUS):
            expect_seen(page, target)
            return
    pytest.fail(f"{MOST_STEPS} steps do not reach {target}")


def expect_seen(page: Page, target: Locator) -> None:
    """A page that is being drawn, or brought into sight, has a moment for it."""
    for _ in range(MOST_LOOKS):
        if target.evaluate(IS_SEEN):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"it is not seen that {target} has the focus")


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    page.keyboard.press("Enter")


@pytest.mark.slow
def test_logging_in_booking_and_answering_need_no_mouse(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    nurul = institute.traveller("Nurul Huda", days_ago=1)
    list(nurul.enrol("API"))
    page = open_page(reduced_motion="reduce")  # nothing is looked for while it glides into sight
    page.goto("/en/")

    press(page, page.get_by_role("link", name="Log in"))
    reach(page, page.get_by_label("E-mail address"))
    page.keyboard.type(nurul.email)
    reach(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Nurul Huda")
    press(page, page.get_by_label("Your pages").get_by_role("link", name="Exams"))
    offer = page.locator("li.card", has_text="Underwriting and Marketing Practices")
    press(page, offer.get_by_role("button", name="Book this exam"))
    press(page, page.get_by_role("link", name="Go to the start"))
    press(page, page.get_by_role("button", name="Start the exam now"))
    question = page.locator(".exam-item:visible")
    expect(question.locator("h2")).to_have_text("Question 1 of 50")
    options = question.get_by_role("radio")
    reach(page, options.first)
    page.keyboard.press("Space")
    expect(options.first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_be_checked()
    expect(page.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")
    press(page, question.get_by_role("link", name="Next"))

    expect(page.locator(".exam-item:visible h2")).to_have_text("Question 2 of 50")
    expect(page.locator(".exam-item:visible h2")).to_be_focused()
    attempt = running_attempt(nurul.user)
    assert attempt is not None
    assert len(answers_in_chain(attempt)) == 1


def test_the_first_step_skips_to_the_content(page: Page, institute: Institute) -> None:
    page.goto("/ms/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Terus ke kandungan")
    expect(skip).to_be_focused()
    expect_seen(page, skip)
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    page = open_page(viewport=PHONE)
    page.goto("/en/")
    menu = page.get_by_role("button", name="Menu")
    press(page, menu)
    courses = page.get_by_label("Main").get_by_role("link", name="Courses")
    expect(courses).to_be_visible()

    page.keyboard.press("Escape")

    expect(courses).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    press(page, courses)
    page.wait_for_url("**/en/courses/")
