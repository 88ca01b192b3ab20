"""Booking an exam, giving the place back, and starting it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from tauliah.apps.catalogue.queries import current_release, programme
from tauliah.apps.itembank.actions import assemble_form
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.actions.keeping import keep, not_yours
from tauliah.apps.sittings.adapted import accommodations_for
from tauliah.apps.sittings.models import Attempt, Booking
from tauliah.apps.sittings.queries import (
    booking_obstacle,
    deadline_of_start,
    start_obstacle,
    state_of,
)
from tauliah.core.exam import spelled, start
from tauliah.core.kernel import LocalText, Refused


@transaction.atomic
def book(person: User, course: str, *, window: str, at: datetime) -> Booking | Refused:
    """Book an exam in an open window; it gets a form that is approved, else one that is drawn."""
    require(person, Permission.BOOK)
    # two bookings of one person wait for each other, so that no limit is passed between them
    wait_for_others(person)
    refused = booking_obstacle(person, course, window=window, at=at)
    if refused:
        return refused
    id = uuid7()
    published = programme()
    rows = published.course(course).blueprint
    form = assemble_form(
        course,
        blueprint={row.topic: row.items for row in rows},
        levels={row.topic: row.levels for row in rows if row.levels},
        release=current_release(),
        seed=str(id),
        at=at,
        pilots=published.about.exam_policy.pilot_items,
        sat=Booking.objects.filter(person=person, course=course, state="started").values_list(
            "form", flat=True
        ),
    )
    if isinstance(form, Refused):
        return form
    # a place of an earlier window that was never used makes room for the new one
    Booking.objects.filter(person=person, course=course, state="booked").update(state="lapsed")
    booking = Booking.objects.create(
        id=id, person=person, course=course, window=window, form=form, booked_at=at
    )
    details = {"booking": str(id), "course": course, "window": window}
    write_audit_entry(person, "booking.made", subject=str(person.pk), at=at, details=details)
    return booking


@transaction.atomic
def cancel_booking(person: User, booking: Booking, *, at: datetime) -> Refused | None:
    """Give a place back before the exam was started; it then counts towards no limit."""
    require(person, Permission.BOOK)
    changed = Booking.objects.filter(pk=booking.pk, person=person, state="booked").update(
        state="cancelled"
    )
    if not changed:
        return Refused(
            "not-open",
            LocalText(
                en="This booking can no longer be cancelled.",
                ms="Tempahan ini tidak boleh dibatalkan lagi.",
            ),
        )
    details = {"booking": str(booking.pk), "course": booking.course, "window": booking.window}
    write_audit_entry(person, "booking.cancelled", subject=str(person.pk), at=at, details=details)
    return None


@transaction.atomic
def start_attempt(
    person: User, booking_id: UUID, *, at: datetime, language: str = ""
) -> Attempt | Refused:
    """Start the clock of a booked exam, in a language. Starting it twice gives the same attempt."""
    require(person, Permission.SIT)
    booking = Booking.objects.select_for_update().filter(pk=booking_id, person=person).first()
    if booking is None:
        return not_yours()
    if booking.state == "started":
        return booking.attempt
    refused = start_obstacle(booking, at=at)
    if refused:
        return refused
    extra = accommodations_for(person, at=at).extra_time_percent
    attempt = Attempt(
        booking=booking,
        started_at=at,
        deadline=deadline_of_start(booking, extra_time_percent=extra, at=at),
        extra_time_percent=extra,
    )
    attempt.seed = str(attempt.pk)
    attempt.seen_at = at
    attempt.save(force_insert=True)
    facts = {"seed": attempt.seed, "deadline": spelled(attempt.deadline)}
    if language:
        facts["language"] = language
    keep(attempt, *start(state_of(attempt), facts=facts))
    Booking.objects.filter(pk=booking.pk).update(state="started")
    details = {"attempt": str(attempt.pk), "course": booking.course}
    write_audit_entry(person, "attempt.started", subject=str(person.pk), at=at, details=details)
    return attempt
