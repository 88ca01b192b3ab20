"""Signatures on credentials: the cryptosuite `eddsa-rdfc-2022` of W3C Data Integrity EdDSA 1.0."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.canonical import canonical_nquads
from tauliah.core.credentials.contexts import document_loader
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.linked_data import statements
from tauliah.core.credentials.moments import moment_text, read_moment
from tauliah.core.credentials.multibase import decode_base58, encode_base58
from tauliah.core.credentials.shapes import Parts, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey, SigningKey
    from tauliah.core.credentials.linked_data import Loader
    from tauliah.core.credentials.templates import Templates
    from tauliah.core.kernel import Refused

CRYPTOSUITE = "eddsa-rdfc-2022"
PURPOSE = "assertionMethod"

_REQUIRED = frozenset({"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"})
_ALLOWED = _REQUIRED | {"@context", "id", "created", "expires"}


def sign(
    document: Mapping[str, Any],
    key: SigningKey,
    *,
    verification_method: str,
    created: datetime,
    loader: Loader = document_loader,
    templates: Templates | None = None,
) -> dict[str, Any]:
    """The document with its proof; the same arguments give the same bytes.

    With `templates`, documents of a shape signed before are signed some forty times faster, and
    these learn the shape of one that is new to them; the bytes are the same.
    Raises CredentialFault for what may not be signed (see `statements`), ValueError for a document
    that has a proof or a `created` without a zone.
    """
    if "proof" in document:
        raise ValueError("the document is signed already")
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": moment_text(created),
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    message, learnable = _hash_data(document, options, loader=loader, templates=templates)
    _teach(templates, learnable)
    return {**document, "proof": {**options, "proofValue": encode_base58(key.sign(message))}}


def check_proof(
    document: Mapping[str, Any],
    keys: Mapping[str, PublicKey],
    *,
    at: datetime,
    loader: Loader = document_loader,
    templates: Templates | None = None,
    parts: Parts | None = None,
) -> Refused | None:
    """None when the one proof of the document was made by one of the keys; else why not.

    `keys` are the keys that may sign in the issuer's name, by the name of the verification method.
    `templates` learn the shape of a document whose proof holds; the answer is the same. `parts` is
    the document without its proof taken apart, where that was done already.
    """
    try:
        proof = proof_of(document)
        _refuse_expired(proof, at=at)
        _refuse_altered(document, proof, keys, loader=loader, templates=templates, parts=parts)
    except CredentialFault as fault:
        return fault.refused
    return None


def hash_data(
    document: Mapping[str, Any], options: Mapping[str, Any], *, loader: Loader = document_loader
) -> bytes:
    """The 64 bytes that are signed: SHA-256 of the proof options, then of the document.

    Both as canonical N-Quads (sections 3.2.3 to 3.2.5); `options` is the proof without `proofValue`
    and takes its vocabulary from the document.
    """
    return _hash_data(document, options, loader=loader, templates=None)[0]


def _hash_data(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    loader: Loader,
    templates: Templates | None,
    parts: Parts | None = None,
) -> tuple[bytes, list[Parts]]:
    """The bytes that are signed, and what there was no template for."""
    if loader is not document_loader:
        templates = None  # a template is only as good as the vocabularies that it was made with
    digests: list[bytes] = []
    learnable: list[Parts] = []
    config = {"@context": document.get("@context"), **options}
    for one, known_parts in ((config, None), (document, parts)):
        lines = None
        if templates is not None:
            taken = known_parts or parts_of(one)
            lines = templates.canonical(taken) if taken else None
            if taken and lines is None:
                learnable.append(taken)
        if lines is None:
            lines = canonical_nquads(statements(one, loader=loader))
        digests.append(hashlib.sha256(lines.encode()).digest())
    return b"".join(digests), learnable


def _teach(templates: Templates | None, learnable: list[Parts]) -> None:
    if templates is not None:
        for parts in learnable:
            templates.learn(parts)


def proof_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The one proof of the document, of the kind that is read here; CredentialFault says why not."""
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if isinstance(proof, list):
        raise CredentialFault(
            "several-proofs",
            en=f"The file carries {len(proof)} signatures; exactly one is read here.",
            ms=f"Fail ini membawa {len(proof)} tandatangan; hanya satu dibaca di sini.",
        )
    if not isinstance(proof, dict):
        raise CredentialFault(
            "no-proof",
            en="The file carries no signature.",
            ms="Fail ini tidak membawa tandatangan.",
        )
    _refuse_strange_proof(proof, document.get("@context"))
    return proof


def _refuse_strange_proof(proof: Mapping[str, Any], context: object) -> None:
    if not (
        _ALLOWED >= proof.keys() >= _REQUIRED
        and all(isinstance(value, str) for name, value in proof.items() if name != "@context")
        and proof.get("@context", context) == context
        and proof["type"] == "DataIntegrityProof"
        and proof["cryptosuite"] == CRYPTOSUITE
    ):
        raise CredentialFault(
            "strange-proof",
            en=f"The signature is of a kind that is not read here; {CRYPTOSUITE} is.",
            ms=f"Tandatangan ini daripada jenis yang tidak dibaca di sini; hanya {CRYPTOSUITE} dibaca.",
        )
    if proof["proofPurpose"] != PURPOSE:
        raise CredentialFault(
            "wrong-purpose",
            en="The signature was made for another purpose than issuing a credential.",
            ms="Tandatangan ini dibuat untuk tujuan lain, bukan untuk mengeluarkan kredensial.",
        )


def _refuse_altered(
    document: Mapping[str, Any],
    proof: Mapping[str, str],
    keys: Mapping[str, PublicKey],
    *,
    loader: Loader,
    templates: Templates | None,
    parts: Parts | None,
) -> None:
    key = keys.get(proof["verificationMethod"])
    if key is None:
        raise CredentialFault(
            "foreign-key",
            en="The signature was made with a key that the issuer does not list as its own.",
            ms="Tandatangan ini dibuat dengan kunci yang tidak disenaraikan oleh pengeluar sebagai miliknya.",
        )
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    options = {name: proof[name] for name in proof if name not in {"proofValue", "@context"}}
    message, learnable = _hash_data(
        unsigned, options, loader=loader, templates=templates, parts=parts
    )
    if not key.accepts(decode_base58(proof["proofValue"]), message):
        raise CredentialFault(
            "altered",
            en="The signature does not fit: the file was changed after it was signed, or signed by someone else.",
            ms="Tandatangan tidak sepadan: fail ini diubah selepas ditandatangani, atau ditandatangani oleh pihak lain.",
        )
    _teach(templates, learnable)


def _refuse_expired(proof: Mapping[str, Any], *, at: datetime) -> None:
    for name in ("created", "expires"):
        if name in proof:
            moment = read_moment(proof[name])
            if name == "expires" and at >= moment:
                raise CredentialFault(
                    "proof-expired",
                    en=f"The signature was good only until {proof[name]}.",
                    ms=f"Tandatangan ini hanya sah sehingga {proof[name]}.",
                )
