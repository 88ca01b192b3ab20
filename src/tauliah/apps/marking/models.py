"""Responses of sealed attempts, and the marks that people gave for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class Response(models.Model):
    """A response that waits for its marks, as its chain was sealed with. Append-only.

    Markers see the text and the item, never whose it is. `person` keeps people from marking
    themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attempt = models.UUIDField()
    person = models.UUIDField()
    course = models.CharField(max_length=10)
    item = models.CharField(max_length=40)
    version = models.UUIDField()
    text = models.TextField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["attempt", "item"], name="a_response_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["opened_at"])]


class Mark(models.Model):
    """What one person gave for a response, and why. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="marks")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    points = models.JSONField(help_text="criterion -> points")
    comment = models.TextField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["first", "second", "deciding"]),
                name="mark_kind_is_known",
            ),
            models.UniqueConstraint(fields=["response", "kind"], name="one_mark_of_a_kind"),
            models.UniqueConstraint(fields=["response", "marker"], name="nobody_marks_twice"),
        ]
