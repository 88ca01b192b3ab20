"""From the text of one file to plain values that remember the line each came from."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tauliah.core.kernel import Problem

T = TypeVar("T")
Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FENCE = "---\n"
_DEEPEST = 60


@dataclass(frozen=True)
class Reading:
    """Plain values of one file, the line of each path in it, and what was wrong already."""

    file: str
    value: Any
    lines: dict[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, path: Path) -> int:
        """The line of a path, or of its nearest ancestor that stands in the file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def problem(self, path: Path, message: str) -> Problem:
        """A problem at the place of that path."""
        return Problem(self.file, self.line(path), spoken(path), message)


def spoken(path: Path) -> str:
    """A path as people write it: `versions[0].requires.all[1].exam`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_yaml(file: str, text: str, *, first_line: int = 1) -> Reading:
    """YAML 1.2 with plain values only: text, whole numbers, true/false, null, lists, mappings.

    Dates stay text. Duplicate keys, anchors, tags and decimal numbers are problems.
    """
    yaml = YAML(pure=True)
    try:
        node = yaml.compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        problem = str(error.problem).splitlines()[0]
        return Reading(file, None, {}, (Problem(file, line, "", f"not YAML: {problem}"),))
    except YAMLError as error:
        message = f"not YAML: {str(error).splitlines()[0]}"
        return Reading(file, None, {}, (Problem(file, first_line, "", message),))
    if node is None:
        return Reading(file, None, {}, (Problem(file, first_line, "", "the file is empty"),))
    reader = _Reader(file, first_line)
    value = reader.value(node, ())
    return Reading(file, value, reader.lines, tuple(reader.problems))


def read_front_matter(file: str, text: str) -> tuple[Reading, str]:
    """The front matter and the Markdown body of a page."""
    if not text.startswith(_FENCE):
        problem = Problem(file, 1, "", "expected front matter between two lines of ---")
        return Reading(file, None, {}, (problem,)), text
    head, closing, body = text[len(_FENCE) :].partition("\n" + _FENCE)
    if not closing:
        problem = Problem(file, 1, "", "the front matter is not closed by a line of ---")
        return Reading(file, None, {}, (problem,)), ""
    return read_yaml(file, head + "\n", first_line=2), body


def body_line(text: str) -> int:
    """The line of a page on which its Markdown body starts."""
    head, closing, _ = text[len(_FENCE) :].partition("\n" + _FENCE)
    return head.count("\n") + 4 if closing else 1


def check_type(reading: Reading, kind: type[T]) -> T | tuple[Problem, ...]:
    """The file's values as that type, or every mistake in them."""
    if reading.problems:
        return reading.problems
    try:
        return TypeAdapter(kind).validate_json(json.dumps(reading.value), strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True)
        return tuple(_problem(reading, details) for details in found)


def _problem(reading: Reading, details: Any) -> Problem:
    path = _without_tags(reading.value, details["loc"])
    if details["type"] == "extra_forbidden":
        return reading.problem(path, "this key is not known here")
    if details["type"] == "missing":
        return reading.problem(path[:-1], f"{path[-1]} is missing")
    message = details["msg"]
    message = message[0].lower() + message[1:]
    given = details["input"]
    if isinstance(given, str | int | bool):
        message = f"{message}, got {json.dumps(given, ensure_ascii=False)}"
    return reading.problem(path, message)


def _without_tags(value: Any, location: tuple[str | int, ...]) -> Path:
    """Pydantic's location without the union tags, which stand in no file."""
    path: list[str | int] = []
    for position, step in enumerate(location):
        last = position == len(location) - 1
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif not last or not isinstance(value, dict) or step == "[key]":
            continue
        path.append(step)
    return tuple(path)


class _Reader:
    """Walks YAML nodes once, collecting values, lines and problems."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + self.first_line)
        if len(path) > _DEEPEST:
            return self.complain(node, path, f"nested deeper than {_DEEPEST} levels")
        if node.anchor:
            return self.complain(node, path, "anchors and aliases (& and *) are not used here")
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, ScalarNode) or not isinstance(key, str):
                self.complain(key_node, path, "a key must be text")
                continue
            here = (*path, key)
            if key in result:
                self.complain(key_node, here, "this key stands twice")
                continue
            self.lines[here] = key_node.start_mark.line + self.first_line
            result[key] = self.value(value_node, here)
        return result

    def scalar(self, node: ScalarNode, path: Path) -> Any:
        tag, text = str(node.tag), str(node.value)
        if node.style is not None:
            return text
        if tag.endswith(":null"):
            return None
        if tag.endswith(":bool"):
            return text.lower() == "true"
        if tag.endswith(":int"):
            if _INTEGER.fullmatch(text):
                return int(text)
            return self.complain(node, path, f"expected a whole number, got {text}")
        if tag.endswith(":float"):
            return self.complain(node, path, f"decimal numbers are not used here, got {text}")
        return text

    def complain(self, node: Node, path: Path, message: str) -> None:
        line = node.start_mark.line + self.first_line
        self.problems.append(Problem(self.file, line, spoken(path), message))
