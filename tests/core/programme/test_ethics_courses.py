"""Courses on a code of ethics: how they are read, what is refused, and how they are told."""

from __future__ import annotations

import pytest

from tauliah.core.programme import EthicsCourse, Programme, differences
from tauliah.core.programme.health import CourseHealth, health
from tauliah.core.programme.item_files import item_files
from tests.core.programme.small import PAGE, SMALL, items, loaded, problems_of

COURSE = "ethics/ETH/course.yaml"
PRACTICE = "ethics/ETH/items/practice.yaml"
LESSON = "ethics/ETH/lessons/01-honesty"
TEXT = """\
code: ETH
title: {en: Ethics at work, ms: Etika di tempat kerja}
ethics: ethics
study_hours: 3
outcomes:
  - {code: ETH-1, text: {en: Identify., ms: Mengenal pasti.}}
topics:
  - {topic: honesty, title: {en: Honesty, ms: Kejujuran}, outcomes: [ETH-1]}
"""
FRONT = """\
---
title: Honesty
description: What must be said.
topic: honesty
outcomes: [ETH-1]
minutes: 30
---
## Truth

See [premiums](glossary:premium) and [rates](lesson:PUM/01-rating).
"""
ASKED = (
    items("practice", "ETH-P-1")
    .replace("topic: rating", "topic: honesty")
    .replace("outcome: PUM-1", "outcome: ETH-1")
    .replace("lesson: 01-rating", "lesson: 01-honesty")
)
WITH_ETHICS = {
    **SMALL,
    COURSE: TEXT,
    PRACTICE: ASKED,
    **{f"ethics/ETH/course.{language}.md": PAGE for language in ("en", "ms")},
    **{f"{LESSON}.{language}.md": FRONT for language in ("en", "ms")},
}


def health_of(files: dict[str, str]) -> CourseHealth:
    found = loaded(files)
    return health(found.programme, found.items)[-1]


# Reading


def test_a_course_on_ethics_is_taught_but_is_no_course_with_an_exam() -> None:
    programme = loaded(WITH_ETHICS).programme

    taught = programme.taught("ETH")
    assert isinstance(taught, EthicsCourse)
    assert programme.course_on("ethics") == taught
    assert [lesson.slug for lesson in programme.lessons_of("ETH")] == ["01-honesty"]
    assert [course.code for course in programme.courses] == ["PUM"]
    with pytest.raises(KeyError):
        programme.course("ETH")


def test_its_items_are_practised_like_those_of_any_course() -> None:
    found = [one for one in loaded(WITH_ETHICS).items if one.course == "ETH"]

    assert [(one.item.id, one.pool, one.topic) for one in found] == [
        ("ETH-P-1", "practice", "honesty")
    ]


def test_its_figures_cards_and_lessons_can_be_named_as_those_of_a_course() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 200"><text>Ask</text></svg>'
    card = "cards:\n  - id: ETH-C-1\n    front: {en: Ask?, ms: Tanya?}\n    back: {en: Yes., ms: Ya.}\n"
    shown = "\n![A box that says ask.](figure:steps)\n"
    files = {**WITH_ETHICS, "ethics/ETH/cards/01-honesty.yaml": card}
    for language in ("en", "ms"):
        files[f"ethics/ETH/figures/steps.{language}.svg"] = drawing
        files[f"{LESSON}.{language}.md"] += shown
        files[f"pages/about.{language}.md"] = PAGE + "\n[Honesty](lesson:ETH/01-honesty)\n"

    programme = loaded(files).programme

    assert programme.figure("ETH", "steps").width == 360
    assert [one.id for one in programme.cards_of("ETH", "01-honesty")] == ["ETH-C-1"]


def test_a_release_keeps_it_and_one_from_before_there_was_any_is_read() -> None:
    programme = loaded(WITH_ETHICS).programme
    document = programme.model_dump(mode="json", by_alias=True)

    assert Programme.model_validate_json(programme.model_dump_json(by_alias=True)) == programme
    del document["ethics_courses"]
    assert Programme.model_validate(document, strict=False).course_on("ethics") is None


def test_its_items_are_written_back_to_where_they_were_read_from() -> None:
    found = [one for one in loaded(WITH_ETHICS).items if one.course == "ETH"]

    (path,) = item_files(found, name="bank", on_ethics={"ETH"})

    assert path == "ethics/ETH/items/practice-honesty-bank.yaml"


