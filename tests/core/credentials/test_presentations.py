"""What a holder presents (Verifiable Credentials 2.0, 4.13 and 5.12), and identifiers that are keys."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.credentials import (
    AchievementFacts,
    CheckName,
    CredentialFault,
    Presented,
    PublicKey,
    SigningKey,
    Verifier,
    achievement_credential,
    did_document,
    did_key,
    did_key_document,
    sign_token,
    verification_method,
    verify_presentation,
)
from tauliah.core.credentials.contexts import CREDENTIALS_V2, EXAMPLES_2, OPEN_BADGES_3
from tauliah.core.credentials.envelopes import enveloping
from tauliah.core.credentials.keys import keys_for
from tauliah.core.credentials.multibase import encode_base58
from tauliah.core.credentials.proofs import hash_data
from tests.core.credentials.conftest import AWARDED, LIST_ADDRESS, PLACE, Body

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AISYAH = SigningKey(bytes([6] * 32))
HOLDER = did_key(AISYAH.public)


def presentation(*credentials: object, **members: object) -> dict[str, Any]:
    made = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER,
        "verifiableCredential": list(credentials),
    } | members
    return {name: value for name, value in made.items() if value not in ([], None)}


def presented_by(key: SigningKey, document: dict[str, Any], **options: object) -> dict[str, Any]:
    """Signed as a wallet would."""
    method = verification_method(did_key(key.public), key.public)
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-06-01T00:00:00Z",
        "verificationMethod": method,
        "proofPurpose": "authentication",
        "challenge": "u-4711",
        "domain": "employer.example",
    } | options
    value = encode_base58(key.sign(hash_data(document, proof)))
    return {**document, "proof": {**proof, "proofValue": value}}


@pytest.fixture
def verifier(institute: Body) -> Verifier:
    return Verifier(
        {institute.did: did_document(institute.did, [institute.key.public])},
        {LIST_ADDRESS: institute.status_list()},
        frozenset({institute.did}),
    )


def answered(verifier: Verifier, document: object, **asked: Any) -> Presented:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return verify_presentation(data, verifier, holders={}, at=NOW, **asked)


def code(verifier: Verifier, document: object, **asked: Any) -> str:
    answer = answered(verifier, document, **asked)
    assert not answer.valid
    failed = [check for check in answer.checks if check.outcome == "failed"]
    assert all(check.message.en != check.message.ms for check in failed)
    return failed[0].code


def test_a_holder_presents_a_credential(verifier: Verifier, credential: dict[str, Any]) -> None:
    signed = presented_by(AISYAH, presentation(credential))

    answer = answered(verifier, signed, challenge="u-4711", domain="employer.example")

    assert answer.valid
    assert answer.holder == HOLDER
    (one,) = answer.credentials
    assert one.document is not None
    assert one.document["id"] == credential["id"]


def test_a_credential_may_be_presented_as_the_token_that_it_is(
    verifier: Verifier, institute: Body, facts: AchievementFacts
) -> None:
    method = verification_method(institute.did, institute.key.public)
    document = achievement_credential(facts)
    token = sign_token(document, institute.key, verification_method=method, created=AWARDED)
    enveloped = {
        "@context": [CREDENTIALS_V2],
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }

    assert answered(verifier, presented_by(AISYAH, presentation(enveloped))).valid
    enveloped["id"] = enveloped["id"][:-6] + "AAAAAA"
    assert not answered(verifier, presented_by(AISYAH, presentation(enveloped))).valid


def test_an_enveloped_credential_names_the_vocabulary_of_its_envelope(
    verifier: Verifier, institute: Body, facts: AchievementFacts
) -> None:
    method = verification_method(institute.did, institute.key.public)
    document = achievement_credential(facts)
    token = sign_token(document, institute.key, verification_method=method, created=AWARDED)
    whole = enveloping(token)

    def valid(one: dict[str, Any]) -> bool:
        return verifier.verify(json.dumps(one).encode(), at=NOW).valid

    assert valid(whole)
    assert valid(whole | {"@context": CREDENTIALS_V2})
    assert not any(
        valid(whole | change)
        for change in (
            {"@context": []},
            {"@context": EXAMPLES_2},
            {"type": "VerifiableCredential"},
            {"type": "EnvelopedVerifiablePresentation"},
            {"id": token},
        )
    )


def test_a_credential_with_words_of_its_own_is_presented(
    institute: Body, verifier: Verifier
) -> None:
    own = institute.signs(
        {
            "@context": [CREDENTIALS_V2, {"alumniOf": "https://terms.example/alumniOf"}],
            "type": ["VerifiableCredential"],
            "issuer": institute.did,
            "credentialSubject": {"id": HOLDER, "alumniOf": "A school"},
        }
    )
    changed = copy.deepcopy(own)
    changed["credentialSubject"]["alumniOf"] = "Another school"

    (alone,) = answered(verifier, presented_by(AISYAH, presentation(own))).credentials
    (tampered,) = answered(verifier, presented_by(AISYAH, presentation(changed))).credentials

    assert alone.check(CheckName.SIGNATURE).outcome == "passed"
    assert tampered.failed[0].code == "altered"


def test_each_credential_in_it_is_checked_by_itself(
    institute: Body, credential: dict[str, Any]
) -> None:
    institute.revoked.append(PLACE)
    verifier = Verifier(
        {institute.did: did_document(institute.did, [institute.key.public])},
        {LIST_ADDRESS: institute.status_list()},
        frozenset(),
    )
    tampered = credential | {"name": "Another"}

    answer = answered(verifier, presented_by(AISYAH, presentation(credential, tampered)))

    assert not answer.valid
    assert [one.failed[0].code for one in answer.credentials] == ["revoked", "altered"]


def test_a_presentation_may_hold_nothing(verifier: Verifier) -> None:
    assert answered(verifier, presented_by(AISYAH, presentation())).valid


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"@context": [OPEN_BADGES_3, CREDENTIALS_V2]}, "not-a-presentation"),
        ({"@context": CREDENTIALS_V2}, "not-a-presentation"),
        ({"@context": [CREDENTIALS_V2, "https://example.com"]}, "unknown-context"),
        ({"@context": [CREDENTIALS_V2, 123192875]}, "bad-context"),
        ({"@context": None}, "bad-context"),
        ({"type": None}, "not-a-presentation"),
        ({"type": ["VerifiableCredential"]}, "not-a-presentation"),
        ({"type": ["VerifiablePresentation", 5]}, "not-a-presentation"),
        ({"id": "not an address"}, "malformed"),
        ({"id": ["urn:uuid:1"]}, "malformed"),
        ({"holder": "Aisyah"}, "malformed"),
        ({"holder": {"name": "Aisyah"}}, "malformed"),
        ({"verifiableCredential": ["https://institute.example/credentials/1"]}, "malformed"),
        ({"verifiableCredential": 5}, "malformed"),
        ({"verifiableCredential": [{"type": "Person"}]}, "malformed"),
    ],
    ids=range(15),
)
def test_a_presentation_is_built_as_the_data_model_says(
    verifier: Verifier, members: dict[str, object], expected: str
) -> None:
    answer = answered(verifier, presentation(**members))

    assert answer.checks[0].name is CheckName.READABLE
    assert answer.checks[0].code == expected
    assert not answer.valid


@pytest.mark.parametrize(
    "members",
    [
        {"id": "urn:uuid:1"},
        {"type": "VerifiablePresentation"},
        {"type": ["VerifiablePresentation", "https://terms.example/Application"]},
        {"holder": {"id": HOLDER}},
        {"holder": None},
        {"@context": [CREDENTIALS_V2, EXAMPLES_2]},
        {"@context": [CREDENTIALS_V2, {"purpose": "https://terms.example/purpose"}]},
    ],
    ids=range(7),
)
def test_what_the_data_model_allows_is_accepted(
    verifier: Verifier, members: dict[str, object], credential: dict[str, Any]
) -> None:
    assert answered(verifier, presented_by(AISYAH, presentation(credential, **members))).valid


def test_a_presentation_without_a_signature_proves_nobody(
    verifier: Verifier, credential: dict[str, Any]
) -> None:
    assert code(verifier, presentation(credential)) == "no-proof"


@pytest.mark.parametrize(
    ("options", "asked", "expected"),
    [
        ({}, {"challenge": "u-4712"}, "wrong-challenge"),
        ({"challenge": "other"}, {"challenge": "u-4711"}, "wrong-challenge"),
        ({}, {"domain": "other.example"}, "wrong-domain"),
        ({"domain": ["a.example", "b.example"]}, {"domain": "other.example"}, "wrong-domain"),
        ({"proofPurpose": "assertionMethod"}, {}, "wrong-purpose"),
        ({"expires": "2026-05-01T00:00:00Z"}, {}, "proof-expired"),
        ({"verificationMethod": "did:web:stranger.example#z6Mk"}, {}, "another-holder"),
    ],
    ids=range(7),
)
def test_a_presentation_is_for_its_occasion_and_by_its_holder(
    verifier: Verifier,
    credential: dict[str, Any],
    options: dict[str, object],
    asked: dict[str, str],
    expected: str,
) -> None:
    signed = presented_by(AISYAH, presentation(credential), **options)

    assert code(verifier, signed, **asked) == expected


def test_one_of_several_domains_is_enough(verifier: Verifier, credential: dict[str, Any]) -> None:
    domains = ["a.example", "employer.example"]
    signed = presented_by(AISYAH, presentation(credential), domain=domains)

    assert answered(verifier, signed, domain="employer.example").valid


def test_nobody_presents_in_the_name_of_another(
    verifier: Verifier, credential: dict[str, Any]
) -> None:
    kumar = SigningKey(bytes([8] * 32))
    stolen = presented_by(AISYAH, presentation(credential))
    method = verification_method(HOLDER, AISYAH.public)

    assert code(verifier, presented_by(kumar, presentation(credential))) == "another-holder"
    forged = presented_by(kumar, presentation(credential), verificationMethod=method)
    assert code(verifier, forged) == "altered"
    assert code(verifier, stolen | {"id": "urn:uuid:2"}) == "altered"
    unknown = presented_by(
        kumar,
        presentation(credential, holder=None),
        verificationMethod="did:web:stranger.example#z6Mk",
    )
    assert code(verifier, unknown) == "foreign-key"


def test_what_the_holder_says_of_itself_names_the_holder_as_its_issuer(verifier: Verifier) -> None:
    said = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "issuer": HOLDER,
        "credentialSubject": {"name": "Aisyah"},
    }

    assert answered(verifier, presented_by(AISYAH, presentation(said))).valid
    for document in (
        presentation(said, holder=None),
        presentation(said | {"issuer": "did:web:institute.example"}),
    ):
        assert code(verifier, presented_by(AISYAH, document)) == "contained-fails"


def test_what_nobody_issued_does_not_pass_because_nobody_is_named_as_holder(
    verifier: Verifier,
) -> None:
    said = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"name": "Aisyah"},
    }

    for document in (presentation(said, holder=None), presentation(said)):
        assert code(verifier, presented_by(AISYAH, document)) == "contained-fails"


def test_more_credentials_than_are_read_are_refused(
    verifier: Verifier, credential: dict[str, Any]
) -> None:
    short = {"type": ["VerifiableCredential"], "issuer": HOLDER}

    assert answered(verifier, presentation(*[short] * 51)).checks[0].code == "too-many-credentials"


@given(
    st.binary(max_size=80)
    | st.dictionaries(st.text(max_size=9), st.text(max_size=9)).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_no_bytes_break_the_check_of_presentations(data: bytes) -> None:
    answer = answered(Verifier({}, {}, frozenset()), data)

    assert not answer.valid
    assert answer.credentials == ()


# Identifiers that are keys


def test_a_did_key_is_its_own_document() -> None:
    """The first test vector of the did:key method for Ed25519."""
    did = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    document = did_key_document(did)
    name = f"{did}#{did.removeprefix('did:key:')}"

    assert document["id"] == did
    assert document["assertionMethod"] == document["authentication"] == [name]
    key = PublicKey.from_multibase(did.removeprefix("did:key:"))
    assert key.raw.hex() == "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
    assert did_key(key) == did
    for purpose in ("assertionMethod", "authentication"):
        assert keys_for(purpose, did, document) == {name: key}
    assert keys_for("keyAgreement", did, document) == {}


@pytest.mark.parametrize(
    "did",
    [
        "did:key:",
        "did:key:z6Mk",
        "did:web:a",
        "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
        "",
    ],
)
def test_another_identifier_has_no_document(did: str) -> None:
    with pytest.raises(CredentialFault):
        did_key_document(did)
