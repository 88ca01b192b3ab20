"""What the proofs of a document say of themselves: W3C Data Integrity 1.0, section 2.1.

A document may carry one proof, a set of them, or chains, in which a proof names those that it
confirms (`previousProof`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import NO_PROOF
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.moments import read_moment
from tauliah.core.credentials.quads import is_absolute
from tauliah.core.credentials.reading import listed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

RDFC = "eddsa-rdfc-2022"
JCS = "eddsa-jcs-2022"
CRYPTOSUITES = (RDFC, JCS)
PURPOSE = "assertionMethod"

MOST_PROOFS = 8
"""Proofs of one document that are read: each costs what a signature costs."""

_REQUIRED = frozenset({"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"})
_TEXTS = _REQUIRED | {"id", "created", "expires", "challenge", "nonce"}
_TEXTS_OR_LISTS = frozenset({"domain", "previousProof"})
_ALLOWED = _TEXTS | _TEXTS_OR_LISTS | {"@context"}


def proofs_of(document: Mapping[str, Any], *, purpose: str = PURPOSE) -> tuple[dict[str, Any], ...]:
    """The proofs of the document, each of a kind that is read here; CredentialFault says why not.

    Every `previousProof` names a proof of the document.
    """
    proofs = listed(document.get("proof"))
    if not proofs or not all(isinstance(one, dict) for one in proofs):
        raise CredentialFault.of(NO_PROOF)
    if len(proofs) > MOST_PROOFS:
        raise CredentialFault(
            "too-many-proofs",
            en=f"The file carries {len(proofs)} signatures; at most {MOST_PROOFS} are read.",
            ms=f"Fail ini membawa {len(proofs)} tandatangan; paling banyak {MOST_PROOFS} dibaca.",
        )
    for one in proofs:
        _refuse_strange_proof(one, document.get("@context"), purpose)
    _refuse_repeated(proofs)
    for one in proofs:
        previous_proofs(one, proofs)
    return tuple(proofs)


def previous_proofs(
    proof: Mapping[str, Any], proofs: list[dict[str, Any]] | tuple[dict[str, Any], ...]
) -> list[dict[str, Any]]:
    """The proofs that this one confirms, in the order in which the document carries them.

    Raises CredentialFault `missing-proof` when one of them is not there (section 4.5).
    """
    if "previousProof" not in proof:
        return []
    named = proof["previousProof"]
    names = {named} if isinstance(named, str) else set(named)
    found = [one for one in proofs if one.get("id") in names]
    if len(found) < len(names):
        raise CredentialFault(
            "missing-proof",
            en="A signature confirms another signature that the file does not carry.",
            ms="Satu tandatangan mengesahkan tandatangan lain yang tidak dibawa oleh fail ini.",
        )
    return found


def refuse_expired(proof: Mapping[str, Any], *, at: datetime) -> None:
    """Raises CredentialFault `proof-expired`, or `bad-moment` for what is no date and time."""
    for name in ("created", "expires"):
        if name in proof:
            moment = read_moment(proof[name])
            if name == "expires" and at >= moment:
                raise CredentialFault(
                    "proof-expired",
                    en=f"The signature was good only until {proof[name]}.",
                    ms=f"Tandatangan ini hanya sah sehingga {proof[name]}.",
                )


def _refuse_strange_proof(proof: Mapping[str, Any], context: object, purpose: str) -> None:
    if not (
        _ALLOWED >= proof.keys() >= _REQUIRED
        and {type(proof[name]) for name in _TEXTS & proof.keys()} == {str}
        and all(_is_text_or_list(proof[name]) for name in _TEXTS_OR_LISTS & proof.keys())
        and proof.get("@context", context) == context
        and is_absolute(proof.get("id", "urn:none"))
        and proof["type"] == "DataIntegrityProof"
        and proof["cryptosuite"] in CRYPTOSUITES
    ):
        raise CredentialFault(
            "strange-proof",
            en=f"A signature of the file is of a kind that is not read here; {RDFC} and {JCS} are.",
            ms=f"Satu tandatangan fail ini daripada jenis yang tidak dibaca di sini; hanya {RDFC} dan {JCS} dibaca.",
        )
    if proof["proofPurpose"] != purpose:
        raise CredentialFault(
            "wrong-purpose",
            en="The signature was made for another purpose than the one that the file is used for.",
            ms="Tandatangan ini dibuat untuk tujuan lain, bukan untuk tujuan fail ini digunakan.",
        )


def _is_text_or_list(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
    )


def _refuse_repeated(proofs: list[dict[str, Any]]) -> None:
    if len(proofs) == 1:
        return
    names = [proof["id"] for proof in proofs if "id" in proof]
    spelled = {json.dumps(proof, sort_keys=True) for proof in proofs}
    if len(spelled) < len(proofs) or len(set(names)) < len(names):
        raise CredentialFault(
            "repeated-proof",
            en="The file carries the same signature twice.",
            ms="Fail ini membawa tandatangan yang sama dua kali.",
        )
