"""People of whom the rules can see no difference share one audit, and get the answers of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.audit import Comparison, Reaudit, effects_alone, tally_of
from tauliah.core.audit import comparison as comparison_module
from tauliah.core.audit.alike import looks_at_whole_records
from tauliah.core.audit.seen import Sight
from tauliah.core.kernel import Entry, EntryKind, RecordRows, microseconds, row_of
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    AttemptLimit,
    ClassAttended,
    ContinuingEducation,
    CourseCompleted,
    DesignationHeld,
    Equivalence,
    EthicsAccepted,
    ExamPassed,
    ExperienceGained,
    Lapse,
    Programme,
    RuleVersion,
    SharingLimit,
)
from tests.core.audit.rules import (
    COURSES,
    NEW,
    OTHER_DESIGNATIONS,
    TODAY,
    Record,
    at_least,
    both,
    exam,
    exams,
    programme_asking,
    with_ethics,
)

DAYS = (TODAY, date(2027, 1, 1))
FIRST = datetime(2024, 1, 1, 16, 30, tzinfo=UTC)
"""The second of January in Kuala Lumpur, the first elsewhere."""


def days_apart(record: Record, *days: int) -> tuple[Entry, ...]:
    """The record with its entries so many days after the first of all."""
    return tuple(
        replace(one, happened_at=FIRST + timedelta(days=day))
        for one, day in zip(record.entries, days, strict=True)
    )


# rules that look at days, and records on any day

_when = st.fixed_dictionaries(
    {},
    optional={
        "within_months": st.sampled_from((6, 24)),
        "expires_after_months": st.sampled_from((6, 24)),
        "not_before": st.just(date(2025, 1, 1)),
    },
)
_leaves = (
    st.builds(lambda code, when: ExamPassed(exam=code, **when), st.sampled_from(COURSES), _when)
    | st.builds(
        lambda code, when: CourseCompleted(course=code, **when), st.sampled_from(COURSES), _when
    )
    | st.builds(
        lambda code, when: ClassAttended(classroom=code, **when), st.sampled_from(COURSES), _when
    )
    | st.builds(
        lambda code, when: DesignationHeld(designation=code, **when),
        st.sampled_from(OTHER_DESIGNATIONS),
        _when,
    )
    | st.just(EthicsAccepted(ethics="ethics"))
    | st.sampled_from((6, 12)).map(
        lambda months: ExperienceGained.model_validate(
            {"experience": {"months": months, "within_months": 24, "hours_a_week": 20}}
        )
    )
)
_some = st.lists(_leaves, min_size=1, max_size=3).map(tuple)
_groups = (
    _some.map(lambda parts: AllOf(all=parts))
    | _some.map(lambda parts: AnyOf(any=parts))
    | _some.map(lambda parts: at_least(1, *parts))
)
_rules = st.lists(_leaves | _groups, min_size=1, max_size=3).map(
    lambda parts: AllOf(all=tuple(parts))
)
_edges = st.lists(
    st.builds(
        lambda of, to, until: Equivalence.model_validate(
            {"from": of, "to": to, "valid_from": date(2024, 1, 1), "valid_until": until}
        ),
        st.lists(st.sampled_from((*COURSES, "OLD1")), min_size=1, max_size=2, unique=True).map(
            tuple
        ),
        st.sampled_from(COURSES),
        st.none() | st.just(date(2026, 12, 1)),
    ),
    max_size=2,
).map(tuple)


def _version(since: date, rules: Any) -> RuleVersion:
    return RuleVersion.model_validate({"from": since, "source": both("Rules"), "requires": rules})


@st.composite
def _programmes(draw: st.DrawFn) -> Programme:
    """A programme of which API has rules of any kind, CPCU others, and both some terms."""
    plain = programme_asking(exam("PUM"))
    api, ains, cpcu = plain.designations
    terms: dict[str, Any] = {
        "versions": tuple(
            _version(since, draw(_rules))
            for since in draw(
                st.sampled_from(
                    [
                        (date(2024, 1, 1),),
                        (date(2024, 1, 1), date(2025, 6, 1)),
                        (date(2024, 1, 1), date(2027, 1, 1)),
                    ]
                )
            )
        ),
        "grandfathering": draw(st.sampled_from(("none", "fixed", "best_of"))),
        "equivalences": draw(_edges),
        "attempts": draw(st.none() | st.just(AttemptLimit(at_most=1))),
    }
    if draw(st.integers(0, 9)) == 0:
        terms["lapse"] = Lapse(after_months=12, forfeits=draw(st.sampled_from(("each", "all"))))
    if draw(st.integers(0, 4)) == 0:
        terms["sharing"] = (SharingLimit.model_validate({"with": "CPCU", "at_most": 1}),)
    api = api.model_copy(update=terms)
    cpcu = cpcu.model_copy(update={"versions": (_version(date(2024, 1, 1), draw(_rules)),)})
    if draw(st.integers(0, 4)) == 0:
        # who lacks hours holds AINS no longer, which API and CPCU may ask for
        ains = ains.model_copy(
            update={"continuing_education": ContinuingEducation(hours=10, every_months=12)}
        )
    courses = list(plain.courses)
    if draw(st.booleans()):
        ended = {"status": "retired", "retired_on": date(2025, 3, 1)}
        courses[0] = courses[0].model_copy(update=ended)
    changed = plain.model_copy(
        update={"designations": (api, ains, cpcu), "courses": tuple(courses)}
    )
    changed = with_ethics(changed, *draw(st.sampled_from(ETHICS)))
    about = changed.about.model_copy(
        update={
            "equivalences": draw(_edges),
            "timezone": draw(st.sampled_from(("Asia/Kuala_Lumpur", "Europe/London"))),
        }
    )
    return changed.model_copy(update={"about": about})


ETHICS = (
    (("2024", date(2024, 1, 1)),),
    (("2024", date(2024, 1, 1)), ("2026", date(2026, 1, 1))),
)

_acts = st.one_of(
    st.tuples(st.sampled_from(("passed", "failed", "credited", "completed")),
              st.sampled_from((*COURSES, "OLD1"))),
    st.tuples(st.sampled_from(("attended", "exempted", "exempted_until", "exempted_alone")),
              st.sampled_from(COURSES)),
    st.tuples(st.just("accepted"), st.sampled_from(("2024", "2026"))),
    st.tuples(st.sampled_from(("matriculated", "conferred", "revoked", "reinstated")),
              st.sampled_from(("API", *OTHER_DESIGNATIONS, "GONE"))),
    st.tuples(st.just("worked"), st.sampled_from(("2024-05-01", "2025-08-01"))),
    st.tuples(st.sampled_from(("withdrawn", "corrected")), st.integers(1, 4)),
    st.tuples(st.sampled_from(("studied", "retired", "resumed")), st.just("AINS")),
)  # fmt: skip


def _added(record: Record, act: str, about: Any) -> Record:
    match act:
        case "attended":
            return record.add(EntryKind.CLASS_ATTENDED, course=about)
        case "exempted" | "exempted_until" | "exempted_alone":
            facts = {"exam": about, "evidence": "a degree"}
            facts["approved_by"] = "farid" if act == "exempted_alone" else "meiling"
            if act == "exempted_until":
                facts["expires"] = "2026-09-01"
            return record.add(EntryKind.EXEMPTION_GRANTED, **facts)
        case "accepted":
            return record.accepted("ethics", about)
        case "worked":
            work = {"from": about, "to": "2026-03-31", "hours_a_week": 40}
            return record.add(EntryKind.EXPERIENCE_RECORDED, **work)
        case "studied":
            return record.add(EntryKind.EDUCATION_RECORDED, designation=about, hours=10)
        case "retired" | "resumed":
            return record.add(EntryKind(act), designation=about)
        case "withdrawn":
            return record.corrected(about, None)
        case "corrected":
            chain = record.entries
            is_exam = about <= len(chain) and chain[about - 1].kind is EntryKind.EXAM_RESULT
            return record.corrected(about, {"exam": "PPM", "passed": True}) if is_exam else record
        case _:
            made: Record = getattr(record, act)(about)
            return made


@st.composite
def _records(draw: st.DrawFn) -> tuple[Entry, ...]:
    record = NEW.matriculated(draw(st.sampled_from(("API", "API", "CPCU"))))
    for act, about in draw(st.lists(_acts, max_size=6)):
        record = _added(record, act, about)
    # few days that matter, so that many records are alike in some way
    days = st.sampled_from((0, 1, 300, 425, 426, 700, 800, 882))
    drawn = [draw(days) for _ in record.entries]
    if draw(st.booleans()):
        drawn.sort()
    return days_apart(record, *drawn)


@settings(max_examples=60)
@given(
    before=_programmes(), after=_programmes(), records=st.lists(_records(), min_size=1, max_size=8)
)
def test_shared_work_gives_the_answers_of_one_by_one_whatever_the_rules_look_at(
    before: Programme, after: Programme, records: list[tuple[Entry, ...]]
) -> None:
    shared = Comparison(before, after, days=DAYS)
    in_rows = Reaudit.between(before, after, days=DAYS, verify=False)

    for entries in records:
        alone = effects_alone(entries, before=before, after=after, days=DAYS)
        assert shared.effects_on(entries) == alone
        record = RecordRows("aisyah", (0, ""), tuple(map(row_of, entries)))
        changes = tuple(one for one in alone if one.direction != "unchanged")
        assert in_rows([record]).affected == ({changes: ("aisyah",)} if changes else {})


def asking_within(months: int) -> Programme:
    return programme_asking(
        AllOf(all=(ExamPassed(exam="PUM", within_months=months), exam("PIN"))),
        since=date(2023, 1, 1),
    )


PASSED = NEW.matriculated().passed("PUM")


def test_a_sentence_names_the_day_of_each_ones_own_record() -> None:
    before, after = asking_within(60), asking_within(12)
    shared = Comparison(before, after, days=(TODAY,))

    said = [shared.effects_on(days_apart(PASSED, 0, day))[0].sentences[1].en for day in (1, 2, 300)]

    assert ["2 January" in said[0], "3 January" in said[0]] == [False, True]
    assert "4 January 2024" in said[1]
    assert "28 October 2024" in said[2]


def test_records_that_differ_only_in_days_that_no_rule_looks_at_are_audited_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after = programme_asking(exam("PUM")), programme_asking(AllOf(all=exams("PUM", "PIN")))
    audits: list[object] = []
    drafts_of = comparison_module.drafts_of

    def counted(*given: Any, **more: Any) -> Any:
        audits.append(given)
        return drafts_of(*given, **more)

    monkeypatch.setattr(comparison_module, "drafts_of", counted)
    shared = Comparison(before, after, days=(TODAY,))

    for day in range(1, 50):
        shared.effects_on(days_apart(PASSED, 0, day))

    assert len(audits) == 1


def test_answers_stay_the_same_when_what_was_known_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparison_module, "MOST_KNOWN", 1)
    before, after = asking_within(60), asking_within(12)
    shared = Comparison(before, after, days=(TODAY,))

    for day in (1, 400, 2, 401, 1, 400):
        entries = days_apart(PASSED, 0, day)
        alone = effects_alone(entries, before=before, after=after, days=(TODAY,))
        assert shared.effects_on(entries) == alone


def test_a_limit_on_sharing_that_is_new_is_a_loss() -> None:
    both_ask = programme_asking(exam("PUM"))
    api, ains, cpcu = both_ask.designations
    cpcu = cpcu.model_copy(update={"versions": api.versions})
    before = both_ask.model_copy(update={"designations": (api, ains, cpcu)})
    limit = SharingLimit.model_validate({"with": "CPCU", "at_most": 0})
    limited = api.model_copy(update={"sharing": (limit,)})
    after = before.model_copy(update={"designations": (limited, ains, cpcu)})
    record = NEW.matriculated("API").matriculated("CPCU").passed("PUM")

    found = Comparison(before, after, days=(TODAY,)).effects_on(record.entries)

    assert sorted(one.direction for one in found) == ["loses", "unchanged"]
    (loses,) = (one for one in found if one.direction == "loses")
    assert "counts for another designation" in loses.sentences[1].en


@given(
    moments=st.lists(st.integers(1_670_000_000, 1_800_000_000), max_size=20),
    zone=st.sampled_from(("Asia/Kuala_Lumpur", "Europe/London", "Australia/Lord_Howe", "UTC")),
)
def test_the_day_of_an_entry_is_that_of_the_programmes_calendar(
    moments: list[int], zone: str
) -> None:
    sight = Sight([zone])

    for moment in (datetime.fromtimestamp(one, UTC) for one in moments):
        seen = sight.of_facts("credit-granted", {"exam": "PUM"}, microseconds(moment), "farid")
        assert seen is not None
        assert seen[1] == (moment.astimezone(ZoneInfo(zone)).date(),)


def test_rules_that_look_at_records_as_a_whole_are_audited_one_by_one() -> None:
    plain = programme_asking(exam("PUM"))
    api, *others = plain.designations
    lapsing = api.model_copy(update={"lapse": Lapse(after_months=12)})

    assert not looks_at_whole_records([plain], "API")
    assert looks_at_whole_records(
        [plain, plain.model_copy(update={"designations": (lapsing, *others)})], "API"
    )


def test_how_an_exam_is_made_is_no_reason_to_audit_records_one_by_one() -> None:
    plain = programme_asking(exam("PUM"))
    course, *others = plain.courses
    (row, *rows) = course.blueprint
    levelled = row.model_copy(update={"levels": {"apply": row.items}})
    made = course.model_copy(update={"forms": 2, "blueprint": (levelled, *rows)})

    changed = plain.model_copy(update={"courses": (made, *others)})
    assert not looks_at_whole_records([plain, changed], "API")


def test_who_lacks_hours_and_who_does_not_are_told_apart_where_a_designation_must_be_held() -> None:
    plain = programme_asking(DesignationHeld(designation="AINS"))
    api, ains, cpcu = plain.designations
    yearly = ains.model_copy(
        update={"continuing_education": ContinuingEducation(hours=10, every_months=12)}
    )
    lapsing = plain.model_copy(update={"designations": (api, yearly, cpcu)})
    holder = NEW.matriculated().conferred("AINS")
    studied = holder.add(EntryKind.EDUCATION_RECORDED, designation="AINS", hours=10)
    shared = Comparison(plain, lapsing, days=(date(2025, 6, 1),))

    assert looks_at_whole_records([plain, lapsing], "API")
    found = [
        [one.direction for one in shared.effects_on(chain) if one.designation == "API"]
        for chain in (days_apart(holder, 0, 0), days_apart(studied, 0, 0, 100))
    ]
    assert found == [["loses"], ["unchanged"]]


# counts

BEFORE, AFTER = programme_asking(exam("PUM")), programme_asking(AllOf(all=exams("PUM", "PIN")))
LOSES, UNTOUCHED, HOLDS = PASSED, NEW.matriculated().passed("PUM", "PIN"), PASSED.conferred()


def counted(*people: tuple[str, Record]) -> Any:
    records = [(person, record.entries) for person, record in people]
    return tally_of(records, Comparison(BEFORE, AFTER, days=(TODAY,)))


def test_people_are_counted_by_what_the_change_does_to_them() -> None:
    found = counted(("aisyah", LOSES), ("nurul", UNTOUCHED), ("kumar", HOLDS), ("siti", LOSES))

    assert (found.people, found.losing, found.gaining, found.needing_grandfathering) == (4, 2, 0, 2)
    assert [person for person, _ in found.by_person()] == ["aisyah", "siti"]


@given(
    people=st.lists(st.sampled_from((LOSES, UNTOUCHED, HOLDS)), max_size=8), cut=st.integers(0, 8)
)
def test_the_counts_of_two_halves_add_up_to_those_of_all(people: list[Record], cut: int) -> None:
    named = [(f"person-{number}", record) for number, record in enumerate(people)]

    assert counted(*named[:cut]) + counted(*named[cut:]) == counted(*named)
