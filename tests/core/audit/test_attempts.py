"""The limit of attempts, prerequisites and warnings: what failing an exam means for later."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.audit import (
    attempt_warnings,
    missing_prerequisites,
    prerequisite_refusal,
    standing_of,
)
from tauliah.core.kernel import EntryKind
from tauliah.core.programme import AnyOf, AttemptLimit, CourseCompleted, Lapse, RuleVersion
from tests.core.audit.rules import (
    COURSES,
    NEW,
    TODAY,
    audited,
    both,
    codes,
    exam,
    exams,
    programme_asking,
)
from tests.core.audit.test_other_ways_to_earn import edge, exempted, with_edges


def limited(requires, n=3, **more):
    """A programme in which API asks for this and lets an exam be failed so often."""
    programme = programme_asking(requires)
    api, *others = programme.designations
    api = api.model_copy(update={"attempts": AttemptLimit(at_most=n), **more})
    return programme.model_copy(update={"designations": (api, *others)})


def failed(times, record=NEW, code="PUM"):
    for _ in range(times):
        record = record.failed(code)
    return record


def with_prerequisites(*asked, code="PUM"):
    programme = programme_asking(exam("PUM"))
    courses = tuple(
        course.model_copy(update={"prerequisites": asked}) if course.code == code else course
        for course in programme.courses
    )
    return programme.model_copy(update={"courses": courses})


@pytest.mark.parametrize("times", [0, 1, 2])
def test_an_exam_that_was_failed_fewer_times_counts_when_passed(times):
    assert audited(limited(exam("PUM")), failed(times).passed("PUM")).met


def test_an_exam_that_was_failed_so_often_counts_no_more_and_the_sentence_says_why():
    finding = audited(limited(exam("PUM")), failed(3).passed("PUM")).finding

    assert not finding.met
    assert finding.blocked
    assert (
        "The pass of 8 January 2026 does not count for this designation, because the exam had been "
        "failed 3 times before it." in finding.sentence.en
    )
    assert "Kelulusan pada 8 Januari 2026 tidak dikira bagi gelaran ini" in finding.sentence.ms


def test_an_exam_failed_so_often_is_blocked_before_it_is_passed():
    finding = audited(limited(exam("PUM"), 1), failed(1)).finding

    assert finding.blocked
    assert "was failed once and can no longer count" in finding.sentence.en
    assert "telah gagal sekali" in finding.sentence.ms


def test_a_pass_before_the_last_failure_counts_for_good():
    assert audited(limited(exam("PUM"), 2), failed(3, failed(1).passed("PUM"))).met


def test_without_a_limit_failures_play_no_role():
    assert audited(exam("PUM"), failed(9).passed("PUM")).met


def test_failures_of_another_exam_play_no_role():
    assert audited(limited(exam("PUM")), failed(5, code="PIN").passed("PUM")).met


def test_a_failure_that_is_taken_back_is_no_attempt():
    record = failed(3).passed("PUM").corrected(2, None)

    assert audited(limited(exam("PUM")), record).met


def test_credit_and_exemptions_count_after_any_number_of_failures():
    exemption = {"exam": "PUM", "evidence": "a degree", "approved_by": "meiling"}

    assert audited(limited(exam("PUM")), failed(3).credited("PUM")).met
    assert audited(
        limited(exam("PUM")), failed(3).add(EntryKind.EXEMPTION_GRANTED, **exemption)
    ).met


def test_the_shortest_way_goes_around_an_exam_that_can_count_no_more():
    rule = AnyOf(any=(exam("PUM"), *exams("PPM")))

    assert codes(audited(limited(rule), failed(3)).missing) == ["PPM"]
    assert codes(audited(limited(rule), failed(2)).missing) == ["PUM"]


def test_a_course_can_be_completed_whose_exam_can_be_tried_no_more():
    programme = limited(CourseCompleted(course="PUM"))

    assert not audited(programme, failed(3)).finding.blocked
    assert not audited(programme, failed(3).passed("PUM")).met
    assert audited(programme, failed(3).completed("PUM")).met


def test_a_limit_and_a_lapse_hold_together():
    lapse = Lapse(after_months=1)
    programme = limited(AnyOf(any=exams("PUM")), 2, lapse=lapse)

    assert audited(programme, failed(1).passed("PUM"), on=TODAY).met
    assert not audited(programme, failed(2).passed("PUM"), on=TODAY).met


@given(st.lists(st.booleans(), max_size=7), st.integers(1, 4))
@settings(max_examples=80)
def test_an_exam_counts_exactly_when_one_pass_has_few_enough_failures_before_it(results, most):
    record = NEW
    for passed in results:
        record = record.passed("PUM") if passed else record.failed("PUM")

    counts = any(
        passed and results[:number].count(False) < most for number, passed in enumerate(results)
    )
    assert audited(limited(exam("PUM"), most), record).met == counts


def warned(times, *, n=3, record=NEW, requires=None):
    programme = limited(requires or exam("PUM"), n)
    standing = standing_of(failed(times, record).entries)
    return [one.en for one in attempt_warnings(programme, standing, "PUM", on=TODAY)]


def test_a_candidate_is_warned_before_the_last_attempt_that_counts_and_after_it():
    her = NEW.matriculated()

    assert warned(1, record=her) == []
    assert warned(2, record=her) == [
        "This is the last attempt that can count for API: if it is failed, a later pass does not."
    ]
    assert warned(3, record=her) == [
        "This exam was failed 3 times. It can be sat, but a pass no longer counts for API."
    ]


def test_nobody_is_warned_for_a_designation_that_is_not_theirs_or_does_not_ask_for_the_exam():
    assert warned(2) == []
    assert warned(2, record=NEW.matriculated(), requires=exam("PPM")) == []
    assert warned(2, record=NEW.matriculated("AINS")) == []


def test_warnings_follow_the_version_of_rules_that_is_for_the_person():
    programme = limited(exam("PUM"), grandfathering="fixed")
    api, *others = programme.designations
    newer = RuleVersion.model_validate(
        {"from": date(2026, 2, 1), "source": both("Rules"), "requires": exam("PPM")}
    )
    api = api.model_copy(update={"versions": (*api.versions, newer)})
    programme = programme.model_copy(update={"designations": (api, *others)})
    standing = standing_of(failed(2, NEW.matriculated()).entries)

    assert len(attempt_warnings(programme, standing, "PUM", on=TODAY)) == 1


def test_prerequisites_that_are_missing_are_named_in_their_order():
    programme = with_prerequisites("PPM", "PLI", "PIN")
    standing = standing_of(NEW.passed("PLI").failed("PIN").entries)

    assert missing_prerequisites(programme, standing, "PUM", on=TODAY) == ("PPM", "PIN")
    refused = prerequisite_refusal(programme, standing, "PUM", on=TODAY)
    assert refused is not None
    assert refused.code == "prerequisites-missing"
    assert refused.message.en == (
        "Before the exam PUM can be booked, these must be passed: Course PPM (PPM), Course PIN (PIN)."
    )
    assert "Course PPM (ms) (PPM)" in refused.message.ms


@pytest.mark.parametrize(
    "record",
    [
        NEW.passed("PPM"),
        NEW.credited("PPM"),
        NEW.add(EntryKind.EXEMPTION_GRANTED, exam="PPM", evidence="x", approved_by="meiling"),
        NEW.credited("OLD1"),
    ],
)
def test_a_prerequisite_may_be_passed_credited_exempted_or_equivalent(record):
    programme = with_edges(with_prerequisites("PPM"), edge("OLD1", to="PPM"))

    assert prerequisite_refusal(programme, standing_of(record.entries), "PUM", on=TODAY) is None


def test_an_exemption_that_nobody_approved_or_that_has_ended_is_no_prerequisite():
    programme = with_prerequisites("PUM", code="PPM")

    for record in (exempted("farid"), exempted(expires="2026-01-31")):
        standing = standing_of(record.entries)
        assert missing_prerequisites(programme, standing, "PPM", on=TODAY) == ("PUM",)


@given(st.sets(st.sampled_from(COURSES)), st.sets(st.sampled_from(COURSES[1:])))
@settings(max_examples=60)
def test_an_exam_may_be_sat_exactly_when_all_its_prerequisites_are_passed(passed, asked):
    programme = with_prerequisites(*sorted(asked))
    standing = standing_of(NEW.passed(*sorted(passed)).entries)

    refused = prerequisite_refusal(programme, standing, "PUM", on=TODAY)

    assert (refused is None) == (asked <= passed)
