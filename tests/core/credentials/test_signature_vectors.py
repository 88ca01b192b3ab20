"""eddsa-rdfc-2022: the values of the W3C specification, and a badge signed by another program."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tauliah.core.credentials import (
    PublicKey,
    SigningKey,
    check_proof,
    did_document,
    document_loader,
    sign,
)
from tauliah.core.credentials.proofs import hash_data
from tests.core.credentials.conftest import Body

VECTORS = Path(__file__).parent / "vectors"
W3C: dict[str, Any] = json.loads((VECTORS / "alumni-credential.json").read_text("utf-8"))
THEIRS: dict[str, Any] = json.loads((VECTORS / "signed-by-digitalbazaar.json").read_text("utf-8"))
LATER = datetime(2026, 6, 1, tzinfo=UTC)
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def with_examples(url: str, options: Any = None) -> Any:
    """The vocabulary of the W3C's examples, which gives every word a meaning, for tests only."""
    if url == EXAMPLES:
        words = {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": words}}
    return document_loader(url, options)


@pytest.mark.parametrize("vector", W3C["signed"], ids=lambda vector: vector["from"])
def test_the_signature_of_the_specification_comes_out_to_the_letter(vector: Any) -> None:
    key = SigningKey.from_multibase(W3C["secretKeyMultibase"])

    signed = sign(
        W3C["document"],
        key,
        verification_method=vector["verificationMethod"],
        created=datetime.fromisoformat(W3C["created"]),
        loader=with_examples,
    )

    options = {name: text for name, text in signed["proof"].items() if name != "proofValue"}
    assert hash_data(W3C["document"], options, loader=with_examples).hex() == vector["hashData"]
    assert signed["proof"]["proofValue"] == vector["proofValue"]


@pytest.mark.parametrize("vector", W3C["signed"], ids=lambda vector: vector["from"])
def test_the_signature_of_the_specification_is_accepted(vector: Any) -> None:
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": W3C["created"],
        "verificationMethod": vector["verificationMethod"],
        "proofPurpose": "assertionMethod",
        "proofValue": vector["proofValue"],
    }
    keys = {vector["verificationMethod"]: PublicKey.from_multibase(W3C["publicKeyMultibase"])}
    signed = {**W3C["document"], "proof": proof}

    assert check_proof(signed, keys, at=LATER, loader=with_examples) is None
    refused = check_proof({**signed, "name": "A"}, keys, at=LATER, loader=with_examples)
    assert refused is not None
    assert refused.code == "altered"


def test_a_badge_that_another_program_signed_is_accepted(institute: Body) -> None:
    other = Body(host="other.example", seed=bytes([7] * 32))

    answer = institute.verifies(
        THEIRS,
        issuers={other.did: did_document(other.did, [other.key.public])},
        status_lists={},
    )

    assert [check.outcome for check in answer.checks] == [
        "passed",
        "passed",
        "passed",
        "passed",
        "not-checked",
    ]
    assert answer.checks[2].code == "trusted-issuer"
