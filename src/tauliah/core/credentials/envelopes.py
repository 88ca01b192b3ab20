"""A credential as a signed token: VC-JWT, media type `vc+jwt`.

Sources: W3C Securing Verifiable Credentials using JOSE and COSE 1.0, section 3.1; RFC 7515 (JWS), RFC
7519 (JWT), RFC 8037 (EdDSA), with the cautions of RFC 8725. The claims beside the credential are
those that Open Badges 3.0, section 8.2, asks for; each repeats what the credential says.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from tauliah.core.credentials.answers import ALTERED, FOREIGN_KEY
from tauliah.core.credentials.contexts import CREDENTIALS_V2
from tauliah.core.credentials.data_model import named_issuer
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.linked_data import statements
from tauliah.core.credentials.moments import moment_text, read_moment
from tauliah.core.credentials.reading import MOST_BYTES, is_of_type, listed, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey, SigningKey
    from tauliah.core.kernel import Refused

MEDIA_TYPE = "vc+jwt"

_ENVELOPED_TYPE = "EnvelopedVerifiableCredential"
_TOKEN = re.compile(rb"\s*([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)\s*")
_ENVELOPED = re.compile(r"data:application/vc\+jwt[;,](.+)", re.DOTALL)
_ALGORITHMS = ("EdDSA", "Ed25519")
# Open Badges writes the generic type; the other two were names of drafts and of the specification.
_TYPES = (MEDIA_TYPE, "JWT", "vc+ld+json+jwt")
_CLAIMS = ("iss", "sub", "jti", "nbf", "exp", "iat")
_MOMENTS = ("nbf", "exp", "iat")
_DATES = {"nbf": "validFrom", "exp": "validUntil"}
_LAST_SECOND = 253_402_300_799
"""The end of the year 9999, after which no date of a credential can lie."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A token taken apart: its header, the claims about itself, the credential, what was signed."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    document: dict[str, Any]
    signed: bytes
    signature: bytes


def sign_token(
    document: Mapping[str, Any],
    key: SigningKey,
    *,
    verification_method: str,
    created: datetime,
) -> str:
    """The credential as a token; the same arguments give the same token.

    Raises CredentialFault for what may not be signed (see `statements`), ValueError for a document
    that has a proof (the signature of a token is outside) or a `created` without a zone.
    """
    if "proof" in document:
        raise ValueError("the document is signed already")
    statements(document)
    moment_text(created)  # refuses a moment without a zone
    header = {"alg": _ALGORITHMS[0], "typ": MEDIA_TYPE, "cty": "vc", "kid": verification_method}
    claims = {**_repeated(document), "iat": int(created.timestamp())}
    signed = ".".join(map(_encoded, (header, {**document, **claims})))
    return f"{signed}.{_base64url(key.sign(signed.encode()))}"


def read_envelope(data: bytes) -> Envelope | None:
    """The token in these bytes; None when they are none, such as JSON.

    Raises CredentialFault `too-large`, `strange-proof` for a header that is not read here,
    `contradicting-claims`, and whatever is wrong with the JSON in it (see `read_document`).
    """
    found = _TOKEN.fullmatch(data) if len(data) <= MOST_BYTES else None
    if found is None:
        return None
    header = read_document(_decoded(found[1]))
    payload = read_document(_decoded(found[2]))
    _refuse_strange_header(header)
    if "vc" in payload or "vp" in payload:
        _refuse_strange()
    claims = {name: payload[name] for name in _CLAIMS if name in payload}
    document = {name: value for name, value in payload.items() if name not in claims}
    _refuse_contradictions(claims, document)
    return Envelope(header, claims, document, found[1] + b"." + found[2], _decoded(found[3]))


