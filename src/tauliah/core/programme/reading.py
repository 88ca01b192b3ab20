"""From the text of one file to plain values that remember the line each came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from _ruamel_yaml import CParser
from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.reading_sentences import (
    ANCHORS,
    EMPTY,
    FRONT_MATTER_OPEN,
    KEY_IS_TEXT,
    KEY_TWICE,
    NO_FRONT_MATTER,
    NO_SUCH_CHARACTER,
    SEVERAL_DOCUMENTS,
    TAGS,
    no_whole_number,
    not_yaml,
    shape_sentence,
    too_deep,
    unused_character,
)

Shape = TypeVar("Shape", bound=BaseModel)
Path = tuple[str | int, ...]

TAG = "rule:"
"""How the tags of unions begin, by which they are told from the keys of a file."""

# Control characters, half surrogate pairs and line breaks that only some programs see.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_FENCE = "---\n"
_DEEPEST = 60

# The plain scalars that YAML 1.2 does not take as text (core schema, section 10.3.2), whole
# numbers up to what 64 bits hold. NO, 2024-01-01 and 1_000 are text.
_NULL = re.compile(r"|~|null|Null|NULL")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)


@dataclass(frozen=True)
class Reading:
    """Plain values of one file, the line of each path in it, and what was wrong already.

    `unread` are the paths of values that could not be read for what they are.
    """

    file: str
    value: Any
    lines: dict[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unread: frozenset[Path] = frozenset()

    def line(self, path: Path) -> int:
        """The line of a path, or of its nearest ancestor that stands in the file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def problem(
        self, path: Path, message: LocalText, *, because: tuple[LocalText, ...] = ()
    ) -> Problem:
        """A problem at the place of that path."""
        return Problem(self.file, self.line(path), spoken(path), message, because)


def spoken(path: Path) -> str:
    """A path as people write it: `versions[0].requires.all[1].exam`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            key = step if re.fullmatch(r"[\w-]+", step) else json.dumps(step)
            text += f".{key}" if text else key
    return text


def unwanted_characters(file: str, text: str) -> Iterator[Problem]:
    """Characters that no editor shows: each kind once, at its first place."""
    for match in {found[0]: found for found in reversed(list(_UNWANTED.finditer(text)))}.values():
        line = text.count("\n", 0, match.start()) + 1
        yield Problem(file, line, "", unused_character(match[0]))


def read_yaml(file: str, text: str) -> Reading:
    """YAML 1.2 with plain values only: text, whole numbers, true/false, null, lists, mappings.

    Dates stay text. Duplicate keys, anchors, tags and decimal numbers are problems.
    """
    # where tabs may stand is where the two readers disagree most
    fast = None if "\t" in text else _read_fast(file, text)
    return fast or _read_in_full(file, text)


def _read_fast(file: str, text: str) -> Reading | None:
    """The reading by libyaml, many times as fast; None where anything at all is wrong.

    It reads the YAML of a version before 1.2 and tells mistakes in fewer words, so what it does not
    take without a word is read in full.
    """
    reader = _Reader(file, _events_of(text))
    try:
        value = reader.document()
    except (_TooDeep, YAMLError, ValueError, OverflowError):
        return None
    return None if reader.problems else Reading(file, value, reader.lines, ())


def _events_of(text: str) -> Iterator[Any]:
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def _read_in_full(file: str, text: str) -> Reading:
    reader = _Reader(file, YAML(typ="safe", pure=True).parse(text))
    value = None
    try:
        value = reader.document()
    except _TooDeep:
        pass  # the reader has complained
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.complain(mark.line if mark else 0, (), not_yaml(str(error.problem)))
    except YAMLError as error:
        reader.complain(reader.at, (), not_yaml(str(error).partition("\n")[0]))
    except (ValueError, OverflowError):
        # ruamel.yaml hands an escape such as "\UFFFFFFFF" to chr() unchecked
        reader.complain(reader.at, (), not_yaml(NO_SUCH_CHARACTER))
    problems, unread = tuple(reader.problems), frozenset(reader.unread)
    return Reading(file, value, reader.lines, problems, unread)


def read_front_matter(file: str, text: str) -> tuple[Reading, str, int]:
    """The front matter of a page, its Markdown body and the line on which the body starts."""
    if not text.startswith(_FENCE):
        problem = Problem(file, 1, "", NO_FRONT_MATTER)
        return Reading(file, None, {}, (problem,)), text, 1
    head, closing, body = text.removeprefix("---").partition("\n" + _FENCE)
    if not closing:
        problem = Problem(file, 1, "", FRONT_MATTER_OPEN)
        return Reading(file, None, {}, (problem,)), "", 1
    # the line break after the first --- makes line 1 of the head line 1 of the page
    return read_yaml(file, head), body, head.count("\n") + 3


def check_shape(reading: Reading, shape: type[Shape]) -> Shape | tuple[Problem, ...]:
    """The file's values in that shape, or every mistake in them."""
    if reading.value is None and reading.problems:
        return reading.problems
    try:
        checked = shape.model_validate_json(json.dumps(reading.value))
    except ValidationError as error:
        found = _without_branches(reading, error.errors(include_url=False))
        # a list is not too short by items that are there, but flawed themselves
        above = {one["loc"][:length] for one in found for length in range(len(one["loc"]))}
        shapes = (
            _problem(reading, one)
            for one in found
            if not (one["type"] == "too_short" and one["loc"] in above)
            and not _is_told(reading, _path_of(reading, one))
        )
        return (*reading.problems, *shapes)
    return reading.problems or checked


