"""Results on the scale of an adopted standard: raw, equated to its form, scaled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tauliah.apps.itembank.queries import BankItem, form_items
from tauliah.apps.sittings.queries import Attempt, Booking
from tauliah.apps.standards.in_force import StandardInForce, equating_to, standard_of
from tauliah.core.exam import Score
from tauliah.core.exam.reported_scores import (
    FormEquating,
    ReportedScore,
    Standard,
    reported_score,
)
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class OnStandard:
    """A score on the scale of a standard, with what led to it."""

    study: UUID
    standard: Standard
    equating: FormEquating
    score: ReportedScore

    def told(self) -> dict[str, Any]:
        """All of it as a run keeps it: numbers with decimals are text."""
        return {
            "study": str(self.study),
            "form": self.equating.from_form,
            "reference": self.standard.form,
            "method": self.equating.method,
            "equated": str(self.score.equated),
            "cut": str(self.standard.cut),
            "of": self.standard.of,
            "scaled": self.score.scaled,
            "scale_cut": self.score.scale_cut,
            "error": str(self.score.error),
            "low": self.score.low,
            "high": self.score.high,
        }


def standard_of_attempt(attempt: Attempt) -> StandardInForce | None:
    """The standard that held when an attempt was started; None where the programme's share decides."""
    return standard_of(attempt.booking.course, at=attempt.started_at)


def on_standard(
    found: StandardInForce, items: Sequence[BankItem], marked: Score, *, scale_cut: int
) -> OnStandard | Refused:
    """A marked form on the scale of the standard; refused where no equating leads to its form."""
    scored = [item for item in items if not item.is_pilot]
    equating = equating_to(found, scored)
    if equating is None:
        return _waits_for_equating()
    score = reported_score(
        marked.points,
        worths=[item.text.worth for item in scored],
        equating=equating,
        standard=found.standard,
        scale_cut=scale_cut,
        is_plain=marked.is_plain,
    )
    return OnStandard(found.study, found.standard, equating, score)


def waits_for_equating(booking: Booking, *, started_at: datetime) -> bool:
    """Whether nothing leads from a booking's form to the standard for exams that start then."""
    found = standard_of(booking.course, at=started_at)
    if found is None:
        return False
    scored = [item for item in form_items(booking.form) if not item.is_pilot]
    return equating_to(found, scored) is None


def _waits_for_equating() -> Refused:
    return Refused(
        "waits-for-equating",
        LocalText(
            en="This form is not equated yet to the form on which the cut score was set. "
            "Its results follow when it is.",
            ms="Set soalan ini belum disamakan dengan set soalan yang digunakan untuk menetapkan "
            "skor lulus. Keputusannya menyusul setelah disamakan.",
        ),
    )
