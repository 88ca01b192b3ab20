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

from tauliah.apps.catalogue.queries import current_release
from tauliah.apps.people.many import people_of, write_audit_entries
from tauliah.apps.people.permissions import Actor, name_of
from tauliah.apps.people.queries import User
from tauliah.apps.record.concealing import revealed
from tauliah.apps.record.models import ChainHead, RecordEntry
from tauliah.apps.record.portions import COLUMNS, row_of_columns
from tauliah.apps.statements import insert_many, upsert_many
from tauliah.core.kernel import Entry, EntryKind, RecordRows, seal


@dataclass(frozen=True, slots=True)
class Record:
    """A person's record as it was read: words as they were written, number and seal of the last entry.

    Where the chain is not whole there are no entries: nothing may be built upon it.
    """

    person: User
    entries: tuple[Entry, ...]
    head: tuple[int, str]
    is_whole: bool


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
    accounts = people_of(people)
    ids = [one.pk for one in accounts]
    heads = {
        id: (number, sealed)
        for id, number, sealed in ChainHead.objects.filter(person__in=ids).values_list(
            "person_id", "number", "seal"
        )
    }
    rows = RecordEntry.objects.filter(person__in=ids).order_by("person", "number")
    chains = {
        id: tuple(map(row_of_columns, found))
        for id, found in groupby(rows.values_list(*COLUMNS), itemgetter(0))
    }
    made = []
    for one in accounts:
        head = heads.get(one.pk, (0, ""))
        record = RecordRows(str(one.pk), head, chains.get(one.pk, ()))
        is_whole = not record.faults()
        entries = revealed(one, record.entries()) if is_whole else ()
        made.append(Record(one, entries, head, is_whole))
    return made


@transaction.atomic
def lock_unchanged(records: Iterable[Record]) -> list[Record]:
    """Those of the records to which nothing was added since they were read.

    Nothing is added to them by others before the transaction at hand has ended.
    """
    read = {one.person.pk: one for one in records}
    heads = ChainHead.objects.select_for_update().filter(person__in=list(read)).order_by("person")
    now = {head.person_id: (head.number, head.seal) for head in heads}
    return [one for id, one in read.items() if now.get(id) == one.head]


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
    sealed = [
        (
            record.person,
            seal(
                Entry(
                    person=str(record.person.pk),
                    number=record.head[0] + 1,
                    kind=kind,
                    facts=dict(facts),
                    happened_at=at,
                    recorded_by=recorded_by,
                    reason="",
                    release=str(release),
                    previous=record.head[1],
                    seal="",
                )
            ),
        )
        for record, facts in additions
    ]
    insert_many(
        RecordEntry,
        [
            {
                "person": person.pk,
                "number": entry.number,
                "kind": kind.value,
                "facts": entry.facts,
                "happened_at": at,
                "recorded_by": recorded_by,
                "release": release,
                "previous": entry.previous,
                "seal": entry.seal,
            }
            for person, entry in sealed
        ],
    )
    upsert_many(
        ChainHead,
        [
            {"person": person.pk, "number": entry.number, "seal": entry.seal}
            for person, entry in sealed
        ],
        unique=("person",),
        sets=("number", "seal"),
    )
    about = {entry.person: entry.facts for _, entry in sealed}
    write_audit_entries(actor, f"record.{kind.value}", about=about, at=at)
    return {person.pk: entry.number for person, entry in sealed}
