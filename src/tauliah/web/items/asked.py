"""An item as its controls need it: what is shown, what is chosen, and never what is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tauliah.apps.itembank.queries import BankItem
from tauliah.core.exam.answers import LONGEST_RESPONSE
from tauliah.core.kernel import LocalText
from tauliah.core.programme.item_words import Region
from tauliah.core.programme.items import (
    CaseSet,
    ExtendedResponse,
    Hotspot,
    InlineChoice,
    ItemType,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    SingleChoice,
    TrueFalseSet,
)

LETTERS = "ABCDEFGHIJKLMNOP"

SHAPES: Mapping[str, str] = {
    "single-choice": "one",
    "hotspot": "one",
    "multiple-choice": "many",
    "true-false-set": "truths",
    "inline-choice": "names",
    "match": "names",
    "order": "places",
    "numeric": "number",
    "short-text": "text",
    "extended-response": "text",
}
"""For each type, how the values of its controls make an answer; the browser's reader knows them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: the letter of its place, its own id, and its words."""

    letter: str
    id: str
    text: LocalText | str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an item that has a choice of its own: a statement, a gap, an element, a prompt."""

    id: str
    field: str
    text: LocalText | None
    choices: tuple[Choice, ...]
    before: str = ""

    @property
    def chosen(self) -> Choice | None:
        """What is chosen for it now."""
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Spot:
    """A region of a picture where it is drawn, with the letter of its name in the list."""

    id: str
    letter: str
    circle: tuple[int, ...] | None
    rect: tuple[int, ...] | None
    points: str
    x: int
    y: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item with its controls; `field` begins the names of all of them in a form."""

    code: str
    type: str
    field: str
    shape: str
    stem: LocalText
    points: int
    hint: str
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    after: str = ""
    text: str = ""
    unit: str | None = None
    units: tuple[Choice, ...] = ()
    words: int = 0
    longest: int = 0
    spots: tuple[Spot, ...] = ()
    picture: Mapping[str, Any] | None = None
    case: CaseSet | None = None

    @property
    def template(self) -> str:
        """The partial that draws its controls."""
        return f"item/{self.type}.html"


