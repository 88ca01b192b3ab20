"""Credentials that a holder presents together: W3C Verifiable Credentials 2.0, section 4.13.

The holder signs the presentation for this one occasion, by a challenge that the verifier drew, and
for this one place (`domain`); each credential in it is checked as if it had come alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import (
    IS_PRESENTED,
    IS_READABLE,
    NEEDS_READING,
    SIGNED_BY_NOBODY,
    Check,
    CheckName,
    Outcome,
    contained_fails,
    failed,
    passed,
)
from tauliah.core.credentials.contained import MOST_CONTAINED
from tauliah.core.credentials.data_model import named_issuer, refuse_malformed_presentation
from tauliah.core.credentials.envelopes import enveloped_in
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.keys import did_key_document, keys_for
from tauliah.core.credentials.proof_options import proofs_of
from tauliah.core.credentials.proofs import check_proof
from tauliah.core.credentials.reading import listed, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey
    from tauliah.core.credentials.verification import Verification, Verifier

AUTHENTICATION = "authentication"


@dataclass(frozen=True, slots=True)
class Presented:
    """The answer: whether it can be read and who presents it, and the answer for each credential.

    `holder` is who signed the presentation, "" unless that check passed.
    """

    checks: tuple[Check, ...]
    credentials: tuple[Verification, ...]
    holder: str

    @property
    def valid(self) -> bool:
        """Whether every check passed, and every credential in it is valid."""
        return all(check.outcome is Outcome.PASSED for check in self.checks) and all(
            one.valid for one in self.credentials
        )


def verify_presentation(
    data: bytes,
    verifier: Verifier,
    *,
    holders: Mapping[str, Mapping[str, Any]],
    at: datetime,
    challenge: str = "",
    domain: str = "",
) -> Presented:
    """Checks the bytes of a file that may be a presentation; never raises because of them.

    `holders` are did documents by identifier; a did:key identifier needs none. `challenge` and
    `domain` are what the verifier asked for, "" for nothing.
    """
    try:
        document = read_document(data)
        refuse_malformed_presentation(document)
        credentials = _credentials_of(document)
    except CredentialFault as fault:
        unmade = Check(CheckName.SIGNATURE, Outcome.NOT_CHECKED, "not-checked", NEEDS_READING)
        return Presented((failed(CheckName.READABLE, fault.refused), unmade), (), "")

    checks = [passed(CheckName.READABLE, IS_READABLE)]
    holder = ""
    try:
        holder = _refuse_unsigned(document, holders, at, challenge, domain)
        checks.append(passed(CheckName.SIGNATURE, IS_PRESENTED))
    except CredentialFault as fault:
        checks.append(failed(CheckName.SIGNATURE, fault.refused))
    answers: list[Verification] = []
    for one in credentials:
        token = enveloped_in(one)
        if token is not None:
            answers.append(verifier.verify(token, at=at))
        elif "proof" in one:
            whole = {**one, "@context": one.get("@context", document["@context"])}
            answers.append(verifier.verify_document(whole, at=at))
        elif not (holder == _named_holder(document) == named_issuer(one)):
            # what the holder says of itself is signed by the presentation alone (5.12)
            refused = contained_fails(str(one.get("id", "-")), SIGNED_BY_NOBODY)
            checks.append(failed(CheckName.CONTAINED, refused))
    return Presented(tuple(checks), tuple(answers), holder)


def _credentials_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    credentials = listed(document.get("verifiableCredential", []))
    if len(credentials) > MOST_CONTAINED:
        raise CredentialFault(
            "too-many-credentials",
            en=f"The file presents {len(credentials)} credentials; at most {MOST_CONTAINED} are read.",
            ms=f"Fail ini mempersembahkan {len(credentials)} kredensial; paling banyak {MOST_CONTAINED} dibaca.",
        )
    return credentials


def _refuse_unsigned(
    document: dict[str, Any],
    holders: Mapping[str, Mapping[str, Any]],
    at: datetime,
    challenge: str,
    domain: str,
) -> str:
    """Who signed the presentation; CredentialFault where nobody did, or for another occasion."""
    proofs = proofs_of(document, purpose=AUTHENTICATION)
    signers = {str(proof["verificationMethod"]).partition("#")[0] for proof in proofs}
    signer = min(signers)
    named = _named_holder(document)
    if len(signers) > 1 or named not in (None, signer):
        raise CredentialFault(
            "another-holder",
            en="The presentation was signed by somebody else than the holder whom it names.",
            ms="Persembahan ini ditandatangani oleh pihak lain, bukan pemegang yang dinamakannya.",
        )
    for proof in proofs:
        _refuse_other_occasion(proof, challenge, domain)
    refused = check_proof(document, _keys_of(signer, holders), at=at, purpose=AUTHENTICATION)
    if refused is not None:
        raise CredentialFault.of(refused)
    return signer


def _refuse_other_occasion(proof: Mapping[str, Any], challenge: str, domain: str) -> None:
    if challenge and proof.get("challenge") != challenge:
        raise CredentialFault(
            "wrong-challenge",
            en="The presentation was signed for another occasion: it does not answer this challenge.",
            ms="Persembahan ini ditandatangani untuk peristiwa lain: ia tidak menjawab cabaran ini.",
        )
    if domain and domain not in listed(proof.get("domain")):
        raise CredentialFault(
            "wrong-domain",
            en="The presentation was signed for another place than this one.",
            ms="Persembahan ini ditandatangani untuk tempat lain, bukan tempat ini.",
        )


def _keys_of(signer: str, holders: Mapping[str, Mapping[str, Any]]) -> Mapping[str, PublicKey]:
    if signer in holders:
        return keys_for(AUTHENTICATION, signer, holders[signer])
    if signer.startswith("did:key:"):
        return keys_for(AUTHENTICATION, signer, did_key_document(signer))
    return {}


def _named_holder(document: Mapping[str, Any]) -> object:
    holder = document.get("holder")
    return holder.get("id") if isinstance(holder, dict) else holder
