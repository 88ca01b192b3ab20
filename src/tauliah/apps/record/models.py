"""The ledger: what happened to each person, one sealed entry after another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class RecordEntry(models.Model):
    """One entry of a person's chain. Append-only: the database refuses any change.

    Words about the person, in `facts` and `reason`, are cipher under the person's `WordsKey`.
    """

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


class WordsKey(models.Model):
    """The key to the words in one person's chain. Without it nobody reads them, and the seals hold."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    key = models.BinaryField(max_length=32)


class Application(models.Model):
    """What a person asks the registrar to record: an exemption, hours, or work, with its evidence.

    `facts` are typed by `kind`, which is that of the entry it may lead to; `file_digest` names a
    file of evidence that is kept beside the database. Answered once, by somebody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    facts = models.JSONField()
    words = models.TextField(blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    file_digest = models.CharField(max_length=71, blank=True)
    made_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    answered_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    entry = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    answered_by__isnull=True, answered_at__isnull=True, is_granted__isnull=True
                )
                | models.Q(
                    answered_by__isnull=False, answered_at__isnull=False, is_granted__isnull=False
                ),
                name="an_application_is_answered_wholly",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True)
                | ~models.Q(answered_by=models.F("person")),
                name="nobody_answers_themself",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "made_at"]),
            models.Index(
                fields=["made_at"],
                condition=models.Q(answered_at__isnull=True),
                name="applications_waiting",
            ),
        ]


class Proposal(models.Model):
    """An entry that one registrar proposes and a second one approves or declines.

    Only approval makes the entry. `before` is what a corrected entry said when its correction was
    proposed (null where it was withdrawn), so that another correction in between is noticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    facts = models.JSONField()
    before = models.JSONField(null=True)
    happened_at = models.DateTimeField(null=True)
    reason = models.TextField()
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="proposal", null=True
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)
    decision_reason = models.TextField(blank=True)
    entry = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    decided_by__isnull=True, decided_at__isnull=True, is_approved__isnull=True
                )
                | models.Q(
                    decided_by__isnull=False, decided_at__isnull=False, is_approved__isnull=False
                ),
                name="a_proposal_is_decided_wholly",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="a_second_person_decides",
            ),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("person"))
                & (models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("person"))),
                name="nobody_decides_about_themself",
            ),
            models.CheckConstraint(
                condition=models.Q(is_approved=True, entry__isnull=False)
                | (
                    models.Q(entry__isnull=True)
                    & (models.Q(is_approved__isnull=True) | models.Q(is_approved=False))
                ),
                name="only_approval_makes_an_entry",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "proposed_at"]),
            models.Index(
                fields=["proposed_at"],
                condition=models.Q(decided_at__isnull=True),
                name="proposals_waiting",
            ),
        ]
