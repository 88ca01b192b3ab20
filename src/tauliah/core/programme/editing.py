"""Numbers changed in the text of a YAML file, and not a letter beside them.

The nodes of ruamel.yaml say where each value stands; what is written there is exchanged in the text
itself, so that comments, order, quotes and line ends stay as people wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from tauliah.core.programme.reading import Path, read_yaml

_BOM = "\ufeff"
_Edit = tuple[int, int, str]


class NotEditable(Exception):
    """The text is written in a way in which these numbers cannot be exchanged alone."""


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number, or a few under names, at a key of the mapping at `path`; None takes the key away.

    Where the mapping lacks the key, it comes to stand after the key `after`.
    """

    path: Path
    key: str
    value: int | Mapping[str, int] | None
    after: str


def with_numbers(text: str, changes: Iterable[NumberChange]) -> str:
    """The text with these numbers, and otherwise letter by letter the same.

    NotEditable where it is no YAML that can be read, lacks a path, or would not say what is wanted:
    the result is read back and compared before it is given.
    """
    listed = tuple(changes)
    mark = _BOM if text.startswith(_BOM) else ""
    bare = text.removeprefix(_BOM)
    before = read_yaml("", bare.replace("\r\n", "\n"))
    if before.problems:
        raise NotEditable(str(before.problems[0]))
    source = _Source(bare)
    edits = [edit for change in listed for edit in source.edits_of(change)]
    after = bare
    # from the end, so that earlier places stay where they are
    for start, end, put in sorted(edits, key=lambda one: one[:2], reverse=True):
        after = after[:start] + put + after[end:]
    read = read_yaml("", after.replace("\r\n", "\n"))
    if read.problems or read.value != _wanted(before.value, listed):
        raise NotEditable("the changed text would not say what is wanted")
    return mark + after


def _wanted(value: Any, changes: Sequence[NumberChange]) -> Any:
    """The plain values of a file with these changes."""
    for change in changes:
        value = _put(value, change.path, change)
    return value


def _put(value: Any, path: Path, change: NumberChange) -> Any:
    if path:
        step, rest = path[0], path[1:]
        if isinstance(value, list) and isinstance(step, int):
            return [_put(one, rest, change) if at == step else one for at, one in enumerate(value)]
        return {key: _put(one, rest, change) if key == step else one for key, one in value.items()}
    new = change.value
    kept = {key: one for key, one in value.items() if key != change.key or new is not None}
    if new is None:
        return kept
    return kept | {change.key: dict(new) if isinstance(new, Mapping) else new}


class _Source:
    """A text with its nodes, which say where each value begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        self.root = YAML(typ="safe", pure=True).compose(text)

    def edits_of(self, change: NumberChange) -> Iterator[_Edit]:
        """What to exchange for one change, as (start, end, text)."""
        mapping = self._mapping_at(change.path)
        pairs = {key.value: (key, value) for key, value in mapping.value}
        there = pairs.get(change.key)
        if there is None:
            if change.value is not None:
                anchor = pairs.get(change.after)
                if anchor is None:
                    raise NotEditable(f"{change.after} is missing")
                written = f"{change.key}: {_written(change.value)}"
                yield self._inserted_after(mapping, anchor, written)
        elif change.value is None:
            yield self._removed(mapping, there)
        elif isinstance(change.value, int):
            yield from self._scalar(there[1], change.value)
        else:
            yield from self._numbers(there[1], change.value)

    def _mapping_at(self, path: Path) -> MappingNode:
        node: Any = self.root
        for step in path:
            if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            elif isinstance(node, MappingNode):
                node = next((value for key, value in node.value if key.value == step), None)
            else:
                node = None
        if not isinstance(node, MappingNode):
            raise NotEditable(f"{path} is no mapping")
        return node

    def _scalar(self, node: Any, value: int) -> Iterator[_Edit]:
        if not isinstance(node, ScalarNode) or node.style:
            raise NotEditable("expected a number")
        if node.value != str(value):
            yield node.start_mark.index, node.end_mark.index, str(value)

    def _numbers(self, node: Any, values: Mapping[str, int]) -> Iterator[_Edit]:
        """Numbers under names exchanged one by one; those in braces as a whole where names differ."""
        if not isinstance(node, MappingNode) or not node.value:
            raise NotEditable("expected numbers under names")
        pairs = {key.value: (key, value) for key, value in node.value}
        if node.flow_style and set(pairs) != set(values):
            yield node.start_mark.index, node.end_mark.index, _written(values)
            return
        for name, number in values.items():
            if name in pairs:
                yield from self._scalar(pairs[name][1], number)
        if node.flow_style:
            return
        for name, pair in pairs.items():
            if name not in values:
                yield self._whole_line(*pair)
        first = next(iter(pairs.values()))[0].start_mark
        anchor = first.index - first.column
        indent = self.text[anchor : first.index]
        new: list[str] = []
        for name, number in values.items():
            if name not in pairs:
                new.append(f"{indent}{name}: {number}")
                continue
            yield from self._lines_at(anchor, new)
            anchor, new = self._line_after(pairs[name][1]), []
        yield from self._lines_at(anchor, new)

    def _lines_at(self, at: int, lines: Sequence[str]) -> Iterator[_Edit]:
        if lines:
            whole = self.line_end.join(lines)
            is_open_end = at == len(self.text) and not self.text.endswith("\n")
            yield at, at, self.line_end + whole if is_open_end else whole + self.line_end

    def _inserted_after(self, mapping: MappingNode, anchor: tuple[Any, Any], written: str) -> _Edit:
        if mapping.flow_style:
            at = anchor[1].end_mark.index
            return at, at, f", {written}"
        column = anchor[0].start_mark.column
        (edit,) = self._lines_at(self._line_after(anchor[1]), [" " * column + written])
        return edit

    def _removed(self, mapping: MappingNode, pair: tuple[Any, Any]) -> _Edit:
        key, value = pair
        place = next(at for at, one in enumerate(mapping.value) if one[0] is key)
        if place == 0:
            if len(mapping.value) == 1:
                raise NotEditable(f"{key.value} stands alone")
            return key.start_mark.index, mapping.value[1][0].start_mark.index, ""
        if mapping.flow_style:
            return mapping.value[place - 1][1].end_mark.index, value.end_mark.index, ""
        return self._whole_line(key, value)

    def _whole_line(self, key: Any, value: Any) -> _Edit:
        start = key.start_mark.index - key.start_mark.column
        return start, self._line_after(value), ""

    def _line_after(self, node: Any) -> int:
        """Where the line after the last word of a value begins."""
        while not isinstance(node, ScalarNode) and not node.flow_style and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(node, MappingNode) else last
        found = self.text.find("\n", node.end_mark.index)
        return found + 1 if found >= 0 else len(self.text)


def _written(value: int | Mapping[str, int]) -> str:
    """A number, or numbers under names in braces."""
    if isinstance(value, int):
        return str(value)
    return "{" + ", ".join(f"{name}: {number}" for name, number in value.items()) + "}"
