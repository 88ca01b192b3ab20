"""Who lets statements go to the record store, the statements that wait, and how the store answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class SharingDecision(models.Model):
    """What a person decided about statements to a record store. Append-only: the newest counts.

    `account` is what the store knows the person by: made for each consent, and leading nowhere but
    here. `store` is to whom the person agreed; another store is another question.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    agreed = models.BooleanField()
    version = models.CharField(max_length=10, help_text="of the text that was agreed to")
    text_digest = models.CharField(max_length=80)
    store = models.CharField(max_length=300)
    account = models.UUIDField(null=True, unique=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(agreed=True, account__isnull=False)
                | models.Q(agreed=False, account__isnull=True),
                name="who_agrees_has_an_account_at_the_store",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "decided_at"], name="sharing_of_person")
        ]


class Statement(models.Model):
    """A statement for the record store, and how far it is. Its id follows from what it is about.

    So a second look at the same event makes no second statement, and a store that has it knows it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.JSONField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, help_text="not before, after a refusal")
    given_up_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True, help_text="why the store refused it")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(given_up_at=None),
                name="a_statement_is_sent_or_given_up",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["made_at"],
                condition=models.Q(sent_at=None, given_up_at=None),
                name="statements_waiting",
            ),
            models.Index(fields=["person", "made_at"], name="statement_of_person"),
        ]


class StoreState(models.Model):
    """One row: until when events were looked through, and how the store answered last."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    looked_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    next_try_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, help_text="when it last took statements")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_state_of_the_store")
        ]
