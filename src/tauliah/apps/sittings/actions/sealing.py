"""Receipts of sealed attempts, signed with a key of the house that signs nothing else."""

from __future__ import annotations

import base64
import logging
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from tauliah.apps.sittings.models import Attempt, SealReceipt
from tauliah.apps.sittings.queries import answers_in_chain
from tauliah.apps.sittings.seals import sealing_key
from tauliah.core.exam import Receipt, receipt_number, spelled

log = logging.getLogger(__name__)


def issue_receipt(attempt: Attempt, *, at: datetime) -> SealReceipt | None:
    """Sign what was sealed, inside the transaction that seals it.

    Without the key there is no receipt yet, but the attempt is sealed all the same: an answer must
    not depend on a file. `issue_missing_receipts` makes up for it.
    """
    try:
        key = sealing_key()
    except ImproperlyConfigured as missing:
        log.warning("no receipt for attempt %s yet: %s", attempt.pk, missing)
        return None
    receipt = _receipt(attempt)
    return SealReceipt.objects.create(
        attempt=attempt,
        number=receipt.number,
        facts=receipt.facts(),
        key=key.public.multibase,
        signature=base64.urlsafe_b64encode(key.sign(receipt.signed_text())).decode(),
        issued_at=at,
    )


def issue_missing_receipts(*, at: datetime) -> int:
    """Receipts for attempts that were sealed while the key was away; how many there were."""
    found = Attempt.objects.exclude(sealed_as="").filter(receipt=None)
    issued = 0
    for attempt in found.select_related("booking__person").order_by("pk")[:500]:
        with transaction.atomic():
            issued += issue_receipt(attempt, at=at) is not None
    return issued


def _receipt(attempt: Attempt) -> Receipt:
    booking = attempt.booking
    ended = attempt.submitted_at
    if ended is None:
        raise AssertionError(attempt.pk)
    return Receipt(
        number=receipt_number(str(attempt.pk)),
        issuer=settings.ISSUER,
        attempt=str(attempt.pk),
        candidate=booking.person.candidate_number,
        exam=booking.course,
        form=str(booking.form),
        window=booking.window,
        started_at=spelled(attempt.started_at),
        sealed_at=spelled(ended),
        sealed_as=attempt.sealed_as,
        answers=len(answers_in_chain(attempt)),
        events=attempt.events,
        head=attempt.head,
    )
