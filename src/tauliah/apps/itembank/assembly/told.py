"""The answer to a request in plain values of JSON: forms with what they have, or what conflicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tauliah.apps.itembank.assembly.asked import Asked, asked_from, counted_cells
from tauliah.apps.itembank.assembly.pools import ANCHOR, NO_KEY, CoursePool, key_of, parameters_of
from tauliah.apps.itembank.queries import BankItem, pool_item
from tauliah.core.exam import arranged
from tauliah.core.kernel import LocalText

if TYPE_CHECKING:
    from tauliah.core.psychometrics.assembly import (
        Assembled,
        Conflict,
        Impossible,
        Relaxing,
        Request,
        Statement,
    )

ABILITIES = tuple(float(one) for one in np.linspace(-3, 3, 25))
"""Where the information of a form is drawn, in logits."""
_KEY = "key"
_Field = tuple[str, ...]


def told_forms(
    pool: CoursePool, asked: Asked, request: Request, found: Assembled
) -> dict[str, Any]:
    """Forms side by side: their items in order, and all by which a committee compares them.

    `aim` is empty where nothing was to be made best; else `value` and `bound` are as `Assembled`
    has them.
    """
    by_code = {item.code: item for item in pool.items}
    words = {
        language: dict(zip(by_code, counts, strict=True)) for language, counts in pool.words.items()
    }
    curves = _curves(pool, found.forms)
    return {
        "aim": asked.aim if request.target else "",
        "value": found.value,
        "bound": found.bound,
        "is_best": found.is_best,
        "calibrated": len(pool.parameters),
        "pool": len(pool.items),
        "abilities": list(ABILITIES) if curves else [],
        "target": [one.model_dump() for one in asked.target] if request.target else [],
        "forms": [
            _told_form(
                pool,
                _in_order([by_code[code] for code in codes], pool, seed=f"{asked.seed}/{number}"),
                {
                    language: sum(counts[code] for code in codes)
                    for language, counts in words.items()
                },
                curve,
            )
            for number, (codes, curve) in enumerate(
                zip(found.forms, curves or [[]] * len(found.forms), strict=True), start=1
            )
        ],
    }


def told_conflicts(
    pool: CoursePool, asked: Asked, request: Request, found: Impossible
) -> dict[str, Any]:
    """What conflicts, and with each way out the request that takes it, where a request can say it."""
    fields = _fields(asked, request)
    return {
        "message": found.message.model_dump(),
        "conflicts": [_told_conflict(pool, asked, fields, one) for one in found.conflicts],
        "together": {
            "messages": [one.message.model_dump() for one in found.together],
            "asked": _loosened(asked, fields, found.together),
        }
        if found.together
        else None,
    }


def distance_in_words(answer: Mapping[str, Any]) -> LocalText:
    """How far told forms are from what no forms can better, in words."""
    if not answer["aim"]:
        return LocalText(
            en="Every demand is kept. No information was asked for, so no other forms are better.",
            ms="Setiap tuntutan dipenuhi. Tiada maklumat diminta, maka tiada set soalan lain yang "
            "lebih baik.",
        )
    value, bound = (f"{100 * answer[name]:.1f}" for name in ("value", "bound"))
    if answer["aim"] == "near":
        found = LocalText(
            en=f"Where a form is furthest from the target, it differs by {value} per cent of it. No "
            f"forms can all be within less than {bound} per cent.",
            ms=f"Sisihan terbesar mana-mana set soalan daripada sasaran ialah {value} peratus. Tiada "
            f"set soalan yang semuanya boleh berada dalam kurang daripada {bound} peratus.",
        )
    else:
        found = LocalText(
            en=f"Every form has at least {value} per cent of the target at each ability. No forms can "
            f"all have more than {bound} per cent.",
            ms=f"Setiap set soalan mempunyai sekurang-kurangnya {value} peratus sasaran pada setiap "
            f"kebolehan. Tiada set soalan yang semuanya boleh melebihi {bound} peratus.",
        )
    if answer["is_best"]:
        return LocalText(
            en=f"{found.en} They are as good as can be, to half a per cent.",
            ms=f"{found.ms} Set soalan ini sebaik yang mungkin, dengan beza setengah peratus.",
        )
    return LocalText(
        en=f"{found.en} Another seed may come nearer.",
        ms=f"{found.ms} Benih lain mungkin lebih hampir.",
    )


def text_in(told: Mapping[str, str]) -> LocalText:
    """A text of both languages from its plain values."""
    return LocalText(en=told["en"], ms=told["ms"])


def _told_form(
    pool: CoursePool, items: Sequence[BankItem], words: Mapping[str, int], curve: Iterable[float]
) -> dict[str, Any]:
    known = sorted(pool.difficulty[item.code] for item in items if item.code in pool.difficulty)
    keys = Counter(key_of(item) for item in items)
    return {
        "codes": [item.code for item in items],
        "versions": [str(item.version) for item in items],
        "cells": counted_cells((item.topic, item.text.level) for item in items),
        "keys": {letter: keys[letter] for letter in pool.letters},
        "without_key": keys[NO_KEY],
        "words": dict(words),
        "points": sum(item.text.worth for item in items),
        "shares": known,
        "difficulty": sum(known) / len(known) if known else None,
        "curve": [float(one) for one in curve],
    }


def _in_order(items: Sequence[BankItem], pool: CoursePool, *, seed: str) -> list[BankItem]:
    """Topic by topic as the blueprint has them, within a topic as the seed decides; cases together."""
    by_code = {item.code: item for item in items}
    return [
        by_code[code]
        for row in pool.course.blueprint
        for code in arranged(
            (pool_item(item) for item in items if item.topic == row.topic),
            seed=f"{seed}/{row.topic}",
        )
    ]


def _curves(pool: CoursePool, forms: Sequence[Sequence[str]]) -> list[list[float]]:
    """The information of each form at `ABILITIES`; nothing where no item is calibrated."""
    from tauliah.core.psychometrics.items import information

    if not pool.parameters:
        return []
    place = {item.code: number for number, item in enumerate(pool.items)}
    table = information(ABILITIES, parameters_of(pool))
    return [table[:, [place[code] for code in codes]].sum(1).tolist() for codes in forms]


def _fields(asked: Asked, request: Request) -> tuple[_Field, ...]:
    """Of each count of a request the value that it stands for, in their order."""
    cells = tuple((topic, level) for topic, row in asked.cells.items() for level in row)
    rest = (one.classification for one in request.counts[len(cells) :])
    return (*cells, *((name,) for name in rest))


def _told_conflict(
    pool: CoursePool, asked: Asked, fields: tuple[_Field, ...], conflict: Conflict
) -> dict[str, Any]:
    return {
        "message": conflict.message.model_dump(),
        "because": [one.model_dump() for one in conflict.because],
        "relaxings": [
            {
                "message": one.message.model_dump(),
                "asked": _loosened(asked, fields, [one]),
                "enemies": _enemies(pool, one.statement),
            }
            for one in conflict.relaxings
        ],
    }


def _enemies(pool: CoursePool, statement: Statement) -> list[str]:
    """The items that would have to be enemies no more; that is done with the item, not here."""
    return sorted(pool.enemies[int(statement[1])]) if statement[0] == "enemies" else []


def _loosened(
    asked: Asked, fields: tuple[_Field, ...], relaxings: Iterable[Relaxing]
) -> dict[str, Any] | None:
    """The request with demands loosened; None where one of them is none that it can say."""
    values = asked.kept()
    for one in relaxings:
        if not _loosen(values, fields, one.statement, by=one.by):
            return None
    return asked_from(values).kept()


def _loosen(
    values: dict[str, Any], fields: tuple[_Field, ...], statement: Statement, *, by: float
) -> bool:
    kind, is_least, number = statement[0], statement[-1] == "least", round(by)
    match kind:
        case "forms":
            values["forms"] -= number
        case "overlap" | "exposure":
            values[kind] += number
        case "length":
            values["length"] += -number if is_least else number
        case "count":
            field = fields[int(statement[1])]
            if field == (ANCHOR,):
                return False  # which of them to leave out is for a person to say
            bound = values[_KEY] if field == (_KEY,) else values["cells"][field[0]][field[1]]
            _widen(bound, number, is_least=is_least)
        case "amount":
            _widen(list(values["words"].values())[int(statement[1])], number, is_least=is_least)
        case "information":
            values["within"] += round(100 * by)
        case _:
            return False
    return True


def _widen(bound: dict[str, Any], number: int, *, is_least: bool) -> None:
    if is_least:
        bound["low"] = max(0, bound["low"] - number)
    else:
        bound["high"] += number
