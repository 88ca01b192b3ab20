"""Bookings, attempts, and every answer as it was saved."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class Booking(models.Model):
    """A candidate's place for one exam in one window, with the form already drawn."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=10)
    window = models.CharField(max_length=10)
    form = models.UUIDField(unique=True)
    booked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="booked")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=["booked", "cancelled", "started", "lapsed"]),
                name="booking_state_is_known",
            ),
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=models.Q(state__in=["booked"]),
                name="one_open_booking_per_exam",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "booked_at"])]


class Attempt(models.Model):
    """One sitting of a form: its clock, and the head of its chain."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="attempt")
    seed = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    client_sequence = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=71, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("started_at")),
                name="deadline_follows_start",
            ),
        ]


class AttemptEvent(models.Model):
    """One link of an attempt's chain. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="chain")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10)
    item = models.CharField(max_length=40, blank=True)
    option = models.CharField(max_length=1, null=True)  # noqa: DJ001 - null is a cleared answer
    client_sequence = models.PositiveIntegerField()
    server_time = models.DateTimeField()
    previous = models.CharField(max_length=71, blank=True)
    digest = models.CharField(max_length=71)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["attempt", "number"], name="events_are_numbered"),
        ]


class CurrentAnswer(models.Model):
    """The answer to one item as it stands, and whether it is flagged for review."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    option = models.CharField(max_length=1, null=True)  # noqa: DJ001 - null is not answered
    is_flagged = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["attempt", "item"], name="one_answer_per_item"),
        ]
