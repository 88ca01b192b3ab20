"""What statements to a record store hold of a person: what was decided, and what was told."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tauliah.apps.experience.models import SharingDecision, Statement
from tauliah.apps.holdings import (
    ROWS_AT_ONCE,
    WITH_THE_ACCOUNT,
    Due,
    Table,
    describes,
    identifies,
    impersonal,
    kept_days,
    nothing,
    whose,
)
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText

SETTING = "TAULIAH_KEEP_PRACTICE_DAYS"

_PERSON = whose("Person", "Orang")


def _read(row: Any, name: str) -> Any:
    """The statement as it goes to the store, as text."""
    value = getattr(row, name)
    return json.dumps(value, ensure_ascii=False) if name == "body" else value


HELD = (
    Table(
        model="experience.SharingDecision",
        title=LocalText(
            en="Decisions about the record store", ms="Keputusan tentang stor rekod"
        ),
        purpose=LocalText(
            en="to tell a record store of your learning only if you want it",
            ms="untuk memaklumkan stor rekod tentang pembelajaran anda hanya jika anda mahu",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "agreed": describes("Agreed", "Bersetuju"),
            "version": describes(
                "Version of the words of consent", "Versi kata-kata persetujuan"
            ),
            "text_digest": nothing,
            "store": describes("Record store", "Stor rekod"),
            "account": identifies("Your number at the store", "Nombor anda di stor"),
            "decided_at": describes("Decided on", "Diputuskan pada"),
        },
    ),
    Table(
        model="experience.Statement",
        title=LocalText(
            en="Statements for the record store", ms="Pernyataan untuk stor rekod"
        ),
        purpose=LocalText(
            en="to send each of them once, and to show you what was sent",
            ms="untuk menghantar setiap satunya sekali dan menunjukkan kepada anda apa yang dihantar",
        ),
        kept=kept_days(SETTING),
        people=("person",),
        read=_read,
        fields={
            "id": nothing,
            "person": _PERSON,
            "body": describes("Statement", "Pernyataan"),
            "made_at": describes("Made on", "Dibuat pada"),
            "sent_at": describes("Sent on", "Dihantar pada"),
            "refusals": nothing,
            "next_try_at": nothing,
            "given_up_at": describes("Given up on", "Dihentikan pada"),
            "answer": describes("Answer of the store", "Jawapan stor"),
        },
    ),
    impersonal(
        "experience.StoreState",
        "id", "looked_until", "failures", "next_try_at", "trouble", "answered_at",
    ),
)  # fmt: skip


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Remove what waits and what was noted as sent, and the decisions with the number at the store."""
    Statement.objects.filter(person=person).delete()
    SharingDecision.objects.filter(person=person).delete()


def _over(before: datetime) -> Any:
    return Statement.objects.filter(Q(sent_at__lt=before) | Q(given_up_at__lt=before))


def _count(before: datetime) -> int:
    return int(_over(before).count())


def _carry_out(before: datetime) -> int:
    gone = 0
    while some := list(_over(before).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            gone += Statement.objects.filter(pk__in=some).delete()[0]
    return gone


DUE = (
    Due(
        SETTING,
        LocalText(
            en="statements that a record store has", ms="pernyataan yang sudah ada pada stor rekod"
        ),
        _count,
        _carry_out,
    ),
)
