"""What a plan keeps: the audit, the booking rules, hours of study, prices, and what is wished."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from tauliah.core.audit import audit_all
from tauliah.core.audit.pathfinder import (
    BookedExam,
    CourseOpenSupposed,
    ExamSupposed,
    Holiday,
    NoPlan,
    PathwaySupposed,
    Plan,
    TargetSupposed,
    Wishes,
    compared,
    find_path,
)
from tauliah.core.exam import EarlierSitting, booking_refusal
from tauliah.core.kernel import EntryKind
from tests.core.audit.pathfinder.small_worlds import LONG_WINDOWS, TODAY, Draw, entry, world

THREE = {"all": [{"exam": "PUM"}, {"exam": "PLI"}, {"exam": "PIN"}]}
LESS = {"all": [{"exam": "PUM"}]}


def planned(programme, wishes, *, entries=(), **how):
    found = find_path(programme, entries, wishes, on=TODAY, **how)
    assert isinstance(found, Plan), found.summary.en
    return found


def refused(programme, wishes, **how):
    found = find_path(programme, (), wishes, on=TODAY, **how)
    assert isinstance(found, NoPlan)
    assert found.proven
    return [one.code for one in found.conflicts]


def days_of(plan):
    return {step.code: step.day for step in plan.exams}


@pytest.mark.parametrize("seed", range(8))
def test_the_audit_and_the_rules_of_booking_confirm_every_plan(seed):
    draw = Draw(Random(seed))
    programme = world({"API": draw.rule()}, windows=LONG_WINDOWS, courses=draw.courses())

    failed = entry(1, date(2025, 12, 20), EntryKind.EXAM_RESULT, exam="PUM", passed=False)
    found = find_path(programme, (failed,), Wishes(("API",), 5), on=TODAY)

    if isinstance(found, NoPlan):
        assert found.conflicts
        return
    assert found.confirmed
    done = next(one for one in found.milestones if one.designation == "API").day
    record = [
        one for one in found.record
        if one.happened_at.date() <= done and one.kind is not EntryKind.CONFERRED
    ]  # fmt: skip
    assert audit_all(programme, record, done).is_met("API")
    about = programme.about
    earlier = [EarlierSitting("PUM", "", date(2025, 12, 20))]
    for step in found.exams:
        refusal = booking_refusal(
            about.exam_policy, about.windows,
            exam=step.code, window=step.window, on=step.day, earlier=earlier,
        )  # fmt: skip
        assert refusal is None
        earlier.append(EarlierSitting(step.code, step.window, step.day))


def test_every_hour_is_studied_before_its_exam_and_no_hour_twice():
    programme = world({"API": THREE}, windows=LONG_WINDOWS)

    plan = planned(programme, Wishes(("API",), 7))

    spans = [(one.study_from, one.study_until, one.day, one.study_hours) for one in plan.exams]
    for first, last, day, hours in spans:
        assert first <= last < day
        assert (last - first).days + 1 >= hours
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_days_of_holiday_move_what_follows():
    programme = world({"API": LESS}, windows=(("01-01", "12-31"),))
    holiday = Holiday(date(2026, 1, 10), date(2026, 1, 19))

    plain = planned(programme, Wishes(("API",), 7))
    later = planned(programme, Wishes(("API",), 7, holidays=(holiday,)))

    assert days_of(plain) == {"PUM": date(2026, 3, 2)}
    assert days_of(later) == {"PUM": date(2026, 3, 12)}


def test_an_exam_that_is_booked_keeps_its_day_and_costs_nothing_more():
    programme = world({"API": THREE}, windows=LONG_WINDOWS)
    booked = BookedExam("PIN", date(2026, 7, 1))

    plan = planned(programme, Wishes(("API",), 20, booked=(booked,)))

    assert days_of(plan)["PIN"] == booked.day
    assert [one.fee for one in plan.exams if one.is_booked] == [0]
    assert plan.totals.money == 100 + 2 * 1000


def test_prerequisites_come_on_an_earlier_day():
    courses = {"PIN": {"prerequisites": ["PUM"], "study_hours": 1}}
    programme = world({"API": {"exam": "PIN"}}, windows=(("01-01", "12-31"),), courses=courses)

    plan = planned(programme, Wishes(("API",), 70))

    assert [one.code for one in plan.exams] == ["PUM", "PIN"]
    assert plan.exams[0].day < plan.exams[1].day
    assert "before PIN" in plan.exams[0].why.en


def test_papers_at_the_same_time_are_sat_in_two_windows():
    papers = [
        {"exams": ["PUM"], "on": "06-10", "starts": "09:00", "ends": "12:00"},
        {"exams": ["PLI"], "on": "06-10", "starts": "11:00", "ends": "13:00"},
    ]
    window = {"opens": "06-01", "closes": "06-30", "timetable": papers}
    programme = world({"API": {"all": [{"exam": "PUM"}, {"exam": "PLI"}]}}, windows=(window,))

    plan = planned(programme, Wishes(("API",), 40))

    assert sorted(days_of(plan).values()) == [date(2026, 6, 10), date(2027, 6, 10)]
    assert refused(programme, Wishes(("API",), 40, done_by=date(2026, 12, 31))) == [
        "deadline", "clashes",
    ]  # fmt: skip


def test_to_become_a_member_is_advised_where_it_is_cheaper():
    members = {"yearly": 900, "matriculation": 100, "exam": 600}
    fees = {"matriculation": 100, "exam": 1000, "members": members}
    programme = world({"API": THREE}, windows=LONG_WINDOWS, fees=fees)

    joining = planned(programme, Wishes(("API",), 30, membership="may-join"))
    plain = planned(programme, Wishes(("API",), 30))
    slowly = planned(programme, Wishes(("API",), 2, membership="may-join"))

    assert joining.totals.money == 900 + 100 + 3 * 600
    assert plain.totals.money == slowly.totals.money == 100 + 3 * 1000
    assert joining.steps[0].kind == "join"


def test_a_class_is_attended_in_a_run_that_is_still_to_begin():
    offer = {"place": {"en": "Ipoh", "ms": "Ipoh"}, "sessions": 2}
    runs = [{"starts": date(2025, 12, 1), "ends": date(2026, 1, 9)},
            {"starts": date(2026, 5, 4), "ends": date(2026, 5, 8)}]  # fmt: skip
    courses = {"PUM": {"classroom": [{**offer, "runs": runs}]}}
    programme = world({"API": {"all": [{"classroom": "PUM"}]}}, courses=courses)

    plan = planned(programme, Wishes(("API",), 5))

    assert [(one.kind, one.day) for one in plan.steps if one.kind == "classroom"] == [
        ("classroom", date(2026, 5, 8))
    ]


def test_experience_that_nobody_tells_of_becomes_a_condition():
    programme = world({"API": {"experience": {"months": 12, "hours_a_week": 30}}})

    untold = planned(programme, Wishes(("API",), 5))
    working = planned(programme, Wishes(("API",), 5, works_hours_a_week=40))

    assert [one.designation for one in untold.conditions] == ["API"]
    assert working.conditions == ()
    assert working.totals.last_day == date(2026, 12, 31)
    assert refused(programme, Wishes(("API",), 5, works_hours_a_week=0)) == ["experience"]


def test_a_course_in_preparation_is_named_and_may_be_supposed_open():
    programme = world({"API": LESS}, courses={"PUM": {"status": "in-preparation"}})
    wishes = Wishes(("API",), 12)

    found = find_path(programme, (), wishes, on=TODAY)
    opened = planned(programme, wishes, supposing=[CourseOpenSupposed("PUM", date(2026, 7, 1))])

    assert isinstance(found, NoPlan)
    assert [one.code for one in found.conflicts] == ["in-preparation"]
    assert "PUM" in found.summary.en
    assert days_of(opened) == {"PUM": date(2026, 10, 20)}


def test_too_few_hours_until_the_last_day_are_told_with_what_would_do():
    programme = world({"API": THREE}, windows=LONG_WINDOWS)

    found = find_path(programme, (), Wishes(("API",), 3, done_by=date(2026, 7, 15)), on=TODAY)

    assert isinstance(found, NoPlan)
    deadline, hours = found.conflicts
    assert (deadline.code, hours.code) == ("deadline", "hours")
    enough = int("".join(filter(str.isdigit, hours.relaxed.en)))
    planned(programme, Wishes(("API",), enough, done_by=date(2026, 7, 15)))
    assert refused(programme, Wishes(("API",), enough - 1, done_by=date(2026, 7, 15)))


def test_a_budget_below_the_least_cost_is_told_with_the_least():
    programme = world({"API": THREE}, windows=LONG_WINDOWS)

    found = find_path(programme, (), Wishes(("API",), 9, budget=2000), on=TODAY)

    assert isinstance(found, NoPlan)
    assert [one.code for one in found.conflicts] == ["budget"]
    assert "RM 31.00" in found.conflicts[0].relaxed.en


PATHWAYS = {
    "one_pathway_of": [
        {"pathway": "long", "title": {"en": "Long", "ms": "Panjang"},
         "all": [{"exam": "PUM"}, {"exam": "PPM"}]},
        {"pathway": "short", "title": {"en": "Short", "ms": "Pendek"}, "all": [{"exam": "PIN"}]},
    ]
}  # fmt: skip


def test_a_pathway_that_is_wanted_is_taken():
    programme = world({"API": PATHWAYS})
    wishes = Wishes(("API",), 12)

    assert set(days_of(planned(programme, wishes))) == {"PIN"}
    changed = planned(programme, wishes, supposing=[PathwaySupposed("API", "long")])
    assert set(days_of(changed)) == {"PUM", "PPM"}
    assert "API (Long)" in changed.exams[0].why.en


def test_a_name_that_the_programme_lacks_is_refused():
    programme = world({"API": PATHWAYS})

    with pytest.raises(KeyError, match="wide"):
        find_path(programme, (), Wishes(("API",), 9, pathways={"API": "wide"}), on=TODAY)
    with pytest.raises(KeyError, match="XYZ"):
        find_path(programme, (), Wishes(("XYZ",), 9), on=TODAY)


def test_what_is_supposed_is_told_with_its_difference():
    programme = world({"API": LESS, "AINS": {"exam": "PLI"}}, windows=LONG_WINDOWS)
    wishes = Wishes(("API",), 12)
    supposing = [TargetSupposed("AINS"), ExamSupposed("PUM", date(2026, 2, 1))]

    before = planned(programme, wishes)
    after = planned(programme, wishes, supposing=supposing)
    difference = compared(programme, before, after, supposing=supposing)

    assert (difference.added, difference.dropped, difference.exams) == (("PLI",), ("PUM",), 0)
    assert difference.money == 100
    assert difference.sentence.en.startswith("Suppose that AINS is wanted too. Suppose that PUM is")
    assert "RM 1.00 more" in difference.sentence.en
    assert "lebih mahal" in difference.sentence.ms


def test_a_designation_that_is_held_needs_no_plan():
    programme = world({"API": LESS})
    held = entry(1, date(2025, 5, 5), EntryKind.CONFERRED, designation="API", credential="C-1")

    plan = planned(programme, Wishes(("API",), 9), entries=(held,))

    assert plan.already_held == ("API",)
    assert plan.steps == ()


def test_the_same_question_has_the_same_answer():
    programme = world({"API": THREE, "AINS": LESS}, windows=LONG_WINDOWS)
    wishes = Wishes(("API", "AINS"), 5)

    one, other = (planned(programme, wishes) for _ in range(2))

    assert one == other
    turned = planned(programme, replace(wishes, targets=("AINS", "API")))
    assert turned.steps == one.steps


def test_the_audit_is_imported_without_the_solver():
    check = "import sys, tauliah.core.audit.pathfinder; print('ortools' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "False"
