"""Items written as short as they may be, for tests of their answers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tauliah.core.programme import load_programme
from tauliah.core.programme.items import ItemType, SingleChoice, item_from
from tests.services.every_type import every_type_files


def text(words: str = "words") -> dict[str, str]:
    return {"en": words, "ms": f"{words} (ms)"}


def options(letters: str) -> dict[str, Any]:
    return {one: {"text": text(one), "explanation": text()} for one in letters}


def item(type_: str, **more: Any) -> Any:
    """An item of a type with what every item says of itself, and more."""
    about = {"id": "PUM-S-1", "outcome": "PUM-1", "level": "apply", "lesson": "01-first"}
    return item_from({**about, "stem": text("What?"), "type": type_, **more})


@lru_cache(maxsize=8)
def single_choice(key: str) -> SingleChoice:
    found = item("single-choice", key=key, options=options("abcd"))
    assert isinstance(found, SingleChoice)
    return found


@lru_cache(maxsize=1)
def every_type() -> tuple[ItemType, ...]:
    """One item of every type, and the two of a case."""
    loaded = load_programme(every_type_files(practice=False))
    assert not isinstance(loaded, tuple), "\n".join(map(str, loaded))
    return tuple(one.item for one in loaded.items)


def numeric(value: str = "1200", **more: Any) -> Any:
    more.setdefault("tolerance", {"absolute": 0})
    return item("numeric", value=value, explanation=text(), **more)


def said(number: str, *, unit: str | None = None, language: str = "en") -> dict[str, Any]:
    return {"number": number, "unit": unit, "language": language}
