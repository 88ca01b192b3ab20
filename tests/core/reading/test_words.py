"""Words that are spelled nearly right, words of one family, and what a search means."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.reading import Vocabulary, roots_of, similarity, trigrams, words_of
from tauliah.core.reading.likeness import by_trigram, edits, most_alike

spelled = st.text("abcde", min_size=1, max_size=8)

IN_ENGLISH = """
premium premiums premium policy policies peril hazard hazardous moral morale insure insurer
insurance reinsurance underwriting deductible indemnity loss losses rate risk
"""
IN_MALAY = """
insurans perlindungan melindungi dilindungi lindung pemilihan memilih pilihan bahaya bencana
penanggung ditanggung menanggung kerugian rugi pengunderaitan diskaun tuntutan menuntut
"""
ENGLISH = Vocabulary("en", Counter(IN_ENGLISH.split()))
MALAY = Vocabulary("ms", Counter(IN_MALAY.split()))


def meant(vocabulary: Vocabulary, search: str) -> list[tuple[str, ...]]:
    return [one.meant for one in vocabulary.wanted(search)]


# Words


def test_words_are_small_letters_without_accents_and_signs() -> None:
    assert words_of("Moral-hazard: Café’s 2,000 takāful") == (
        "moral", "hazard", "cafe", "s", "2", "000", "takaful",
    )  # fmt: skip


def test_signs_of_a_query_language_are_no_words() -> None:
    assert words_of("\"' AND* NEAR(^a:b) -- | & ! \\ %_ <->") == ("and", "near", "a", "b")


@given(st.text())
def test_a_word_has_letters_and_digits_and_nothing_else(text: str) -> None:
    assert all(word.isalnum() and len(word) <= 60 for word in words_of(text))


# Likeness


def test_trigrams_are_those_of_postgresql() -> None:
    # the example of its documentation of pg_trgm
    assert trigrams("cat") == {"  c", " ca", "cat", "at "}


def test_similarity_is_that_of_postgresql() -> None:
    # select similarity('word', 'two words') compares sets of words; of one word each:
    # show_trgm('word') and show_trgm('words') share 4 of 7
    assert similarity("word", "words") == pytest.approx(4 / 7)


@given(spelled, spelled)
def test_similarity_is_a_share_the_same_both_ways_and_1_for_the_same_word(
    one: str, other: str
) -> None:
    share = similarity(one, other)

    assert 0 <= share <= 1
    assert share == similarity(other, one)
    assert similarity(one, one) == 1


@given(st.sets(spelled, min_size=1, max_size=30), spelled, st.sampled_from([0.2, 0.3, 0.6, 1.0]))
def test_the_most_alike_by_trigram_are_those_that_comparing_each_finds(
    words: set[str], word: str, at_least: float
) -> None:
    found = most_alike(word, by_trigram(words), at_least=at_least)

    each = [
        (other, similarity(word, other)) for other in words if similarity(word, other) >= at_least
    ]
    assert found == tuple(sorted(each, key=lambda pair: (-pair[1], pair[0])))


@given(spelled, spelled)
def test_edits_are_those_of_the_definition(one: str, other: str) -> None:
    assert edits(one, other) == by_definition(one, other)


def by_definition(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    ways = [
        by_definition_cached(one[:-1], other) + 1,
        by_definition_cached(one, other[:-1]) + 1,
        by_definition_cached(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        ways.append(by_definition_cached(one[:-2], other[:-2]) + 1)
    return min(ways)


_known: dict[tuple[str, str], int] = {}


def by_definition_cached(one: str, other: str) -> int:
    if (one, other) not in _known:
        _known[one, other] = by_definition(one, other)
    return _known[one, other]


# Families


@pytest.mark.parametrize(
    ("one", "other"), [("policies", "policy"), ("losses", "loss"), ("hazards", "hazard")]
)
def test_an_english_plural_meets_its_singular(one: str, other: str) -> None:
    assert other in roots_of(one, language="en")


@pytest.mark.parametrize("word", ["loss", "bonus", "focus", "gas"])
def test_what_only_looks_like_a_plural_stays(word: str) -> None:
    assert roots_of(word, language="en") == {word}


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("memilih", "pilih"),
        ("pemilihan", "pilih"),
        ("perlindungan", "lindung"),
        ("melindungi", "lindung"),
        ("menanggung", "tanggung"),
        ("ditanggungnya", "tanggung"),
        ("kerugian", "rugi"),
        ("menyewakan", "sewa"),
        ("mengira", "kira"),
        ("pengunderaitan", "underait"),
        ("menuntut", "tuntut"),
        ("berlainan", "lain"),
    ],
)
def test_a_malay_word_meets_its_root(word: str, root: str) -> None:
    assert root in roots_of(word, language="ms")


# What a search means


def test_a_word_means_its_plural_and_what_begins_with_it() -> None:
    assert meant(ENGLISH, "premium") == [("premium", "premiums")]
    assert set(meant(ENGLISH, "hazard")[0]) == {"hazard", "hazardous"}


def test_a_plural_means_the_singular() -> None:
    assert meant(ENGLISH, "policies") == [("policies", "policy")]


def test_a_word_means_those_that_have_it_in_them() -> None:
    assert "reinsurance" in meant(ENGLISH, "insurance")[0]
    assert "pengunderaitan" in meant(MALAY, "underait")[0]


def test_a_malay_word_means_others_of_its_root() -> None:
    assert {"memilih", "pilihan"} <= set(meant(MALAY, "pemilihan")[0])
    assert {"melindungi", "dilindungi", "lindung"} <= set(meant(MALAY, "perlindungan")[0])
    assert "menuntut" in meant(MALAY, "tuntutan")[0]


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("premuim", "premium"),
        ("deductable", "deductible"),
        ("indemity", "indemnity"),
        ("hazzard", "hazard"),
        ("underwritting", "underwriting"),
    ],
)
def test_a_word_that_stands_in_no_text_is_read_as_the_nearest(typed: str, read_as: str) -> None:
    (wanted,) = ENGLISH.wanted(typed)

    assert wanted.read_as == read_as
    assert wanted.is_corrected
    assert read_as in wanted.meant


def test_malay_is_read_with_slips_too() -> None:
    assert [one.read_as for one in MALAY.wanted("insuran prlindungan bencna")] == [
        "insuran", "perlindungan", "bencana",
    ]  # fmt: skip


def test_a_word_that_is_near_to_none_is_read_as_it_is_and_means_nothing() -> None:
    (wanted,) = ENGLISH.wanted("xylophone")

    assert (wanted.read_as, wanted.meant) == ("xylophone", ())


def test_where_nothing_is_to_be_corrected_a_slip_means_nothing() -> None:
    (wanted,) = ENGLISH.wanted("premuim", corrects=False)

    assert (wanted.is_corrected, wanted.meant) == (False, ())


def test_a_long_search_is_cut_and_a_word_typed_twice_counts_once() -> None:
    assert len(ENGLISH.wanted("risk risk " + " ".join(f"word{n}" for n in range(30)))) == 8


@given(st.text(max_size=60))
def test_a_search_means_only_words_of_the_texts(search: str) -> None:
    for wanted in MALAY.wanted(search):
        assert set(wanted.meant) <= MALAY.counts.keys()


@given(st.sampled_from(sorted(MALAY.counts)))
def test_every_word_of_the_texts_means_itself_first(word: str) -> None:
    assert MALAY.wanted(word)[0].meant[0] == word
