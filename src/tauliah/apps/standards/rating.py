"""What a judge sees and does: the own sheet of a study, one item with what is shown beside it, a rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.judging import difficulties_of, read_version_as_judge
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.standards.actions import locked_study
from tauliah.apps.standards.models import HandedIn, Rating, Study
from tauliah.apps.standards.queries import RatedItem, items_of, panel_of, ratings_until
from tauliah.apps.standards.refusals import no_such_item, no_such_study, other_method
from tauliah.apps.standards.rounds import ratings_of_round
from tauliah.apps.standards.said import said_until
from tauliah.core.exam.standard_setting import (
    hand_in_refusal,
    percent_refusal,
    rating_refusal,
)
from tauliah.core.exam.study_methods import ITEM_METHODS, StudyMethod, unfinished
from tauliah.core.kernel import Refused


@dataclass(frozen=True, slots=True)
class SheetRow:
    """An item of a judge's sheet: the own rating where there is one, and whether it is of this round."""

    item: RatedItem
    percent: int | None
    is_of_this_round: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A judge's own page of a study. `refused` says why nothing can be rated now."""

    study: UUID
    course: str
    method: StudyMethod
    border: str
    round: int
    shows_ratings: bool
    shows_difficulties: bool
    rows: tuple[SheetRow, ...]
    has_handed_in: bool
    refused: Refused | None

    @property
    def rated(self) -> int:
        """How many items have a rating."""
        return sum(row.percent is not None for row in self.rows)

    @property
    def next_unrated(self) -> int | None:
        """The place of the first item without a rating."""
        return next((row.item.position for row in self.rows if row.percent is None), None)


@dataclass(frozen=True, slots=True)
class ItemToRate:
    """One item before a judge: what it says, the own rating, and what the round shows beside it.

    `others` are the ratings of the other judges after the round before, lowest first; empty where the
    round shows none. `difficulty` is the share of candidates who were right, in per cent.
    """

    sheet: Sheet
    row: SheetRow
    item: BankItem
    others: tuple[int, ...]
    difficulty: float | None


def sheet_of(judge: User, id: UUID) -> Sheet | None:
    """A judge's own sheet of a study of items; None where the person is on no such panel."""
    require(judge, Permission.STANDARD_RATE)
    study = Study.objects.filter(pk=id, judges__person=judge, method__in=ITEM_METHODS).first()
    if study is None:
        return None
    panel = panel_of(study)
    newest = study.rounds.filter(number=panel.rounds).first()
    row = study.judges.get(person=judge)
    own = ratings_until(study, panel.rounds).get(row.pk, {})
    fresh = Rating.objects.filter(round=newest, judge=row) if newest else Rating.objects.none()
    of_this_round = set(fresh.values_list("item__position", flat=True))
    return Sheet(
        study=study.pk,
        course=study.course,
        method=study.method,  # type: ignore[arg-type]
        border=study.border,
        round=panel.rounds,
        shows_ratings=bool(newest and newest.shows_ratings),
        shows_difficulties=bool(newest and newest.shows_difficulties),
        rows=tuple(
            SheetRow(item, own.get(item.position), item.position in of_this_round)
            for item in items_of(study)
        ),
        has_handed_in=panel.state == "rating" and str(judge.pk) in panel.handed_in,
        refused=rating_refusal(panel, judge=str(judge.pk)),
    )


def read_item(judge: User, id: UUID, position: int, *, at: datetime) -> ItemToRate | Refused | None:
    """One item of a study to be rated, while a round is open and not handed in.

    None where the person is on no such panel, or there is no such item. The reading is kept.
    """
    sheet = sheet_of(judge, id)
    if sheet is None or sheet.refused:
        return sheet.refused if sheet else None
    row = next((one for one in sheet.rows if one.item.position == position), None)
    if row is None:
        return None
    item = read_version_as_judge(judge, row.item.version, study=id, at=at)
    shares = difficulties_of([row.item.version]) if sheet.shows_difficulties else {}
    share = shares.get(row.item.version)
    return ItemToRate(
        sheet=sheet,
        row=row,
        item=item,
        others=_others(judge, id, sheet.round, position)
        if sheet.shows_ratings and sheet.method == "angoff"
        else (),
        difficulty=None if share is None else 100 * share,
    )


@transaction.atomic
def rate_item(
    judge: User, id: UUID, position: int, *, percent: int, at: datetime
) -> Refused | None:
    """Say in per cent how likely a just competent candidate is right, or reaches the item's points."""
    require(judge, Permission.STANDARD_RATE)
    study = locked_study(id)
    if study is None:
        return no_such_study()
    panel = panel_of(study)
    refused = rating_refusal(panel, judge=str(judge.pk)) or percent_refusal(percent)
    if refused:
        return refused
    if study.method != "angoff":
        return other_method()
    item = study.items.filter(position=position).first()
    if item is None:
        return no_such_item()
    Rating.objects.create(
        round=study.rounds.get(number=panel.rounds),
        judge=study.judges.get(person=judge),
        item=item,
        percent=percent,
        rated_at=at,
    )
    details = {"round": panel.rounds, "item": item.code, "percent": percent}
    write_audit_entry(judge, "study.item-rated", subject=f"study:{id}", at=at, details=details)
    return None


@transaction.atomic
def hand_in(judge: User, id: UUID, *, at: datetime) -> Refused | None:
    """Hand in the open round: from then on this judge's ratings of it stay as they are."""
    require(judge, Permission.STANDARD_RATE)
    study = locked_study(id)
    if study is None:
        return no_such_study()
    panel = panel_of(study)
    row = study.judges.filter(person=judge).first()
    is_rated = study.method == "angoff"
    rated = ratings_until(study, panel.rounds).get(row.pk, {}) if row and is_rated else {}
    unrated = study.items.count() - len(rated) if is_rated else 0
    refused = hand_in_refusal(panel, judge=str(judge.pk), unrated=unrated)
    if refused or row is None:
        return refused or no_such_study()
    if not is_rated:
        said = said_until(study, panel.rounds).get(row.pk, 0)
        refused = unfinished(study.method, said)  # type: ignore[arg-type]
        if refused:
            return refused
    HandedIn.objects.create(round=study.rounds.get(number=panel.rounds), judge=row, at=at)
    details: dict[str, Any] = {"round": panel.rounds}
    if is_rated:
        details["ratings"] = {str(place): one for place, one in rated.items()}
    write_audit_entry(
        judge, "study.ratings-handed-in", subject=f"study:{id}", at=at, details=details
    )
    return None


def _others(judge: User, id: UUID, number: int, position: int) -> tuple[int, ...]:
    """What the other judges who handed in the round before said of an item, lowest first."""
    study = Study.objects.get(pk=id)
    found = ratings_of_round(study, number - 1)
    own = study.judges.get(person=judge).pk
    place = next(i for i, item in enumerate(found.items) if item.position == position)
    percents = (found.shares[:, place] * 100).round().astype(int).tolist()
    return tuple(sorted(one for row, one in zip(found.judges, percents, strict=True) if row != own))
