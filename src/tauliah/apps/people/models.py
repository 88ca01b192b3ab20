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
