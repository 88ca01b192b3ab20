"""How long it takes to plan a whole path anew: 12 exams over three years, and what slipped.

    python -m benchmarks.pacing

Each exam has nine lessons, practice and three mock exams, a half done; hours differ by weekday, with
four holidays. In the second line there is far too little time, so that longer days and later windows
are looked for, too. Processor time, which a busy machine does not change much.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from tauliah.core.practice import (
    ExamWork,
    Hours,
    LessonLeft,
    course_time,
    longer_days,
    mock_exams,
    moves,
    paced,
    plan_changes,
)

TODAY = date(2026, 3, 3)
EXAMS, LESSONS, DAYS_BETWEEN = 12, 9, 90
OFF = tuple(
    (TODAY + timedelta(days=n), TODAY + timedelta(days=n + 13)) for n in (60, 250, 500, 800)
)


def works(today: date) -> list[ExamWork]:
    """A path of twelve exams, one in each window."""
    spent = course_time(60, [30] * LESSONS, exam_minutes=65)
    return [
        ExamWork(
            f"E{number:02}",
            day := TODAY + timedelta(days=DAYS_BETWEEN * (number + 1)),
            tuple(LessonLeft(f"{n:02}", minutes) for n, minutes in enumerate(spent.lessons)),
            spent.practice,
            mock_exams(day, minutes=spent.mock, today=today),
        )
        for number in range(EXAMS)
    ]


def replan(hours: Hours) -> None:
    """All that a page needs: the plan now, that of a week ago, the differences, what it would take."""
    earlier = TODAY - timedelta(days=7)
    before, left = paced(works(earlier), hours, today=earlier), works(TODAY)
    now = paced(left, hours, today=TODAY)
    names = {(one.exam, lesson.name) for one in left for lesson in one.lessons}
    plan_changes(before, now, today=TODAY, open_lessons=names, practised={})
    if not now.fits:
        later = {one.exam: [one.day + timedelta(days=7 * n) for n in range(1, 105)] for one in left}
        longer_days(left, hours, today=TODAY)
        moves(left, hours, later, today=TODAY)


def figures(act: Callable[[], None], *, times: int = 50) -> tuple[float, float]:
    """Median and 99th of 100 of the processor time of an act, in milliseconds."""
    act()
    taken = []
    for _ in range(times):
        start = time.process_time()
        act()
        taken.append((time.process_time() - start) * 1000)
    return float(np.median(taken)), float(np.quantile(taken, 0.99))


def main() -> None:
    """Print both lines."""
    enough, too_little = Hours((60, 60, 60, 60, 60, 180, 0), OFF), Hours((20,) * 7, OFF)
    for what, hours in (("with enough time", enough), ("with far too little time", too_little)):
        median, worst = figures(lambda hours=hours: replan(hours))  # type: ignore[misc]
        print(f"a path of {EXAMS} exams planned anew, {what}: {median:.0f} ms, 99th {worst:.0f} ms")


if __name__ == "__main__":
    main()
