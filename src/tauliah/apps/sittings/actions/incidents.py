"""What officers do to running attempts: pause, resume, extend, void; and extra time that comes late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.queries import form_release
from tauliah.apps.people.accommodations import Accommodation, Grant, grant
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, name_of, require
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry
from tauliah.apps.sittings.actions.keeping import Held, held_of_anyone, keep
from tauliah.apps.sittings.actions.sealing import issue_receipt
from tauliah.apps.sittings.adapted import accommodations_for
from tauliah.apps.sittings.models import Attempt
from tauliah.apps.sittings.queries import policy_of
from tauliah.core.exam import extend, lengthen, pause, resume, time_added, void
from tauliah.core.exam.attempt import Outcome
from tauliah.core.kernel import EntryKind, LocalText, Refused


def pause_attempt(
    officer: User, attempt_id: UUID, *, reason: str, at: datetime | None = None
) -> Attempt | Refused:
    """Stop an attempt's clock until somebody resumes it."""
    return _incident(
        officer,
        attempt_id,
        "attempt.paused",
        lambda mine: pause(mine.state, by=name_of(officer), reason=reason, at=mine.at),
        reason=reason,
        at=at,
    )


def resume_attempt(
    officer: User, attempt_id: UUID, *, reason: str = "", at: datetime | None = None
) -> Attempt | Refused:
    """Let a paused attempt go on; the time of the pause does not count."""
    return _incident(
        officer,
        attempt_id,
        "attempt.resumed",
        lambda mine: resume(mine.state, by=name_of(officer), reason=reason, at=mine.at),
        reason=reason,
        at=at,
    )


def extend_attempt(
    officer: User, attempt_id: UUID, *, minutes: int, reason: str, at: datetime | None = None
) -> Attempt | Refused:
    """Give an attempt more minutes at once."""
    return _incident(
        officer,
        attempt_id,
        "attempt.extended",
        lambda mine: extend(
            mine.state, minutes=minutes, by=name_of(officer), reason=reason, at=mine.at
        ),
        reason=reason,
        at=at,
    )


@transaction.atomic
def void_attempt(
    officer: User, attempt_id: UUID, *, reason: str, at: datetime | None = None
) -> Attempt | Refused:
    """End an attempt so that it counts for nothing: no score, and no sitting towards a limit.

    The record of the candidate says so, with the reason.
    """
    require(officer, Permission.ATTEMPT_VOID)
    attempt = _incident(
        officer,
        attempt_id,
        "attempt.voided",
        lambda mine: void(mine.state, by=name_of(officer), reason=reason, at=mine.at),
        reason=reason,
        at=at,
    )
    if isinstance(attempt, Refused):
        return attempt
    booking, ended = attempt.booking, attempt.submitted_at
    if ended is None:
        raise AssertionError(attempt.pk)
    issue_receipt(attempt, at=ended)
    append_entry(
        booking.person,
        EntryKind.SITTING_VOIDED,
        facts={
            "exam": booking.course,
            "form": str(booking.form),
            "window": booking.window,
            "sitting": str(attempt.pk),
        },
        actor=officer,
        at=ended,
        reason=reason.strip(),
        release=form_release(booking.form),
    )
    return attempt


@transaction.atomic
def grant_accommodation(
    person: User, wanted: Grant, *, actor: User, at: datetime
) -> Accommodation | Refused:
    """Adapt something for a person; extra time reaches an attempt that runs in the same moment."""
    made = grant(person, wanted, actor=actor, at=at)
    if isinstance(made, Refused):
        return made
    running = Attempt.objects.filter(booking__person=person, submitted_at=None)
    for id in running.values_list("pk", flat=True):
        mine = held_of_anyone(id, at=at)
        if mine is not None and mine.state.submitted_at is None:
            _apply_extra_time(mine, actor=actor)
    return made


def _apply_extra_time(mine: Held, *, actor: User) -> None:
    """Lengthen an attempt by what its person's profile gives more than it has had."""
    attempt = mine.attempt
    percent = accommodations_for(attempt.booking.person, at=mine.at).extra_time_percent
    added = time_added(
        policy_of(attempt.booking).minutes, before=attempt.extra_time_percent, after=percent
    )
    if not added:
        return
    outcome = lengthen(mine.state, added, by=name_of(actor), reason="accommodation", at=mine.at)
    if isinstance(outcome, Refused):
        return
    attempt.extra_time_percent = percent
    keep(attempt, *outcome)


@transaction.atomic
def _incident(
    officer: User,
    attempt_id: UUID,
    event: str,
    act: Callable[[Held], Outcome],
    *,
    reason: str,
    at: datetime | None,
) -> Attempt | Refused:
    require(officer, Permission.ATTEMPT_HOLD)
    mine = held_of_anyone(attempt_id, at=at)
    if mine is None:
        return Refused(
            "not-found",
            LocalText(en="There is no such attempt.", ms="Tiada percubaan sedemikian."),
        )
    outcome = act(mine)
    if isinstance(outcome, Refused):
        return outcome
    attempt = mine.attempt
    attempt.incidents += 1
    keep(attempt, *outcome)
    write_audit_entry(
        officer,
        event,
        subject=str(attempt.booking.person_id),
        at=mine.at,
        details={"attempt": str(attempt.pk), "reason": reason.strip()},
    )
    return attempt
