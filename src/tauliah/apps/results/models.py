"""Scoring runs: what an attempt was worth, by which answers and which keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from uuid6 import uuid7


class ScoringRun(models.Model):
    """One scoring of one sealed attempt. Append-only: a correction is another run.

    `points`, `points_of` and `pass_points` are null where every item of the form gives one point or
    none: `correct`, `items` and `pass_mark` then say all. Where they are given, they decide.
    `reported` is how an adopted standard led to the outcome, as `OnStandard.told` has it; null where
    the programme's percentage decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attempt = models.UUIDField()
    person = models.UUIDField()
    course = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    correct = models.PositiveSmallIntegerField()
    items = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    points_of = models.PositiveSmallIntegerField(null=True)
    pass_points = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    passed = models.BooleanField()
    reported = models.JSONField(null=True)
    topics = models.JSONField(
        help_text="[topic, correct, items] in the order of the form, with points where they count"
    )
    answers_head = models.CharField(max_length=71, help_text="head of the attempt's chain")
    keys_digest = models.CharField(max_length=71)
    scored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["attempt", "number"], name="runs_are_numbered"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "scored_at"])]
