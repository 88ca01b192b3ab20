"""Requests to be erased with their decisions, and what was ended by time, day by day."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class ErasureRequest(models.Model):
    """A person's wish to be erased: open until it is withdrawn, or a registrar decides."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(decided_at=None, withdrawn_at=None),
                name="one_open_wish_to_be_erased",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    decided_by__isnull=True, decided_at__isnull=True, is_granted__isnull=True
                )
                | models.Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    is_granted__isnull=False,
                    withdrawn_at__isnull=True,
                ),
                name="an_erasure_is_decided_wholly",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("person")),
                name="nobody_decides_the_own_erasure",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["asked_at"], name="erasure_by_time"),
        ]

    @property
    def state(self) -> str:
        """`waiting`, `withdrawn`, `granted` or `declined`."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.is_granted is None:
            return "waiting"
        return "granted" if self.is_granted else "declined"


class RetentionRun(models.Model):
    """That what was over was ended on a day, once however many servers run; how much, by setting."""

    day = models.DateField(primary_key=True)
    ran_at = models.DateTimeField()
    ended = models.JSONField(default=dict)
