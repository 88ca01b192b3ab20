"""A plan of study day by day: what is left to do, on the hours there are, before each exam.

A day is planned as one would like it, and then changed just so far that what remains still fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from tauliah.core.practice.fitting import days_until, due_until, in_order, room_of
from tauliah.core.practice.study_plan import ExamPace, Paced, Piece, PlannedDay
from tauliah.core.practice.study_time import GRAIN, ONE_DAY, ExamWork, Hours, MockExam

GROWTH, GROWS_OVER_DAYS = 2.0, 120
"""On the day of the exam practice would weigh 1 + 2 times what it does 120 days before."""
PART_BESIDE_LESSONS = 0.25
"""While lessons of its exam are unread, practice takes this part of a day at most."""


@dataclass(slots=True)
class _Left:
    """What is still to be planned for one exam; `until` is how many days there are before it."""

    work: ExamWork
    until: int
    lessons: list[tuple[str, int]]
    reading: int
    practice: int
    is_begun: bool
    weight: list[float] = field(default_factory=list)
    in_parts: tuple[int, ...] = ()
    read_on: date | None = None

    @property
    def minutes(self) -> int:
        return self.reading + self.practice


@dataclass(slots=True)
class _Share:
    """The minutes of a day that one exam gets."""

    reading: int = 0
    practice: int = 0

    @property
    def minutes(self) -> int:
        return self.reading + self.practice


def paced(works: Iterable[ExamWork], hours: Hours, *, today: date, done_today: int = 0) -> Paced:
    """The plan from today on; `done_today` minutes of today are used already.

    Lessons come in their order and as early as there is room, practice after the first lesson and
    more of it towards the exam, mock exams in one sitting where a day of theirs is long enough.
    What does not fit is left out at the end of its exam, and told.
    """
    ordered = in_order(works)
    room = room_of(ordered, hours, today=today, done_today=done_today)
    whole = list(room)
    before = due_until(ordered, room, today)
    lefts, sittings = _with_mocks(ordered, room, today)
    sums = list(accumulate(room, initial=0))
    for one in lefts:
        one.weight = _weights(room, one.until)
    days = []
    for number, free in enumerate(room):
        live = [one for one in lefts if number < one.until and one.minutes]
        shares = _liked(live, number, free)
        _repair(live, shares, number, free, sums)
        pieces = list(sittings.get(number, ()))
        day = today + number * ONE_DAY
        for one, share in zip(live, shares, strict=True):
            pieces += _pieces(one, share, day)
        days.append(PlannedDay(day, whole[number], tuple(pieces)))
    exams = tuple(
        ExamPace(
            one.work.exam,
            one.work.day,
            room_until - due,
            one.minutes,
            None if one.lessons else one.read_on,
            one.in_parts,
        )
        for one, (due, room_until) in zip(lefts, before, strict=True)
    )
    return Paced(tuple(days), exams)


def _with_mocks(
    works: Sequence[ExamWork], room: list[int], today: date
) -> tuple[list[_Left], dict[int, list[Piece]]]:
    """What is left when mock exams have their days, which are taken out of the room."""
    sittings: dict[int, list[Piece]] = {}
    due = [one.minutes for one in works]
    untils = [days_until(one.day, today) for one in works]
    lefts = []
    for place, work in enumerate(works):
        in_parts = []
        for mock in work.mocks:
            number = _day_for(
                mock, place, room, sittings=sittings, due=due, untils=untils, today=today
            )
            if number is None:
                in_parts.append(mock)
                continue
            room[number] -= mock.minutes
            due[place] -= mock.minutes
            piece = Piece(work.exam, "mock", mock.minutes, str(mock.number))
            sittings.setdefault(number, []).append(piece)
        lefts.append(
            _Left(
                work,
                untils[place],
                [(one.name, one.minutes) for one in work.lessons],
                sum(one.minutes for one in work.lessons),
                work.practice + sum(one.minutes for one in in_parts),
                work.is_begun or not work.lessons,
                in_parts=tuple(one.number for one in in_parts),
            )
        )
    return lefts, sittings


def _day_for(
    mock: MockExam,
    place: int,
    room: Sequence[int],
    *,
    sittings: Mapping[int, object],
    due: Sequence[int],
    untils: Sequence[int],
    today: date,
) -> int | None:
    """The latest day that is long enough and takes no time that an earlier exam needs."""
    first = max(0, (mock.first - today).days)
    last = min((mock.last - today).days, untils[place] - 1)
    sums = list(accumulate(room, initial=0))
    dues = list(accumulate(due))
    numbers = sorted(range(first, last + 1), key=lambda n: (n in sittings, -n))
    for number in numbers:
        if room[number] >= mock.minutes and all(
            dues[other] + mock.minutes <= sums[until]
            for other, until in enumerate(untils)
            if number < until < untils[place]
        ):
            return number
    return None


def _weights(room: Sequence[int], until: int) -> list[float]:
    """For each day before an exam, what practice weighs on it and all later ones together."""
    own = [
        room[n] * (1 + GROWTH * max(0.0, 1 - (until - n) / GROWS_OVER_DAYS)) for n in range(until)
    ]
    return list(accumulate(reversed(own), initial=0.0))[::-1]


def _liked(lefts: Sequence[_Left], number: int, room: int) -> list[_Share]:
    """A day as one would like it: practice of all exams that are begun, then lessons in order."""
    shares = []
    free = room
    for one in lefts:
        share = _Share()
        if one.is_begun and one.practice:
            share.practice = min(free, _practice(one, number, room))
            free -= share.practice
        shares.append(share)
    for one, share in zip(lefts, shares, strict=True):
        share.reading = min(free, one.reading)
        free -= share.reading
    return shares


def _practice(one: _Left, number: int, room: int) -> int:
    """The minutes of practice of a day by the weights of this and the later ones."""
    ahead = one.weight[number]
    if not ahead:
        return 0
    wanted = one.practice * (ahead - one.weight[number + 1]) / ahead
    if one.lessons:
        wanted = min(wanted, PART_BESIDE_LESSONS * room)
    return min(one.practice, int(wanted / GRAIN + 0.5) * GRAIN)


def _repair(
    lefts: Sequence[_Left], shares: Sequence[_Share], number: int, room: int, sums: Sequence[int]
) -> None:
    """Change a day just so far that what remains of each exam still fits into the days after it."""
    due = given = 0
    for place, (one, share) in enumerate(zip(lefts, shares, strict=True)):
        due += one.minutes
        given += share.minutes
        needed = min(room, max(0, due - (sums[one.until] - sums[number + 1])))
        short = needed - given
        if short <= 0:
            continue
        _add(lefts[: place + 1], shares[: place + 1], short)
        given = needed
        over = sum(each.minutes for each in shares) - room
        for later in reversed(shares[place + 1 :]):
            taken = min(max(0, over), later.practice)
            later.practice -= taken
            over -= taken
            taken = min(max(0, over), later.reading)
            later.reading -= taken
            over -= taken


def _add(lefts: Sequence[_Left], shares: Sequence[_Share], short: int) -> None:
    for one, share in zip(lefts, shares, strict=True):
        more = min(short, one.reading - share.reading)
        share.reading += more
        short -= more
        more = min(short, one.practice - share.practice)
        share.practice += more
        short -= more


def _pieces(one: _Left, share: _Share, day: date) -> list[Piece]:
    """The pieces of a share; what is planned is taken from what is left."""
    found, reading, exam = [], share.reading, one.work.exam
    one.reading -= reading
    while reading:
        name, minutes = one.lessons[0]
        taken = min(reading, minutes)
        reading -= taken
        is_last = taken == minutes
        found.append(Piece(exam, "lesson", taken, name, is_last))
        if is_last:
            one.lessons.pop(0)
            one.is_begun = True
            one.read_on = day
        else:
            one.lessons[0] = (name, minutes - taken)
    if share.practice:
        found.append(Piece(exam, "practice", share.practice))
        one.practice -= share.practice
    return found
