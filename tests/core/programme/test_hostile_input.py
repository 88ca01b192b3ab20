"""Whatever the files hold, loading ends with a programme or with problems, and never with a crash."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tauliah.core.kernel import Problem
from tauliah.core.programme import Loaded, load_programme
from tests.core.programme.small import LESSON, SMALL, encoded

PLACES = sorted(SMALL)
CAN_BE_SPARED = {"cases/api.yaml", "courses/PUM/items/practice.yaml"}
SYNTAX = "abAB019 \n\n\t:-,.[]{}&*!|>'\"%@`#~?<=\\/()_$\x00\x85\u2028\ufeff\u0644é𝒳"


def checked(files: dict[str, bytes]) -> Loaded | tuple[Problem, ...]:
    """What loading says, after a look that it can be shown to people line by line."""
    found = load_programme(files)
    if isinstance(found, tuple):
        assert found
        lines = {
            path: content.count(b"\n") + content.count(b"\r") + 1 for path, content in files.items()
        }
        for problem in found:
            said = str(problem)
            said.encode()
            assert "\n" not in said
            assert 0 <= problem.line <= lines.get(problem.file, 0)
    return found


@given(st.sampled_from(PLACES), st.binary(max_size=200))
@example("programme.yaml", b"\xef\xbb\xbf")
@example("designations/api.yaml", b"\x00" * 100)
@settings(max_examples=100)
def test_any_bytes_in_any_file(path, content):
    checked({**encoded(SMALL), path: content})


@given(st.sampled_from(PLACES), st.text(SYNTAX, max_size=120))
@example("courses/PUM/lessons/01-rating.en.md", "---\n" + "\n---\n" * 3)
@example("courses/PUM/items/practice.yaml", "pool: practice\ntopic: rating\nitems:\n  -\n")
@settings(max_examples=100)
def test_any_text_of_the_signs_that_mean_something(path, text):
    checked({**encoded(SMALL), path: text.encode()})


@given(st.sampled_from(PLACES), st.data())
@settings(max_examples=100)
def test_any_sound_file_with_a_piece_of_it_overwritten(path, data):
    text = SMALL[path]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    piece = data.draw(st.text(SYNTAX, max_size=20))

    checked({**encoded(SMALL), path: (text[:start] + piece + text[end:]).encode()})


@given(st.sampled_from(PLACES), st.data())
def test_any_sound_file_that_ends_too_early(path, data):
    content = SMALL[path].encode()

    checked({**encoded(SMALL), path: content[: data.draw(st.integers(0, len(content)))]})


anything: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        ["null", "true", "7", "-1", "1.5", "text", "'2024-01-01'", "9" * 30, '"\\ud800"']
    ),
    lambda inside: (
        st.lists(inside, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(
            st.sampled_from(
                ["en", "ms", "all", "any", "of", "n", "at_least", "exam", "pathway", "title"]
            ),
            inside,
            max_size=3,
        ).map(lambda parts: "{" + ", ".join(f"{key}: {part}" for key, part in parts.items()) + "}")
    ),
    max_leaves=8,
)


@given(st.sampled_from([path for path in PLACES if path.endswith(".yaml")]), st.data(), anything)
@settings(max_examples=100)
def test_any_value_in_the_place_of_any_other(path, data, value):
    lines = SMALL[path].splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[number].partition(": ")
    lines[number] = f"{key}{colon}{value}"

    checked({**encoded(SMALL), path: "\n".join(lines).encode()})


@given(st.dictionaries(st.text(max_size=30), st.binary(max_size=20), max_size=4))
def test_any_names_of_files(files):
    found = load_programme(files)

    assert isinstance(found, tuple)


@given(st.lists(st.sampled_from(PLACES), unique=True))
@settings(max_examples=60)
def test_any_files_missing(missing):
    found = checked({path: text.encode() for path, text in SMALL.items() if path not in missing})

    # more may load: a designation that is gone with all its files leaves a smaller programme
    assert isinstance(found, Loaded) or not set(missing) <= CAN_BE_SPARED


@pytest.mark.parametrize("missing", PLACES)
def test_one_file_missing(missing):
    found = checked({path: text.encode() for path, text in SMALL.items() if path != missing})

    assert isinstance(found, Loaded) == (missing in CAN_BE_SPARED)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{" * 200_000,
        "a: {b: " * 60_000,
        "- " * 200_000,
        "? " * 100_000,
        "\n".join(" " * n + "a:" for n in range(900)),
        "a: &a [x]\nb: [" + "*a, " * 20_000 + "]",
        "a: " + "9" * 900_000,
        "a: '" + "x\n\n" * 200_000,
        "a: |\n" + "  x\n" * 150_000,
        "!" * 100_000,
        "&" + "a" * 100_000,
        "a: [" + "x, " * 50_000 + "]",
        "\ufeff" * 1000,
        "a: &a x\n" + "".join(f"k{n}: *a\n" for n in range(20_000)),
    ],
    ids=range(15),
)
def test_a_bomb_in_yaml_is_taken_apart_in_seconds(text):
    started = time.process_time()

    found = checked({**encoded(SMALL), "designations/api.yaml": text.encode()})

    assert isinstance(found, tuple)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "text",
    [
        "> " * 50_000,
        "- " * 20_000,
        "[" * 20_000,
        "![" * 20_000 + "](x)" * 100,
        "[a](" * 20_000,
        "*a_ " * 20_000,
        "`" * 10_000 + "a" + "`" * 9_999,
        "<a " * 20_000,
        "<!--" * 20_000,
        "| a " * 2_000 + "\n" + "|---" * 2_000 + "\n" + "| b " * 2_000,
        "[x]: glossary:premium\n" * 5_000 + "[x]" * 5_000,
    ],
    ids=range(11),
)
def test_a_bomb_in_markdown_is_taken_apart_in_seconds(text):
    started = time.process_time()

    checked({**encoded(SMALL), "courses/PUM/lessons/01-rating.en.md": (LESSON + text).encode()})

    assert time.process_time() - started < 20
