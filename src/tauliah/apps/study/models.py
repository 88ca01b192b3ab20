"""What a person has read and practised."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class LessonRead(models.Model):
    """A lesson that a person marked as read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    lesson = models.CharField(max_length=80)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "course", "lesson"], name="a_lesson_read_once"
            ),
        ]


class PracticeAnswer(models.Model):
    """One answer to a practice item. Append-only in use: each try is a row.

    `option` holds the answers of one letter that were given before there were others; newer ones
    stand in `value`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    item = models.CharField(max_length=40)
    topic = models.CharField(max_length=60)
    option = models.CharField(max_length=1, blank=True, db_default="")
    value = models.JSONField(null=True)
    is_right = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "course"])]
