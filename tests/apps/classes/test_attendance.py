"""Who came: a class is marked at once, and each who attended has it in the record."""

from __future__ import annotations

import pytest

from tauliah.apps.classes.actions import book, call_off, settle_classes
from tauliah.apps.classes.attendance import attended_entry, mark_attendance
from tauliah.apps.classes.models import AttendanceMark, ClassBooking
from tauliah.apps.classes.queries import my_class, roll_of
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.record.models import Proposal
from tauliah.apps.record.proposing import approve, decline
from tauliah.apps.record.queries import effective_entries_of
from tauliah.apps.record.recording import record_class_attended
from tauliah.core.kernel import EntryKind
from tests.services.classroom import BEGINS, LAST_DAY, NOW, OVER, opened


@pytest.fixture
def held(people):
    """Aisyah and Nurul have sat in a class that is over."""
    scheduled = opened(seats=2)
    for person in people[:2]:
        book(person, scheduled.pk, at=NOW)
    settle_classes(at=BEGINS)
    return scheduled


@pytest.fixture
def bookings(held):
    return list(ClassBooking.objects.order_by("arrival"))


def attended(person):
    return [
        one.happened_at.date()
        for one in effective_entries_of(person)
        if one.kind is EntryKind.CLASS_ATTENDED
    ]


def test_whoever_attended_has_it_in_the_record_and_the_others_have_not(
    held, bookings, people, farid
):
    hers, his = bookings

    assert mark_attendance(held.pk, {hers.pk: True, his.pk: False}, actor=farid, at=OVER) == 2

    assert [len(attended(one)) for one in people] == [1, 0, 0]
    assert my_class(people[0], held, at=OVER).attended is True
    assert my_class(people[1], held, at=OVER).attended is False
    assert effective_entries_of(people[0])[-1].facts == {"course": "PUM"}


def test_marking_the_same_again_changes_nothing(held, bookings, people, farid):
    marks = {bookings[0].pk: True, bookings[1].pk: False}
    mark_attendance(held.pk, marks, actor=farid, at=OVER)

    assert mark_attendance(held.pk, marks, actor=farid, at=OVER) == 0
    assert AttendanceMark.objects.count() == 2


def test_who_was_forgotten_is_entered_by_a_newer_mark(held, bookings, people, farid):
    mark_attendance(held.pk, {bookings[1].pk: False}, actor=farid, at=OVER)
    mark_attendance(held.pk, {bookings[1].pk: True}, actor=farid, at=OVER)

    assert len(attended(people[1])) == 1
    assert list(AttendanceMark.objects.order_by("number").values_list("attended", flat=True)) == [
        False,
        True,
    ]


def test_who_was_marked_by_mistake_keeps_the_entry_until_a_second_registrar_withdraws_it(
    held, bookings, people, farid, salmah
):
    wrong = {bookings[0].pk: False}
    mark_attendance(held.pk, {bookings[0].pk: True}, actor=farid, at=OVER)

    assert mark_attendance(held.pk, wrong, actor=farid, at=OVER).code == "no-reason"
    assert mark_attendance(held.pk, wrong, reason="Another Aisyah", actor=farid, at=OVER) == 1

    assert len(attended(people[0])) == 1
    assert roll_of(held)["attending"][0].stands_in_record is True
    approve(Proposal.objects.get().pk, actor=salmah, at=OVER)
    assert attended(people[0]) == []
    assert roll_of(held)["attending"][0].stands_in_record is False


def test_after_a_withdrawal_was_declined_the_mark_can_be_put_right(
    held, bookings, people, farid, salmah
):
    mark_attendance(held.pk, {bookings[0].pk: True}, actor=farid, at=OVER)
    mark_attendance(held.pk, {bookings[0].pk: False}, reason="Unsure", actor=farid, at=OVER)
    decline(Proposal.objects.get().pk, reason="She signed", actor=salmah, at=OVER)

    assert mark_attendance(held.pk, {bookings[0].pk: True}, actor=farid, at=OVER) == 1
    assert len(attended(people[0])) == 1


def test_what_a_registrar_has_recorded_by_hand_is_not_entered_twice(held, bookings, people, farid):
    record_class_attended(people[0], "PUM", on=LAST_DAY, actor=farid, at=OVER)

    mark_attendance(held.pk, {bookings[0].pk: True}, actor=farid, at=OVER)

    assert len(attended(people[0])) == 1
    assert AttendanceMark.objects.get().entry == attended_entry(people[0], held)


def test_nothing_is_marked_before_the_last_day_nor_of_a_class_called_off(held, bookings, farid):
    off = opened()
    call_off(off.pk, reason="The hall is flooded", actor=SYSTEM, at=NOW)

    marks = {bookings[0].pk: True}
    assert mark_attendance(held.pk, marks, actor=farid, at=BEGINS).code == "not-over"
    assert mark_attendance(off.pk, marks, actor=farid, at=OVER).code == "called-off"


def test_a_class_is_marked_whole_or_not_at_all(held, bookings, people, farid):
    mark_attendance(held.pk, {bookings[1].pk: True}, actor=farid, at=OVER)

    # the withdrawal lacks its reason
    outcome = mark_attendance(
        held.pk, {bookings[0].pk: True, bookings[1].pk: False}, actor=farid, at=OVER
    )

    assert outcome.code == "no-reason"
    assert outcome.message.en.startswith("Nurul: ")
    assert attended(people[0]) == []
