"""The exam in a real browser: resumed, contested, cut off from the network, out of time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.exam_room import (
    EN,
    FAILED_FETCH,
    MS,
    UNTIL_RETRIED,
    answers,
    attempt,
    choose,
    chosen,
    enter,
    go_on_here,
    log_in,
    notices,
    numbered,
    people,
    room,
    saved,
    shown_question,
    start,
    unsaved,
)  # fmt: skip
from tests.services import examhall

__all__ = ["attempt", "enter", "people"]


@pytest.mark.slow
def test_an_exam_is_booked_sat_and_passed_by_keyboard_alone(enter, people):
    page = enter()
    page.goto("/en/exams/")
    keys_of = page.keyboard

    press_on(page, page.locator("li.card", has_text="Course PUM").get_by_role("button"))
    press_on(page, page.get_by_role("link", name="Go to the start"))
    press_on(page, page.get_by_role("button", name="Start the exam now"))
    page.wait_for_url("**/exams/attempts/**")
    expect(page.locator("[data-part=saved]")).to_have_text("nothing to save yet")
    for key in right_keys(people):
        keys_of.press(key)
        keys_of.press("n")
    saved(page)
    keys_of.press("f")
    expect(page.locator("[data-part=announcer]")).to_have_text("flagged")
    keys_of.press("p")
    expect(shown_question(page)).to_contain_text("Question 49 of 50")
    press_on(page, page.get_by_role("link", name="Review and submit"))
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    press_on(page, page.get_by_role("button", name="Submit and end the exam"))
    expect(page.get_by_role("dialog")).to_contain_text("After that, no answer can be changed.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")

    expect(page.get_by_role("heading", level=1)).to_have_text("You have passed")
    expect(page.get_by_text("You answered 50 of 50 questions right (100%).")).to_be_visible()


def press_on(page: Page, target: Any) -> None:
    """Reaches something with the tabulator, and presses Enter on it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            outline = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none", "what has the focus is not shown"
            page.keyboard.press("Enter")
            return
    message = "the tabulator does not reach it"
    raise AssertionError(message)


def right_keys(person: Any) -> list[str]:
    """The letters, in the order of the person's running exam, that are right."""
    from tauliah.apps.sittings.queries import running_attempt, seats_of

    running = running_attempt(person)
    assert running is not None
    return ["abcd"[seat.options.index(seat.item.text.key)] for seat in seats_of(running)]


def test_arrow_keys_choose_within_a_question_and_each_choice_is_saved(enter, attempt):
    page = enter()
    page.goto(room(attempt))
    shown_question(page).locator("input[type=radio]").first.focus()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert chosen(page) == "C"
    saved(page)
    assert len(answers(attempt)) == 1


@pytest.mark.slow
def test_single_keys_can_be_switched_off(enter, attempt):
    page = enter()
    page.goto(room(attempt))
    page.get_by_text("Keyboard", exact=True).click()
    page.get_by_label("Use these keys").uncheck()

    page.keyboard.press("a")
    page.keyboard.press("n")
    page.reload()
    page.keyboard.press("a")

    assert chosen(page) == ""
    expect(shown_question(page)).to_contain_text("Question 1 of 50")


@pytest.mark.slow
def test_a_reload_comes_back_to_the_same_question_with_all_answers(enter, attempt):
    page = enter()
    page.goto(room(attempt))
    choose(page, "B")
    page.get_by_role("link", name="Next").click()
    choose(page, "D")
    shown_question(page).get_by_label("Flag for review").check()
    saved(page)

    page.reload()

    expect(shown_question(page)).to_contain_text("Question 2 of 50")
    assert chosen(page) == "D"
    expect(numbered(page, 1)).to_have_attribute("aria-label", "Question 1, answered")
    expect(numbered(page, 2)).to_have_attribute("aria-label", "Question 2, answered, flagged")
    expect(numbered(page, 3)).to_have_attribute("aria-label", "Question 3, not answered")
    saved(page)


