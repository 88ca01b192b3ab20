"""The course on ethics that ships: that it covers the whole code, and is complete in both languages."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tauliah.core.kernel import LANGUAGES
from tauliah.core.programme import EthicsCourse, Lesson
from tauliah.core.programme.health import health, shows_figure
from tauliah.core.programme.items import PooledItem, SingleChoice
from tests.programmes.test_personal_insurance import shipped

DUTIES = {
    "01-truth-and-needs": ("Integrity", "Needs before sales", "Clear explanation"),
    "02-fair-decisions": ("Fair treatment", "Honest underwriting", "Prompt and just claims"),
    "03-secrets-loyalties-money": ("Confidentiality", "Conflicts of interest", "Client money"),
    "04-competence-and-courage": ("Competence", "Honest examinations", "Speaking up"),
}
COUNTRIES = {"en": ("Malaysia", "United States"), "ms": ("Malaysia", "Amerika Syarikat")}
CASE = {"en": r"\*\*Worked case, ([^.]+)\.\*\*", "ms": r"\*\*Kes contoh, ([^.]+)\.\*\*"}
CHECK = {"en": "## Check yourself", "ms": "## Semak diri"}
SUMMARY = {"en": "## Summary", "ms": "## Ringkasan"}


def course() -> EthicsCourse:
    found = shipped().programme.course_on("ethics")
    assert found is not None
    return found


def lessons() -> dict[str, Lesson]:
    return {one.slug: one for one in shipped().programme.lessons_of(course().code)}


def practised() -> list[PooledItem]:
    return [one for one in shipped().items if one.course == course().code]


def test_its_lessons_take_every_duty_of_the_code_once() -> None:
    code = shipped().programme.page("ethics/ethics-2024").en.body

    duties = re.findall(r"^\d+\. \*\*(.+?)\.\*\*", code, re.MULTILINE)
    assert sorted(duties) == sorted(duty for taken in DUTIES.values() for duty in taken)
    assert tuple(lessons()) == tuple(DUTIES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", DUTIES)
def test_each_lesson_has_cases_of_both_countries_a_figure_a_summary_and_checks_with_answers(
    slug: str, language: str
) -> None:
    lesson = lessons()[slug]
    body = lesson.in_language(language).body

    assert 900 <= len(body.split()) <= 1500
    assert set(re.findall(CASE[language], body)) == set(COUNTRIES[language])
    assert shows_figure(lesson)
    assert SUMMARY[language] in body
    questions = body.partition(CHECK[language])[2].strip().split("\n\n")
    assert [part.startswith("**") for part in questions] == [True, False] * 3
    assert len(set(re.findall(r"\(glossary:([a-z-]+)\)", body))) >= 3


@pytest.mark.parametrize("slug", DUTIES)
def test_each_lesson_has_ten_cards(slug: str) -> None:
    assert len(shipped().programme.cards_of(course().code, slug)) == 10


def test_there_are_enough_items_and_each_has_a_reason_for_every_option() -> None:
    items = [one.item for one in practised()]

    assert len(items) >= 20
    assert {one.pool for one in practised()} == {"practice"}
    for item in items:
        assert isinstance(item, SingleChoice)
        assert len(item.options) == 4
        for option in item.options.values():
            assert option.explanation.en
            assert option.explanation.ms


def test_every_outcome_is_taught_and_practised_at_more_than_one_level() -> None:
    taught = {outcome for lesson in lessons().values() for outcome in lesson.outcomes}
    assert taught == {outcome.code for outcome in course().outcomes}

    levels = Counter((one.item.outcome, one.item.level) for one in practised())
    for outcome in course().outcomes:
        assert len([level for asked, level in levels if asked == outcome.code]) > 1


def test_an_item_stands_in_the_topic_of_the_lesson_and_the_outcome_that_it_names() -> None:
    topics = {one.topic: one.outcomes for one in course().topics}

    for one in practised():
        assert lessons()[one.item.lesson].topic == one.topic
        assert one.item.outcome in topics[one.topic]


def test_nothing_in_it_is_thin() -> None:
    found = next(
        one
        for one in health(shipped().programme, shipped().items)
        if one.course.code == course().code
    )

    assert found.thin == ()
