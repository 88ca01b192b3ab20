"""The status lists of trial credentials, signed as they are asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from tauliah.apps.trials.issuer import signed_by_trial_issuer, trial_issuer
from tauliah.apps.trials.models import TrialCredential
from tauliah.core.credentials import FEWEST_ENTRIES, blank_status_list, status_list_credential
from tauliah.core.credentials.proof_options import RDFC
from tauliah.core.credentials.status import PURPOSES

PER_LIST = FEWEST_ENTRIES // 2
"""A list is left half empty, so that a free place is found by chance at once."""


def list_address(number: int, purpose: str) -> str:
    """Where a status list of trial credentials is read."""
    return f"{settings.ADDRESS}/trials/status/{number}/{purpose}"


def trial_status_list(number: int, purpose: str, *, at: datetime) -> dict[str, Any] | None:
    """The list as it is now, signed by the trial issuer; None for one that was never begun."""
    if purpose not in PURPOSES or not 1 <= number <= lists_begun():
        return None
    marked = TrialCredential.objects.filter(
        status_list=number, purpose=purpose, is_marked=True
    ).values_list("status_index", flat=True)
    document = status_list_credential(
        blank_status_list().marking(marked),
        address=list_address(number, purpose),
        issuer=trial_issuer(),
        valid_from=at.replace(second=0, microsecond=0),
        purpose=purpose,
    )
    return signed_by_trial_issuer(document, at=at, cryptosuite=RDFC)


def trial_status_lists(*, at: datetime) -> dict[str, dict[str, Any]]:
    """Every list that was begun, by its address."""
    found = (
        trial_status_list(number, purpose, at=at)
        for number in range(1, lists_begun() + 1)
        for purpose in PURPOSES
    )
    return {document["id"]: document for document in found if document}


def lists_begun() -> int:
    """How many numbers of lists there are; the first is there before anything was issued."""
    return TrialCredential.objects.count() // PER_LIST + 1
