"""Runs of analyses: what was asked, what came of it, and how far those under way are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings as house
from django.db import models
from uuid6 import uuid7

KINDS = ("items", "calibration", "languages", "equating", "drift", "persons")
OUTCOMES = ("made", "refused", "cancelled", "failed")
"""A run that is cancelled has no outcome any more: it can go on. Earlier ones ended with it."""
ADOPTED = ("parameters", "equating")


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
    languages why it was not. `used` is what it took: `seconds` over all its `turns`, and the most
    bytes of `memory` that its program had; nothing for runs before that was told.
    """

    run = models.OneToOneField(
        AnalysisRun, primary_key=True, on_delete=models.PROTECT, related_name="outcome"
    )
    state = models.CharField(max_length=10)
    responses = models.JSONField(null=True)
    results = models.JSONField(null=True)
    reason = models.JSONField(null=True)
    used = models.JSONField(null=True)
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
    """How far a run is that has no outcome yet, as of its last sign, and whether to stop it.

    `turn` counts how often it was begun: who works for an earlier turn has lost it, and stops without
    a word. `stopped_at` is when a cancelled one stopped. `seconds` it has worked in all its turns, and
    the most bytes of `memory` that its program had.
    """

    run = models.OneToOneField(
        AnalysisRun, primary_key=True, on_delete=models.PROTECT, related_name="progress"
    )
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0, help_text="0 where nobody knows")
    told_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)
    turn = models.PositiveIntegerField(default=1)
    stopped_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0.0)
    memory = models.BigIntegerField(default=0, help_text="0 where the system does not tell")


class RunSteps(models.Model):
    """What a run without an outcome has done, for its next turn to go on from.

    `basis` is the digest of all that goes in; over anything else these `steps` mean nothing.
    """

    run = models.OneToOneField(
        AnalysisRun, primary_key=True, on_delete=models.PROTECT, related_name="steps"
    )
    basis = models.CharField(max_length=80)
    steps = models.JSONField()
    kept_at = models.DateTimeField()


class RunAdoption(models.Model):
    """What a second person made of a run, and why: its parameters or its equating. Append-only.

    `details` says what came of it: `versions` that have the parameters, or `from`, `to`, `method` of the
    equating and the `results` that waited for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(AnalysisRun, on_delete=models.PROTECT, related_name="adoptions")
    what = models.CharField(max_length=12)
    reason = models.TextField()
    details = models.JSONField()
    adopted_by = models.ForeignKey(
        house.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(what__in=list(ADOPTED)), name="what_is_adopted_is_known"
            ),
        ]
