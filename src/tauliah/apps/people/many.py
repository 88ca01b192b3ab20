"""What is read and written of many people at once: one statement, not one for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from tauliah.apps.people.models import AuditEntry, NumberSeries, User
from tauliah.apps.people.permissions import Actor, name_of
from tauliah.apps.statements import insert_many


class Account(NamedTuple):
    """What of an account is asked for where many are looked at."""

    pk: UUID
    email: str
    full_name: str
    candidate_number: str
    language: str


def accounts_of(ids: Iterable[UUID]) -> list[Account]:
    """The accounts of these ids, in the order of the ids; those that exist."""
    found = User.objects.filter(pk__in=list(ids)).order_by("pk").values_list(*Account._fields)
    return [Account(*one) for one in found]


@transaction.atomic
def next_numbers(series: str, count: int) -> range:
    """The next numbers of a series; numbers of transactions that fail are given again."""
    NumberSeries.objects.get_or_create(name=series, defaults={"last": 0})
    row = NumberSeries.objects.select_for_update().get(name=series)
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return range(first, first + count)


def write_audit_entries(
    actor: Actor, event: str, *, about: Mapping[str, Mapping[str, Any]], at: datetime
) -> None:
    """Note the same act for each subject with its details, inside the transaction that does it."""
    name = name_of(actor)
    insert_many(
        AuditEntry,
        [
            {"at": at, "actor": name, "event": event, "subject": subject, "details": dict(details)}
            for subject, details in about.items()
        ],
    )
