"""Sentences that a lesson says twice in one paragraph."""

from __future__ import annotations

import pytest

from tauliah.core.programme import load_programme
from tests.core.programme.small import SMALL, encoded, loaded, problems_of

LESSON = "courses/PUM/lessons/01-rating"
RISE = "The rate rises."


def saying(more: str, *, language: str = "en") -> dict[str, str]:
    """The small programme with more text at the end of its lesson, from line 13 on."""
    path = f"{LESSON}.{language}.md"
    return {**SMALL, path: f"{SMALL[path]}\n{more}\n"}


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_sentence_that_stands_twice_in_a_paragraph_is_told_with_its_line(language: str) -> None:
    said = problems_of(saying("Kadar naik segera. Ya.\nKadar naik segera.", language=language))

    assert said == [
        (
            f"{LESSON}.{language}.md:14: this sentence stands in the paragraph already: "
            "“Kadar naik segera. ...”"
        )
    ]


def test_it_is_told_in_malay_too() -> None:
    found = load_programme(encoded(saying(f"{RISE} {RISE}")))
    assert isinstance(found, tuple)

    assert [one.message.ms for one in found] == [
        "ayat ini sudah ada dalam perenggan yang sama: “The rate rises. ...”"
    ]


@pytest.mark.parametrize(
    "again",
    [
        "The rate (of all) rises. (The rate falls.) (The rate falls.)",
        "the  Rate\nrises.",
        "The *rate* rises.",
        "The [rate](glossary:premium) rises.",
    ],
)
def test_capitals_spaces_links_and_emphasis_make_no_other_sentence(again: str) -> None:
    assert len(problems_of(saying(f"{RISE} {again}"))) == 1


def test_each_line_that_says_it_again_is_told() -> None:
    said = problems_of(saying(f"{RISE}\n{RISE}\n{RISE}"))

    assert [one.partition(": ")[0] for one in said] == [f"{LESSON}.en.md:{n}" for n in (14, 15)]


@pytest.mark.parametrize(
    "before",
    ["", "## A heading\n", "- ", "1. ", "> ", "| a |\n|---|\n|", "**Note.** ", "Yes. No. "],
)
def test_it_is_found_wherever_a_paragraph_stands(before: str) -> None:
    assert len(problems_of(saying(f"{before}{RISE} {RISE}"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{RISE}\n\n{RISE}",
        f"- {RISE}\n- {RISE}",
        f"| a | b |\n|---|---|\n| {RISE} | {RISE} |",
        "Is it so? Yes. Is it sure? Yes.",
        "The rate rises by 2.5%. The rate rises by 2.6%.",
        f"{RISE} When the rate falls, the price falls.",
    ],
)
def test_other_sentences_and_other_paragraphs_are_left_alone(text: str) -> None:
    loaded(saying(text))


def test_pages_beside_the_lessons_are_not_asked() -> None:
    page = "courses/PUM/course.en.md"

    loaded({**SMALL, page: f"{SMALL[page]}\n{RISE} {RISE}\n"})
