"""The days of a plan: numbered from today, with exam windows and hours of study on them."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from tauliah.core.audit.pathfinder.wishes import Holiday
from tauliah.core.kernel import LocalText, add_months
from tauliah.core.programme import AnnualWindow

HORIZON_MONTHS = 72
"""How far ahead a plan may reach."""
SEVENTHS = 7
"""Hours of study are counted in sevenths of an hour, so that a week's hours divide by its days."""


@dataclass(frozen=True, slots=True)
class DatedWindow:
    """An exam window of one year, its code as bookings name it, its days as numbers."""

    code: str
    title: LocalText
    opens: int
    closes: int
    written: AnnualWindow
    year: int


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `today` on, numbered from 0, until the last that a plan may reach.

    `begins` is the number of the first day of study and of exams that are not booked yet.
    """

    today: date
    begins: int
    last: int

    @staticmethod
    def of(today: date, *, start: date | None, months: int, until: date | None) -> Days:
        """The days of a plan: so many months from its start, or until a day before that."""
        begins = max(today, start or today)
        last = add_months(begins, months)
        if until is not None:
            last = max(begins, min(last, until))
        return Days(today, (begins - today).days, (last - today).days)

    def number(self, day: date) -> int:
        """The number of a day; below 0 for one that is past."""
        return (day - self.today).days

    def day(self, number: int) -> date:
        """The day of a number."""
        return self.today + timedelta(days=number)

    def last_number_until(self, last_day_for: Callable[[date], date]) -> Callable[[int], int]:
        """From the number of a day to the number of the last day that goes with it."""
        return lambda number: self.number(last_day_for(self.day(number)))


def dated_windows(written: Sequence[AnnualWindow], days: Days) -> tuple[DatedWindow, ...]:
    """The windows of these days, the one that is open today among them, by their first day."""
    years = range(days.today.year, days.day(days.last).year + 1)
    found = (
        DatedWindow(
            code=f"{year}-{one.number}",
            title=one.title,
            opens=days.number(day_of_year(year, one.opens)),
            closes=days.number(day_of_year(year, one.closes)),
            written=one,
            year=year,
        )
        for year in years
        for one in written
    )
    in_time = (one for one in found if one.closes >= 0 and one.opens <= days.last)
    return tuple(sorted(in_time, key=lambda one: (one.opens, one.code)))


def window_code_on(written: Sequence[AnnualWindow], day: date) -> str:
    """The code of the window in which a day lies; empty where it lies in none."""
    for one in written:
        if day_of_year(day.year, one.opens) <= day <= day_of_year(day.year, one.closes):
            return f"{day.year}-{one.number}"
    return ""


def day_of_year(year: int, month_day: str) -> date:
    """29 February is 28 February in a year that lacks it."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


def last_day_within(months: int) -> Callable[[date], date]:
    """From the day on which something is earned to the last that looks back at it.

    The inverse of looking back: the last day of which `months` earlier is not after the day.
    """

    def last(day: date) -> date:
        found = add_months(day, months)
        while add_months(found + timedelta(days=1), -months) <= day:
            found += timedelta(days=1)
        return found

    return last


@dataclass(frozen=True, slots=True)
class StudyTime:
    """Sevenths of hours that can be studied: `before[n]` on all days before the day n."""

    a_day: int
    before: tuple[int, ...]

    @staticmethod
    def of(days: Days, hours_a_week: int, holidays: Iterable[Holiday]) -> StudyTime:
        """The same hours on each day from the start on but on holidays."""
        free = {
            number
            for one in holidays
            for number in range(days.number(one.first), days.number(one.last) + 1)
        }
        on_day = (
            hours_a_week if number >= days.begins and number not in free else 0
            for number in range(days.last)
        )
        return StudyTime(hours_a_week, tuple(accumulate(on_day, initial=0)))

    def day_when_done(self, sevenths: int) -> int:
        """The day on which so many sevenths are reached; the day after the last for too many."""
        return bisect_right(self.before, sevenths - 1)

    def first_day_after(self, sevenths: int) -> int:
        """The first day of study that adds to so many sevenths."""
        return bisect_right(self.before, sevenths) - 1


def spans_of(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as spans, each its first and its last."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers from the first to the last whose values rise evenly, by the slope each."""

    first: int
    last: int
    slope: int


def stretches(values: Sequence[int], slope: int) -> Iterator[Stretch]:
    """Values, one for each number from 0, cut where they neither rise by the slope nor stay.

    What follows a cut may rise or stay, whichever its first step does.
    """
    first, last = 0, len(values) - 1
    while first <= last:
        end, step = first, None
        while end < last:
            rise = values[end + 1] - values[end]
            if rise not in (0, slope) or (step is not None and rise != step):
                break
            step = rise
            end += 1
        yield Stretch(first, end, step or 0)
        first = end + 1
