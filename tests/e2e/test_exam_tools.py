"""What helps a candidate in the room: strike out, notes, calculator, high contrast, large print."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tauliah.apps.people.accommodations import Grant
from tauliah.apps.sittings.actions import grant_accommodation
from tests.e2e.exam_room import (
    FAILED_FETCH,
    answers,
    attempt,
    choose,
    chosen,
    enter,
    people,
    room,
    saved,
    shown_question,
    unsaved,
)
from tests.services import examhall

pytestmark = pytest.mark.slow

__all__ = ["attempt", "enter", "people"]

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def page(enter: Any, attempt: Any) -> Page:
    """The room of Aisyah's exam."""
    opened: Page = enter()
    opened.goto(room(attempt))
    expect(opened.locator("[data-part=sheet]")).to_have_attribute("data-held", "")
    return opened


def announced(page: Page, words: str) -> None:
    expect(page.locator("[data-part=announcer]")).to_have_text(words)


def strike(page: Page, letter: str) -> Any:
    return shown_question(page).get_by_role("button", name=f"Strike out option {letter}")


def test_an_option_is_struck_out_here_only_and_stays_so_over_a_reload(page, attempt, axe):
    strike(page, "B").click()
    expect(strike(page, "B")).to_have_attribute("aria-pressed", "true")
    expect(shown_question(page).get_by_role("radio").nth(1)).to_have_accessible_name(
        re.compile("struck out$")
    )
    axe(page)

    page.reload()

    expect(strike(page, "B")).to_have_attribute("aria-pressed", "true")
    assert answers(attempt) == {}
    strike(page, "B").click()
    expect(strike(page, "B")).to_have_attribute("aria-pressed", "false")


