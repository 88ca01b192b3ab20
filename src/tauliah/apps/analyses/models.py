"""Runs of analyses: what was asked, what came of it, and how far those under way are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings as house
from django.db import models
from uuid6 import uuid7

KINDS = ("items", "calibration", "languages", "equating")
OUTCOMES = ("made", "refused", "cancelled", "failed")


class AnalysisRun(models.Model):
    """One analysis as it was asked for. Append-only: another analysis is another run.

    `window` is empty where every window goes in. `settings` are those of its kind, as `asking` reads
    them. Nobody is named where the command line asked. `code_version` is that of the program.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12)
    course = models.CharField(max_length=10)
    window = models.CharField(max_length=10, blank=True)
    settings = models.JSONField()
    code_version = models.CharField(max_length=40)
    asked_by = models.ForeignKey(
        house.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(KINDS)), name="analysis_kind_is_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["course", "window", "kind"], name="analysis_of_exam"),
            models.Index(fields=["asked_at"], name="analysis_by_time"),
        ]


class RunOutcome(models.Model):
    """What came of a run. Append-only.

    `responses` says what went in: persons, items, responses, `digest` of the whole table, and the
    versions of its columns. `results` are the figures where it was made; `reason` says in both
    languages why it was not.
    """

    run = models.OneToOneField(
        AnalysisRun, primary_key=True, on_delete=models.PROTECT, related_name="outcome"
    )
    state = models.CharField(max_length=10)
    responses = models.JSONField(null=True)
    results = models.JSONField(null=True)
    reason = models.JSONField(null=True)
    ended_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(OUTCOMES)), name="analysis_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="made")
                | models.Q(results__isnull=False, responses__isnull=False),
                name="what_is_made_has_results",
            ),
        ]


class RunProgress(models.Model):
    """How far a run is that has no outcome yet, as of its last sign, and whether to stop it."""

    run = models.OneToOneField(
        AnalysisRun, primary_key=True, on_delete=models.PROTECT, related_name="progress"
    )
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0, help_text="0 where nobody knows")
    told_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)
