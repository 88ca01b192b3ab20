"""The pathfinder over invented questions: how long until the best way is proven.

Run it alone by `python -m benchmarks.pathfinder`; it needs no data folder.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from tauliah.cli.folders import read_folder, shipped_programme
from tauliah.core.audit.pathfinder import OBJECTIVES, Wishes, find_path
from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import Loaded, Programme, load_programme

CASES = 500
SOON_ENOUGH = 2.0
"""Seconds in which the best way is to be proven."""
ON = date(2026, 3, 2)
_TESTS = Path(__file__).parents[1] / "tests" / "programmes"


def figures(cases: int = CASES) -> Iterator[str]:
    """Median and 95th percentile of questions to one to three designations, and the share in time."""
    programmes = tuple(_programmes())
    random = Random(2026)
    # the solver's library takes seconds to load, once for a process
    first = programmes[0].designations[0].code
    find_path(programmes[0], (), Wishes((first,), 8), on=ON)
    taken: list[float] = []
    in_time = plans = 0
    for number in range(cases):
        programme = programmes[number % len(programmes)]
        entries, wishes = _question(programme, random)
        start = time.perf_counter()
        found = find_path(programme, entries, wishes, on=ON, objective=OBJECTIVES[number % 3])
        seconds = time.perf_counter() - start
        taken.append(seconds)
        in_time += found.proven and seconds < SOON_ENOUGH
        plans += hasattr(found, "steps")
    taken.sort()
    percentile = taken[int(0.95 * len(taken))]
    what = f"find the best way ({cases} questions, {plans} with one)"
    yield f"{what:<58} {statistics.median(taken) * 1000:>9.2f} ms {taken[-1] * 1000:>11.2f} ms"
    share = 100 * in_time / cases
    yield (
        f"  95th of 100: {percentile * 1000:.0f} ms; proven in under {SOON_ENOUGH:.0f} s: {share:.1f} %"
    )


def _programmes() -> Iterator[Programme]:
    """The shipped programme and the rule sets of the tests, every course open."""
    from tests.programmes.test_rule_sets import FOLDERS, files_of

    loaded = [load_programme(read_folder(shipped_programme()))]
    loaded += [load_programme(files_of(folder)) for folder in FOLDERS]
    for one in loaded:
        assert isinstance(one, Loaded)
        courses = tuple(
            course.model_copy(update={"status": "open"})
            if course.status == "in-preparation"
            else course
            for course in one.programme.courses
        )
        yield one.programme.model_copy(update={"courses": courses})


def _question(programme: Programme, random: Random) -> tuple[tuple[Entry, ...], Wishes]:
    """Somebody with up to five exams sat in the last two years, and what that person wishes."""
    codes = [course.code for course in programme.courses]
    entries = []
    days = sorted(random.randrange(1, 730) for _ in range(random.randrange(6)))
    for number, back in enumerate(reversed(days), start=1):
        day = ON - timedelta(days=back)
        entries.append(
            Entry(
                person="invented",
                number=number,
                kind=EntryKind.EXAM_RESULT,
                facts={"exam": random.choice(codes), "passed": random.random() < 0.7},
                happened_at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
                recorded_by="", reason="", release="", previous="", seal="",
            )
        )  # fmt: skip
    designations = [one.code for one in programme.designations]
    wishes = Wishes(
        targets=tuple(random.sample(designations, random.randint(1, min(3, len(designations))))),
        hours_a_week=random.randint(3, 20),
        done_by=random.choice([None, None, date(2029, 12, 31)]),
        exams_in_a_window=random.choice([None, 1, 2]),
        works_hours_a_week=random.choice([None, 40]),
    )
    return tuple(entries), wishes


if __name__ == "__main__":
    for line in figures():
        print(line)
