"""The vocabularies that credentials may name: kept here, pinned by digest, never fetched."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypedDict

from tauliah.core.credentials.faults import CredentialFault

if TYPE_CHECKING:
    from collections.abc import Mapping

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
LEARNER_RECORD_2 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
DATA_INTEGRITY_2 = "https://w3id.org/security/data-integrity/v2"
EXAMPLES_2 = "https://www.w3.org/ns/credentials/examples/v2"

PINNED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        CREDENTIALS_V2: (
            "credentials-v2.json",
            "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        ),
        OPEN_BADGES_3: (
            "open-badges-3.0.3.json",
            "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        ),
        LEARNER_RECORD_2: (
            "clr-2.0.1.json",
            "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
        ),
        DATA_INTEGRITY_2: (
            "data-integrity-v2.json",
            "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        ),
        EXAMPLES_2: (
            "examples-v2.json",
            "57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c",
        ),
    }
)
"""Address of each vocabulary -> its file here and the SHA-256 of that file."""


class LoadedContext(TypedDict):
    """What PyLD expects of a document loader."""

    contextUrl: None
    documentUrl: str
    document: dict[str, Any]
    contentType: str
    tag: str


@cache
def known_context(url: str) -> dict[str, Any]:
    """The vocabulary kept for that address; see `context_bytes`."""
    document: dict[str, Any] = json.loads(context_bytes(url))
    return document


def context_bytes(url: str) -> bytes:
    """The file kept for that address, byte for byte; the spelling must match to the letter.

    Raises CredentialFault `unknown-context` for any other address, RuntimeError when the file here
    is not the pinned one (a broken installation).
    """
    if url not in PINNED:
        raise CredentialFault(
            "unknown-context",
            en=f"The file uses a vocabulary that is not known here: {url[:200]}",
            ms=f"Fail ini menggunakan perbendaharaan istilah yang tidak dikenali di sini: {url[:200]}",
        )
    name, pinned = PINNED[url]
    data = files(__name__).joinpath(name).read_bytes()
    if hashlib.sha256(data).hexdigest() != pinned:
        raise RuntimeError(f"{name} is not the vocabulary that was pinned for {url}")
    return data


@cache
def known_meanings() -> frozenset[str]:
    """Every address that the vocabularies kept here give to a word."""
    meanings: set[str] = set()
    left: list[Any] = [known_context(address) for address in PINNED]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            left.extend(value for name, value in item.items() if name != "@vocab")
        elif isinstance(item, str) and ":" in item:
            meanings.add(item)
    return frozenset(meanings)


def document_loader(url: str, _options: Mapping[str, Any] | None = None) -> LoadedContext:
    """Hands PyLD the vocabularies kept here; knows nothing else and never asks the network."""
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": known_context(url),
        "contentType": "application/ld+json",
        "tag": "static",
    }
