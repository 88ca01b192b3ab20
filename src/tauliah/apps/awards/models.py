"""Awards: a designation conferred on a person, and the credential that proves it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class Award(models.Model):
    """One conferral with its signed credential. Only whether it is revoked ever changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=120)
    is_name_public = models.BooleanField(help_text="the holder's choice when it was conferred")
    language = models.CharField(max_length=2)
    designation = models.CharField(max_length=10)
    conferred_at = models.DateTimeField()
    release = models.PositiveIntegerField()
    entry = models.PositiveIntegerField(help_text="number of the entry in the person's record")
    status_list = models.PositiveIntegerField(default=1)
    status_index = models.PositiveIntegerField()
    credential = models.TextField(help_text="the signed credential, letter by letter")
    is_revoked = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="one_award_per_status_place"
            ),
            models.UniqueConstraint(
                fields=["person", "designation"],
                condition=models.Q(is_revoked=False),
                name="a_designation_in_force_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return self.number


class StatusList(models.Model):
    """A published, signed status list; the newest row of a number is in force. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    document = models.TextField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["number", "published_at"])]
