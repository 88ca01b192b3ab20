"""How items are worded and keyed: doubles, giveaways, plain negatives, forms that are filled."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.programme import load_programme
from tauliah.core.programme.filling import fills
from tauliah.core.programme.similarity import near_pairs, resemblance, shingles
from tauliah.core.programme.wording import Giveaways, plain_negative, speaks_of_all
from tauliah.core.programme.writing import given_away
from tests.core.programme.small import SMALL, encoded, items, loaded, problems_of, replaced

PRACTICE = "courses/PUM/items/practice.yaml"
SECURE = "courses/PUM/items/secure.yaml"
COURSE = "courses/PUM/course.yaml"
LONG = (
    "A house is insured for RM300,000 and would cost RM500,000 to rebuild. A fire causes damage of "
    "RM100,000. What does the insurer pay under the condition of average?"
)
ELSEWHERE = (
    "A traveller loses a suitcase in Penang and buys clothes for RM400 before it is found. Which "
    "part of the cover answers for the purchases she had to make?"
)


def asking(stem: str, path: str = PRACTICE) -> dict[str, str]:
    """The small programme with another stem, in English, for its practice item."""
    return replaced(path, 'stem: {en: "What is PUM-P-1?"', f'stem: {{en: "{stem}"')


def both_asking(practice: str, secure: str) -> dict[str, str]:
    files = asking(practice)
    old = 'stem: {en: "What is PUM-S-1?"'
    assert files[SECURE].count(old) == 1
    return {**files, SECURE: files[SECURE].replace(old, f'stem: {{en: "{secure}"')}


# Doubles


def test_an_item_with_other_amounts_is_a_double_of_one_in_the_other_pool() -> None:
    other = LONG.replace("300,000", "240,000").replace("100,000", "50,000")

    said = problems_of(both_asking(LONG, other))

    assert said == [
        (
            f"{SECURE}:8: items[0].stem.en: nearly the same as PUM-P-1 (practice): 100% of the words in "
            "a row are alike (en)"
        )
    ]


def test_items_that_ask_for_different_things_are_no_doubles() -> None:
    from tests.core.programme.small import loaded

    loaded(both_asking(LONG, ELSEWHERE))


words = st.lists(st.sampled_from(["a", "b", "c", "d", "1", "22"]), max_size=12).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=8), st.sampled_from([0.2, 0.4, 0.6, 1.0]))
def test_no_pair_is_missed_and_none_is_made_up(texts: list[str], at_least: float) -> None:
    sets = [shingles(text) for text in texts]

    found = {(one, other) for one, other, _ in near_pairs(sets, at_least=at_least)}

    assert found == {
        (one, other)
        for one, other in combinations(range(len(sets)), 2)
        if sets[one] and sets[other] and resemblance(sets[one], sets[other]) >= at_least
    }


def test_resemblance_is_the_share_of_what_both_have_and_numbers_are_alike() -> None:
    assert resemblance(shingles("a b c d"), shingles("A, b, c: e!")) == pytest.approx(1 / 3)
    assert resemblance(shingles("pay RM 1,200 at once"), shingles("pay RM 7 at once")) == 1
    assert resemblance(shingles("a"), shingles("a")) == 0


def test_a_thousand_items_are_compared_in_less_than_a_second() -> None:
    vocabulary = [f"word{number}" for number in range(400)]
    texts = [
        shingles(" ".join(vocabulary[(at * 7 + step * (1 + at % 13)) % 400] for step in range(70)))
        for at in range(1_000)
    ]
    started = time.process_time()

    list(near_pairs(texts, at_least=0.6))

    # a third of a second on two cores of 2026
    assert time.process_time() - started < 2


# Options and negatives


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("All of the above", "en"),
        ("None of the above.", "en"),
        ("Both of these", "en"),
        ("Semua di atas", "ms"),
        ("Tiada satu pun di atas", "ms"),
        ("Semua jawapan", "ms"),
        ("Tiada jawapan yang betul", "ms"),
    ],
)
def test_an_option_that_speaks_of_the_others_is_found(text: str, language: str) -> None:
    assert speaks_of_all(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("None, because the breach is of no weight", "en"),
        ("That all of the answers remain true", "en"),
        ("All of the house above the ground floor", "en"),
        ("Tiada satu pun, kerana pelanggaran itu kecil", "ms"),
        ("Semua premium yang dibayar", "ms"),
    ],
)
def test_an_option_that_says_what_it_means_is_left_alone(text: str, language: str) -> None:
    assert not speaks_of_all(text, language)


def test_an_option_that_speaks_of_the_others_is_told_where_it_stands() -> None:
    (said,) = problems_of(
        {**SMALL, PRACTICE: SMALL[PRACTICE].replace("en: Other", "en: None of the above")}
    )

    assert said == (
        f"{PRACTICE}:13: items[0].options.c.text.en: an option says what it means itself, not “all” "
        "or “none of the above”"
    )


@pytest.mark.parametrize(
    ("language", "old", "text"),
    [
        ("en", "Other", "c Lower the point"),
        ("en", "Other", "c) lower the point"),
        ("en", "Other", "(C) Lower the point"),
        ("ms", "Lain", "c. Turunkan titik"),
    ],
)
def test_an_option_that_begins_with_its_own_letter_is_told_where_it_stands(
    language: str, old: str, text: str
) -> None:
    (said,) = problems_of(replaced(PRACTICE, f"{language}: {old}", f'{language}: "{text}"'))

    assert said == (
        f"{PRACTICE}:13: items[0].options.c.text.{language}: begins with its own letter, c: expected "
        "the text alone"
    )


@pytest.mark.parametrize(
    "text", ["A loss by fire", "A, because it costs less", "A/E is 140.0%", "a RM500 excess", "Act"]
)
def test_an_article_or_a_name_is_no_letter_of_an_option(text: str) -> None:
    loaded(replaced(PRACTICE, "en: Right", f'en: "{text}"'))


def test_a_letter_before_an_option_is_told_in_both_languages() -> None:
    files = replaced(PRACTICE, "en: Other", 'en: "c Lower"')
    found = load_programme(encoded(files))
    assert isinstance(found, tuple)

    assert [one.message.ms for one in found] == [
        "bermula dengan hurufnya sendiri, c: dijangka teksnya sahaja"
    ]


@pytest.mark.parametrize(
    ("stem", "language"),
    [
        ("Which of these is not a peril?", "en"),
        ("A car is stolen. Which duty does not fall on the insured?", "en"),
        ("In a motor policy, which loss isn't covered?", "en"),
        ("All of these are hazards except which?", "en"),
        ("Yang manakah bukan bencana?", "ms"),
        ("Tanggungjawab manakah tidak dipikul oleh pihak diinsuranskan?", "ms"),
        ("Semua ini ialah bahaya kecuali yang manakah?", "ms"),
    ],
)
def test_a_negative_that_is_easily_read_over_is_found(stem: str, language: str) -> None:
    assert plain_negative(stem, language)


@pytest.mark.parametrize(
    ("stem", "language"),
    [
        ("Which of these is NOT a peril?", "en"),
        ("Which of these is **not** a peril?", "en"),
        ("Why does the policy not respond?", "en"),
        ("Which loss is insured by one policy but not by the other?", "en"),
        ("What does an umbrella offer that an excess policy does not?", "en"),
        ("What is the largest bequest to a person who is not an heir?", "en"),
        ("The car is not locked. Which condition is broken?", "en"),
        ("Yang manakah BUKAN bencana?", "ms"),
        ("Mengapakah polisi itu tidak bertindak balas?", "ms"),
        ("Kereta itu tidak dikunci. Syarat manakah dilanggar?", "ms"),
        ("Apakah yang dibayar oleh satu polisi tetapi bukan oleh yang lain?", "ms"),
    ],
)
def test_a_negative_that_stands_out_or_asks_for_a_reason_is_left_alone(
    stem: str, language: str
) -> None:
    assert plain_negative(stem, language) == ""


def test_a_plain_negative_is_told_where_it_stands() -> None:
    (said,) = problems_of(asking("Which of these is not a peril?"))

    assert said == (
        f"{PRACTICE}:8: items[0].stem.en: asks for what is not so: write the negative in capitals or "
        "ask the other way round, got “Which of these is not”"
    )


# Giveaways


def found(of: int, keys: Sequence[int], longest: int) -> list[str]:
    counted = Giveaways(of, dict(zip("abcd", keys, strict=True)), {"en": longest, "ms": 0})
    return [said.en for said in given_away(counted)]


def test_keys_that_are_even_and_of_common_length_give_nothing_away() -> None:
    assert found(40, (10, 10, 10, 10), 12) == []
    assert found(40, (5, 15, 10, 10), 12) == []


def test_keys_that_are_too_often_the_longest_are_told() -> None:
    assert found(40, (10, 10, 10, 10), 13) == [
        "the key is the longest option in 32% of the items (en): expected 30% or less"
    ]


@pytest.mark.parametrize("keys", [(4, 12, 12, 12), (16, 8, 8, 8), (0, 14, 13, 13)])
def test_keys_that_prefer_or_shun_a_position_are_told(keys: tuple[int, ...]) -> None:
    (said,) = found(40, keys, 0)

    assert said.startswith("the keys are not balanced over the positions: a ")


def test_a_handful_of_items_is_not_judged() -> None:
    assert found(19, (19, 0, 0, 0), 19) == []


def test_what_a_course_gives_away_is_told_at_the_course() -> None:
    many = [f"PUM-P-{number}" for number in range(1, 21)]

    said = problems_of({**SMALL, PRACTICE: items("practice", *many)})

    assert said == [f"{COURSE}:1: the keys are not balanced over the positions: a 22, b 0, c 0"]


# Forms


def test_an_open_course_that_promises_two_forms_must_fill_them() -> None:
    course = SMALL[COURSE].replace("status: open", "status: open\nforms: 2")

    assert problems_of({**SMALL, COURSE: course}) == [
        (
            f"{COURSE}:9: blueprint[0].items: asks for 2 forms of 2 items without one in common; the 2 "
            "items of the secure pool do not fill them"
        )
    ]


def test_two_forms_are_filled_by_twice_the_items() -> None:
    from tests.core.programme.small import loaded

    course = SMALL[COURSE].replace("status: open", "status: open\nforms: 2")
    secure = items("secure", *(f"PUM-S-{number}" for number in range(1, 5)))

    assert loaded({**SMALL, COURSE: course, SECURE: secure}).programme.course("PUM").forms == 2


def test_two_forms_must_be_filled_at_each_level() -> None:
    course = SMALL[COURSE].replace("status: open", "status: open\nforms: 2")
    course = course.replace("items: 2,", "items: 2, levels: {remember: 1, apply: 1},")
    secure = items("secure", *(f"PUM-S-{number}" for number in range(1, 5)))
    secure = secure.replace("level: apply", "level: remember", 1)

    assert problems_of({**SMALL, COURSE: course, SECURE: secure}) == [
        (
            f"{COURSE}:9: blueprint[0].levels.remember: asks for 2 forms of 1 items at the level "
            "remember without one in common; the 1 items of the secure pool at it do not fill them"
        )
    ]


def test_case_sets_that_cannot_make_up_the_levels_are_told() -> None:
    case = "  - id: {0}\n    title: {{en: A, ms: B}}\n    scenario: {{en: A {0}., ms: B {0}.}}\n"
    secure = items("secure", *(f"PUM-S-{number}" for number in range(1, 5)))
    for number, name in enumerate(("one", "one", "two", "two"), start=1):
        secure = secure.replace(
            f"id: PUM-S-{number}\n", f"id: PUM-S-{number}\n    case: case-{name}\n"
        )
    head, _, last = secure.partition("  - id: PUM-S-3")
    head = head.replace("level: apply", "level: remember")
    cases = "cases:\n" + case.format("case-one") + case.format("case-two")
    secure = (head + "  - id: PUM-S-3" + last).replace("items:\n", cases + "items:\n", 1)
    course = SMALL[COURSE].replace("items: 2,", "items: 2, levels: {remember: 1, apply: 1},")

    assert problems_of({**SMALL, COURSE: course, SECURE: secure}) == [
        (
            f"{COURSE}:8: blueprint[0].levels: asks for remember 1, apply 1: its case sets and "
            "single items add up to no such numbers"
        )
    ]


def by_trying(sets: Sequence[tuple[int, ...]], wanted: tuple[int, ...], forms: int) -> bool:
    """Every set in every form or in none."""
    for places in product(range(forms + 1), repeat=len(sets)):
        held = [
            [one for one, at in zip(sets, places, strict=True) if at == f] for f in range(forms)
        ]
        if all(tuple(sum(c) for c in zip(*form, strict=True)) == wanted for form in held):
            return True
    return False


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, 4), max_size=7), st.integers(1, 6), st.integers(1, 3))
def test_forms_are_filled_exactly_where_some_arrangement_of_whole_sets_fills_them(
    sizes: list[int], wanted: int, forms: int
) -> None:
    sets = [(size,) for size in sizes]
    assert fills(sets, (wanted,), forms=forms) == by_trying(sets, (wanted,), forms)


def test_the_order_in_which_sets_stand_does_not_matter() -> None:
    sets = ((3,), (3,), (2,), (2,))
    assert {fills(order, (5,), forms=2) for order in permutations(sets)} == {True}


# The pool in the name of a file


def test_a_file_that_is_named_after_the_other_pool_is_told() -> None:
    assert problems_of(
        {**SMALL, "courses/PUM/items/secure-more.yaml": items("practice", "PUM-P-9")}
    ) == [
        "courses/PUM/items/secure-more.yaml:1: pool: the name of its file says secure, got practice"
    ]


sets_by_level = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(any), max_size=7)


@settings(max_examples=120, deadline=None)
@given(sets_by_level, st.tuples(st.integers(0, 3), st.integers(1, 3)), st.integers(1, 2))
def test_forms_are_filled_level_by_level_exactly_where_some_arrangement_fills_them(
    sets: list[tuple[int, int]], wanted: tuple[int, int], forms: int
) -> None:
    assert fills(sets, wanted, forms=forms) == by_trying(sets, wanted, forms)
