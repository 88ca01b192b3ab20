"""Items as the text of a programme's folder, and one item's text read back with its mistakes by line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import RootModel

from tauliah.core.kernel import Problem
from tauliah.core.programme.item_consistency import item_faults
from tauliah.core.programme.items import Item, ItemType, PooledItem, item_text
from tauliah.core.programme.reading import Reading, check_shape, read_yaml, unwanted_characters

_PLAIN = re.compile("[A-Za-z][A-Za-z0-9-]*")
_NOT_TEXT = {"true", "false", "null"}
_FIRST = ("id", "type", "outcome", "level", "lesson", "case", "points", "stem")


class _OneItem(RootModel[Item]):
    """The text of one item by itself."""


def item_yaml(item: ItemType) -> str:
    """One item as it stands in a file of items, without the dash before it."""
    return "".join(f"{line}\n" for line in _mapping(_in_order(item_text(item))))


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item with the lines of its parts."""

    item: ItemType
    reading: Reading


def read_item(text: str, *, file: str) -> ReadItem | tuple[Problem, ...]:
    """The item of a text with the lines of its parts, or every mistake in the text."""
    unwanted = tuple(unwanted_characters(file, text))
    if unwanted:
        return unwanted
    reading = read_yaml(file, text)
    checked = check_shape(reading, _OneItem)
    if isinstance(checked, tuple):
        return tuple(sorted(set(checked)))
    faults = [reading.problem(path, message) for path, message in item_faults(checked.root)]
    return tuple(sorted(set(faults))) or ReadItem(checked.root, reading)


def item_of(content: Mapping[str, Any], *, file: str) -> ReadItem | tuple[Problem, ...]:
    """The item of plain values, or every mistake in them; all of it stands in one line."""
    return read_item(json.dumps(content, ensure_ascii=False), file=file)


def item_files(
    items: Iterable[PooledItem], *, name: str, on_ethics: Collection[str] = ()
) -> dict[str, bytes]:
    """Files of a programme's folder that hold these items: one for each course, pool and topic.

    The name is the last part of theirs, so that they stand beside the files that are there. Cases stand in the file of their items, in the order of their places. Pictures stand elsewhere in
    a folder and are not among the files. The courses `on_ethics` stand under `ethics`.
    """
    groups: dict[str, list[PooledItem]] = {}
    for one in sorted(items, key=_place):
        area = "ethics" if one.course in on_ethics else "courses"
        path = f"{area}/{one.course}/items/{one.pool}-{one.topic}-{name}.yaml"
        groups.setdefault(path, []).append(one)
    return {path: _file(found).encode() for path, found in groups.items()}


def _place(one: PooledItem) -> tuple[str, str, str, str, int, str]:
    case = one.case.id if one.case else ""
    return one.course, one.pool, one.topic, case, one.place, one.item.id


def _file(items: Sequence[PooledItem]) -> str:
    cases = {one.case.id: one.case for one in items if one.case}
    whole: dict[str, Any] = {"pool": items[0].pool, "topic": items[0].topic}
    if cases:
        whole["cases"] = [case.model_dump(mode="json") for case in cases.values()]
    whole["items"] = [_in_order(item_text(one.item)) for one in items]
    return "".join(f"{line}\n" for line in _mapping(whole))


def _in_order(content: dict[str, Any]) -> dict[str, Any]:
    """What people look for first stands first."""
    return {key: content[key] for key in _FIRST if key in content} | content


def _mapping(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(f"{key}:", value)


def _entry(start: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield start
        yield from (f"  {line}" for line in _mapping(value))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        yield start
        for one in value:
            lines = list(_mapping(one))
            yield f"  - {lines[0]}"
            yield from (f"    {line}" for line in lines[1:])
    elif isinstance(value, list):
        yield f"{start} [{', '.join(map(_scalar, value))}]"
    else:
        yield f"{start} {_scalar(value)}"


def _scalar(value: Any) -> str:
    """A value as YAML reads it back: what is not a plain word is quoted as in JSON, which is YAML."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)
