"""A blueprint that is asked for as the text of a programme's folder, and as what changes in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import Any

from tauliah.core.programme.asked_blueprint import AskedBlueprint
from tauliah.core.programme.editing import NumberChange, with_numbers
from tauliah.core.programme.item_comparison import Piece, words_compared
from tauliah.core.programme.reading import read_yaml

PROGRAMME_FILE = "programme.yaml"
_POLICY = (("items", "items"), ("minutes", "minutes"), ("pilot_items", "minutes"))
"""The numbers of the exam policy that are asked for, each with the key after which a new one stands."""


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a file that changes: its number in the new text, or in the old one where it goes."""

    file: str
    line: int
    pieces: tuple[Piece, ...]


def course_file(code: str) -> str:
    """The file in a programme's folder that has a course's blueprint."""
    return f"courses/{code}/course.yaml"


def files_with(asked: AskedBlueprint, files: Mapping[str, str]) -> dict[str, str]:
    """The texts of these files (path -> text) that differ by the numbers, with them.

    `files` are `course.yaml` of the course and `programme.yaml`; only the lines of numbers that
    change differ. NotEditable where a text cannot be changed so.
    """
    changed = {
        course_file(asked.course): _course_changes(asked, files[course_file(asked.course)]),
        PROGRAMME_FILE: _policy_changes(asked, files[PROGRAMME_FILE]),
    }
    texts = {path: with_numbers(files[path], changes) for path, changes in changed.items()}
    return {path: text for path, text in texts.items() if text != files[path]}


def patch_of(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What turns the one texts into the others, as `git apply` and `patch -p1` take it."""
    lines: list[str] = []
    for path in sorted(after):
        old, new = _lines(before[path]), _lines(after[path])
        lines += unified_diff(old, new, f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def changed_lines(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ChangedLine, ...]:
    """The lines that differ between the one texts and the others, word by word."""
    return tuple(
        ChangedLine(path, line, pieces)
        for path in sorted(after)
        for line, pieces in _compared(_lines(before[path]), _lines(after[path]))
    )


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            continue
        for at in range(max(b - a, d - c)):
            was = old[a + at] if a + at < b else ""
            now = new[c + at] if c + at < d else ""
            line = c + at + 1 if c + at < d else a + at + 1
            yield line, words_compared(was.strip(), now.strip())


def _course_changes(asked: AskedBlueprint, text: str) -> Iterator[NumberChange]:
    values = _values(text)
    places = {row["topic"]: at for at, row in enumerate(values["blueprint"])}
    for row in asked.rows:
        path = ("blueprint", places[row.topic])
        yield NumberChange(path, "items", row.items, after="title")
        yield NumberChange(
            path,
            "levels",
            {str(level): count for level, count in row.levels.items()} or None,
            after="items",
        )
    if asked.forms != values.get("forms", 1):
        yield NumberChange((), "forms", asked.forms, after="status")


def _policy_changes(asked: AskedBlueprint, text: str) -> Iterator[NumberChange]:
    policy = _values(text)["exam_policy"]
    for name, after in _POLICY:
        value = asked.policy[name]
        if value != policy.get(name, 0):
            yield NumberChange(("exam_policy",), name, value, after=after)


def _values(text: str) -> Any:
    return read_yaml("", text.removeprefix("\ufeff").replace("\r\n", "\n")).value


def _lines(text: str) -> list[str]:
    # only at line feeds: other breaks are part of a line for every program that takes a patch
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [
        line for line in text.split("\n")[-1:] if line
    ]
