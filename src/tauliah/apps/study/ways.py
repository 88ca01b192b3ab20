"""Which way leads a person to designations: the pathfinder asked about the real record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import entries_of
from tauliah.apps.sittings.queries import exam_offers
from tauliah.apps.study.queries import progress_in_open_courses
from tauliah.core.audit.pathfinder import (
    OBJECTIVES,
    BookedExam,
    NoPlan,
    Objective,
    Plan,
    PlanComparison,
    Supposing,
    Wishes,
    compared,
    find_path,
)

SECONDS = 4.0
"""How long one question may take; an answer that is not proven by then says so."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The way that was asked for, the best by each other measure, and what a supposition changes.

    `others` is empty where there is no way: then there is none by any measure.
    """

    answer: Plan | NoPlan
    others: tuple[Plan, ...] = ()
    comparison: PlanComparison | None = None


def known_of(person: User, wishes: Wishes, *, at: datetime) -> Wishes:
    """The wishes with what the house knows of a person: exams booked, and lessons read."""
    read = {
        progress.course.code: sum(
            lesson.minutes for lesson in progress.lessons if lesson.slug in progress.read
        )
        // 60
        for progress in progress_in_open_courses(person)
    }
    booked = tuple(
        # a booked exam may be sat on any day of its window: the last one leaves the most for study
        BookedExam(offer.course, offer.window.closes)
        for offer in exam_offers(person, at=at)
        if offer.booking and offer.window
    )
    return replace(wishes, booked=booked, studied={code: n for code, n in read.items() if n})


def way_of(
    person: User,
    wishes: Wishes,
    *,
    objective: Objective,
    supposing: Iterable[Supposing] = (),
    at: datetime,
) -> Plan | NoPlan:
    """The best way by one measure."""
    return _question(person, wishes, at=at)(objective=objective, supposing=supposing)


def ways_of(
    person: User,
    wishes: Wishes,
    *,
    objective: Objective,
    supposing: tuple[Supposing, ...] = (),
    at: datetime,
) -> Ways:
    """The best way by one measure, beside those by the others and beside the one as things are."""
    find = _question(person, wishes, at=at)
    answer = find(objective=objective, supposing=supposing)
    comparison = None
    if supposing:
        before = find(objective=objective)
        comparison = compared(programme(), before, answer, supposing=supposing)
    if isinstance(answer, NoPlan) or not answer.steps:
        return Ways(answer, comparison=comparison)
    found = (
        answer if one == objective else find(objective=one, supposing=supposing)
        for one in OBJECTIVES
    )
    others = tuple(one for one in found if isinstance(one, Plan))
    return Ways(answer, others, comparison)


def _question(person: User, wishes: Wishes, *, at: datetime) -> Callable[..., Plan | NoPlan]:
    """The pathfinder with all that is read of a person, once, whatever is then asked."""
    return partial(
        find_path,
        programme(),
        entries_of(person),
        known_of(person, wishes, at=at),
        on=local_day(at),
        seconds=SECONDS,
    )
