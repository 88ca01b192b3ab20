"""Accounts, the roles they have, and the audit trail of every act."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from uuid6 import uuid7


class Role(models.TextChoices):
    """What an account may act as."""

    CANDIDATE = "candidate"
    REGISTRAR = "registrar"
    INVIGILATOR = "invigilator"
    MARKER = "marker"
    ITEM_AUTHOR = "item-author"
    CONTENT_REVIEWER = "content-reviewer"
    LANGUAGE_REVIEWER = "language-reviewer"
    FAIRNESS_REVIEWER = "fairness-reviewer"
    BANK_OFFICER = "bank-officer"
    JUDGE = "judge"


class UserManager(BaseUserManager["User"]):
    """Finds accounts by e-mail address."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. `candidate_number` is what people say aloud."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="en")
    candidate_number = models.CharField(max_length=12, unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()

    lives_for_a_request = False
    """Whether this instance was read for one request, in which its permissions do not change."""
    permissions: frozenset[Any] | None = None
    """All that the account may do, once it was looked up for a request."""

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(language__in=["en", "ms"]), name="user_speaks_a_house_language"
            ),
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.candidate_number})"


class RoleAssignment(models.Model):
    """A role that an account has."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "role"], name="each_role_once"),
        ]


class Accommodation(models.Model):
    """One thing that is adapted for a person in exams: what, why, who granted it, until when.

    A change ends the row and makes another, so that every decision stays. The reason may be about
    health: only those who grant may read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accommodations")
    kind = models.CharField(max_length=20)
    percent = models.PositiveSmallIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=2000)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    valid_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "extra-time", "pauses", "large-print", "reader-friendly", "separate-room",
                    ]
                ),
                name="accommodation_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(ended_at=None),
                name="one_accommodation_of_a_kind_at_a_time",
            ),
        ]  # fmt: skip


class NumberSeries(models.Model):
    """The last number given in a series, such as candidates or credentials."""

    name = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveIntegerField()


class AuditEntry(models.Model):
    """One act that changed something: who, when, what, about what. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    event = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject", "at"]),
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["event", "at"]),
            models.Index(fields=["at"]),
        ]