def _without_branches(reading: Reading, found: Sequence[Any]) -> tuple[dict[str, Any], ...]:
    """Where a word or keys may stand, what is wrong with what was written, and not with both."""
    words = {_path_of(reading, one): one for one in found if one["type"] == "literal_error"}
    kept: list[dict[str, Any]] = []
    for one in found:
        path = _path_of(reading, one)
        is_branch = len(one["loc"]) > len(path) and str(one["loc"][-1]).startswith("literal[")
        if is_branch and isinstance(one["input"], dict):
            continue
        if one["type"] == "model_type" and path in words:
            continue
        kept.append({**one, "type": "none_or_keys"} if is_branch else one)
    return tuple(kept)


def _is_told(reading: Reading, path: Path) -> bool:
    """What could not be read at a place is told once, and not for its shape again."""
    return any(path[:length] in reading.unread for length in range(1, len(path) + 1))


def _path_of(reading: Reading, details: Any) -> Path:
    """The path of an error in the file, where neither unions nor the marks of keys stand."""
    value, path = reading.value, []
    for step in details["loc"]:
        is_there = isinstance(value, dict) and step in value
        is_union = str(step).startswith((TAG, "literal[")) or re.fullmatch(
            "[A-Z][A-Za-z]*", str(step)
        )
        if step == "[key]" or (is_union and not is_there):
            continue
        path.append(step)
        if is_there or (isinstance(value, list) and isinstance(step, int)):
            value = value[step]
    return tuple(path)


def _problem(reading: Reading, details: Any) -> Problem:
    path, kind = _path_of(reading, details), details["type"]
    known = {"msg": details["msg"], "key": path[-1] if path else "", **details.get("ctx", {})}
    message = shape_sentence(kind, known, given=details["input"])
    return reading.problem(path[:-1] if kind == "missing" else path, message)


class _TooDeep(Exception):
    """The rest of the file is not worth reading."""


class _Reader:
    """Walks the events of a YAML file once, collecting values, lines and problems.

    Events and not nodes: they are read as they come, so that neither deep nesting nor aliases can
    make the reading expensive.
    """

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.unread: set[Path] = set()

    def document(self) -> Any:
        next(self.events)
        value = None
        match next(self.events):
            case StreamEndEvent():
                self.complain(0, (), EMPTY)
            case DocumentStartEvent():
                value = self.value(next(self.events), ())
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                self.complain(event.start_mark.line, (), SEVERAL_DOCUMENTS)
                break
        return value

    def value(self, event: Any, path: Path) -> Any:
        line = self.at = event.start_mark.line
        self.lines.setdefault(path, line + 1)
        if len(path) > _DEEPEST:
            self.complain(line, (), too_deep(_DEEPEST))
            raise _TooDeep
        if event.anchor is not None:
            self.complain(line, path, ANCHORS)
        if isinstance(event, AliasEvent):
            return None
        if event.tag is not None:
            self.complain(line, path, TAGS)
        match event:
            case MappingStartEvent():
                return self.mapping(path)
            case SequenceStartEvent():
                return self.sequence(path)
            case _:
                return self.scalar(event, path)

    def sequence(self, path: Path) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            result.append(self.value(event, (*path, len(result))))
        return result

    def mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            line = self.at = event.start_mark.line
            key = self.key(event, path)
            here = (*path, key)
            if key in result:
                self.complain(line, here, KEY_TWICE)
                # nobody knows which of the two is meant, so the lines below it are not kept either
                here = (*path, key, key)
            self.lines.setdefault(here, line + 1)
            result[key] = self.value(next(self.events), here)
        return result

    def key(self, event: Any, path: Path) -> str:
        if isinstance(event, ScalarEvent) and event.anchor is None and event.tag is None:
            unwanted = _UNWANTED.search(event.value)
            if unwanted is None:
                return str(event.value)
            self.complain(event.start_mark.line, path, unused_character(unwanted[0]))
            return ""
        self.complain(event.start_mark.line, path, KEY_IS_TEXT)
        if not isinstance(event, ScalarEvent | AliasEvent):
            self.value(event, (*path, ""))
        return ""

    def scalar(self, event: ScalarEvent, path: Path) -> Any:
        text, line = str(event.value), event.start_mark.line
        unwanted = _UNWANTED.search(text)
        if unwanted is not None:
            return self.complain(line, path, unused_character(unwanted[0]))
        if event.style:
            return text
        if _NULL.fullmatch(text):
            return None
        if _TRUE.fullmatch(text):
            return True
        if _FALSE.fullmatch(text):
            return False
        if _WHOLE.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text):
            return self.complain(line, path, no_whole_number(text))
        return text

    def complain(self, line: int, path: Path, message: LocalText) -> None:
        self.problems.append(Problem(self.file, line + 1, spoken(path), message))
        self.unread.add(path)
