"""Tokens: in whose name a program acts, what it may do, and until when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class AccessToken(models.Model):
    """A token that a program shows. Only its digest is kept: nobody can read it here again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="in whose name the program acts; it may do no more than they may",
    )
    name = models.CharField(max_length=80, help_text="of the program, or what it is for")
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12, help_text="by which people tell tokens apart")
    permissions = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="a_token_expires_after_it_was_made",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}...)"
