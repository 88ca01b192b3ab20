"""What may be read of results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tauliah.apps.people.queries import User
from tauliah.apps.results.models import ScoringRun
from tauliah.core.exam import TopicScore


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one attempt as its candidate may see it."""

    attempt: UUID
    course: str
    correct: int
    items: int
    pass_mark: int
    passed: bool
    topics: tuple[TopicScore, ...]
    scored_at: datetime

    @property
    def percent(self) -> int:
        """Right answers in a hundred, rounded down, so that it never shows a pass mark not reached."""
        return self.correct * 100 // self.items


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
        pass_mark=run.pass_mark,
        passed=run.passed,
        topics=tuple(TopicScore(*topic) for topic in run.topics),
        scored_at=run.scored_at,
    )
