"""Signatures on credentials: the cryptosuites `eddsa-rdfc-2022` and `eddsa-jcs-2022`.

Source: W3C Data Integrity EdDSA Cryptosuites 1.0; sets and chains of proofs: W3C Data Integrity 1.0,
sections 4.3 and 4.5.
"""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import ALTERED, FOREIGN_KEY
from tauliah.core.credentials.canonical import canonical_nquads
from tauliah.core.credentials.canonical_json import canonical_json
from tauliah.core.credentials.contexts import document_loader
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.linked_data import statements
from tauliah.core.credentials.moments import moment_text
from tauliah.core.credentials.multibase import decode_base58, encode_base58
from tauliah.core.credentials.proof_options import (
    JCS,
    PURPOSE,
    RDFC,
    previous_proofs,
    proofs_of,
    refuse_expired,
)
from tauliah.core.credentials.reading import refuse_unfit_values
from tauliah.core.credentials.shapes import Parts, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey, SigningKey
    from tauliah.core.credentials.linked_data import Loader
    from tauliah.core.credentials.templates import Templates
    from tauliah.core.kernel import Refused

_NOBODY: Mapping[str, PublicKey] = MappingProxyType({})


def sign(
    document: Mapping[str, Any],
    key: SigningKey,
    *,
    verification_method: str,
    created: datetime,
    cryptosuite: str = RDFC,
    proof_id: str = "",
    loader: Loader = document_loader,
    templates: Templates | None = None,
) -> dict[str, Any]:
    """The document with its proof; the same arguments give the same bytes.

    With `templates`, documents of a shape signed before are signed some forty times faster, and
    these learn the shape of one that is new to them; the bytes are the same. `proof_id` is an
    address by which a later proof may confirm this one.
    Raises CredentialFault for what may not be signed (see `statements`), ValueError for a document
    that has a proof or a `created` without a zone.
    """
    if "proof" in document:
        raise ValueError("the document is signed already")
    options = _options(document, verification_method, created, cryptosuite, proof_id)
    return {
        **document,
        "proof": _signed(document, options, key, loader=loader, templates=templates),
    }


def common_proof(
    document: Mapping[str, Any], *, verification_method: str, created: datetime
) -> tuple[dict[str, Any], bytes]:
    """What the proofs of all documents with the vocabularies of this one share, and its digest.

    The proof that `sign` makes without `proofValue`, and the first half of what is signed.
    """
    options = _options(document, verification_method, created, RDFC, "")
    config = {**options, "@context": document.get("@context")}
    lines = canonical_nquads(statements(config))
    return options, hashlib.sha256(lines.encode()).digest()


def add_proof(
    signed: Mapping[str, Any],
    key: SigningKey,
    *,
    verification_method: str,
    created: datetime,
    cryptosuite: str = RDFC,
    proof_id: str = "",
    previous: Sequence[str] = (),
    loader: Loader = document_loader,
) -> dict[str, Any]:
    """The document with one more proof: beside the others, or upon those that `previous` names.

    Raises CredentialFault as `sign` does and for proofs that are not read here, `missing-proof` for
    a name in `previous` that no proof has.
    """
    proofs = proofs_of(signed)
    options = _options(signed, verification_method, created, cryptosuite, proof_id)
    if previous:
        options["previousProof"] = previous[0] if len(previous) == 1 else list(previous)
    base = _base(signed, options, proofs)
    proof = _signed(base, options, key, loader=loader, templates=None)
    return {**_unsigned(signed), "proof": [*proofs, proof]}


