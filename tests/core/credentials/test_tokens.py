"""A credential as a token (`vc+jwt`): what goes in comes out, and nothing else is believed."""

from __future__ import annotations

import base64
import hashlib
import hmac
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
    achievement_credential,
    bake_png,
    bake_svg,
    sign_token,
    verification_method,
)
from tauliah.core.credentials.envelopes import read_envelope
from tests.core.credentials.conftest import AWARDED, PLACE, Body
from tests.core.credentials.test_baking import PNG, SVG

# RFC 8037, appendix A: a key, a text and its signature, by another hand.
RFC_8037_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
RFC_8037_TOKEN = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCj"
    "P0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)


def encoded(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def method(body: Body) -> str:
    return verification_method(body.did, body.key.public)


@pytest.fixture
def token(institute: Body, facts: AchievementFacts) -> str:
    document = achievement_credential(facts)
    return sign_token(
        document, institute.key, verification_method=method(institute), created=AWARDED
    )


def made(institute: Body, payload: object, **header: object) -> bytes:
    """A token of the institute with whatever header and payload, signed as RFC 7515 says."""
    head = {"alg": "EdDSA", "typ": "vc+jwt", "kid": method(institute)} | header
    head = {name: value for name, value in head.items() if value is not None}
    signed = f"{encoded(head)}.{encoded(payload)}"
    return f"{signed}.{encoded(institute.key.sign(signed.encode()))}".encode()


def code(institute: Body, token: bytes, **changes: Any) -> str:
    answer = institute.verifies(token, **changes)
    assert not answer.valid
    (check,) = answer.failed
    assert check.message.en != check.message.ms
    return check.code


def test_a_token_is_spelled_as_the_standards_say(
    institute: Body, facts: AchievementFacts, token: str
) -> None:
    """VC-JOSE-COSE 1.0, 3.1.1 and 3.1.2; Open Badges 3.0, 8.2.3 and 8.2.4."""
    header, payload, signature = token.split(".")
    document = achievement_credential(facts)

    assert decoded(header) == {
        "alg": "EdDSA",
        "typ": "vc+jwt",
        "cty": "vc",
        "kid": method(institute),
    }
    assert decoded(payload) == {
        **document,
        "iss": institute.did,
        "jti": document["id"],
        "nbf": int(AWARDED.timestamp()),
        "iat": int(AWARDED.timestamp()),
    }
    assert "=" not in token
    expected = institute.key.sign(f"{header}.{payload}".encode())
    assert base64.urlsafe_b64decode(signature + "==") == expected


def test_the_signature_of_rfc_8037_comes_out_to_the_letter() -> None:
    signed, _, signature = RFC_8037_TOKEN.rpartition(".")
    key = SigningKey(base64.urlsafe_b64decode(RFC_8037_SEED + "="))

    assert encoded(key.sign(signed.encode())) == signature


def test_a_token_is_verified_by_every_check(institute: Body, token: str) -> None:
    for data in (token.encode(), f"\n{token}\n".encode(), bake_png(PNG, token)):
        answer = institute.verifies(data)
        assert answer.valid
        assert [check.outcome for check in answer.checks] == [Outcome.PASSED] * 5


def test_a_token_within_an_svg_is_verified(institute: Body, token: str) -> None:
    as_attribute = SVG.replace(
        'viewBox="0 0 1 1">',
        'viewBox="0 0 1 1" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        f'<openbadges:credential verify="{token}"/>',
    )

    for picture in (bake_svg(SVG, token), as_attribute):
        assert institute.verifies(picture.encode()).valid


def test_an_enveloped_credential_is_the_token_in_it(institute: Body, token: str) -> None:
    """Data model 2.0, section 4.12."""
    enveloped = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }

    answer = institute.verifies(enveloped)

    assert answer.valid
    assert answer.document is not None
    assert answer.document["credentialSubject"]["licenseNumber"] == "API-2026-000123"
    for other in ("data:application/vc+jwt,no-token", "urn:uuid:1", f"data:text/plain,{token}"):
        assert institute.verifies(enveloped | {"id": other}).failed[0].name is CheckName.READABLE


def test_expiry_and_revocation_of_a_token_are_said_as_of_any_credential(
    institute: Body, facts: AchievementFacts
) -> None:
    until = datetime(2026, 5, 1, tzinfo=UTC)
    document = achievement_credential(replace(facts, valid_until=until))
    token = sign_token(
        document, institute.key, verification_method=method(institute), created=AWARDED
    ).encode()
    institute.revoked.append(PLACE)

    assert [check.code for check in institute.verifies(token).failed] == ["expired", "revoked"]
    assert code(institute, token, at=AWARDED) == "revoked"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"alg": "none"}, "strange-proof"),
        ({"alg": "HS256"}, "strange-proof"),
        ({"alg": "RS256"}, "strange-proof"),
        ({"alg": None}, "strange-proof"),
        ({"kid": None}, "strange-proof"),
        ({"kid": 1}, "strange-proof"),
        ({"typ": "vp+jwt"}, "strange-proof"),
        ({"typ": 5}, "strange-proof"),
        ({"crit": ["b64"], "b64": False}, "strange-proof"),
        ({"jwk": {"kty": "OKP", "crv": "Ed25519", "x": RFC_8037_SEED}}, "strange-proof"),
        ({"jku": "https://evil.example/keys"}, "strange-proof"),
        ({"zip": "DEF"}, "strange-proof"),
        ({"kid": "did:web:institute.example#z6MkOther"}, "foreign-key"),
        ({"kid": "did:web:stranger.example#z6Mk"}, "foreign-key"),
    ],
    ids=range(14),
)
def test_a_header_that_is_not_read_here_is_refused(
    institute: Body, facts: AchievementFacts, header: dict[str, object], expected: str
) -> None:
    assert code(institute, made(institute, achievement_credential(facts), **header)) == expected


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"typ": "application/vc+jwt"}, {"typ": None}])
def test_other_names_of_the_type_are_read(
    institute: Body, facts: AchievementFacts, header: dict[str, object]
) -> None:
    assert institute.verifies(made(institute, achievement_credential(facts), **header)).valid


