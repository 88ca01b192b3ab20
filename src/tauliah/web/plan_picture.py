"""The picture of a plan of study: what each week holds, until the last exam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tauliah.apps.study.planning import StudyPlan, monday_of
from tauliah.core.practice import PlannedDay

WIDTH, LEFT, RIGHT = 960, 44, 16
TOP, TALL, LINE = 30, 150, 18
KINDS = ("lesson", "practice", "mock")
MOST_BAR, WORD = 40, 60
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a week: its kind, and where it stands."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A line through the picture with a word: an exam, or a month."""

    x: int
    word: str
    anchor: str
    y: int
    day: date


@dataclass(frozen=True, slots=True)
class Level:
    """A line of hours."""

    y: int
    hours: int


@dataclass(frozen=True, slots=True)
class PlanPicture:
    """All that the drawing needs, in its own units."""

    width: int
    height: int
    bottom: int
    left: int
    bars: tuple[Bar, ...]
    room: tuple[Bar, ...]
    exams: tuple[Mark, ...]
    months: tuple[Mark, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a plan from its Monday on: minutes by kind, minutes there are, what is finished."""

    monday: date
    minutes: dict[str, int]
    room: int
    days: tuple[PlannedDay, ...]

    @property
    def next_monday(self) -> date:
        """The first day after it."""
        return self.monday + timedelta(days=7)

    @property
    def total(self) -> int:
        """All that is planned, in minutes."""
        return sum(self.minutes.values())


def weeks_of(plan: StudyPlan) -> tuple[Week, ...]:
    """The weeks of a plan, the running one first."""
    days = plan.paced.days
    if not days:
        return ()
    monday = monday_of(plan.today)
    found = []
    while monday <= days[-1].day:
        first = max(0, (monday - plan.today).days)
        last = (monday - plan.today).days + 7
        inside = days[first:last]
        minutes = dict.fromkeys(KINDS, 0)
        for one in inside:
            for piece in one.pieces:
                minutes[piece.kind] += piece.minutes
        found.append(Week(monday, minutes, sum(one.room for one in inside), inside))
        monday += timedelta(days=7)
    return tuple(found)


def picture_of_plan(plan: StudyPlan, weeks: tuple[Week, ...]) -> PlanPicture | None:
    """The picture; None where nothing is planned."""
    if not any(week.total for week in weeks):
        return None
    first, last = weeks[0].monday, max(one.day for one in plan.exams)
    scale = (WIDTH - LEFT - RIGHT) / max(1, (last - first).days + 1)
    most = max(max(week.total, week.room) for week in weeks)
    bottom = TOP + TALL

    def x(day: date) -> int:
        return round(LEFT + (day - first).days * scale)

    def tall(minutes: int) -> int:
        return round(TALL * minutes / most)

    width = max(2, min(MOST_BAR, round(7 * scale) - 2))
    bars, room = [], []
    for week in weeks:
        left, y = x(week.monday) + 1, bottom
        room.append(Bar("room", left, bottom - tall(week.room), width, tall(week.room)))
        for kind in KINDS:
            height = tall(week.minutes[kind])
            if height:
                y -= height
                bars.append(Bar(kind, left, y, width, height))
    marks: list[Mark] = []
    for one in plan.exams:
        at, y = x(one.day), bottom + 20
        if marks and at - marks[-1].x < WORD:
            # beside each other there is no room for two words
            y = marks[-1].y + LINE
        anchor = "end" if at > WIDTH * 0.9 else "middle"
        marks.append(Mark(at, one.course.code, anchor, y, one.day))
    step = max(1, -(-most // 60 // 3))
    levels = tuple(Level(bottom - tall(60 * n), n) for n in range(step, most // 60 + 1, step))
    months = tuple(Mark(x(day), "", "start", 16, day) for day in _months(first, last))
    height = max((one.y for one in marks), default=bottom) + 10
    return PlanPicture(
        WIDTH, height, bottom, LEFT, tuple(bars), tuple(room), tuple(marks), months, levels
    )


def _months(first: date, last: date) -> Iterator[date]:
    count = (last.year - first.year) * 12 + last.month - first.month
    step = -(-max(1, count) // MOST_TICKS)
    for number in range(1, count + 1):
        month = first.month - 1 + number
        if number % step == 0:
            yield date(first.year + month // 12, month % 12 + 1, 1)
