"""YAML is read as it looks: nothing is converted behind the writer's back, and every line is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.programme import reading
from tauliah.core.programme.reading import read_front_matter, read_yaml


def value(text):
    found = read_yaml("a.yaml", text)
    assert found.problems == ()
    return found.value


def problems(text):
    return [str(problem) for problem in read_yaml("a.yaml", text).problems]


@pytest.mark.parametrize("word", ["NO", "no", "yes", "on", "off", "Y", "n"])
def test_norway_stays_text(word):
    assert value(f"country: {word}") == {"country": word}


@pytest.mark.parametrize(
    "word", ["2024-01-01", "2024-01-01T10:00:00Z", "12:30:45", "1_000", "01-05", "1,5", "50%", "=", "+"]
)  # fmt: skip
def test_dates_times_and_what_only_looks_like_a_number_stay_text(word):
    assert value(f"a: {word}") == {"a": word}


def test_what_stands_in_quotes_is_text():
    assert value("a: ['7', \"true\", '~', '1.5']") == {"a": ["7", "true", "~", "1.5"]}


def test_whole_numbers_truth_and_nothing_are_themselves():
    assert value("a: [7, -7, +7, 0, true, false, ~, null, ]") == {
        "a": [7, -7, 7, 0, True, False, None, None]
    }
    assert value("a:\nb: 1") == {"a": None, "b": 1}


@pytest.mark.parametrize(
    "number", ["1.5", "1e3", ".5", "007", "0x1F", "0o17", ".inf", ".nan", "9" * 19]
)
def test_other_numbers_are_problems(number):
    (problem,) = problems(f"a:\n  b: {number}")

    assert problem.startswith(f"a.yaml:2: a.b: expected a whole number, got {number}")


def test_a_number_of_a_million_digits_is_a_problem_and_quickly_one():
    (problem,) = problems("a: " + "9" * 1_000_000)

    assert len(problem) < 200


def test_a_key_that_stands_twice_is_a_problem_at_its_second_place():
    assert problems("a: 1\nb: 2\na: 3\n") == ["a.yaml:3: a: this key stands twice"]


def test_anchors_aliases_and_tags_are_problems_with_their_lines():
    assert problems("a: &x 1\nb: *x\nc: !!int '3'\nd: !python/object x\n") == [
        "a.yaml:1: a: anchors and aliases (& and *) are not used here",
        "a.yaml:2: b: anchors and aliases (& and *) are not used here",
        "a.yaml:3: c: tags (!) are not used here",
        "a.yaml:4: d: tags (!) are not used here",
    ]


def test_a_billion_laughs_are_not_laughed():
    laughs = ["a0: &a0 [ha]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    found = problems("\n".join(laughs))

    assert found
    assert all("anchors and aliases" in problem for problem in found)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 100_000, "- " * 1_000, "a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 200))]
)  # fmt: skip
def test_deep_nesting_is_a_problem_and_no_crash(text):
    (problem,) = problems(text)

    assert "nested deeper than 60 levels" in problem


def test_a_key_must_be_plain_text():
    assert problems("? [a, b]\n: 1\n") == ["a.yaml:1: a key is plain text"]
    assert problems("&x a: 1") == ["a.yaml:1: a key is plain text"]


def test_a_merge_key_is_a_key_like_others():
    assert value("<<: {a: 1}") == {"<<": {"a": 1}}


def test_several_documents_are_a_problem():
    assert problems("a: 1\n---\nb: 2\n") == ["a.yaml:2: a file holds one document, not several"]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_a_problem(text):
    assert problems(text) == ["a.yaml:1: the file is empty"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c", 1),
        ("a:\n  - 1\n b: 2\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 'unclosed\n\n", 3),
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ('a: 1\nb: "\\UFFFFFFFF"\n', 2),
        ("%YAML 9.9\n---\na: 1\n", 1),
    ],
)
def test_what_is_not_yaml_is_a_problem_with_its_line(text, line):
    (problem,) = problems(text)

    assert problem.startswith(f"a.yaml:{line}: not YAML: ")


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\ud800", r"\u2028", r"\N"])
def test_characters_that_nobody_sees_are_problems_in_values_and_keys(escape):
    (in_value,) = problems(f'a: 1\nb: "x{escape}y"\n')
    (in_key,) = problems(f'a: 1\n"x{escape}y": 1\n')

    assert in_value.startswith("a.yaml:2: b: the character U+")
    assert in_key.startswith("a.yaml:2: the character U+")


def test_every_value_knows_its_line():
    reading = read_yaml(
        "a.yaml", "a:\n  - b: 1\n    c:\n      - x\n      - y\n\nd: {e: 1,\n  f: 2}\n"
    )

    lines = {
        path: reading.line(path) for path in [("a",), ("a", 0, "b"), ("a", 0, "c", 1), ("d", "f")]
    }
    assert lines == {("a",): 1, ("a", 0, "b"): 2, ("a", 0, "c", 1): 5, ("d", "f"): 8}


def test_a_path_that_is_not_in_the_file_has_the_line_of_what_it_would_be_in():
    reading = read_yaml("a.yaml", "x: 1\na:\n  b: 1\n")

    assert reading.line(("a", "missing", 3)) == 2


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text("abc é“م:#-[]{}'\"\\\n", max_size=9),
    lambda inside: st.lists(inside, max_size=4)
    | st.dictionaries(st.text("abc: -", min_size=1, max_size=5), inside, max_size=4),
    max_leaves=15,
)  # fmt: skip


@given(trees)
def test_json_is_read_as_the_same_value(tree):
    # a value of the format reads as itself; JSON is the neutral writer
    assert value(json.dumps(tree)) == tree
    assert value(json.dumps({"a": tree}, indent=2, ensure_ascii=False)) == {"a": tree}


BLOCKS = [
    "",
    "# remark",
    "k{}: 1",
    "k{}: [x,\n  y]",
    "k{}: |\n  one\n\n  two",
    "k{}:\n  - 'x\n\n    y'",
]


@given(st.lists(st.sampled_from(BLOCKS), max_size=12))
def test_a_mistake_is_told_at_its_line_whatever_stands_above(blocks):
    above = "".join(f"{block.format(number)}\n" for number, block in enumerate(blocks))

    (problem,) = read_yaml("a.yaml", f"{above}last: 1.5\nafter: 1\n").problems

    assert problem.line == above.count("\n") + 1


def test_front_matter_and_body_keep_their_lines():
    page = "---\ntitle: T\nkeywords:\n  - one\n---\n\n## Head\n"

    reading, body, first_line = read_front_matter("a.en.md", page)

    assert (reading.value, body) == ({"title": "T", "keywords": ["one"]}, "\n## Head\n")
    assert (reading.line(("keywords", 0)), first_line) == (4, 6)
    assert page.split("\n")[first_line - 1 :] == body.split("\n")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("## Head\n", "a.en.md:1: expected front matter between two lines of ---"),
        ("---\ntitle: T\n", "a.en.md:1: the front matter is not closed by a line of ---"),
        ("---\n---\nText\n", "a.en.md:1: the file is empty"),
        ("---\ntitle: [\n---\nText\n", "a.en.md:2: not YAML: "),
    ],
)
def test_broken_front_matter_is_a_problem(page, said):
    reading, _, _ = read_front_matter("a.en.md", page)

    assert str(reading.problems[0]).startswith(said)


def test_files_are_read_fast_as_they_are_read_in_full():
    folders = Path(__file__).parents[3] / "programmes", Path(__file__).parents[2] / "programmes"
    files = [file for folder in folders for file in folder.rglob("*.yaml")]

    assert files
    for file in files:
        text = file.read_text()
        fast = reading._read_fast(file.name, text)
        full = reading._read_in_full(file.name, text)
        assert fast is not None, file
        assert (fast.value, fast.lines) == (full.value, full.lines), file
