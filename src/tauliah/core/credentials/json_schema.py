"""Whether a JSON value is as a JSON Schema says: the words that schemas of credentials use.

Source: JSON Schema 2019-09 and 2020-12 (core and validation), as W3C JSON Schema for Verifiable
Credentials 1.0 asks. A schema with a word that is not known here, or a reference out of the schema,
is not judged at all: `UnknownSchemaError`, rather than a wrong answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.moments import read_moment
from tauliah.core.credentials.quads import is_absolute
from tauliah.core.credentials.reading import listed

MOST_STEPS = 100_000
"""Looks at a value with a part of a schema; a schema that refers to itself could ask for more."""

_LONGEST_PATTERN = 200
_REMARKS = frozenset(
    {
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default",
        "examples", "readOnly", "writeOnly", "deprecated", "contentMediaType", "contentEncoding",
    }
)  # fmt: skip
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}


class UnknownSchemaError(ValueError):
    """The schema asks for something that is not judged here."""


def first_misfit(value: object, schema: object) -> str | None:
    """The place at which the value is not as the schema says, such as `issuer.id`; None when it is.

    The place is `.` when it is the value as a whole.
    """
    return _Judge(schema).misfit(value, schema, "")


class _Judge:
    """One judgement: the schema as a whole, for references, and the work that is left."""

    def __init__(self, root: object) -> None:
        self.root = root
        self.steps_left = MOST_STEPS

    def misfit(self, value: Any, schema: object, place: str) -> str | None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise UnknownSchemaError("too much work")
        if isinstance(schema, bool):
            return None if schema else place or "."
        if not isinstance(schema, dict):
            raise UnknownSchemaError("not a schema")
        for word, said in schema.items():
            if word in _REMARKS:
                continue
            judge = _WORDS.get(word)
            if judge is None:
                raise UnknownSchemaError(word)
            found = judge(self, value, said, place, schema)
            if found is not None:
                return found
        return None

    def fits(self, value: Any, schema: object) -> bool:
        return self.misfit(value, schema, "") is None

    def referred(self, reference: object) -> object:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise UnknownSchemaError(str(reference))
        found: Any = self.root
        for step in filter(None, reference[1:].split("/")):
            name = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or name not in found:
                raise UnknownSchemaError(reference)
            found = found[name]
        return found


def _told(is_met: bool, place: str) -> str | None:  # noqa: FBT001 - the answer itself
    return None if is_met else place or "."


def _type(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
    kinds = listed(said)
    if not all(kind in _TYPES for kind in kinds):
        raise UnknownSchemaError("type")
    return _told(any(_TYPES[kind](value) for kind in kinds), place)


def _properties(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    inner = (
        judge.misfit(value[name], schema, _at(place, name))
        for name, schema in said.items()
        if name in value
    )
    return next((found for found in inner if found), None)


def _additional(judge: _Judge, value: Any, said: Any, place: str, schema: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    known = schema.get("properties", {})
    inner = (
        judge.misfit(item, said, _at(place, name))
        for name, item in value.items()
        if name not in known
    )
    return next((found for found in inner if found), None)


def _required(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    return next((_at(place, name) for name in said if name not in value), None)


def _items(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    if isinstance(said, list):
        raise UnknownSchemaError("items")
    if not isinstance(value, list):
        return None
    inner = (judge.misfit(item, said, f"{place}[{n}]") for n, item in enumerate(value))
    return next((found for found in inner if found), None)


def _contains(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    if not isinstance(value, list):
        return None
    return _told(any(judge.fits(item, said) for item in value), place)


def _all_of(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    return next((found for one in said if (found := judge.misfit(value, one, place))), None)


def _any_of(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    return _told(any(judge.fits(value, one) for one in said), place)


def _one_of(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    return _told(sum(judge.fits(value, one) for one in said) == 1, place)


def _not(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    return _told(not judge.fits(value, said), place)


def _reference(judge: _Judge, value: Any, said: Any, place: str, _: Any) -> str | None:
    return judge.misfit(value, judge.referred(said), place)


def _enumeration(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
    return _told(any(_is_same(value, one) for one in said), place)


def _constant(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
    return _told(_is_same(value, said), place)


def _pattern(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
    if not isinstance(value, str):
        return None
    # one star within another, or a group repeated, may take time without end
    if len(said) > _LONGEST_PATTERN or re.search(r"\)[*+{]", said):
        raise UnknownSchemaError("pattern")
    try:
        return _told(re.search(said, value) is not None, place)
    except re.error:
        raise UnknownSchemaError("pattern") from None


def _format(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
    if not isinstance(value, str):
        return None
    if said in ("uri", "iri"):
        return _told(is_absolute(value), place)
    if said == "date-time":
        try:
            read_moment(value)
        except CredentialFault:
            return place or "."
    return None  # other formats are remarks, as the specification has it


def _bound(measure: Callable[[Any], Any], meets: Callable[[Any, Any], bool]) -> Any:
    def judge(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
        measured = measure(value)
        return None if measured is None else _told(meets(measured, said), place)

    return judge


def _size(kind: type[list[Any] | dict[str, Any] | str]) -> Callable[[Any], int | None]:
    return lambda value: len(value) if isinstance(value, kind) else None


def _number(value: Any) -> int | None:
    return value if _TYPES["number"](value) else None


def _unique(_: _Judge, value: Any, said: Any, place: str, __: Any) -> str | None:
    if not isinstance(value, list) or said is not True:
        return None
    spelled = {json.dumps(item, sort_keys=True) for item in value}
    return _told(len(spelled) == len(value), place)


def _is_same(one: Any, other: Any) -> bool:
    """Equal as JSON has it, in which `true` is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


_WORDS: Mapping[str, Callable[[_Judge, Any, Any, str, Any], str | None]] = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "contains": _contains,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "$ref": _reference,
    "enum": _enumeration,
    "const": _constant,
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _unique,
    "minItems": _bound(_size(list), lambda size, said: size >= said),
    "maxItems": _bound(_size(list), lambda size, said: size <= said),
    "minLength": _bound(_size(str), lambda size, said: size >= said),
    "maxLength": _bound(_size(str), lambda size, said: size <= said),
    "minProperties": _bound(_size(dict), lambda size, said: size >= said),
    "maxProperties": _bound(_size(dict), lambda size, said: size <= said),
    "minimum": _bound(_number, lambda number, said: number >= said),
    "maximum": _bound(_number, lambda number, said: number <= said),
}
