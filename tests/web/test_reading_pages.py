"""A lesson as it is read: go on where one left, highlight, note on a paragraph, all without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.reading.models import LessonPlace, Note
from tauliah.core.programme import Paragraph, paragraphs_of
from tests.web.reading import links, words

LESSON = "/en/study/pum/lessons/02-risk-selection/"
NOTES = "/en/study/pum/notes/"


def paragraphs(language: str = "en") -> tuple[Paragraph, ...]:
    return paragraphs_of(programme().lesson("PUM", "02-risk-selection").in_language(language).body)


def note(browser: Client, paragraph: Paragraph, **sent: Any) -> Any:
    return browser.post(f"{LESSON}note/", {"paragraph": paragraph.name, **sent})


def html(response: Any) -> str:
    return str(response.content.decode())


# Without scripts


def test_beside_each_paragraph_is_a_way_to_note_on_it(her_browser: Client) -> None:
    page = her_browser.get(LESSON)

    for paragraph in paragraphs():
        assert f'id="{paragraph.name}"' in html(page)
        assert f"?note={paragraph.name}#new-note" in links(page)


def test_that_way_leads_to_a_form_with_the_paragraph_and_the_form_keeps_the_note(
    her_browser: Client,
) -> None:
    paragraph = paragraphs()[4]

    form = her_browser.get(LESSON, {"note": paragraph.name})
    answer = note(her_browser, paragraph, text="Ask at work", tone="question", exact="", start="0")

    assert paragraph.text in words(form)
    kept = Note.objects.get()
    assert answer.headers["Location"] == f"{LESSON}#m-{kept.pk}"
    assert (kept.exact, kept.text, kept.tone) == (paragraph.text, "Ask at work", "question")
    page = her_browser.get(LESSON)
    assert f'id="m-{kept.pk}"' in html(page)
    assert f"#n-{kept.pk}" in links(page)
    assert "Ask at work" in words(page)


def test_selected_words_are_marked_in_the_text_also_through_links_and_emphasis(
    her_browser: Client,
) -> None:
    paragraph = next(one for one in paragraphs() if "hazard" in one.text and len(one.text) > 80)
    exact = paragraph.text[4:60].strip()

    note(her_browser, paragraph, exact=exact, start="4", tone="key")

    marks = re.findall(
        r'<mark class="noted noted-key"[^>]*>(.*?)</mark>', html(her_browser.get(LESSON))
    )
    shown = " ".join("".join(re.sub(r"<[^>]+>", "", one) for one in marks).split())
    assert shown == exact


def test_every_paragraph_of_every_lesson_can_be_marked_from_its_first_to_its_last_word(
    her_browser: Client, aisyah: User
) -> None:
    from tauliah.apps.reading.actions import Selection, make_note
    from tests.web.programme import MOMENT

    for paragraph in paragraphs("ms"):
        inner = paragraph.text[1:-1] or paragraph.text
        made = make_note(
            aisyah, "PUM", "02-risk-selection",
            Selection("ms", paragraph.name, inner, 1), tone="key", at=MOMENT,
        )  # fmt: skip
        assert isinstance(made, Note), made

    page = html(her_browser.get(LESSON.replace("/en/", "/ms/")))
    for one in Note.objects.all():
        assert page.count(f'id="m-{one.pk}"') == 1
    assert page.count("<mark") == page.count("</mark>") >= Note.objects.count()


def test_an_empty_note_is_answered_with_what_to_do_and_what_was_written_stays(
    her_browser: Client,
) -> None:
    paragraph = paragraphs()[0]

    empty = note(her_browser, paragraph, text="  ", tone="")
    long = note(her_browser, paragraph, text="x" * 4001)

    assert empty.status_code == long.status_code == 400
    assert "Choose a kind of highlight or write a note." in words(empty)
    assert "A note has at most 4,000 letters." in words(long)
    assert "x" * 4001 in html(long)
    assert not Note.objects.exists()


def test_a_page_older_than_its_text_is_told_so(her_browser: Client) -> None:
    answer = her_browser.post(
        f"{LESSON}note/", {"paragraph": "p-000000000000", "tone": "key"}, follow=True
    )

    assert "has changed since you opened it" in words(answer)


def test_what_a_person_writes_stays_text(her_browser: Client) -> None:
    note(her_browser, paragraphs()[0], text='<script>alert(1)</script> & "x"')

    for page in (LESSON, NOTES):
        assert "<script>alert" not in html(her_browser.get(page))


def test_notes_are_nobody_elses(
    her_browser: Client, nurul: User, browser_of: Callable[[User], Client]
) -> None:
    note(her_browser, paragraphs()[0], text="Mine alone", tone="key")
    own, hers = Note.objects.get(), browser_of(nurul)

    assert "Mine alone" not in words(hers.get(LESSON))
    assert "<mark" not in html(hers.get(LESSON))
    assert "Mine alone" not in html(hers.get(f"{NOTES}file/"))
    for act in ("", "delete/"):
        assert hers.post(f"{NOTES}{own.pk}/{act}", {"text": "Hers"}).status_code == 404
    assert Note.objects.get().text == "Mine alone"


# All notes on a course


def test_all_notes_on_a_course_are_listed_searched_and_lead_back(her_browser: Client) -> None:
    first, second = paragraphs()[0], paragraphs()[3]
    note(her_browser, first, text="About Takaful", tone="key")
    note(her_browser, second, tone="example")

    listed = her_browser.get(NOTES)
    found = her_browser.get(NOTES, {"q": "takaful"})
    none = her_browser.get(NOTES, {"q": "xylophone"})

    assert words(listed).count("Show in the lesson") == 2
    takaful = Note.objects.get(text="About Takaful")
    assert f"{LESSON}#m-{takaful.pk}" in links(listed)
    assert "1 note has “takaful”." in words(found)
    assert words(found).count("Show in the lesson") == 1
    assert "No note has these words" in words(none)


def test_a_note_in_malay_stands_in_the_list_and_leads_to_the_malay_lesson(
    her_browser: Client,
) -> None:
    malay = LESSON.replace("/en/", "/ms/")
    her_browser.post(f"{malay}note/", {"paragraph": paragraphs("ms")[0].name, "tone": "key"})

    listed = her_browser.get(NOTES)

    assert f"{malay}#m-{Note.objects.get().pk}" in links(listed)
    assert "In the Malay text" in words(listed)
    assert "<mark" not in html(her_browser.get(LESSON))


def test_a_note_is_changed(her_browser: Client) -> None:
    note(her_browser, paragraphs()[0], text="First thought")
    own = Note.objects.get()

    form = her_browser.get(f"{NOTES}{own.pk}/")
    answer = her_browser.post(f"{NOTES}{own.pk}/", {"text": "Second thought", "tone": "example"})

    assert "First thought" in html(form)
    assert answer.headers["Location"] == f"{NOTES}#n-{own.pk}"
    own.refresh_from_db()
    assert (own.text, own.tone) == ("Second thought", "example")


@pytest.mark.parametrize("sent", [{"text": "x", "tone": "purple"}, {"text": "\0", "tone": "key"}])
def test_a_form_that_cannot_be_read_leaves_a_note_as_it_is(
    her_browser: Client, sent: dict[str, str]
) -> None:
    note(her_browser, paragraphs()[0], text="First thought", tone="example")
    own = Note.objects.get()

    answer = her_browser.post(f"{NOTES}{own.pk}/", sent)

    assert answer.status_code == 400
    own.refresh_from_db()
    assert (own.text, own.tone) == ("First thought", "example")


def test_a_deleted_note_can_be_had_back(her_browser: Client) -> None:
    note(her_browser, paragraphs()[0], text="Do not lose me")
    own = Note.objects.get()

    gone = her_browser.post(f"{NOTES}{own.pk}/delete/", {"back": "lesson"}, follow=True)
    back = her_browser.post(f"{NOTES}{own.pk}/take-back/", follow=True)

    assert "Your note is deleted." in words(gone)
    assert "Do not lose me" not in words(gone)
    assert "Your note is back." in words(back)
    assert "Do not lose me" in words(back)


def test_notes_are_taken_away_as_text_and_as_markdown_without_being_taken_for_signs(
    her_browser: Client,
) -> None:
    paragraph = paragraphs()[0]
    note(her_browser, paragraph, text="# not a heading\n1. no *list* &copy; R&D", tone="key")

    markdown = her_browser.get(f"{NOTES}file/", {"as": "md"})
    text = her_browser.get(f"{NOTES}file/", {"as": "txt"})

    assert "attachment" in markdown.headers["Content-Disposition"]
    assert markdown.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert "\n\\# not a heading  \n1\\. no \\*list\\* \\&copy; R&D" in html(markdown)
    assert f"“{paragraph.text}”" in html(text)
    assert "# not a heading" in html(text)
    assert her_browser.get(f"{NOTES}file/", {"as": "pdf"}).status_code == 404


def test_a_course_without_notes_says_how_to_make_one(her_browser: Client) -> None:
    assert "Nothing noted yet" in words(her_browser.get(NOTES))


# Where one left


def place(browser: Client, paragraph: str, seen: str = "", lesson: str = LESSON) -> Any:
    return browser.post(f"{lesson}place/", {"paragraph": paragraph, "seen": seen})


def test_who_comes_back_is_offered_to_go_on_in_lesson_course_study_and_home(
    her_browser: Client, aisyah: User, moment: Any
) -> None:
    from tauliah.apps.record.actions import matriculate

    matriculate(aisyah, "API", actor=aisyah, at=moment)
    there = paragraphs()[6]
    assert there.heading

    answer = place(her_browser, there.name, paragraphs()[10].name)

    assert answer.status_code == 204
    percent = 100 * 11 // len(paragraphs())
    assert f"Go on where you left: “{there.heading}”" in words(her_browser.get(LESSON))
    for page in ("/en/study/pum/", "/en/study/", "/en/my/"):
        shown = her_browser.get(page)
        assert "Continue reading" in words(shown), page
        assert f"{LESSON}#{there.name}" in links(shown), page
    assert f"{percent}% read" in words(her_browser.get("/en/study/pum/"))


def test_opening_a_lesson_changes_nothing(her_browser: Client) -> None:
    her_browser.get(LESSON)

    assert not LessonPlace.objects.exists()
    assert "Go on where you left" not in words(her_browser.get(LESSON))


def test_a_place_that_there_is_not_tells_the_page_to_stop(her_browser: Client) -> None:
    assert place(her_browser, "p-000000000000").status_code == 409
    assert place(her_browser, paragraphs("ms")[0].name).status_code == 409


def test_a_lesson_on_ethics_is_gone_on_with_too(her_browser: Client) -> None:
    found = programme().lessons_of("ETH")[0]
    lesson = f"/en/study/eth/lessons/{found.slug}/"

    answer = place(her_browser, paragraphs_of(found.en.body)[3].name, lesson=lesson)

    assert answer.status_code == 204
    assert "Continue reading" in words(her_browser.get("/en/study/eth/"))
