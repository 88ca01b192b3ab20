"""The network is cut in the middle of an exam, and comes back, or does not: no keystroke is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Error, Page, expect

from tauliah.apps.awards.keys import make_signing_key
from tauliah.apps.sittings.queries import chain_of, seats_of
from tauliah.web.pages import exam_room as room_page
from tests.e2e.exam_room import (
    FAILED_FETCH,
    UNTIL_RETRIED,
    answers,
    attempt,
    choose,
    chosen,
    enter,
    go_on_here,
    notices,
    people,
    room,
    saved,
    shown_question,
    start,
    unsaved,
)
from tests.services import examhall

pytestmark = pytest.mark.slow

__all__ = ["attempt", "enter", "people"]

FIVE_MINUTES = 300_000


@pytest.fixture
def key(settings: Any, tmp_path: Path) -> None:
    """A key of the house, for this test alone."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)


@pytest.fixture
def at_once(monkeypatch: Any, key: None) -> None:
    """The emergency file is offered at the second try, not after a minute."""
    monkeypatch.setattr(room_page, "EMERGENCY_AFTER_SECONDS", 1)


def held(page: Page) -> None:
    """Waits until this tab holds the exam."""
    expect(page.locator("[data-part=sheet]")).to_have_attribute("data-held", "")


def bar(page: Page) -> Any:
    return page.locator("[data-part=saved]")


def all_answers(page: Page) -> list[str]:
    """The letter that is chosen in each question, as the page shows it."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".exam-item")].map((section) => {
            const inputs = [...section.querySelectorAll(".options input")];
            return "ABCD"[inputs.findIndex((one) => one.checked)] ?? "";
        })"""
    )


