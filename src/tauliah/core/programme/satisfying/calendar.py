"""When each exam can be sat, over as many years as matter, and how long what was earned counts."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tauliah.core.kernel import add_months
from tauliah.core.programme.annual_windows import AnnualWindow
from tauliah.core.programme.rules import Timed
from tauliah.core.programme.satisfying.rule_tree import Key
from tauliah.core.programme.terms import Lapse

CYCLE = 4
"""Years after which the calendar repeats itself, leap day and all."""


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """A span of days in which an exam can be sat; with times, one paper on one day."""

    opens: date
    closes: date
    exam: str
    starts: str = ""
    ends: str = ""

    def clashes_with(self, other: Sitting) -> bool:
        """Whether nobody can use both."""
        return (
            self.exam != other.exam
            and bool(self.starts and other.starts)
            and self.opens == other.opens
            and self.starts < other.ends
            and other.starts < self.ends
        )


@dataclass(frozen=True)
class Calendar:
    """The windows of some years, those with a timetable only as far as it still holds."""

    windows: tuple[AnnualWindow, ...]
    years: range
    holds: frozenset[Key]

    def sittings(self, code: str) -> tuple[Sitting, ...]:
        """When an exam can be sat, in order."""
        known: dict[str, tuple[Sitting, ...]] = self._known
        if code not in known:
            known[code] = tuple(sorted(self._sittings(code)))
        return known[code]

    @cached_property
    def _known(self) -> dict[str, tuple[Sitting, ...]]:
        return {}

    def _sittings(self, code: str) -> Iterator[Sitting]:
        for number, window in enumerate(self.windows):
            is_fixed = bool(window.timetable) and ("timetable", number) in self.holds
            paper = window.paper_of(code) if is_fixed else None
            for year in self.years:
                if paper is not None:
                    day = on(year, paper.on)
                    yield Sitting(day, day, code, paper.starts, paper.ends)
                elif not is_fixed:
                    yield Sitting(on(year, window.opens), on(year, window.closes), code)

    @cached_property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """The first and the last day of every window, in order."""
        return tuple(
            (on(year, window.opens), on(year, window.closes))
            for year in self.years
            for window in self.windows
        )

    def days(self) -> set[date]:
        """The days on which a window opens or a paper is held."""
        papers = {
            on(year, paper.on)
            for year in self.years
            for window in self.windows
            for paper in window.timetable
        }
        return papers | {opens for opens, _ in self.spans}

    def earliest_not_lapsed(self, lapse: Lapse, day: date) -> date:
        """The first day on which an exam could be earned that has not lapsed on that day."""
        earliest = date.min
        if lapse.after_months is not None:
            earliest = first_counting(lapse.after_months, day)
        if lapse.after_windows is not None:
            closes = [last for _, last in self.spans]
            # it counts until the n-th window that opens after it closes
            first = bisect_left(closes, day) - lapse.after_windows
            if first >= 0:
                earliest = max(earliest, self.spans[first][0])
        return earliest


def within(sittings: Sequence[Sitting], first: date, last: date) -> list[Sitting]:
    """The sittings that can be used from a day to another."""
    return [one for one in sittings if one.opens <= last and one.closes >= first]


def earliest_fitting(leaf: Timed, day: date, *, limits: frozenset[str]) -> date:
    """The first day on which a leaf could be earned to count on that day, by the limits that hold."""
    earliest = date.min
    if leaf.not_before is not None and "not_before" in limits:
        earliest = leaf.not_before
    if leaf.within_months is not None and "within_months" in limits:
        earliest = max(earliest, add_months(day, -leaf.within_months))
    if leaf.expires_after_months is not None and "expires_after_months" in limits:
        earliest = max(earliest, first_counting(leaf.expires_after_months, day))
    return earliest


def first_counting(months: int, day: date) -> date:
    """The first day from which so many months reach a day."""
    earliest = add_months(day, -months) - timedelta(days=3)
    # a short month gathers several days on its last
    while add_months(earliest, months) < day:
        earliest += timedelta(days=1)
    return earliest


def on(year: int, month_day: str) -> date:
    """A day of the year; 29 February may be written, and other years have the day before."""
    month, day = map(int, month_day.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
