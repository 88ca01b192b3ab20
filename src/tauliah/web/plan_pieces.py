"""The pieces of a plan of study as pages show them: title, minutes, where each leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from tauliah.apps.study.planning import StudyPlan
from tauliah.core.practice import Piece, piece_title


@dataclass(frozen=True, slots=True)
class PlannedToday:
    """What the home page shows of a plan: today's pieces, else what comes next; whether all fits."""

    pieces: list[dict[str, Any]]
    next: dict[str, Any] | None
    fits: bool


def planned_today(plan: StudyPlan | None) -> PlannedToday | None:
    """The plan of today; None where there is no plan."""
    if plan is None:
        return None
    return PlannedToday(pieces_on(plan, plan.today), next_piece(plan), plan.fits)


def pieces_on(plan: StudyPlan, day: date) -> list[dict[str, Any]]:
    """The pieces of one day."""
    return [
        told_piece(piece, plan) for one in plan.paced.days if one.day == day for piece in one.pieces
    ]


def next_piece(plan: StudyPlan) -> dict[str, Any] | None:
    """What comes first, today or later, with its day; None where nothing is planned."""
    found = plan.next_piece
    if found is None:
        return None
    day, piece = found
    return {**told_piece(piece, plan), "day": day.day}


def told_piece(piece: Piece, plan: StudyPlan) -> dict[str, Any]:
    """A piece with its title, where it leads, and whether it can be ticked off."""
    code = piece.exam.lower()
    is_open = any(one.course.code == piece.exam and one.course.is_open for one in plan.exams)
    url = ""
    if is_open and piece.kind == "lesson":
        url = reverse("lesson", args=[code, piece.name])
    elif is_open and piece.kind == "practice":
        url = reverse("practise-today", args=[code])
    elif is_open:
        url = reverse("mock-exams", args=[code])
    return {
        "piece": piece,
        "title": piece_title(piece, plan.lessons),
        "url": url,
        "may_tick": piece.kind != "practice",
    }
