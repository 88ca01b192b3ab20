"""Ed25519 keys, their Multikey spelling, and the did:web document in which an issuer lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.multibase import decode_base58, decode_base64url, encode_base58

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Multicodec prefixes of the Multikey table in W3C Controlled Identifiers 1.0, section 2.2.2.
_PUBLIC_PREFIX = b"\xed\x01"
_SECRET_PREFIX = b"\x80\x26"
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64

_DID_CONTEXT = "https://www.w3.org/ns/did/v1"
_MULTIKEY_CONTEXT = "https://w3id.org/security/multikey/v1"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key; `raw` is its 32 bytes."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != _KEY_BYTES:
            raise _bad_key()

    @property
    def multibase(self) -> str:
        """The Multikey spelling, `z6Mk...`."""
        return encode_base58(_PUBLIC_PREFIX + self.raw)

    @classmethod
    def from_multibase(cls, text: str) -> PublicKey:
        """CredentialFault when the text is not an Ed25519 key in Multikey spelling."""
        return cls(_after_prefix(text, _PUBLIC_PREFIX))

    def accepts(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature was made over this message by the key's owner (RFC 8032).

        By libsodium, which takes half the time of OpenSSL, and refuses keys of small order.
        """
        if len(signature) != _SIGNATURE_BYTES:
            return False
        try:
            crypto_sign_open(signature + message, self.raw)
        except BadSignatureError:
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """An Ed25519 private key; `seed` is its 32 secret bytes, which never appear in its repr."""

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != _KEY_BYTES:
            raise _bad_key()

    def __repr__(self) -> str:
        return f"SigningKey(public={self.public.multibase})"

    @classmethod
    def from_multibase(cls, text: str) -> SigningKey:
        """The key of a `secretKeyMultibase`, `z3u2...`; CredentialFault when it is none."""
        return cls(_after_prefix(text, _SECRET_PREFIX))

    @property
    def secret_multibase(self) -> str:
        """The secret spelling, `z3u2...`: for a key file, never for a log."""
        return encode_base58(_SECRET_PREFIX + self.seed)

    @property
    def public(self) -> PublicKey:
        """The key that checks what this one signs."""
        return PublicKey(self._private().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """64 bytes; the same message gives the same signature."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return _private_key(self.seed)


# Building the key from its seed costs as much as a signature.
@lru_cache(maxsize=4)
def _private_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def did_web(host: str, *, path: Sequence[str] = ()) -> str:
    """The did:web identifier of a host (`host:port` allowed), e.g. `did:web:body.example:issuer`.

    Its document belongs at `https://host/.well-known/did.json`, or under the path at `did.json`.
    """
    return ":".join(["did:web", quote(host.lower(), safe=""), *(quote(p, safe="") for p in path)])


def did_web_address(did: str) -> str:
    """Where the document of a did:web identifier is published; ValueError for other identifiers."""
    method, *parts = did.removeprefix("did:").split(":")
    if not did.startswith("did:web:") or method != "web" or not all(parts):
        raise ValueError(f"not a did:web identifier: {did}")
    host, *path = (unquote(part) for part in parts)
    return "/".join(["https:/", host, *(path or [".well-known"]), "did.json"])


def did_key(key: PublicKey) -> str:
    """The identifier that is its own document: nothing need be published, and no key replaced."""
    return f"did:key:{key.multibase}"


def did_key_document(did: str) -> dict[str, Any]:
    """The document of a did:key identifier, which may sign and present; CredentialFault for others.

    Source: the did:key method of the W3C Credentials Community Group, for Ed25519 keys.
    """
    key = PublicKey.from_multibase(did.removeprefix("did:key:"))
    document = did_document(did_key(key), [key])
    if document["id"] != did:
        raise _bad_key()
    return document | {"authentication": document["assertionMethod"]}


def verification_method(did: str, key: PublicKey) -> str:
    """The name of a key in the issuer's document: it holds the key itself, so it never moves."""
    return f"{did}#{key.multibase}"


def did_document(did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The issuer's public document: all keys, old ones too, may sign credentials in its name.

    A key that leaves this list takes every credential it signed with it; so only a compromised key
    leaves. ValueError without keys, or when one is listed twice.
    """
    listed = list(keys)
    if not listed or len(set(listed)) < len(listed):
        raise ValueError("a did document lists at least one key, and each key once")
    names = [verification_method(did, key) for key in listed]
    return {
        "@context": [_DID_CONTEXT, _MULTIKEY_CONTEXT],
        "id": did,
        "verificationMethod": [
            {
                "id": name,
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.multibase,
            }
            for name, key in zip(names, listed, strict=True)
        ],
        "assertionMethod": names,
    }


def assertion_keys(did: str, document: Mapping[str, Any]) -> dict[str, PublicKey]:
    """The keys that may sign credentials in the name of `did`: name -> key; see `keys_for`."""
    return keys_for("assertionMethod", did, document)


def keys_for(purpose: str, did: str, document: Mapping[str, Any]) -> dict[str, PublicKey]:
    """The keys that `did` uses for a purpose (`assertionMethod`, `authentication`): name -> key.

    A key is spelled as `Multikey` or as `JsonWebKey` (W3C Controlled Identifiers 1.0, 2.2.2 and
    2.2.3; RFC 8037). A document of another identifier gives none. Keys of other kinds, of another
    controller, or spelled wrongly are passed over: they cannot check an Ed25519 signature.
    """
    if document.get("id") != did:
        return {}
    listed = _entries(document.get("verificationMethod"))
    described = {entry["id"]: entry for entry in listed if isinstance(entry.get("id"), str)}
    keys: dict[str, PublicKey] = {}
    for use in _list(document.get(purpose)):
        entry = described.get(use) if isinstance(use, str) else use
        if not isinstance(entry, dict):
            continue
        name = entry.get("id")
        if isinstance(name, str) and entry.get("controller") == did:
            try:
                keys[name] = _public_key(entry)
            except CredentialFault:
                continue
    return keys


def _public_key(entry: Mapping[str, Any]) -> PublicKey:
    text, jwk = entry.get("publicKeyMultibase"), entry.get("publicKeyJwk")
    if entry.get("type") == "Multikey" and isinstance(text, str):
        return PublicKey.from_multibase(text)
    if entry.get("type") == "JsonWebKey" and isinstance(jwk, dict):
        point = jwk.get("x")
        # one with its private part is published, so it is nobody's any more
        if (jwk.get("kty"), jwk.get("crv")) == ("OKP", "Ed25519") and "d" not in jwk:
            # the text of a JWK is that of multibase without its first letter
            return PublicKey(decode_base64url(f"u{point}" if isinstance(point, str) else ""))
    raise _bad_key()


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _entries(value: object) -> list[dict[str, Any]]:
    return [entry for entry in _list(value) if isinstance(entry, dict)]


def _after_prefix(text: str, prefix: bytes) -> bytes:
    data = decode_base58(text)
    if not data.startswith(prefix):
        raise _bad_key()
    return data.removeprefix(prefix)


def _bad_key() -> CredentialFault:
    return CredentialFault(
        "bad-key",
        en="This is not an Ed25519 key.",
        ms="Ini bukan kunci Ed25519.",
    )
