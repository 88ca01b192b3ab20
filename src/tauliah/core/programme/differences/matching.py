"""One difference, and how named parts of two programmes are laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

from pydantic import BaseModel

from tauliah.core.kernel import LocalText
from tauliah.core.programme.differences.rule_words import listed

DifferenceKind = Literal[
    "programme", "fee", "exam-policy", "window", "ethics", "designation", "rules", "course",
    "course-status", "blueprint", "items", "lesson", "cards", "figure", "term", "page",
]  # fmt: skip
DIFFERENCE_KINDS: tuple[DifferenceKind, ...] = get_args(DifferenceKind)

_Part = TypeVar("_Part")
_Name = TypeVar("_Name", str, int, tuple[str, str])


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its kind, the code or name of what it is about, and a sentence that says it."""

    kind: DifferenceKind
    subject: str
    sentence: LocalText


@dataclass(frozen=True, slots=True)
class Matched(Generic[_Part]):
    """Parts that only one side has, and those that both have but not alike, sorted by name."""

    added: tuple[_Part, ...]
    removed: tuple[_Part, ...]
    changed: tuple[tuple[_Part, _Part], ...]


def matched(
    before: Iterable[_Part], after: Iterable[_Part], name: Callable[[_Part], _Name]
) -> Matched[_Part]:
    """The parts of both sides by name; alike ones are left out."""
    old = {name(part): part for part in before}
    new = {name(part): part for part in after}
    return Matched(
        added=tuple(new[one] for one in sorted(new.keys() - old.keys())),
        removed=tuple(old[one] for one in sorted(old.keys() - new.keys())),
        changed=tuple(
            (old[one], new[one]) for one in sorted(old.keys() & new.keys()) if old[one] != new[one]
        ),
    )


def changed_fields(
    before: BaseModel,
    after: BaseModel,
    names: Mapping[str, tuple[str, str]],
    *,
    but: Collection[str],
) -> LocalText | None:
    """Which fields differ, by these names in English and Malay, else by their keys in the text.

    Those in `but` are told elsewhere. None where no field differs.
    """
    changed = []
    for field, about in type(after).model_fields.items():
        if field not in but and getattr(before, field) != getattr(after, field):
            key = about.alias or field
            en, ms = names.get(field, (f"`{key}`", f"`{key}`"))
            changed.append(LocalText(en=en, ms=ms))
    return listed(changed, "and", "dan") if changed else None


def instead(en: str, ms: str, *, now: object, was: object) -> LocalText:
    """A sentence that begins as given and ends with what holds now and what held before."""
    return LocalText(en=f"{en} {now} instead of {was}.", ms=f"{ms} {now} dan bukan lagi {was}.")
