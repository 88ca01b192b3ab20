"""What is left is the least that a person can still do, as trying everything would show."""

from __future__ import annotations

import time
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.programme import (
    AllOf,
    AnyOf,
    AtLeast,
    CourseCompleted,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    OnePathwayOf,
    Pathway,
)
from tests.core.audit.rules import (
    CODES_OF_ETHICS,
    COURSES,
    NEW,
    OTHER_DESIGNATIONS,
    Record,
    at_least,
    audited,
    codes,
    exam,
    exams,
    pathway,
    rules_drawn,
)

DEEDS = [
    *(("exam", code) for code in COURSES),
    *(("course", code) for code in COURSES),
    *(("designation", code) for code in OTHER_DESIGNATIONS),
    *(("ethics", code) for code in CODES_OF_ETHICS),
]
deeds_drawn = st.lists(st.sampled_from(DEEDS), unique=True, max_size=6)


def record_of(deeds) -> Record:
    record = NEW
    for kind, code in deeds:
        record = {
            "exam": record.passed,
            "course": record.completed,
            "designation": record.conferred,
            "ethics": record.accepted,
        }[kind](code)
    return record


def is_met(rule, deeds) -> bool:
    """The rules as their definitions say, with nothing clever."""
    match rule:
        case ExamPassed(exam=code):
            return ("exam", code) in deeds
        case CourseCompleted(course=code):
            return ("course", code) in deeds or ("exam", code) in deeds
        case DesignationHeld(designation=code):
            return ("designation", code) in deeds
        case EthicsAccepted(ethics=code):
            return ("ethics", code) in deeds
        case AllOf(all=parts) | Pathway(all=parts):
            return all(is_met(part, deeds) for part in parts)
        case AnyOf(any=parts) | OnePathwayOf(one_pathway_of=parts):
            return any(is_met(part, deeds) for part in parts)
        case AtLeast(at_least=choice):
            return sum(is_met(part, deeds) for part in choice.of) >= choice.n
    raise AssertionError(rule)


def fewest_left(rule, deeds) -> int:
    """By trying all sets of further deeds, small ones first."""
    return next(
        size
        for size in range(len(DEEDS) + 1)
        for more in combinations(DEEDS, size)
        if is_met(rule, {*deeds, *more})
    )


@given(rules_drawn, deeds_drawn)
@settings(max_examples=200)
def test_what_is_left_is_the_least_that_meets_the_rule(rule, deeds):
    found = audited(rule, record_of(deeds))

    assert found.finding.left == fewest_left(rule, deeds)
    assert found.met == is_met(rule, set(deeds))


@given(rules_drawn, deeds_drawn)
@settings(max_examples=200)
def test_doing_what_is_missing_meets_the_rule(rule, deeds):
    missing = audited(rule, record_of(deeds)).missing

    done = record_of([*deeds, *((finding.kind, finding.code) for finding in missing)])

    assert len({(finding.kind, finding.code) for finding in missing}) == len(missing)
    assert audited(rule, done).met


@given(rules_drawn, deeds_drawn)
def test_every_part_says_the_truth_of_itself(rule, deeds):
    for finding in audited(rule, record_of(deeds)).finding.all_findings():
        assert finding.met == (finding.left == 0)
        assert len(finding.missing()) == finding.left
        assert finding.met or finding.met_by is None
        if not finding.parts:
            assert finding.met == (finding.met_by is not None)


@given(rules_drawn, deeds_drawn, st.sampled_from(DEEDS))
@settings(max_examples=200)
def test_what_a_person_does_never_makes_more_left_to_do(rule, deeds, further):
    before = audited(rule, record_of(deeds)).finding
    after = audited(rule, record_of([*deeds, further])).finding

    for one, other in zip(before.all_findings(), after.all_findings(), strict=True):
        assert other.left <= one.left
        assert other.met or not one.met
    assert before.left - after.left <= 1


@given(rules_drawn, deeds_drawn, st.randoms())
def test_the_order_of_deeds_does_not_matter(rule, deeds, random):
    shuffled = list(deeds)
    random.shuffle(shuffled)

    assert (
        audited(rule, record_of(shuffled)).finding.left
        == audited(rule, record_of(deeds)).finding.left
    )


def test_an_exam_asked_for_in_two_places_is_left_once():
    rule = AllOf(all=(exam("PUM"), AnyOf(any=exams("PUM", "PIN"))))

    found = audited(rule)

    assert (found.finding.left, codes(found.missing)) == (1, ["PUM"])


def test_the_way_that_serves_two_choices_at_once_is_the_shortest():
    # each choice alone would take its first exam; only PIN serves both
    rule = AllOf(all=(AnyOf(any=exams("PUM", "PIN")), AnyOf(any=exams("PPM", "PIN"))))

    assert codes(audited(rule).missing) == ["PIN"]


def test_the_exam_of_a_course_completes_the_course():
    rule = AllOf(all=(CourseCompleted(course="PUM"), exam("PUM")))

    found = audited(rule)

    assert [(finding.kind, finding.code) for finding in found.missing] == [("exam", "PUM")]
    assert audited(rule, NEW.passed("PUM")).met
    assert not audited(rule, NEW.completed("PUM")).met


def test_of_equally_short_ways_the_first_as_written_is_named():
    rule = OnePathwayOf(
        one_pathway_of=(pathway("one", *exams("PUM", "PIN")), pathway("two", *exams("PLI", "PPM")))
    )

    assert codes(audited(rule).missing) == ["PUM", "PIN"]
    assert codes(audited(at_least(2, *exams("PIN", "PUM", "PLI"))).missing) == ["PIN", "PUM"]


def test_a_wide_choice_is_no_explosion():
    wide = at_least(10, *(AnyOf(any=(exam(code), *exams("PUM", "PIN"))) for code in COURSES * 4))
    rule = AllOf(all=(wide, *(AnyOf(any=exams(*pair)) for pair in combinations(COURSES, 2))))
    started = time.process_time()

    assert audited(rule).finding.left == 4  # all pairs of five exams are hit by four of them
    assert time.process_time() - started < 10
