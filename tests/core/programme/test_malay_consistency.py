"""One Malay term for each concept, and no English left over in Malay texts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.core.programme.small import SMALL, loaded, problems_of

LIST = "glossary/terms.yaml"
LESSON = "courses/PUM/lessons/01-rating.ms.md"
ITEMS = "courses/PUM/items/practice.yaml"
CARDS = "courses/PUM/cards/01-rating.yaml"
FIGURE = "courses/PUM/figures/limits"
TERMS = """\
terms:
  - {concept: premium, en: premium, ms: premium}
  - {concept: split-limits, en: split limits, ms: had berasingan, never: [had berpecah]}
  - {concept: stop-loss, en: stop loss, ms: henti rugi, never: [lebihan]}
  - {concept: excess-of-loss, en: excess of loss, ms: triti lebihan kerugian}
shared_words:
  - common law
"""
# pages that say in Malay what the small programme says in English in both
MALAY_PAGE = """\
---
title: Halaman
description: Isinya.
---
## Teks

Tiada lagi.
"""
MALAY_TERM = """\
---
title: Premium
description: Harga perlindungan.
see_also: []
---
{words}
""".format(words="\n".join(["Premium ialah harga perlindungan itu."] * 30))
MALAY_LESSON = """\
---
title: Pengkadaran
description: Cara harga dibuat.
topic: rating
outcomes: [PUM-1]
minutes: 30
key_terms: [premium]
---
## Kadar

Sebuah [premium](glossary:premium) ialah kadar didarab dengan dedahan.
"""
PAGES = ("designations/api", "ethics/ethics-2024", "courses/PUM/course")
DECK = """\
cards:
  - id: PUM-C-1
    front: {{en: What are limits?, ms: Apakah had?}}
    back: {{en: The most that is paid., ms: "{back}"}}
