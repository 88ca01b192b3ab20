"""Exemptions, equivalences and retired courses: what counts besides the exam itself."""

from __future__ import annotations

from datetime import date

import pytest

from tauliah.core.audit import audit
from tauliah.core.kernel import EntryKind
from tauliah.core.programme import AllOf, AnyOf, CourseCompleted, Equivalence, OtherCourse
from tests.core.audit.rules import NEW, TODAY, audited, both, codes, exam, exams, programme_asking


def exempted(approved_by="meiling", **more):
    facts = {"exam": "PUM", "evidence": "a degree", "approved_by": approved_by, **more}
    return NEW.add(EntryKind.EXEMPTION_GRANTED, **facts)


def edge(*of, to, since="2020-01-01", until=None):
    return Equivalence.model_validate(
        {"from": of, "to": to, "valid_from": since, "valid_until": until}
    )


def with_edges(programme, *edges):
    others = tuple(OtherCourse(code=code, title=both(f"Old {code}")) for code in ("OLD1", "OLD2"))
    about = programme.about.model_copy(update={"equivalences": edges, "other_courses": others})
    return programme.model_copy(update={"about": about})


def retired(programme, code, on):
    courses = tuple(
        course.model_copy(update={"status": "retired", "retired_on": on})
        if course.code == code
        else course
        for course in programme.courses
    )
    return programme.model_copy(update={"courses": courses})


def test_an_exemption_approved_by_a_second_person_meets_an_exam():
    found = audited(exam("PUM"), exempted())

    assert found.met
    assert found.finding.met_by.kind is EntryKind.EXEMPTION_GRANTED
    assert found.finding.sentence.en == (
        "An exemption from Course PUM (PUM) was granted on 5 January 2026 and approved by a second "
        "person."
    )
    assert found.finding.sentence.ms == (
        "Pengecualian daripada Course PUM (ms) (PUM) diberikan pada 5 Januari 2026 dan diluluskan "
        "oleh orang kedua."
    )


@pytest.mark.parametrize("approved_by", ["farid", ""])
def test_an_exemption_that_one_person_grants_and_approves_counts_for_nothing(approved_by):
    found = audited(exam("PUM"), exempted(approved_by))

    assert not found.met
    assert found.finding.sentence.en.endswith("but no second person has approved it.")


def test_an_exemption_counts_until_its_last_day():
    record = exempted(expires="2026-03-01")

    assert audited(exam("PUM"), record, on=date(2026, 3, 1)).met
    late = audited(exam("PUM"), record, on=date(2026, 3, 2))
    assert not late.met
    assert late.finding.sentence.en.endswith("it counted until 1 March 2026.")


def test_an_exemption_completes_no_course_and_gives_way_to_a_pass():
    assert not audited(CourseCompleted(course="PUM"), exempted()).met
    assert audited(exam("PUM"), exempted().passed("PUM")).finding.met_by.number == 2


def test_an_exam_under_its_old_number_counts_as_the_new_one():
    programme = with_edges(programme_asking(exam("PUM")), edge("OLD1", to="PUM"))

    found = audited(programme, NEW.credited("OLD1"))

    assert found.met
    assert found.finding.sentence.en == (
        "Course PUM (PUM) counts since 5 January 2026, by Old OLD1 (OLD1)."
    )


def test_segments_count_only_together_and_from_the_day_of_the_last():
    programme = with_edges(programme_asking(exam("PUM")), edge("OLD1", "OLD2", to="PUM"))

    assert not audited(programme, NEW.credited("OLD1")).met
    found = audited(programme, NEW.credited("OLD1").credited("OLD2"))
    assert found.finding.met_by.number == 2
    assert "6 January 2026, by Old OLD1 (OLD1) and Old OLD2 (OLD2)" in found.finding.sentence.en


def test_equivalences_follow_one_another():
    edges = (edge("OLD1", to="OLD2"), edge("OLD2", to="PUM"))

    assert audited(with_edges(programme_asking(exam("PUM")), *edges), NEW.credited("OLD1")).met


def test_an_equivalence_counts_on_its_days_only():
    edges = edge("OLD1", to="PUM", since="2026-02-01", until="2026-03-01")
    programme = with_edges(programme_asking(exam("PUM")), edges)

    met = {
        day: audited(programme, NEW.credited("OLD1"), on=day).met
        for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2))
    }
    assert list(met.values()) == [False, True, True, False]


def test_an_equivalence_of_a_designation_counts_for_it_alone():
    programme = programme_asking(exam("PUM"))
    api, ains, *rest = programme.designations
    api = api.model_copy(update={"equivalences": (edge("PIN", to="PUM"),)})
    ains = ains.model_copy(update={"versions": api.versions})
    programme = programme.model_copy(update={"designations": (api, ains, *rest)})

    met = [
        audit(programme, code, entries=NEW.passed("PIN").entries, on=TODAY).met
        for code in ("API", "AINS")
    ]
    assert met == [True, False]


def test_a_circle_of_equivalences_does_not_stop_an_audit():
    edges = (edge("PUM", to="PIN"), edge("PIN", to="PUM"))
    programme = with_edges(programme_asking(AllOf(all=exams("PUM", "PIN"))), *edges)

    assert audited(programme, NEW.passed("PUM")).met
    assert codes(audited(programme).missing) == ["PUM", "PIN"]


def test_a_retired_course_counts_when_it_was_passed_before_its_end():
    programme = programme_asking(exam("PUM"))

    assert audited(retired(programme, "PUM", date(2026, 1, 6)), NEW.passed("PUM")).met
    late = audited(retired(programme, "PUM", date(2026, 1, 5)), NEW.passed("PUM"))
    assert not late.met
    assert late.finding.blocked
    assert late.finding.sentence.en.endswith("because the course was retired by then.")


def test_the_shortest_way_leads_round_a_retired_exam():
    rule = AnyOf(any=(exam("PUM"), AllOf(all=exams("PIN", "PLI"))))
    programme = retired(programme_asking(rule), "PUM", date(2025, 1, 1))

    assert codes(audited(programme).missing) == ["PIN", "PLI"]


def test_a_retired_exam_that_every_way_asks_for_is_told_as_gone():
    programme = retired(programme_asking(exam("PUM")), "PUM", date(2025, 1, 1))

    found = audited(programme)
    assert found.finding.left == 1
    assert found.finding.sentence.en == (
        "The exam Course PUM (PUM) is not passed, and the course was retired on 1 January 2025."
    )
