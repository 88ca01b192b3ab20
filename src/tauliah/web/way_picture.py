"""The picture of a way: where windows, study, exams and designations lie on a line of months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tauliah.core.audit.pathfinder import Plan, Step
from tauliah.core.exam import windows_around
from tauliah.core.kernel import add_months
from tauliah.core.programme import Programme

WIDTH, LABELS, MARGIN = 960, 92, 28
ROW, HEAD, LINE = 36, 34, 18
MOST_TICKS = 12
SHORTEST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, as a place and a width of the picture."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month that is written below the head."""

    x: int
    day: date


@dataclass(frozen=True, slots=True)
class Row:
    """One step that lies on a day: its study before it, where there is any, and its mark."""

    step: Step
    top: int
    middle: int
    study: Span | None
    x: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A designation reached: a line through the whole picture and its letters above."""

    x: int
    y: int
    letters: str
    day: date
    anchor: str


@dataclass(frozen=True, slots=True)
class WayPicture:
    """All that the drawing needs, in its own units."""

    width: int
    height: int
    bottom: int
    labels: int
    windows: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]


def picture_of(plan: Plan, programme: Programme) -> WayPicture | None:
    """The picture of a plan; None where it has no step that takes time."""
    shown = [step for step in plan.steps if step.kind in ("exam", "course", "classroom")]
    if not shown:
        return None
    first = min([plan.on, *(step.study_from for step in shown if step.study_from)])
    last = max(plan.totals.last_day, first + timedelta(days=SHORTEST_DAYS))
    scale = (WIDTH - LABELS - MARGIN) / ((last - first).days or 1)

    def x(day: date) -> int:
        return round(LABELS + (day - first).days * scale)

    def span(begins: date, ends: date) -> Span:
        left = x(max(begins, first))
        return Span(left, max(x(min(ends, last)) - left, 2))

    rows = tuple(
        Row(
            step=step,
            top=HEAD + number * ROW,
            middle=HEAD + number * ROW + ROW // 2,
            study=span(step.study_from, step.study_until)
            if step.study_from and step.study_until
            else None,
            x=x(step.day),
        )
        for number, step in enumerate(shown)
    )
    bottom = HEAD + len(rows) * ROW
    marks = tuple(
        Mark(
            x=x(one.day),
            y=bottom + 24 + number * LINE,
            letters=one.letters,
            day=one.day,
            anchor="end" if x(one.day) > WIDTH * 0.7 else "start",
        )
        for number, one in enumerate(plan.milestones)
    )
    windows = tuple(
        span(one.opens, one.closes)
        for year in range(first.year, last.year + 1, 2)
        for one in windows_around(programme.about.windows, date(year, 1, 1))
        if one.opens < last and one.closes > first
    )
    ticks = tuple(Tick(x(day), day) for day in _months(first, last))
    return WayPicture(
        WIDTH, bottom + 12 + LINE * (len(marks) + 1), bottom, LABELS, windows, ticks, rows, marks
    )


def _months(first: date, last: date) -> Iterator[date]:
    """First days of months, every one or every few, so that their names have room."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((n for n in (1, 2, 3, 6) if months <= n * MOST_TICKS), 12)
    day = add_months(first.replace(day=1), 1)
    while day <= last:
        if (day.month - 1) % step == 0:
            yield day
        day = add_months(day, 1)
