"""A panel of judges and a study that they rate, for tests of standards, results and pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.services import examhall
from tests.services.examhall import MORNING

BORDER = "Knows the market and its products, and still looks up the finer points of rating."
ROLES = {
    "officer": ("Azman", "bank-officer"),
    "registrar": ("Farid", "registrar"),
    "chong": ("Chong", "judge"),
    "aminah": ("Aminah", "judge"),
    "ravi": ("Ravi", "judge"),
}
JUDGES = ("chong", "aminah", "ravi")


def panel_people() -> dict[str, Any]:
    """A bank officer, a registrar and three judges."""
    return {key: examhall.account(name, role=role) for key, (name, role) in ROLES.items()}


def opened(people: dict[str, Any], course: str = "PUM", **what: Any) -> UUID:
    """A study with its panel, before its first round."""
    from tauliah.apps.standards.actions import appoint_judge, open_study

    study = open_study(people["officer"], course, border=BORDER, at=MORNING, **what)
    assert isinstance(study, UUID), study
    for judge in JUDGES:
        refused = appoint_judge(people["officer"], study, people[judge], at=MORNING)
        assert refused is None, refused
    return study


def open_next_round(people: dict[str, Any], study: UUID, *, shows: bool = True) -> None:
    from tauliah.apps.standards.actions import open_round

    refused = open_round(
        people["officer"], study, shows_ratings=shows, shows_difficulties=shows, at=MORNING
    )
    assert refused is None, refused


def rate_all(judge: Any, study: UUID, percents: int | Sequence[int]) -> None:
    """Rate every item and hand in."""
    from tauliah.apps.standards.rating import hand_in, rate_item, sheet_of

    sheet = sheet_of(judge, study)
    assert sheet is not None
    for place, row in enumerate(sheet.rows):
        percent = percents if isinstance(percents, int) else percents[place % len(percents)]
        refused = rate_item(judge, study, row.item.position, percent=percent, at=MORNING)
        assert refused is None, refused
    refused = hand_in(judge, study, at=MORNING)
    assert refused is None, refused


def rated(
    people: dict[str, Any], course: str = "PUM", *, percents: Any = (60, 66, 72), **what: Any
) -> UUID:
    """A study with one closed round; `percents` are what each judge says of every item."""
    from tauliah.apps.standards.actions import close_round

    study = opened(people, course, **what)
    open_next_round(people, study)
    for judge, said in zip(JUDGES, percents, strict=True):
        rate_all(people[judge], study, said)
    refused = close_round(people["officer"], study, at=MORNING)
    assert refused is None, refused
    return study


def adopted(
    people: dict[str, Any], course: str = "PUM", *, cut: str, at: Any = MORNING, **what: Any
) -> UUID:
    """A study whose cut is adopted by the registrar."""
    from tauliah.apps.standards.actions import decide_study

    study = rated(people, course, **what)
    refused = decide_study(
        people["registrar"], study, cut=Decimal(cut), reason="As the panel says.", at=at
    )
    assert refused is None, refused
    return study
