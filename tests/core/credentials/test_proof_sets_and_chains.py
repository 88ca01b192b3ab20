"""Several proofs on one document: sets and chains of W3C Data Integrity 1.0, and eddsa-jcs-2022."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tauliah.core.credentials import (
    CredentialFault,
    PublicKey,
    SigningKey,
    add_proof,
    check_proof,
    did_document,
    sign,
    verification_method,
)
from tauliah.core.credentials.canonical_json import canonical_json
from tests.core.credentials.conftest import AWARDED, Body
from tests.core.credentials.test_signature_vectors import LATER, VECTORS, W3C, with_examples

SETS: dict[str, Any] = json.loads((VECTORS / "proof-sets-and-chains.json").read_text("utf-8"))
JCS: dict[str, Any] = json.loads((VECTORS / "alumni-credential-jcs.json").read_text("utf-8"))
PROOFS: list[dict[str, Any]] = SETS["proofs"]
# the last proof was made with the third key, which its name says
SIGNED_BY = (0, 1, 2, 2)
KEYS = {
    proof["verificationMethod"]: PublicKey.from_multibase(SETS["keys"][key]["publicKeyMultibase"])
    for proof, key in zip(PROOFS, SIGNED_BY, strict=True)
}


def code(document: dict[str, Any], **changes: Any) -> str:
    refused = check_proof(
        document, **{"keys": KEYS, "at": LATER, "loader": with_examples} | changes
    )
    return refused.code if refused else "holds"


def with_proofs(*numbers: int) -> dict[str, Any]:
    return copy.deepcopy({**SETS["document"], "proof": [PROOFS[number] for number in numbers]})


# The values of the specification


@pytest.mark.parametrize("numbers", [(0,), (0, 1), (1, 0), (0, 1, 2), (2, 1, 0), (0, 1, 2, 3)])
def test_the_sets_and_chains_of_the_specification_hold(numbers: tuple[int, ...]) -> None:
    """In any order: proofs are a set, and a chain is told by names."""
    assert code(with_proofs(*numbers)) == "holds"


def test_the_chain_of_the_specification_comes_out_to_the_letter() -> None:
    signed: dict[str, Any] = SETS["document"]
    for proof, key in zip(PROOFS, SIGNED_BY, strict=True):
        named = proof.get("previousProof", [])
        previous = [named] if isinstance(named, str) else named
        options: dict[str, Any] = {
            "verification_method": proof["verificationMethod"],
            "created": datetime.fromisoformat(proof["created"]),
            "proof_id": proof.get("id", ""),
            "loader": with_examples,
        }
        secret = SigningKey.from_multibase(SETS["keys"][key]["secretKeyMultibase"])
        if "proof" in signed:
            signed = add_proof(signed, secret, previous=previous, **options)
        else:
            signed = sign(signed, secret, **options)

    assert signed == {**SETS["document"], "proof": PROOFS}


def test_the_jcs_signature_of_the_specification_comes_out_to_the_letter_and_holds() -> None:
    """Data Integrity EdDSA Cryptosuites 1.0, appendix B.2; the keys are those of B.1."""
    signed = sign(
        JCS["document"],
        SigningKey.from_multibase(W3C["secretKeyMultibase"]),
        verification_method=JCS["proof"]["verificationMethod"],
        created=datetime.fromisoformat(JCS["proof"]["created"]),
        cryptosuite="eddsa-jcs-2022",
    )

    assert signed["proof"] == JCS["proof"]
    key = PublicKey.from_multibase(W3C["publicKeyMultibase"])
    keys = {JCS["proof"]["verificationMethod"]: key}
    assert code(signed, keys=keys) == "holds"
    for name, value in (("name", "A"), ("type", ["VerifiableCredential"]), ("added", "x")):
        assert code({**signed, name: value}, keys=keys) == "altered"
    renamed = {**signed, "@context": signed["@context"][:1]}
    assert code(renamed, keys=keys) == "strange-proof"


# What each proof covers


@pytest.mark.parametrize("touched", range(4))
@pytest.mark.parametrize("member", ["proofValue", "created"])
def test_all_proofs_must_hold_and_a_chain_breaks_with_any_link(touched: int, member: str) -> None:
    document = with_proofs(0, 1, 2, 3)
    other = PROOFS[(touched + 1) % 4][member] if member == "proofValue" else "2023-02-24T00:00:00Z"
    document["proof"][touched][member] = other

    assert code(document) == "altered"


def test_a_changed_document_breaks_every_proof() -> None:
    for number in range(2):
        assert code({**with_proofs(number), "name": "B"}) == "altered"


@pytest.mark.parametrize("numbers", [(0, 2), (1, 2), (2,), (3,), (0, 1, 3)])
def test_a_previous_proof_that_is_not_there_is_missed(numbers: tuple[int, ...]) -> None:
    assert code(with_proofs(*numbers)) == "missing-proof"


def test_previous_proofs_may_be_named_as_a_list_of_one() -> None:
    """The proof options become the same statements, alone or in a list."""
    document = with_proofs(0, 1, 2, 3)
    document["proof"][3]["previousProof"] = [document["proof"][3]["previousProof"]]

    assert code(document) == "holds"


def test_a_proof_cannot_confirm_itself_or_another_than_it_did() -> None:
    itself = with_proofs(0)
    itself["proof"][0]["previousProof"] = itself["proof"][0]["id"]
    other = with_proofs(0, 1, 2, 3)
    other["proof"][3]["previousProof"] = PROOFS[0]["id"]

    assert code(itself) == code(other) == "altered"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"previousProof": []}, "strange-proof"),
        ({"previousProof": [1]}, "strange-proof"),
        ({"previousProof": {"id": "urn:uuid:1"}}, "strange-proof"),
        ({"id": "not an address"}, "strange-proof"),
        ({"id": PROOFS[1]["id"]}, "repeated-proof"),
        ({"domain": ["a", 1]}, "strange-proof"),
        ({"cryptosuite": "bbs-2023"}, "strange-proof"),
        ({"type": "Ed25519Signature2020"}, "strange-proof"),
    ],
    ids=range(8),
)
def test_one_strange_proof_spoils_the_set(change: dict[str, Any], expected: str) -> None:
    document = with_proofs(0, 1)
    document["proof"][0].update(change)

    assert code(document) == expected


@pytest.mark.parametrize("proof", [[], [1], ["z2Yw"], [None], [[PROOFS[0]]]])
def test_a_set_without_proofs_in_it_is_none(proof: object) -> None:
    assert code({**SETS["document"], "proof": proof}) == "no-proof"


# Whose proofs


@pytest.fixture
def notary() -> Body:
    return Body(host="notary.example", seed=bytes([5] * 32))


def witnessed(institute: Body, notary: Body, document: dict[str, Any]) -> dict[str, Any]:
    """Signed by the institute, and the signature confirmed by a notary."""
    signed = sign(
        document,
        institute.key,
        verification_method=verification_method(institute.did, institute.key.public),
        created=AWARDED,
        proof_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000aa",
    )
    return add_proof(
        signed,
        notary.key,
        verification_method=verification_method(notary.did, notary.key.public),
        created=AWARDED,
        previous=[signed["proof"]["id"]],
    )


def test_a_witness_may_sign_beside_the_issuer_but_never_alone(
    institute: Body, notary: Body, credential: dict[str, Any]
) -> None:
    document = {name: value for name, value in credential.items() if name != "proof"}
    signed = witnessed(institute, notary, document)
    both = {body.did: did_document(body.did, [body.key.public]) for body in (institute, notary)}
    alone = {**document, "proof": notary.signs(document)["proof"]}

    assert institute.verifies(signed, issuers=both).valid
    for answer in (institute.verifies(signed), institute.verifies(alone, issuers=both)):
        assert [check.code for check in answer.failed] == ["foreign-key"]


def test_a_document_may_carry_both_suites(institute: Body, credential: dict[str, Any]) -> None:
    method = verification_method(institute.did, institute.key.public)
    both = add_proof(
        credential,
        institute.key,
        verification_method=method,
        created=AWARDED,
        cryptosuite="eddsa-jcs-2022",
    )

    assert [proof["cryptosuite"] for proof in both["proof"]] == [
        "eddsa-rdfc-2022",
        "eddsa-jcs-2022",
    ]
    assert institute.verifies(both).valid
    assert [check.code for check in institute.verifies({**both, "name": "X"}).failed] == ["altered"]


def test_a_proof_cannot_be_added_upon_one_that_is_not_there(
    institute: Body, credential: dict[str, Any]
) -> None:
    with pytest.raises(CredentialFault) as refusal:
        add_proof(
            credential,
            institute.key,
            verification_method="did:web:institute.example#z6Mk",
            created=datetime(2026, 3, 2, tzinfo=UTC),
            previous=["urn:uuid:1"],
        )

    assert refusal.value.code == "missing-proof"


# Canonical JSON


def test_canonical_json_is_spelled_as_rfc_8785_says() -> None:
    """Order by UTF-16 code units (3.2.3), escapes of 3.2.2.2, no spaces."""
    value = {
        "\ufb33": 1,
        "\U0001f600": [True, {"b": 2, "a": '\u20ac$\x0f\nA\'B"\\\\"/'}],
        "\r": "é",
    }

    assert canonical_json(value) == (
        '{"\\r":"é","\U0001f600":[true,{"a":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/","b":2}],"\ufb33":1}'
    )
