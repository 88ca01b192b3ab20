"""The health of a programme: outcomes by lessons and items, and what is thin."""

from __future__ import annotations

from tauliah.core.programme.health import CourseHealth, health
from tests.core.programme.small import SMALL, items, loaded
from tests.core.programme.test_study_aids import CARDS, DECK, with_figure

PRACTICE = "courses/PUM/items/practice.yaml"
SECURE = "courses/PUM/items/secure.yaml"
COURSE = "courses/PUM/course.yaml"


def health_of(files: dict[str, str]) -> CourseHealth:
    found = loaded(files)
    (course,) = health(found.programme, found.items)
    return course


def thin(files: dict[str, str]) -> list[str]:
    return [sentence.en for sentence in health_of(files).thin]


def test_outcomes_are_counted_by_lessons_pools_and_levels() -> None:
    (outcome,) = health_of(dict(SMALL)).outcomes

    assert outcome.lessons == ("01-rating",)
    assert outcome.secure == (0, 0, 2, 0)
    assert outcome.practice == (0, 0, 1, 0)


def test_lessons_are_shown_with_their_outcomes_and_with_the_items_that_lead_back_to_them() -> None:
    (lesson,) = health_of({**with_figure(), CARDS: DECK}).taught

    assert (lesson.slug, lesson.title.en, lesson.outcomes) == ("01-rating", "Rating", ("PUM-1",))
    assert (lesson.has_figure, lesson.cards, lesson.secure, lesson.practice) == (True, 2, 2, 1)


def test_a_lesson_that_no_item_leads_back_to_is_thin() -> None:
    files = dict(SMALL)
    for language in ("en", "ms"):
        text = SMALL[f"courses/PUM/lessons/01-rating.{language}.md"]
        files[f"courses/PUM/lessons/02-more.{language}.md"] = text

    said = thin(files)

    assert "Lessons that no secure item leads back to: 02-more." in said
    assert "Lessons that no practice item leads back to: 02-more." in said


def test_topics_are_counted_by_what_a_form_takes_and_what_is_there() -> None:
    (topic,) = health_of(dict(SMALL)).topics

    assert (topic.lessons, topic.asked, topic.secure, topic.practice) == (1, 2, 2, 1)


def test_a_cell_of_the_blueprint_that_does_not_fill_two_forms_is_thin() -> None:
    course = SMALL[COURSE].replace("items: 2,", "items: 2, levels: {remember: 1, apply: 1},")
    secure = items("secure", *(f"PUM-S-{number}" for number in range(1, 5)))
    secure = secure.replace("level: apply", "level: remember", 1)

    found = health_of({**SMALL, COURSE: course, SECURE: secure})

    (topic,) = found.topics
    assert [(cell.asked, cell.secure, cell.is_thin) for cell in topic.cells] == [
        (1, 1, True), (0, 0, False), (1, 3, False), (0, 0, False),
    ]  # fmt: skip
    assert found.has_levels
    assert found.thin[0].en == (
        "Rating, level remember: 1 secure items do not fill 2 forms of 1 without an item in common."
    )


def test_what_is_thin_is_said_in_sentences() -> None:
    assert thin(dict(SMALL)) == [
        "Rating: 2 secure items do not fill 2 forms of 2 without an item in common.",
        "Lessons without a figure: 01-rating.",
        "Lessons without cards: 01-rating.",
        "1 practice items: there should be at least 60.",
    ]


def test_figures_cards_and_items_make_it_less_thin() -> None:
    secure = items("secure", *(f"PUM-S-{number}" for number in range(1, 5)))

    found = health_of({**with_figure(), CARDS: DECK, SECURE: secure})

    assert (found.lessons, found.with_figure, found.with_cards, found.cards) == (1, 1, 1, 2)
    assert [one.en for one in found.thin] == ["1 practice items: there should be at least 60."]


def test_an_outcome_that_nothing_teaches_or_asks_for_is_thin() -> None:
    course = SMALL[COURSE].replace(
        "blueprint:", "  - {code: PUM-2, text: {en: Apply., ms: Menggunakan.}}\nblueprint:"
    )

    said = thin({**SMALL, COURSE: course})

    assert said[:3] == [
        "No lesson teaches PUM-2.",
        "No secure item asks for PUM-2.",
        "No practice item asks for PUM-2.",
    ]


def test_items_that_only_ask_to_remember_are_thin() -> None:
    files = {path: text.replace("level: apply", "level: remember") for path, text in SMALL.items()}

    assert "0% of the items apply or analyse: it should be a third at least." in thin(files)


def test_a_course_without_lessons_and_items_has_one_sentence() -> None:
    code = "PPM"
    files = dict(SMALL)
    files[f"courses/{code}/course.yaml"] = (
        SMALL[COURSE].replace("PUM", code).replace("status: open", "status: in-preparation")
    )
    for language in ("en", "ms"):
        files[f"courses/{code}/course.{language}.md"] = SMALL[f"courses/PUM/course.{language}.md"]
    found = loaded(files)

    states = {one.course.code: one for one in health(found.programme, found.items)}

    assert not states[code].is_written
    assert [one.en for one in states[code].thin] == [
        "Nothing is written yet: no lesson and no item."
    ]


def test_every_sentence_has_its_malay() -> None:
    assert all(one.ms and one.ms != one.en for one in health_of(dict(SMALL)).thin)
