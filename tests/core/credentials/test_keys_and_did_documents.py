"""Keys are spelled as Multikeys, and an issuer's document lists all that may sign for it."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.credentials import (
    CredentialFault,
    PublicKey,
    SigningKey,
    assertion_keys,
    did_document,
    did_web,
    did_web_address,
    verification_method,
)
from tauliah.core.credentials.multibase import (
    decode_base58,
    decode_base64url,
    encode_base58,
    encode_base64url,
)

SEEDS = st.binary(min_size=32, max_size=32)
OLD, NEW = SigningKey(bytes(32)).public, SigningKey(bytes([1] * 32)).public
DID = "did:web:institute.example"


@given(SEEDS)
def test_keys_survive_their_spelling(seed: bytes) -> None:
    key = SigningKey(seed)

    assert SigningKey.from_multibase(key.secret_multibase) == key
    assert PublicKey.from_multibase(key.public.multibase) == key.public
    assert key.public.multibase.startswith("z6Mk")
    assert key.secret_multibase.startswith("z3u2")


def test_a_key_signs_as_in_rfc_8032() -> None:
    """RFC 8032, section 7.1, test 2."""
    key = SigningKey(
        bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    )

    signature = key.sign(b"\x72")

    assert key.public.raw.hex() == (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    )
    assert signature.hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert key.public.accepts(signature, b"\x72")
    assert not key.public.accepts(signature, b"\x73")
    assert not key.public.accepts(b"", b"\x72")


def test_the_secret_does_not_show() -> None:
    key = SigningKey(bytes(range(32)))

    for shown in (repr(key), str(key), f"{key}", repr([key])):
        assert repr(key.seed) not in shown
        assert key.secret_multibase not in shown
        assert key.public.multibase in shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ",
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbT0l",
        "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",  # P-256
        "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",  # a secret key
        "z" + "1" * 100_000,
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(CredentialFault):
        PublicKey.from_multibase(text)


@given(st.binary(max_size=80))
def test_multibase_survives_there_and_back(data: bytes) -> None:
    assert decode_base58(encode_base58(data)) == data
    assert decode_base64url(encode_base64url(data)) == data


@pytest.mark.parametrize(
    ("data", "text"), [(b"Hello World!", "z2NEpo7TZRRrLZSi2U"), (b"\0\1", "z12")]
)
def test_base58_as_in_its_draft(data: bytes, text: str) -> None:
    """draft-msporny-base58-03, section 5."""
    assert encode_base58(data) == text


@pytest.mark.parametrize("text", ["", "u=", "uA", "u+/", "mAA", "u A", "uAAAAA"])
def test_what_is_no_base64url_is_refused(text: str) -> None:
    with pytest.raises(CredentialFault):
        decode_base64url(text)


def test_old_keys_stay_listed_and_may_still_vouch() -> None:
    document = did_document(DID, [OLD, NEW])

    assert document["assertionMethod"] == [
        method["id"] for method in document["verificationMethod"]
    ]
    assert assertion_keys(DID, document) == {
        verification_method(DID, OLD): OLD,
        verification_method(DID, NEW): NEW,
    }


def test_a_document_without_keys_or_with_one_twice_is_not_made() -> None:
    for keys in ([], [OLD, OLD]):
        with pytest.raises(ValueError, match="at least one key"):
            did_document(DID, keys)


def test_only_keys_listed_for_assertions_by_the_issuer_itself_count() -> None:
    document = did_document(DID, [OLD, NEW])
    for change in (
        lambda d: d.update(id="did:web:other.example"),
        lambda d: d.update(assertionMethod=d["assertionMethod"][1:]),
        lambda d: d.update(assertionMethod="all"),
        lambda d: d.update(verificationMethod=d["verificationMethod"][1:]),
        lambda d: d.update(verificationMethod=None),
        lambda d: d["verificationMethod"][0].update(controller="did:web:other.example"),
        lambda d: d["verificationMethod"][0].update(type="JsonWebKey"),
        lambda d: d["verificationMethod"][0].update(publicKeyMultibase="z6Mk"),
        lambda d: d["verificationMethod"][0].update(publicKeyMultibase=5),
        lambda d: d["verificationMethod"].__setitem__(0, "text"),
    ):
        other = copy.deepcopy(document)
        change(other)

        assert verification_method(DID, OLD) not in assertion_keys(DID, other)


def test_a_key_may_be_written_where_it_is_used() -> None:
    document = did_document(DID, [OLD])
    document["assertionMethod"] = document.pop("verificationMethod")

    assert list(assertion_keys(DID, document).values()) == [OLD]


@pytest.mark.parametrize(
    ("host", "path", "did", "address"),
    [
        # W3C CCG, did:web method specification, section 2.1
        (
            "w3c-ccg.github.io",
            (),
            "did:web:w3c-ccg.github.io",
            "https://w3c-ccg.github.io/.well-known/did.json",
        ),
        (
            "w3c-ccg.github.io",
            ("user", "alice"),
            "did:web:w3c-ccg.github.io:user:alice",
            "https://w3c-ccg.github.io/user/alice/did.json",
        ),
        (
            "example.com:3000",
            ("user", "alice"),
            "did:web:example.com%3A3000:user:alice",
            "https://example.com:3000/user/alice/did.json",
        ),
    ],
)
def test_did_web_names_a_place_on_the_web(
    host: str, path: tuple[str, ...], did: str, address: str
) -> None:
    assert did_web(host, path=path) == did
    assert did_web_address(did) == address


@pytest.mark.parametrize("did", ["", "did:web:", "did:key:z6Mk", "web:a.example", "did:web:a::b"])
def test_other_identifiers_have_no_place_on_the_web(did: str) -> None:
    with pytest.raises(ValueError, match="did:web"):
        did_web_address(did)


JWK = {
    # RFC 8037, appendix A.2
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}


def listing(jwk: object, **members: object) -> dict[str, object]:
    """A did document with one key as a JsonWebKey."""
    entry = {
        "id": f"{DID}#one",
        "type": "JsonWebKey",
        "controller": DID,
        "publicKeyJwk": jwk,
        **members,
    }
    return {"id": DID, "verificationMethod": [entry], "assertionMethod": [entry["id"]]}


def test_a_key_spelled_as_a_json_web_key_is_read() -> None:
    secret = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")

    (key,) = assertion_keys(DID, listing(JWK)).values()

    # RFC 8037, appendix A.1 and A.2: the same key by its seed
    assert key == SigningKey(secret).public


@pytest.mark.parametrize(
    "document",
    [
        listing({**JWK, "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}),
        listing({**JWK, "crv": "X25519"}),
        listing({**JWK, "kty": "EC"}),
        listing({**JWK, "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR"}),
        listing({**JWK, "x": 5}),
        listing("a text"),
        listing(JWK, controller="did:web:other.example"),
        listing(JWK, type="JsonWebKey2020"),
    ],
)
def test_a_json_web_key_that_cannot_check_an_ed25519_signature_is_passed_over(
    document: dict[str, object],
) -> None:
    assert assertion_keys(DID, document) == {}
