"""The main way of a reader: highlight, note, leave, come back, go on, and find a word again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tauliah.apps.reading.indexing import make_index
from tauliah.apps.reading.models import LessonPlace, Note
from tests.e2e.accessibility import violations_in_the_dark
from tests.e2e.institute import Institute
from tests.e2e.soundness import PHONE, faults_of, faults_on_a_phone, look_at

LESSON = "/en/study/pum/lessons/02-risk-selection/"
SELECT = """(words) => {
  const walk = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    node.parentElement.scrollIntoView({ block: "center" });
    return;
  }
  throw new Error("no such words");
}"""
# a browser that speaks: it says each piece in a moment, or when it is told to
SPEAK = """(language) => {
  window.said = [];
  const voice = { lang: language, name: "Voice", localService: true, default: true };
  const speech = new EventTarget();
  let current = null;
  speech.getVoices = () => [voice];
  speech.speak = (one) => { current = one; window.said.push(one.text); };
  speech.cancel = () => { current = null; };
  window.finish = () => { const one = current; current = null; one?.onend?.(); };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


def test_a_reader_highlights_notes_leaves_comes_back_and_finds(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    make_index(at=institute.now)
    nurul = institute.newcomer("Nurul Huda")
    page = open_page()
    institute.let_in(page, nurul)

    page.goto(LESSON)
    page.evaluate(SELECT, "Selection also protects")
    page.get_by_role("button", name="Important").click()
    expect(page.locator("mark.noted-key")).to_have_text("Selection also protects")

    page.evaluate(SELECT, "carelessness")
    page.get_by_role("button", name="Write a note").click()
    page.get_by_role("textbox", name="Your note").fill("Ask about this at work")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("mark.noted-note")).to_have_text("carelessness")
    assert Note.objects.filter(exact="carelessness", text="Ask about this at work").exists()

    page.goto(LESSON)
    page.mouse.move(400, 400)
    with page.expect_response(lambda answer: answer.url.endswith("/place/")):
        for _ in range(4):
            page.mouse.wheel(0, 500)
            page.wait_for_timeout(200)
    expect(page.locator("[data-reading-progress]")).to_be_visible()

    page.goto("/en/study/pum/")
    page.get_by_role("region", name="Continue reading").get_by_role("link").click()
    left = LessonPlace.objects.get()
    assert left.number > 1
    assert 0 < left.furthest < 90
    expect(page).to_have_url(f"{institute.site}{LESSON}#{left.paragraph}")
    expect(page.get_by_text("Go on where you left")).to_be_visible()

    page.goto("/en/study/pum/")
    page.get_by_label("Search in these lessons").fill("adverse selecton")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("These are the results for adverse selection")).to_be_visible()
    expect(page.locator(".found mark").first).to_be_visible()


@pytest.mark.slow
def test_the_size_of_the_text_is_kept_and_the_lesson_is_read_aloud(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    page = open_page()
    page.add_init_script(f"({SPEAK})('en-GB')")
    institute.let_in(page, institute.newcomer("Nurul Huda"))
    page.goto(LESSON)

    page.get_by_role("button", name="Larger text").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.textSize") == "1"

    page.get_by_role("button", name="Listen").click()
    expect(page.locator(".is-read-aloud")).to_have_count(1)
    first = page.evaluate("said.length && said[0]")
    page.get_by_role("button", name="Next paragraph").click()
    assert page.evaluate("said.at(-1)") != first
    page.get_by_role("button", name="Pause").click()
    paused = page.evaluate("said.length")
    page.get_by_role("button", name="Go on", exact=True).click()
    assert page.evaluate("said.length") == paused + 1
    assert page.evaluate("said.at(-1) === said.at(-2)"), "what was cut off is said again"
    page.evaluate("finish()")
    assert page.evaluate("said.length") > paused + 1
    page.keyboard.press("Escape")
    expect(page.locator(".is-read-aloud")).to_have_count(0)

    page.goto(LESSON.replace("/en/", "/ms/"))
    expect(page.locator("[data-aloud-none]")).to_be_visible()
    expect(page.locator("[data-aloud-play]")).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ms"])
def test_pages_of_reading_are_sound_in_both_languages_and_on_a_phone(
    open_page: Callable[..., Page], institute: Institute, language: str
) -> None:
    make_index(at=institute.now)
    # colours that glide from light to dark would be measured on their way
    page = open_page(reduced_motion="reduce")
    institute.let_in(page, institute.newcomer("Nurul Huda"))
    page.goto(LESSON.replace("/en/", f"/{language}/"))
    page.locator(".note-way").nth(3).click()
    page.locator("#id_text").fill("Catatan")
    page.locator("#new-note input[value=question]").check()
    page.locator("#new-note button[type=submit]").click()
    note = Note.objects.get()

    for address in (
        LESSON,
        f"{LESSON}?note={note.paragraph}",
        "/en/study/pum/",
        "/en/study/pum/notes/",
        f"/en/study/pum/notes/{note.pk}/",
        "/en/search/?q=premium",
        "/en/search/?q=xylophone",
    ):
        page.goto(address.replace("/en/", f"/{language}/"))
        assert list(faults_of(page, look_at(page), language=language)) == [], address
        assert faults_on_a_phone(page) == [], address
        assert violations_in_the_dark(page) == [], address


@pytest.mark.slow
def test_on_a_phone_a_paragraph_is_noted_on_without_scripts(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    institute.let_in(page, institute.newcomer("Nurul Huda"))
    page.goto(LESSON)

    page.locator(".note-way").nth(2).click()
    page.get_by_role("textbox", name="Your note").fill("Without scripts")
    page.get_by_role("button", name="Keep").click()

    expect(page.get_by_text("Without scripts")).to_be_visible()
    expect(page.get_by_role("button", name="Listen")).to_be_hidden()
