"""A note finds its place again: in the same text, in a changed one, or it says that it is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tauliah.core.reading import Anchor, Place, anchor_at, find_anchor
from tauliah.core.reading.quotes import CONTEXT

PERIL = "A peril causes the loss; a hazard makes the loss more likely or more severe."
SELECTION = "Those who expect losses buy first, and the average price drives the others away."
TEXTS = {"p-peril": PERIL, "p-selection": SELECTION}

words = st.text("ab ", min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
texts = st.lists(words.filter(bool), min_size=1, max_size=6, unique=True)


def quoted(text: str, words: str, *, paragraph: str) -> Anchor:
    start = text.index(words)
    return anchor_at(paragraph, text, start, start + len(words))


def found(anchor: Anchor, texts: dict[str, str]) -> str | None:
    place = find_anchor(anchor, texts)
    return place and texts[place.paragraph][place.start : place.end]


def test_an_anchor_keeps_what_stands_beside_its_quote() -> None:
    anchor = quoted(PERIL, "a hazard", paragraph="p-peril")

    assert anchor.prefix == "A peril causes the loss; "
    assert anchor.suffix == " makes the loss more likely or m"
    assert len(anchor.suffix) == CONTEXT


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (0, 1000)])
def test_what_is_no_part_of_a_paragraph_has_no_anchor(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no part"):
        anchor_at("p-peril", PERIL, start, end)


def test_a_word_that_stands_twice_is_found_where_it_was_marked() -> None:
    second = PERIL.rindex("loss")
    anchor = anchor_at("p-peril", PERIL, second, second + 4)

    assert find_anchor(anchor, TEXTS) == Place("p-peril", second, second + 4)


def test_a_quote_goes_with_its_sentence_when_the_paragraph_is_rewritten_around_it() -> None:
    anchor = quoted(PERIL, "a hazard makes the loss more likely", paragraph="p-peril")
    changed = {"p-new": f"Put plainly: {PERIL} That is all.", "p-selection": SELECTION}

    assert find_anchor(anchor, changed) == Place("p-new", 38, 73)


def test_of_two_places_with_the_same_words_the_one_with_the_same_neighbours_is_taken() -> None:
    second = PERIL.rindex("loss")
    anchor = anchor_at("p-peril", PERIL, second, second + 4)
    changed = {"p-new": f"In short: {PERIL}"}

    place = find_anchor(anchor, changed)

    assert place is not None
    assert place.start == second + len("In short: ")


def test_a_short_word_elsewhere_is_not_taken_for_the_one_that_was_marked() -> None:
    anchor = quoted(PERIL, "loss", paragraph="p-peril")

    assert find_anchor(anchor, {"p-other": "Every loss is counted once."}) is None


def test_a_paragraph_of_one_short_word_is_not_found_inside_another() -> None:
    anchor = anchor_at("p-word", "Example", 0, 7)

    assert find_anchor(anchor, {"p-other": "Example of a claim"}) is None


def test_a_quote_whose_words_have_changed_is_gone() -> None:
    anchor = quoted(PERIL, "more likely or more severe", paragraph="p-peril")
    changed = {"p-new": PERIL.replace("severe", "costly")}

    assert find_anchor(anchor, changed) is None


def test_two_places_that_agree_alike_are_not_guessed_between() -> None:
    anchor = quoted(SELECTION, "buy first", paragraph="p-selection")

    assert find_anchor(anchor, {"p-1": f"x {SELECTION}", "p-2": f"y {SELECTION}"}) is None


def test_a_note_on_a_whole_paragraph_goes_with_the_paragraph_when_a_word_is_mended() -> None:
    anchor = anchor_at("p-peril", PERIL, 0, len(PERIL), is_whole=True)
    mended = PERIL.replace("severe", "serious")

    assert find_anchor(anchor, {"p-selection": SELECTION, "p-new": mended}) == Place(
        "p-new", 0, len(mended)
    )
    assert find_anchor(anchor, {"p-selection": SELECTION}) is None


@given(texts, st.data())
def test_every_part_of_a_text_is_found_again_in_that_text(
    drawn: list[str], data: st.DataObject
) -> None:
    named = {f"p-{at}": text for at, text in enumerate(drawn)}
    name = data.draw(st.sampled_from(sorted(named)))
    start = data.draw(st.integers(0, len(named[name]) - 1))
    end = data.draw(st.integers(start + 1, len(named[name])))

    anchor = anchor_at(name, named[name], start, end)

    assert find_anchor(anchor, named) == Place(name, start, end)


@given(texts, st.text("ab ", min_size=0, max_size=40), st.data())
def test_what_is_found_in_a_changed_text_is_the_quote_letter_by_letter_where_most_agrees(
    drawn: list[str], original: str, data: st.DataObject
) -> None:
    original = " ".join(original.split())
    assume(original)
    start = data.draw(st.integers(0, len(original) - 1))
    end = data.draw(st.integers(start + 1, len(original)))
    anchor = anchor_at("p-gone", original, start, end)
    named = {f"p-{at}": text for at, text in enumerate(drawn)}

    place = find_anchor(anchor, named)

    agreed = sorted(brute_force(anchor, named), reverse=True)
    if place is None:
        # nothing was sure: two agree alike, or too little does
        assert not agreed or agreed[0][0] < 8 or agreed[0][0] == agreed[1][0]
    else:
        assert named[place.paragraph][place.start : place.end] == anchor.exact
        assert agreed[0][1:] == (place.paragraph, place.start)
        assert len(agreed) == 1 or agreed[1][0] < agreed[0][0]


def brute_force(anchor: Anchor, named: dict[str, str]) -> list[tuple[int, str, int]]:
    """How many letters agree beside every place that has the quote."""
    found = []
    for name, text in named.items():
        for start in range(len(text)):
            end = start + len(anchor.exact)
            if text[start:end] != anchor.exact:
                continue
            before = max(
                n for n in range(len(anchor.prefix) + 1)
                if n <= start and text[start - n : start] == anchor.prefix[len(anchor.prefix) - n :]
            )  # fmt: skip
            behind = max(
                n for n in range(len(anchor.suffix) + 1) if text[end : end + n] == anchor.suffix[:n]
            )
            found.append((before + behind, name, start))
    return found


def test_an_anchor_without_a_quote_is_nowhere() -> None:
    anchor = replace(quoted(PERIL, "loss", paragraph="p-peril"), exact="")

    assert find_anchor(anchor, TEXTS) is None
