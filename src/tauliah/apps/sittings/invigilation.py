"""What an invigilator sees: everybody who sits on a day, at a glance and one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from tauliah.apps.catalogue.queries import local_day, zone
from tauliah.apps.people.queries import names_of
from tauliah.apps.sittings.adapted import accommodations_for_all
from tauliah.apps.sittings.chains import chain_of, seen, state_of
from tauliah.apps.sittings.models import Attempt, Booking
from tauliah.apps.sittings.queries import window_at
from tauliah.core.exam import SAVES, Accommodations

ROOM_FIELDS = (
    "booking__person__full_name", "booking__person__candidate_number", "booking__course",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who sits: where the attempt stands, when it was last heard of, and what is adapted.

    `state` is running, paused, over (its time has ended, it is not sealed yet), or how it was sealed.
    """

    attempt: UUID
    name: str
    number: str
    course: str
    state: str
    started_at: datetime
    deadline: datetime
    seconds_left: int
    seen_at: datetime
    saves: int
    incidents: int
    granted: Accommodations


@dataclass(frozen=True, slots=True)
class Expected:
    """One who has booked and not started."""

    name: str
    number: str
    course: str
    granted: Accommodations


@dataclass(frozen=True, slots=True)
class Incident:
    """An act in a chain that is no save: when, what, by whom, why, and by how much."""

    at: datetime
    act: str
    by: str
    reason: str
    minutes: int
    holder: str
    language: str = ""
    saves: int = 0


def room_on(day: date, *, at: datetime) -> tuple[Candidate, ...]:
    """Everybody who started on a day, and who still sits since the day before; by name."""
    attempts = list(_on(day).select_related("booking__person").order_by(*ROOM_FIELDS))
    granted = accommodations_for_all({one.booking.person_id for one in attempts}, at=at)
    return tuple(_candidate(one, granted, at=at) for one in attempts)


def candidate_in_room(attempt: UUID, *, at: datetime) -> Candidate | None:
    """One who sits or sat, by attempt."""
    found = Attempt.objects.filter(pk=attempt).select_related("booking__person").first()
    if found is None:
        return None
    granted = accommodations_for_all([found.booking.person_id], at=at)
    return _candidate(found, granted, at=at)


def expected_on(day: date, *, at: datetime) -> tuple[Expected, ...]:
    """Everybody who has booked in the window open on a day and not started; by name."""
    window = window_at(datetime.combine(day, time(12), tzinfo=zone()))
    if window is None:
        return ()
    booked = Booking.objects.filter(state="booked", window=window.code).select_related("person")
    found = list(booked.order_by("person__full_name", "person__candidate_number", "course"))
    granted = accommodations_for_all({one.person_id for one in found}, at=at)
    return tuple(
        Expected(
            one.person.full_name,
            one.person.candidate_number,
            one.course,
            granted.get(one.person_id, Accommodations()),
        )
        for one in found
    )


def room_version(day: date) -> str:
    """Changes whenever anything in the room does; one question to the database, however many sit."""
    told = _on(day).aggregate(
        Count("pk"), Sum("events"), Sum("incidents"), Max("seen_at"), Max("submitted_at")
    )
    return "/".join(str(value) for _, value in sorted(told.items()))


def incidents_of(attempt: UUID) -> tuple[Incident, ...]:
    """What happened to an attempt besides its saves, in order."""
    found = Attempt.objects.filter(pk=attempt).select_related("booking").first()
    if found is None:
        return ()
    acts = [one for one in chain_of(found) if one.act not in SAVES]
    names = names_of({str(one.facts.get("by", "")) for one in acts})
    return tuple(
        Incident(
            at=one.server_time,
            act=one.act,
            by=names.get(str(one.facts.get("by", "")), ""),
            reason=str(one.facts.get("reason", "")),
            minutes=int(one.facts.get("seconds", 0)) // 60,
            holder=str(one.facts.get("holder", "")),
            language=str(one.facts.get("language", "")),
            saves=int(one.facts.get("saves", 0)),
        )
        for one in acts
    )


def today(at: datetime) -> date:
    """The programme's day at a moment."""
    return local_day(at)


def _on(day: date) -> QuerySet[Attempt]:
    begins = datetime.combine(day, time(), tzinfo=zone())
    ends = begins + timedelta(days=1)
    started = Q(started_at__gte=begins, started_at__lt=ends)
    # an exam that was extended past midnight is still somebody's to watch
    still = Q(submitted_at=None, started_at__lt=begins, deadline__gte=begins)
    return Attempt.objects.filter(started | still)


def _candidate(
    attempt: Attempt, granted: Mapping[UUID, Accommodations], *, at: datetime
) -> Candidate:
    person: Any = attempt.booking.person
    return Candidate(
        attempt=attempt.pk,
        name=person.full_name,
        number=person.candidate_number,
        course=attempt.booking.course,
        state=_state(attempt, at=at),
        started_at=attempt.started_at,
        deadline=attempt.deadline,
        seconds_left=state_of(attempt).seconds_left(at),
        seen_at=attempt.seen_at or attempt.started_at,
        saves=attempt.client_sequence,
        incidents=attempt.incidents,
        granted=granted.get(attempt.booking.person_id, Accommodations()),
    )


def _state(attempt: Attempt, *, at: datetime) -> str:
    told = seen(attempt, lease="", at=at)
    if told.ended:
        return attempt.sealed_as or "submitted"
    if told.paused:
        return "paused"
    return "running" if told.seconds_left else "over"
