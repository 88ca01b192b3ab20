"""The pathfinder against every plan there is, on small programmes drawn at random."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from tauliah.core.audit.pathfinder import OBJECTIVES, NoPlan, Plan, Wishes, find_path
from tauliah.core.kernel import EntryKind
from tests.core.audit.pathfinder.small_worlds import (
    LONG_WINDOWS,
    ONE_DAY_WINDOWS,
    TODAY,
    Draw,
    best_way,
    entry,
    every_way,
    world,
)
from tests.services.lengths import soon

END = date(2026, 12, 31)


def assert_as_good_as_the_best(programme, wishes, entries=()):
    ways = list(every_way(programme, entries, wishes))
    for objective in OBJECTIVES:
        best = best_way(programme, entries, wishes, objective, ways)
        found = find_path(programme, entries, wishes, on=TODAY, objective=objective)
        if best is None:
            assert isinstance(found, NoPlan)
            assert found.proven
            continue
        assert isinstance(found, Plan)
        assert found.value == best
        assert found.bound == best
        assert found.proven
        assert found.confirmed


@pytest.mark.parametrize("seed", soon(range(1, 8), first=2))
def test_rules_with_times_in_windows_of_one_day(seed):
    draw = Draw(Random(seed))
    programme = world({"API": draw.rule()}, windows=ONE_DAY_WINDOWS, courses=draw.courses())

    hours = draw.random.choice([3, 6, 12])
    assert_as_good_as_the_best(programme, Wishes(("API",), hours, done_by=END))


@pytest.mark.parametrize("seed", soon(range(100, 105), first=2))
def test_rules_without_times_in_long_windows(seed):
    draw = Draw(Random(seed), timed=False)
    programme = world({"API": draw.rule()}, windows=LONG_WINDOWS, courses=draw.courses())

    limit = draw.random.choice([None, 1, 2])
    wishes = Wishes(("API",), draw.random.choice([4, 8]), done_by=END, exams_in_a_window=limit)
    assert_as_good_as_the_best(programme, wishes)


LAPSES = (
    {"after_months": 4},
    {"after_windows": 1},
    {"after_months": 5, "forfeits": "all"},
    {"after_windows": 2, "forfeits": "all"},
)


@pytest.mark.parametrize("seed", soon(range(200, 206), first=2))
def test_credit_that_lapses_after_exams_on_the_record(seed):
    draw = Draw(Random(seed), depth=1)
    random = draw.random
    terms = {"API": {"lapse": random.choice(LAPSES)}}
    programme = world({"API": draw.rule()}, courses=draw.courses(), terms=terms)
    entries = tuple(
        entry(
            number,
            date(2025, 5 + 2 * number, 3),
            EntryKind.EXAM_RESULT,
            exam=random.choice(draw.exams),
            passed=random.random() < 0.7,
        )
        for number in (1, 2, 3)
    )

    assert_as_good_as_the_best(programme, Wishes(("API",), 8, done_by=END), entries)


SHARING = (
    ({"API": {"sharing": [{"with": "AINS", "at_most": 0}]}}, {}),
    ({"API": {"sharing": [{"with": "AINS", "at_most": 1}]}}, {}),
    ({"API": {"sharing": [{"with": "AINS", "unique_at_least": 1}]}}, {}),
    ({}, {"exam_counts_for_at_most": 1}),
)


@pytest.mark.parametrize("seed", soon(range(302, 306), first=2))
def test_two_designations_with_limits_on_what_they_share(seed):
    draw = Draw(Random(seed), timed=False, depth=1)
    terms, about = draw.random.choice(SHARING)
    rules = {"API": draw.rule(), "AINS": draw.rule()}
    windows = ONE_DAY_WINDOWS[:3]
    programme = world(rules, windows=windows, courses=draw.courses(), terms=terms, **about)

    assert_as_good_as_the_best(programme, Wishes(("API", "AINS"), 8, done_by=END))


@pytest.mark.parametrize("seed", soon(range(400, 404), first=2))
def test_one_designation_that_asks_for_another(seed):
    draw = Draw(Random(seed), depth=1)
    rules = {"API": draw.rule(), "AINS": {"all": [{"designation": "API"}, draw.rule()]}}
    programme = world(rules, windows=ONE_DAY_WINDOWS[:3], courses=draw.courses())

    assert_as_good_as_the_best(programme, Wishes(("AINS",), 8, done_by=END))
