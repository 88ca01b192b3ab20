"""Every type of item in a real browser: answered by keyboard alone, kept, practised and marked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.services import examhall
from tests.services.every_type import ITEMS, RIGHT, code_of, every_type_files

pytestmark = pytest.mark.slow

PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 640, "height": 450}
"""What is left of a desktop at 200 %."""
SCRIPTED = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture
def aisyah(site: str) -> Any:
    at = datetime.now(UTC) - timedelta(days=1)
    examhall.publish(every_type_files(), at=at)
    return examhall.candidate("Aisyah", at=at)


@pytest.fixture
def attempt(aisyah: Any) -> Any:
    at = datetime.now(UTC) - timedelta(seconds=20)
    return examhall.started(aisyah, at=at, window=f"{at.year}-1")


def enter(open_page: Any, site: str, person: Any, **options: Any) -> Page:
    client = Client()
    client.force_login(person)
    page: Page = open_page(**options)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )
    return page


def room(attempt: Any) -> str:
    return f"/en/exams/attempts/{attempt.pk}/"


def shown(page: Page) -> Locator:
    return page.locator(".exam-item:visible")


def saved(page: Page) -> None:
    expect(page.locator("[data-part=saved]")).to_have_text(re.compile(r"^saved \d\d:\d\d:\d\d$"))


def answers(attempt: Any) -> dict[str, Any]:
    from tauliah.apps.sittings.queries import answers_in_chain

    return answers_in_chain(attempt)


def tab_to(page: Page, target: Locator) -> None:
    """Reaches something with the tabulator, and sees that its focus is shown."""
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    message = "the tabulator does not reach it"
    raise AssertionError(message)


def pick(page: Page, radios: Locator, value: str) -> None:
    """Chooses a radio button of a group with Space and the arrows."""
    values = radios.evaluate_all("all => all.map(one => one.value)")
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    for _ in range(values.index(value)):
        page.keyboard.press("ArrowDown")


def select(page: Page, field: Locator, value: str) -> None:
    """Chooses an entry of a list with the arrows, without opening it."""
    values = field.evaluate("one => [...one.options].map(option => option.value)")
    tab_to(page, field)
    for _ in range(values.index(value)):
        page.keyboard.press("ArrowDown")


def answer_by_keyboard(page: Page, question: Locator, value: Any) -> None:
    item = question.locator(".item")
    match item.get_attribute("data-shape"):
        case "one":
            pick(page, item.locator("input[type=radio]"), value)
        case "many":
            for one in item.locator("input[type=checkbox]").all():
                tab_to(page, one)
                if one.get_attribute("value") in value:
                    page.keyboard.press("Space")
        case "truths":
            for key, is_true in value.items():
                group = item.locator(f"[data-key={key}]")
                pick(page, group, "true" if is_true else "false")
        case "names" | "places":
            # in the order on the page, which is not that of the answer
            for field in item.locator("select").all():
                select(page, field, str(value[field.get_attribute("data-key")]))
        case "number":
            tab_to(page, item.locator("[data-number]"))
            page.keyboard.type(value["number"])
            if value["unit"]:
                select(page, item.locator("select[data-unit]"), value["unit"])
        case _:
            tab_to(page, item.locator("[data-control]"))
            page.keyboard.type(value)


def test_every_type_is_answered_by_keyboard_alone_and_kept_as_it_was_given(
    open_page, site, aisyah, attempt, axe, screenshot
):
    # colours that glide would be measured on their way
    page = enter(open_page, site, aisyah, reduced_motion="reduce")
    page.goto(room(attempt))
    expect(page.locator("[data-part=saved]")).to_have_text("nothing to save yet")

    by_code = {code_of(name): value for name, value in RIGHT.items()}
    for number in range(1, ITEMS + 1):
        question = shown(page)
        expect(question.locator("h2")).to_have_text(f"Question {number} of {ITEMS}")
        code = question.get_attribute("data-item")
        answer_by_keyboard(page, question, by_code[code])
        axe(page)
        screenshot(page, f"item-{code.lower()}-1280")
        if number < ITEMS:
            tab_to(page, question.get_by_role("link", name="Next"))
            page.keyboard.press("Enter")
    saved(page)

    # which options are chosen counts, and not in which order they were shown
    kept = {
        code: sorted(value) if isinstance(value, list) else value
        for code, value in answers(attempt).items()
    }
    assert kept == by_code
    tab_to(page, page.get_by_role("link", name="Review and submit"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()


def test_what_was_answered_stands_there_again_after_a_reload_and_on_a_phone(
    open_page, site, aisyah, attempt, axe, screenshot
):
    from tests.services.every_type import answer

    answer(aisyah, attempt, RIGHT)
    page = enter(open_page, site, aisyah)
    for name, size in (("360", PHONE), ("zoomed", ZOOMED)):
        page.set_viewport_size(size)
        page.goto(f"{room(attempt)}#q1")
        page.reload()
        for number in range(1, ITEMS + 1):
            question = shown(page)
            code = question.get_attribute("data-item")
            expect(page.locator("[data-part=navigator] .is-answered")).to_have_count(ITEMS)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{code} is {wide} wide"
            screenshot(page, f"item-{code.lower()}-{name}")
            if name == "360":
                axe(page)
            if number < ITEMS:
                question.get_by_role("link", name="Next").click()


def test_typing_is_saved_after_a_pause_before_the_field_is_left(open_page, site, aisyah, attempt):
    page = enter(open_page, site, aisyah)
    page.goto(room(attempt))
    place = page.locator(f'.exam-item[data-item="{code_of("X-10-RESPONSE")}"]')
    number = place.get_attribute("data-position")
    page.locator("[data-part=navigator]").get_by_text(number, exact=True).click()

    shown(page).locator("textarea").press_sequentially("Not n, p or f go on here.")
    saved(page)

    assert answers(attempt) == {code_of("X-10-RESPONSE"): "Not n, p or f go on here."}
    expect(shown(page)).to_have_attribute("data-position", number)
    expect(shown(page).locator("[data-words]")).to_have_text("8 of 120 words")


def test_a_place_of_a_picture_is_chosen_by_pressing_it(open_page, site, aisyah, attempt):
    page = enter(open_page, site, aisyah)
    page.goto(room(attempt))
    place = page.locator(f'.exam-item[data-item="{code_of("X-9-HOTSPOT")}"]')
    page.locator("[data-part=navigator]").get_by_text(
        place.get_attribute("data-position"), exact=True
    ).click()

    shown(page).locator("[data-spot=b]").click()
    saved(page)

    expect(shown(page).get_by_role("radio", name="Window")).to_be_checked()
    assert answers(attempt) == {code_of("X-9-HOTSPOT"): "b"}


def test_practice_takes_every_type_and_explains_it(open_page, site, aisyah, axe, screenshot):
    page = enter(open_page, site, aisyah)
    by_code = {code_of(name, "practice"): value for name, value in RIGHT.items()}
    for _ in by_code:
        page.goto("/en/study/pum/practice/basics/")
        code = page.locator("input[name=item]").get_attribute("value")
        answer_by_keyboard(page, page.locator("form:has(.item)"), by_code[code])
        axe(page)
        page.get_by_role("button", name="Answer", exact=True).click()
        page.wait_for_url(f"**/basics/{code}/")
        heading = "Compare your answer" if "RESPONSE" in code else "Right"
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        axe(page)
        screenshot(page, f"practised-{code.lower()}-1280")
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        screenshot(page, f"practised-{code.lower()}-360")
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_marker_reads_scripted_text_as_text_and_marks_it(
    open_page, site, aisyah, attempt, axe, screenshot
):
    from tauliah.apps.results.actions import submit_and_score
    from tauliah.apps.results.queries import result_of
    from tests.services.every_type import answer

    answer(aisyah, attempt, {**RIGHT, "X-10-RESPONSE": SCRIPTED})
    submit_and_score(aisyah, attempt.pk, at=datetime.now(UTC))
    for name in ("Kumar", "Mei Ling"):
        page = enter(open_page, site, examhall.account(name, role="marker"))
        page.goto("/en/marking/")
        axe(page)
        screenshot(page, "marking-queue")
        page.get_by_role("link", name="Explain to a customer").click()
        expect(page.locator(".item-written")).to_have_text(SCRIPTED)
        assert "Aisyah" not in page.content()
        axe(page)
        screenshot(page, "marking-response-1280")
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        screenshot(page, "marking-response-360")
        for criterion, points in (("rule", 3), ("reason", 2), ("tone", 2)):
            page.locator(f"input[name=points-{criterion}][value='{points}']").check()
        page.get_by_label("Why you give these points").fill("Plain and kind.")
        page.get_by_role("button", name="Keep this mark").click()
        expect(page.get_by_text("Your mark is kept.")).to_be_visible()
        assert page.title() != "taken"

    result = result_of(aisyah, attempt.pk)
    assert result is not None
    assert result.points == result.of - 1
    page = enter(open_page, site, aisyah)
    page.goto(f"/en/exams/attempts/{attempt.pk}/result/")
    axe(page)
    screenshot(page, "result-by-points-1280")


def test_each_key_is_in_the_browsers_store_before_a_pause_sends_it_once(
    open_page, site, aisyah, attempt
):
    page = enter(open_page, site, aisyah)
    page.goto(room(attempt))
    expect(page.locator("[data-part=sheet]")).to_have_attribute("data-held", "")
    field = page.locator("textarea[data-control]")
    number = field.locator("xpath=ancestor::section").get_attribute("data-position")
    page.locator(f"[data-number='{number}']").click()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/save/") else None)
    field.focus()

    for upto, letter in enumerate("Flood", start=1):
        page.keyboard.type(letter)
        waiting = page.evaluate(
            """() => new Promise((resolve) => {
                indexedDB.open("tauliah-exam").onsuccess = ({ target: { result } }) => {
                    const all = result.transaction("saves").objectStore("saves").getAll();
                    all.onsuccess = () => { result.close(); resolve(all.result); };
                };
            })"""
        )
        assert [one["value"] for one in waiting] == ["Flood"[:upto]]

    saved(page)
    assert list(answers(attempt).values()) == ["Flood"]
    assert len(sent) == 1
