"""The course on ethics as a candidate finds, reads and practises it, and its place beside the code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import accept_ethics
from tauliah.apps.record.queries import entries_of
from tauliah.apps.sittings.queries import exam_offers
from tauliah.apps.study.queries import lessons_read, practice_items
from tests.web.reading import fields, links, words

COURSE = "/en/study/eth/"
CODE = "/en/my/ethics/ethics/"
LESSONS = (
    "01-truth-and-needs",
    "02-fair-decisions",
    "03-secrets-loyalties-money",
    "04-competence-and-courage",
)


def test_study_lists_it_apart_from_the_courses_with_exams(her_browser: Client) -> None:
    page = her_browser.get("/en/study/")

    assert "Ethics A code of ethics is accepted, not examined." in words(page)
    assert "Ethics at Work in Personal Insurance Lessons read 0 of 4" in words(page)
    assert COURSE in links(page)


def test_it_shows_lessons_practice_and_outcomes_and_the_way_to_the_code_but_no_exam(
    her_browser: Client,
) -> None:
    page = her_browser.get(COURSE)

    text = words(page)
    assert [link.split("/")[-2] for link in links(page) if "/lessons/" in link] == list(LESSONS)
    assert f"Fair decisions 0 of {len(practice_items('ETH', 'fairness'))}" in text
    assert programme().taught("ETH").outcomes[0].text.en in text
    assert "Reading the lessons first is recommended, not required." in text
    assert CODE in links(page)
    assert "Book the exam" not in text
    assert "Exam blueprint" not in text


@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_is_read_in_both_languages_with_its_figure_and_cards(
    her_browser: Client, language: str, slug: str
) -> None:
    lesson = programme().lesson("ETH", slug)
    address = f"/{language}/study/eth/lessons/{slug}/"

    page = her_browser.get(address)

    assert page.status_code == 200
    assert lesson.in_language(language).title in words(page)
    assert programme().cards_of("ETH", slug)[0].front.in_language(language) in words(page)
    assert f'src="/{language}/study/eth/figures/' in page.content.decode()


def test_reading_all_lessons_leads_back_to_the_course(her_browser: Client, aisyah: User) -> None:
    for slug in LESSONS:
        page = her_browser.post(f"{COURSE}lessons/{slug}/", follow=True)

    assert lessons_read(aisyah, "ETH") == set(LESSONS)
    assert "Lessons read 4 of 4" in words(page)


def test_an_item_is_practised_and_every_option_explained(her_browser: Client) -> None:
    address = f"{COURSE}practice/honesty/"
    shown = {one.get("name"): one.get("value") for one in fields(her_browser.get(address))}
    code = shown["item"] or ""
    item = next(one for one in practice_items("ETH") if one.code == code)

    page = her_browser.post(address, {"item": code, "answer": item.text.key}, follow=True)

    assert "Right" in words(page)
    for option in item.text.options.values():
        assert option.explanation.en in words(page)


def test_beside_the_code_stands_the_course_and_that_it_is_no_condition(
    her_browser: Client,
) -> None:
    page = her_browser.get(CODE)

    assert COURSE in links(page)
    assert "A short course of 4 lessons works through cases." in words(page)
    assert "your acceptance does not depend on it" in words(page)


def test_the_code_is_accepted_without_a_lesson_read(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    accept_ethics(aisyah, "ethics", version="2024", actor=aisyah, at=moment)

    text = words(her_browser.get(COURSE))
    assert "You accepted version 2024 of this code on 3 March 2026." in text
    assert "Lessons read 0 of 4" in text


def test_reading_and_practising_enter_nothing_in_the_record(
    her_browser: Client, aisyah: User
) -> None:
    her_browser.post(f"{COURSE}lessons/{LESSONS[0]}/")

    assert entries_of(aisyah) == ()


def test_it_is_no_exam_that_could_be_booked_and_no_public_course(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    assert "ETH" not in {offer.course for offer in exam_offers(aisyah, at=moment)}
    assert her_browser.get("/en/courses/eth/").status_code == 404


def test_its_health_shows_outcomes_and_practice_and_no_secure_pool(
    farid: User, browser_of: Callable[[User], Client]
) -> None:
    text = words(browser_of(farid).get("/en/registrar/releases/health/"))

    course = programme().taught("ETH")
    (part,) = text.split(f"{course.title.en} (ETH)")[1:]
    assert "it has no exam and no secure items" in part
    assert f"Practice items {len(practice_items('ETH'))}" in part
    assert f"{course.outcomes[0].code} {course.outcomes[0].text.en} 1" in part
    assert "Nothing is thin" in part
    assert "Items in a form" not in part
