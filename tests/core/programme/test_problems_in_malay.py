"""Every mistake is told in Malay as well, and no sentence of ours falls back to English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import tauliah.core.programme as package
from tauliah.core.programme import load_programme
from tauliah.core.programme.reading import read_yaml
from tauliah.core.programme.reading_sentences import shape_sentence
from tests.core.programme.small import SMALL, encoded, replaced
from tests.core.programme.test_problems import test_a_mistake_is_told_where_it_stands as told

SOURCES = sorted(Path(package.__file__).parent.rglob("*.py"))
MISTAKES = [mark for mark in told.pytestmark if mark.name == "parametrize"][0].args[1]  # noqa: RUF015
ENGLISH = re.compile(r"\b(expected|missing|stands?|the|is|are|asks?|got|not|must|nobody)\b")
PARSERS_OWN = re.compile(r"“[^”]*”")


def in_malay(problem):
    """The Malay line without what the file itself or the parser says."""
    return PARSERS_OWN.sub("", problem.message.ms).partition(", diberi")[0]


@pytest.mark.parametrize(("path", "old", "new", "said"), MISTAKES)
def test_a_mistake_is_told_in_malay(path, old, new, said):
    found = load_programme(encoded(replaced(path, old, new)))

    assert isinstance(found, tuple)
    for problem in found:
        assert problem.message.ms != problem.message.en
        assert not ENGLISH.search(in_malay(problem)), problem.message.ms
        assert "tidak seperti yang dijangka" not in problem.message.ms
        assert problem.told_in("ms").startswith(
            f"{problem.file}:{problem.line}: ".replace(":0:", ":")
        )


def test_a_mistake_of_yaml_has_a_malay_frame_around_the_words_of_the_parser():
    (problem,) = read_yaml("a.yaml", "a: b: c").problems

    assert problem.told_in("ms") == "a.yaml:1: bukan YAML: “mapping values are not allowed here”"
    assert str(problem) == "a.yaml:1: not YAML: mapping values are not allowed here"


def test_the_values_that_may_stand_are_listed_in_malay():
    (problem,) = load_programme(
        encoded(replaced("designations/api.yaml", "level: associate", "level: high"))
    )

    assert problem.told_in("ms") == (
        "designations/api.yaml:4: level: dijangka 'entry', 'associate' atau 'chartered', diberi \"high\""
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("nine", "expected 'none' or keys with values, got \"nine\""),
        ("{hours: 3}", "every_months is missing"),
        ("{hours: x, every_months: 2}", 'expected a whole number, got "x"'),
    ],
)
def test_where_a_word_or_keys_may_stand_the_mistake_is_told_once(written, said):
    files = replaced(
        "designations/api.yaml", "continuing_education: none", f"continuing_education: {written}"
    )
    (problem,) = load_programme(encoded(files))

    assert problem.line == 6
    assert problem.message.en == said


def test_an_error_of_pydantic_that_is_not_known_is_quoted_in_both_frames():
    said = shape_sentence("new_error", {"msg": "Input is odd"}, given=3)

    assert said.en == "not as expected: Input is odd, got 3"
    assert said.ms == "tidak seperti yang dijangka: “Input is odd”, diberi 3"


def test_validators_raise_errors_that_have_both_languages():
    calls = {
        path.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"PydanticCustomError", "ValueError"}
    }

    assert calls == {"written.py"}


def test_the_sound_programme_has_nothing_to_tell():
    assert not isinstance(load_programme(encoded(SMALL)), tuple)