def test_a_cut_of_five_minutes_loses_no_answer_and_shows_every_question(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.clock.install()
    page.goto(room(attempt))
    held(page)
    choose(page, "A")
    saved(page)

    page.context.set_offline(True)
    for letter in "BCDABCDAB":
        page.keyboard.press("n")
        choose(page, letter)
        page.clock.run_for(FIVE_MINUTES // 9)
    unsaved(page)
    expect(shown_question(page)).to_contain_text("Question 10 of 50")
    shown = all_answers(page)
    assert "".join(shown) == "ABCDABCDAB"
    page.context.set_offline(False)
    page.clock.run_for(15_000)

    saved(page, timeout=UNTIL_RETRIED)
    kept = answers(attempt)
    assert len(kept) == 10
    letters = {
        seat.item.code: letter for seat, letter in zip(seats_of(attempt), shown, strict=True)
    }
    for seat in seats_of(attempt)[:10]:
        assert seat.options["ABCD".index(letters[seat.item.code])] == kept[seat.item.code]


def test_where_nothing_waits_the_bar_says_that_there_is_no_connection(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    held(page)
    choose(page, "A")
    saved(page)

    page.context.set_offline(True)

    expect(bar(page)).to_have_text(re.compile(r"^no connection; saved \d\d:\d\d:\d\d$"))
    expect(bar(page)).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    saved(page)


def test_every_answer_is_in_the_browser_before_it_is_sent(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    held(page)
    kept_when_sent: list[int] = []

    def look(route: Any) -> None:
        kept_when_sent.append(len(waiting(page)))
        route.continue_()

    page.route("**/save/", look)
    choose(page, "B")
    saved(page)

    assert kept_when_sent == [1]
    assert waiting(page) == []


def waiting(page: Page) -> list[dict[str, Any]]:
    """The saves in the browser's own store."""
    return page.evaluate(
        """() => new Promise((resolve, reject) => {
            const request = indexedDB.open("tauliah-exam");
            request.onerror = () => reject(request.error);
            request.onsuccess = () => {
                const all = request.result.transaction("saves").objectStore("saves").getAll();
                all.onsuccess = () => { request.result.close(); resolve(all.result); };
            };
        })"""
    )


def test_a_reload_in_a_cut_ends_on_the_browsers_page_and_all_is_there_afterwards(
    enter, attempt, watch
):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    held(page)
    page.context.set_offline(True)
    choose(page, "C")
    page.keyboard.press("n")
    choose(page, "D")
    unsaved(page)
    page.on("dialog", lambda dialog: dialog.accept())  # "leave the page?"

    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    assert answers(attempt) == {}
    page.context.set_offline(False)
    page.goto(room(attempt))

    saved(page, timeout=UNTIL_RETRIED)
    assert len(answers(attempt)) == 2
    assert all_answers(page)[:2] == ["C", "D"]


def test_a_tab_that_is_closed_leaves_its_answers_to_the_next_one(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    first = enter()
    first.goto(room(attempt))
    held(first)
    choose(first, "B")
    saved(first)
    first.context.set_offline(True)
    choose(first, "C")
    first.keyboard.press("n")
    choose(first, "D")
    unsaved(first)
    first.close(run_before_unload=False)
    second = first.context.new_page()
    second.context.set_offline(False)

    second.goto(room(attempt))
    go_on_here(second)

    left = notices(second)
    expect(left).to_contain_text("questions 1, 2")
    assert all_answers(second)[:2] == ["B", ""]
    left.get_by_role("button", name="Take these answers in").click()
    assert all_answers(second)[:2] == ["C", "D"]
    saved(second)
    assert len(answers(attempt)) == 2
    assert waiting(second) == []


def test_what_another_tab_left_can_be_left_alone(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    first = enter()
    first.goto(room(attempt))
    held(first)
    first.context.set_offline(True)
    choose(first, "C")
    unsaved(first)
    first.close(run_before_unload=False)
    second = first.context.new_page()
    second.context.set_offline(False)
    second.goto(room(attempt))
    go_on_here(second)

    notices(second).get_by_role("button", name="Leave them").click()

    expect(notices(second)).not_to_contain_text("another tab")
    assert all_answers(second)[0] == ""
    assert answers(attempt) == {}
    second.reload()
    held(second)
    expect(notices(second)).not_to_contain_text("another tab")


def test_a_duplicated_tab_is_another_tab(enter, attempt, watch):
    watch.expect(FAILED_FETCH + r".*409")
    first = enter()
    first.goto(room(attempt))
    held(first)
    kept = first.evaluate("JSON.stringify({...sessionStorage})")
    twin = first.context.new_page()
    twin.add_init_script(f"if (!sessionStorage.length) Object.assign(sessionStorage, {kept})")

    twin.goto(room(attempt))

    expect(twin.get_by_role("dialog")).to_contain_text("The exam is open elsewhere")
    choose(first, "A")
    saved(first)


def test_sleep_takes_time_and_gives_none(enter, attempt):
    page = enter()
    # a device whose clock of the page stands still in sleep
    page.add_init_script(
        "let slept = 0; const tick = performance.now.bind(performance), now = Date.now;"
        "performance.now = () => tick() - slept; Date.now = () => now();"
        "window.sleepFor = (ms) => { slept += ms; }"
    )
    page.goto(room(attempt))
    held(page)
    page.evaluate("sleepFor(600000)")

    # the page believes that ten minutes less have passed; the server knows better
    page.wait_for_timeout(1_500)

    text = page.get_by_role("timer").inner_text()
    assert re.search(r"1:0[34]:\d\d", text), text


def test_a_clock_that_is_set_in_the_exam_changes_no_time(enter, attempt):
    page = enter()
    page.add_init_script(
        "let shift = 0; const now = Date.now; Date.now = () => now() + shift;"
        "window.setClock = (ms) => { shift = ms; }"
    )
    page.goto(room(attempt))
    held(page)

    for shift in (3_600_000, -7_200_000):
        page.evaluate(f"setClock({shift})")
        page.wait_for_timeout(1_000)
        expect(page.get_by_role("timer")).to_contain_text(re.compile(r"1:0[34]:\d\d"))
    choose(page, "A")
    saved(page)


def test_the_review_and_the_other_language_wait_for_the_server(enter, attempt, watch):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    held(page)
    page.context.set_offline(True)

    page.get_by_role("button", name="Bahasa Melayu").click()
    expect(notices(page)).to_contain_text("The server cannot be reached just now.")
    page.get_by_role("link", name="Review and submit").click()
    choose(page, "B")
    page.context.set_offline(False)

    page.wait_for_url("**/en/**/submit/", timeout=UNTIL_RETRIED)
    expect(page.locator("[data-part=counts]")).to_contain_text("1 of 50")


def test_a_change_of_language_is_in_the_chain_and_keeps_the_place(enter, attempt):
    page = enter()
    page.goto(room(attempt))
    held(page)
    choose(page, "B")
    page.keyboard.press("n")

    page.get_by_role("button", name="Bahasa Melayu").click()

    expect(page).to_have_url(re.compile(r"/ms/exams/attempts/.*#q2$"))
    acts = [(one.act, one.facts.get("language")) for one in chain_of(attempt)]
    assert ("language", "ms") in acts
    page.keyboard.press("p")
    assert chosen(page) == "B"


def download(page: Page, tmp_path: Path) -> Path:
    with page.expect_download() as given:
        notices(page).get_by_role("button", name="Save an emergency file").click()
    path = tmp_path / given.value.suggested_filename
    given.value.save_as(path)
    return path


def as_invigilator(open_page: Any, site: str) -> Page:
    devi = examhall.account("Devi", role="invigilator")
    page = open_page()
    client = Client()
    client.force_login(devi)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )
    return page


def hand_in(officer: Page, file: Path, attempt: Any) -> None:
    officer.goto(f"/en/invigilation/attempts/{attempt.pk}/")
    officer.get_by_role("link", name="Take an emergency file").click()
    officer.get_by_label("The candidate's emergency file").set_input_files(file)
    officer.get_by_label("Reason").fill("The switch failed; Aisyah gave me the file.")
    officer.get_by_role("button", name="Check and take the file").click()


def test_the_emergency_file_goes_from_the_browser_to_the_chain(
    enter, attempt, at_once, open_page, site, watch, axe, screenshot, tmp_path
):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    held(page)
    choose(page, "A")
    saved(page)
    page.context.set_offline(True)
    for letter in "BCD":
        page.keyboard.press("n")
        choose(page, letter)
    shown_question(page).get_by_label("Flag for review").check()
    expect(notices(page)).to_contain_text("If the network does not return", timeout=UNTIL_RETRIED)
    axe(page)
    screenshot(page, "emergency-offer")

    file = download(page, tmp_path)

    expect(notices(page)).to_contain_text(f"The file {file.name} is in your downloads.")
    assert json.loads(file.read_bytes()).keys() == {"format", "ephemeral", "iv", "sealed"}
    officer = as_invigilator(open_page, site)
    hand_in(officer, file, attempt)
    expect(officer.locator("main, .messages").first).to_be_visible()
    expect(officer.get_by_text("4 saves of Aisyah were taken from the file.")).to_be_visible()
    axe(officer)
    screenshot(officer, "emergency-taken")
    assert len(answers(attempt)) == 4
    # the browser that comes back after all sends the same again, and is told that it is kept
    page.context.set_offline(False)
    saved(page, timeout=UNTIL_RETRIED)
    assert [one.act for one in chain_of(attempt)].count("answered") == 4


def test_a_forged_file_is_refused_in_words(
    enter, attempt, at_once, open_page, site, watch, axe, screenshot, tmp_path
):
    watch.expect(FAILED_FETCH)
    page = enter()
    page.goto(room(attempt))
    held(page)
    page.context.set_offline(True)
    choose(page, "B")
    expect(notices(page)).to_contain_text("If the network does not return", timeout=UNTIL_RETRIED)
    file = download(page, tmp_path)
    forged = json.loads(file.read_bytes())
    forged["sealed"] = ("B" if forged["sealed"][0] == "A" else "A") + forged["sealed"][1:]
    file.write_text(json.dumps(forged))

    officer = as_invigilator(open_page, site)
    hand_in(officer, file, attempt)

    expect(officer.get_by_role("alert")).to_contain_text("This file cannot be opened")
    axe(officer)
    screenshot(officer, "emergency-refused")
    assert answers(attempt) == {}


def test_answers_written_in_time_are_not_given_up_when_the_network_returns_too_late(
    enter, people, at_once, open_page, site, watch, screenshot, tmp_path
):
    watch.expect(FAILED_FETCH)
    attempt = start(people, minutes_ago=64.9)
    page = enter()
    page.goto(room(attempt))
    held(page)
    page.context.set_offline(True)
    choose(page, "B")
    expect(page.get_by_text("The time has ended.").first).to_be_visible(timeout=15_000)
    page.wait_for_timeout(15_000)  # until the grace for saves on their way is over, too
    page.context.set_offline(False)

    late = notices(page)
    expect(late).to_contain_text("Answers that were written in time and are not saved yet: 1.",
                                 timeout=UNTIL_RETRIED)  # fmt: skip
    screenshot(page, "emergency-late")
    assert answers(attempt) == {}
    hand_in(as_invigilator(open_page, site), download(page, tmp_path), attempt)

    page.wait_for_url("**/result/", timeout=UNTIL_RETRIED)
    assert len(answers(attempt)) == 1


def test_the_candidate_may_give_up_what_came_too_late(enter, people, at_once, watch):
    watch.expect(FAILED_FETCH)
    attempt = start(people, minutes_ago=64.9)
    page = enter()
    page.goto(room(attempt))
    held(page)
    page.context.set_offline(True)
    choose(page, "B")
    expect(page.get_by_text("The time has ended.").first).to_be_visible(timeout=15_000)
    page.wait_for_timeout(15_000)
    page.context.set_offline(False)

    notices(page).get_by_role("button", name="Submit without these answers").click(
        timeout=UNTIL_RETRIED
    )

    page.wait_for_url("**/result/")
    assert answers(attempt) == {}
