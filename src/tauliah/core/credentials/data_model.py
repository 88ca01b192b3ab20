"""What W3C Verifiable Credentials Data Model 2.0 asks of every credential, member by member.

The rules are those of its section 4 and of 5.3 to 5.6; each function names the section. Whether the
words of a credential are defined is told where they become statements (`linked_data`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.contexts import CREDENTIALS_V2
from tauliah.core.credentials.digests import digest_of_multibase, digest_of_sri
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.linked_data import refuse_unknown_contexts
from tauliah.core.credentials.moments import read_moment
from tauliah.core.credentials.own_words import is_language_value
from tauliah.core.credentials.quads import is_absolute
from tauliah.core.credentials.reading import is_of_type, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

# Sections 4.10, 5.4 to 5.6, and the reserved members of 5.10; a schema needs its address, too.
_TYPED = (
    "credentialStatus",
    "credentialSchema",
    "refreshService",
    "termsOfUse",
    "evidence",
    "renderMethod",
    "confidenceMethod",
)
_NEEDS_ID = frozenset({"credentialSchema"})
_PRESENTED = ("VerifiableCredential", "EnvelopedVerifiableCredential")
_TEXTS = ("name", "description")


def refuse_malformed(document: dict[str, Any]) -> None:
    """Raises CredentialFault for the first member that the data model does not allow.

    Codes: `unknown-context` and `bad-context`, `not-a-credential`, `no-issuer`, `bad-digest`, and
    `malformed` for all others, with the member in its words. Dates are looked at by
    `refuse_unfit_dates`.
    """
    issuer_of(document)
    refuse_unknown_contexts(document)
    _refuse_other_documents(document)
    if "id" in document:
        _refuse_relative("id", document["id"])
    _refuse_unfit_texts("", document)
    if isinstance(document["issuer"], dict):
        _refuse_unfit_texts("issuer.", document["issuer"])
    _refuse_unfit_subjects(document["credentialSubject"])
    for name in _TYPED:
        if name in document:
            _refuse_untyped(name, document[name])
    if "relatedResource" in document:
        _refuse_unfit_resources(document["relatedResource"])


def refuse_malformed_presentation(document: dict[str, Any]) -> None:
    """The same for a presentation (4.13): codes as above, `not-a-presentation` for another document."""
    refuse_unknown_contexts(document)
    contexts, kinds = document["@context"], listed(document.get("type"))
    if not (
        isinstance(contexts, list)
        and contexts[:1] == [CREDENTIALS_V2]
        and all(isinstance(kind, str) and kind for kind in kinds)
        and "VerifiablePresentation" in kinds
    ):
        raise CredentialFault(
            "not-a-presentation",
            en="The file is not a verifiable presentation of version 2.0.",
            ms="Fail ini bukan persembahan boleh sah versi 2.0.",
        )
    if "id" in document:
        _refuse_relative("id", document["id"])
    if "holder" in document:
        holder = document["holder"]
        _refuse_relative("holder", holder.get("id") if isinstance(holder, dict) else holder)
    for one in listed(document.get("verifiableCredential", [])):
        if not isinstance(one, dict) or not any(is_of_type(one, kind) for kind in _PRESENTED):
            raise _malformed("verifiableCredential", "a credential", "satu kredensial")


def issuer_of(document: Mapping[str, Any]) -> str:
    """Who says so: a URL, alone or as the `id` of an object (4.7); CredentialFault `no-issuer`."""
    name = named_issuer(document)
    if not isinstance(name, str) or not name or not is_absolute(name):
        raise CredentialFault(
            "no-issuer",
            en="The file does not say who issued it, or names no address or identifier of it.",
            ms="Fail ini tidak menyatakan siapa yang mengeluarkannya, atau tidak memberi alamat atau pengecamnya.",
        )
    return name


def named_issuer(document: Mapping[str, Any]) -> object:
    """What stands where the identifier of the issuer belongs."""
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def refuse_unfit_dates(document: Mapping[str, Any]) -> None:
    """Raises CredentialFault `bad-moment`, or `dates-turned` when the end is first (4.9)."""
    start, end = (
        read_moment(document[name]) if name in document else None
        for name in ("validFrom", "validUntil")
    )
    if start is not None and end is not None and end < start:
        raise CredentialFault(
            "dates-turned",
            en=f"It ends before it begins: valid from {document['validFrom']} until {document['validUntil']}.",
            ms=f"Ia tamat sebelum bermula: sah mulai {document['validFrom']} hingga {document['validUntil']}.",
        )


def _refuse_other_documents(document: Mapping[str, Any]) -> None:
    """The base vocabulary first (4.3), and the type of a credential (4.5)."""
    contexts, kinds = document["@context"], listed(document.get("type"))
    if (
        not isinstance(contexts, list)
        or contexts[:1] != [CREDENTIALS_V2]
        or not all(isinstance(kind, str) and kind for kind in kinds)
        or "VerifiableCredential" not in kinds
        or "credentialSubject" not in document
    ):
        raise CredentialFault(
            "not-a-credential",
            en="The file is not a verifiable credential of version 2.0 about a subject.",
            ms="Fail ini bukan kredensial boleh sah versi 2.0 tentang suatu subjek.",
        )


def _refuse_relative(place: str, value: object) -> None:
    """An identifier is one URL (4.4)."""
    if not isinstance(value, str) or not is_absolute(value):
        raise _malformed(place, "one full address or identifier", "satu alamat atau pengecam penuh")


def _refuse_unfit_texts(place: str, value: Mapping[str, Any]) -> None:
    """A name or description is a text, or texts with their languages (4.6, 11.1)."""
    for name in _TEXTS:
        text = value.get(name, "")
        if isinstance(text, str):
            continue
        if not all(isinstance(one, str) or is_language_value(one) for one in listed(text)):
            raise _malformed(
                place + name,
                "a text, or texts with their language",
                "teks, atau teks dengan bahasanya",
            )


def _refuse_unfit_subjects(value: object) -> None:
    """A subject says something (4.8); there may be several."""
    for subject in listed(value):
        if not isinstance(subject, dict) or not subject:
            raise _malformed(
                "credentialSubject",
                "an object that says something",
                "objek yang menyatakan sesuatu",
            )
        if "id" in subject:
            _refuse_relative("credentialSubject.id", subject["id"])


def _refuse_untyped(name: str, value: object) -> None:
    for one in listed(value):
        kinds = listed(one.get("type")) if isinstance(one, dict) else []
        if not kinds or not all(isinstance(kind, str) and kind for kind in kinds):
            raise _malformed(name, "an object with a type", "objek yang mempunyai jenis")
        if "id" in one or name in _NEEDS_ID:
            _refuse_relative(f"{name}.id", one.get("id"))


def _refuse_unfit_resources(value: object) -> None:
    """A related resource has an address of its own and at least one digest (5.3)."""
    seen: set[str] = set()
    for one in listed(value):
        if not isinstance(one, dict):
            raise _malformed("relatedResource", "an object", "objek")
        _refuse_relative("relatedResource.id", one.get("id"))
        if one["id"] in seen:
            raise _malformed(
                "relatedResource.id", "an address named once", "alamat yang dinamakan sekali sahaja"
            )
        seen.add(one["id"])
        if "digestSRI" not in one and "digestMultibase" not in one:
            raise _malformed(
                "relatedResource", "an object with a digest", "objek yang mempunyai cerna"
            )
        if "digestSRI" in one:
            digest_of_sri(one["digestSRI"])
        for text in listed(one.get("digestMultibase", [])):
            digest_of_multibase(text)


def _malformed(place: str, en: str, ms: str) -> CredentialFault:
    return CredentialFault(
        "malformed",
        en=f"The file is not built as Verifiable Credentials 2.0 asks: {place} must be {en}.",
        ms=f"Fail ini tidak disusun seperti yang diminta oleh Verifiable Credentials 2.0: {place} mestilah {ms}.",
    )
