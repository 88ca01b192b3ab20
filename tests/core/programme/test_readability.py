"""Sentences of lessons, items and cards that are too long to be understood in one reading."""

from __future__ import annotations

import pytest

from tauliah.core.programme.readability import LONGEST_SENTENCE
from tests.core.programme.small import SMALL, loaded, problems_of

LESSON = "courses/PUM/lessons/01-rating.en.md"
ITEMS = "courses/PUM/items/practice.yaml"
LONG = " ".join(["cover"] * LONGEST_SENTENCE)


def test_a_sentence_may_have_as_many_words_as_one_takes_in() -> None:
    loaded({**SMALL, LESSON: SMALL[LESSON] + f"\n{LONG}.\n"})


def test_a_longer_sentence_of_a_lesson_is_told_with_its_line_and_its_first_words() -> None:
    lesson = SMALL[LESSON] + f"\nShort.\n\n- Well. One more {LONG}, [too](glossary:premium).\n"

    (said,) = problems_of({**SMALL, LESSON: lesson})

    assert said == (
        f"{LESSON}:15: a sentence of {LONGEST_SENTENCE + 3} words, “One more cover cover ...”: "
        f"expected {LONGEST_SENTENCE} or fewer"
    )


def test_a_longer_sentence_of_an_item_is_told_at_its_text() -> None:
    text = SMALL[ITEMS].replace("en: Other,", f"en: One more {LONG},")

    (said,) = problems_of({**SMALL, ITEMS: text})

    assert said.startswith(f"{ITEMS}:13: items[0].options.c.text.en: a sentence of")


@pytest.mark.parametrize("stop", [". ", "; ", ": ", "? ", ".) ", "\n\n", "\n- "])
def test_stops_and_blocks_end_a_sentence(stop: str) -> None:
    loaded({**SMALL, LESSON: SMALL[LESSON] + f"\n- {LONG}{stop}Rate {LONG[:60]}.\n"})


def test_a_line_break_ends_no_sentence() -> None:
    lesson = SMALL[LESSON] + f"\n{LONG}\nand more.\n"

    assert len(problems_of({**SMALL, LESSON: lesson})) == 1


def test_cells_of_a_table_are_sentences_of_their_own() -> None:
    half = LONG[: len(LONG) // 2]
    table = f"\n| {half} | {half} |\n|---|---|\n| {half} | {half} |\n"

    loaded({**SMALL, LESSON: SMALL[LESSON] + table})
