"""What is adapted for the person of an attempt, as delivery applies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.people.accommodations import (
    Accommodation,
    accommodations_in_force,
    accommodations_of_all,
)
from tauliah.apps.people.queries import User
from tauliah.core.exam import Accommodations


def accommodations_for(person: User, *, at: datetime) -> Accommodations:
    """What is adapted for a person at a moment."""
    return _together(accommodations_in_force(person, on=local_day(at)))


def accommodations_for_all(
    people: Iterable[UUID], *, at: datetime
) -> Mapping[UUID, Accommodations]:
    """What is adapted at a moment, by account id, for those for whom anything is."""
    found = accommodations_of_all(people, on=local_day(at))
    return {person: _together(ones) for person, ones in found.items()}


def _together(ones: Iterable[Accommodation]) -> Accommodations:
    by_kind = {one.kind: one for one in ones}
    time, pauses = by_kind.get("extra-time"), by_kind.get("pauses")
    return Accommodations(
        extra_time_percent=time.percent if time else 0,
        pauses=pauses.times if pauses else 0,
        pause_minutes=pauses.minutes if pauses else 0,
        large_print="large-print" in by_kind,
        reader_friendly="reader-friendly" in by_kind,
        separate_room="separate-room" in by_kind,
    )
