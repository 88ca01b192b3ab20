"""What the record holds of a person: the ledger, what was applied for and what was proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.holdings import (
    FOR_GOOD,
    PROOF,
    ROWS_AT_ONCE,
    WITH_THE_ACCOUNT,
    Due,
    File,
    Table,
    describes,
    kept_days,
    nothing,
    secret,
    sensitive,
    whose,
)
from tauliah.apps.people.queries import User
from tauliah.apps.record.concealing import GONE, revealed, words_gone
from tauliah.apps.record.evidence import content_of, forget
from tauliah.apps.record.models import Application, Proposal, WordsKey
from tauliah.apps.record.queries import entry_of_row
from tauliah.core.kernel import LocalText, Refused

SETTING = "TAULIAH_KEEP_APPLICATIONS_DAYS"

_PERSON = whose("Person", "Orang")
_KIND = describes("Kind", "Jenis")
_ENTRY = describes("Entry in the record", "Entri dalam rekod")


def _read_entry(row: Any, name: str) -> Any:
    """A field of an entry, its words as they were written."""
    if name not in ("facts", "reason"):
        return getattr(row, name)
    (entry,) = revealed(row.person, [entry_of_row(row)])
    return entry.facts if name == "facts" else entry.reason


def _evidence(row: Any) -> Iterator[File]:
    content = content_of(row.file_digest) if row.file_digest else None
    if content is not None:
        yield File(row.file_name, content)


HELD = (
    Table(
        model="record.RecordEntry",
        title=LocalText(en="Entries of the record", ms="Entri rekod"),
        purpose=LocalText(
            en="to decide what you have reached, and to be able to explain it later",
            ms="untuk menentukan pencapaian anda dan dapat menerangkannya kemudian",
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("person",),
        actors={"recorded_by": ("happened_at",)},
        read=_read_entry,
        fields={
            "id": nothing,
            "person": _PERSON,
            "number": describes("Number", "Nombor"),
            "kind": _KIND,
            "facts": describes("What happened", "Perkara yang berlaku"),
            "happened_at": describes("When", "Masa"),
            "recorded_by": whose("Recorded by", "Direkodkan oleh"),
            "reason": sensitive("Reason", "Sebab"),
            "release": nothing,
            "previous": nothing,
            "seal": nothing,
        },
    ),
    Table(
        model="record.ChainHead",
        title=LocalText(en="Last entry of the record", ms="Entri terakhir rekod"),
        purpose=LocalText(
            en="so that an entry that is cut from the end is noticed",
            ms="supaya entri yang dibuang dari hujung rekod dapat dikesan",
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("person",),
        fields={"person": _PERSON, "number": _ENTRY, "seal": nothing},
    ),
    Table(
        model="record.WordsKey",
        title=LocalText(
            en="Key to the words in your record", ms="Kunci kata-kata dalam rekod anda"
        ),
        purpose=LocalText(
            en="words about you in the record are encrypted; without this key nobody reads them",
            ms="kata-kata tentang anda dalam rekod disulitkan; tanpa kunci ini tiada sesiapa dapat "
            "membacanya",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={"person": _PERSON, "key": secret("Key", "Kunci")},
    ),
    Table(
        model="record.Application",
        title=LocalText(en="Applications", ms="Permohonan"),
        purpose=LocalText(
            en="to answer what you asked the registrar to record",
            ms="untuk menjawab perkara yang anda minta direkodkan oleh pendaftar",
        ),
        kept=kept_days(SETTING),
        stays=LocalText(
            en="That something was asked and answered stays; your words, your evidence and the "
            "answer go.",
            ms="Hakikat bahawa sesuatu dimohon dan dijawab kekal; kata-kata, bukti anda dan "
            "jawapannya dipadamkan.",
        ),
        people=("person",),
        actors={"answered_by": ("answered_at",)},
        files=_evidence,
        fields={
            "id": nothing,
            "person": _PERSON,
            "kind": _KIND,
            "facts": describes("What was asked", "Perkara yang dimohon"),
            "words": sensitive("Your words", "Kata-kata anda"),
            "file_name": sensitive("File of evidence", "Fail bukti"),
            "file_type": describes("Type of the file", "Jenis fail"),
            "file_digest": describes("Digest of the file", "Ringkasan digital fail", goes=True),
            "made_at": describes("Made on", "Dibuat pada"),
            "answered_by": whose("Answered by", "Dijawab oleh"),
            "answered_at": describes("Answered on", "Dijawab pada"),
            "is_granted": describes("Granted", "Diluluskan"),
            "answer": sensitive("Answer", "Jawapan"),
            "entry": _ENTRY,
        },
    ),
    Table(
        model="record.Proposal",
        title=LocalText(en="Proposals about you", ms="Cadangan tentang anda"),
        purpose=LocalText(
            en="so that a second registrar decides",
            ms="supaya pendaftar kedua membuat keputusan",
        ),
        kept=WITH_THE_ACCOUNT,
        stays=LocalText(
            en="That something was proposed and decided stays; the words about you go.",
            ms="Hakikat bahawa sesuatu dicadangkan dan diputuskan kekal; kata-kata tentang anda "
            "dipadamkan.",
        ),
        people=("person",),
        actors={"proposed_by": ("proposed_at",), "decided_by": ("decided_at",)},
        fields={
            "id": nothing,
            "person": _PERSON,
            "kind": _KIND,
            "facts": describes("What was proposed", "Perkara yang dicadangkan"),
            "before": describes("What stood before", "Kandungan sebelumnya"),
            "happened_at": describes("Counts from", "Dikira mulai"),
            "reason": sensitive("Reason", "Sebab"),
            "application": nothing,
            "proposed_by": whose("Proposed by", "Dicadangkan oleh"),
            "proposed_at": describes("Proposed on", "Dicadangkan pada"),
            "decided_by": whose("Decided by", "Diputuskan oleh"),
            "decided_at": describes("Decided on", "Diputuskan pada"),
            "is_approved": describes("Approved", "Diluluskan"),
            "decision_reason": sensitive("Reason of the decision", "Sebab keputusan"),
            "entry": _ENTRY,
        },
    ),
)


def erasure_refusal(person: User) -> Refused | None:
    """Why nothing can be erased yet: something about the person waits for a decision."""
    waiting = (
        Proposal.objects.filter(person=person, decided_at=None).exists()
        or Application.objects.filter(person=person, answered_at=None).exists()
    )
    if not waiting:
        return None
    return Refused(
        "something-waits",
        LocalText(
            en="An application or a proposal about this person waits. Decide it first.",
            ms="Terdapat permohonan atau cadangan tentang orang ini yang belum diputuskan. "
            "Putuskannya dahulu.",
        ),
    )


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Drop the key to the words in the chain; remove words and evidence beside it."""
    WordsKey.objects.filter(person=person).delete()
    for one in Application.objects.filter(person=person).iterator(chunk_size=ROWS_AT_ONCE):
        _forget_words(one)
    for proposed in Proposal.objects.filter(person=person).iterator(chunk_size=ROWS_AT_ONCE):
        proposed.facts = words_gone(proposed.facts)
        proposed.before = words_gone(proposed.before) if proposed.before else proposed.before
        proposed.reason = GONE
        proposed.decision_reason = GONE if proposed.decision_reason else ""
        proposed.save(update_fields=["facts", "before", "reason", "decision_reason"])


def _forget_words(one: Application) -> None:
    """Needs a transaction: the file goes when it is committed."""
    digest = one.file_digest
    one.facts = words_gone(one.facts)
    one.words = one.file_name = one.file_digest = one.answer = ""
    one.save(update_fields=["facts", "words", "file_name", "file_digest", "answer"])
    # the same file of another person is kept once
    if digest and not Application.objects.filter(file_digest=digest).exists():
        transaction.on_commit(lambda: forget(digest))


def _over(before: datetime) -> Any:
    return Application.objects.filter(answered_at__lt=before).exclude(
        words="", file_digest="", answer=""
    )


def _carry_out(before: datetime) -> int:
    gone = 0
    while some := list(_over(before).order_by("pk")[:ROWS_AT_ONCE]):
        with transaction.atomic():
            for one in some:
                _forget_words(one)
        gone += len(some)
    return gone


DUE = (
    Due(
        SETTING,
        LocalText(
            en="words and evidence of applications that were answered",
            ms="kata-kata dan bukti permohonan yang telah dijawab",
        ),
        lambda before: _over(before).count(),
        _carry_out,
    ),
)
