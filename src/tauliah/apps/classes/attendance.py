"""Who came: marked for a whole class at once, and entered into each record in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.classes.actions import settle_class
from tauliah.apps.classes.keeping import no_such_class
from tauliah.apps.classes.models import AttendanceMark, ClassBooking, ScheduledClass
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.record.proposing import propose_correction
from tauliah.apps.record.queries import effective_entries_of
from tauliah.apps.record.recording import record_class_attended
from tauliah.core.kernel import EntryKind, LocalText, Refused, spoken_day


@transaction.atomic
def mark_attendance(
    id: UUID, attended: Mapping[UUID, bool], *, reason: str = "", actor: User, at: datetime
) -> int | Refused:
    """Mark for bookings of a class whether their people attended; how many marks are new.

    Whoever attended gets the entry *class attended*, dated the last day of the class. Who was
    marked so by mistake keeps it until a second registrar approves the withdrawal, which is
    proposed here and needs the reason. All is done, or nothing.
    """
    require(actor, Permission.ATTENDANCE_RECORD)
    scheduled = settle_class(id, at=at)
    if scheduled is None:
        return no_such_class()
    refused = marking_refusal(scheduled, at=at)
    if refused:
        return refused
    bookings = ClassBooking.objects.filter(scheduled_class=scheduled, state="attending")
    new = 0
    # in one order, so that two who mark at once wait for each other and never for ever
    for booking in bookings.select_related("person").order_by("person_id"):
        if booking.pk not in attended:
            continue
        wait_for_others(booking.person)
        last = booking.marks.order_by("number").last()
        if last is not None and last.attended is attended[booking.pk]:
            continue
        outcome = _mark(
            booking, last, attended=attended[booking.pk], reason=reason, actor=actor, at=at
        )
        if isinstance(outcome, Refused):
            transaction.set_rollback(True)
            return _named(booking.person, outcome)
        new += 1
    return new


def marking_refusal(scheduled: ScheduledClass, *, at: datetime) -> Refused | None:
    """Why attendance cannot be marked yet, or at all; None where it can."""
    if scheduled.state == "called-off":
        return Refused(
            "called-off",
            LocalText(
                en="This class was called off. Nobody attended it.",
                ms="Kelas ini telah dibatalkan. Tiada sesiapa menghadirinya.",
            ),
        )
    if scheduled.state == "begun" and local_day(at) >= scheduled.ends:
        return None
    last = spoken_day(scheduled.ends)
    return Refused(
        "not-over",
        LocalText(
            en=f"Attendance is marked from the last day of the class on, which is {last.en}: only "
            "then has somebody attended all of it.",
            ms=f"Kehadiran ditanda mulai hari terakhir kelas, iaitu {last.ms}: hanya ketika itu "
            "seseorang telah menghadiri semuanya.",
        ),
    )


def attended_entry(person: User, scheduled: ScheduledClass) -> int | None:
    """The number of the entry by which a record says now that the person attended this class."""
    return next(
        (
            one.number
            for one in effective_entries_of(person)
            if one.kind is EntryKind.CLASS_ATTENDED
            and one.facts.get("course") == scheduled.course
            and local_day(one.happened_at) == scheduled.ends
        ),
        None,
    )


def _mark(
    booking: ClassBooking,
    last: AttendanceMark | None,
    *,
    attended: bool,
    reason: str,
    actor: User,
    at: datetime,
) -> AttendanceMark | Refused:
    scheduled, person = booking.scheduled_class, booking.person
    stands = attended_entry(person, scheduled)
    entry, proposal = stands if attended else None, None
    if attended and stands is None:
        made = record_class_attended(
            person, scheduled.course, on=scheduled.ends, actor=actor, at=at
        )
        if isinstance(made, Refused):
            return made
        entry = made.number
    if not attended and last is not None and stands is not None:
        proposed = propose_correction(person, stands, facts=None, reason=reason, actor=actor, at=at)
        if isinstance(proposed, Refused):
            return proposed
        proposal = proposed.pk
    mark = AttendanceMark.objects.create(
        booking=booking,
        number=last.number + 1 if last else 1,
        attended=attended,
        entry=entry,
        proposal=proposal,
        marked_by=actor,
        marked_at=at,
    )
    details = {"class": str(scheduled.pk), "course": scheduled.course, "attended": attended}
    write_audit_entry(
        actor, "class.attendance-marked", subject=str(person.pk), at=at, details=details
    )
    return mark


def _named(person: User, refused: Refused) -> Refused:
    """The same refusal, saying about whom it is: a class has many people."""
    said = refused.message
    return Refused(
        refused.code,
        LocalText(
            en=f"{person.full_name}: {said.en} Nothing was marked.",
            ms=f"{person.full_name}: {said.ms} Tiada apa-apa ditanda.",
        ),
    )