def check_proof(
    document: Mapping[str, Any],
    keys: Mapping[str, PublicKey],
    *,
    at: datetime,
    purpose: str = PURPOSE,
    witnesses: Mapping[str, PublicKey] = _NOBODY,
    loader: Loader = document_loader,
    templates: Templates | None = None,
    parts: Parts | None = None,
) -> Refused | None:
    """None when every proof of the document holds, one of them by one of the keys; else why not.

    `keys` are the keys that may sign in the issuer's name, by the name of the verification method,
    for `purpose`;
    `witnesses` those of others, who may sign beside the issuer, never alone.
    `templates` learn the shape of a document whose proof holds; the answer is the same. `parts` is
    the document without its proofs taken apart, where that was done already.
    """
    try:
        proofs = proofs_of(document, purpose=purpose)
        for proof in proofs:
            refuse_expired(proof, at=at)
        known = {**witnesses, **keys} if witnesses else keys
        if not all(proof["verificationMethod"] in known for proof in proofs):
            raise CredentialFault.of(FOREIGN_KEY)
        for proof in proofs:
            base = _base(document, proof, proofs)
            key = known[proof["verificationMethod"]]
            own_parts = None if "proof" in base else parts
            _refuse_altered(base, proof, key, loader=loader, templates=templates, parts=own_parts)
        if not any(proof["verificationMethod"] in keys for proof in proofs):
            raise CredentialFault.of(FOREIGN_KEY)
    except CredentialFault as fault:
        return fault.refused
    return None


def hash_data(
    document: Mapping[str, Any], options: Mapping[str, Any], *, loader: Loader = document_loader
) -> bytes:
    """The 64 bytes that are signed: SHA-256 of the proof options, then of the document.

    Both as canonical N-Quads (sections 3.2.3 to 3.2.5) or canonical JSON (3.3.3 to 3.3.5);
    `options` is the proof without `proofValue`. Where the suite works on linked data, they take
    their vocabulary from the document.
    """
    return _hash_data(document, options, loader=loader, templates=None)[0]


def _options(
    document: Mapping[str, Any],
    verification_method: str,
    created: datetime,
    cryptosuite: str,
    proof_id: str,
) -> dict[str, Any]:
    options: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": moment_text(created),
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    if proof_id:
        options["id"] = proof_id
    if cryptosuite == JCS and "@context" in document:
        options["@context"] = document["@context"]
    return options


def _signed(
    base: Mapping[str, Any],
    options: dict[str, Any],
    key: SigningKey,
    *,
    loader: Loader,
    templates: Templates | None,
) -> dict[str, Any]:
    message, learnable = _hash_data(base, options, loader=loader, templates=templates)
    _teach(templates, learnable)
    return {**options, "proofValue": encode_base58(key.sign(message))}


def _unsigned(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def _base(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    proofs: tuple[dict[str, Any], ...],
) -> dict[str, Any]:
    """What a proof signs: the document, and the proofs that it confirms (sections 4.3, 4.5)."""
    previous = previous_proofs(proof, proofs)
    return {**_unsigned(document), **({"proof": previous} if previous else {})}


def _hash_data(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    loader: Loader,
    templates: Templates | None,
    parts: Parts | None = None,
) -> tuple[bytes, list[Parts]]:
    """The bytes that are signed, and what there was no template for."""
    if options["cryptosuite"] == JCS:
        refuse_unfit_values(dict(document))
        both = (canonical_json(dict(options)), canonical_json(dict(document)))
        return b"".join(hashlib.sha256(text.encode()).digest() for text in both), []
    if loader is not document_loader:
        templates = None  # a template is only as good as the vocabularies that it was made with
    digests: list[bytes] = []
    learnable: list[Parts] = []
    config = {**options, "@context": document.get("@context")}
    for one, known_parts in ((config, None), (document, parts)):
        lines = None
        if templates is not None:
            taken = known_parts or parts_of(one)
            fill = templates.canonical_again if one is config else templates.canonical
            lines = fill(taken) if taken else None
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


def _refuse_altered(
    base: Mapping[str, Any],
    proof: Mapping[str, Any],
    key: PublicKey,
    *,
    loader: Loader,
    templates: Templates | None,
    parts: Parts | None,
) -> None:
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    message, learnable = _hash_data(base, options, loader=loader, templates=templates, parts=parts)
    if not key.accepts(decode_base58(proof["proofValue"]), message):
        raise CredentialFault.of(ALTERED)
    _teach(templates, learnable)
