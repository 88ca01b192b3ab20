"""How a class is read from its entries, and how what the core decides is kept: the only writers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tauliah.apps.classes.models import (
    LIVE,
    ClassBooking,
    ClassNotice,
    ScheduledClass,
    SeatEntry,
)
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM, Actor, name_of
from tauliah.core.classes import (
    Act,
    ClassEntry,
    Outcome,
    Seating,
    seating_of,
    settle,
    take_off,
)
from tauliah.core.kernel import LocalText, Refused

_BECOMES: dict[str, str] = {
    "booked": "booked",
    "waited": "waiting",
    "offered": "offered",
    "accepted": "booked",
    "declined": "declined",
    "lapsed": "lapsed",
    "given-back": "given-back",
    "left": "left",
    "taken-off": "taken-off",
    "no-seat": "no-seat",
}
_EVENTS: dict[Act, str] = {
    "opened": "class.opened",
    "booked": "class.booked",
    "waited": "class.waited",
    "offered": "class.offered",
    "accepted": "class.accepted",
    "declined": "class.declined",
    "lapsed": "class.lapsed",
    "given-back": "class.given-back",
    "left": "class.left",
    "taken-off": "class.taken-off",
    "seats-set": "class.seats-set",
    "no-seat": "class.no-seat",
    "begun": "class.begun",
    "called-off": "class.called-off",
}
_TOLD: frozenset[Act] = frozenset({"offered", "lapsed", "no-seat", "taken-off"})
"""What a person hears of by e-mail, because it happens without them."""
_BY_ITSELF: frozenset[Act] = frozenset({"offered", "lapsed", "no-seat", "begun"})
"""What follows from an act or from time, whosever act it was."""


def locked(id: UUID) -> ScheduledClass | None:
    """A class that no other transaction changes until this one ends."""
    return ScheduledClass.objects.select_for_update().filter(pk=id).first()


def entries_of(scheduled: ScheduledClass) -> tuple[ClassEntry, ...]:
    """All that happened to the seats of a class, in order."""
    rows = SeatEntry.objects.filter(scheduled_class=scheduled).order_by("number")
    return tuple(
        ClassEntry(
            number=row.number,
            act=row.act,  # type: ignore[arg-type]  # the column holds nothing else
            at=row.at,
            person=str(row.person_id) if row.person_id else "",
            facts=row.facts,
        )
        for row in rows
    )


def change(
    scheduled: ScheduledClass,
    act: Callable[[Seating], Outcome],
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> Seating | Refused:
    """Do an act to a locked class and keep what comes of it.

    Where it is refused, what time has done by then is kept all the same.
    """
    before = seating_of(entries_of(scheduled))
    outcome = act(before)
    refused = outcome if isinstance(outcome, Refused) else None
    seating, entries = settle(before, at=at) if isinstance(outcome, Refused) else outcome
    keep(scheduled, seating, entries, actor=SYSTEM if refused else actor, reason=reason)
    return refused or seating


def keep(
    scheduled: ScheduledClass,
    seating: Seating,
    entries: tuple[ClassEntry, ...],
    *,
    actor: Actor,
    reason: str = "",
) -> None:
    """Keep entries, what follows from them for each person, and who is to be told."""
    if not entries:
        return
    for entry in entries:
        by = SYSTEM if entry.act in _BY_ITSELF else actor
        SeatEntry.objects.create(
            scheduled_class=scheduled,
            number=entry.number,
            act=entry.act,
            person_id=UUID(entry.person) if entry.person else None,
            facts=dict(entry.facts),
            at=entry.at,
            recorded_by=name_of(by),
        )
        _follow(scheduled, entry, reason=reason)
        write_audit_entry(
            by,
            _EVENTS[entry.act],
            subject=entry.person or str(scheduled.pk),
            at=entry.at,
            details={"class": str(scheduled.pk), "course": scheduled.course, **entry.facts},
        )
    scheduled.seats = seating.terms.seats
    scheduled.taken, scheduled.waiting = seating.taken, len(seating.waiting)
    scheduled.entries = seating.entries
    scheduled.state = seating.ended or "open"
    scheduled.next_lapse_at = min((one.until for one in seating.offered), default=None)
    scheduled.save(update_fields=["seats", "taken", "waiting", "entries", "state", "next_lapse_at"])


def no_such_class() -> Refused:
    """An id that names no class."""
    return Refused(
        "no-such-class", LocalText(en="There is no such class.", ms="Tiada kelas sedemikian.")
    )


def _follow(scheduled: ScheduledClass, entry: ClassEntry, *, reason: str) -> None:
    """What the entry makes of the bookings."""
    if not entry.person:
        _follow_all(scheduled, entry)
        return
    person = UUID(entry.person)
    state = _BECOMES[entry.act]
    if entry.act in ("booked", "waited"):
        ClassBooking.objects.create(
            scheduled_class=scheduled,
            person_id=person,
            course=scheduled.course,
            state=state,
            arrival=entry.number,
            came_at=entry.at,
            changed_at=entry.at,
        )
        return
    until = datetime.fromisoformat(entry.facts["until"]) if entry.act == "offered" else None
    _live(scheduled).filter(person=person).update(
        state=state,
        changed_at=entry.at,
        offer_until=until,
        is_late=bool(entry.facts.get("late")),
        reason=reason if entry.act == "taken-off" else "",
    )
    if entry.act in _TOLD:
        _tell(scheduled, person, entry.act, until=until, at=entry.at)


def _follow_all(scheduled: ScheduledClass, entry: ClassEntry) -> None:
    """What the beginning of a class, or its end before that, makes of what people had in it."""
    if entry.act not in ("begun", "called-off"):
        return
    left = list(_live(scheduled).values_list("person_id", flat=True))
    becomes = "attending" if entry.act == "begun" else "called-off"
    _live(scheduled).update(state=becomes, changed_at=entry.at, offer_until=None)
    if entry.act == "called-off":
        for person in left:
            _tell(scheduled, person, entry.act, until=None, at=entry.at)


def _live(scheduled: ScheduledClass) -> QuerySet[ClassBooking]:
    return ClassBooking.objects.filter(scheduled_class=scheduled, state__in=LIVE)


def _tell(
    scheduled: ScheduledClass, person: UUID, kind: str, *, until: datetime | None, at: datetime
) -> None:
    ClassNotice.objects.create(
        person_id=person, scheduled_class=scheduled, kind=kind, until=until, made_at=at
    )


def forget_places(person: UUID, *, at: datetime) -> None:
    """Take a person who is erased off every class that has not begun; the next ones move up."""
    found = ClassBooking.objects.filter(person=person, state__in=LIVE)
    ids = found.order_by("scheduled_class_id").values_list("scheduled_class_id", flat=True)
    for id in list(ids):
        scheduled = locked(id)
        if scheduled is not None:
            change(
                scheduled,
                lambda seating: take_off(seating, str(person), at=at),
                actor=SYSTEM,
                at=at,
            )
    ClassNotice.objects.filter(person=person).delete()
    ClassBooking.objects.filter(person=person).exclude(reason="").update(reason="")
