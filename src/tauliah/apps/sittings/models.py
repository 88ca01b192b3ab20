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
    """One sitting of a form: its clock, who holds it, and the head of its chain.

    `lease` is the digest of the token of the tab that holds it. `extra_time_percent` is what its
    deadline has been given so far. `submitted_at` is when it ended, `sealed_as` how.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="attempt")
    seed = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    client_sequence = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=71, blank=True)
    # the defaults of the database let a server of the release before go on writing
    sealed_as = models.CharField(max_length=10, blank=True, default="", db_default="")
    lease = models.CharField(max_length=71, blank=True, default="", db_default="")
    lease_number = models.PositiveIntegerField(default=0, db_default=0)
    holder = models.CharField(max_length=80, blank=True, default="", db_default="")
    seen_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    pauses = models.PositiveSmallIntegerField(default=0, db_default=0)
    incidents = models.PositiveSmallIntegerField(default=0, db_default=0)
    extra_time_percent = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("started_at")),
                name="deadline_follows_start",
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_as__in=["", "submitted", "timed-out", "voided"]),
                name="attempt_ends_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=models.Q(paused_until=None) | models.Q(paused_at__isnull=False),
                name="only_a_pause_has_an_end",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["started_at"])]


class AttemptEvent(models.Model):
    """One link of an attempt's chain. Append-only.

    `option` holds the answers of the first links, one letter each; newer ones stand in `value`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="chain")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10)
    item = models.CharField(max_length=40, blank=True)
    option = models.CharField(max_length=1, null=True)  # noqa: DJ001 - null is a cleared answer
    value = models.JSONField(null=True)
    facts = models.JSONField(null=True)
    client_sequence = models.PositiveIntegerField()
    server_time = models.DateTimeField()
    previous = models.CharField(max_length=71, blank=True)
    digest = models.CharField(max_length=71)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["attempt", "number"], name="events_are_numbered"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["attempt", "client_sequence"], name="event_by_sequence"),
        ]


class CurrentAnswer(models.Model):
    """The answer to one item as it stands, and whether it is flagged for review.

    `option` holds answers of one letter saved before there were others; newer ones empty it.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    option = models.CharField(max_length=1, null=True)  # noqa: DJ001 - null is not answered
    value = models.JSONField(null=True)
    is_flagged = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["attempt", "item"], name="one_answer_per_item"),
        ]

    @property
    def answer(self) -> Any:
        """The answer as plain data; None where there is none."""
        return self.value if self.option is None else self.option


class SealReceipt(models.Model):
    """What the house signed when an attempt was sealed. Append-only.

    `facts` are the receipt, `key` the public key under which `signature` holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="receipt")
    number = models.CharField(max_length=16, unique=True)
    facts = models.JSONField()
    key = models.CharField(max_length=80)
    signature = models.CharField(max_length=128)
    issued_at = models.DateTimeField()