@pytest.mark.slow
def test_another_device_goes_on_where_the_first_one_was(enter, attempt, watch):
    watch.expect(FAILED_FETCH + r".*409")
    first = enter()
    first.goto(room(attempt))
    choose(first, "B")
    saved(first)

    second = enter()
    second.goto(room(attempt))
    go_on_here(second)

    assert chosen(second) == "B"


@pytest.mark.slow
def test_another_tab_takes_no_answer_before_its_person_agrees(enter, attempt, watch):
    watch.expect(FAILED_FETCH + r".*409")
    first, second = enter(), enter()
    first.goto(room(attempt))
    choose(first, "B")
    saved(first)

    second.goto(room(attempt))

    expect(second.get_by_role("dialog")).to_be_visible()
    expect(shown_question(second).locator("input[type=radio]").first).to_be_disabled()
    first.get_by_role("link", name="Next").click()
    choose(first, "C")
    saved(first)
    assert len(answers(attempt)) == 2


@pytest.mark.slow
def test_an_answer_is_cleared(enter, attempt):
    page = enter()
    page.goto(room(attempt))
    choose(page, "B")
    saved(page)

    page.get_by_role("button", name="Clear the answer").click()

    expect(numbered(page, 1)).to_have_attribute("aria-label", "Question 1, not answered")
    saved(page)
    page.reload()
    assert chosen(page) == ""
    assert answers(attempt) == {}


def test_the_other_language_shows_the_same_question_and_answers(enter, attempt):
    page = enter()
    page.goto(room(attempt))
    choose(page, "B")
    page.get_by_role("link", name="Next").click()
    saved(page)

    page.get_by_role("button", name="Bahasa Melayu").click()

    expect(page).to_have_url(re.compile(r"/ms/exams/attempts/.*#q2$"))
    expect(shown_question(page).locator("legend")).to_contain_text("(ms)")
    page.goto(page.url.replace("#q2", "#q1"))
    assert chosen(page) == "B"


def test_of_two_tabs_the_older_one_is_told_and_overwrites_nothing(enter, attempt, watch):
    watch.expect(FAILED_FETCH + r".*409")
    older, newer = enter(), enter()
    older.goto(room(attempt))
    newer.goto(room(attempt))
    go_on_here(newer)
    choose(newer, "C")
    saved(newer)
    newest = answers(attempt)

    choose(older, "A")

    dialog = older.get_by_role("dialog")
    expect(dialog).to_contain_text("The exam goes on elsewhere")
    expect(dialog).to_contain_text("Questions not saved from this tab: 1.")
    expect(older.locator("[data-part=saved]")).to_have_text("not saved")
    assert answers(attempt) == newest
    older.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    go_on_here(older, title="The exam goes on elsewhere")
    left = notices(older)
    expect(left).to_contain_text("This browser still has them: questions 1")
    assert chosen(older) == "C"
    left.get_by_role("button", name="Take these answers in").click()
    expect(left).not_to_contain_text("This browser still has them")
    assert chosen(older) == "A"
    saved(older)


@pytest.mark.slow
def test_a_tab_that_saved_nothing_notices_the_other_when_it_is_looked_at(enter, attempt, watch):
    watch.expect(FAILED_FETCH + r".*409")
    older, newer = enter(), enter()
    older.goto(room(attempt))
    newer.goto(room(attempt))
    go_on_here(newer)
    choose(newer, "C")
    saved(newer)

    older.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(older.get_by_role("dialog")).to_be_visible()


