"""Every number in a drawing is given by its lesson, stands on an axis, or is worked out again."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import pytest

from tauliah.core.kernel import LANGUAGES
from tauliah.core.programme import Figure
from tauliah.core.programme.figures import said_in_drawing
from tests.programmes.test_personal_insurance import files, shipped
from tests.programmes.worked_figures import AXES, WORKED_FIGURES

_NUMBER = re.compile(r"(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?")
_SHOWN = re.compile(r"!\[[^\]]*\]\(figure:([a-z0-9-]+)[^)]*\)")


@cache
def figures() -> dict[str, Figure]:
    return {f"{one.course}/{one.name}": one for one in shipped().programme.figures}


def printed_in(name: str, language: str) -> list[str]:
    """The numbers of a drawing as it prints them, its title and description included."""
    content = files()[figures()[name].files.in_language(language)]
    return [number for said in said_in_drawing(content) for number in _NUMBER.findall(said)]


@cache
def given_for(name: str) -> frozenset[Fraction]:
    """The numbers in the text of the lessons that show a figure, without the figures' own words."""
    course, _, figure = name.partition("/")
    bodies = [lesson.en.body for lesson in shipped().programme.lessons_of(course)]
    texts = [_SHOWN.sub("", body) for body in bodies if figure in _SHOWN.findall(body)]
    return frozenset(value_of(number) for text in texts for number in _NUMBER.findall(text))


def value_of(printed: str) -> Fraction:
    return Fraction(printed.replace(",", ""))


def is_given(name: str, printed: str) -> bool:
    """Whether the lesson says it; a drawing may count in thousands or in millions."""
    return any(value_of(printed) * unit in given_for(name) for unit in (1, 1_000, 1_000_000))


def test_every_figure_that_is_worked_out_is_shown_by_a_lesson():
    assert set(WORKED_FIGURES) | set(AXES) <= set(figures())
    assert all(given_for(name) for name in WORKED_FIGURES)


@pytest.mark.parametrize("name", WORKED_FIGURES)
def test_the_numbers_of_a_drawing_are_their_formulas_to_the_last_place_printed(name):
    printed = set(printed_in(name, "en"))

    for number, exact in WORKED_FIGURES[name].items():
        half = Fraction(1, 2 * 10 ** len(number.partition(".")[2]))
        assert number in printed, number
        assert abs(value_of(number) - exact) <= half, (number, float(exact))


@pytest.mark.parametrize("name", sorted(figures()))
def test_a_drawing_shows_no_number_that_comes_from_nowhere(name):
    known = {*WORKED_FIGURES.get(name, ()), *AXES.get(name, "").split()}

    unknown = [
        number
        for number in printed_in(name, "en")
        if number not in known and not is_given(name, number)
    ]
    assert unknown == []


@pytest.mark.parametrize("name", sorted(figures()))
def test_a_drawing_shows_the_same_numbers_in_both_languages(name):
    en, ms = (sorted(printed_in(name, language)) for language in LANGUAGES)

    assert en == ms
