"""Numbers changed in a text: nothing else moves, and what comes out says what was wanted."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.programme.asked_blueprint import AskedBlueprint, AskedRow
from tauliah.core.programme.blueprint_text import changed_lines, files_with, patch_of
from tauliah.core.programme.editing import NotEditable, NumberChange, with_numbers
from tauliah.core.programme.reading import read_yaml

FLOW = """\
# who decides about this
code: PUM   # stays
forms: 2
blueprint:   # rows
  - {topic: a, title: {en: "A: 1, {x}", ms: 'B'}, items: 3, levels: {apply: 2, remember: 1}, outcomes: [P-1]}
  - {topic: b, items: 4, outcomes: [P-1]}   # no levels yet
"""
BLOCK = """\
code: PUM
blueprint:
  - topic: a
    items: 3   # three
    # why these levels
    levels:
      remember: 1
      apply: 2   # two

    # about the outcomes
    outcomes: [P-1]
  - topic: b
    outcomes:
      - P-1
    items: 4
"""
LEVELS = ["remember", "understand", "apply", "analyse"]
asked_levels = st.dictionaries(st.sampled_from(LEVELS), st.integers(1, 99)).map(
    lambda told: {level: told[level] for level in LEVELS if level in told}
)


def row_changes(place: int, items: int, levels: dict[str, int]) -> list[NumberChange]:
    path = ("blueprint", place)
    return [
        NumberChange(path, "items", items, after="topic"),
        NumberChange(path, "levels", levels or None, after="items"),
    ]


@settings(max_examples=40, deadline=None)
@given(
    text=st.sampled_from(
        [FLOW, BLOCK, BLOCK.rstrip(), FLOW.replace("\n", "\r\n"), "\ufeff" + BLOCK]
    ),
    first=asked_levels,
    second=asked_levels,
    items=st.integers(1, 999),
)
def test_the_text_says_what_is_wanted_and_keeps_every_comment(
    text: str, first: dict[str, int], second: dict[str, int], items: int
) -> None:
    after = with_numbers(text, [*row_changes(0, items, first), *row_changes(1, 4, second)])

    rows = value_of(after)["blueprint"]
    assert [row["items"] for row in rows] == [items, 4]
    assert [row.get("levels", {}) for row in rows] == [first, second]
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in after) == ("\r\n" in text)
    assert after.count("\r") == after.count("\r\n")
    for line in text.splitlines():
        if (
            "items" not in line
            and "levels" not in line
            and not line.strip().startswith(tuple(LEVELS))
        ):
            assert line in after.splitlines()


def test_a_change_and_its_way_back_give_the_text_letter_by_letter() -> None:
    there = with_numbers(FLOW, row_changes(0, 8, {"remember": 3, "apply": 5}))

    assert with_numbers(there, row_changes(0, 3, {"remember": 1, "apply": 2})) == FLOW
    assert with_numbers(FLOW, row_changes(0, 3, {"remember": 1, "apply": 2})) == FLOW


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("a: [", NumberChange((), "a", 1, after="a")),
        ("a: {b: 1}", NumberChange(("c",), "b", 2, after="b")),
        ("a: text", NumberChange((), "b", 2, after="c")),
        ('a: "1"', NumberChange((), "a", 2, after="a")),
        ("a: {b: 1}", NumberChange(("a",), "b", None, after="b")),
    ],
)
def test_what_cannot_be_changed_by_its_numbers_alone_is_refused(
    text: str, change: NumberChange
) -> None:
    with pytest.raises(NotEditable):
        with_numbers(text, [change])


def test_the_patch_of_a_blueprint_makes_its_files(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git here")
    before = {
        "courses/PUM/course.yaml": FLOW.rstrip(),
        "programme.yaml": "code: p\nexam_policy:\n  items: 7\n  minutes: 60   # one hour\n",
    }
    asked = AskedBlueprint(
        "PUM",
        forms=3,
        rows=(AskedRow("a", 5, {}), AskedRow("b", 4, {"apply": 4})),
        items=9,
        minutes=60,
        pilot_items=2,
    )

    after = files_with(asked, before)

    assert value_of(after["programme.yaml"])["exam_policy"] == {
        "items": 9, "minutes": 60, "pilot_items": 2,
    }  # fmt: skip
    assert value_of(after["courses/PUM/course.yaml"])["forms"] == 3
    assert {one.file for one in changed_lines(before, after)} == set(before)
    for path, text in before.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    patch = patch_of(before, after).encode()
    subprocess.run([git, "apply", "-"], input=patch, cwd=tmp_path, check=True)
    assert {path: (tmp_path / path).read_text() for path in after} == after


def value_of(text: str) -> Any:
    return read_yaml("", text.removeprefix("\ufeff").replace("\r\n", "\n")).value
