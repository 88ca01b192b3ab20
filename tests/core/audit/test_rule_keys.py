"""Points, classes, experience and times: what each key of a rule asks for."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.audit.experience import experience_of
from tauliah.core.kernel import EntryKind, add_months
from tauliah.core.programme import (
    AllOf,
    ClassAttended,
    CourseCompleted,
    Credits,
    DesignationHeld,
    ExamPassed,
    ExperienceAsked,
    ExperienceGained,
)
from tests.core.audit.rules import COURSES, NEW, TODAY, audited, codes, exam

PASSED_ON = date(2026, 1, 5)


def points(wanted, worth, groups=()):
    asked = {
        "points": wanted,
        "from": [{"exam": code, "points": n} for code, n in worth.items()],
        "at_least_from": [{"points": n, "of": of} for n, of in groups],
    }
    return Credits.model_validate_json(json.dumps({"credits": asked}))


def worked(first, last, *, hours=40, record=NEW):
    facts = {"from": first, "to": last, "hours_a_week": hours}
    return record.add(EntryKind.EXPERIENCE_RECORDED, **facts)


def experience(months, **more):
    asked = ExperienceAsked.model_validate({"months": months, **more})
    return ExperienceGained(experience=asked)


def test_points_add_up_over_what_is_passed():
    rule = points(6, {"PUM": 3, "PPM": 3, "PLI": 2})

    found = audited(rule, NEW.passed("PUM", "PLI"))

    assert not found.met
    assert found.finding.sentence.en == "5 of 6 points are earned."
    assert found.finding.sentence.ms == "5 daripada 6 mata diperoleh."
    assert codes(found.missing) == ["PPM"]
    assert audited(rule, NEW.passed("PUM", "PPM")).met


def test_the_fewest_exams_that_make_enough_points_are_missing():
    rule = points(6, {"PUM": 1, "PPM": 2, "PLI": 6, "PIN": 3})

    assert codes(audited(rule).missing) == ["PLI"]
    assert codes(audited(rule, NEW.passed("PIN", "PUM")).missing) == ["PPM"]


def test_enough_points_without_enough_of_a_group_is_not_enough():
    rule = points(6, {"PUM": 3, "PPM": 3, "PLI": 3}, [(3, ["PLI"])])

    found = audited(rule, NEW.passed("PUM", "PPM"))

    assert codes(found.missing) == ["PLI"]
    assert found.finding.sentence.en == ("6 of 6 points are earned. At least 3 must come from PLI.")


worths = st.dictionaries(st.sampled_from(COURSES), st.integers(1, 5), min_size=1)
groups_drawn = st.lists(
    st.tuples(st.integers(1, 5), st.lists(st.sampled_from(COURSES), min_size=1, unique=True)),
    max_size=2,
)


@given(worths, st.integers(1, 12), groups_drawn, st.sets(st.sampled_from(COURSES)))
def test_what_is_left_of_points_is_what_trying_all_exams_shows(worth, wanted, groups, passed):
    groups = [
        (min(n, sum(worth[code] for code in of if code in worth)), [c for c in of if c in worth])
        for n, of in groups
        if any(code in worth for code in of)
    ]
    wanted = min(wanted, sum(worth.values()))

    def is_met(having):
        return sum(worth.get(code, 0) for code in having) >= wanted and all(
            sum(worth[code] for code in of if code in having) >= n for n, of in groups
        )

    found = audited(points(wanted, worth, groups), NEW.passed(*sorted(passed)))

    fewest = next(
        size
        for size in range(len(COURSES) + 1)
        for more in combinations(COURSES, size)
        if is_met(passed | set(more))
    )
    assert found.finding.left == fewest
    assert is_met(passed | set(codes(found.missing)))


def test_a_class_is_met_by_attendance_and_not_by_its_exam():
    rule = ClassAttended(classroom="PUM")
    attended = NEW.add(EntryKind.CLASS_ATTENDED, course="PUM")

    assert not audited(rule, NEW.passed("PUM")).met
    found = audited(rule, attended)
    assert found.met
    assert found.finding.sentence.en == (
        "The classroom sessions of Course PUM (PUM) were attended on 5 January 2026."
    )


@pytest.mark.parametrize(
    ("option", "last_day"),
    [({"within_months": 6}, date(2026, 7, 5)), ({"expires_after_months": 6}, date(2026, 7, 5))],
)
def test_what_counts_for_months_counts_on_the_last_day_and_not_after(option, last_day):
    attended = NEW.add(EntryKind.CLASS_ATTENDED, course="PUM")
    for rule, record in [
        (ExamPassed(exam="PUM", **option), NEW.passed("PUM")),
        (CourseCompleted(course="PUM", **option), NEW.completed("PUM")),
        (ClassAttended(classroom="PUM", **option), attended),
        (DesignationHeld(designation="AINS", **option), NEW.conferred("AINS")),
    ]:
        assert audited(rule, record, on=last_day).met
        late = audited(rule, record, on=last_day + timedelta(days=1))
        assert not late.met
        assert "5 January 2026" in late.finding.sentence.en
        assert "5 Januari 2026" in late.finding.sentence.ms


def test_what_was_earned_before_the_first_day_does_not_count():
    early = ExamPassed(exam="PUM", not_before=date(2026, 1, 6))
    timely = ExamPassed(exam="PUM", not_before=PASSED_ON)

    assert audited(timely, NEW.passed("PUM")).met
    assert audited(early, NEW.passed("PUM")).finding.sentence.en == (
        "The exam Course PUM (PUM) is still to be passed. What was earned on 5 January 2026 does "
        "not count, because only what is earned from 6 January 2026 on does."
    )


def test_of_several_passes_the_first_in_time_counts():
    rule = ExamPassed(exam="PUM", not_before=date(2026, 1, 6))

    assert audited(rule, NEW.passed("PUM", "PUM")).finding.met_by.number == 2


def test_the_same_exam_may_be_met_in_one_place_and_missing_in_another():
    rule = AllOf(all=(exam("PUM"), ExamPassed(exam="PUM", within_months=1)))

    found = audited(rule, NEW.passed("PUM"))

    assert [one.met for one in found.finding.parts] == [True, False]
    assert found.missing == (found.finding.parts[1],)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-01-01", "2025-12-31", 12),
        ("2025-01-15", "2025-02-14", 1),
        ("2025-01-31", "2025-02-26", 0),
        ("2025-02-01", "2025-02-28", 1),
        ("2024-02-29", "2025-02-28", 12),
    ],
)
def test_months_of_experience_are_months_of_the_calendar(first, last, months):
    entries = worked(first, last).entries

    assert experience_of(entries, ExperienceAsked(months=1), on=TODAY).months == months


def test_posts_held_at_once_count_once():
    record = worked("2025-01-01", "2025-09-30")
    record = worked("2025-04-01", "2025-12-31", record=record)

    assert audited(experience(12), record).met
    assert not audited(experience(13), record).met
    assert audited(experience(12), record).finding.met_by.number == 2


def test_a_post_of_fewer_hours_than_asked_does_not_count():
    record = worked("2025-01-01", "2025-12-31", hours=19)

    assert audited(experience(12, hours_a_week=19), record).met
    found = audited(experience(12, hours_a_week=20), record)
    assert found.finding.sentence.en == (
        "0 of 12 months of experience count, of work of at least 20 hours a week."
    )
    assert found.finding.sentence.ms == (
        "0 daripada 12 bulan pengalaman dikira, bagi kerja sekurang-kurangnya 20 jam seminggu."
    )


def test_experience_from_long_ago_and_from_the_future_does_not_count():
    record = worked("2020-01-01", "2030-12-31")

    assert audited(experience(24, within_months=24), record).met
    assert not audited(experience(25, within_months=24), record).met
    assert codes(audited(experience(25, within_months=24)).missing) == ["25-months-of-24"]


days = st.dates(date(2020, 1, 1), date(2026, 5, 30))


@given(st.lists(st.tuples(days, days), max_size=5))
def test_experience_never_exceeds_the_days_that_it_covers(spans):
    record, covered = NEW, set()
    for one, other in spans:
        first, last = sorted((one, other))
        record = worked(first.isoformat(), last.isoformat(), record=record)
        covered |= {first + timedelta(days=n) for n in range((last - first).days + 1)}

    months = experience_of(record.entries, ExperienceAsked(months=1), on=TODAY).months

    assert len(covered) / 31 - 1 <= months <= len(covered) / 28


@given(days, days, st.integers(1, 40))
def test_a_longer_post_never_counts_less(one, other, more):
    first, last = sorted((one, other))

    def months(until):
        entries = worked(first.isoformat(), until.isoformat()).entries
        return experience_of(entries, ExperienceAsked(months=1), on=date(2030, 1, 1)).months

    assert months(last) <= months(last + timedelta(days=more))


def test_months_are_counted_back_from_the_day_of_the_audit():
    assert add_months(date(2026, 7, 31), -1) == date(2026, 6, 30)