def test_who_is_faster_than_the_scripts_keeps_the_focus_when_the_tools_come(enter, attempt):
    page, held = enter(), []
    page.route("**/exam/player.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    page.goto(room(attempt), wait_until="commit")
    option = page.get_by_role("radio").first
    option.focus()
    page.keyboard.press("Space")

    expect(option).to_be_focused()
    held[0].continue_()
    strike(page, "A").wait_for()

    expect(option).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert chosen(page) == "B"
    saved(page)


def test_choosing_what_was_struck_out_takes_the_line_away(page, attempt):
    strike(page, "C").click()

    choose(page, "C")

    expect(strike(page, "C")).to_have_attribute("aria-pressed", "false")
    saved(page)
    assert len(answers(attempt)) == 1


def test_shift_and_a_letter_strike_out(page):
    page.keyboard.press("Shift+D")
    expect(strike(page, "D")).to_have_attribute("aria-pressed", "true")
    announced(page, "struck out")
    page.keyboard.press("Shift+4")
    expect(strike(page, "D")).to_have_attribute("aria-pressed", "false")
    announced(page, "no longer struck out")
    assert chosen(page) == ""


def calculator(page: Page) -> Any:
    return page.get_by_role("dialog", name="Calculator")


def test_the_calculator_works_by_keyboard_alone(page):
    page.keyboard.press("k")
    tool = calculator(page)
    expect(tool.get_by_label("Sum")).to_be_focused()

    page.keyboard.type("1200*1.06/(2+2)")
    page.keyboard.press("Enter")

    expect(tool.get_by_role("status")).to_have_text("= 318")
    page.keyboard.press("Escape")
    expect(tool).to_be_hidden()
    expect(page.get_by_role("button", name="Calculator")).to_be_focused()
    assert chosen(page) == ""


def test_the_calculator_works_by_its_buttons_and_goes_on_with_a_result(page, axe, screenshot):
    page.get_by_role("button", name="Calculator").click()
    tool = calculator(page)

    def press(*names: str) -> None:
        for name in names:
            tool.get_by_role("button", name=name, exact=True).click()

    press("1", "2", "times", "3", "Work it out")
    expect(tool.get_by_role("status")).to_have_text("= 36")
    press("plus", "4", "Work it out")
    expect(tool.get_by_role("status")).to_have_text("= 40")
    axe(page)
    screenshot(page, "tool-calculator")
    press("5", "divided by", "0", "Work it out")
    expect(tool.get_by_role("status")).to_have_text("This cannot be worked out.")
    press("Clear")
    expect(tool.get_by_label("Sum")).to_have_value("")
    assert chosen(page) == "", "a key of the calculator is no key of the room"


SUMS = [
    ("1+2*3", "7"),
    ("(1+2)*3", "9"),
    ("10-4-3", "3"),
    ("100/10/2", "5"),
    ("0.1+0.2", "0.3"),
    ("1,250.50 × 2", "2501"),
    ("-3*-2", "6"),
    ("2-(-3)", "5"),
    ("10%", "0.1"),
    ("√(16)+√9", "7"),
    ("123456789.123", "123456789.123"),
    (".5+.25", "0.75"),
    ("1/3", "0.333333333333"),
    ("", "none"),
    ("2+", "none"),
    ("(2", "none"),
    ("2)", "none"),
    ("1/0", "none"),
    ("√(-1)", "none"),
    ("2 3 +", "none"),
    ("1..2", "none"),
    ("alert(1)", "none"),
    ("constructor", "none"),
    ("()", "none"),
    ("2**3", "none"),
]


def test_sums_are_worked_out_by_rule(page):
    player = page.locator("script[type=module][src*=player]").get_attribute("src")
    assert player is not None
    script = """async ([url, sums]) => {
        const { calculate, spelled } = await import(url);
        return sums.map((one) => spelled(calculate(one)) || "none");
    }"""
    url = player.replace("player.js", "arithmetic.js")

    values = page.evaluate(script, [url, [one for one, _ in SUMS]])

    assert dict(zip([one for one, _ in SUMS], values, strict=True)) == dict(SUMS)


def test_notes_stay_in_the_browser_over_a_reload_and_go_with_the_exam(
    page, attempt, axe, screenshot
):
    page.keyboard.press("t")
    notes = page.get_by_role("dialog", name="Notes")
    expect(notes).to_contain_text("never sent")
    page.keyboard.type("come back to 7")
    axe(page)
    screenshot(page, "tool-notes")
    page.keyboard.press("Escape")

    page.reload()
    page.get_by_role("button", name="Notes").click()
    expect(notes.get_by_role("textbox")).to_have_value("come back to 7")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Review and submit").click()
    page.get_by_role("button", name="Submit and end the exam").click()
    page.get_by_role("button", name="Yes, submit").click()
    page.wait_for_url("**/result/")

    left = page.evaluate(
        """() => new Promise((resolve) => {
            indexedDB.open("tauliah-exam").onsuccess = ({ target: { result } }) => {
                const all = result.transaction("kept").objectStore("kept").getAll();
                all.onsuccess = () => resolve(all.result.length);
            };
        })"""
    )
    assert left == 0


def test_nothing_is_handed_in_before_it_is_confirmed(page, attempt):
    page.get_by_role("link", name="Review and submit").click()
    page.get_by_role("button", name="Submit and end the exam").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("50 questions have no answer.")

    dialog.get_by_role("button", name="Not yet").click()

    expect(dialog).to_be_hidden()
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


@pytest.mark.parametrize("tool", ["calculator", "notes"])
def test_the_tools_fit_a_phone(enter, attempt, axe, screenshot, tool):
    page = enter(**PHONE)
    page.goto(room(attempt))
    expect(page.locator("[data-part=sheet]")).to_have_attribute("data-held", "")

    page.locator(f"[data-part=open-{tool}]").click()

    axe(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    page.screenshot(full_page=False)
    screenshot(page, f"tool-{tool}-phone")
    page.keyboard.press("Escape")
    expect(page.locator(f"[data-part={tool}]")).to_be_hidden()


def test_in_high_contrast_every_state_is_still_told(enter, attempt, axe, screenshot, watch):
    watch.expect(FAILED_FETCH)
    page = enter(forced_colors="active")
    page.goto(room(attempt))
    expect(page.locator("[data-part=sheet]")).to_have_attribute("data-held", "")
    choose(page, "B")
    page.keyboard.press("f")
    strike(page, "A").click()
    saved(page)

    def line(selector: str, name: str) -> str:
        return page.locator(selector).first.evaluate(f"one => getComputedStyle(one).{name}")

    answered, open_one = "[data-number='1']", "[data-number='2']"
    assert line(answered, "borderTopWidth") != line(open_one, "borderTopWidth")
    assert line(".option:has(input:checked)", "outlineStyle") == "solid"
    assert line("[aria-pressed=true]", "borderTopWidth") == "3px"
    page.context.set_offline(True)
    choose(page, "C")
    unsaved(page)
    assert line("[data-part=saved]", "outlineStyle") == "solid"
    screenshot(page, "high-contrast")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_large_print_and_easy_text_are_applied_and_fit(
    enter, people, attempt, axe, screenshot, size
):
    page = enter(**(PHONE if size == "phone" else {}))
    page.goto(room(attempt))
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.stem')).fontSize)")
    registrar = examhall.account("Farid", role="registrar")
    for kind in ("large-print", "reader-friendly"):
        grant = Grant(kind=kind, reason="A letter of 3 March.", percent=0, times=0, minutes=0,
                      valid_until=None)  # fmt: skip
        assert not hasattr(
            grant_accommodation(people, grant, actor=registrar, at=datetime.now(UTC)), "code"
        )

    page.reload()
    expect(page.locator("[data-part=sheet]")).to_have_attribute("data-held", "")

    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.stem')).fontSize)")
    assert after >= before * 1.15
    stem = shown_question(page).locator(".stem")
    spacing = stem.evaluate("one => getComputedStyle(one).letterSpacing")
    assert float(spacing.removesuffix("px")) > 0
    page.locator("[data-part=open-calculator]").click()
    axe(page)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    screenshot(page, f"large-print-{size}")
