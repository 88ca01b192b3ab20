"""The only writers of bookings and attempts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from tauliah.apps.catalogue.queries import current_release, programme
from tauliah.apps.itembank.actions import assemble_form
from tauliah.apps.people.actions import lock_person, write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.models import Attempt, AttemptEvent, Booking, CurrentAnswer
from tauliah.apps.sittings.queries import (
    booking_obstacle,
    last_link,
    policy_of,
    start_obstacle,
    state_of,
)
from tauliah.core.exam import Act, AttemptState, flag, is_repeat, save, start, submit
from tauliah.core.exam import AttemptEvent as Link
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server holds after a save, for the browser to show."""

    sequence: int
    server_time: datetime
    seconds_left: int
    digest: str


@transaction.atomic
def book(person: User, course: str, *, window: str, at: datetime) -> Booking | Refused:
    """Book an exam in an open window and draw its form."""
    require(person, Permission.BOOK)
    # two bookings of one person wait for each other, so that no limit is passed between them
    lock_person(person)
    refused = booking_obstacle(person, course, window=window, at=at)
    if refused:
        return refused
    id = uuid7()
    rows = programme().course(course).blueprint
    form = assemble_form(
        course,
        blueprint={row.topic: row.items for row in rows},
        release=current_release(),
        seed=str(id),
        at=at,
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
def start_attempt(person: User, booking_id: UUID, *, at: datetime) -> Attempt | Refused:
    """Start the clock of a booked exam. Starting it twice gives the running attempt again."""
    require(person, Permission.SIT)
    booking = Booking.objects.select_for_update().filter(pk=booking_id, person=person).first()
    if booking is None:
        return _not_yours()
    if booking.state == "started":
        return booking.attempt
    refused = start_obstacle(booking, at=at)
    if refused:
        return refused
    minutes = policy_of(booking).minutes
    attempt = Attempt(booking=booking, started_at=at, deadline=at + timedelta(minutes=minutes))
    attempt.seed = str(attempt.pk)
    attempt.save(force_insert=True)
    _keep(attempt, *start(state_of(attempt)))
    Booking.objects.filter(pk=booking.pk).update(state="started")
    details = {"attempt": str(attempt.pk), "course": booking.course}
    write_audit_entry(person, "attempt.started", subject=str(person.pk), at=at, details=details)
    return attempt


@transaction.atomic
def save_answer(
    person: User,
    attempt_id: UUID,
    *,
    item: str,
    option: str | None,
    client_sequence: int,
    at: datetime,
) -> Saved | Refused:
    """Save one answer of a running attempt: locked, checked, chained, then said to be saved.

    The last save sent once more gets the reply that it got before, and changes nothing.
    """
    require(person, Permission.SIT)
    attempt = _locked(person, attempt_id)
    if attempt is None:
        return _not_yours()
    before = _said_before(attempt, "answered", item, option=option, sequence=client_sequence)
    if before:
        return before
    outcome = save(state_of(attempt), item, option=option, client_sequence=client_sequence, at=at)
    if isinstance(outcome, Refused):
        return outcome
    CurrentAnswer.objects.update_or_create(attempt=attempt, item=item, defaults={"option": option})
    return _keep(attempt, *outcome)


@transaction.atomic
def flag_item(
    person: User,
    attempt_id: UUID,
    *,
    item: str,
    flagged: bool,
    client_sequence: int,
    at: datetime,
) -> Saved | Refused:
    """Mark an item of a running attempt for review, or take the mark away."""
    require(person, Permission.SIT)
    attempt = _locked(person, attempt_id)
    if attempt is None:
        return _not_yours()
    act: Act = "flagged" if flagged else "unflagged"
    before = _said_before(attempt, act, item, option=None, sequence=client_sequence)
    if before:
        return before
    outcome = flag(state_of(attempt), item, flagged=flagged, client_sequence=client_sequence, at=at)
    if isinstance(outcome, Refused):
        return outcome
    CurrentAnswer.objects.update_or_create(
        attempt=attempt, item=item, defaults={"is_flagged": flagged}
    )
    return _keep(attempt, *outcome)


@transaction.atomic
def save_sheet(
    person: User,
    attempt_id: UUID,
    *,
    answers: Mapping[str, str | None],
    flags: Mapping[str, bool],
    client_sequence: int,
    at: datetime,
) -> Refused | None:
    """Save a sheet of answers and flags at once, all or none: what a page without scripts sends.

    `client_sequence` is the one that the sheet was shown with; only what differs is saved.
    """
    require(person, Permission.SIT)
    attempt = _locked(person, attempt_id)
    if attempt is None:
        return _not_yours()
    current = {row.item: row for row in CurrentAnswer.objects.filter(attempt=attempt)}
    saved = {item: row.option for item, row in current.items()}
    flagged = {item: row.is_flagged for item, row in current.items()}
    sequence = client_sequence
    for item, option in answers.items():
        if saved.get(item) == option:
            continue
        sequence += 1
        outcome = save_answer(
            person, attempt_id, item=item, option=option, client_sequence=sequence, at=at
        )
        if isinstance(outcome, Refused):
            transaction.set_rollback(True)
            return outcome
    for item, is_flagged in flags.items():
        if flagged.get(item, False) == is_flagged:
            continue
        sequence += 1
        outcome = flag_item(
            person, attempt_id, item=item, flagged=is_flagged, client_sequence=sequence, at=at
        )
        if isinstance(outcome, Refused):
            transaction.set_rollback(True)
            return outcome
    return None


@transaction.atomic
def submit_attempt(actor: Actor, attempt_id: UUID, *, at: datetime) -> Attempt | Refused:
    """Seal an attempt. The system may do it for a candidate whose time has ended."""
    require(actor, Permission.SIT)
    attempt = _locked(actor, attempt_id)
    if attempt is None:
        return _not_yours()
    outcome = submit(state_of(attempt), at=at)
    if isinstance(outcome, Refused):
        return outcome
    state, link = outcome
    attempt.submitted_at = state.submitted_at
    _keep(attempt, state, link)
    write_audit_entry(
        actor,
        "attempt.submitted",
        subject=str(attempt.booking.person_id),
        at=at,
        details={"attempt": str(attempt.pk), "events": state.events, "head": state.head},
    )
    return attempt


def _keep(attempt: Attempt, state: AttemptState, link: Link) -> Saved:
    """Append a link and move the head of the chain, inside the caller's transaction."""
    AttemptEvent.objects.create(
        attempt=attempt,
        number=link.number,
        act=link.act,
        item=link.item,
        option=link.option,
        client_sequence=link.client_sequence,
        server_time=link.server_time,
        previous=link.previous,
        digest=link.digest,
    )
    attempt.client_sequence = state.client_sequence
    attempt.events = state.events
    attempt.head = state.head
    attempt.save(update_fields=["client_sequence", "events", "head", "submitted_at"])
    return Saved(
        sequence=state.client_sequence,
        server_time=link.server_time,
        seconds_left=state.seconds_left(link.server_time),
        digest=link.digest,
    )


def _said_before(
    attempt: Attempt, act: Act, item: str, *, option: str | None, sequence: int
) -> Saved | None:
    last = last_link(attempt) if sequence == attempt.client_sequence else None
    if last is None or not is_repeat(last, item, act=act, option=option, client_sequence=sequence):
        return None
    return Saved(
        sequence=last.client_sequence,
        server_time=last.server_time,
        seconds_left=state_of(attempt).seconds_left(last.server_time),
        digest=last.digest,
    )


def _locked(actor: Actor, attempt_id: UUID) -> Attempt | None:
    attempts = Attempt.objects.select_for_update(of=("self",)).select_related("booking")
    if isinstance(actor, User):
        attempts = attempts.filter(booking__person=actor)
    return attempts.filter(pk=attempt_id).first()


def _not_yours() -> Refused:
    return Refused(
        "not-found",
        LocalText(
            en="There is no such exam of yours. Nothing was changed.",
            ms="Tiada peperiksaan sedemikian milik anda. Tiada apa-apa diubah.",
        ),
    )
