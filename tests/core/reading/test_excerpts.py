"""Excerpts show the place with the most of what was looked for, and mark it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.reading import excerpt_of, words_of

TEXT = (
    "A peril causes the loss. "
    + "Nothing of interest stands in this long sentence. " * 8
    + "Moral hazard is a kind of hazard. "
    + "And more words follow behind. " * 8
)
MORAL, HAZARD = frozenset({"moral"}), frozenset({"hazard", "hazards"})


def text_of(text: str, *wanted: frozenset[str], most: int = 120) -> str:
    return "".join(piece.text for piece in excerpt_of(text, wanted, most=most).pieces)


def test_the_place_with_the_most_different_words_is_shown_and_each_is_marked() -> None:
    excerpt = excerpt_of(TEXT, [MORAL, HAZARD], most=120)

    assert [one.text for one in excerpt.pieces if one.is_marked] == ["Moral", "hazard", "hazard"]
    assert excerpt.begins_later
    assert excerpt.ends_earlier


def test_without_any_of_the_words_the_beginning_is_shown() -> None:
    excerpt = excerpt_of(TEXT, [frozenset({"premium"})], most=60)

    assert text_of(TEXT, frozenset({"premium"}), most=60).startswith("A peril causes the loss.")
    assert not excerpt.begins_later
    assert not any(one.is_marked for one in excerpt.pieces)


def test_a_short_text_is_shown_whole_with_its_signs() -> None:
    assert text_of("(Moral) hazard!", MORAL) == "(Moral) hazard!"
    assert text_of("", MORAL) == ""
    assert text_of("…", MORAL) == "…"


words = st.lists(st.sampled_from(["a", "bb", "ccc", "moral", "hazard,", "é."]), max_size=40)


@given(words.map(" ".join), st.integers(10, 60))
def test_an_excerpt_is_a_part_of_its_text_cut_between_words(text: str, most: int) -> None:
    excerpt = excerpt_of(text, [MORAL, HAZARD], most=most)
    shown = "".join(one.text for one in excerpt.pieces)

    assert shown in text
    assert " ".join(words_of(shown)) in " ".join(words_of(text))
    assert all(words_of(one.text)[0] in MORAL | HAZARD for one in excerpt.pieces if one.is_marked)
    # signs before the first and behind the last word are shown, too
    assert len(shown) <= most + 3


@given(words.map(" ".join), st.integers(10, 60))
def test_no_other_window_has_more_of_the_words(text: str, most: int) -> None:
    excerpt = excerpt_of(text, [MORAL, HAZARD], most=most)
    marked = {kind_of(one.text) for one in excerpt.pieces if one.is_marked}

    assert len(marked) == max((len(window) for window in windows(text, most)), default=0)


def kind_of(word: str) -> str:
    return words_of(word)[0]


def windows(text: str, most: int) -> list[set[str]]:
    """What of the wanted stands in each run of whole words that is short enough."""
    found: list[set[str]] = [set()]
    for start in range(len(text)):
        if start and text[start - 1] != " ":
            continue
        for end in range(start + 1, len(text) + 1):
            if end < len(text) and text[end] != " ":
                continue
            words = words_of(text[start:end])
            # a sign behind the last word does not count
            if len(text[start:end].rstrip(",.")) <= most:
                found.append({word for word in words if word in MORAL | HAZARD})
    return found