def asked_item(
    bank: BankItem,
    *,
    value: object = None,
    order: Iterable[str] = (),
    field: str = "answer",
    picture_url: str = "",
) -> AskedItem:
    """An item with its controls, and the answer that stands in them.

    `order` is the order of its options, elements or choices; without one they stand as written.
    """
    item = bank.text
    controls = _controls(item, value, tuple(order), field)
    if isinstance(item, Hotspot):
        controls["picture"] = {
            "url": picture_url,
            "width": item.picture.width,
            "height": item.picture.height,
            "alternative": item.picture.alternative,
            "sign": max(8, item.picture.width // 26),
        }
    return AskedItem(
        code=bank.code,
        type=item.type,
        field=field,
        shape=SHAPES[item.type],
        stem=item.stem,
        points=item.worth,
        hint=_hint(item),
        case=bank.case,
        **controls,
    )


def _controls(item: ItemType, value: Any, order: tuple[str, ...], field: str) -> dict[str, Any]:
    match item:
        case SingleChoice() | MultipleChoice():
            texts = {id: option.text for id, option in item.options.items()}
            return {"choices": _choices(order or tuple(texts), texts, _chosen(value))}
        case Hotspot():
            names = {id: region.text for id, region in item.regions.items()}
            choices = _choices(tuple(names), names, _chosen(value))
            spots = tuple(_spot(item.regions[choice.id], choice) for choice in choices)
            return {"choices": choices, "spots": spots}
        case TrueFalseSet():
            said = value if isinstance(value, dict) else {}
            return {
                "parts": tuple(
                    Part(id, f"{field}-{id}", statement.text, _truths(said.get(id)))
                    for id, statement in item.statements.items()
                )
            }
        case InlineChoice():
            return _gaps(item, value if isinstance(value, dict) else {}, field)
        case Order():
            places = value if isinstance(value, dict) else {}
            numbers = {str(n): str(n) for n in range(1, len(item.elements) + 1)}
            return {
                "parts": tuple(
                    Part(
                        id,
                        f"{field}-{id}",
                        item.elements[id],
                        _choices(tuple(numbers), numbers, {str(places.get(id))}),
                    )
                    for id in order or item.elements
                )
            }
        case Match():
            matched = value if isinstance(value, dict) else {}
            return {
                "parts": tuple(
                    Part(
                        id,
                        f"{field}-{id}",
                        prompt.text,
                        _choices(order or tuple(item.choices), item.choices, {matched.get(id)}),
                    )
                    for id, prompt in item.prompts.items()
                )
            }
        case Numeric():
            said = value if isinstance(value, dict) else {}
            units = {id: unit.text for id, unit in item.units.items()}
            return {
                "text": said.get("number", ""),
                "units": _choices(tuple(units), units, {said.get("unit")}),
            }
        case ExtendedResponse():
            words = {"words": item.words, "longest": LONGEST_RESPONSE}
            return {"text": value if isinstance(value, str) else "", **words}
        case _:
            return {"text": value if isinstance(value, str) else ""}


def _choices(
    order: tuple[str, ...], texts: Mapping[str, LocalText | str], chosen: set[Any]
) -> tuple[Choice, ...]:
    return tuple(
        Choice(letter, id, texts[id], is_chosen=id in chosen)
        for letter, id in zip(LETTERS, order, strict=False)
    )


def _chosen(value: object) -> set[object]:
    return set(value) if isinstance(value, list) else {value}


def _truths(said: object) -> tuple[Choice, ...]:
    return (
        Choice("", "true", _("True"), is_chosen=said is True),
        Choice("", "false", _("False"), is_chosen=said is False),
    )


def _gaps(item: InlineChoice, said: Mapping[str, Any], field: str) -> dict[str, Any]:
    """The text cut at its gaps, by the order that each language has them in.

    Languages may order the gaps otherwise: a page is in one language, and cuts the text in it.
    """
    language = get_language() or "en"
    pieces = re.split(r"\{([a-z])\}", item.text.in_language(language))
    parts = []
    for before, id in zip(pieces[::2], pieces[1::2], strict=False):
        options = {key: option.text for key, option in item.gaps[id].options.items()}
        choices = _choices(tuple(options), options, {said.get(id)})
        parts.append(Part(id, f"{field}-{id}", None, choices, before=before))
    return {"parts": tuple(parts), "after": pieces[-1]}


def _spot(region: Region, choice: Choice) -> Spot:
    left, top, right, bottom = region.box
    points = region.polygon or ()
    return Spot(
        id=choice.id,
        letter=choice.letter,
        circle=region.circle,
        rect=region.rect,
        points=" ".join(f"{x},{y}" for x, y in zip(points[::2], points[1::2], strict=True)),
        x=(left + right) // 2,
        y=(top + bottom) // 2,
        is_chosen=choice.is_chosen,
    )


def _hint(item: ItemType) -> str:
    match item:
        case MultipleChoice() if item.choose:
            return ngettext(
                "Choose %(count)d option.", "Choose %(count)d options.", item.choose
            ) % {"count": item.choose}
        case MultipleChoice():
            return _("Choose all that are right.")
        case TrueFalseSet():
            return _("Say of each sentence whether it is true or false.")
        case InlineChoice():
            return _("Choose what belongs in each gap.")
        case Order():
            return _("Give each its place, beginning with 1.")
        case Match():
            return _("Choose one for each. One may fit several, or none.")
        case Numeric():
            return _("Write a number such as 1250.50 or 1,250.50.")
        case Hotspot():
            return _("Choose a place in the picture, or its name in the list.")
        case ExtendedResponse():
            return _("Write at most %(count)d words.") % {"count": item.words}
        case _:
            return ""
