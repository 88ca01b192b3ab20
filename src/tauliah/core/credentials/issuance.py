"""What is asked of a document before it is signed as a credential, whoever wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.data_model import refuse_malformed, refuse_unfit_dates
from tauliah.core.credentials.reading import is_of_type, listed, refuse_unfit_values
from tauliah.core.credentials.related import refuse_changed_resources
from tauliah.core.credentials.status import ENTRY_TYPE, refuse_malformed_list, status_place

if TYPE_CHECKING:
    from collections.abc import Mapping


def refuse_unissuable(document: dict[str, Any], *, resources: Mapping[str, bytes]) -> None:
    """Raises CredentialFault for what the standards do not allow in a credential.

    That is, what its verifier would refuse: its values, the data model, its dates, its entries on
    status lists, a status list, and related files that are at hand and others than the digests say.
    Terms that no vocabulary defines are refused by `sign` itself.
    """
    refuse_unfit_values(document)
    refuse_malformed(document)
    refuse_unfit_dates(document)
    for entry in listed(document.get("credentialStatus", [])):
        if is_of_type(entry, ENTRY_TYPE):
            status_place(entry)
    refuse_malformed_list(document)
    refuse_changed_resources(document, resources)
