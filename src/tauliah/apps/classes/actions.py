"""The only writers of classes: opening them, booking and giving up seats, and what time does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tauliah.apps.classes.keeping import change, keep, locked, no_such_class
from tauliah.apps.classes.models import LIVE, ClassBooking, ScheduledClass
from tauliah.apps.classes.opening import Wanted, found_offer, opening_refusal, terms_of
from tauliah.apps.people.actions import wait_for_others
from tauliah.apps.people.permissions import SYSTEM, Actor, Permission, require, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import standing
from tauliah.core import classes
from tauliah.core.classes import Outcome, Seating
from tauliah.core.kernel import LocalText, Refused, spoken_day

LONGEST_REASON = 500


@transaction.atomic
def open_class(wanted: Wanted, *, actor: Actor, at: datetime) -> ScheduledClass | Refused:
    """Open a class for booking, on terms that do not change any more."""
    require(actor, Permission.CLASSES_MANAGE)
    refused = opening_refusal(wanted, at=at)
    found = found_offer(wanted.course, wanted.place)
    if refused or found is None:
        return refused or no_such_class()
    terms = terms_of(wanted)
    scheduled = ScheduledClass.objects.create(
        course=wanted.course,
        place_en=found.offer.place.en,
        place_ms=found.offer.place.ms,
        venue=" ".join(wanted.venue.split()),
        language=wanted.language,
        sessions=found.offer.sessions,
        starts=wanted.starts,
        ends=wanted.ends,
        hours=wanted.hours,
        begins_at=terms.begins,
        free_until=terms.free_until,
        accept_hours=terms.accept_hours,
        opened_at=at,
        seats=terms.seats,
    )
    keep(scheduled, *classes.opened(terms, at=at), actor=actor)
    return scheduled


@transaction.atomic
def book(person: User, id: UUID, *, at: datetime) -> ClassBooking | Refused:
    """A seat in a class where one is free, else the last place of its waiting list.

    Two who ask for the last seat at once wait for each other: one has it, the other waits.
    """
    require_own(person, Permission.CLASS_BOOK, person=person)
    return _done(person, id, classes.book, actor=person, at=at, unless=booking_refusal)


@transaction.atomic
def accept(person: User, id: UUID, *, at: datetime) -> ClassBooking | Refused:
    """Take the seat that is kept for a person, while its time lasts."""
    require_own(person, Permission.CLASS_BOOK, person=person)
    return _done(person, id, classes.accept, actor=person, at=at, unless=_clash)


@transaction.atomic
def give_up(person: User, id: UUID, *, at: datetime) -> ClassBooking | Refused:
    """Give back a seat, let an offered one go, or leave the waiting list: whichever one has."""
    require_own(person, Permission.CLASS_BOOK, person=person)
    return _done(person, id, classes.give_up, actor=person, at=at)


@transaction.atomic
def take_off(
    person: User, id: UUID, *, reason: str, actor: Actor, at: datetime
) -> ClassBooking | Refused:
    """Take a person off a class, with the reason that they are told."""
    require(actor, Permission.CLASSES_MANAGE)
    return _done(
        person,
        id,
        classes.take_off,
        actor=actor,
        at=at,
        unless=lambda *_: reason_refusal(reason),
        reason=reason.strip(),
    )


@transaction.atomic
def set_seats(id: UUID, seats: int, *, actor: Actor, at: datetime) -> Seating | Refused:
    """More or fewer seats; those who wait are offered what is added."""
    require(actor, Permission.CLASSES_MANAGE)
    scheduled = locked(id)
    if scheduled is None:
        return no_such_class()
    return change(
        scheduled, lambda seating: classes.set_seats(seating, seats, at=at), actor=actor, at=at
    )


@transaction.atomic
def call_off(id: UUID, *, reason: str, actor: Actor, at: datetime) -> Seating | Refused:
    """Call a class off before it begins, with a reason that all who are on its list are told."""
    require(actor, Permission.CLASSES_MANAGE)
    scheduled = locked(id)
    if scheduled is None:
        return no_such_class()
    refused = reason_refusal(reason)
    if refused:
        return refused
    done = change(scheduled, lambda seating: classes.call_off(seating, at=at), actor=actor, at=at)
    if not isinstance(done, Refused):
        scheduled.reason = reason.strip()
        scheduled.save(update_fields=["reason"])
    return done


def settle_classes(*, at: datetime) -> int:
    """Do what time does to the classes that are due: offers lapse, the next are told, classes begin.

    Each class is a transaction of its own; how many were changed. Doing it again changes nothing.
    """
    due = ScheduledClass.objects.filter(
        Q(next_lapse_at__lte=at) | Q(begins_at__lte=at), state="open"
    )
    ids = list(due.order_by("begins_at", "pk").values_list("pk", flat=True))
    for id in ids:
        settle_class(id, at=at)
    return len(ids)


@transaction.atomic
def settle_class(id: UUID, *, at: datetime) -> ScheduledClass | None:
    """Do what time does to one class; None where there is no such class."""
    scheduled = locked(id)
    if scheduled is not None:
        change(scheduled, lambda seating: classes.settle(seating, at=at), actor=SYSTEM, at=at)
    return scheduled


def booking_refusal(person: User, scheduled: ScheduledClass) -> Refused | None:
    """What outside a class speaks against booking it: no matriculation, or another class."""
    if not standing(person).matriculated:
        return Refused(
            "not-matriculated",
            LocalText(
                en="Matriculate for a designation first; then classes can be booked.",
                ms="Bermatrikulasi untuk satu gelaran dahulu; kemudian kelas boleh ditempah.",
            ),
        )
    other = (
        ClassBooking.objects.filter(person=person, course=scheduled.course, state__in=LIVE)
        .exclude(scheduled_class=scheduled)
        .select_related("scheduled_class")
        .first()
    )
    if other is not None:
        place, day = other.scheduled_class.place, spoken_day(other.scheduled_class.starts)
        return Refused(
            "another-class-of-the-course",
            LocalText(
                en=f"You are on the list of another class of this course, in {place.en} from "
                f"{day.en}. Give your place there up first.",
                ms=f"Anda berada dalam senarai kelas lain bagi kursus ini, di {place.ms} mulai "
                f"{day.ms}. Lepaskan tempat anda di sana dahulu.",
            ),
        )
    return _clash(person, scheduled)


def reason_refusal(reason: str) -> Refused | None:
    """Why this is no reason; None where it is one."""
    if reason.strip() and len(reason) <= LONGEST_REASON:
        return None
    return Refused(
        "no-reason",
        LocalText(
            en=f"Write the reason, in at most {LONGEST_REASON} letters: those whom it concerns are "
            "told.",
            ms=f"Tulis sebabnya, paling banyak {LONGEST_REASON} huruf: mereka yang berkenaan akan "
            "diberitahu.",
        ),
    )


def _clash(person: User, scheduled: ScheduledClass) -> Refused | None:
    """A seat in a class on some of the same days."""
    other = (
        ClassBooking.objects.filter(
            person=person,
            state__in=("booked", "attending"),
            scheduled_class__starts__lte=scheduled.ends,
            scheduled_class__ends__gte=scheduled.starts,
        )
        .exclude(scheduled_class=scheduled)
        .select_related("scheduled_class")
        .first()
    )
    if other is None:
        return None
    place, day = other.scheduled_class.place, spoken_day(other.scheduled_class.starts)
    return Refused(
        "clashes",
        LocalText(
            en=f"You have a seat in a class of {other.course} on some of the same days, in "
            f"{place.en} from {day.en}. Nobody can sit in two.",
            ms=f"Anda mempunyai tempat duduk dalam kelas {other.course} pada sebahagian hari yang sama, "
            f"di {place.ms} mulai {day.ms}. Tiada sesiapa boleh hadir di dua tempat.",
        ),
    )


def _done(
    person: User,
    id: UUID,
    act: Callable[..., Outcome],
    *,
    actor: Actor,
    at: datetime,
    unless: Callable[[User, ScheduledClass], Refused | None] = lambda *_: None,
    reason: str = "",
) -> ClassBooking | Refused:
    """Do an act for a person in a class, and give their newest booking there.

    `unless` says what outside the class speaks against it.
    """
    # what a person has elsewhere stays true until this ends
    wait_for_others(person)
    scheduled = locked(id)
    if scheduled is None:
        return no_such_class()
    outcome: Seating | Refused = unless(person, scheduled) or change(
        scheduled,
        lambda seating: act(seating, str(person.pk), at=at),
        actor=actor,
        at=at,
        reason=reason,
    )
    if isinstance(outcome, Refused):
        return outcome
    found = ClassBooking.objects.filter(scheduled_class=scheduled, person=person)
    return found.latest("arrival")
