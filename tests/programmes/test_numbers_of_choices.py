"""Every key that is an amount is worked out: by an equation in its explanation, or by a formula here."""

from __future__ import annotations

from functools import cache

import pytest

from tauliah.core.programme.items import SingleChoice
from tests.programmes.equations import Amount, amount_of, equations_in
from tests.programmes.test_personal_insurance import shipped
from tests.programmes.worked_choices import FACTS, WORKED_CHOICES


@cache
def amounts() -> dict[str, dict[str, Amount]]:
    """By item, its options as amounts; items with other options are left out."""
    found = {}
    for one in shipped().items:
        if isinstance(one.item, SingleChoice):
            options = {
                name: amount_of(option.text.en.rstrip("."))
                for name, option in one.item.options.items()
            }
            if all(options.values()):
                found[one.item.id] = {name: each for name, each in options.items() if each}
    return found


@cache
def choices() -> dict[str, SingleChoice]:
    items = [one.item for one in shipped().items]
    return {item.id: item for item in items if isinstance(item, SingleChoice)}


def explained(code: str) -> list[Amount]:
    """The results of the equations in the explanation of an item's key."""
    item = choices()[code]
    return [one.right for one in equations_in(item.options[item.key].explanation.en)]


def agrees(one: Amount, other: Amount) -> bool:
    return abs(one.value - other.value) <= max(one.half, other.half)


def test_every_key_that_is_an_amount_is_explained_by_an_equation_or_worked_out_here():
    unexplained = {
        code
        for code, options in amounts().items()
        if not any(agrees(one, options[choices()[code].key]) for one in explained(code))
    }

    assert unexplained == {*WORKED_CHOICES, *FACTS}
    assert len(amounts()) >= 150


@pytest.mark.parametrize("code", WORKED_CHOICES)
def test_of_all_options_the_key_alone_is_the_formula(code):
    exact = WORKED_CHOICES[code]

    right = [
        name
        for name, one in amounts()[code].items()
        if abs(one.value / one.unit - exact) <= one.half / one.unit
    ]
    assert right == [choices()[code].key]


def test_options_that_are_amounts_are_different_amounts_and_the_same_in_both_languages():
    for code, options in amounts().items():
        values = [one.value for one in options.values()]
        assert len(set(values)) == len(values), code
        for name, option in choices()[code].options.items():
            malay = amount_of(option.text.ms.rstrip("."))
            assert malay is not None, code
            assert malay.value == options[name].value, code
