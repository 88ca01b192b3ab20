"""What is adapted for a person in exams: granted and ended by an officer, read by whoever applies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.models import Accommodation, User
from tauliah.apps.people.permissions import Permission, require
from tauliah.core.exam.accommodations import LONGEST_PAUSE_MINUTES, MOST_EXTRA_PERCENT, MOST_PAUSES
from tauliah.core.kernel import LocalText, Refused

__all__ = [
    "KINDS",
    "MOST_EXTRA_PERCENT",
    "Accommodation",
    "Grant",
    "accommodations_in_force",
    "accommodations_of",
    "accommodations_of_all",
    "end_accommodation",
    "grant",
]

KINDS = ("extra-time", "pauses", "large-print", "reader-friendly", "separate-room")


@dataclass(frozen=True, slots=True)
class Grant:
    """What an officer grants: `percent` of extra time, or `times` pauses of so many `minutes`."""

    kind: str
    reason: str
    percent: int = 0
    times: int = 0
    minutes: int = 0
    valid_until: date | None = None


@transaction.atomic
def grant(person: User, wanted: Grant, *, actor: User, at: datetime) -> Accommodation | Refused:
    """Adapt one thing for a person; what was granted of the same kind before ends.

    The caller applies it to an attempt that runs.
    """
    require(actor, Permission.ACCOMMODATION_GRANT)
    wait_for_others(person)
    refused = _refusal(wanted)
    if refused:
        return refused
    Accommodation.objects.filter(person=person, kind=wanted.kind, ended_at=None).update(ended_at=at)
    made = Accommodation.objects.create(
        person=person,
        kind=wanted.kind,
        percent=wanted.percent if wanted.kind == "extra-time" else 0,
        times=wanted.times if wanted.kind == "pauses" else 0,
        minutes=wanted.minutes if wanted.kind == "pauses" else 0,
        reason=wanted.reason.strip(),
        granted_by=actor,
        granted_at=at,
        valid_until=wanted.valid_until,
    )
    # not the reason: it may be about health, and more people read the audit trail
    details = {"accommodation": str(made.pk), "kind": made.kind, "percent": made.percent}
    write_audit_entry(
        actor, "accommodation.granted", subject=str(person.pk), at=at, details=details
    )
    return made


@transaction.atomic
def end_accommodation(person: User, id: UUID, *, actor: User, at: datetime) -> Refused | None:
    """End what is adapted; an attempt that runs keeps the time it was given."""
    require(actor, Permission.ACCOMMODATION_GRANT)
    open_ones = Accommodation.objects.filter(person=person, pk=id, ended_at=None)
    if not open_ones.update(ended_at=at):
        return Refused(
            "not-found",
            LocalText(
                en="This accommodation has ended already.",
                ms="Penyesuaian ini telah pun tamat.",
            ),
        )
    write_audit_entry(
        actor,
        "accommodation.ended",
        subject=str(person.pk),
        at=at,
        details={"accommodation": str(id)},
    )
    return None


def accommodations_of(person: User) -> list[Accommodation]:
    """All that was ever granted to a person, what is in force first, then the newest."""
    found = Accommodation.objects.filter(person=person).select_related("granted_by")
    return sorted(found.order_by("-granted_at", "kind"), key=lambda one: one.ended_at is not None)


def accommodations_in_force(person: User, *, on: date) -> list[Accommodation]:
    """What is adapted for a person on a day."""
    return list(_in_force(on).filter(person=person))


def accommodations_of_all(
    people: Iterable[UUID], *, on: date
) -> Mapping[UUID, tuple[Accommodation, ...]]:
    """What is adapted on a day, by account id, for those for whom anything is."""
    found: dict[UUID, tuple[Accommodation, ...]] = {}
    for one in _in_force(on).filter(person_id__in=list(people)):
        found[one.person_id] = (*found.get(one.person_id, ()), one)
    return found


def _in_force(on: date) -> QuerySet[Accommodation]:
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return Accommodation.objects.filter(lasting, ended_at=None).order_by("kind")


def _refusal(wanted: Grant) -> Refused | None:
    if wanted.kind not in KINDS:
        return Refused(
            "unknown-kind",
            LocalText(en="Choose what is granted.", ms="Pilih penyesuaian yang diberikan."),
        )
    if not wanted.reason.strip():
        return Refused(
            "no-reason",
            LocalText(
                en="Write the reason: nothing can be granted without one.",
                ms="Tulis sebabnya: tiada apa-apa boleh diberikan tanpa sebab.",
            ),
        )
    if wanted.kind == "extra-time" and not 1 <= wanted.percent <= MOST_EXTRA_PERCENT:
        return Refused(
            "wrong-percent",
            LocalText(
                en=f"Extra time is 1 to {MOST_EXTRA_PERCENT} percent of the exam's time.",
                ms=f"Masa tambahan ialah 1 hingga {MOST_EXTRA_PERCENT} peratus daripada masa "
                "peperiksaan.",
            ),
        )
    if wanted.kind == "pauses" and not (
        1 <= wanted.times <= MOST_PAUSES and 1 <= wanted.minutes <= LONGEST_PAUSE_MINUTES
    ):
        return Refused(
            "wrong-pauses",
            LocalText(
                en=f"Grant 1 to {MOST_PAUSES} pauses of 1 to {LONGEST_PAUSE_MINUTES} minutes each.",
                ms=f"Beri 1 hingga {MOST_PAUSES} jeda selama 1 hingga {LONGEST_PAUSE_MINUTES} "
                "minit setiap satu.",
            ),
        )
    return None
