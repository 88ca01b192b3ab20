"""Whether the work before exams fits into the hours there are, and what it would take.

Work can be cut at any minute and has nothing but a last day, so it fits if and only if, for each
exam, all that is due until its day is no more than the minutes until then (Jackson, 1955: by the
earliest due date).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from tauliah.core.practice.study_time import ExamWork, Hours

LONGEST_DAY = 16 * 60


@dataclass(frozen=True, slots=True)
class Move:
    """An exam for which there is not enough time, and a later day on which there would be.

    `to` is None where none of the days that were offered is late enough.
    """

    exam: str
    day: date
    to: date | None


def fits(works: Iterable[ExamWork], hours: Hours, *, today: date, done_today: int = 0) -> bool:
    """Whether there is room for all the work before its exams."""
    ordered = in_order(works)
    room = room_of(ordered, hours, today=today, done_today=done_today)
    return all(due <= there for due, there in due_until(ordered, room, today))


def longer_days(
    works: Sequence[ExamWork], hours: Hours, *, today: date, done_today: int = 0
) -> int | None:
    """The fewest minutes more on each day of study with which all fits; None where none are enough."""

    def enough(minutes: int) -> bool:
        return fits(works, hours.longer(minutes), today=today, done_today=done_today)

    most = LONGEST_DAY - max(hours.week)
    if most < 0 or not enough(most):
        return None
    return bisect_left(range(most), 1, key=enough)


def moves(
    works: Iterable[ExamWork],
    hours: Hours,
    later: Mapping[str, Sequence[date]],
    *,
    today: date,
    done_today: int = 0,
) -> tuple[Move, ...]:
    """Which exams to sit later so that all fits: `later` are the days on which each could be sat.

    The exams are gone through in the order of their days. One that fits with those before it stays;
    another goes to its first later day on which it fits.
    """
    ordered = in_order(works)
    days = [one.day for one in ordered]
    last = max((*days, *(day for offered in later.values() for day in offered)), default=today)
    room = room_of([ExamWork("", last)], hours, today=today, done_today=done_today)
    sums = list(accumulate(room, initial=0))

    def has_room(work: list[ExamWork]) -> bool:
        return all(due <= there for due, there in _due_until(in_order(work), sums, today))

    kept: list[ExamWork] = []
    found = []
    for one in ordered:
        if has_room([*kept, one]):
            kept.append(one)
            continue
        for day in sorted(day for day in later.get(one.exam, ()) if day > one.day):
            moved = replace(one, day=day)
            if has_room([*kept, moved]):
                kept.append(moved)
                found.append(Move(one.exam, one.day, day))
                break
        else:
            found.append(Move(one.exam, one.day, None))
    return tuple(found)


def in_order(works: Iterable[ExamWork]) -> list[ExamWork]:
    """The work by the days of its exams."""
    return sorted(works, key=lambda one: (one.day, one.exam))


def days_until(day: date, today: date) -> int:
    """How many days of study there are before a day, today among them."""
    return max(0, (day - today).days)


def room_of(works: Sequence[ExamWork], hours: Hours, *, today: date, done_today: int) -> list[int]:
    """The minutes of each day from today until the day before the last exam."""
    count = max((days_until(one.day, today) for one in works), default=0)
    off = {
        number
        for first, last in hours.days_off
        for number in range(max(0, (first - today).days), min(count, (last - today).days + 1))
    }
    begins = today.weekday()
    room = [0 if n in off else hours.week[(begins + n) % 7] for n in range(count)]
    for day, minutes in hours.taken:
        number = (day - today).days
        if 0 <= number < count:
            room[number] = max(0, room[number] - minutes)
    if room:
        room[0] = max(0, room[0] - done_today)
    return room


def due_until(works: Sequence[ExamWork], room: Sequence[int], today: date) -> list[tuple[int, int]]:
    """For each exam in order: all the work due until its day, and all the minutes before it."""
    return _due_until(works, list(accumulate(room, initial=0)), today)


def _due_until(
    works: Sequence[ExamWork], sums: Sequence[int], today: date
) -> list[tuple[int, int]]:
    found, due = [], 0
    for one in works:
        due += one.minutes
        found.append((due, sums[days_until(one.day, today)]))
    return found
