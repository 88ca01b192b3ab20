"""An answer beside what is right, part by part, with the reasons: what practice shows afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tauliah.apps.itembank.queries import BankItem
from tauliah.core.exam.answers import ItemScore, item_score
from tauliah.core.kernel import LocalText
from tauliah.core.programme.item_words import Option, Region
from tauliah.core.programme.items import (
    ExtendedResponse,
    Hotspot,
    InlineChoice,
    ItemType,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    ShortText,
    SingleChoice,
    TrueFalseSet,
    points_text,
)
from tauliah.web.items.asked import LETTERS

Words = LocalText | str


@dataclass(frozen=True, slots=True)
class Row:
    """One part: what was asked, what was answered, what is right, and why."""

    label: Words
    given: Words
    right: Words
    is_right: bool
    explanation: LocalText | None


@dataclass(frozen=True, slots=True)
class JudgedOption:
    """An option with whether it was chosen and whether it is right."""

    letter: str
    text: LocalText
    explanation: LocalText
    is_chosen: bool
    is_key: bool


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An answer judged: options or rows, then the reason for the whole where there is one."""

    score: ItemScore
    options: tuple[JudgedOption, ...] = ()
    rows: tuple[Row, ...] = ()
    key_spot: str = ""
    explanation: LocalText | None = None
    response: str = ""
    model_answer: LocalText | None = None
    rubric: tuple[tuple[LocalText, int], ...] = ()

    @property
    def outcome(self) -> str:
        """`right`, `partly`, `wrong`, or `unmarked` for what people would mark."""
        if self.score.points is None:
            return "unmarked"
        if self.score.is_right:
            return "right"
        return "partly" if self.score.points else "wrong"

    @property
    def points(self) -> str:
        """Its points as people write them."""
        return "" if self.score.points is None else points_text(self.score.points)


def judged_item(bank: BankItem, value: object, *, order: Iterable[str] = ()) -> JudgedItem:
    """An answer to an item beside what is right.

    `order` is the order in which its options were asked, which gives them their letters; without one
    they stand as written.
    """
    score = item_score(bank.text, value)
    return JudgedItem(score=score, **_told(bank.text, value, tuple(order)))


def _told(item: ItemType, value: Any, order: tuple[str, ...]) -> dict[str, Any]:
    said: Mapping[str, Any] = value if isinstance(value, dict) else {}
    match item:
        case SingleChoice():
            return {"options": _options(item.options, {value}, {item.key}, order)}
        case MultipleChoice():
            return {"options": _options(item.options, set(value or ()), set(item.keys), order)}
        case Hotspot():
            options = _options(item.regions, {value}, {item.key}, ())
            return {"options": options, "key_spot": item.key}
        case TrueFalseSet():
            return {
                "rows": tuple(
                    Row(
                        one.text,
                        _truth(said.get(id)),
                        _truth(one.is_true),
                        said.get(id) is one.is_true,
                        one.explanation,
                    )
                    for id, one in item.statements.items()
                )
            }
        case InlineChoice():
            return {"rows": tuple(_gap_row(item, id, said.get(id)) for id in item.gaps)}
        case Match():
            return {
                "rows": tuple(
                    Row(
                        prompt.text,
                        item.choices[said[id]] if id in said else _("no answer"),
                        item.choices[prompt.key],
                        said.get(id) == prompt.key,
                        prompt.explanation,
                    )
                    for id, prompt in item.prompts.items()
                )
            }
        case Order():
            rows = (
                Row(
                    item.elements[id],
                    str(said[id]) if id in said else _("no answer"),
                    str(place),
                    said.get(id) == place,
                    None,
                )
                for place, id in enumerate(item.sequence, start=1)
            )
            return {"rows": tuple(rows), "explanation": item.explanation}
        case Numeric():
            given = _quantity(item, said.get("number"), said.get("unit"))
            right = _quantity(item, f"{item.value:,f}", next(iter(item.units), None))
            is_right = item_score(item, value).is_right
            row = Row(_("Number"), given, right, is_right, None)
            return {"rows": (row,), "explanation": item.explanation}
        case ShortText():
            is_right = item_score(item, value).is_right
            accepted = LocalText(en=", ".join(item.accepted.en), ms=", ".join(item.accepted.ms))
            row = Row(_("Answer"), str(value or ""), accepted, is_right, None)
            return {"rows": (row,), "explanation": item.explanation}
        case ExtendedResponse():
            criteria = tuple((one.text, one.points) for one in item.rubric.criteria)
            response = value if isinstance(value, str) else ""
            return {"response": response, "model_answer": item.model_answer, "rubric": criteria}


def _options(
    options: Mapping[str, Option] | Mapping[str, Region],
    chosen: set[Any],
    keys: set[str],
    order: tuple[str, ...],
) -> tuple[JudgedOption, ...]:
    lettered = zip(LETTERS, order, strict=False) if order else ((id, id) for id in options)
    return tuple(
        JudgedOption(
            letter,
            options[id].text,
            options[id].explanation,
            is_chosen=id in chosen,
            is_key=id in keys,
        )
        for letter, id in lettered
    )


def _truth(said: bool | None) -> Words:  # noqa: FBT001 - what a person said
    if said is None:
        return _("no answer")
    return _("True") if said else _("False")


def _gap_row(item: InlineChoice, id: str, chosen: str | None) -> Row:
    gap = item.gaps[id]
    right = gap.options[gap.key]
    given = gap.options[chosen] if chosen else None
    number = list(item.gaps).index(id) + 1
    explanation = right.explanation
    if given is not None and chosen != gap.key:
        explanation = LocalText(
            en=f"{given.explanation.en} {right.explanation.en}",
            ms=f"{given.explanation.ms} {right.explanation.ms}",
        )
    return Row(
        LocalText(en=f"Gap {number}", ms=f"Tempat kosong {number}"),
        given.text if given else _("no answer"),
        right.text,
        chosen == gap.key,
        explanation,
    )


def _quantity(item: Numeric, number: str | None, unit: str | None) -> Words:
    if number is None:
        return _("no answer")
    if unit is None:
        return number
    name = item.units[unit].text
    # money stands before its number, other units after it
    if name.en in ("RM", "US$", "$", "MYR", "USD"):
        return LocalText(en=f"{name.en} {number}", ms=f"{name.ms} {number}")
    return LocalText(en=f"{number} {name.en}", ms=f"{number} {name.ms}")
