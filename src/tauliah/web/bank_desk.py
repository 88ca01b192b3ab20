"""What pages of the item bank share: an item by its address, its text laid out, its acts in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tauliah.apps.itembank.overview import ItemFile, item_file
from tauliah.apps.people.queries import User
from tauliah.core.exam.item_life import MUST_SAY_WHY, STATE_NAMES
from tauliah.core.programme.item_comparison import ComparedFact, ComparedText, compared
from tauliah.core.programme.item_flaws import Flaw
from tauliah.core.programme.reading import Reading, spoken
from tauliah.web.bank_forms import field_of
from tauliah.web.bank_words import ACTS, LEVELS, TYPES, part_name
from tauliah.web.telling import said


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text of an item under its name, in both languages; `is_key` marks what is right."""

    name: str
    text: ComparedText
    is_key: bool


@dataclass(frozen=True, slots=True)
class FactRow:
    """A value of an item under its name, as it was and as it is; empty where it is not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that is wrong: where in the item, in which field or line, and what."""

    part: str
    field: str
    line: int
    message: str
    is_refused: bool


def file_or_404(user: User, code: str) -> ItemFile:
    """Everything about an item but what it says."""
    found = item_file(user, code.upper())
    if found is None:
        raise Http404
    return found


def number_in(text: str) -> int:
    """The number of a version as a browser sent it; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def about_item(found: ItemFile) -> dict[str, Any]:
    """The context of every page about one item."""
    code = found.line.code
    return {
        "file": found,
        "line": found.line,
        "slug": code.lower(),
        "state_name": STATE_NAMES[found.line.state],
        "type_name": TYPES[found.line.type],
        "acts": [
            {"name": act, "label": ACTS[act], "needs_comment": act in MUST_SAY_WHY}
            for act in found.acts
        ],
        "breadcrumbs": way(),
    }


def way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The breadcrumbs from the item bank on, as (label, address)."""
    bank = (_("Item bank"), reverse("bank"))
    return [{"label": label, "url": url} for label, url in (bank, *steps)]


def laid_out(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[list[TextRow], list[FactRow]]:
    """Two versions of an item, or one version twice, row by row under the names of their parts."""
    texts, facts = compared(before, after)
    keys = {after.get("key"), *after.get("keys", ())}
    return (
        [TextRow(part_name(one.path), one, _is_key(one.path, keys)) for one in texts],
        [_fact_row(one) for one in facts],
    )


def _fact_row(one: ComparedFact) -> FactRow:
    named = {"level": LEVELS, "type": TYPES}.get(one.path, {})
    return FactRow(
        part_name(one.path),
        before=str(named.get(one.before, one.before)),
        after=str(named.get(one.after, one.after)),
    )


def told_flaw(flaw: Flaw, reading: Reading | None) -> Told:
    """A flaw by its line where the item was read from a text, else by its field."""
    path = spoken(flaw.path)
    is_in_text = reading is not None and flaw.path != ("topic",)
    return Told(
        part=part_name(path.removesuffix(".en").removesuffix(".ms")),
        field="text" if is_in_text else field_of(flaw.path),
        line=reading.line(flaw.path) if reading and is_in_text else 0,
        message=said(flaw.message),
        is_refused=flaw.is_refused,
    )


def _is_key(path: str, keys: set[Any]) -> bool:
    parts = path.split(".")
    return len(parts) == 3 and parts[0] == "options" and parts[2] == "text" and parts[1] in keys
