"""Cards and figures of lessons: what is read, what is refused, and what a change of them is called."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tauliah.core.programme import Loaded, Programme, differences, load_programme
from tests.core.programme.small import SMALL, loaded, problems_of

CARDS = "courses/PUM/cards/01-rating.yaml"
LESSON = "courses/PUM/lessons/01-rating"
FIGURE = "courses/PUM/figures/rates"
DECK = """\
cards:
  - id: PUM-C-1
    front: {en: What is a rate?, ms: Apakah kadar?}
    back: {en: The price of one unit., ms: Harga bagi satu unit.}
  - id: PUM-C-2
    front: {en: What is an exposure?, ms: Apakah dedahan?}
    back: {en: What the rate is applied to., ms: Perkara yang dikenakan kadar.}
"""
SHOWN = '\n![A rate of RM2 for each of 400 units makes RM800.](figure:rates "The premium")\n'


def drawing(inside: str = "<text>Rate</text>", *, box: str = "0 0 360 200") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'


def with_figure(
    shown: str = SHOWN, *, en: str | None = drawing(), ms: str | None = drawing()
) -> dict[str, str]:
    files = dict(SMALL)
    for language, text in (("en", en), ("ms", ms)):
        files[f"{LESSON}.{language}.md"] += shown
        if text is not None:
            files[f"{FIGURE}.{language}.svg"] = text
    return files


# Cards


def test_the_cards_of_a_lesson_stand_in_the_programme_in_their_order() -> None:
    programme = loaded({**SMALL, CARDS: DECK}).programme

    cards = programme.cards_of("PUM", "01-rating")
    assert [card.id for card in cards] == ["PUM-C-1", "PUM-C-2"]
    assert cards[0].back.ms == "Harga bagi satu unit."
    assert programme.cards_of("PUM", "02-other") == ()


def test_a_released_programme_keeps_its_cards_and_figures() -> None:
    programme = loaded({**with_figure(), CARDS: DECK}).programme

    kept = Programme.model_validate_json(programme.model_dump_json(by_alias=True))

    assert kept == programme
    assert (len(kept.decks), len(kept.figures)) == (1, 1)


def test_a_release_from_before_there_were_cards_is_read() -> None:
    document = loaded().programme.model_dump(mode="json", by_alias=True)
    del document["decks"], document["figures"]

    assert Programme.model_validate(document, strict=False).decks == ()


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "courses/PUM/cards/02-other.yaml",
            DECK,
            "courses/PUM/cards/02-other.yaml:1: no lesson 02-other in PUM",
        ),
        (
            CARDS,
            DECK.replace("PUM-C-2", "PUM-C-1"),
            f"{CARDS}:5: cards[1].id: PUM-C-1 stands in {CARDS} too",
        ),
        (
            CARDS,
            DECK.replace(", ms: Apakah kadar?", ""),
            f"{CARDS}:3: cards[0].front: ms is missing",
        ),
        (
            CARDS,
            DECK.replace("PUM-C-1", "pum c 1"),
            (f"{CARDS}:2: cards[0].id: expected capital letters, digits and hyphens, such as "
            'PUM-C-RAT-01, got "pum c 1"'),
        ),
        (CARDS, DECK + "    hint: {en: a, ms: b}\n", f"{CARDS}:8: cards[1].hint: this key is not known here"),
    ],
)  # fmt: skip
def test_a_mistake_in_cards_is_told_where_it_stands(path: str, text: str, said: str) -> None:
    assert problems_of({**SMALL, path: text}) == [said]


def test_ids_of_cards_are_unique_across_lessons() -> None:
    other = {
        f"{LESSON.replace('01-', '02-')}.{each}.md": SMALL[f"{LESSON}.{each}.md"]
        for each in ("en", "ms")
    }
    second = CARDS.replace("01-", "02-")

    said = problems_of({**SMALL, **other, CARDS: DECK, second: DECK})

    assert said == [
        f"{second}:2: cards[0].id: PUM-C-1 stands in {CARDS} too",
        f"{second}:5: cards[1].id: PUM-C-2 stands in {CARDS} too",
    ]


# Figures


def test_a_figure_has_a_size_and_a_file_for_each_language() -> None:
    figure = loaded(with_figure()).programme.figure("PUM", "rates")

    assert (figure.width, figure.height) == (360, 200)
    assert figure.files.ms == f"{FIGURE}.ms.svg"


def test_a_figure_without_words_is_one_file_for_both_languages() -> None:
    files = {**with_figure(en=None, ms=None), f"{FIGURE}.svg": drawing("<text>RM 12</text>")}

    figure = loaded(files).programme.figure("PUM", "rates")

    assert figure.files.en == figure.files.ms == f"{FIGURE}.svg"


def test_another_drawing_is_another_digest_of_the_programme() -> None:
    before, after = loaded(with_figure()), loaded(with_figure(ms=drawing("<text>Kadar</text>")))

    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "the element script is not used in drawings"),
        ('<rect onclick="x()"/>', "the attribute onclick is not used in drawings"),
        ('<use href="https://example.com/a.svg#b"/>',
         "a drawing points only into itself, got https://example.com/a.svg#b"),
        ('<rect fill="url(https://example.com/a)"/>',
         "a drawing points only into itself, got url(https://example.com/a)"),
        ("<style>@import 'a.css';</style>", "a drawing's style fetches nothing"),
        ("<foreignObject/>", "the element foreignObject is not used in drawings"),
    ],
)  # fmt: skip
def test_a_drawing_that_could_run_or_fetch_is_refused(inside: str, said: str) -> None:
    assert problems_of(with_figure(en=drawing(inside))) == [f"{FIGURE}.en.svg: {said}"]


def missing(name: str) -> str:
    file = f"courses/PUM/figures/{name}"
    return f"no figure {name}: expected {file}.en.svg and {file}.ms.svg"


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("\n![](figure:rates)\n",
         "the figure has no text alternative: say between the brackets what it shows"),
        ("\n![A rate.](figure:prices)\n", missing("prices")),
        ("\nSee ![a rate.](figure:rates) here.\n", "a figure stands in a paragraph of its own"),
        ("\n- ![A rate.](figure:rates)\n", "a figure stands in a paragraph of its own"),
        ("\n![A rate.](https://example.com/a.svg)\n",
         "a figure stands in a lesson only, written ![text alternative](figure:name)"),
    ],
)  # fmt: skip
def test_a_figure_that_is_not_shown_as_it_should_be_is_told(shown: str, said: str) -> None:
    line = 12 + shown[1:].count("\n")
    assert problems_of(with_figure(shown)) == [
        f"{LESSON}.{language}.md:{line}: {said}" for language in ("en", "ms")
    ]


def test_a_figure_stands_in_no_page_but_a_lesson() -> None:
    page = "courses/PUM/course.en.md"

    said = problems_of({**with_figure(), page: SMALL[page] + SHOWN})

    assert [one.partition(": ")[2] for one in said] == [
        "a figure stands in a lesson only, written ![text alternative](figure:name)"
    ]


def test_each_language_must_have_its_drawing_and_both_the_same_size() -> None:
    assert problems_of(with_figure(ms=None)) == [
        f"{FIGURE}.en.svg: its drawing in ms, {FIGURE}.ms.svg, is missing"
    ]
    assert problems_of(with_figure(ms=drawing(box="0 0 400 200"))) == [
        f"{FIGURE}.ms.svg: its size differs from that of {FIGURE}.en.svg"
    ]


def test_one_file_for_both_languages_has_no_words_and_stands_alone() -> None:
    files = {**with_figure(en=None, ms=None), f"{FIGURE}.svg": drawing()}
    assert problems_of(files) == [
        f"{FIGURE}.svg: has words: expected one file for each language, NAME.en.svg and NAME.ms.svg"
    ]
    beside = {**with_figure(), f"{FIGURE}.svg": drawing("<text>1</text>")}
    assert problems_of(beside) == [
        (
            f"{FIGURE}.en.svg: stands beside {FIGURE}.svg: expected one file for all languages, or one "
            "for each"
        )
    ]


def test_a_drawing_says_its_size() -> None:
    assert problems_of(with_figure(en=drawing(box="0 0 wide high"))) == [
        f"{FIGURE}.en.svg: expected a viewBox of four numbers, the last two more than 0"
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"<svg", b"", b"<!DOCTYPE svg><svg/>"])
def test_a_drawing_that_is_none_is_told_and_breaks_nothing(content: bytes) -> None:
    files = {path: text.encode() for path, text in with_figure().items()}

    found = load_programme({**files, f"{FIGURE}.en.svg": content})

    assert not isinstance(found, Loaded)
    assert {problem.file for problem in found} == {f"{FIGURE}.en.svg"}


# Differences


def told(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    old, new = loaded(before), loaded(after)
    found = differences(old.programme, new.programme, items_before=old.items, items_after=new.items)
    return [(one.kind, one.subject, one.sentence.en, one.sentence.ms) for one in found]


def test_what_differs_in_cards_is_counted_by_lesson() -> None:
    changed = DECK.replace("one unit", "one unit of exposure").replace("PUM-C-2", "PUM-C-3")

    assert told({**SMALL, CARDS: DECK}, {**SMALL, CARDS: changed}) == [
        (
            "cards",
            "PUM/01-rating",
            "Cards of the lesson PUM/01-rating: 1 new, 1 changed, 1 removed.",
            "Kad bagi pelajaran PUM/01-rating: 1 baharu, 1 diubah, 1 dibuang.",
        )
    ]


def test_cards_in_another_order_are_said_to_be_so() -> None:
    head, first, second = DECK.partition("  - id: PUM-C-2")[0], "", ""
    first = head.removeprefix("cards:\n")
    second = DECK.removeprefix(head)

    ((_, _, said, _),) = told({**SMALL, CARDS: DECK}, {**SMALL, CARDS: f"cards:\n{second}{first}"})

    assert said == "The cards of the lesson PUM/01-rating stand in another order."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (False, True, "The figure PUM/rates is new."),
        (True, False, "The figure PUM/rates is removed."),
    ],
)
def test_a_figure_that_comes_or_goes_is_told(before: bool, after: bool, said: str) -> None:
    bare = {path: text for path, text in with_figure("").items() if "figures" not in path}
    states = [with_figure("") if has else bare for has in (before, after)]

    assert [one[2] for one in told(*states)] == [said]


def test_a_figure_that_is_drawn_anew_is_told() -> None:
    found = told(with_figure(), with_figure(en=drawing("<text>Price</text>")))

    assert found == [
        ("figure", "PUM/rates", "The figure PUM/rates is changed.", "Rajah PUM/rates diubah.")
    ]
