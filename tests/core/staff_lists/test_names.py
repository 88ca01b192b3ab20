"""When two spellings of a name count as one person's, and when they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.staff_lists import is_same_name, name_key, numbers_in


@pytest.mark.parametrize(
    ("listed", "registered"),
    [
        ("AISYAH BINTI RAHMAN", "Aisyah binti Rahman"),
        ("Aisyah Rahman", "Aisyah binti Rahman"),
        ("Rahman, Aisyah", "Aisyah binti Rahman"),
        ("Aisyah bt. Rahman", "Aisyah Binti Rahman"),
        ("Ahmad b. Ali", "Ahmad bin Ali"),
        ("Kumar a/l Subramaniam", "KUMAR SUBRAMANIAM"),
        ("Devi A / P Raman", "Devi a/p Raman"),
        ("Jaspal Singh s/o Gurdial", "Jaspal Singh Gurdial"),
        ("Tan Mei-Ling", "Tan Mei Ling"),
        ("Mei Ling Tan", "Tan Mei Ling"),
        ("Lim Siew Ling @ Jenny Lim", "Jenny Lim"),
        ("Nurulhuda", "Nurul Huda"),
        ("Sa’adah binti Omar", "Saadah Binti Omar"),
        ("José Álvarez", "Jose Alvarez"),
        ("Dr. Farid bin Osman", "Farid bin Osman"),
        ("மீனா குமார்", "குமார் மீனா"),
        ("陈美玲", "陈美玲"),
    ],
)
def test_spellings_of_one_name(listed: str, registered: str) -> None:
    assert is_same_name(listed, registered)
    assert is_same_name(registered, listed)


@pytest.mark.parametrize(
    ("listed", "registered"),
    [
        ("Aisyah binti Rahim", "Aisyah binti Rahman"),
        ("Aisyah", "Aisyah binti Rahman"),
        ("Aisyah Rahman Rahman", "Aisyah Rahman"),
        ("B. Kumar", "Kumar"),
        ("Bin", "Binti"),
        ("", "Aisyah"),
        ("...", "---"),
        ("மீனா", "மீனி"),
        ("@", "@"),
    ],
)
def test_another_name(listed: str, registered: str) -> None:
    assert not is_same_name(listed, registered)


@given(st.lists(st.sampled_from(["Aisyah", "binti", "Rahman", "Lim", "O'Hara"]), min_size=1).flatmap(
    lambda words: st.tuples(st.just(words), st.permutations(words))
))  # fmt: skip
def test_the_order_of_full_words_says_nothing(both: tuple[list[str], list[str]]) -> None:
    words, other = ([word for word in words if word != "binti"] for words in both)

    assert name_key(" ".join(words)) == name_key(" ".join(other))


@given(st.text(max_size=60))
def test_any_text_with_letters_is_its_own_name(text: str) -> None:
    assert is_same_name(text, text) is bool(name_key(text))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("API-2026-000001", ("API-2026-000001",)),
        ("api 2026 000001", ("API-2026-000001",)),
        ("API–2026—000001 (API)", ("API-2026-000001",)),
        ("API-2026-000001, API-2026-000001", ("API-2026-000001",)),
        ("API-2026-000001 / CPCU-2025-0000012", ("API-2026-000001", "CPCU-2025-0000012")),
        ("XAPI-2026-00000123", ()),
        ("API-2026-00001", ()),
        ("API2026000001", ()),
        ("１２３", ()),
        ("", ()),
    ],
)
def test_numbers_are_read_exactly_but_for_spaces_and_dashes(
    written: str, meant: tuple[str, ...]
) -> None:
    assert numbers_in(written) == meant
