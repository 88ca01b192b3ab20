"""Study: courses, lessons and practice as a candidate uses them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tauliah.apps.study.actions import answer_practice_item
from tauliah.apps.study.queries import (
    last_practice_answer,
    lessons_read,
    practice_by_topic,
    practice_item,
    practice_items,
)  # fmt: skip
from tests.web.reading import fields, links, words

LESSON = "/en/study/pum/lessons/02-risk-selection/"
SELECTION = "/en/study/pum/practice/selection/"


def item_shown(browser: Client, page: str = SELECTION) -> str:
    """The code of the item that a practice page asks."""
    shown = fields(browser.get(page))
    return next(field["value"] or "" for field in shown if field.get("name") == "item")


# Courses


def test_open_courses_have_progress_and_the_others_say_that_they_are_in_preparation(
    her_browser: Client,
) -> None:
    text = words(her_browser.get("/en/study/"))

    for course in programme().courses:
        if course.is_open:
            lessons = len(programme().lessons_of(course.code))
            assert f"{course.title.en} Lessons read 0 of {lessons}" in text
    assert text.count("In preparation") == len([c for c in programme().courses if not c.is_open])
    assert "There is nothing to study in them yet" in text


def test_the_courses_that_a_person_needs_come_first(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)

    codes = [link for link in links(her_browser.get("/en/study/")) if link.count("/") == 4]

    assert codes.index("/en/study/pum/") < codes.index("/en/study/pin/")


def test_a_course_shows_lessons_practice_blueprint_and_the_way_to_its_exam(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)

    page = her_browser.get("/en/study/pum/")

    text = words(page)
    assert "Risk selection and underwriting criteria About 35 minutes · Not read yet" in text
    rating = len(practice_items("PUM", "rating"))
    assert f"Rating and premium setting 0 of {rating}" in text
    assert "50 questions in 65 minutes; the pass mark is 70%." in text
    assert "Rating and premium setting 2 2 4 1" in text
    assert "A window is open until 26 March 2026." in text
    assert "/en/exams/" in links(page)


def test_a_course_says_why_its_exam_cannot_be_booked(her_browser: Client) -> None:
    text = words(her_browser.get("/en/study/pum/"))

    assert "Matriculate for a designation first" in text
    assert "Book the exam" not in text


def test_a_course_in_preparation_shows_its_outline_and_nothing_to_study(
    her_browser: Client,
) -> None:
    page = her_browser.get("/en/study/frm/")

    text = words(page)
    assert "This course is in preparation" in text
    assert "Enterprise-wide risk management" in text
    assert "registrar can credit its exam" in text
    assert not [link for link in links(page) if "/lessons/" in link or "/practice/" in link]


def test_a_course_that_does_not_exist_is_not_found(her_browser: Client) -> None:
    for page in ("study/xyz/", "study/xyz/practice/", "study/pum/lessons/99-none/"):
        assert her_browser.get(f"/en/{page}").status_code == 404


# Lessons


def test_a_lesson_has_its_highlights_its_text_and_its_key_terms(her_browser: Client) -> None:
    page = her_browser.get(LESSON)

    text = words(page)
    assert f"PUM, lesson 2 of {len(programme().lessons_of('PUM'))}" in text
    assert "A peril causes the loss; a hazard makes the loss more likely or more severe." in text
    assert "Why insurers select" in text
    assert links(page).count("/en/glossary/moral-hazard/") == 2


def test_a_lesson_is_read_in_the_language_of_the_page(her_browser: Client) -> None:
    malay = programme().lesson("PUM", "02-risk-selection").ms

    text = words(her_browser.get(LESSON.replace("/en/", "/ms/")))

    assert malay.title in text
    assert malay.highlights[0] in text


def test_looking_at_a_lesson_marks_nothing(her_browser: Client, aisyah: User) -> None:
    her_browser.get(LESSON)

    assert lessons_read(aisyah, "PUM") == frozenset()


def test_marking_a_lesson_as_read_goes_on_to_the_next(her_browser: Client, aisyah: User) -> None:
    page = her_browser.post(LESSON)

    assert page.headers["Location"] == "/en/study/pum/lessons/03-rating-and-premium/"
    assert lessons_read(aisyah, "PUM") == {"02-risk-selection"}
    assert "Risk selection and underwriting criteria About 35 minutes · Already read" in words(
        her_browser.get("/en/study/pum/")
    )


def test_the_last_lesson_leads_back_to_the_course(her_browser: Client) -> None:
    last = f"/en/study/pum/lessons/{programme().lessons_of('PUM')[-1].slug}/"

    page = her_browser.post(last, follow=True)

    assert page.redirect_chain == [("/en/study/pum/", 302)]
    assert "That was the last lesson of this course." in words(page)


def test_lessons_lead_to_the_one_before_and_the_one_after(her_browser: Client) -> None:
    found = links(her_browser.get(LESSON))

    assert "/en/study/pum/lessons/01-market-and-underwriter/" in found
    assert "/en/study/pum/lessons/03-rating-and-premium/" in found


# Practice


def test_practice_offers_every_topic_with_how_it_stands(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    item = practice_items("PUM", "selection")[0]
    answer_practice_item(aisyah, "PUM", item.code, value=item.text.key, at=moment)

    page = her_browser.get("/en/study/pum/practice/")

    selection = len(practice_items("PUM", "selection"))
    standing = f"Risk selection and underwriting criteria Right at the last try 1 of {selection}"
    assert standing in words(page)
    for row in programme().course("PUM").blueprint:
        assert f"/en/study/pum/practice/{row.topic}/" in links(page)


def test_one_item_is_asked_with_its_options_and_without_the_answer(her_browser: Client) -> None:
    page = her_browser.get(SELECTION)

    item = practice_item("PUM", item_shown(her_browser))
    assert item is not None
    text = words(page)
    assert item.text.stem.en in text
    for option in item.text.options.values():
        assert option.text.en in text
        assert option.explanation.en not in text
    radios = [field for field in fields(page) if field.get("type") == "radio"]
    assert [radio["value"] for radio in radios] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("language", ["en", "ms"])
def test_an_answer_is_judged_with_the_explanation_of_every_option(
    her_browser: Client, language: str
) -> None:
    topic = SELECTION.replace("/en/", f"/{language}/")
    code = item_shown(her_browser, topic)
    item = practice_item("PUM", code)
    assert item is not None
    wrong = next(letter for letter in item.text.options if letter != item.text.key)

    page = her_browser.post(topic, {"item": code, "answer": wrong}, follow=True)

    assert page.redirect_chain == [(f"{topic}{code}/", 302)]
    for option in item.text.options.values():
        assert option.explanation.in_language(language) in words(page)
    assert b"is-wrong" in page.content
    assert b"is-right" in page.content


def test_a_right_answer_is_praised_and_counts(her_browser: Client, aisyah: User) -> None:
    code = item_shown(her_browser)
    item = practice_item("PUM", code)
    assert item is not None

    page = her_browser.post(SELECTION, {"item": code, "answer": item.text.key}, follow=True)

    assert words(page).split()[4:].count("Right") >= 1
    assert b"is-wrong" not in page.content
    assert practice_by_topic(aisyah, "PUM")["selection"].right == 1


def test_after_an_answer_another_item_of_the_same_topic_comes(her_browser: Client) -> None:
    asked = []
    for _ in range(4):
        code = item_shown(her_browser)
        asked.append(code)
        her_browser.post(SELECTION, {"item": code, "answer": "a"})

    assert sorted(asked) == [item.code for item in practice_items("PUM", "selection")][:4]


def test_without_a_choice_nothing_is_judged(her_browser: Client, aisyah: User) -> None:
    code = item_shown(her_browser)

    page = her_browser.post(SELECTION, {"item": code}, follow=True)

    assert "Give an answer first." in words(page)
    assert last_practice_answer(aisyah, "PUM", code) is None


def test_explanations_are_not_shown_before_an_answer(her_browser: Client) -> None:
    code = item_shown(her_browser)

    page = her_browser.get(f"{SELECTION}{code}/")

    assert page.headers["Location"] == SELECTION


def test_the_answer_of_another_candidate_explains_nothing(
    her_browser: Client, nurul: User, moment: datetime
) -> None:
    code = item_shown(her_browser)
    answer_practice_item(nurul, "PUM", code, value="a", at=moment)

    assert her_browser.get(f"{SELECTION}{code}/").status_code == 302


def test_the_secure_pool_is_never_practised(her_browser: Client, aisyah: User) -> None:
    secure = {item.code for item in current_items("PUM", "secure")}
    code = min(secure)

    answered = her_browser.post(SELECTION, {"item": code, "answer": "a"}, follow=True)

    assert "There is no such practice item or answer." in words(answered)
    assert last_practice_answer(aisyah, "PUM", code) is None
    assert her_browser.get(f"{SELECTION}{code}/").status_code == 404
    everything = "/en/study/pum/practice/all-topics/"
    for _ in practice_items("PUM"):
        asked = item_shown(her_browser, everything)
        assert asked not in secure
        her_browser.post(everything, {"item": asked, "answer": "a"})


def test_a_course_without_practice_items_says_so(her_browser: Client) -> None:
    assert "No practice items yet" in words(her_browser.get("/en/study/frm/practice/"))
    assert "No practice items yet" in words(her_browser.get("/en/study/frm/practice/all-topics/"))


def test_a_topic_that_does_not_exist_is_not_found(her_browser: Client) -> None:
    assert her_browser.get("/en/study/pum/practice/no-such-topic/").status_code == 404
