"""Exams that are forfeited unless all is finished in time, and continuing education."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import AllOf, ContinuingEducation, Lapse
from tests.core.audit.rules import Record, audited, codes, exams, programme_asking

RULE = AllOf(all=exams("PUM", "PIN", "PLI"))


def record(*entries):
    return Record(
        Entry("aisyah", n, kind, facts, datetime.fromisoformat(day).replace(hour=2, tzinfo=UTC),
              "farid", "", "1", "", "")
        for n, (day, kind, facts) in enumerate(entries, start=1)
    )  # fmt: skip


def passed(**days):
    return record(
        *(
            (day, EntryKind.EXAM_RESULT, {"exam": exam, "passed": True})
            for exam, day in days.items()
        )
    )


def lapsing(**lapse):
    programme = programme_asking(RULE)
    api, *others = programme.designations
    api = api.model_copy(update={"lapse": Lapse(**lapse)})
    return programme.model_copy(update={"designations": (api, *others)})


def left(programme, having, on):
    return audited(programme, having, on=date.fromisoformat(on)).finding.left


def test_an_exam_counts_for_its_months_and_is_forfeited_after():
    programme, having = lapsing(after_months=24), passed(PUM="2024-03-01", PIN="2025-01-01")

    assert left(programme, having, "2026-03-01") == 1
    assert left(programme, having, "2026-03-02") == 2
    said = audited(programme, having, on=date(2026, 3, 2)).finding.parts[0].sentence
    assert "forfeited" in said.en
    assert "luput" in said.ms


def test_the_first_exam_takes_all_with_it_where_all_are_forfeited():
    programme = lapsing(after_months=24, forfeits="all")
    having = passed(PUM="2024-03-01", PIN="2025-01-01")

    assert left(programme, having, "2026-03-01") == 1
    assert left(programme, having, "2026-03-02") == 3


def test_the_next_exam_starts_the_time_anew():
    programme = lapsing(after_months=24, forfeits="all")
    having = passed(PUM="2024-03-01", PIN="2026-03-02")

    assert left(programme, having, "2026-04-01") == 2
    assert left(programme, having, "2028-03-02") == 2
    assert left(programme, having, "2028-03-03") == 3


def test_what_was_finished_in_time_is_never_forfeited():
    programme = lapsing(after_months=24)
    having = passed(PUM="2024-03-01", PIN="2025-01-01", PLI="2026-03-01")

    assert left(programme, having, "2036-01-01") == 0
    too_late = passed(PUM="2024-03-01", PIN="2025-01-01", PLI="2026-03-02")
    assert left(programme, too_late, "2026-03-02") == 1


def test_a_conferred_designation_keeps_its_exams():
    programme = lapsing(after_months=24)
    having = record(
        ("2024-03-01", EntryKind.EXAM_RESULT, {"exam": "PUM", "passed": True}),
        ("2024-03-02", EntryKind.CONFERRED, {"designation": "API", "credential": "C-1"}),
    )

    assert left(programme, having, "2036-01-01") == 2


def test_an_exam_counts_until_so_many_further_windows_have_closed():
    # the windows of the small programme: 5 January to 26 March, 5 July to 31 December
    programme, having = lapsing(after_windows=2), passed(PUM="2025-02-01")

    assert left(programme, having, "2026-03-26") == 2
    assert left(programme, having, "2026-03-27") == 3


def test_the_sooner_of_months_and_windows_decides():
    programme = lapsing(after_months=6, after_windows=6)

    assert left(programme, passed(PUM="2025-02-01"), "2025-08-02") == 3


def test_a_forfeited_exam_can_be_passed_anew():
    having = record(
        *(
            (day, EntryKind.EXAM_RESULT, {"exam": "PUM", "passed": True})
            for day in ("2023-01-10", "2026-01-10")
        )
    )

    found = audited(lapsing(after_months=24), having, on=date(2026, 2, 1))
    assert codes(found.missing) == ["PIN", "PLI"]


def learning(**rule):
    programme = programme_asking(RULE)
    api, *others = programme.designations
    education = ContinuingEducation(**{"hours": 20, "every_months": 12, **rule})
    api = api.model_copy(update={"continuing_education": education})
    return programme.model_copy(update={"designations": (api, *others)})


CONFERRED = ("2024-01-10", EntryKind.CONFERRED, {"designation": "API", "credential": "C-1"})


def hours(day, n):
    return day, EntryKind.EDUCATION_RECORDED, {"designation": "API", "hours": n}


def turned(day, kind):
    return day, kind, {"designation": "API"}


@pytest.mark.parametrize(
    ("entries", "on", "state"),
    [
        ([], "2024-01-10", "not-held"),
        ([CONFERRED], "2024-01-10", "good"),
        ([CONFERRED], "2025-01-09", "good"),
        ([CONFERRED], "2025-01-10", "lapsed"),
        ([CONFERRED, hours("2024-06-01", 20)], "2025-01-10", "good"),
        ([CONFERRED, hours("2024-06-01", 20)], "2026-01-10", "lapsed"),
        ([CONFERRED, hours("2024-06-01", 12), hours("2024-12-01", 8)], "2025-06-01", "good"),
        ([CONFERRED, hours("2025-03-01", 29)], "2025-03-01", "lapsed"),
        ([CONFERRED, hours("2025-03-01", 30)], "2025-03-01", "good"),
        ([CONFERRED, hours("2025-03-01", 30)], "2026-02-28", "good"),
        ([CONFERRED, hours("2025-03-01", 30)], "2026-03-01", "lapsed"),
        ([CONFERRED, turned("2024-06-01", EntryKind.RETIRED)], "2030-01-01", "retired"),
        ([CONFERRED, turned("2024-06-01", EntryKind.RETIRED),
          turned("2029-06-01", EntryKind.RESUMED)], "2030-01-01", "good"),
        ([CONFERRED, turned("2024-06-01", EntryKind.RETIRED),
          turned("2028-06-01", EntryKind.RESUMED)], "2030-01-01", "lapsed"),
    ],
)  # fmt: skip
def test_a_holder_is_in_good_standing_lapses_regains_and_retires(entries, on, state):
    found = audited(learning(regain_hours=30), record(*entries), on=date.fromisoformat(on))

    assert found.continuing.state == state


def test_without_other_word_the_hours_of_a_period_regain_the_letters():
    entries = [CONFERRED, hours("2025-03-01", 20)]

    assert audited(learning(), record(*entries), on=date(2025, 3, 1)).continuing.state == "good"


def test_good_standing_is_told_with_hours_and_the_end_of_the_period():
    said = audited(learning(), record(CONFERRED, hours("2024-06-01", 12)), on=date(2024, 7, 1))

    assert said.continuing.sentence.en == (
        "API is in good standing; 12 of 20 hours are recorded for the period that ends on "
        "9 January 2025."
    )
    assert said.continuing.sentence.ms == (
        "API berkedudukan baik; 12 daripada 20 jam direkodkan bagi tempoh yang berakhir pada "
        "9 Januari 2025."
    )


def test_a_designation_without_continuing_education_never_lapses():
    found = audited(programme_asking(RULE), record(CONFERRED), on=date(2050, 1, 1))

    assert found.continuing.state == "not-asked"