def enveloping(token: str) -> dict[str, Any]:
    """The JSON object that stands for a token where JSON is asked for (data model 2.0, 4.13.1)."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": f"data:application/{MEDIA_TYPE},{token}",
        "type": _ENVELOPED_TYPE,
    }


def enveloped_in(document: Mapping[str, Any]) -> bytes | None:
    """The token that a JSON object carries as its `id` (4.13.1); None when none."""
    name = document.get("id")
    if (
        not is_of_type(document, _ENVELOPED_TYPE)
        or CREDENTIALS_V2 not in listed(document.get("@context"))
        or not isinstance(name, str)
    ):
        return None
    found = _ENVELOPED.fullmatch(name)
    return found[1].encode() if found else None


def check_envelope(
    envelope: Envelope, issuer: str, keys: Mapping[str, PublicKey], *, at: datetime
) -> Refused | None:
    """None when the token was signed by one of the issuer's keys and is in force; else why not."""
    try:
        _refuse_altered(envelope, issuer, keys)
        _refuse_out_of_force(envelope, at)
    except CredentialFault as fault:
        return fault.refused
    return None


def _refuse_altered(envelope: Envelope, issuer: str, keys: Mapping[str, PublicKey]) -> None:
    named = envelope.header["kid"]
    key = keys.get(f"{issuer}{named}" if named.startswith("#") else named)
    if key is None:
        raise CredentialFault.of(FOREIGN_KEY)
    if not key.accepts(envelope.signature, envelope.signed):
        raise CredentialFault.of(ALTERED)


def _refuse_out_of_force(envelope: Envelope, at: datetime) -> None:
    """Refuses a token by its own dates; those that the credential states are asked of it instead."""
    claims, seconds = envelope.claims, at.timestamp()
    for name, member in _DATES.items():
        if name not in claims or claims[name] == _second(envelope.document.get(member)):
            continue
        if seconds < claims[name] if name == "nbf" else seconds >= claims[name]:
            raise CredentialFault(
                "proof-expired",
                en="The signature is not in force at the date of this check: its token names other dates.",
                ms="Tandatangan ini tidak berkuat kuasa pada tarikh semakan ini: tokennya menyatakan tarikh lain.",
            )


def _repeated(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the claims repeat of the credential."""
    subject = document.get("credentialSubject")
    said = {
        "iss": named_issuer(document),
        "jti": document.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
    }
    claims: dict[str, Any] = {name: text for name, text in said.items() if isinstance(text, str)}
    for name, member in _DATES.items():
        if member in document:
            claims[name] = int(read_moment(document[member]).timestamp())
    return claims


def _second(moment: object) -> int | None:
    try:
        return int(read_moment(moment).timestamp())
    except CredentialFault:
        return None


def _refuse_contradictions(claims: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    subjects = [
        one.get("id") for one in listed(document.get("credentialSubject")) if isinstance(one, dict)
    ]
    said = {
        "iss": named_issuer(document),
        "jti": document.get("id"),
        "sub": subjects[0] if len(subjects) == 1 else None,
    }
    for name, value in claims.items():
        fits = (
            isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LAST_SECOND
            if name in _MOMENTS
            else value == said[name]
        )
        if not fits:
            raise CredentialFault(
                "contradicting-claims",
                en=f"The token says otherwise than the credential in it: {name}.",
                ms=f"Token ini menyatakan perkara yang berbeza daripada kredensial di dalamnya: {name}.",
            )


def _refuse_strange_header(header: Mapping[str, Any]) -> None:
    kind = header.get("typ", MEDIA_TYPE)
    if not (
        header.get("alg") in _ALGORITHMS
        and isinstance(header.get("kid"), str)
        and isinstance(kind, str)
        and kind.removeprefix("application/") in _TYPES
        # an extension that must be understood, or a key that comes with the token: neither is
        and not header.keys() & {"crit", "jwk", "jku", "x5c", "x5u", "b64", "zip"}
    ):
        _refuse_strange()


def _refuse_strange() -> NoReturn:
    raise CredentialFault(
        "strange-proof",
        en=f"The token is of a kind that is not read here; {MEDIA_TYPE} signed with EdDSA by a named key is.",
        ms=f"Token ini daripada jenis yang tidak dibaca di sini; hanya {MEDIA_TYPE} yang ditandatangani dengan EdDSA oleh kunci bernama dibaca.",
    )


def _encoded(value: Mapping[str, Any]) -> str:
    return _base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: bytes) -> bytes:
    data = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4)) if len(text) % 4 != 1 else b""
    # one spelling for one token: spare bits at the end are zero
    return data if _base64url(data).encode() == text else b""
