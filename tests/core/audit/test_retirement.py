"""A holder retires and works again, as often as life has it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tauliah.core.audit import Continuing, audit
from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import ContinuingEducation, Programme
from tests.core.audit.rules import exam, programme_asking

CONFERRED = date(2024, 3, 1)


def licensed() -> Programme:
    """API asks its holders for 10 hours a year."""
    programme = programme_asking(exam("PUM"))
    first, *others = programme.designations
    asks = first.model_copy(
        update={"continuing_education": ContinuingEducation(hours=10, every_months=12)}
    )
    return programme.model_copy(update={"designations": (asks, *others)})


def standing_of(*turns: tuple[EntryKind, date], on: date) -> Continuing:
    kinds = [(EntryKind.CONFERRED, CONFERRED), *turns]
    entries = [
        Entry(
            "aisyah",
            number,
            kind,
            {"designation": "API", "credential": "C-1"},
            datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
            "farid",
            "",
            "1",
            "",
            "",
        )
        for number, (kind, day) in enumerate(kinds, start=1)
    ]
    found = audit(licensed(), "API", entries=entries, on=on)
    assert found is not None
    return found.continuing


@pytest.mark.parametrize("times", [1, 2, 3])
def test_who_retires_and_resumes_on_one_day_is_as_the_last_entry_says(times: int):
    day = date(2024, 6, 1)
    turns = [(EntryKind.RETIRED, day), (EntryKind.RESUMED, day)] * times

    assert standing_of(*turns, on=day).state == "good"
    assert standing_of(*turns, (EntryKind.RETIRED, day), on=day).state == "retired"


def test_resuming_begins_a_new_period():
    found = standing_of(
        (EntryKind.RETIRED, date(2024, 6, 1)),
        (EntryKind.RESUMED, date(2025, 9, 1)),
        on=date(2026, 5, 1),
    )

    assert (found.state, found.period) == ("good", (date(2025, 9, 1), date(2026, 8, 31)))
