"""A decision reads like a letter: by which rules, what counts, what does not and why, what now."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.audit import Letter, audit, letter
from tauliah.core.kernel import EntryKind
from tauliah.core.programme import (
    AllOf,
    DesignationHeld,
    Equivalence,
    OtherCourse,
    Programme,
)
from tests.core.audit.rules import (
    COURSES,
    NEW,
    TODAY,
    Record,
    both,
    exam,
    exams,
    programme_asking,
)
from tests.core.audit.test_sharing import programme_of

BOTH = programme_asking(AllOf(all=exams("PUM", "PPM")))


def written(programme: Programme, record: Record, *, on: date = TODAY) -> Letter:
    found = letter(programme, "API", entries=record.entries, on=on, release="7")
    assert found is not None
    return found


def part(found: Letter, heading: str) -> list[str]:
    """The English sentences under a heading."""
    (one,) = [part for part in found.parts if part.heading.en == heading]
    return [sentence.en for sentence in one.sentences]


def with_other_courses(programme: Programme, *equivalences: Equivalence) -> Programme:
    """The programme with two courses of other bodies, and what they lead to."""
    others = tuple(OtherCourse(code=code, title=both(f"Other {code}")) for code in ("OLD1", "OLD2"))
    about = programme.about.model_copy(
        update={"other_courses": others, "equivalences": equivalences}
    )
    return programme.model_copy(update={"about": about})


def leads(*codes: str, to: str) -> Equivalence:
    return Equivalence.model_validate({"from": codes, "to": to, "valid_from": date(2020, 1, 1)})


def test_it_opens_with_the_day_and_the_decision():
    found = written(BOTH, NEW.matriculated().passed("PUM"))

    assert [one.en for one in found.opening] == [
        (
            "This letter says what your record amounted to on 1 June 2026 for the designation Title API "
            "(API)."
        ),
        "You matriculated for API on 5 January 2026.",
        "One requirement is left to API on the shortest way.",
    ]


def test_it_says_which_rules_apply_and_where_they_are_written():
    assert part(written(BOTH, NEW), "The rules that apply") == [
        "The rules of 1 January 2024 apply, which are in force on the day of this audit.",
        "They are written in: Rules (release 7 of the programme).",
    ]


def test_what_counts_names_the_entry_through_which_it_does():
    assert part(written(BOTH, NEW.matriculated().passed("PUM")), "What counts") == [
        "The exam Course PUM (PUM), passed on 6 January 2026 (entry 2), counts for API."
    ]


def test_what_counts_and_is_no_credit_names_its_entry_too():
    programme = programme_asking(AllOf(all=(exam("PUM"), DesignationHeld(designation="AINS"))))

    found = written(programme, NEW.conferred("AINS").passed("PUM"))

    assert part(found, "What counts") == [
        "The exam Course PUM (PUM), passed on 6 January 2026 (entry 2), counts for API.",
        (
            "The designation Title AINS (AINS) was conferred on 5 January 2026. It is entry 1 of "
            "your record."
        ),
    ]


def test_what_is_missing_is_named():
    found = written(BOTH, NEW.passed("PUM"))

    assert part(found, "What is missing") == ["The exam Course PPM (PPM) is still to be passed."]


def test_an_exam_that_no_rule_asks_for_is_told_as_such():
    assert part(written(BOTH, NEW.passed("PIN")), "What does not count, and why") == [
        (
            "The exam Course PIN (PIN), passed on 5 January 2026 (entry 1), does not count, because "
            "the rules of API do not ask for it."
        )
    ]


def test_an_exam_that_counts_for_another_designation_names_that_one():
    programme = programme_of({"API": exam("PUM"), "AINS": exam("PIN")})

    assert part(written(programme, NEW.passed("PIN")), "What does not count, and why") == [
        (
            "The exam Course PIN (PIN), passed on 5 January 2026 (entry 1), counts for AINS; the "
            "rules of API do not ask for it."
        )
    ]


def test_an_exam_that_a_limit_keeps_back_names_the_limit_and_what_it_counts_for():
    programme = programme_of({"API": exam("PUM"), "AINS": exam("PUM")}, [("API", "AINS", 0, None)])

    found = written(programme, NEW.matriculated("AINS").passed("PUM"))

    assert part(found, "What does not count, and why") == [
        (
            "The exam Course PUM (PUM), passed on 6 January 2026 (entry 2), does not count for API. "
            "It counts for AINS, and the rules of API let API and AINS share no exam."
        )
    ]
    assert part(found, "What is missing") == [
        "The exam Course PUM (PUM), which can be met no more."
    ]


def test_an_exemption_that_ends_says_until_when_it_counts():
    exempt = NEW.add(
        EntryKind.EXEMPTION_GRANTED,
        exam="PUM",
        evidence="A degree",
        approved_by="mei-ling",
        expires="2027-01-31",
    )

    assert part(written(programme_asking(exam("PUM")), exempt), "What counts") == [
        (
            "The exemption from Course PUM (PUM), granted on 5 January 2026 (entry 1), counts for "
            "API until 31 January 2027."
        )
    ]


def test_a_second_pass_adds_nothing():
    found = written(BOTH, NEW.passed("PUM", "PUM"))

    assert part(found, "What does not count, and why") == [
        (
            "The exam Course PUM (PUM), passed on 6 January 2026 (entry 2), does not count for API. "
            "What was earned on 5 January 2026 counts in its place."
        )
    ]


def test_an_exam_that_was_not_passed_is_told_until_it_is():
    failed = NEW.failed("PUM")

    assert part(written(BOTH, failed), "What does not count, and why") == [
        "The exam Course PUM (PUM) was sat on 5 January 2026 and not passed (entry 1)."
    ]
    assert part(written(BOTH, failed.passed("PUM")), "What does not count, and why") == [
        "Every exam, course and class in your record that is meant for it counts."
    ]


def test_an_exemption_without_a_second_person_says_why_and_is_not_told_twice():
    alone = NEW.add(
        EntryKind.EXEMPTION_GRANTED, exam="PUM", evidence="A degree", approved_by="farid"
    )

    found = written(programme_asking(exam("PUM")), alone)

    assert part(found, "What does not count, and why") == [
        (
            "The exemption from Course PUM (PUM), granted on 5 January 2026 (entry 1), does not count "
            "for API. An exemption was granted, but no second person has approved it."
        )
    ]
    assert part(found, "What is missing") == [
        "The exam Course PUM (PUM), for the reason given above."
    ]


def test_a_course_of_another_body_counts_through_its_equivalence():
    programme = with_other_courses(programme_asking(exam("PUM")), leads("OLD1", to="PUM"))

    found = written(programme, NEW.credited("OLD1"))

    assert part(found, "What counts") == [
        (
            "The credit for Other OLD1 (OLD1), granted on 5 January 2026 (entry 1), counts for API as "
            "Course PUM (PUM)."
        )
    ]
    assert part(found, "What does not count, and why") == [
        "Every exam, course and class in your record that is meant for it counts."
    ]


def test_a_half_of_what_counts_together_names_the_other_half():
    programme = with_other_courses(programme_asking(exam("PUM")), leads("OLD1", "OLD2", to="PUM"))

    alone = written(programme, NEW.credited("OLD1"))
    together = written(programme, NEW.credited("OLD1").credited("OLD2"))

    assert part(alone, "What does not count, and why") == [
        (
            "The credit for Other OLD1 (OLD1), granted on 5 January 2026 (entry 1), does not count "
            "for API. It counts as Course PUM (PUM) only together with Other OLD2 (OLD2)."
        )
    ]
    assert part(alone, "What is missing") == ["The exam Course PUM (PUM) is still to be passed."]
    assert [one.split(",")[0] for one in part(together, "What counts")] == [
        "The credit for Other OLD1 (OLD1)",
        "The credit for Other OLD2 (OLD2)",
    ]
    assert part(together, "What does not count, and why") == [
        "Every exam, course and class in your record that is meant for it counts."
    ]


def test_an_entry_that_the_programme_does_not_know_is_named():
    (sentence,) = part(written(BOTH, NEW.passed("GONE")), "What does not count, and why")

    assert sentence.startswith("Entry 1 of 5 January 2026 names GONE, which this programme")


def test_when_all_is_met_it_says_what_to_do_next():
    met = NEW.passed("PUM", "PPM")

    def missing(record: Record) -> list[str]:
        return part(written(BOTH, record), "What is missing")

    assert missing(met) == ["Nothing but your matriculation: every requirement is met."]
    assert missing(met.matriculated()) == ["Nothing. You can claim API on the page of your awards."]
    assert missing(NEW.conferred())[0].startswith("Nothing. API is conferred, and what was")
    assert missing(NEW.conferred().revoked()) == [
        "API was revoked. Only the registrar can reinstate it."
    ]


def test_it_says_of_which_entries_it_was_made():
    assert (
        written(BOTH, NEW.passed("PUM", "PPM"))
        .closing[0]
        .en.startswith("This was worked out from entries 1 to 2 of your record.")
    )
    assert written(BOTH, NEW).closing[0].en == "Your record holds no entry yet."


def test_before_the_rules_begin_there_is_no_letter():
    early = letter(BOTH, "API", entries=(), on=date(2023, 12, 31), release="1")

    assert early is None
    with pytest.raises(KeyError):
        letter(BOTH, "XYZ", entries=(), on=TODAY, release="1")


@settings(max_examples=40)
@given(st.lists(st.sampled_from([*COURSES, "GONE"]), max_size=6), st.data())
def test_every_passed_exam_is_told_exactly_once(taken: list[str], data: st.DataObject):
    asked = data.draw(st.lists(st.sampled_from(COURSES), min_size=1, max_size=4, unique=True))
    programme = programme_asking(AllOf(all=exams(*asked)))
    record = NEW.passed(*taken)

    found = written(programme, record)

    counted, beside = part(found, "What counts"), part(found, "What does not count, and why")
    for entry in record.entries:
        names = (f"(entry {entry.number})", f"Entry {entry.number} of")
        assert sum(name in one for one in (*counted, *beside) for name in names) == 1
    audited = audit(programme, "API", entries=record.entries, on=TODAY)
    assert audited is not None
    assert len(part(found, "What is missing")) == max(audited.finding.left, 1)
