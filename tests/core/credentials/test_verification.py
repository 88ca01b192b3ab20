"""Kumar, an employer, gets a file: what the checks answer, and in which words."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.credentials import (
    AchievementFacts,
    CheckName,
    CredentialFault,
    Outcome,
    SigningKey,
    Verification,
    achievement_credential,
    blank_status_list,
    did_document,
    sign,
    status_list_credential,
    verification_method,
)
from tauliah.core.credentials.answers import ALWAYS
from tauliah.core.credentials.moments import _moment, read_moment
from tests.core.credentials.conftest import AWARDED, LIST_ADDRESS, PLACE, Body


def outcomes(answer: Verification) -> dict[str, str]:
    return {check.name.value: check.code for check in answer.checks}


def failure(answer: Verification) -> tuple[str, str]:
    """The one failed check and its code."""
    assert not answer.valid
    (check,) = answer.failed
    assert check.message.en != check.message.ms
    return check.name.value, check.code


@pytest.fixture
def stranger() -> Body:
    return Body(host="stranger.example", seed=bytes([9] * 32))


def test_a_credential_in_order_passes_every_check(
    institute: Body, credential: dict[str, Any]
) -> None:
    answer = institute.verifies(credential)

    assert answer.valid
    assert [check.name for check in answer.checks] == list(ALWAYS)
    assert all(check.outcome is Outcome.PASSED for check in answer.checks)
    assert answer.issuer == institute.did
    assert answer.document == credential
    assert answer.check(CheckName.ISSUER).message.en == "It was issued by this body."


def test_spacing_and_order_of_members_do_not_matter(
    institute: Body, credential: dict[str, Any]
) -> None:
    turned = dict(reversed(credential.items()))

    assert institute.verifies(json.dumps(turned, indent=8).encode()).valid


def test_a_revoked_credential_says_so(institute: Body, credential: dict[str, Any]) -> None:
    institute.revoked.append(PLACE)

    answer = institute.verifies(credential)

    assert failure(answer) == ("revocation", "revoked")
    assert answer.check(CheckName.REVOCATION).message.in_language("ms") == (
        "Pengeluar telah membatalkannya."
    )


def test_the_revocation_of_a_neighbour_changes_nothing(
    institute: Body, credential: dict[str, Any]
) -> None:
    institute.revoked.extend([PLACE - 1, PLACE + 1])

    assert institute.verifies(credential).valid


def test_expiry_is_to_the_second(institute: Body, facts: AchievementFacts) -> None:
    until = datetime(2026, 5, 1, tzinfo=UTC)
    credential = institute.signs(achievement_credential(replace(facts, valid_until=until)))
    second = timedelta(seconds=1)

    assert institute.verifies(credential, at=AWARDED).valid
    assert institute.verifies(credential, at=until).valid
    assert failure(institute.verifies(credential, at=until + second)) == ("expiry", "expired")
    early = institute.verifies(credential, at=AWARDED - second)
    assert outcomes(early)["expiry"] == "not-yet-valid"


def test_expired_and_revoked_are_both_said(institute: Body, facts: AchievementFacts) -> None:
    until = datetime(2026, 5, 1, tzinfo=UTC)
    credential = institute.signs(achievement_credential(replace(facts, valid_until=until)))
    institute.revoked.append(PLACE)

    answer = institute.verifies(credential)

    assert [check.code for check in answer.failed] == ["expired", "revoked"]


@pytest.mark.parametrize(
    "moment", ["2026-03-01", "yesterday", "2026-03-01T00:00:00", "2026-13-01T00:00:00Z"]
)
def test_a_date_that_is_none_is_not_taken_for_in_force(
    institute: Body, facts: AchievementFacts, moment: str
) -> None:
    credential = institute.signs(achievement_credential(facts) | {"validFrom": moment})

    assert failure(institute.verifies(credential)) == ("expiry", "bad-moment")


def test_what_is_too_long_to_be_a_date_is_not_kept_in_memory() -> None:
    """Else strangers could fill it: dates are read before any signature is."""
    asked = _moment.cache_info()

    with pytest.raises(CredentialFault):
        read_moment("2026-03-01T00:00:00." + "0" * 900_000 + "Z")

    assert _moment.cache_info() == asked
    assert read_moment("2026-03-01T00:00:00.123456789012+08:00").microsecond == 123456


def test_a_changed_credential_fails_its_signature_and_nothing_else_is_believed(
    institute: Body, credential: dict[str, Any]
) -> None:
    credential["name"] = "Chartered Property Casualty Underwriter"

    answer = institute.verifies(credential)

    assert failure(answer) == ("signature", "altered")
    assert outcomes(answer) == {
        "readable": "passed",
        "signature": "altered",
        "issuer": "not-checked",
        "expiry": "not-checked",
        "revocation": "not-checked",
    }


def test_a_stranger_is_named_as_one(
    institute: Body, stranger: Body, facts: AchievementFacts
) -> None:
    foreign = replace(facts, issuer=replace(facts.issuer, did=stranger.did))
    credential = stranger.signs(achievement_credential(foreign))

    answer = institute.verifies(credential)

    assert failure(answer) == ("issuer", "unknown-issuer")
    assert "did:web:stranger.example" in answer.check(CheckName.ISSUER).message.ms
    assert answer.check(CheckName.SIGNATURE).outcome is Outcome.NOT_CHECKED


def test_a_stranger_who_claims_to_be_the_institute_fails_the_signature(
    institute: Body, stranger: Body, facts: AchievementFacts
) -> None:
    document = achievement_credential(facts)
    own_name = sign(
        document,
        stranger.key,
        verification_method=verification_method(institute.did, stranger.key.public),
        created=AWARDED,
    )
    stolen_name = sign(
        document,
        stranger.key,
        verification_method=verification_method(institute.did, institute.key.public),
        created=AWARDED,
    )

    assert failure(institute.verifies(stranger.signs(document))) == ("signature", "foreign-key")
    assert failure(institute.verifies(own_name)) == ("signature", "foreign-key")
    assert failure(institute.verifies(stolen_name)) == ("signature", "altered")


def test_one_trusted_body_cannot_sign_for_another(
    institute: Body, stranger: Body, facts: AchievementFacts
) -> None:
    documents = {
        body.did: did_document(body.did, [body.key.public]) for body in (institute, stranger)
    }

    answer = institute.verifies(stranger.signs(achievement_credential(facts)), issuers=documents)

    assert failure(answer) == ("signature", "foreign-key")


def test_another_trusted_body_is_named(
    institute: Body, stranger: Body, facts: AchievementFacts
) -> None:
    foreign = replace(facts, issuer=replace(facts.issuer, did=stranger.did))

    answer = institute.verifies(
        stranger.signs(achievement_credential(foreign)),
        issuers={stranger.did: did_document(stranger.did, [stranger.key.public])},
        status_lists={LIST_ADDRESS: stranger.status_list()},
    )

    assert answer.valid
    assert answer.check(CheckName.ISSUER).code == "trusted-issuer"


def test_what_an_old_key_signed_stays_valid_while_the_key_is_listed(
    institute: Body, credential: dict[str, Any]
) -> None:
    new = SigningKey(bytes([3] * 32)).public
    status_list = institute.status_list()
    both = {institute.did: did_document(institute.did, [new, institute.key.public])}
    only_new = {institute.did: did_document(institute.did, [new])}

    assert institute.verifies(credential, issuers=both).valid
    answer = institute.verifies(
        credential, issuers=only_new, status_lists={LIST_ADDRESS: status_list}
    )
    assert failure(answer) == ("signature", "foreign-key")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda c: c.pop("proof"), "no-proof"),
        (lambda c: c.update(proof="z2Yw"), "no-proof"),
        (lambda c: c.update(proof=[c["proof"], dict(c["proof"])]), "repeated-proof"),
        (lambda c: c.update(proof=[c["proof"]] * 100), "too-many-proofs"),
        (lambda c: c["proof"].update(proofPurpose="authentication"), "wrong-purpose"),
        (lambda c: c["proof"].update(cryptosuite="eddsa-jcs-2022"), "altered"),
        (lambda c: c["proof"].update(cryptosuite="ecdsa-rdfc-2019"), "strange-proof"),
        (lambda c: c["proof"].update(type="Ed25519Signature2020"), "strange-proof"),
        (lambda c: c["proof"].update(note="unsigned"), "strange-proof"),
        (lambda c: c["proof"].update(previousProof="urn:uuid:1"), "missing-proof"),
        (lambda c: c["proof"].pop("verificationMethod"), "strange-proof"),
        (lambda c: c["proof"].update(verificationMethod={"id": "x"}), "strange-proof"),
        (lambda c: c["proof"].update(proofValue="z"), "altered"),
        (lambda c: c["proof"].update(proofValue=""), "bad-multibase"),
        (lambda c: c["proof"].update(proofValue="z" + "1" * 64), "altered"),
        (lambda c: c["proof"].update(created="2026-03-01T04:00:01Z"), "altered"),
        (lambda c: c["proof"].pop("created"), "altered"),
        (lambda c: c["proof"].update(created="noon"), "bad-moment"),
        (lambda c: c["proof"].update(expires="2026-05-01T00:00:00Z"), "proof-expired"),
        (lambda c: c["proof"].update(expires="2026-12-01T00:00:00Z"), "altered"),
        (lambda c: c["proof"].update(id="urn:uuid:1"), "altered"),
    ],
    ids=range(21),
)
def test_a_proof_that_was_touched_fails(
    institute: Body, credential: dict[str, Any], change: Any, code: str
) -> None:
    change(credential)

    assert failure(institute.verifies(credential)) == ("signature", code)


def test_one_proof_in_a_list_is_one_proof(institute: Body, credential: dict[str, Any]) -> None:
    assert institute.verifies(credential | {"proof": [credential["proof"]]}).valid


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            {"@context": ["https://www.w3.org/ns/credentials/v2", "https://evil.example/"]},
            "unknown-context",
        ),
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, "not-a-credential"),
        ({"@context": [{"name": "https://schema.org/name"}]}, "bad-context"),
        (
            {"@context": ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]},
            "not-a-credential",
        ),
        ({"type": ["VerifiablePresentation"]}, "not-a-credential"),
        ({"credentialSubject": "urn:uuid:1"}, "malformed"),
        ({"issuer": 5}, "no-issuer"),
        ({"issuer": {"name": "Institute"}}, "no-issuer"),
        ({"issuer": ["did:web:institute.example"]}, "no-issuer"),
        ({"extra": None}, "unfit-value"),
        ({"@graph": []}, "unfit-member"),
    ],
    ids=range(11),
)
def test_what_is_no_credential_cannot_be_read(
    institute: Body, credential: dict[str, Any], change: dict[str, Any], code: str
) -> None:
    answer = institute.verifies(credential | change)

    assert failure(answer) == ("readable", code)
    assert answer.document is None


def test_a_member_that_no_vocabulary_knows_fails_the_signature(
    institute: Body, credential: dict[str, Any]
) -> None:
    credential["credentialSubject"]["honours"] = "first class"

    answer = institute.verifies(credential)

    assert failure(answer) == ("signature", "undefined-term")
    assert "honours" in answer.failed[0].message.en


@pytest.mark.parametrize(
    "data", [b"x" * 5_000_000, b"%PDF-1.7", b"", b"[" * 999_999, b"\xff\xfe"], ids=range(5)
)
def test_a_file_that_is_none_gets_an_answer(institute: Body, data: bytes) -> None:
    answer = institute.verifies(data)

    assert answer.failed[0].name is CheckName.READABLE
    assert [check.outcome.value for check in answer.checks[1:]] == ["not-checked"] * 4


def test_without_the_list_it_is_not_called_valid(
    institute: Body, credential: dict[str, Any]
) -> None:
    answer = institute.verifies(credential, status_lists={})

    assert not answer.valid
    assert not answer.failed
    assert answer.check(CheckName.REVOCATION).outcome is Outcome.NOT_CHECKED


def test_a_credential_without_a_list_cannot_be_revoked(
    institute: Body, facts: AchievementFacts
) -> None:
    document = achievement_credential(facts)
    del document["credentialStatus"]

    assert institute.verifies(institute.signs(document), status_lists={}).valid


def test_the_status_cannot_be_cut_off(institute: Body, credential: dict[str, Any]) -> None:
    del credential["credentialStatus"]

    assert failure(institute.verifies(credential)) == ("signature", "altered")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda _, other: other.status_list(), "foreign-status-list"),
        (lambda own, other: other.status_list(issuer=own.did), "foreign-status-list"),
        (lambda own, other: own.status_list(issuer=other.did), "foreign-status-list"),
        (lambda own, _: own.status_list() | {"name": "x"}, "foreign-status-list"),
        (lambda own, _: own.status_list() | {"proof": None}, "foreign-status-list"),
        (
            lambda own, _: own.status_list(address="https://institute.example/status/2"),
            "bad-status-list",
        ),
        (lambda own, _: own.status_list(purpose="suspension"), "bad-status-list"),
        (
            lambda own, _: own.status_list(valid_until=AWARDED + timedelta(days=7)),
            "stale-status-list",
        ),
        (
            lambda own, _: own.status_list(valid_from=AWARDED + timedelta(days=300)),
            "stale-status-list",
        ),
        (lambda *_: {}, "foreign-status-list"),
        (lambda *_: {"issuer": {"id": ["did:web:institute.example"]}}, "foreign-status-list"),
    ],
    ids=range(11),
)
def test_a_list_that_is_not_the_issuers_own_and_of_today_is_not_believed(
    institute: Body, stranger: Body, credential: dict[str, Any], make: Any, code: str
) -> None:
    status_list = make(institute, stranger)

    answer = institute.verifies(credential, status_lists={LIST_ADDRESS: status_list})

    assert failure(answer) == ("revocation", code)


def test_a_credential_is_not_its_own_revocation_list(
    institute: Body, credential: dict[str, Any]
) -> None:
    answer = institute.verifies(credential, status_lists={LIST_ADDRESS: credential})

    assert failure(answer) == ("revocation", "bad-status-list")


def test_a_place_beyond_the_end_of_the_list_is_not_in_order(
    institute: Body, facts: AchievementFacts
) -> None:
    beyond = replace(facts, status=replace(facts.status, index=131_072))
    credential = institute.signs(achievement_credential(beyond))

    assert failure(institute.verifies(credential)) == ("revocation", "bad-status-list")


def test_a_list_is_a_credential_and_can_be_verified_itself(institute: Body) -> None:
    statuses = blank_status_list()
    document = status_list_credential(
        statuses, address=LIST_ADDRESS, issuer=institute.did, valid_from=AWARDED
    )

    assert institute.verifies(institute.signs(document)).valid


def test_a_moment_without_a_zone_is_our_own_mistake(
    institute: Body, credential: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="time zone"):
        institute.verifies(credential, at=datetime(2026, 6, 1))  # noqa: DTZ001


def test_the_file_is_left_as_it_was(institute: Body, credential: dict[str, Any]) -> None:
    status_list = institute.status_list()
    before = copy.deepcopy(status_list)

    institute.verifies(credential, status_lists={LIST_ADDRESS: status_list})

    assert status_list == before


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
)


@given(st.binary(max_size=300) | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_break_the_verifier(data: bytes) -> None:
    answer = Body(host="institute.example", seed=bytes(32)).verifies(data, status_lists={})

    assert not answer.valid
    assert answer.check(CheckName.READABLE).outcome is Outcome.FAILED


@given(
    st.sampled_from(
        [
            "@context",
            "id",
            "type",
            "issuer",
            "validFrom",
            "validUntil",
            "credentialSubject",
            "credentialStatus",
            "proof",
            "name",
            "evidence",
            "relatedResource",
            "credentialSchema",
            "refreshService",
            "termsOfUse",
            "description",
        ]
    ),
    JSON_VALUES,
)
def test_no_wrong_type_breaks_the_verifier(member: str, value: object) -> None:
    body = Body(host="institute.example", seed=bytes(32))
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": body.did,
        "credentialSubject": {"id": "urn:uuid:1"},
    }
    signed = body.signs(document)
    assert body.verifies(signed, status_lists={}).valid

    assert not body.verifies(signed | {member: value}, status_lists={}).valid


PLACES = st.lists(
    st.sampled_from(["issuer", "credentialSubject", "proof", "credentialStatus", "evidence", "0"]),
    max_size=4,
)


@given(
    PLACES,
    st.sampled_from(
        ["id", "type", "@context", "@value", "proof", "endorsement", "previousProof", "statusSize"]
    ),
    JSON_VALUES,
)
def test_no_wrong_type_within_breaks_the_verifier(
    path: list[str], member: str, value: object
) -> None:
    """Wherever it stands; the answer may be that it is right, but there is one in both languages."""
    body = Body(host="institute.example", seed=bytes(32))
    inner: object = {member: value, "type": ["VerifiableCredential"]}
    for step in reversed(path):
        inner = [inner] if step == "0" else {step: inner}
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": {"id": body.did, "endorsement": inner},
        "credentialSubject": {"id": "urn:uuid:1", "holds": inner},
        "credentialStatus": [inner, {"type": "BitstringStatusListEntry", "statusSize": value}],
        "relatedResource": {"id": "urn:uuid:2", "digestMultibase": value},
        "proof": [inner, {"type": "DataIntegrityProof", member: value}],
    }

    answer = body.verifies(document, status_lists={})

    assert not answer.valid
    assert all(check.message.en != check.message.ms for check in answer.failed)
