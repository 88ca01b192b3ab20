"""What programme.yaml says to other files, though it may be flawed itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tauliah.core.programme.reading import Reading


@dataclass(frozen=True)
class Salvaged:
    """Values by which other files are checked; None for what could not be read at all.

    So a mistake in programme.yaml hides none in other files.
    """

    items_of_an_exam: int | None = None
    other_courses: frozenset[str] | None = None
    codes_of_ethics: frozenset[str] | None = None


def salvaged(reading: Reading) -> Salvaged:
    """What can be read of programme.yaml for the others' sake."""
    value = reading.value
    if not isinstance(value, dict):
        return Salvaged()
    policy = value.get("exam_policy")
    items = policy.get("items") if isinstance(policy, dict) else None
    return Salvaged(
        items_of_an_exam=items if type(items) is int and items > 0 else None,
        other_courses=_codes(value.get("other_courses", [])),
        codes_of_ethics=_codes(value.get("ethics")),
    )


def _codes(listed: Any) -> frozenset[str] | None:
    """The codes of a list of things with codes; None where one of them has none."""
    if not isinstance(listed, list):
        return None
    codes = tuple(_code_of_each(listed))
    return None if None in codes else frozenset(code for code in codes if code is not None)


def _code_of_each(listed: list[Any]) -> Iterator[str | None]:
    for one in listed:
        code = one.get("code") if isinstance(one, dict) else None
        yield code if isinstance(code, str) else None
