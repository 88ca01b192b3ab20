"""What the responses of scored sittings say of each version of an item, kept beside it in the bank."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.itembank.tending import keep_figures
from tauliah.apps.people.permissions import Actor, Permission, require
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.results.responses import responses_of
from tauliah.core.programme.items import SingleChoice
from tauliah.core.psychometrics import distractor_analysis, item_figures, key_check

MOST_SITTINGS = 2_000
"""Sittings whose answers are read while a page waits: the error of a difficulty is below 0.012 then."""


def count_item_figures(actor: Actor, course: str, *, at: datetime) -> int:
    """Count the figures of a course's items anew, from the newest sittings that have a result.

    At most `MOST_SITTINGS` of them are read, however many there are; versions that none of them has
    keep the figures they have. How many versions were counted. An item that was not answered counts
    as wrong, as it does in the result; a response that people mark is left out. Rest scores are over
    all items of a form, those on pilot among them.
    """
    require(actor, Permission.BANK_MANAGE)
    found = responses_of(course, newest=MOST_SITTINGS)
    if found is None or not found.versions:
        return 0
    columns = {version: place for place, version in enumerate(found.versions)}
    figures = _figures(found.scores, found.chosen, columns, found.texts)
    keep_figures(actor, figures, at=at)
    return len(figures)


def _figures(
    table: Any, chosen: Any, columns: Mapping[UUID, int], texts: Mapping[UUID, BankItem]
) -> dict[UUID, dict[str, Any]]:
    counted = item_figures(table)
    options = _options(chosen, columns, texts)
    return {
        version: {
            "responses": int(counted.responses[place]),
            "difficulty": _known(counted.difficulty[place]),
            "difficulty_error": _known(counted.difficulty_error[place]),
            "discrimination": _known(counted.discrimination[place]),
            **options.get(str(version), {}),
        }
        for version, place in columns.items()
        if counted.responses[place]
    }


def _options(
    chosen: Any, columns: Mapping[UUID, int], texts: Mapping[UUID, BankItem]
) -> dict[str, dict[str, Any]]:
    """What each option of the single best answers attracts, and which keys look wrong."""
    keys = {
        version: item.text.key
        for version, item in texts.items()
        if isinstance(item.text, SingleChoice)
    }
    if not keys:
        return {}
    table: Sequence[Sequence[str | None]]
    table = chosen[:, [columns[version] for version in keys]].tolist()
    counted = distractor_analysis(table, list(keys.values()), items=[str(one) for one in keys])
    doubtful = {one.item: one.reason.model_dump() for one in key_check(counted)}
    found: dict[str, dict[str, Any]] = {}
    for one in counted:
        beside = found.setdefault(one.item, {"options": [], "suspicion": doubtful.get(one.item)})
        beside["options"].append(
            {
                "option": one.option,
                "is_key": one.is_key,
                "share": _known(one.share),
                "discrimination": _known(one.discrimination),
            }
        )
    return found


def _known(value: Any) -> float | None:
    """A figure as JSON has it; None where these responses do not determine it."""
    number = float(value)
    return round(number, 4) if math.isfinite(number) else None


def courses_with_results() -> tuple[str, ...]:
    """The courses of which a sitting was scored."""
    found = ScoringRun.objects.order_by("course").values_list("course", flat=True)
    return tuple(found.distinct())