# What is refused


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        (COURSE, "ethics: ethics", "ethics: manners",
         f"{COURSE}:3: ethics: no ethics manners in this programme"),
        (COURSE, "code: ETH\n", "code: ETX\n",
         f"{COURSE}:1: code: its place in the folder says ETH, got ETX"),
        (COURSE, "outcomes: [ETH-1]", "outcomes: [ETH-2]",
         f"{COURSE}:8: topics[0].outcomes[0]: no outcome ETH-2 in this course"),
        (PRACTICE, "outcome: ETH-1", "outcome: ETH-2",
         f"{PRACTICE}:5: items[0].outcome: no outcome ETH-2 in ETH"),
        (PRACTICE, "lesson: 01-honesty", "lesson: 02-trust",
         f"{PRACTICE}:7: items[0].lesson: no lesson 02-trust in ETH"),
        (PRACTICE, "topic: honesty", "topic: trust",
         f"{PRACTICE}:2: topic: no topic trust in the topics of ETH"),
        (PRACTICE, "pool: practice", "pool: secure",
         f"{PRACTICE}:1: pool: a course on ethics has no exam: expected practice, got secure"),
    ],
)  # fmt: skip
def test_a_mistake_in_it_is_told_where_it_stands(path, old, new, problem) -> None:
    files = {**WITH_ETHICS, path: WITH_ETHICS[path].replace(old, new)}

    assert problem in problems_of(files)


def test_no_rule_asks_for_it_as_for_a_course() -> None:
    path = "designations/api.yaml"
    files = {**WITH_ETHICS, path: SMALL[path].replace("- exam: PUM", "- course: ETH")}

    assert any("no course ETH in this programme" in problem for problem in problems_of(files))


def test_a_link_to_it_as_a_course_is_dead_for_it_has_no_public_page() -> None:
    files = {**WITH_ETHICS, "glossary/premium.en.md": SMALL["glossary/premium.en.md"] + "\n[E](course:ETH)\n"}  # fmt: skip

    assert any("dead link: course:ETH" in problem for problem in problems_of(files))


def test_it_needs_its_file_its_page_and_lessons() -> None:
    def without(*gone: str) -> dict[str, str]:
        return {path: text for path, text in WITH_ETHICS.items() if not path.startswith(gone)}

    assert problems_of(without(COURSE)) == [f"{COURSE}: this file is missing"]
    unpresented = problems_of(without("ethics/ETH/course.en", "ethics/ETH/course.ms"))
    assert [problem.startswith(f"{COURSE}:1: ") for problem in unpresented] == [True]
    assert f"{COURSE}:1: a course on ethics has lessons, this one has none" in problems_of(
        without("ethics/ETH/lessons", "ethics/ETH/items")
    )


def test_a_code_of_ethics_has_one_course_and_a_code_of_a_course_one_folder() -> None:
    def moved(text: str) -> str:
        return text.replace("ETH", "PUM")

    second = {
        path.replace("/ETH/", "/ETI/"): text.replace("ETH", "ETI")
        for path, text in WITH_ETHICS.items()
        if "/ETH/" in path
    }
    third = {
        "ethics/PUM/course.yaml": moved(TEXT),
        **{f"ethics/PUM/course.{language}.md": PAGE for language in ("en", "ms")},
        **{
            f"ethics/PUM/lessons/09-honesty.{language}.md": moved(FRONT)
            for language in ("en", "ms")
        },
    }

    twice = problems_of({**WITH_ETHICS, **second})
    assert "ethics/ETI/course.yaml:3: ethics: ETH is the course on ethics already" in twice
    shared = problems_of({**SMALL, **third})
    assert "ethics/PUM/course.yaml:1: code: courses/PUM has this code too" in shared


# How it is told


def test_its_health_counts_lessons_and_practice_and_asks_for_no_exam() -> None:
    found = health_of(WITH_ETHICS)

    (outcome,) = found.outcomes
    assert (outcome.lessons, outcome.practice) == (("01-honesty",), (0, 0, 1, 0))
    assert not found.has_exam
    assert [one.en for one in found.thin] == [
        "Lessons without a figure: 01-honesty.",
        "Lessons without cards: 01-honesty.",
        "1 practice items: there should be at least 20.",
    ]


def test_an_outcome_of_it_that_nothing_practises_is_thin() -> None:
    files = {
        **WITH_ETHICS,
        COURSE: TEXT.replace(
            "topics:", "  - {code: ETH-2, text: {en: Apply., ms: Menggunakan.}}\ntopics:"
        ),
    }

    thin = [one.en for one in health_of(files).thin]
    assert thin[:2] == ["No lesson teaches ETH-2.", "No practice item asks for ETH-2."]


def test_what_is_new_changed_and_gone_is_said_in_words() -> None:
    def said(before: dict[str, str], after: dict[str, str]) -> list[str]:
        old, new = loaded(before), loaded(after)
        found = differences(
            old.programme, new.programme, items_before=old.items, items_after=new.items
        )
        return [one.sentence.en for one in found if one.kind == "course"]

    longer = {**WITH_ETHICS, COURSE: TEXT.replace("study_hours: 3", "study_hours: 4")}

    assert said(dict(SMALL), WITH_ETHICS) == ["New course on ethics: Ethics at work (ETH)."]
    assert said(WITH_ETHICS, longer) == [
        "Changed for the course on ethics Ethics at work (ETH): hours of study."
    ]
    assert said(WITH_ETHICS, dict(SMALL)) == [
        "The course on ethics Ethics at work (ETH) is no longer in the programme."
    ]
