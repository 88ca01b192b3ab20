"""Aisyah's record, held against the rules: what counts, what is missing, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from tauliah.core.audit import audit, standing_of
from tauliah.core.kernel import LANGUAGES, EntryKind
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    CourseCompleted,
    DesignationHeld,
    EthicsAccepted,
    OnePathwayOf,
)
from tests.core.audit.rules import (
    NEW,
    TODAY,
    TWO_PATHWAYS,
    Record,
    at_least,
    audited,
    codes,
    exam,
    exams,
    pathway,
    programme_asking,
    rules_drawn,
    with_ethics,
)

ETHICS = EthicsAccepted(ethics="ethics")


def one_pathway(*parts):
    return OnePathwayOf(one_pathway_of=(pathway("way", *parts),))


def test_an_exam_is_met_by_the_entry_that_passed_it():
    record = NEW.matriculated().failed("PUM").passed("PUM")

    found = audited(exam("PUM"), record).finding

    assert found.met
    assert found.met_by.number == 3


def test_the_first_pass_is_the_one_that_counts():
    assert audited(exam("PUM"), NEW.passed("PUM", "PUM")).finding.met_by.number == 1


def test_the_day_said_is_the_day_on_the_programmes_calendar():
    midnight_in_kuala_lumpur = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    (entry,) = NEW.passed("PUM").entries

    record = Record([replace(entry, happened_at=midnight_in_kuala_lumpur)])
    found = audited(exam("PUM"), record).finding

    assert "3 March 2026" in found.sentence.en
    assert "3 Mac 2026" in found.sentence.ms


def test_a_failed_exam_meets_nothing():
    assert not audited(exam("PUM"), NEW.failed("PUM")).met


def test_a_later_failure_takes_no_pass_away():
    assert audited(exam("PUM"), NEW.passed("PUM").failed("PUM")).met


def test_granted_credit_meets_an_exam():
    found = audited(exam("PUM"), NEW.credited("PUM")).finding

    assert found.met_by.kind is EntryKind.CREDIT_GRANTED


def test_a_course_is_met_by_its_completion_its_exam_or_credit():
    course = CourseCompleted(course="PUM")

    assert not audited(course).met
    assert audited(course, NEW.completed("PUM")).met
    assert audited(course, NEW.passed("PUM")).met
    assert audited(course, NEW.credited("PUM")).met


def test_a_completed_course_is_no_passed_exam():
    assert not audited(exam("PUM"), NEW.completed("PUM")).met


def test_another_designation_is_met_while_it_is_held():
    held = DesignationHeld(designation="AINS")

    assert not audited(held).met
    assert audited(held, NEW.conferred("AINS")).met
    assert not audited(held, NEW.conferred("AINS").revoked("AINS")).met
    assert audited(held, NEW.conferred("AINS").revoked("AINS").reinstated("AINS")).met


def test_a_reinstated_designation_is_held_by_its_conferral():
    record = NEW.conferred("AINS").revoked("AINS").reinstated("AINS")

    assert standing_of(record.entries).held["AINS"].number == 1


def test_all_asks_for_every_part():
    rule = AllOf(all=exams("PUM", "PIN"))

    assert codes(audited(rule).missing) == ["PUM", "PIN"]
    assert codes(audited(rule, NEW.passed("PIN")).missing) == ["PUM"]
    assert audited(rule, NEW.passed("PIN", "PUM")).met


def test_any_asks_for_one_part():
    rule = AnyOf(any=exams("PUM", "PIN"))

    assert audited(rule).finding.left == 1
    assert audited(rule, NEW.passed("PIN")).met


def test_at_least_asks_for_so_many_parts():
    rule = at_least(2, *exams("PUM", "PPM", "PLI"))

    assert audited(rule).finding.left == 2
    assert codes(audited(rule, NEW.passed("PLI")).missing) == ["PUM"]
    assert audited(rule, NEW.passed("PLI", "PUM")).met


def test_both_pathways_stand_side_by_side_with_what_is_left_on_each():
    found = audited(TWO_PATHWAYS, NEW.passed("PUM", "PPM", "PIN"))

    assert [(way.code, way.left) for way in found.pathways] == [("four", 1), ("two", 1)]
    assert codes(found.missing) == ["PLI", "ethics"]


def test_the_shorter_pathway_is_the_one_that_is_proposed():
    found = audited(TWO_PATHWAYS, NEW.passed("PRM"))

    assert [(way.code, way.left) for way in found.pathways] == [("four", 4), ("two", 1)]
    assert codes(found.missing) == ["PUM", "ethics"]


def test_every_way_is_shown_also_when_one_of_them_is_complete():
    found = audited(TWO_PATHWAYS, NEW.passed("PUM", "PRM").accepted())

    assert found.met
    assert [(way.code, way.left) for way in found.pathways] == [("four", 3), ("two", 0)]
    assert found.missing == ()


def test_what_counts_is_named_once_on_whichever_pathway():
    found = audited(TWO_PATHWAYS, NEW.passed("PUM", "PPM"))

    assert codes(found.finding.counted()) == ["PUM", "PPM"]


def test_a_code_of_ethics_counts_in_the_version_in_force_only():
    versions = (("2024", date(2024, 1, 1)), ("2026", date(2026, 5, 1)))
    programme = with_ethics(programme_asking(ETHICS), *versions)
    accepted = NEW.accepted(version="2024")

    assert audited(programme, accepted, on=date(2026, 4, 30)).met
    assert not audited(programme, accepted, on=date(2026, 5, 1)).met
    assert audited(programme, accepted.accepted(version="2026"), on=date(2026, 5, 1)).met


def test_a_code_of_ethics_that_is_not_in_force_yet_cannot_be_met():
    programme = with_ethics(programme_asking(ETHICS), ("2027", date(2027, 1, 1)))

    assert not audited(programme, NEW.accepted(version="2027"), on=TODAY).met


def test_a_correction_changes_what_counts():
    failed_then_upheld = NEW.failed("PUM").corrected(1, {"exam": "PUM", "passed": True})
    passed_then_annulled = NEW.passed("PUM").corrected(1, {"exam": "PUM", "passed": False})

    assert audited(exam("PUM"), failed_then_upheld).met
    assert not audited(exam("PUM"), passed_then_annulled).met


def test_a_withdrawn_entry_counts_no_more():
    assert not audited(exam("PUM"), NEW.credited("PUM").corrected(1, None)).met
    assert audited(exam("PUM"), NEW.credited("PUM").passed("PUM").corrected(1, None)).met


def test_the_last_correction_speaks():
    facts = {"exam": "PUM", "passed": True}
    record = NEW.passed("PUM").corrected(1, None).corrected(2, facts)

    assert audited(exam("PUM"), record).met
    assert not audited(exam("PUM"), record.corrected(3, None)).met


def test_a_correction_of_an_entry_that_does_not_exist_changes_nothing():
    assert audited(exam("PUM"), NEW.passed("PUM").corrected(9, None)).met


def test_a_corrected_entry_keeps_its_day():
    record = NEW.matriculated().failed("PUM").corrected(2, {"exam": "PUM", "passed": True})

    assert audited(exam("PUM"), record).finding.met_by.happened_at.date() == date(2026, 1, 6)


def test_conferral_and_revocation_show_without_changing_what_is_met():
    earned = NEW.matriculated().passed("PUM")
    conferred, revoked = earned.conferred(), earned.conferred().revoked()
    rule = exam("PUM")

    said = [audited(rule, record) for record in (earned, conferred, revoked)]
    assert [(one.held, one.revoked, one.met) for one in said] == [
        (False, False, True),
        (True, False, True),
        (False, True, True),
    ]
    assert audited(rule, revoked.reinstated()).held
    assert audited(rule, revoked.conferred()).held


def test_matriculation_is_for_one_designation():
    assert audited(exam("PUM"), NEW.matriculated("API")).matriculated
    assert not audited(exam("PUM"), NEW.matriculated("AINS")).matriculated


def test_before_its_first_rules_a_designation_has_no_audit():
    programme = programme_asking(exam("PUM"), since=date(2026, 6, 1))

    assert audit(programme, "API", entries=(), on=date(2026, 5, 31)) is None
    assert audit(programme, "API", entries=(), on=date(2026, 6, 1)) is not None


def test_a_designation_that_does_not_exist_is_a_key_error():
    with pytest.raises(KeyError):
        audit(programme_asking(exam("PUM")), "XYZ", entries=(), on=TODAY)


@given(rules_drawn)
def test_everything_is_said_in_both_languages_and_no_sentence_is_left_half(rule):
    record = NEW.passed("PUM").credited("PPM").completed("PLI").conferred("AINS").accepted()
    for requires in (rule, AllOf(all=(rule,))):
        for found in (audited(requires), audited(requires, record)):
            said = [found.sentence, *(part.sentence for part in found.finding.all_findings())]
            for sentence in said:
                texts = [sentence.in_language(language) for language in LANGUAGES]
                assert texts[0] != texts[1]
                assert all(text.endswith(".") and not text[0].islower() for text in texts)


@pytest.mark.parametrize(
    ("record", "en", "ms"),
    [
        (NEW, "The exam Course PUM (PUM) is still to be passed.",
         "Peperiksaan Course PUM (ms) (PUM) belum dilepasi."),
        (NEW.passed("PUM"), "The exam Course PUM (PUM) was passed on 5 January 2026.",
         "Peperiksaan Course PUM (ms) (PUM) dilepasi pada 5 Januari 2026."),
        (NEW.credited("PUM"), "Credit for Course PUM (PUM) was granted on 5 January 2026.",
         "Kredit bagi Course PUM (ms) (PUM) diberikan pada 5 Januari 2026."),
    ],
)  # fmt: skip
def test_an_exam_is_spoken_of_by_how_it_came_about(record, en, ms):
    sentence = audited(exam("PUM"), record).finding.sentence

    assert (sentence.en, sentence.ms) == (en, ms)


def test_a_pathway_speaks_of_exams_only_where_exams_are_left():
    only_exams = audited(one_pathway(*exams("PUM", "PIN")), NEW.passed("PIN"))
    mixed = audited(one_pathway(exam("PUM"), ETHICS), NEW.passed("PUM"))
    complete = audited(one_pathway(exam("PUM")), NEW.passed("PUM"))

    assert only_exams.pathways[0].sentence.en == "On the pathway “Way” one exam is left."
    assert mixed.pathways[0].sentence.en == "On the pathway “Way” one requirement is left."
    assert complete.pathways[0].sentence.en == "The pathway “Way” is complete."


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (NEW, "2 requirements are left to API on the shortest way."),
        (NEW.passed("PUM"), "One requirement is left to API on the shortest way."),
        (NEW.passed("PUM").accepted(), "Every requirement of API is met."),
        (NEW.passed("PUM").accepted().conferred(), "API is conferred."),
        (NEW.passed("PUM").accepted().conferred().revoked(), "API was revoked."),
    ],
)
def test_the_verdict_is_one_sentence(record, said):
    assert audited(AllOf(all=(exam("PUM"), ETHICS)), record).sentence.en == said
