"""A document taken apart: its shape, which a template is made for, and the texts that fill it.

The shape and its texts say everything that the document says but the order of members, so that a
document can be put together again from them and nothing of it is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.contexts import PINNED, known_context

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mark(IntEnum):
    """What stands in a shape beside names and fixed texts."""

    OBJECT = 0
    OBJECT_END = 1
    LIST = 2
    LIST_END = 3
    TEXT = 4
    TRUE = 5
    FALSE = 6


Shape = tuple[object, ...]
"""Marks; names of members; a fixed text or a number as a tuple of one, so that none is mistaken for
another (`True` and `1` are equal to Python)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The shape of a document, and its texts in the order in which the shape asks for them."""

    shape: Shape
    texts: tuple[str, ...]


def parts_of(document: Mapping[str, Any]) -> Parts | None:
    """The document taken apart; None when it holds what a credential may not hold, or its own words.

    Fixed are `@context` and every member whose text a vocabulary translates, such as `type`: what
    they mean depends on the text. Every other text may differ from one document to the next.
    """
    shape: list[object] = []
    texts: list[str] = []
    try:
        _take_object(document, shape, texts)
    except (_UnfitError, RecursionError, TypeError):  # TypeError: names that cannot be sorted
        return None
    return Parts(tuple(shape), tuple(texts))


def document_of(parts: Parts) -> dict[str, Any]:
    """The document with that shape and those texts."""
    signs, texts = iter(parts.shape), iter(parts.texts)
    document = _put(next(signs), signs, texts)
    if not isinstance(document, dict):
        raise TypeError("a shape is the shape of an object")
    return document


class _UnfitError(ValueError):
    """The document holds null, a fraction, or a list that a credential may not hold."""


# Taking apart is what signing and checking wait for: looked up once, and no calls for texts.
_OBJECT, _OBJECT_END, _LIST, _LIST_END, _TEXT, _TRUE, _FALSE = Mark


def _take_object(value: Mapping[str, Any], shape: list[object], texts: list[str]) -> None:
    shape.append(_OBJECT)
    fixed = translated_members()
    for name in sorted(value):
        item = value[name]
        shape.append(name)
        kind = type(item)
        if kind is str:
            if name in fixed:
                shape.append((item,))
            else:
                shape.append(_TEXT)
                texts.append(item)
        elif kind is dict:
            if name == "@context":
                raise _UnfitError
            _take_object(item, shape, texts)
        elif kind is list:
            _take_list(item, shape, texts, is_fixed=name in fixed)
        else:
            shape.append(_plain(item))
    shape.append(_OBJECT_END)


def _take_list(items: list[Any], shape: list[object], texts: list[str], *, is_fixed: bool) -> None:
    plain = [item for item in items if type(item) is not dict]
    if not items or (plain and len(set(map(_hashable, plain))) < len(plain)):
        raise _UnfitError
    shape.append(_LIST)
    for item in items:
        kind = type(item)
        if kind is dict:
            if is_fixed:  # a vocabulary written into the document
                raise _UnfitError
            _take_object(item, shape, texts)
        elif kind is str:
            if is_fixed:
                shape.append((item,))
            else:
                shape.append(_TEXT)
                texts.append(item)
        else:
            shape.append(_plain(item))
    shape.append(_LIST_END)


def _hashable(item: object) -> object:
    if isinstance(item, str | int):
        return item
    raise _UnfitError


def _plain(item: object) -> object:
    kind = type(item)
    if kind is bool:
        return _TRUE if item else _FALSE
    if kind is int:
        return (item,)
    raise _UnfitError


def _put(sign: object, signs: Iterator[object], texts: Iterator[str]) -> Any:
    match sign:
        case Mark.OBJECT:
            names = iter(lambda: next(signs), Mark.OBJECT_END)
            return {name: _put(next(signs), signs, texts) for name in names}
        case Mark.LIST:
            items = iter(lambda: next(signs), Mark.LIST_END)
            return [_put(item, signs, texts) for item in items]
        case Mark.TEXT:
            return next(texts)
        case Mark.TRUE | Mark.FALSE:
            return sign is Mark.TRUE
        case (value,):
            return value
    raise TypeError(sign)


@cache
def translated_members() -> frozenset[str]:
    """The members whose text the pinned vocabularies translate, and `@context`."""
    names = {"@context"}
    left: list[Any] = [known_context(address) for address in PINNED]
    while left:
        item = left.pop()
        if isinstance(item, list):
            left.extend(item)
        elif isinstance(item, dict):
            left.extend(item.values())
            names.update(name for name, term in item.items() if _is_translated(term))
    return frozenset(names)


def _is_translated(term: object) -> bool:
    if isinstance(term, dict):
        return term.get("@type") == "@vocab" or term.get("@id") == "@type"
    return term == "@type"
