"""The records of many people at once: read in portions, and the same kind of entry for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from tauliah.apps.catalogue.queries import current_release
from tauliah.apps.people.many import Account, accounts_of, write_audit_entries
from tauliah.apps.people.permissions import Actor, name_of
from tauliah.apps.record.concealing import keys_of
from tauliah.apps.record.models import ChainHead, RecordEntry
from tauliah.apps.statements import insert_many, upsert_many
from tauliah.core.audit import StoredRecord
from tauliah.core.kernel import EntryKind, EntryRow, facts_as_text, microseconds, seal_of


@dataclass(frozen=True, slots=True)
class Record:
    """A person, and the entries as the ledger holds them: verified and revealed by who reads them."""

    person: Account
    stored: StoredRecord


def people_matriculated(designation: str, *, window: str = "") -> list[UUID]:
    """Everybody who ever matriculated for a designation, by id; of a window, who has a result of it."""
    entries = RecordEntry.objects.order_by()
    found = set(
        entries.filter(kind=EntryKind.MATRICULATED, facts__designation=designation)
        .values_list("person_id", flat=True)
        .iterator()
    )
    if window:
        sat = entries.filter(kind=EntryKind.EXAM_RESULT, facts__window=window)
        found &= set(sat.values_list("person_id", flat=True).iterator())
    return sorted(found)


def records_of(people: Iterable[UUID]) -> list[Record]:
    """The records of these people, in the order of their ids."""
    accounts = accounts_of(people)
    ids = [one.pk for one in accounts]
    heads = {
        id: (number, sealed)
        for id, number, sealed in ChainHead.objects.filter(person__in=ids).values_list(
            "person_id", "number", "seal"
        )
    }
    # facts as the text that they are: who reads them does so, perhaps in another process
    entries = (
        RecordEntry.objects.filter(person__in=ids)
        .order_by("person", "number")
        .values_list(
            "person_id", "number", "kind", Cast("facts", TextField()), "happened_at", "recorded_by",
            "reason", "release", "previous", "seal",
        )
    )  # fmt: skip
    chains = {id: tuple(row[1:] for row in found) for id, found in groupby(entries, itemgetter(0))}
    keys = keys_of(ids)
    return [
        Record(
            one,
            StoredRecord(
                str(one.pk), heads.get(one.pk, (0, "")), chains.get(one.pk, ()), keys.get(one.pk)
            ),
        )
        for one in accounts
    ]


@transaction.atomic
def lock_unchanged(records: Iterable[Record]) -> list[Record]:
    """Those of the records to which nothing was added since they were read.

    Nothing is added to them by others before the transaction at hand has ended.
    """
    read = {one.person.pk: one for one in records}
    heads = ChainHead.objects.select_for_update().filter(person__in=list(read)).order_by("person")
    now = {
        person: (number, seal)
        for person, number, seal in heads.values_list("person_id", "number", "seal")
    }
    return [one for id, one in read.items() if now.get(id) == one.stored.head]


@transaction.atomic
def append_to_many(
    additions: Sequence[tuple[Record, Mapping[str, Any]]],
    kind: EntryKind,
    *,
    actor: Actor,
    at: datetime,
) -> dict[UUID, int]:
    """Add an entry of that kind to each record with its facts; the numbers of the entries, by person.

    As `append_entry` does for one, under the release in force. The facts hold no words about people,
    and the records were locked by `lock_unchanged` in this transaction.
    """
    release, recorded_by = current_release(), name_of(actor)
    released, moment = str(release), microseconds(at)
    entries: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for record, facts in additions:
        person, (last, previous) = record.person.pk, record.stored.head
        number = last + 1
        seal = seal_of(
            EntryRow(
                record.stored.person,
                number,
                kind.value,
                facts_as_text(facts),
                moment,
                recorded_by,
                "",
                released,
                previous,
                "",
            )
        )
        entries.append(
            {
                "person": person,
                "number": number,
                "kind": kind.value,
                "facts": facts,
                "happened_at": at,
                "recorded_by": recorded_by,
                "release": release,
                "previous": previous,
                "seal": seal,
            }
        )
        heads.append({"person": person, "number": number, "seal": seal})
    insert_many(RecordEntry, entries)
    upsert_many(ChainHead, heads, unique=("person",), sets=("number", "seal"))
    about = {record.stored.person: facts for record, facts in additions}
    write_audit_entries(actor, f"record.{kind.value}", about=about, at=at)
    return {one["person"]: one["number"] for one in heads}
