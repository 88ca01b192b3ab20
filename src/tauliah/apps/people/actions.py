"""The only writers of accounts, number series and the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from tauliah.apps.people.models import AuditEntry, NumberSeries, Role, RoleAssignment, User
from tauliah.apps.people.permissions import SYSTEM, Actor, name_of


def write_audit_entry(
    actor: Actor,
    event: str,
    *,
    subject: str,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Note an act, inside the transaction that does it."""
    AuditEntry.objects.create(
        at=at, actor=name_of(actor), event=event, subject=subject, details=dict(details or {})
    )


def wait_for_others(person: User) -> None:
    """Wait until no other transaction decides about this person; then they wait for this one.

    What a check has found stays true until its transaction ends. Needs a transaction.
    """
    User.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def next_number(series: str, *, first: int = 1) -> int:
    """The next number of a series; numbers of transactions that fail are given again."""
    NumberSeries.objects.get_or_create(name=series, defaults={"last": first - 1})
    row = NumberSeries.objects.select_for_update().get(name=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


@transaction.atomic
def create_account(
    *,
    email: str,
    full_name: str,
    language: str,
    password: str | None,
    role: str,
    at: datetime,
    unsaved: User | None = None,
) -> User:
    """A new account with one role and its candidate number; `unsaved` is filled where given.

    Raises IntegrityError where the e-mail address has an account already.
    """
    user = unsaved or User()
    user.email = email.strip().lower()
    user.full_name = " ".join(full_name.split())
    user.language = language
    user.candidate_number = f"C{next_number('candidate', first=100_001)}"
    user.joined_at = at
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    RoleAssignment.objects.create(user=user, role=Role(role), since=at)
    write_audit_entry(
        SYSTEM, "account.created", subject=str(user.pk), at=at, details={"role": role}
    )
    return user


@transaction.atomic
def confirm_email(user: User, *, at: datetime) -> None:
    """Take a person's e-mail address as confirmed, as its own link does."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    write_audit_entry(user, "account.email-confirmed", subject=str(user.pk), at=at)


@transaction.atomic
def choose_language(user: User, language: str, *, at: datetime) -> None:
    """Remember the language that a person reads."""
    if user.language == language:
        return
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
    write_audit_entry(
        user, "account.language-chosen", subject=str(user.pk), at=at, details={"language": language}
    )