"""
HOUSE = {
    **SMALL,
    **{f"{page}.ms.md": MALAY_PAGE for page in PAGES},
    "glossary/premium.ms.md": MALAY_TERM,
    LESSON: MALAY_LESSON,
    LIST: TERMS,
}


def told(files: Mapping[str, str]) -> list[str]:
    """The places and the words of what is wrong, without the advice."""
    return [said.partition(";")[0] for said in problems_of(files)]


def with_line(line: str) -> dict[str, str]:
    """The small programme with one more paragraph in its Malay lesson, on line 13."""
    return {**HOUSE, LESSON: f"{MALAY_LESSON}\n{line}\n"}


def test_a_programme_that_keeps_to_its_list_of_terms_is_sound() -> None:
    loaded(HOUSE)


def test_a_programme_without_a_list_of_terms_is_not_asked_for_its_words() -> None:
    lesson = f"{MALAY_LESSON}\nHad berpecah and the price.\n"

    loaded({**{path: text for path, text in HOUSE.items() if path != LIST}, LESSON: lesson})


# One term for each concept


def test_a_refused_word_is_told_with_its_line_and_the_term_to_use() -> None:
    (said,) = problems_of(with_line("Di bawah Had\nberpecah, tiga orang dibayar."))

    assert said == (
        f"{LESSON}:13: “had berpecah” is not the word used here for split limits: expected "
        "“had berasingan”"
    )


def test_each_use_in_a_lesson_is_told() -> None:
    said = problems_of(with_line("Had berpecah.\n\nSekali lagi: had berpecahnya."))

    assert [one.partition(": ")[0] for one in said] == [f"{LESSON}:13", f"{LESSON}:15"]


def test_a_refused_word_is_found_in_items_cards_figures_and_front_matter() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 200">{}</svg>'
    shown = "\n![{}](figure:limits)\n"
    files = {
        **HOUSE,
        ITEMS: HOUSE[ITEMS].replace("ms: Lain}", "ms: Had berpecah}"),
        CARDS: DECK.format(back="Had berpecah."),
        LESSON: MALAY_LESSON.replace("Cara harga dibuat.", "Cara had berpecah dibuat.")
        + shown.format("Had."),
        "courses/PUM/lessons/01-rating.en.md": HOUSE["courses/PUM/lessons/01-rating.en.md"]
        + shown.format("Limits."),
        f"{FIGURE}.en.svg": drawing.format("<text>Limits</text>"),
        f"{FIGURE}.ms.svg": drawing.format(
            "\n<text><tspan>Had</tspan><tspan>berpecah</tspan></text>\n<title>Had berpecah</title>"
        ),
    }

    places = [one.partition(": “")[0] for one in problems_of(files)]

    assert places == [
        f"{CARDS}:4: cards[0].back.ms",
        f"{FIGURE}.ms.svg:3",
        f"{ITEMS}:13: items[0].options.c.text.ms",
        f"{LESSON}:3: description",
    ]


def test_a_longer_term_of_the_list_wins_over_a_refused_word_inside_it() -> None:
    loaded(with_line("Triti lebihan kerugian membayar apa yang melebihi had."))

    assert len(problems_of(with_line("Triti lebihan membayar."))) == 1


def test_a_link_to_a_page_is_no_word() -> None:
    files = {**HOUSE, LIST: TERMS.replace("[lebihan]", "[premium tulen, rating]")}

    loaded({**files, LESSON: f"{MALAY_LESSON}\n[Pelajaran](lesson:PUM/01-rating) ini.\n"})


def test_keywords_may_hold_every_word_that_people_search_for() -> None:
    lesson = MALAY_LESSON.replace("topic:", "keywords: [had berpecah, price]\ntopic:")

    loaded({**HOUSE, LESSON: lesson})


def test_a_word_cannot_be_refused_and_used_nor_refused_for_two_concepts() -> None:
    terms = TERMS.replace("[lebihan]", "[had berasingan, had berpecah]")

    assert problems_of({**HOUSE, LIST: terms}) == [
        f"{LIST}:4: terms[2].never[0]: “had berasingan” stands for split-limits already",
        f"{LIST}:4: terms[2].never[1]: “had berpecah” stands for split-limits already",
    ]


def test_a_concept_stands_once() -> None:
    terms = TERMS.replace("concept: stop-loss", "concept: split-limits")

    assert f"{LIST}:1: terms: split-limits stands 2 times" in problems_of({**HOUSE, LIST: terms})


def test_a_glossary_page_stands_in_the_list_and_has_its_term_in_the_title() -> None:
    unlisted = TERMS.replace("concept: premium", "concept: price")
    other = TERMS.replace("ms: premium", "ms: harga insurans")

    assert problems_of({**HOUSE, LIST: unlisted}) == [
        "glossary/premium.en.md:2: no concept premium in glossary/terms.yaml"
    ]
    assert (
        "glossary/premium.ms.md:2: title: expected a title with “harga insurans”, the term in "
        "glossary/terms.yaml"
    ) in problems_of({**HOUSE, LIST: other})


# English left over


def test_an_english_word_in_a_malay_lesson_is_told_with_its_line() -> None:
    assert told(with_line("Kadar itu\nprice bagi satu unit.")) == [
        f"{LESSON}:14: English in a Malay text: “price”"
    ]


def test_english_is_found_in_items_and_cards() -> None:
    files = {
        **HOUSE,
        ITEMS: HOUSE[ITEMS].replace("ms: Lain}", "ms: Harga of cover}"),
        CARDS: DECK.format(back="Jumlah that dibayar."),
    }

    assert told(files) == [
        f"{CARDS}:4: cards[0].back.ms: English in a Malay text: “that”",
        f"{ITEMS}:13: items[0].options.c.text.ms: English in a Malay text: “cover”",
        f"{ITEMS}:13: items[0].options.c.text.ms: English in a Malay text: “of”",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Kadar (price) itu.",
        "Kadar, dalam bahasa Inggeris *price of cover*.",
        "*Kadar (price)* itu.",
        "Perkataan “price” itu.",
        "Price Cover Berhad ialah sebuah syarikat.",
        "Menurut common law yang lama.",
        "Pada tahun 1940-an.",
        "Nilai a dan b.",
    ],
)
def test_words_that_are_marked_as_foreign_names_and_shared_words_are_left_alone(line: str) -> None:
    english = "courses/PUM/lessons/01-rating.en.md"
    files = with_line(line)

    loaded({**files, english: files[english] + "\nThe common law asks an insurer for a price.\n"})


def test_brackets_that_hold_malay_hide_no_english() -> None:
    assert told(with_line("Kadar (harga of perlindungan) itu.")) == [
        f"{LESSON}:13: English in a Malay text: “of”"
    ]


def test_english_in_the_caption_of_a_figure_is_found() -> None:
    shown = '\n![{}](figure:limits "{}")\n'
    english = "courses/PUM/lessons/01-rating.en.md"
    files = {
        **HOUSE,
        f"{FIGURE}.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g/></svg>',
        english: HOUSE[english] + shown.format("The limits of a cover.", "Limits of a cover"),
        LESSON: MALAY_LESSON + shown.format("Had.", "limits of perlindungan"),
    }

    assert told(files) == [
        f"{LESSON}:13: English in a Malay text: “limits”",
        f"{LESSON}:13: English in a Malay text: “of”",
    ]
    assert told({**files, LESSON: MALAY_LESSON + shown.format("Had.", "the limits of a cover")})
