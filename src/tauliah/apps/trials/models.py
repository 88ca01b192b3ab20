"""Where the status of each trial credential stands; nothing of what the credential says is kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from uuid6 import uuid7


class TrialCredential(models.Model):
    """The place of one trial credential on a status list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    named = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of its identifier, empty where it has none"
    )
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()
    purpose = models.CharField(max_length=12)
    is_marked = models.BooleanField(default=False)
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="one_trial_per_status_place"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["revocation", "suspension"]),
                name="a_trial_place_has_a_purpose",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["named", "issued_at"], name="trials_trial_named")
        ]

    def __str__(self) -> str:
        return f"{self.status_list}/{self.status_index}"
