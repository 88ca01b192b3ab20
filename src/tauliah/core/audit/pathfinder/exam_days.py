"""When an exam, a class or a course can be taken: windows, papers, limits on retakes, dated runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tauliah.core.audit.earning import Earnings
from tauliah.core.audit.pathfinder.days import DatedWindow, day_of_year, window_code_on
from tauliah.core.audit.pathfinder.quest import Quest
from tauliah.core.kernel import Entry, add_months


@dataclass(frozen=True, slots=True)
class Sittable:
    """A span of days, within one window, on which an exam can be sat."""

    window: DatedWindow
    first: int
    last: int


def open_days(quest: Quest, code: str) -> tuple[int, int] | None:
    """The first and last day on which a course is open for study and exams; None for none."""
    course, first, last = quest.courses[code], quest.days.begins, quest.days.last
    if course.retired_on is not None and quest.keeps("retired"):
        last = min(last, quest.days.number(course.retired_on) - 1)
    if course.status == "in-preparation" and quest.keeps("in-preparation"):
        if code not in quest.opened:
            return None
        first = max(first, quest.days.number(quest.opened[code]))
    return (first, last) if first <= last else None


def sittable(quest: Quest, code: str) -> tuple[Sittable, ...]:
    """When an exam can be sat, by windows, its fixed papers and the limits on retakes."""
    span = open_days(quest, code)
    if span is None:
        return ()
    results = quest.results_of(code)
    sat = [one.happened_at.date() for one in results]
    failed = [quest.days.number(one.happened_at.date())
              for one in results if not one.facts["passed"]]  # fmt: skip
    first = max(span[0], *(number + 1 for number in failed), 0)
    full: frozenset[str] = frozenset()
    if quest.keeps("retakes"):
        full, free_from = _limits(quest, sat, results)
        first = max(first, free_from)
    found = []
    for window in quest.windows:
        if window.code in full:
            continue
        opens, closes = window.opens, window.closes
        if window.written.timetable:
            paper = window.written.paper_of(code)
            if paper is None:
                continue
            opens = closes = quest.days.number(day_of_year(window.year, paper.on))
        low, high = max(opens, first), min(closes, span[1])
        if low <= high:
            found.append(Sittable(window, low, high))
    return tuple(found)


def _limits(quest: Quest, sat: list[date], results: list[Entry]) -> tuple[frozenset[str], int]:
    """Windows in which an exam was tried as often as it may be, and the first day for another."""
    policy, written = quest.programme.about.exam_policy, quest.programme.about.windows
    tried = Counter(
        one.facts.get("window") or window_code_on(written, one.happened_at.date())
        for one in results
    )
    full = frozenset(c for c, times in tried.items() if times >= policy.sittings_per_window)
    most = policy.sittings_per_12_months
    free_from = quest.days.number(add_months(sat[-most], 12)) if len(sat) >= most else 0
    return full, free_from


def class_days(quest: Quest, code: str) -> list[tuple[int, int]]:
    """The days on which a class that is still to be attended may end, as spans."""
    found = []
    course = quest.courses[code]
    for offer in course.classroom:
        for run in offer.runs:
            starts, ends = quest.days.number(run.starts), quest.days.number(run.ends)
            if starts >= quest.days.begins and ends <= quest.days.last:
                found.append((ends, ends))
        if not offer.runs:
            found.append((quest.days.begins, quest.days.last))
    if not quest.keeps("classroom"):
        found.append((quest.days.begins, quest.days.last))
    return found


def passed_already(quest: Quest, code: str) -> Iterator[tuple[int, int | None]]:
    """When a prerequisite was passed, credited or exempted, and until when that holds."""
    equivalences = quest.programme.about.equivalences
    earnings = Earnings(quest.programme, quest.standing, quest.on, equivalences=equivalences)
    for one in earnings.exam(code):
        if one.fault is None:
            until = None if one.until is None else quest.days.number(one.until)
            yield quest.days.number(one.day), until
