"""The answer that a form sent back, read by the item that it was for."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from tauliah.core.exam.answers import parts_of
from tauliah.core.programme.items import ItemType, Numeric
from tauliah.web.items.asked import SHAPES

_TRUTHS = {"true": True, "false": False}


def value_sent(item: ItemType, posted: QueryDict, *, field: str, language: str) -> Any:
    """The value of an item's controls in a form that was posted; None where all are empty.

    What it says is not judged: whether it can be an answer is for `answer_refusal`.
    """
    shape = SHAPES[item.type]
    if shape == "many":
        return posted.getlist(field) or None
    if shape in ("names", "truths", "places"):
        said = {id: posted.get(f"{field}-{id}", "") for id in parts_of(item)}
        return {id: _read(shape, text) for id, text in said.items() if text} or None
    # a browser sends line ends of its own kind
    text = posted.get(field, "").replace("\r\n", "\n")
    if not text.strip():
        return None
    if isinstance(item, Numeric):
        unit = posted.get(f"{field}-unit") or None
        return {"number": text.strip(), "unit": unit, "language": language}
    return text


def _read(shape: str, text: str) -> str | int | bool:
    if shape == "truths":
        return _TRUTHS.get(text, text)
    if shape == "places" and text.isascii() and text.isdecimal() and len(text) < 4:
        return int(text)
    return text
