"""Credit assignment at its limits: every way to find the best answer finds the same one."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.assignment import try_large, try_small
from tauliah.core.audit import audit_all, credit_accounts
from tauliah.core.audit.auditing import Person
from tauliah.core.audit.sharing import joint_audit
from tauliah.core.kernel import EntryKind
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    ContinuingEducation,
    DesignationHeld,
    RuleVersion,
)
from tests.core.audit.rules import NEW, TODAY, Record, at_least, audited, both, exam, exams
from tests.core.audit.test_sharing import programme_of, uses
from tests.services.lengths import soon


@pytest.mark.parametrize("first", soon(range(0, 300, 50), first=2))
def test_the_price_is_the_least_of_all_assignments(first):
    assert all(try_small(seed).equal for seed in range(first, first + 50))


@pytest.mark.parametrize("first", soon(range(0, 20, 4), first=2))
def test_the_price_is_the_least_of_an_integer_programme(first):
    assert all(try_large(seed).equal for seed in range(first, first + 4))


def counting_at_most(programme, n):
    about = programme.about.model_copy(update={"exam_counts_for_at_most": n})
    return programme.model_copy(update={"about": about})


def test_an_exam_counts_in_so_many_designations_and_in_the_conferred_first():
    rules = {code: exam("PUM") for code in ("API", "AINS", "CPCU")}
    programme = counting_at_most(programme_of(rules), 2)

    found = audit_all(programme, NEW.passed("PUM").conferred("CPCU").entries, TODAY)

    assert uses(found) == {"PUM": ("API", "CPCU")}
    assert [found.is_met(code) for code in ("API", "AINS", "CPCU")] == [True, False, True]


def test_an_exam_that_counts_in_one_only_says_so():
    rules = {"API": exam("PUM"), "CPCU": exam("PUM")}
    programme = counting_at_most(programme_of(rules), 1)

    found = audit_all(programme, NEW.passed("PUM").conferred("API").entries, TODAY)

    assert [one.en for one in accounts(found)["PUM"]] == [
        "The exam Course PUM (PUM), passed on 5 January 2026 (entry 1), counts for API.",
        (
            "The exam Course PUM (PUM), passed on 5 January 2026 (entry 1), does not count for CPCU. It counts "
            "for API, and the programme lets an exam count for at most one designation."
        ),
    ]


def with_versions(programme, code, *rules):
    """The designation with these rules from 2023, 2024 and so on, the best of which counts."""
    versions = tuple(
        RuleVersion.model_validate({"from": date(year, 1, 1), "source": both("R"), "requires": one})
        for year, one in enumerate(rules, start=2027 - len(rules))
    )
    designations = tuple(
        one.model_copy(update={"versions": versions, "grandfathering": "best_of"})
        if one.code == code
        else one
        for one in programme.designations
    )
    return programme.model_copy(update={"designations": designations})


def test_the_version_of_the_rules_is_chosen_together_with_the_exams():
    rules = {"API": exam("PUM"), "CPCU": exam("PUM")}
    limited = programme_of(rules, [("API", "CPCU", 0, None)])
    programme = with_versions(limited, "CPCU", exam("PIN"), exam("PUM"))
    matriculation = NEW.matriculated("CPCU").entries[0]
    at = matriculation.happened_at.replace(year=2025)
    record = Record([replace(matriculation, happened_at=at)])

    found = audit_all(programme, record.passed("PUM", "PIN").conferred("API").entries, TODAY)

    assert found.is_met("API")
    assert found.is_met("CPCU")
    assert found.audit("CPCU").rules.from_date == date(2025, 1, 1)


def continuing(programme, code):
    rule = ContinuingEducation(hours=10, every_months=1)
    designations = tuple(
        one.model_copy(update={"continuing_education": rule}) if one.code == code else one
        for one in programme.designations
    )
    return programme.model_copy(update={"designations": designations})


def test_a_lapsed_holder_does_not_hold_what_another_designation_asks_for():
    programme = continuing(
        programme_of({"API": DesignationHeld(designation="AINS"), "AINS": exam("PUM")}), "AINS"
    )
    holder = NEW.conferred("AINS")
    retired = holder.add(EntryKind.RETIRED, designation="AINS")

    lapsed = audited(programme, holder)

    assert not lapsed.met
    assert lapsed.missing[0].sentence.en == (
        "The designation Title AINS (AINS) was conferred on 5 January 2026, but has lapsed for want "
        "of continuing education; it counts again once it is regained."
    )
    assert audited(programme, holder, on=date(2026, 1, 20)).met
    assert audited(programme, retired).met


def accounts(found):
    return {str(one.entry.facts.get("exam")): one.sentences for one in credit_accounts(found)}


def test_every_credit_is_accounted_for():
    rules = {
        "API": AllOf(all=(exam("PUM"), exam("PPM"))),
        "CPCU": AnyOf(any=(exam("PUM"), exam("PLI"))),
    }
    programme = programme_of(rules, [("API", "CPCU", 0, None)])

    found = audit_all(programme, NEW.passed("PUM", "PRM").credited("PPM").entries, TODAY)

    told = {code: [one.en for one in said] for code, said in accounts(found).items()}
    assert told == {
        "PUM": [
            "The exam Course PUM (PUM), passed on 5 January 2026 (entry 1), counts for API.",
            (
                "The exam Course PUM (PUM), passed on 5 January 2026 (entry 1), does not count for CPCU. It "
                "counts for API, and the rules of API let API and CPCU share no exam."
            ),
        ],
        "PRM": [
            (
                "The exam Course PRM (PRM), passed on 6 January 2026 (entry 2), counts for nothing, because "
                "the rules of no designation ask for it."
            )
        ],
        "PPM": [
            "The credit for Course PPM (PPM), granted on 7 January 2026 (entry 3), counts for API."
        ],
    }
    assert all(one.ms for said in accounts(found).values() for one in said)


def test_a_second_pass_says_which_one_counts():
    found = audit_all(programme_of({"API": exam("PUM")}), NEW.passed("PUM", "PUM").entries, TODAY)

    second = credit_accounts(found)[1]
    assert second.counts_for == ()
    assert second.sentences[0].ms.endswith(
        "Apa yang diperoleh pada 5 Januari 2026 dikira sebagai gantinya."
    )


def test_tens_of_exams_over_a_limit_take_less_than_a_second():
    codes = ("API", "AINS", "CPCU")
    names = tuple(f"X{number:02}" for number in range(40))
    pairs = [("API", "CPCU", 3, None), ("API", "AINS", 2, None), ("AINS", "CPCU", None, 9)]
    blank = programme_of({code: at_least(20, *exams(*names)) for code in codes}, pairs)
    course = blank.courses[0]
    courses = tuple(course.model_copy(update={"code": one, "title": both(one)}) for one in names)
    programme = counting_at_most(blank.model_copy(update={"courses": courses}), 2)
    person = Person.of(programme, NEW.passed(*names[:36]).entries, on=TODAY)
    # the solver is loaded once for all
    joint_audit(person)
    started = time.process_time()

    found = joint_audit(person)

    assert time.process_time() - started < 1
    assert all(len(one.counts_for) <= 2 for one in found.uses)
    assert sum(one.counts_for == ("AINS", "API") for one in found.uses) <= 2