def test_without_network_it_says_so_and_saves_when_it_returns(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    choose(page, "A")
    saved(page)
    before = answers(attempt)

    page.context.set_offline(True)
    for letter in "BCDA":
        page.get_by_role("link", name="Next").click()
        choose(page, letter)
    unsaved(page)
    expect(page.get_by_text("Answers that wait here: 4.")).to_be_visible()
    expect(page.locator("[data-part=announcer]")).to_have_text("not saved, still trying")
    assert answers(attempt) == before
    page.context.set_offline(False)

    saved(page, timeout=UNTIL_RETRIED)
    expect(page.get_by_text("Answers that wait here")).to_be_hidden()
    expect(page.locator("[data-part=announcer]")).to_have_text(
        "The connection is back. All answers are saved."
    )
    assert len(answers(attempt)) == 5


def test_a_reload_while_saves_fail_loses_nothing(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    page.route("**/save/", lambda route: route.abort())
    choose(page, "C")
    page.get_by_role("link", name="Next").click()
    choose(page, "D")
    shown_question(page).get_by_label("Flag for review").check()
    unsaved(page)

    page.reload()

    unsaved(page)
    assert chosen(page) == "D"
    expect(shown_question(page).get_by_label("Flag for review")).to_be_checked()
    page.keyboard.press("p")
    assert chosen(page) == "C"
    page.unroute("**/save/")
    saved(page, timeout=UNTIL_RETRIED)
    assert len(answers(attempt)) == 2


@pytest.mark.slow
def test_without_a_store_in_the_browser_answers_that_wait_come_through_a_pause(
    enter, attempt, watch
):
    watch.expect(FAILED_FETCH)
    from tauliah.apps.sittings.actions import pause_attempt, resume_attempt
    from tauliah.apps.sittings.queries import seats_of

    page = enter()
    page.add_init_script("indexedDB.open = () => { throw new Error('switched off') }")
    page.goto(room(attempt))
    expect(notices(page)).to_contain_text("keeps nothing once this tab is closed")
    page.route("**/save/", lambda route: route.abort())
    choose(page, "C")
    unsaved(page)
    devi = examhall.account("Devi", role="invigilator")
    pause_attempt(devi, attempt.pk, reason="No network.", at=datetime.now(UTC))

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The exam is paused")
    resume_attempt(devi, attempt.pk, reason="", at=datetime.now(UTC))
    page.unroute("**/save/")

    saved(page, timeout=UNTIL_RETRIED)
    assert chosen(page) == "C"
    assert list(answers(attempt).values()) == [seats_of(attempt)[0].options[2]]


def test_a_save_whose_reply_is_lost_is_sent_again_and_kept_once(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    from tauliah.apps.sittings.queries import chain_of

    page = enter()
    page.goto(room(attempt))
    lost: list[str] = []

    def lose_the_first_reply(route: Route) -> None:
        if lost:
            route.fallback()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/save/", lose_the_first_reply)
    choose(page, "C")

    unsaved(page)
    saved(page, timeout=UNTIL_RETRIED)
    assert [link.act for link in chain_of(attempt)] == ["started", "claimed", "answered"]


@pytest.mark.parametrize(
    "status", [*(pytest.param(one, marks=pytest.mark.slow) for one in (500, 502)), 503]
)
def test_a_server_in_trouble_is_asked_again(enter, attempt, watch, status):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    page.route("**/save/", lambda route: route.fulfill(status=status, body="<h1>Sorry</h1>"))
    choose(page, "C")
    unsaved(page)

    page.unroute("**/save/")

    saved(page, timeout=UNTIL_RETRIED)
    assert len(answers(attempt)) == 1


@pytest.mark.slow
def test_a_page_of_a_stranger_in_between_is_not_taken_for_an_acknowledgement(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    page.route("**/save/", lambda route: route.fulfill(status=200, body="<h1>Hotel Wi-Fi</h1>"))

    choose(page, "C")

    unsaved(page)


def test_a_lost_log_in_is_said_and_the_answer_saved_after_logging_in_again(
    enter, attempt, people, site, watch
):
    watch.expect(FAILED_FETCH + r".*401")
    page = enter()
    page.goto(room(attempt))
    page.context.clear_cookies(name="sessionid")

    choose(page, "C")

    unsaved(page)
    expect(page.get_by_text("You are logged out")).to_be_visible()
    expect(page.get_by_role("link", name="Log in in a new tab")).to_be_visible()
    assert chosen(page) == "C"
    log_in(page, people, site)
    saved(page, timeout=UNTIL_RETRIED)
    expect(page.get_by_text("You are logged out")).to_be_hidden()
    assert len(answers(attempt)) == 1


@pytest.mark.slow
def test_the_review_waits_for_the_last_answer(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    page.route("**/save/", lambda route: route.abort())
    choose(page, "C")
    unsaved(page)

    page.get_by_role("link", name="Review and submit").click()

    expect(page.get_by_text("Your last answers are being saved")).to_be_visible()
    page.unroute("**/save/")
    page.wait_for_url("**/submit/", timeout=UNTIL_RETRIED)
    expect(page.locator("[data-part=counts]")).to_contain_text("1 of 50")
    page.get_by_role("link", name="Question 2, not answered").click()
    expect(shown_question(page)).to_contain_text("Question 2 of 50")


def test_submitting_without_network_ends_on_no_error_page(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(f"{room(attempt)}submit/")
    page.context.set_offline(True)

    page.get_by_role("button", name="Submit and end the exam").click()
    page.get_by_role("button", name="Yes, submit").click()

    expect(page.get_by_text("Not submitted yet, still trying.")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url("**/result/", timeout=UNTIL_RETRIED)
    expect(page.get_by_role("heading", level=1)).to_have_text("Not passed this time")


@pytest.mark.slow
def test_an_exam_submitted_elsewhere_is_left_for_its_result(enter, attempt, people, watch):
    watch.expect(FAILED_FETCH + r".*410")
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.results.actions import submit_and_score

    page = enter()
    page.goto(room(attempt))
    submit_and_score(SYSTEM, attempt.pk, at=datetime.now(UTC))

    choose(page, "A")

    expect(notices(page).get_by_text("Some answers came too late")).to_be_visible()
    page.get_by_role("link", name="See your result").click()
    page.wait_for_url("**/result/")


@pytest.mark.slow
def test_the_time_left_is_warned_about_politely(enter, people):
    attempt = start(people, minutes_ago=55.2)
    page = enter()
    page.goto(room(attempt))

    timer = page.get_by_role("timer")
    expect(timer).to_have_attribute("data-state", "soon")
    expect(timer).to_contain_text(re.compile(r"09:\d\d"))
    expect(page.locator("[data-part=announcer]")).to_have_text("10 minutes left.")


@pytest.mark.slow
def test_the_last_minutes_are_warned_about_again(enter, people):
    attempt = start(people, minutes_ago=63.2)
    page = enter()
    page.goto(room(attempt))

    expect(page.get_by_role("timer")).to_have_attribute("data-state", "last")
    expect(page.locator("[data-part=announcer]")).to_have_text("Only 2 minutes left.")


def test_when_the_time_ends_the_exam_is_submitted_with_what_is_saved(enter, people):
    attempt = start(people, minutes_ago=64.9)
    page = enter()
    page.goto(room(attempt))
    choose(page, "A")

    page.wait_for_url("**/result/", timeout=20_000)

    assert len(answers(attempt)) == 1


def test_answers_that_never_reached_the_server_in_time_are_named(enter, people, watch):
    watch.expect(FAILED_FETCH)
    attempt = start(people, minutes_ago=64.9)
    page = enter()
    page.goto(room(attempt))
    choose(page, "A")
    saved(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="Next").click()
    choose(page, "B")

    expect(page.get_by_text("The time has ended.").first).to_be_visible(timeout=15_000)
    expect(shown_question(page).locator("input[type=radio]").first).to_be_disabled()
    page.wait_for_timeout(15_000)  # until the grace for saves on their way is over, too
    page.context.set_offline(False)

    expect(notices(page).get_by_text("Some answers came too late")).to_be_visible(
        timeout=UNTIL_RETRIED
    )
    assert len(answers(attempt)) == 1
    # sealed already, or not before the candidate says so, who might bring the file to an officer
    sealed = page.get_by_role("link", name="See your result")
    sealed.or_(page.get_by_role("button", name="Submit without these answers")).click()
    page.wait_for_url("**/result/")


@pytest.mark.slow
def test_a_wrong_clock_of_the_device_changes_no_time(enter, attempt):
    page = enter()
    page.add_init_script("const now = Date.now; Date.now = () => now() + 3600000")
    page.goto(room(attempt))

    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"1:03:\d\d"))


@pytest.mark.slow
def test_without_scripts_the_exam_can_be_sat_too(enter, attempt):
    page = enter(java_script_enabled=False)
    page.goto(room(attempt))
    page.locator("#q1 .option").nth(1).click()
    page.locator("#q50 .option").nth(2).click()
    page.locator("#q50").get_by_label("Flag for review").check()

    page.get_by_role("button", name="Save and review").click()

    expect(page.locator("[data-part=counts]")).to_contain_text("2 of 50")
    assert len(answers(attempt)) == 2
    page.get_by_role("link", name="Back to the questions").click()
    expect(page.locator("#q50 input[type=radio]").nth(2)).to_be_checked()
    page.goto(f"{room(attempt)}submit/")
    page.get_by_role("button", name="Submit and end the exam").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not passed this time")


@pytest.mark.slow
def test_the_questions_do_not_come_out_on_paper(enter, attempt):
    page = enter()
    page.goto(room(attempt))

    page.emulate_media(media="print")

    expect(page.locator(".stem:visible")).to_have_count(0)


DEVICES = {
    "desktop": {},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "zoomed-dark": {"viewport": {"width": 640, "height": 450}, "color_scheme": "dark"},
}
LOOKED_AT_SOON = {("phone", MS)}


@pytest.mark.parametrize(
    ("name", "language"),
    [
        pytest.param(*one, marks=() if one in LOOKED_AT_SOON else pytest.mark.slow)
        for one in product(DEVICES, (EN, MS))
    ],
)
def test_every_page_of_the_exam_is_accessible_and_fits(
    enter, people, axe, screenshot, language, name
):
    page = enter(**DEVICES[name])
    prefix = f"exam-{language}-{name}"

    def look(path: str, what: str) -> None:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        axe(page)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{path} is {width} px wide"
        screenshot(page, f"{prefix}-{what}")

    look(f"/{language}/exams/", "offers")
    now = datetime.now(UTC)
    booking = examhall.booked(people, at=now, window=f"{now.year}-1")
    look(f"/{language}/exams/", "booked")
    look(f"/{language}/exams/bookings/{booking.pk}/start/", "start")
    page.locator("main form button").click()
    page.wait_for_url("**/exams/attempts/**")
    address = page.url.partition("#")[0]
    page.keyboard.press("b")
    page.keyboard.press("f")
    look(f"{address}#q2", "room")
    page.locator("details").first.click()
    # a number that the bar covers by half would be measured by its other half
    page.evaluate("scrollTo(0, 0)")
    axe(page)
    look(f"{address}submit/", "review")
    page.locator("[data-part=submission] button").click()
    axe(page)
    screenshot(page, f"{prefix}-confirm")
    page.locator("[data-part=confirm] [data-agree]").click()
    page.wait_for_url("**/result/")
    look(page.url, "failed")
    passed = examhall.sat(people, right=44, at=now, window=f"{now.year}-1")
    look(f"/{language}/exams/attempts/{passed.attempt}/result/", "passed")
    look(f"/{language}/exams/", "sat")


@pytest.mark.slow
@pytest.mark.parametrize("language", [EN, MS])
def test_the_room_is_accessible_while_it_warns(enter, attempt, axe, screenshot, watch, language):
    watch.expect(FAILED_FETCH)
    page, other = enter(), enter()
    page.goto(room(attempt, language))
    expect(page.locator("[data-part=sheet]")).to_have_attribute("data-held", "")
    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.locator("[data-part=saved]")).to_have_attribute("data-state", "failed")
    axe(page)
    screenshot(page, f"exam-{language}-offline")
    other.goto(room(attempt, language))
    with other.expect_navigation():
        other.get_by_role("dialog").get_by_role("button").click()
    other.keyboard.press("c")
    expect(other.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")
    page.context.set_offline(False)
    expect(page.get_by_role("dialog")).to_be_visible(timeout=UNTIL_RETRIED)
    axe(page)
    screenshot(page, f"exam-{language}-stale")


@pytest.mark.slow
def test_a_page_whose_time_has_ended_is_accessible(enter, people, axe, screenshot):
    attempt = start(people, minutes_ago=70)
    page = enter()
    page.goto(room(attempt))

    axe(page)
    screenshot(page, "exam-en-ended")
    page.get_by_role("button", name="See your result").click()
    page.wait_for_url("**/result/")
