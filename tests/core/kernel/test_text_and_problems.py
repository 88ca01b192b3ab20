"""Text in both languages, and problems with their places."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tauliah.core.kernel import LANGUAGES, LocalText, Problem

NOT_YAML = LocalText(en="not YAML", ms="bukan YAML")


@pytest.mark.parametrize(
    "text", [{"en": "Premium"}, {"en": "Premium", "ms": "  "}, {"ms": "Premium"}]
)
def test_text_that_lacks_a_language_is_no_text(text):
    with pytest.raises(ValidationError):
        LocalText(**text)


def test_every_language_of_the_house_can_be_asked_for_and_no_other():
    text = LocalText(en="Claim", ms="Tuntutan")

    assert [text.in_language(language) for language in LANGUAGES] == ["Claim", "Tuntutan"]
    with pytest.raises(KeyError):
        text.in_language("fr")


def test_text_cannot_be_changed():
    text = LocalText(en="Claim", ms="Tuntutan")

    with pytest.raises(ValidationError):
        text.en = "Loss"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("api.yaml", 17, "versions[0].from", LocalText(en="expected a date", ms="dijangka tarikh")),
         "api.yaml:17: versions[0].from: expected a date"),
        (Problem("api.yaml", 17, "", NOT_YAML), "api.yaml:17: not YAML"),
        (Problem("api.yaml", 0, "", NOT_YAML), "api.yaml: not YAML"),
    ],
)  # fmt: skip
def test_a_problem_is_said_as_file_line_path_message(problem, said):
    assert str(problem) == said


def test_a_problem_is_said_in_each_language_of_the_house_and_in_no_other():
    problem = Problem("api.yaml", 17, "code", NOT_YAML)

    assert problem.told_in("en") == str(problem) == "api.yaml:17: code: not YAML"
    assert problem.told_in("ms") == "api.yaml:17: code: bukan YAML"
    with pytest.raises(KeyError):
        problem.told_in("fr")


def test_problems_sort_by_file_and_line():
    places = [("b", 1), ("a", 10), ("a", 9)]
    problems = [Problem(file, line, "", NOT_YAML) for file, line in places]

    assert [(one.file, one.line) for one in sorted(problems)] == [("a", 9), ("a", 10), ("b", 1)]
