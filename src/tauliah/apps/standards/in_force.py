"""The standard that holds for an exam, and the equating that leads from its form to the standard's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import cast
from uuid import UUID

from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.standards.models import Decision, Equating, Study, StudyItem
from tauliah.apps.standards.outcomes import booklet_items
from tauliah.apps.standards.rounds import RoundRatings, last_closed, ratings_of_round
from tauliah.core.exam.reported_scores import (
    EquatingMethod,
    FormEquating,
    Standard,
    equating_of,
    form_digest,
    identity,
)
from tauliah.core.exam.study_methods import ITEM_METHODS
from tauliah.core.psychometrics import Items, NotEstimable, true_score_equivalents
from tauliah.core.psychometrics.judged_equating import judged_equating

MOST_PANELS_KEPT = 32


@dataclass(frozen=True, slots=True)
class StandardInForce:
    """An adopted cut as it holds for a course: from which study, from when on."""

    study: UUID
    course: str
    holds_from: datetime
    standard: Standard


def standard_of(course: str, *, at: datetime) -> StandardInForce | None:
    """The standard that holds for exams of a course which start at a moment; None where none does.

    Of two that have begun to hold, the later one; of two from one moment, what was decided last.
    """
    found = Decision.objects.filter(study__course=course, cut__isnull=False, holds_from__lte=at)
    decision = found.select_related("study").order_by("-holds_from", "-decided_at").first()
    if decision is None or decision.cut is None or decision.holds_from is None:
        return None
    study = decision.study
    return StandardInForce(
        study=study.pk,
        course=course,
        holds_from=decision.holds_from,
        standard=Standard(
            form=study.content, cut=decision.cut, of=study.points, error=decision.error
        ),
    )


def courses_with_standard(*, at: datetime) -> frozenset[str]:
    """The courses whose exams are judged by an adopted cut when they start at a moment."""
    found = Decision.objects.filter(cut__isnull=False, holds_from__lte=at)
    return frozenset(found.values_list("study__course", flat=True))


def equating_to(found: StandardInForce, scored: Sequence[BankItem]) -> FormEquating | None:
    """How points on a form of these scored items lead to the form of the standard.

    The form of the standard itself needs none. Else the newest equating that was kept; else, where
    every item was rated by the judges or stands calibrated in their booklet, what that says of them;
    None where nothing leads there.
    """
    content = form_digest(str(item.version) for item in scored)
    if content == found.standard.form:
        return identity(content, found.standard.of)
    kept = kept_equatings([content], to=found.standard.form).get(content)
    return kept or _by_items(found, content, scored)


def kept_equatings(contents: Iterable[str], *, to: str) -> dict[str, FormEquating]:
    """The newest kept equating to one form, of each content that has one."""
    rows = Equating.objects.filter(from_form__in=list(contents), to_form=to)
    return {row.from_form: _equating(row) for row in rows.order_by("made_at", "id")}


def versions_of(study: UUID) -> frozenset[UUID]:
    """The item versions on which a study sets its cut."""
    return frozenset(_places_in(study))


def is_known_by_items(content: str) -> bool:
    """Whether an adopted study has said something of each of these items, by which other forms have the
    cut of a study that only looks at candidates' scores.
    """
    return Decision.objects.filter(
        study__content=content, study__method__in=ITEM_METHODS, cut__isnull=False
    ).exists()


def _equating(row: Equating) -> FormEquating:
    return FormEquating(
        row.from_form,
        row.to_form,
        cast("EquatingMethod", row.method),
        equated=tuple(Decimal(value) for value, _ in row.table),
        errors=tuple(Decimal(error) for _, error in row.table),
    )


def _by_items(
    found: StandardInForce, content: str, scored: Sequence[BankItem]
) -> FormEquating | None:
    """By what is known of each item: ratings of the panel, or parameters in its booklet."""
    study = _study_of_items(found.study)
    if study is None:
        return None
    places = _places_in(study.pk)
    if not scored or not all(item.version in places for item in scored):
        return None
    own = [places[item.version] for item in scored]
    try:
        if study.method == "bookmark":
            return _by_parameters(found, content, _booklet(study), own)
        return _by_judgement(found, content, _panel_ratings(study.pk), own, scored)
    except NotEstimable:
        return None


def _by_judgement(
    found: StandardInForce,
    content: str,
    panel: RoundRatings,
    own: list[int],
    scored: Sequence[BankItem],
) -> FormEquating:
    carried = judged_equating(
        panel.shares[:, own],
        [item.text.worth for item in scored],
        panel.shares,
        [item.points for item in panel.items],
    )
    return equating_of(
        content,
        found.standard.form,
        "judgement",
        carried.equivalents.tolist(),
        carried.errors.tolist(),
    )


def _by_parameters(
    found: StandardInForce, content: str, booklet: Items, own: list[int]
) -> FormEquating:
    """By true scores: one calibration has put the items of both on one scale.

    What the estimates of the parameters leave in error is not counted: a study keeps them without it.
    """
    form = Items(*(one[own] for one in (booklet.discrimination, booklet.difficulty, booklet.floor,
                                        booklet.ceiling)))  # fmt: skip
    worth = true_score_equivalents(form, booklet, range(len(own) + 1))
    return equating_of(
        content, found.standard.form, "irt-true-score", worth.tolist(), [0.0] * (len(own) + 1)
    )


@lru_cache(maxsize=MOST_PANELS_KEPT)
def _study_of_items(study: UUID) -> Study | None:
    """The study that says something of each item: this one, or, where it looked at candidates' scores,
    the newest that was adopted on the same items before it was.
    """
    row = Study.objects.select_related("decision").get(pk=study)
    if row.method in ITEM_METHODS:
        return row
    earlier = Decision.objects.select_related("study").filter(
        study__content=row.content,
        study__method__in=ITEM_METHODS,
        cut__isnull=False,
        decided_at__lte=row.decision.decided_at,
    )
    newest = earlier.order_by("-decided_at").first()
    return newest.study if newest else None


@lru_cache(maxsize=MOST_PANELS_KEPT)
def _places_in(study: UUID) -> dict[UUID, int]:
    """The place, from 0, of each item version of a study."""
    rows = StudyItem.objects.filter(study=study).order_by("position")
    return {version: place for place, version in enumerate(rows.values_list("version", flat=True))}


@lru_cache(maxsize=MOST_PANELS_KEPT)
def _booklet(study: Study) -> Items:
    return booklet_items(study)


@lru_cache(maxsize=MOST_PANELS_KEPT)
def _panel_ratings(study: UUID) -> RoundRatings:
    """What the panel said in its last round, read once: after the decision nobody rates any more."""
    row = Study.objects.get(pk=study)
    return ratings_of_round(row, last_closed(row))
