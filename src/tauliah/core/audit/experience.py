"""Months of work: spans of days that may overlap, each day counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tauliah.core.kernel import Entry, add_months
from tauliah.core.programme import ExperienceAsked

_ONE_DAY = timedelta(days=1)
_DAYS_OF_A_MONTH = 30
"""Of what is left beside whole months of the calendar."""


@dataclass(frozen=True, slots=True)
class Experience:
    """How many whole months count, and the last entry that some of them come from."""

    months: int
    last_entry: Entry | None


def experience_of(entries: Iterable[Entry], asked: ExperienceAsked, *, on: date) -> Experience:
    """The experience in these entries that counts on that day.

    A post counts with its own hours a week; hours of two posts are not added. What lies after the
    day, or before the months that are looked at, does not count. Whole months of the calendar are
    counted span by span; what is left of the spans makes a month for every 30 days.
    """
    begins = date.min if asked.within_months is None else add_months(on, -asked.within_months)
    spans: list[tuple[date, date, Entry]] = []
    for entry in entries:
        first = max(date.fromisoformat(entry.facts["from"]), begins)
        last = min(date.fromisoformat(entry.facts["to"]), on)
        if first <= last and entry.facts["hours_a_week"] >= (asked.hours_a_week or 0):
            spans.append((first, last, entry))
    joined: list[tuple[date, date]] = []
    for first, last, _ in sorted(spans, key=lambda span: span[:2]):
        if joined and first <= joined[-1][1] + _ONE_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    days = sum(_thirtieths(first, last) for first, last in joined)
    last_entry = max((span[2] for span in spans), key=lambda one: one.number, default=None)
    return Experience(days // _DAYS_OF_A_MONTH, last_entry)


def _thirtieths(first: date, last: date) -> int:
    """A span in thirtieths of a month: 30 for each whole month, and the days that are left.

    What is left of one span is less than a month, however long the month is.
    """
    after = last + _ONE_DAY
    months = (after.year - first.year) * 12 + after.month - first.month
    if add_months(first, months) > after:
        months -= 1
    return months * _DAYS_OF_A_MONTH + min((after - add_months(first, months)).days, 29)
