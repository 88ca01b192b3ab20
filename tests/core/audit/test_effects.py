"""Who gains and who loses by a change of the programme, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.audit import Comparison, Effect, audit, days_of_change, effect_on
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    ClassAttended,
    DesignationHeld,
    ExamPassed,
    ExperienceGained,
    Programme,
    RuleVersion,
)
from tests.core.audit.rules import (
    CODES_OF_ETHICS,
    COURSES,
    NEW,
    OTHER_DESIGNATIONS,
    TODAY,
    TWO_PATHWAYS,
    Record,
    both,
    exam,
    exams,
    programme_asking,
    rules_drawn,
    with_ethics,
)

AISYAH = NEW.matriculated().passed("PUM")


def effect(
    record: Record, before: Any, after: Any, *, on: date = TODAY, designation: str = "API"
) -> Effect:
    """The effect on one designation of a change from these rules to those."""
    old, new = (
        one if isinstance(one, Programme) else programme_asking(one) for one in (before, after)
    )
    found = effect_on(record.entries, before=old, after=new, on=on)
    return next(one for one in found if one.designation == designation)


def said(found: Effect) -> str:
    return " ".join(sentence.en for sentence in found.sentences)


def without(programme: Programme, code: str) -> Programme:
    kept = tuple(one for one in programme.designations if one.code != code)
    return programme.model_copy(update={"designations": kept})


def test_one_requirement_more_is_a_loss_and_is_named() -> None:
    found = effect(AISYAH, exam("PUM"), AllOf(all=exams("PUM", "PIN")))

    assert (found.direction, found.left_before, found.left_after) == ("loses", 0, 1)
    assert said(found) == (
        "Every requirement of API was met; left now: 1. "
        "The exam Course PIN (PIN) is still to be passed."
    )
    assert "Peperiksaan Course PIN (ms) (PIN) belum dilepasi." in found.sentences[1].ms


def test_one_requirement_less_is_a_gain_and_is_named() -> None:
    found = effect(AISYAH, AllOf(all=exams("PUM", "PIN", "PRM")), AllOf(all=exams("PUM", "PRM")))

    assert (found.direction, found.left_before, found.left_after) == ("gains", 2, 1)
    assert said(found) == (
        "Requirements left to API on the shortest way: 1 instead of 2. "
        "The exam Course PIN (PIN) is not needed for it any more."
    )


def test_classes_and_experience_that_are_asked_for_no_more_are_named_as_what_they_are() -> None:
    asked = {"experience": {"months": 24}}
    work = ExperienceGained.model_validate(asked)
    before = AllOf(all=(exam("PUM"), ClassAttended(classroom="PIN"), work))

    found = effect(AISYAH, before, exam("PUM"))

    assert said(found) == (
        "Every requirement of API is met; left before: 2. "
        "The classroom sessions of Course PIN (PIN) are not needed for it any more. "
        "24 months of experience are not needed for it any more."
    )
    assert found.sentences[2].ms == "Pengalaman selama 24 bulan tidak lagi diperlukan untuknya."


def test_a_rule_that_becomes_met_is_a_gain() -> None:
    found = effect(AISYAH, AllOf(all=exams("PUM", "PIN")), exam("PUM"))

    assert (found.direction, found.left_after) == ("gains", 0)
    assert found.sentences[0].en == "Every requirement of API is met; left before: 1."


def test_what_is_asked_for_elsewhere_than_on_ones_way_changes_nothing() -> None:
    longer = TWO_PATHWAYS.model_copy(update={"all": (*TWO_PATHWAYS.all,)})
    record = AISYAH.passed("PRM")

    assert effect(record, TWO_PATHWAYS, longer).direction == "unchanged"
    assert effect(AISYAH, AnyOf(any=exams("PUM", "PIN")), exam("PUM")).direction == "unchanged"


def test_who_is_on_the_way_and_loses_needs_grandfathering() -> None:
    found = effect(AISYAH, exam("PUM"), AllOf(all=exams("PUM", "PIN")))

    assert found.needs_grandfathering


def test_who_gains_needs_no_grandfathering() -> None:
    assert not effect(AISYAH, exam("PIN"), exam("PUM")).needs_grandfathering


def test_what_is_conferred_stays_conferred_whatever_is_asked_for_now() -> None:
    found = effect(AISYAH.conferred(), exam("PUM"), AllOf(all=exams("PUM", "PIN")))

    assert (found.direction, found.needs_grandfathering) == ("unchanged", False)


def test_a_holder_loses_when_the_designation_vanishes() -> None:
    before = programme_asking(exam("PUM"))

    found = effect(AISYAH.conferred(), before, without(before, "API"))

    assert (found.direction, found.needs_grandfathering) == ("loses", False)
    assert said(found) == "The designation Title API (API) is no longer in the programme."


def test_a_candidate_needs_grandfathering_when_the_designation_vanishes() -> None:
    before = programme_asking(exam("PUM"))

    found = effect(AISYAH, before, without(before, "API"))

    assert (found.direction, found.left_before, found.left_after) == ("loses", 0, None)
    assert found.needs_grandfathering


def test_a_designation_that_comes_back_is_a_gain() -> None:
    after = programme_asking(exam("PUM"))

    assert effect(AISYAH, without(after, "API"), after).direction == "gains"


def test_rules_that_are_not_in_force_any_more_are_a_loss() -> None:
    later = programme_asking(exam("PUM"), since=date(2030, 1, 1))

    found = effect(AISYAH, exam("PUM"), later)

    assert (found.direction, found.left_after) == ("loses", None)
    assert "No rules of API are in force" in said(found)


def test_a_new_version_of_the_code_of_ethics_has_to_be_accepted_again() -> None:
    record = NEW.matriculated().passed("PUM", "PRM").accepted()
    one = with_ethics(programme_asking(TWO_PATHWAYS), ("2024", date(2024, 1, 1)))
    two = with_ethics(
        programme_asking(TWO_PATHWAYS), ("2024", date(2024, 1, 1)), ("2026", date(2026, 1, 1))
    )

    found = effect(record, one, two)

    assert (found.direction, found.left_before, found.left_after) == ("loses", 0, 1)
    assert "The Code 2026 is still to be accepted." in said(found)


def test_a_person_in_for_nothing_has_no_effects() -> None:
    before, after = programme_asking(exam("PUM")), programme_asking(exam("PIN"))

    assert not effect_on(NEW.passed("PUM").entries, before=before, after=after, on=TODAY)


def test_each_designation_matriculated_for_or_held_has_its_effect() -> None:
    record = NEW.matriculated().conferred("AINS").matriculated("GONE")
    programme = programme_asking(exam("PUM"))

    found = effect_on(record.entries, before=programme, after=programme, on=TODAY)

    assert [one.designation for one in found] == ["AINS", "API", "GONE"]
    assert {one.direction for one in found} == {"unchanged"}


def test_the_days_of_change_are_today_and_each_later_day_on_which_something_comes_into_force() -> (
    None
):
    before = programme_asking(exam("PUM"), since=date(2027, 1, 1))
    after = with_ethics(programme_asking(exam("PUM")), ("2028", date(2028, 7, 1)))

    assert days_of_change(before, after, since=TODAY) == (
        TODAY,
        date(2027, 1, 1),
        date(2028, 7, 1),
    )


def test_a_loss_that_comes_later_is_told_with_its_day() -> None:
    before = programme_asking(exam("PUM"))
    stricter = RuleVersion.model_validate(
        {
            "from": date(2027, 1, 1),
            "source": both("Rules"),
            "requires": AllOf(all=exams("PUM", "PIN")),
        }
    )
    api, *others = before.designations
    api = api.model_copy(update={"versions": (*api.versions, stricter)})
    after = before.model_copy(update={"designations": (api, *others)})
    days = days_of_change(before, after, since=TODAY)

    found = Comparison(before, after, days=days).effects_on(AISYAH.entries)

    assert [(one.on, one.direction) for one in found] == [
        (TODAY, "unchanged"),
        (date(2027, 1, 1), "loses"),
    ]


def test_a_loss_that_lasts_is_told_once() -> None:
    before, after = programme_asking(exam("PUM")), programme_asking(AllOf(all=exams("PUM", "PIN")))
    days = (TODAY, date(2027, 1, 1))

    (found,) = Comparison(before, after, days=days).effects_on(AISYAH.entries)

    assert (found.on, found.direction) == (TODAY, "loses")


_did = st.one_of(
    st.tuples(st.just("passed"), st.sampled_from(COURSES)),
    st.tuples(st.just("completed"), st.sampled_from(COURSES)),
    st.tuples(st.just("accepted"), st.sampled_from(CODES_OF_ETHICS)),
    st.tuples(st.just("conferred"), st.sampled_from(("API", *OTHER_DESIGNATIONS))),
    st.tuples(st.just("revoked"), st.sampled_from(("API", *OTHER_DESIGNATIONS))),
)


def _record(acts: list[tuple[str, str]]) -> Record:
    record = NEW.matriculated()
    for act, code in acts:
        record = getattr(record, act)(code)
    return record


records_drawn = st.lists(_did, max_size=6).map(_record)


@given(rules=rules_drawn, record=records_drawn)
def test_no_difference_has_no_effect(rules: Any, record: Record) -> None:
    programme = programme_asking(rules)

    found = effect_on(record.entries, before=programme, after=programme, on=TODAY)

    assert {one.direction for one in found} == {"unchanged"}
    assert not any(one.sentences or one.needs_grandfathering for one in found)


@given(rules=rules_drawn, more=rules_drawn, record=records_drawn)
def test_a_requirement_more_is_never_a_gain(rules: Any, more: Any, record: Record) -> None:
    assert effect(record, rules, AllOf(all=(rules, more))).direction != "gains"


@given(rules=rules_drawn, other=rules_drawn, record=records_drawn)
def test_another_choice_is_never_a_loss(rules: Any, other: Any, record: Record) -> None:
    assert effect(record, rules, AnyOf(any=(rules, other))).direction != "loses"


@given(one=rules_drawn, two=rules_drawn, record=records_drawn)
def test_who_gains_by_a_change_loses_by_its_undoing(one: Any, two: Any, record: Record) -> None:
    undone = {"gains": "loses", "loses": "gains", "unchanged": "unchanged"}

    assert undone[effect(record, one, two).direction] == effect(record, two, one).direction


@given(one=rules_drawn, two=rules_drawn, records=st.lists(records_drawn, min_size=1, max_size=8))
def test_shared_work_gives_the_answers_of_one_by_one(
    one: Any, two: Any, records: list[Record]
) -> None:
    before, after = programme_asking(one), programme_asking(two)
    shared = Comparison(before, after, days=(TODAY,))

    for record in records:
        alone = effect_on(record.entries, before=before, after=after, on=TODAY)
        assert shared.effects_on(record.entries) == alone


@given(one=rules_drawn, two=rules_drawn, record=records_drawn)
def test_what_is_left_is_what_the_audits_say(one: Any, two: Any, record: Record) -> None:
    found = effect(record, one, two)

    for rules, left in ((one, found.left_before), (two, found.left_after)):
        told = audit(programme_asking(rules), "API", entries=record.entries, on=TODAY)
        assert told is not None
        assert told.finding.left == left


def test_a_prerequisite_counts_as_long_as_it_is_held() -> None:
    record = NEW.matriculated().conferred("AINS").revoked("AINS")

    found = effect(record, exam("PUM"), DesignationHeld(designation="AINS"))

    assert found.direction == "unchanged"


def test_records_that_differ_in_their_days_share_no_work_where_days_matter() -> None:
    soon = AllOf(all=(ExamPassed(exam="PUM", within_months=24), exam("PIN")))
    before, after = programme_asking(exam("PIN")), programme_asking(soon)
    shared = Comparison(before, after, days=(TODAY,))
    long_ago = tuple(
        replace(one, happened_at=one.happened_at - timedelta(days=900)) for one in AISYAH.entries
    )

    assert [one.direction for one in shared.effects_on(AISYAH.entries)] == ["unchanged"]
    assert [one.direction for one in shared.effects_on(long_ago)] == ["loses"]
