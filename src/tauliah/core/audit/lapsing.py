"""Exams that are forfeited when the rest is not finished in time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count, islice

from tauliah.core.audit.standing import Standing
from tauliah.core.kernel import Entry, EntryKind, add_months
from tauliah.core.programme import AnnualWindow, Lapse

_CREDITS = (EntryKind.EXAM_RESULT, EntryKind.CREDIT_GRANTED)

IsFinished = Callable[[Standing, date, frozenset[int]], bool]
"""Whether all is met by a standing on a day without the entries of these numbers."""


def spans_of_credit(
    lapse: Lapse, standing: Standing, *, windows: Sequence[AnnualWindow]
) -> Mapping[int, tuple[date, date]]:
    """The first and the last day on which each credit counts unfinished, by the entry's number.

    With `forfeits: each` a credit lapses by itself. With `all` the first credit starts the time
    for all that are earned in it; they lapse together, and the next credit starts anew.
    """
    spans: dict[int, tuple[date, date]] = {}
    last: date | None = None
    for entry in _credits(standing):
        day = entry.happened_at.date()
        if last is None or lapse.forfeits == "each" or day > last:
            last = last_day_of_credit(lapse, day, windows)
        spans[entry.number] = (day, last)
    return spans


def forfeited_entries(
    spans: Mapping[int, tuple[date, date]],
    standing: Standing,
    *,
    on: date,
    held_since: date | None,
    is_finished: IsFinished,
) -> frozenset[int]:
    """The numbers of the entries whose credit is gone on that day.

    What counts on the first day on which all is finished, or the designation is conferred, is
    forfeited no more.
    """
    if all(last >= on for _, last in spans.values()):
        return frozenset()
    for day in _days_of(standing, until=on):
        gone = frozenset(number for number, (_, last) in spans.items() if last < day)
        if (held_since is not None and held_since <= day) or is_finished(
            _until(standing, day), day, gone
        ):
            return gone
    return frozenset(number for number, (_, last) in spans.items() if last < on)


def _credits(standing: Standing) -> list[Entry]:
    found = [
        entry
        for (kind, _), entries in standing.records.items()
        for entry in entries
        if kind in _CREDITS
    ]
    return sorted(found, key=lambda entry: (entry.happened_at, entry.number))


def last_day_of_credit(lapse: Lapse, day: date, windows: Sequence[AnnualWindow]) -> date:
    """The last day on which credit earned on that day counts unfinished."""
    ends: list[date] = []
    if lapse.after_months is not None:
        ends.append(add_months(day, lapse.after_months))
    if lapse.after_windows is not None:
        after = (closes for opens, closes in _windows_from(day.year, windows) if opens > day)
        ends.append(next(islice(after, lapse.after_windows - 1, None)))
    return min(ends)


def _windows_from(year: int, windows: Sequence[AnnualWindow]) -> Iterator[tuple[date, date]]:
    for each in count(year):
        for window in windows:
            yield _on(each, window.opens), _on(each, window.closes)


def _on(year: int, month_day: str) -> date:
    month, day = map(int, month_day.split("-"))
    # 29 February may be written; other years have the day before
    return date(year, month, min(day, monthrange(year, month)[1]))


def _days_of(standing: Standing, *, until: date) -> list[date]:
    days = {entry.happened_at.date() for entries in standing.records.values() for entry in entries}
    return sorted(day for day in days if day <= until)


def _until(standing: Standing, day: date) -> Standing:
    """What a person had on an earlier day, by the entries as they are corrected today."""
    return Standing.of_entries(
        entry
        for entries in (*standing.records.values(), *standing.failed.values())
        for entry in entries
        if entry.happened_at.date() <= day
    )
