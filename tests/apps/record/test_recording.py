"""What one registrar records alone, and when it is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.queries import audit_of, entries_of
from tauliah.apps.record.recording import (
    record_class_attended,
    record_course_completed,
    record_education,
    record_experience,
    record_member_joined,
    record_member_left,
    resume,
    retire,
)
from tauliah.core.kernel import Entry, EntryKind
from tests.apps.record.conftest import is_refused

FIRST, LAST = date(2023, 1, 1), date(2025, 12, 31)


def work(person: User, actor: User, at: datetime, **change: object) -> object:
    given = {"first": FIRST, "last": LAST, "hours_a_week": 40, "employer": "Amal"} | change
    return record_experience(person, **given, actor=actor, at=at)  # type: ignore[arg-type]


def state(person: User, at: datetime) -> str:
    audit = audit_of(person, "AINS", at=at)
    assert audit is not None
    return audit.continuing.state


def test_work_is_an_entry_with_its_act(aisyah: User, farid: User, moment: datetime) -> None:
    entry = work(aisyah, farid, moment)

    assert isinstance(entry, Entry)
    assert entry.facts == {
        "from": "2023-01-01",
        "to": "2025-12-31",
        "hours_a_week": 40,
        "employer": "Amal",
    }
    act = audit_trail(by_or_about=aisyah)[0]
    assert (act.event, act.actor) == ("record.experience-recorded", str(farid.pk))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first": date(2026, 1, 1)}, "days-in-another-order"),
        ({"last": date(2026, 3, 4)}, "day-to-come"),
        ({"hours_a_week": 0}, "hours-out-of-range"),
        ({"hours_a_week": 169}, "hours-out-of-range"),
        ({"employer": " "}, "nothing-said"),
    ],
)
def test_work_that_cannot_be_is_refused(
    aisyah: User, farid: User, moment: datetime, change: dict[str, object], code: str
) -> None:
    assert is_refused(work(aisyah, farid, moment, **change), code)
    assert entries_of(aisyah) == ()


def test_the_same_work_is_recorded_once(aisyah: User, farid: User, moment: datetime) -> None:
    work(aisyah, farid, moment)

    assert is_refused(work(aisyah, farid, moment + timedelta(days=9)), "recorded-already")


def test_what_happened_earlier_stands_under_its_own_day(
    aisyah: User, farid: User, moment: datetime
) -> None:
    earlier = record_course_completed(aisyah, "PUM", on=date(2026, 2, 20), actor=farid, at=moment)
    today = record_class_attended(aisyah, "PUM", on=date(2026, 3, 3), actor=farid, at=moment)

    assert isinstance(earlier, Entry)
    assert isinstance(today, Entry)
    assert earlier.happened_at.isoformat() == "2026-02-20T00:00:00+08:00"
    assert today.happened_at == moment
    # the audit trail keeps when it was recorded
    assert {act.at for act in audit_trail(by_or_about=aisyah)} == {moment}


def test_a_day_to_come_and_a_course_that_is_none_are_refused(
    aisyah: User, farid: User, moment: datetime
) -> None:
    late = record_course_completed(aisyah, "PUM", on=date(2026, 3, 4), actor=farid, at=moment)
    gone = record_class_attended(aisyah, "XYZ", on=date(2026, 3, 3), actor=farid, at=moment)

    assert is_refused(late, "day-to-come")
    assert is_refused(gone, "no-such-course")


def test_hours_keep_a_holder_in_good_standing(holder: User, farid: User, moment: datetime) -> None:
    on = date(2026, 3, 3)
    made = record_education(holder, "AINS", hours=10, title="Floods", on=on, actor=farid, at=moment)

    assert isinstance(made, Entry)
    assert state(holder, moment + timedelta(days=400)) == "good"
    assert state(holder, moment + timedelta(days=800)) == "lapsed"


@pytest.mark.usefixtures("granting")
def test_hours_are_recorded_for_what_is_held_and_asks_for_them(
    nurul: User, holder: User, farid: User, moment: datetime
) -> None:
    def hours(person: User, designation: str, number: int = 3) -> object:
        return record_education(
            person,
            designation,
            hours=number,
            title="Floods",
            on=date(2026, 3, 3),
            actor=farid,
            at=moment,
        )

    assert is_refused(hours(nurul, "AINS"), "not-held")
    assert is_refused(hours(holder, "API"), "not-asked")
    assert is_refused(hours(holder, "XYZ"), "no-such-designation")
    assert is_refused(hours(holder, "AINS", 0), "hours-out-of-range")


def test_a_holder_retires_by_themself_or_by_the_registrar(
    holder: User, farid: User, moment: datetime
) -> None:
    retire(holder, "AINS", actor=holder, at=moment)
    after_own = state(holder, moment)
    resume(holder, "AINS", actor=farid, at=moment)

    assert (after_own, state(holder, moment)) == ("retired", "good")
    assert is_refused(resume(holder, "AINS", actor=farid, at=moment), "not-retired")


def test_nobody_retires_another_without_the_permission(
    holder: User, nurul: User, moment: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        retire(holder, "AINS", actor=nurul, at=moment)


def test_who_has_lapsed_cannot_retire(holder: User, farid: User, moment: datetime) -> None:
    later = moment + timedelta(days=400)

    assert is_refused(retire(holder, "AINS", actor=farid, at=later), "lapsed")


def test_a_member_joins_and_leaves(aisyah: User, farid: User, moment: datetime) -> None:
    early = record_member_left(aisyah, actor=farid, at=moment)
    past = record_member_joined(aisyah, until=date(2026, 3, 2), actor=farid, at=moment)
    joined = record_member_joined(aisyah, until=None, actor=farid, at=moment)
    left = record_member_left(aisyah, actor=farid, at=moment)

    assert is_refused(early, "no-member")
    assert is_refused(past, "over-already")
    assert isinstance(joined, Entry)
    assert isinstance(left, Entry)
    assert (joined.kind, left.kind) == (EntryKind.MEMBER_JOINED, EntryKind.MEMBER_LEFT)


def test_a_registrar_records_nothing_about_themself(zainal: User, moment: datetime) -> None:
    on = date(2026, 3, 3)
    acts = [
        work(zainal, zainal, moment),
        record_course_completed(zainal, "PUM", on=on, actor=zainal, at=moment),
        record_class_attended(zainal, "PUM", on=on, actor=zainal, at=moment),
        record_education(zainal, "AINS", hours=1, title="X", on=on, actor=zainal, at=moment),
        record_member_joined(zainal, until=None, actor=zainal, at=moment),
    ]

    assert all(is_refused(outcome, "own-record") for outcome in acts)
    assert entries_of(zainal) == ()


def test_a_candidate_records_nothing(aisyah: User, nurul: User, moment: datetime) -> None:
    on = date(2026, 3, 3)

    with pytest.raises(PermissionDenied):
        work(nurul, aisyah, moment)
    with pytest.raises(PermissionDenied):
        record_course_completed(nurul, "PUM", on=on, actor=aisyah, at=moment)
    with pytest.raises(PermissionDenied):
        record_member_left(nurul, actor=aisyah, at=moment)
