"""What may be read of results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from tauliah.apps.people.queries import User
from tauliah.apps.results.models import ScoringRun
from tauliah.core.exam import TopicScore


@dataclass(frozen=True, slots=True)
class Reported:
    """A score on the reported scale from 0 to 100, on which `scale_cut` passes on every form.

    Another sitting of as good a form lies from `low` to `high` two times in three.
    """

    scaled: int
    scale_cut: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one attempt as its candidate may see it.

    Where every item gives one point or none, points are right answers; else `is_by_points`.
    `reported` is None where no standard was adopted: then the programme's percentage decides.
    """

    attempt: UUID
    course: str
    correct: int
    items: int
    points: Decimal
    of: int
    pass_mark: Decimal
    is_by_points: bool
    passed: bool
    topics: tuple[TopicScore, ...]
    scored_at: datetime
    reported: Reported | None = None

    @property
    def percent(self) -> int:
        """Points in a hundred, rounded down, so that it never shows a pass mark not reached."""
        return int(self.points * 100 // self.of)


def result_of(person: User, attempt: UUID) -> Result | None:
    """The newest result of one attempt, if it is that person's."""
    run = ScoringRun.objects.filter(person=person.pk, attempt=attempt).order_by("-number").first()
    return _result(run) if run else None


def results_of(person: User) -> tuple[Result, ...]:
    """The newest result of each attempt, newest first."""
    newest: dict[UUID, ScoringRun] = {}
    for run in ScoringRun.objects.filter(person=person.pk).order_by("number"):
        newest[run.attempt] = run
    runs = sorted(newest.values(), key=lambda run: run.scored_at, reverse=True)
    return tuple(_result(run) for run in runs)


def _result(run: ScoringRun) -> Result:
    return Result(
        attempt=run.attempt,
        course=run.course,
        correct=run.correct,
        items=run.items,
        points=run.points if run.points is not None else Decimal(run.correct),
        of=run.items if run.points_of is None else run.points_of,
        pass_mark=run.pass_points if run.pass_points is not None else Decimal(run.pass_mark),
        is_by_points=run.points is not None,
        passed=run.passed,
        topics=tuple(_topic(*topic) for topic in run.topics),
        scored_at=run.scored_at,
        reported=_reported(run.reported) if run.reported else None,
    )


def _reported(kept: Mapping[str, Any]) -> Reported:
    return Reported(kept["scaled"], kept["scale_cut"], kept["low"], kept["high"])


def _topic(
    topic: str, correct: int, items: int, points: str | None = None, of: int | None = None
) -> TopicScore:
    """A topic as a run keeps it; runs of plain items keep no points, which are right answers then."""
    return TopicScore(
        topic,
        correct,
        items,
        points=Decimal(correct if points is None else points),
        of=items if of is None else of,
    )
