"""Scoring runs: what an attempt was worth, by which answers and which keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from uuid6 import uuid7


class ScoringRun(models.Model):
    """One scoring of one sealed attempt. Append-only: a correction is another run."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attempt = models.UUIDField()
    person = models.UUIDField()
    course = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    correct = models.PositiveSmallIntegerField()
    items = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    topics = models.JSONField(help_text="[topic, correct, items] in the order of the form")
    answers_head = models.CharField(max_length=71, help_text="head of the attempt's chain")
    keys_digest = models.CharField(max_length=71)
    scored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["attempt", "number"], name="runs_are_numbered"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "scored_at"])]
