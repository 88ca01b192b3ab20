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
from tauliah.apps.standards.models import Decision, Equating, Study
from tauliah.apps.standards.rounds import RoundRatings, last_closed, ratings_of_round
from tauliah.core.exam.reported_scores import (
    EquatingMethod,
    FormEquating,
    Standard,
    equating_of,
    form_digest,
    identity,
)
from tauliah.core.psychometrics import NotEstimable
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


def equating_to(found: StandardInForce, scored: Sequence[BankItem]) -> FormEquating | None:
    """How points on a form of these scored items lead to the form of the standard.

    The form of the standard itself needs none. Else the newest equating that was kept; else, where the
    judges have rated every item, what they said of them; None where nothing leads there.
    """
    content = form_digest(str(item.version) for item in scored)
    if content == found.standard.form:
        return identity(content, found.standard.of)
    kept = kept_equatings([content], to=found.standard.form).get(content)
    return kept or _by_judgement(found, content, scored)


def kept_equatings(contents: Iterable[str], *, to: str) -> dict[str, FormEquating]:
    """The newest kept equating to one form, of each content that has one."""
    rows = Equating.objects.filter(from_form__in=list(contents), to_form=to)
    return {row.from_form: _equating(row) for row in rows.order_by("made_at", "id")}


def versions_of(study: UUID) -> frozenset[UUID]:
    """The item versions that a study's judges rated."""
    return frozenset(item.version for item in _panel_ratings(study).items)


def _equating(row: Equating) -> FormEquating:
    return FormEquating(
        row.from_form,
        row.to_form,
        cast("EquatingMethod", row.method),
        equated=tuple(Decimal(value) for value, _ in row.table),
        errors=tuple(Decimal(error) for _, error in row.table),
    )


def _by_judgement(
    found: StandardInForce, content: str, scored: Sequence[BankItem]
) -> FormEquating | None:
    panel = _panel_ratings(found.study)
    places = {item.version: place for place, item in enumerate(panel.items)}
    if not scored or not all(item.version in places for item in scored):
        return None
    try:
        carried = judged_equating(
            panel.shares[:, [places[item.version] for item in scored]],
            [item.text.worth for item in scored],
            panel.shares,
            [item.points for item in panel.items],
        )
    except NotEstimable:
        return None
    return equating_of(
        content,
        found.standard.form,
        "judgement",
        carried.equivalents.tolist(),
        carried.errors.tolist(),
    )


@lru_cache(maxsize=MOST_PANELS_KEPT)
def _panel_ratings(study: UUID) -> RoundRatings:
    """What the panel said in its last round, read once: after the decision nobody rates any more."""
    row = Study.objects.get(pk=study)
    return ratings_of_round(row, last_closed(row))
