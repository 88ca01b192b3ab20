"""What a credential refers to: related files with their digests, and the schemas that it claims to fit.

Nothing is fetched. What is at hand are the vocabularies kept here and the files that the caller
gives; of anything else it is said that it was not checked. (Data model 2.0, sections 4.11 and 5.3.)
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import (
    IS_RELATED,
    NEEDS_RELATED,
    Check,
    CheckName,
    Outcome,
    failed,
    passed,
)
from tauliah.core.credentials.contexts import PINNED, context_bytes
from tauliah.core.credentials.digests import digest_of_multibase, digest_of_sri
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.json_schema import UnknownSchemaError, first_misfit
from tauliah.core.credentials.reading import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_TYPES = ("JsonSchema", "1EdTechJsonSchemaValidator2019")

# What a schema that is itself not built as one makes of the judgement.
_BROKEN_SCHEMA = (UnknownSchemaError, AttributeError, LookupError, RecursionError, TypeError)


def check_related(document: Mapping[str, Any], resources: Mapping[str, bytes]) -> Check | None:
    """The check of a document that `refuse_malformed` let pass; None when it refers to nothing.

    `resources` are files by address.
    """
    if "relatedResource" not in document and "credentialSchema" not in document:
        return None
    try:
        # a list, so that a misfit is told even where something before it is missing
        made = [
            *[_is_unchanged(one, resources) for one in listed(document.get("relatedResource", []))],
            *[
                _fits(document, one, resources)
                for one in listed(document.get("credentialSchema", []))
            ],
        ]
    except CredentialFault as fault:
        return failed(CheckName.RELATED, fault.refused)
    if all(made):
        return passed(CheckName.RELATED, IS_RELATED)
    return Check(CheckName.RELATED, Outcome.NOT_CHECKED, "not-checked", NEEDS_RELATED)


def refuse_changed_resources(document: Mapping[str, Any], resources: Mapping[str, bytes]) -> None:
    """Raises CredentialFault `changed-resource` for a related file that is at hand and another."""
    for one in listed(document.get("relatedResource", [])):
        _is_unchanged(one, resources)


def _is_unchanged(resource: Mapping[str, Any], resources: Mapping[str, bytes]) -> bool:
    """Whether the file could be looked at; CredentialFault when it is another than was meant."""
    address = resource["id"]
    data = _file(address, resources)
    if data is None:
        return False
    digests = [digest_of_multibase(text) for text in listed(resource.get("digestMultibase", []))]
    if "digestSRI" in resource:
        digests.append(digest_of_sri(resource["digestSRI"]))
    if not all(digest.fits(data) for digest in digests):
        raise CredentialFault(
            "changed-resource",
            en=f"A file that it refers to is not the one that the issuer meant: {address[:200]}",
            ms=f"Fail yang dirujuknya bukan fail yang dimaksudkan oleh pengeluar: {address[:200]}",
        )
    return True


def _fits(
    document: Mapping[str, Any], schema: Mapping[str, Any], resources: Mapping[str, bytes]
) -> bool:
    """Whether the schema could be judged; CredentialFault when the document does not fit it."""
    address = schema["id"]
    data = _file(address, resources)
    if data is None or not set(listed(schema["type"])) & set(SCHEMA_TYPES):
        return False
    try:
        place = first_misfit(dict(document), json.loads(data))
    except (*_BROKEN_SCHEMA, ValueError):
        return False
    if place is not None:
        raise CredentialFault(
            "misfit",
            en=f"It is not built as the schema that it names asks, at {place[:200]}: {address[:200]}",
            ms=f"Ia tidak disusun seperti yang diminta oleh skema yang dinamakannya, di {place[:200]}: {address[:200]}",
        )
    return True


def _file(address: str, resources: Mapping[str, bytes]) -> bytes | None:
    return context_bytes(address) if address in PINNED else resources.get(address)
