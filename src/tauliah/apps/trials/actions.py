"""The only writers of trial credentials: what is asked for is signed, whatever it says."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor
from tauliah.apps.trials.issuer import (
    enveloped_by_trial_issuer,
    signed_by_trial_issuer,
    trial_issuer,
)
from tauliah.apps.trials.models import TrialCredential
from tauliah.apps.trials.queries import list_address, lists_begun
from tauliah.core.credentials import (
    FEWEST_ENTRIES,
    CredentialFault,
    StatusPlace,
    refuse_unissuable,
)
from tauliah.core.credentials.data_model import issuer_of
from tauliah.core.credentials.proof_options import RDFC
from tauliah.core.credentials.reading import is_of_type, listed
from tauliah.core.credentials.status import LIST_TYPE, REVOCATION
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOptions:
    """How a trial credential is to be secured, and for what its status may be marked.

    With `as_token`, a token carries it and no proof stands in it: `cryptosuite` says nothing then.
    """

    cryptosuite: str = RDFC
    purpose: str = REVOCATION
    as_token: bool = False


@transaction.atomic
def issue_trial(
    credential: Mapping[str, Any],
    options: IssueOptions,
    *,
    actor: Actor,
    at: datetime,
    token: str = "",
) -> dict[str, Any]:
    """The credential as the trial issuer signs it: its own name, and a place for its status.

    A proof that came with it is left out: it was made in another issuer's name. CredentialFault for
    what the standards do not allow.
    """
    document = _unsigned(credential)
    # first as it was asked for: what is wrong with the issuer that it names is said
    refuse_unissuable(document, resources={})
    issuer_of(document)
    document["issuer"] = _renamed(document["issuer"])
    row = None
    if "credentialStatus" not in document and not is_of_type(document, LIST_TYPE):
        row = _place(document, options.purpose, at)
        document["credentialStatus"] = StatusPlace(
            list_address=list_address(row.status_list, options.purpose),
            index=row.status_index,
            purpose=options.purpose,
        ).entry()
    if options.as_token:
        signed = enveloped_by_trial_issuer(document, at=at)
    else:
        signed = signed_by_trial_issuer(document, at=at, cryptosuite=options.cryptosuite)
    details = {"token": token} if token else {}
    subject = str(row.pk) if row else "-"
    write_audit_entry(actor, "trial-credential.issued", subject=subject, at=at, details=details)
    return signed


@transaction.atomic
def mark_trial(
    identifier: str,
    purpose: str,
    *,
    is_marked: bool,
    actor: Actor,
    at: datetime,
    token: str = "",
) -> TrialCredential | Refused:
    """Mark the newest trial credential of that identifier, or take the mark away."""
    rows = TrialCredential.objects.select_for_update().filter(named=_named(identifier))
    row = rows.filter(purpose=purpose).order_by("-issued_at", "-id").first()
    if row is None or not identifier:
        return Refused(
            "no-such-credential",
            LocalText(
                en="No credential with this identifier and this purpose of its status was issued here.",
                ms="Tiada kredensial dengan pengecam dan tujuan status ini dikeluarkan di sini.",
            ),
        )
    row.is_marked = is_marked
    row.save(update_fields=["is_marked"])
    details = {"purpose": purpose, "status": is_marked, **({"token": token} if token else {})}
    write_audit_entry(
        actor, "trial-credential.status-set", subject=str(row.pk), at=at, details=details
    )
    return row


def _unsigned(credential: Mapping[str, Any]) -> dict[str, Any]:
    proofs = listed(credential["proof"]) if "proof" in credential else []
    for proof in proofs:
        kinds = listed(proof.get("type")) if isinstance(proof, dict) else []
        if not kinds or not all(isinstance(kind, str) and kind for kind in kinds):
            raise CredentialFault(
                "malformed",
                en="The credential carries a proof without a type.",
                ms="Kredensial ini membawa bukti tanpa jenis.",
            )
    return {name: value for name, value in credential.items() if name != "proof"}


def _renamed(issuer: object) -> object:
    own = trial_issuer()
    return {**issuer, "id": own} if isinstance(issuer, dict) else own


def _place(document: Mapping[str, Any], purpose: str, at: datetime) -> TrialCredential:
    identifier = document.get("id", "")
    number = lists_begun()
    taken = TrialCredential.objects.filter(status_list=number)
    while True:
        index = secrets.randbelow(FEWEST_ENTRIES)
        if not taken.filter(status_index=index).exists():
            return TrialCredential.objects.create(
                named=_named(identifier),
                status_list=number,
                status_index=index,
                purpose=purpose,
                issued_at=at,
            )


def _named(identifier: str) -> str:
    return hashlib.sha256(identifier.encode()).hexdigest() if identifier else ""
