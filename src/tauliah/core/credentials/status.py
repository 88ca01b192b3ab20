"""Whether an issued credential still stands: W3C Bitstring Status List 1.0.

A list is a row of bits, one for each credential, at a place that says nothing about its holder; it
is published as a signed credential of its own and holds no personal data.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from tauliah.core.credentials.contexts import CREDENTIALS_V2
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.moments import moment_text
from tauliah.core.credentials.multibase import decode_base64url, encode_base64url
from tauliah.core.credentials.quads import is_absolute
from tauliah.core.credentials.reading import is_of_type, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

FEWEST_ENTRIES = 131_072
"""The least length of a list (section 6.1): among so many, asking for one place says little."""

MOST_ENTRIES = 8 * 2**20
REVOCATION = "revocation"
SUSPENSION = "suspension"
PURPOSES = (REVOCATION, SUSPENSION)
"""What a mark on a list takes from a credential, for good or for a time."""

REMARKS = ("refresh", "message")
"""Purposes that say something of a credential and take nothing from it."""

MOST_PLACES = 4
"""Status entries of one credential that are read."""

_GZIP = 31  # the window size of zlib, plus 16 for a gzip header
LIST_TYPE = "BitstringStatusListCredential"

_UNDERSTOOD = (*PURPOSES, *REMARKS)
ENTRY_TYPE = "BitstringStatusListEntry"
_ENTRY_TYPES = (ENTRY_TYPE, [ENTRY_TYPE])
_LIST_TYPES = ("BitstringStatusList", ["BitstringStatusList"])
_MOST_BITS = 8
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StatusList:
    """One bit for each place, the first in the highest bit of the first byte; 1 is revoked."""

    bits: bytes

    def __post_init__(self) -> None:
        if not FEWEST_ENTRIES <= len(self) <= MOST_ENTRIES:
            raise CredentialFault(
                "bad-status-list",
                en=f"A revocation list has {FEWEST_ENTRIES:,} to {MOST_ENTRIES:,} places, not {len(self):,}.",
                ms=f"Senarai pembatalan mempunyai {FEWEST_ENTRIES:,} hingga {MOST_ENTRIES:,} tempat, bukan {len(self):,}.",
            )

    def __len__(self) -> int:
        return 8 * len(self.bits)

    def is_marked(self, index: int) -> bool:
        """Whether the place is marked; IndexError outside the list."""
        self._refuse_outside(index)
        return bool(self.bits[index // 8] >> (7 - index % 8) & 1)

    def marking(self, indexes: Iterable[int]) -> StatusList:
        """The same list with these places marked; IndexError outside the list."""
        bits = bytearray(self.bits)
        for index in indexes:
            self._refuse_outside(index)
            bits[index // 8] |= 0x80 >> index % 8
        return StatusList(bytes(bits))

    def clearing(self, indexes: Iterable[int]) -> StatusList:
        """The same list with these places not marked; IndexError outside the list."""
        bits = bytearray(self.bits)
        for index in indexes:
            self._refuse_outside(index)
            bits[index // 8] &= 0xFF ^ (0x80 >> index % 8)
        return StatusList(bytes(bits))

    def _refuse_outside(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise IndexError(f"place {index} of a list of {len(self)}")


def blank_status_list(*, entries: int = FEWEST_ENTRIES) -> StatusList:
    """A list on which nothing is marked; `entries` is rounded up to whole bytes."""
    return StatusList(bytes((entries + 7) // 8))


def encode_status_list(statuses: StatusList) -> str:
    """The `encodedList`: gzip, then base64url with its multibase `u`; equal lists, equal text."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return encode_base64url(packer.compress(statuses.bits) + packer.flush())


