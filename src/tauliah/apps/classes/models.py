"""Classes as they are opened, every entry about their seats, and what follows from the entries."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from tauliah.apps.letters import SENT_OR_GIVEN_UP, Letter
from tauliah.core.kernel import LocalText

LIVE = ("booked", "offered", "waiting")
"""What a person may have in a class that has not begun."""
ENDED = ("attending", "given-back", "declined", "lapsed", "left", "taken-off", "no-seat",
         "called-off")  # fmt: skip


class ScheduledClass(models.Model):
    """One run of a course in a classroom: where, when, in which language, and on which terms.

    The terms (`begins_at`, `free_until`, `accept_hours`) do not change once people may have read
    them. `seats`, `taken`, `waiting` and `entries` follow from the entries.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    place_en = models.CharField(max_length=80)
    place_ms = models.CharField(max_length=80)
    venue = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    sessions = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    hours = models.CharField(max_length=11, help_text="of each session, such as 09:00-17:00")
    begins_at = models.DateTimeField()
    free_until = models.DateTimeField()
    accept_hours = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    seats = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    next_lapse_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("seats")), name="no_more_than_the_seats"
            ),
            models.CheckConstraint(
                condition=models.Q(waiting=0) | models.Q(taken=models.F("seats")),
                name="no_free_seat_while_people_wait",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "begun", "called-off"]),
                name="class_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="class_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["en", "ms"]),
                name="class_is_held_in_a_house_language",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["starts", "id"], name="classes_by_day"),
            models.Index(fields=["state", "begins_at"], name="classes_that_are_open"),
        ]

    @property
    def place(self) -> LocalText:
        """The town, as the programme names it."""
        return LocalText(en=self.place_en, ms=self.place_ms)

    @property
    def free(self) -> int:
        """Seats that anybody may book."""
        return self.seats - self.taken if self.state == "open" else 0


class SeatEntry(models.Model):
    """One thing that happened to the seats of a class. Append-only.

    `person` is whom it is about, empty where it is about the class; `recorded_by` who did it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scheduled_class = models.ForeignKey(
        ScheduledClass, on_delete=models.PROTECT, related_name="seat_entries"
    )
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=12)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["scheduled_class", "number"], name="seat_entries_are_numbered"
            ),
        ]


class ClassBooking(models.Model):
    """What a person has in a class, as it follows from the entries.

    `arrival` is the number of the entry by which they came, the order of the waiting list. `reason`
    says why somebody was taken off, in the words of the registrar.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scheduled_class = models.ForeignKey(
        ScheduledClass, on_delete=models.PROTECT, related_name="bookings"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    arrival = models.PositiveIntegerField()
    came_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    offer_until = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=[*LIVE, *ENDED]), name="class_booking_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="offered") ^ models.Q(offer_until=None),
                name="only_an_offer_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=models.Q(state__in=LIVE),
                name="one_place_in_the_classes_of_a_course",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "came_at"], name="class_bookings_of_a_person"),
        ]


class AttendanceMark(models.Model):
    """Whether somebody attended, as a registrar marked it. Append-only: a newer one supersedes.

    `entry` is the entry of the record that says so, `proposal` the withdrawal of one that a second
    registrar decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.ForeignKey(ClassBooking, on_delete=models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    attended = models.BooleanField()
    entry = models.PositiveIntegerField(null=True)
    proposal = models.UUIDField(null=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["booking", "number"], name="attendance_marks_are_numbered"
            ),
        ]


class ClassNotice(Letter):
    """Something that a person is to be told by e-mail about a class; kept until long after."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scheduled_class = models.ForeignKey(ScheduledClass, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=SENT_OR_GIVEN_UP, name="a_class_notice_is_sent_or_given_up"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["sent_at", "made_at"], name="classes_notice_unsent"),
        ]
