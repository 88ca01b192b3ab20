"""The ledger: what happened to each person, one sealed entry after another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class RecordEntry(models.Model):
    """One entry of a person's chain. Append-only: the database refuses any change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    facts = models.JSONField()
    happened_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    release = models.PositiveIntegerField()
    previous = models.CharField(max_length=71, blank=True)
    seal = models.CharField(max_length=71)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "number"], name="entries_are_numbered"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="entries_count_from_1"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "happened_at"])]


class ChainHead(models.Model):
    """The last entry of a person's chain, kept apart so that a cut end is noticed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    number = models.PositiveIntegerField()
    seal = models.CharField(max_length=71)