def test_a_key_may_be_named_within_the_document_of_the_issuer(
    institute: Body, facts: AchievementFacts
) -> None:
    short = "#" + method(institute).partition("#")[2]

    assert institute.verifies(made(institute, achievement_credential(facts), kid=short)).valid
    fully = made(institute, achievement_credential(facts), alg="Ed25519")
    assert institute.verifies(fully).valid


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"iss": "did:web:stranger.example"}, "contradicting-claims"),
        ({"jti": "urn:uuid:2"}, "contradicting-claims"),
        ({"sub": "urn:uuid:2"}, "contradicting-claims"),
        ({"nbf": "2026-01-01"}, "contradicting-claims"),
        ({"nbf": True}, "contradicting-claims"),
        ({"exp": -1}, "contradicting-claims"),
        ({"iat": 9_007_199_254_740_991}, "contradicting-claims"),
        ({"vc": {"type": ["VerifiableCredential"]}}, "strange-proof"),
        ({"vp": {}}, "strange-proof"),
        ({"exp": int(AWARDED.timestamp()) + 60}, "proof-expired"),
        ({"nbf": int((AWARDED + timedelta(days=365)).timestamp())}, "proof-expired"),
    ],
    ids=range(11),
)
def test_claims_that_say_otherwise_than_the_credential_are_refused(
    institute: Body, facts: AchievementFacts, claims: dict[str, object], expected: str
) -> None:
    assert code(institute, made(institute, achievement_credential(facts) | claims)) == expected


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(
    institute: Body, facts: AchievementFacts
) -> None:
    """RFC 8725, section 2.1: the algorithm is not for the token to choose."""
    signed = f"{encoded({'alg': 'HS256', 'kid': method(institute)})}.{encoded(achievement_credential(facts))}"
    mac = hmac.new(institute.key.public.raw, signed.encode(), hashlib.sha256).digest()

    assert code(institute, f"{signed}.{encoded(mac)}".encode()) == "strange-proof"


def test_a_changed_token_is_refused_wherever_it_was_changed(institute: Body, token: str) -> None:
    header, payload, signature = token.split(".")
    changed = decoded(payload) | {"name": "Another"}
    respelled = json.dumps(decoded(payload), indent=1).encode()

    for other in (
        f"{header}.{encoded(changed)}.{signature}",
        f"{header}.{encoded(respelled)}.{signature}",
        f"{encoded(decoded(header))}.{payload}.{signature}",
        f"{header}.{payload}.",
        f"{header}.{payload}.{signature[:-2]}",
        f"{header}.{payload}.{encoded(bytes(64))}",
    ):
        assert code(institute, other.encode()) == "altered"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"[]", "not-an-object"),
        (b"{", "not-json"),
        (b'{"a": 1, "a": 2}', "duplicate-member"),
        (b'{"a": 0.5}', "fraction"),
        (b'{"a": "\\ud83c"}', "unfit-value"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "too-deep"),
        (b'{"iss": "did:web:institute.example"}', "contradicting-claims"),
        (b'{"issuer": "did:web:institute.example"}', "bad-context"),
    ],
    ids=range(8),
)
def test_what_is_in_a_token_is_read_with_the_same_care(
    institute: Body, payload: bytes, expected: str
) -> None:
    assert code(institute, made(institute, payload)) == expected


def test_a_token_holds_only_what_may_be_signed(
    institute: Body, facts: AchievementFacts, credential: dict[str, Any]
) -> None:
    options: dict[str, Any] = {"verification_method": method(institute), "created": AWARDED}

    with pytest.raises(CredentialFault):
        sign_token({**achievement_credential(facts), "grade": "A"}, institute.key, **options)
    with pytest.raises(ValueError, match="signed already"):
        sign_token(credential, institute.key, **options)
    with pytest.raises(ValueError, match="time zone"):
        sign_token(
            achievement_credential(facts),
            institute.key,
            **options | {"created": datetime(2026, 3, 1)},  # noqa: DTZ001
        )


def test_equal_arguments_give_the_same_token(
    institute: Body, facts: AchievementFacts, token: str
) -> None:
    again = sign_token(
        achievement_credential(facts),
        institute.key,
        verification_method=method(institute),
        created=AWARDED,
    )

    assert again == token


@given(
    st.binary(max_size=60)
    | st.tuples(*[st.binary(max_size=20).map(encoded)] * 3).map(lambda p: ".".join(p).encode())
)
def test_no_bytes_break_the_reader_of_tokens(data: bytes) -> None:
    answer = Body(host="institute.example", seed=bytes(32)).verifies(data, status_lists={})

    assert answer.failed[0].name is CheckName.READABLE


def test_a_token_that_is_too_large_is_not_looked_into() -> None:
    assert read_envelope(b"a." + b"b" * 50_000_000 + b".c") is None
