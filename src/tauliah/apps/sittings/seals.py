"""The key under receipts, what may be read of receipts, and the check that anyone may make."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tauliah.apps.awards.keys import house_key
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.chains import chain_break
from tauliah.apps.sittings.models import Attempt, SealReceipt
from tauliah.core.credentials import PublicKey, SigningKey
from tauliah.core.exam import ChainBreak, receipt_of
from tauliah.core.kernel import LocalText

_PURPOSE = b"tauliah sitting receipts 1"
EARLIER_KEYS = "earlier-receipt-keys.txt"
"""Beside the data: public keys, one a line, under which receipts were signed before."""


@dataclass(frozen=True, slots=True)
class ReceiptCheck:
    """What a check of a receipt found: `code` is `genuine` or why not; the facts where they hold."""

    code: str
    message: LocalText
    receipt: SealReceipt | None = None

    @property
    def is_genuine(self) -> bool:
        """Whether the receipt is the house's, and the record still says what it says."""
        return self.code == "genuine"


def sealing_key() -> SigningKey:
    """The key that signs receipts and nothing else, drawn from the signing key of the house.

    One file to keep for both; a signature of one purpose can never pass for one of the other.
    """
    return _drawn(house_key())


@lru_cache(maxsize=4)
def _drawn(house: SigningKey) -> SigningKey:
    return SigningKey(HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(house.seed))


def receipt_for(person: User, attempt: UUID) -> SealReceipt | None:
    """The receipt of a person's own attempt, if it is sealed and signed."""
    found = SealReceipt.objects.filter(attempt=attempt, attempt__booking__person=person)
    return found.select_related("attempt__booking").first()


def receipt_document(receipt: SealReceipt) -> dict[str, Any]:
    """The receipt as a file that can be checked later: facts, public key, signature."""
    return {"receipt": receipt.facts, "key": receipt.key, "signature": receipt.signature}


def check_receipt(data: bytes) -> ReceiptCheck:
    """Check the file of a receipt: its form, its signature, its key, and the record it speaks of."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _found("unreadable")
    if not isinstance(document, dict) or document.keys() != {"receipt", "key", "signature"}:
        return _found("unreadable")
    facts = document["receipt"]
    receipt = receipt_of(facts) if isinstance(facts, dict) else None
    if receipt is None:
        return _found("unreadable")
    if not _holds(receipt.signed_text(), document["key"], document["signature"]):
        return _found("forged")
    if document["key"] not in known_keys():
        return _found("unknown-key")
    kept = SealReceipt.objects.filter(number=receipt.number).select_related("attempt").first()
    if kept is None:
        return _found("not-ours")
    return _against_the_record(kept, facts)


def check_number(number: str, head: str) -> ReceiptCheck:
    """Check a receipt by its number and the digest that it shows; neither is enough alone."""
    kept = (
        SealReceipt.objects.filter(number=number.strip().upper()).select_related("attempt").first()
    )
    if kept is None or kept.facts.get("head") != head.strip().lower():
        return _found("no-such-receipt")
    return _against_the_record(kept, kept.facts)


def known_keys() -> frozenset[str]:
    """The public keys whose receipts are the house's: the one in use, and those kept on file."""
    keys: set[str] = set()
    with suppress(ImproperlyConfigured):
        keys.add(sealing_key().public.multibase)
    file = settings.DATA / EARLIER_KEYS
    if file.exists():
        keys |= set(file.read_text(encoding="utf-8").split())
    return frozenset(keys)


def attempts_to_check(which: str = "") -> Iterator[Attempt]:
    """The attempt of that id or receipt number; every attempt where none is named."""
    found = Attempt.objects.select_related("booking").order_by("pk")
    if not which:
        return found.iterator(chunk_size=200)
    try:
        return iter(found.filter(pk=UUID(which)))
    except ValueError:
        return iter(found.filter(receipt__number=which.strip().upper()))


def seal_faults(attempts: Iterator[Attempt]) -> Iterator[tuple[UUID, ChainBreak | None]]:
    """For each attempt, the first break between its chain, head, answers and receipt, if any."""
    for attempt in attempts:
        yield attempt.pk, chain_break(attempt) or _receipt_break(attempt)


def _receipt_break(attempt: Attempt) -> ChainBreak | None:
    kept = SealReceipt.objects.filter(attempt=attempt).first()
    if kept is None:
        return None
    receipt = receipt_of(kept.facts)
    sound = receipt is not None and _holds(receipt.signed_text(), kept.key, kept.signature)
    if not sound:
        return ChainBreak(attempt.events, "forged-receipt", _SENTENCES["forged"])
    if not _agrees(kept.facts, attempt):
        return ChainBreak(attempt.events, "other-than-sealed", _SENTENCES["record-differs"])
    return None


def _against_the_record(kept: SealReceipt, facts: Mapping[str, Any]) -> ReceiptCheck:
    receipt = receipt_of(kept.facts)
    if receipt is None or not _holds(receipt.signed_text(), kept.key, kept.signature):
        return _found("record-differs")
    if dict(facts) != kept.facts or not _agrees(kept.facts, kept.attempt):
        return _found("record-differs")
    if chain_break(kept.attempt) is not None:
        return _found("record-differs")
    return ReceiptCheck("genuine", _SENTENCES["genuine"], kept)


def _agrees(facts: Mapping[str, Any], attempt: Attempt) -> bool:
    return (facts["attempt"], facts["events"], facts["head"], facts["sealed_as"]) == (
        str(attempt.pk), attempt.events, attempt.head, attempt.sealed_as,
    )  # fmt: skip


def _holds(text: bytes, key: object, signature: object) -> bool:
    if not isinstance(key, str) or not isinstance(signature, str):
        return False
    try:
        raw = base64.urlsafe_b64decode(signature.encode("ascii"))
        return PublicKey.from_multibase(key).accepts(raw, text)
    except (ValueError, binascii.Error):
        return False


def _found(code: str) -> ReceiptCheck:
    return ReceiptCheck(code, _SENTENCES[code])


_SENTENCES = {
    "genuine": LocalText(
        en="The receipt is genuine, and the record is as it was sealed.",
        ms="Resit ini tulen, dan rekodnya sama seperti semasa dimeterai.",
    ),
    "unreadable": LocalText(en="This is no receipt of an exam.", ms="Ini bukan resit peperiksaan."),
    "forged": LocalText(
        en="The signature does not fit: the receipt was altered, or never issued.",
        ms="Tandatangannya tidak sepadan: resit ini diubah atau tidak pernah dikeluarkan.",
    ),
    "unknown-key": LocalText(
        en="The receipt is signed with a key that is not this institute's.",
        ms="Resit ini ditandatangani dengan kunci yang bukan milik institut ini.",
    ),
    "not-ours": LocalText(
        en="The signature fits, but the record has no such receipt.",
        ms="Tandatangannya sepadan tetapi tiada resit sedemikian dalam rekod.",
    ),
    "no-such-receipt": LocalText(
        en="There is no receipt with this number and this digest.",
        ms="Tiada resit dengan nombor dan cernaan ini.",
    ),
    "record-differs": LocalText(
        en="The record is no longer what the receipt says. Tell the exam office.",
        ms="Rekod tidak lagi seperti yang dinyatakan dalam resit. Maklumkan pejabat peperiksaan.",
    ),
}