def decode_status_list(text: str) -> StatusList:
    """The list in an `encodedList`; CredentialFault when it is broken, too short or too long.

    Unpacks at most one byte more than MOST_ENTRIES allows, whatever the text claims to hold.
    """
    unpacker = zlib.decompressobj(_GZIP)
    try:
        bits = unpacker.decompress(decode_base64url(text), MOST_ENTRIES // 8 + 1)
    except zlib.error:
        raise _broken_list() from None
    if len(bits) <= MOST_ENTRIES // 8 and (not unpacker.eof or unpacker.unused_data):
        raise _broken_list()
    return StatusList(bits)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPlace:
    """Where the status of one credential is published: the address of the list and the place."""

    list_address: str
    index: int
    purpose: str = REVOCATION

    def entry(self) -> dict[str, Any]:
        """The `credentialStatus` of the credential."""
        return {
            "id": f"{self.list_address}#{self.index}",
            "type": ENTRY_TYPE,
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_address,
        }


def status_place(entry: object) -> StatusPlace:
    """The place that one entry of `credentialStatus` names (sections 2.1 and 3.2).

    CredentialFault `strange-status` when it is of another kind or not built as the specification asks.
    """
    if isinstance(entry, dict) and entry.get("type") in _ENTRY_TYPES:
        address, purpose = entry.get("statusListCredential"), entry.get("statusPurpose")
        index = entry.get("statusListIndex")
        if (
            isinstance(address, str)
            and is_absolute(address)
            and entry.get("id") != address
            and isinstance(index, str)
            and _INDEX.fullmatch(index)
            and isinstance(purpose, str)
            and purpose in _UNDERSTOOD
            and _is_fit_size(entry, purpose)
        ):
            return StatusPlace(list_address=address, index=int(index), purpose=purpose)
    raise CredentialFault(
        "strange-status",
        en="The credential publishes its status in a way that is not read here; entries of bitstring lists of revocations and suspensions are.",
        ms="Kredensial ini menerbitkan statusnya dengan cara yang tidak dibaca di sini; hanya entri senarai bit pembatalan dan penggantungan dibaca.",
    )


def status_places(value: object) -> tuple[StatusPlace, ...]:
    """The places of all entries of a `credentialStatus`; CredentialFault as for each of them."""
    entries = listed(value)
    if len(entries) > MOST_PLACES:
        raise CredentialFault(
            "strange-status",
            en=f"The credential publishes its status in {len(entries)} places; at most {MOST_PLACES} are read.",
            ms=f"Kredensial ini menerbitkan statusnya di {len(entries)} tempat; paling banyak {MOST_PLACES} dibaca.",
        )
    return tuple(status_place(entry) for entry in entries)


def _is_fit_size(entry: Mapping[str, Any], purpose: str) -> bool:
    """One bit for each credential; several only for messages, with a text for each of their values."""
    if "statusSize" not in entry and purpose != "message":
        return True
    size = entry.get("statusSize", 1)
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        return False
    if size == 1 and purpose != "message":
        return True
    messages = entry.get("statusMessage")
    return (
        purpose == "message"
        and size <= _MOST_BITS
        and isinstance(messages, list)
        and len(messages) == 2**size
        and all(isinstance(one, dict) and {"status", "message"} <= one.keys() for one in messages)
    )


def status_list_credential(
    statuses: StatusList,
    *,
    address: str,
    issuer: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
    purpose: str = REVOCATION,
) -> dict[str, Any]:
    """The list as a credential of the issuer, not yet signed; its identifier is its address."""
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", LIST_TYPE],
        "issuer": issuer,
        "validFrom": moment_text(valid_from),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode_status_list(statuses),
        },
    }
    if valid_until is not None:
        document["validUntil"] = moment_text(valid_until)
    return document


def read_status_list(document: Mapping[str, Any], place: StatusPlace) -> StatusList:
    """The list that this credential publishes, when it is the one that the place means.

    CredentialFault `bad-status-list` otherwise. Signature, issuer and dates are not looked at.
    """
    subject = document.get("credentialSubject")
    if not (
        is_of_type(document, LIST_TYPE)
        and document.get("id") == place.list_address
        and _is_list(subject)
        # a list may serve several purposes (section 2.2)
        and place.purpose in listed(subject["statusPurpose"])
    ):
        raise CredentialFault(
            "bad-status-list",
            en="The revocation list is not the one that the credential names.",
            ms="Senarai pembatalan ini bukan senarai yang dinamakan oleh kredensial.",
        )
    statuses = decode_status_list(subject["encodedList"])
    refuse_place_outside(statuses, place)
    return statuses


def refuse_malformed_list(document: Mapping[str, Any]) -> None:
    """Raises CredentialFault `bad-status-list` for a list that is not built as section 2.2 asks.

    Nothing for a document of another kind.
    """
    if not is_of_type(document, LIST_TYPE):
        return
    subject = document.get("credentialSubject")
    if not _is_list(subject):
        raise _broken_list()
    decode_status_list(subject["encodedList"])


def _is_list(subject: Any) -> TypeGuard[dict[str, Any]]:
    if not isinstance(subject, dict) or subject.get("type") not in _LIST_TYPES:
        return False
    named = listed(subject.get("statusPurpose"))
    return (
        bool(named)
        and all(isinstance(one, str) for one in named)
        and subject.get("statusSize", 1) == 1
        and isinstance(subject.get("encodedList"), str)
    )


def refuse_place_outside(statuses: StatusList, place: StatusPlace) -> None:
    """Raises CredentialFault `bad-status-list` when the list has no such place."""
    if place.index >= len(statuses):
        raise CredentialFault(
            "bad-status-list",
            en=f"The revocation list has no place {place.index}.",
            ms=f"Senarai pembatalan tidak mempunyai tempat {place.index}.",
        )


def _broken_list() -> CredentialFault:
    return CredentialFault(
        "bad-status-list",
        en="The revocation list is broken and cannot be read.",
        ms="Senarai pembatalan rosak dan tidak dapat dibaca.",
    )
